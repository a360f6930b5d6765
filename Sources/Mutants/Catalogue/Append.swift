import HTTPMessage
import Specification

// §5.2: appends. Their bytes are in Append+Bytes.swift, Stream-Seq is in Append+Sequence.swift, closing and closed
// streams are in Append+Closure.swift.
extension Mutant {
    static let append: [Mutant] =
        appending + appendedBytes + appendingNowhere + appendTypes + appendAnswers + appendSequence + appendClosure

    private static let appending: [Mutant] = [
        Mutant("append.is-200", "An append is answered 200, whoever makes it.", .status, breaks: .appendAccepted) {
            $0.onAnswer { request, answer in
                if request.method == .post, answer.status == 204, !answer.isClosed { answer.status = 200 }
            }
        },
        Mutant("append.one-byte-is-none", "A body of one byte counts as empty.", .rule, breaks: .appendAccepted) {
            $0.onRequest { request, body in
                if request.isPlainAppend, body.count == 1, !request.isJSON { body = [] }
            }
        },
        Mutant(
            "append.vendor-types-unsupported", "Appends to a stream of a vendor's type are answered 415.", .status,
            breaks: .appendAccepted
        ) {
            $0.onAnswer { request, answer in
                if request.method == .post, answer.isSuccess,
                    request.headerFields[.contentType]?.hasPrefix("application/vnd.") ?? false
                {
                    answer.refuse(415)
                }
            }
        },
        Mutant(
            "append.equal-bodies-are-one", "An append that equals the one before it is taken for its repetition.",
            .rule,
            breaks: .appendAddedAtEnd
        ) {
            let last = Memory<String, [UInt8]>()
            $0.interpose { request, body, server, writer in
                guard request.isPlainAppend, !body.isEmpty else {
                    return server.serve(request, body: body, to: writer)
                }
                guard last.exchange(request.stream, for: body) != body else {
                    var answer = server.ask(.head, like: request)
                    answer.acknowledge(204, at: nil)
                    return writer.respond(answer.response, body: [])
                }
                server.serve(request, body: body, to: writer)
            }
        },
        Mutant(
            "append.small-before-large", "What is appended after more than 64 KiB is stored in front of them.", .rare,
            breaks: .appendAddedAtEnd
        ) {
            $0.wrapLogs(LargeLastLog.init)
        },
        Mutant(
            "append.tenth-is-lost", "Every tenth append to a stream is acknowledged and lost.", .rare,
            breaks: .appendAddedAtEnd
        ) {
            let appends = Tally<String>()
            $0.interpose { request, body, server, writer in
                guard request.isPlainAppend, !body.isEmpty, appends.count(request.stream).isMultiple(of: 10) else {
                    return server.serve(request, body: body, to: writer)
                }
                var answer = server.ask(.head, like: request)
                answer.acknowledge(204, at: nil)
                writer.respond(answer.response, body: [])
            }
        },
    ]

    // MARK: No stream

    private static let appendingNowhere: [Mutant] = [
        Mutant(
            "append.missing-is-conflict", "An append to a stream that does not exist is answered 409.", .status,
            breaks: .appendMissingStream
        ) {
            $0.onAnswer { request, answer in
                if request.method == .post, answer.status == 404 { answer.status = 409 }
            }
        },
        Mutant(
            "append.missing-created", "An append to a stream that does not exist creates it.", .rule,
            breaks: .appendMissingStream, .appendMissingStreamNotCreated
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.method == .post, answer.status == 404, !body.isEmpty,
                    let type = request.headerFields[.contentType]
                else { return }
                server.ask(.put, like: request, fields: [.contentType: type])
                answer = server.ask(request, body: body)
            }
        },
        Mutant(
            "append.missing-closed-acknowledged",
            "An append that closes a stream which does not exist is acknowledged.",
            .status, breaks: .appendMissingStream
        ) {
            $0.afterwards { request, body, answer, _ in
                if request.method == .post, answer.status == 404, request.closes, !body.isEmpty {
                    answer.acknowledge(204, at: OffsetRule.token(of: 0))
                }
            }
        },
        Mutant(
            "append.missing-producer-acknowledged", "A producer that appends to no stream is told it was a duplicate.",
            .status, breaks: .appendMissingStream
        ) {
            $0.onAnswer { request, answer in
                if request.method == .post, answer.status == 404, request.headerFields.contains(.producerId) {
                    answer.acknowledge(204, at: OffsetRule.token(of: 0))
                }
            }
        },
        Mutant(
            "append.missing-refused-and-created",
            "An append to a stream that does not exist is refused and leaves an empty one.", .state,
            breaks: .appendMissingStreamNotCreated
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.isPlainAppend, answer.status == 404, let type = request.headerFields[.contentType] else {
                    return
                }
                server.ask(.put, like: request, fields: [.contentType: type])
            }
        },
        Mutant(
            "append.missing-kept-for-later", "What was appended before a stream existed is in it once it is created.",
            .state, breaks: .appendMissingStreamNotCreated
        ) {
            let early = Memory<String, [UInt8]>()
            $0.afterwards { request, body, answer, server in
                if request.isPlainAppend, answer.status == 404 { early[request.stream] = body }
                guard request.method == .put, answer.status == 201, let body = early[request.stream] else { return }
                server.ask(.post, like: request, fields: [.contentType: answer[.contentType] ?? ""], body: body)
            }
        },
    ]

    // MARK: Content types

    /// A defect in what an append may be called.
    private static func taking(
        _ id: String, _ summary: String, breaks: Requirement,
        _ takes: @escaping @Sendable (AppendAttempt, _ type: ContentType?, _ expected: ContentType) -> Bool
    ) -> Mutant {
        Mutant("append.\(id)", summary, .rule, breaks: breaks) {
            $0.rules.appendContentType = { attempt, facts in
                let type = attempt.contentType.flatMap { ContentType($0) }
                if takes(attempt, type, facts.configuration.contentType) { return nil }
                return AppendRule.refusalOfContentType(attempt, facts)
            }
        }
    }

    private static let appendTypes: [Mutant] = [
        taking(
            "any-type-taken", "An append of any content type is stored.", breaks: .appendContentTypeMismatchRejected
        ) { _, type, _ in type != nil },
        taking(
            "same-top-level-type-taken", "Content types match an append when the part before the slash is the same.",
            breaks: .appendContentTypeMismatchRejected
        ) { _, type, expected in type?.type == expected.type },
        taking(
            "same-subtype-taken", "Content types match an append when the part behind the slash is the same.",
            breaks: .appendContentTypeMismatchRejected
        ) { _, type, expected in type?.subtype == expected.subtype },
        taking(
            "longer-type-taken", "A content type that begins with the stream's matches an append.",
            breaks: .appendContentTypeMismatchRejected
        ) { attempt, _, expected in attempt.contentType?.hasPrefix(expected.rawValue) ?? false },
        taking(
            "octets-taken", "Octets may be appended to a stream of any type.",
            breaks: .appendContentTypeMismatchRejected
        ) { _, type, _ in type?.essence == "application/octet-stream" },
        taking(
            "text-taken-for-json", "Text that is JSON may be appended to a stream of JSON.",
            breaks: .appendContentTypeMismatchRejected
        ) { _, type, expected in expected.isJSON && type?.isText ?? false },
        taking(
            "no-type-is-the-streams", "An append without a content type has the type of the stream.",
            breaks: .appendContentTypeMissingRejected
        ) { attempt, _, _ in attempt.contentType == nil },
        taking(
            "no-type-is-octets", "An append without a content type is octets.",
            breaks: .appendContentTypeMissingRejected
        ) { attempt, _, expected in attempt.contentType == nil && expected.essence == "application/octet-stream" },
        taking(
            "no-media-type-ignored", "A content type that is no media type is ignored.",
            breaks: .appendContentTypeMalformedRejected
        ) { attempt, type, _ in attempt.contentType != nil && type == nil },
        taking(
            "empty-type-ignored", "An empty content type is ignored.", breaks: .appendContentTypeMalformedRejected
        ) { attempt, _, _ in attempt.contentType == "" },
        Mutant(
            "append.refused-type-stored", "An append of another content type is refused and stored.", .state,
            breaks: .appendContentTypeMismatchStoresNothing
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.isPlainAppend, answer.status == 409, !answer.isClosed,
                    let type = server.ask(.head, like: request)[.contentType]
                else { return }
                server.ask(.post, like: request, fields: [.contentType: type], body: body)
            }
        },
        Mutant(
            "append.refused-beginning-stored",
            "Of a large append of another content type, the first buffer is stored before it is refused.", .rare,
            breaks: .appendContentTypeMismatchStoresNothing
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.isPlainAppend, answer.status == 409, !answer.isClosed, body.count > 32_768,
                    let type = server.ask(.head, like: request)[.contentType]
                else { return }
                server.ask(.post, like: request, fields: [.contentType: type], body: Array(body.prefix(32_768)))
            }
        },
    ]

    // MARK: Nothing to append, and answers

    private static let appendAnswers: [Mutant] = [
        Mutant(
            "append.empty-body-acknowledged", "An append without a body is acknowledged.", .rule,
            breaks: .appendEmptyBodyRejected, .appendEmptyChunkedBodyRejected,
            .closureHeaderOtherValuesEmptyAppendRejected
        ) {
            $0.rules.appendPrecedence.removeAll { $0 == .emptyBody }
        },
        Mutant(
            "append.empty-untyped-acknowledged", "An append with neither body nor content type is acknowledged.",
            .status, breaks: .appendEmptyBodyRejected
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.isPlainAppend, body.isEmpty, answer.status == 400,
                    !request.headerFields.contains(.contentType)
                else { return }
                answer.acknowledge(204, at: server.ask(.head, like: request)[.streamNextOffset])
            }
        },
        Mutant(
            "append.empty-chunks-acknowledged", "An append in chunks is acknowledged when there are none.", .status,
            breaks: .appendEmptyChunkedBodyRejected
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.isPlainAppend, body.isEmpty, answer.status == 400,
                    request.headerFields.contains(.transferEncoding)
                else { return }
                answer.acknowledge(204, at: server.ask(.head, like: request)[.streamNextOffset])
            }
        },
        Mutant(
            "append.empty-body-takes-a-line", "An append without a body is refused and leaves a line end.", .state,
            breaks: .appendEmptyBodyChangesNothing
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.isPlainAppend, request.isText, body.isEmpty, answer.status == 400 else { return }
                server.ask(.post, like: request, fields: request.headerFields, body: [UInt8(ascii: "\n")])
            }
        },
        Mutant(
            "append.offset-before", "The answer to an append carries the offset before it.", .field,
            breaks: .appendNextOffset
        ) {
            $0.interpose { request, body, server, writer in
                guard request.isPlainAppend else { return server.serve(request, body: body, to: writer) }
                let before = server.ask(.head, like: request)[.streamNextOffset]
                var answer = server.ask(request, body: body)
                if answer.isSuccess { answer[.streamNextOffset] = before }
                writer.respond(answer.response, body: answer.body)
            }
        },
        Mutant(
            "append.offset-missing", "The answer to an append does not carry the tail offset.", .field,
            breaks: .appendNextOffset
        ) {
            $0.onAnswer { request, answer in
                if request.isPlainAppend, answer.isSuccess { answer[.streamNextOffset] = nil }
            }
        },
        Mutant(
            "append.offset-stands-still", "From the sixth append on, the answers carry the offset of the fifth.", .rare,
            breaks: .appendNextOffset
        ) {
            let appends = Tally<String>()
            let tails = Memory<String, String>()
            $0.onAnswer { request, answer in
                guard request.isPlainAppend, answer.isSuccess else { return }
                if appends.count(request.stream) <= 5 { tails[request.stream] = answer[.streamNextOffset] }
                answer[.streamNextOffset] = tails[request.stream]
            }
        },
        Mutant(
            "append.offset-of-the-first-buffer",
            "The answer to an append above 64 KiB carries the offset behind 64 KiB.",
            .rare, breaks: .appendNextOffset
        ) {
            $0.afterwards { request, body, answer, _ in
                guard request.method == .post, answer.isSuccess, body.count > 65_536, !request.isJSON,
                    let end = answer[.streamNextOffset].flatMap(OffsetRule.position(of:))
                else { return }
                answer[.streamNextOffset] = OffsetRule.token(of: end - body.count + 65_536)
            }
        },
        Mutant(
            "append.offset-from-arrival",
            "The answer to an append adds its length to the tail at its arrival, whatever came between.", .race,
            breaks: .appendNextOffset
        ) {
            let clock = $0.clock
            $0.interpose { request, body, server, writer in
                guard request.isPlainAppend, !request.isJSON,
                    let tail = server.ask(.head, like: request)[.streamNextOffset].flatMap(OffsetRule.position(of:))
                else { return server.serve(request, body: body, to: writer) }
                _ = clock.schedule(after: .milliseconds(1)) {
                    var answer = server.ask(request, body: body)
                    if answer.isSuccess { answer[.streamNextOffset] = OffsetRule.token(of: tail + body.count) }
                    writer.respond(answer.response, body: answer.body)
                }
            }
        },
        Mutant(
            "append.says-closed", "The answer to the second append to a stream says that the stream is closed.", .field,
            breaks: .appendOpenNotClosed
        ) {
            let appends = Tally<String>()
            $0.onAnswer { request, answer in
                if request.isPlainAppend, answer.isSuccess, appends.count(request.stream) == 2 {
                    answer[.streamClosed] = "true"
                }
            }
        },
    ]
}
