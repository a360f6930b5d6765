import HTTPMessage
import Specification

// §5.2: closing with an append, and appending to a closed stream.
extension Mutant {
    static let appendClosure: [Mutant] = closingAppends + closingEmpty + appendingToClosed

    private static let closingAppends: [Mutant] = [
        Mutant(
            "append.numbered-close-leaves-open",
            "An append with Stream-Seq that is to close the stream leaves it open.",
            .rule, breaks: .appendCloseWithBody
        ) {
            $0.onRequest { request, body in
                if request.method == .post, !body.isEmpty, request.headerFields.contains(.streamSeq) {
                    request.headerFields[.streamClosed] = nil
                }
            }
        },
        Mutant(
            "append.json-close-leaves-open", "An append of JSON that is to close the stream leaves it open.", .rule,
            breaks: .appendCloseWithBody
        ) {
            $0.onRequest { request, body in
                if request.method == .post, !body.isEmpty, request.isJSON { request.headerFields[.streamClosed] = nil }
            }
        },
        Mutant(
            "append.close-of-chunks-leaves-open", "An append in chunks that is to close the stream leaves it open.",
            .rule, breaks: .appendCloseWithBody
        ) {
            $0.onRequest { request, body in
                if request.method == .post, !body.isEmpty, request.headerFields.contains(.transferEncoding) {
                    request.headerFields[.streamClosed] = nil
                }
            }
        },
        Mutant(
            "append.close-of-much-loses-it", "Of an append above 64 KiB that closes the stream, 64 KiB are stored.",
            .rare, breaks: .appendCloseWithBody
        ) {
            $0.onRequest { request, body in
                if request.method == .post, request.closes, body.count > 65_536 { body.removeSubrange(65_536...) }
            }
        },
        Mutant(
            "append.closes-after-a-while",
            "An append that closes the stream is stored first; until the stream is closed, others may follow.", .race,
            breaks: .appendCloseWithBodyAtomic
        ) {
            let clock = $0.clock
            $0.interpose { request, body, server, writer in
                guard request.method == .post, request.closes, !body.isEmpty,
                    !request.headerFields.contains(.producerId)
                else { return server.serve(request, body: body, to: writer) }
                var open = request
                open.headerFields[.streamClosed] = nil
                let stored = server.ask(open, body: body)
                guard stored.isSuccess else { return writer.respond(stored.response, body: stored.body) }
                _ = clock.schedule(after: .milliseconds(1)) {
                    server.ask(.post, like: request, fields: [.streamClosed: "true"])
                    var answer = stored
                    answer[.streamClosed] = "true"
                    writer.respond(answer.response, body: [])
                }
            }
        },
        Mutant(
            "append.closed-before-the-last-bytes",
            "The closure of an append that closes is seen ten milliseconds before its bytes.", .race,
            breaks: .appendCloseWithBodyAtomic
        ) {
            let clock = $0.clock
            $0.interpose { request, body, server, writer in
                guard request.method == .post, request.closes, !body.isEmpty, request.isText,
                    !request.headerFields.contains(.producerId), !request.headerFields.contains(.streamSeq)
                else { return server.serve(request, body: body, to: writer) }
                let head = server.ask(.head, like: request)
                guard head.isSuccess, !head.isClosed, head[.contentType] == request.headerFields[.contentType] else {
                    return server.serve(request, body: body, to: writer)
                }
                let closing = server.ask(.post, like: request, fields: [.streamClosed: "true"])
                _ = clock.schedule(after: .milliseconds(10)) {
                    server.remake(like: request, adding: body, closed: true)
                    var answer = closing
                    answer[.streamNextOffset] = server.ask(.head, like: request)[.streamNextOffset]
                    writer.respond(answer.response, body: [])
                }
            }
        },
        Mutant(
            "append.close-is-silent", "The answer to an append that closes the stream does not say so.", .field,
            breaks: .appendCloseCarriesClosedHeader
        ) {
            $0.afterwards { request, body, answer, _ in
                if request.method == .post, request.closes, !body.isEmpty, answer.isSuccess {
                    answer[.streamClosed] = nil
                }
            }
        },
        Mutant(
            "append.close-offset-before", "The answer to an append that closes carries the offset before its bytes.",
            .field, breaks: .appendCloseNextOffset
        ) {
            $0.afterwards { request, body, answer, _ in
                guard request.method == .post, request.closes, answer.isSuccess, !request.isJSON,
                    !request.headerFields.contains(.producerId),
                    let end = answer[.streamNextOffset].flatMap(OffsetRule.position(of:))
                else { return }
                answer[.streamNextOffset] = OffsetRule.token(of: max(0, end - body.count))
            }
        },
        Mutant(
            "append.refused-close-closes", "An append that is to close the stream and is refused closes it.", .state,
            breaks: .appendCloseFailedLeavesOpen
        ) {
            $0.afterwards { request, body, answer, server in
                if request.method == .post, request.closes, !body.isEmpty, answer.status == 409, !answer.isClosed {
                    server.ask(.post, like: request, fields: [.streamClosed: "true"])
                }
            }
        },
        Mutant(
            "append.refused-close-stores",
            "An append that is to close the stream and is refused for its Stream-Seq is stored.", .state,
            breaks: .appendCloseFailedLeavesOpen
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.method == .post, request.closes, answer.status == 409, !answer.isClosed,
                    request.headerFields.contains(.streamSeq)
                else { return }
                var bare = request
                bare.headerFields[.streamSeq] = nil
                bare.headerFields[.streamClosed] = nil
                _ = server.ask(bare, body: body)
            }
        },
        Mutant(
            "append.close-again-acknowledged",
            "An append that is to close a closed stream is acknowledged and thrown away.", .rule,
            breaks: .appendCloseWithBodyAgainRejected, .createClosedRefusesAppends
        ) {
            $0.rules.appendToClosed = { attempt, facts, known in
                let decision = AppendRule.decideOnClosed(attempt, facts, producer: known)
                return decision == .refuse(.closed) && attempt.closes && attempt.stamp == nil
                    ? .alreadyClosed : decision
            }
        },
        Mutant(
            "append.close-again-is-silent",
            "The refusal of an append that is to close a closed stream does not say that it is closed.", .field,
            breaks: .appendCloseWithBodyAgainCarriesClosedHeader
        ) {
            $0.onAnswer { request, answer in
                if request.method == .post, request.closes, answer.status == 409 { answer[.streamClosed] = nil }
            }
        },
    ]

    private static let closingEmpty: [Mutant] = [
        Mutant(
            "append.close-needs-a-body", "A close without a body is refused as empty.", .rule,
            breaks: .appendCloseEmptyBody, .closeSucceeds, .appendCloseContentTypeOptional,
            .appendCloseContentTypeIgnored
        ) {
            $0.interpose { request, body, server, writer in
                guard request.method == .post, body.isEmpty else {
                    return server.serve(request, body: body, to: writer)
                }
                writer.respond(HTTPResponse(status: .badRequest), body: [])
            }
        },
        Mutant(
            "append.close-of-no-chunks-refused", "A close whose body has no chunks is refused as empty.", .rule,
            breaks: .appendCloseEmptyBody
        ) {
            $0.interpose { request, body, server, writer in
                guard request.method == .post, body.isEmpty, request.headerFields.contains(.transferEncoding) else {
                    return server.serve(request, body: body, to: writer)
                }
                writer.respond(HTTPResponse(status: .badRequest), body: [])
            }
        },
        Mutant(
            "append.close-without-length-refused", "A close that states no length of a body is refused.", .rule,
            breaks: .appendCloseEmptyBody
        ) {
            $0.interpose { request, body, server, writer in
                guard request.method == .post, body.isEmpty, !request.headerFields.contains(.contentLength),
                    !request.headerFields.contains(.transferEncoding)
                else { return server.serve(request, body: body, to: writer) }
                writer.respond(HTTPResponse(status: HTTPResponse.Status(code: 411)), body: [])
            }
        },
        Mutant(
            "append.close-needs-a-type", "A close without a content type is refused.", .rule,
            breaks: .appendCloseContentTypeOptional
        ) {
            $0.interpose { request, body, server, writer in
                guard request.method == .post, request.closes, body.isEmpty,
                    !request.headerFields.contains(.contentType)
                else { return server.serve(request, body: body, to: writer) }
                writer.respond(HTTPResponse(status: .badRequest), body: [])
            }
        },
        Mutant(
            "append.close-type-compared", "A close of another content type than the stream's is refused.", .rule,
            breaks: .appendCloseContentTypeIgnored
        ) {
            $0.rules.appendContentType = { attempt, facts in
                guard attempt.isEmpty, attempt.contentType != nil else {
                    return AppendRule.refusalOfContentType(attempt, facts)
                }
                var attempt = attempt
                attempt.isEmpty = false
                return AppendRule.refusalOfContentType(attempt, facts)
            }
        },
        Mutant(
            "append.close-type-parsed", "A close whose content type is no media type is refused.", .rule,
            breaks: .appendCloseContentTypeIgnored
        ) {
            $0.rules.appendContentType = { attempt, facts in
                if let value = attempt.contentType, ContentType(value) == nil { return .malformedContentType }
                return AppendRule.refusalOfContentType(attempt, facts)
            }
        },
    ]

    private static let appendingToClosed: [Mutant] = [
        Mutant(
            "append.closed-is-gone", "An append to a closed stream is answered 410.", .status,
            breaks: .appendClosedRejected, .closureAppendsRejected, .createClosedRefusesAppends,
            .appendCloseWithBodyAgainRejected
        ) {
            $0.onAnswer { request, answer in
                if request.method == .post, answer.status == 409, answer.isClosed { answer.status = 410 }
            }
        },
        Mutant(
            "append.greater-seq-to-closed", "An append to a closed stream is stored when its Stream-Seq is greater.",
            .rule, breaks: .appendClosedRejected
        ) {
            $0.rules.appendToClosed = { attempt, facts, known in
                if !attempt.isEmpty, attempt.stamp == nil, let sequence = attempt.sequence,
                    let last = facts.lastSequence,
                    last < sequence
                {
                    return .accept(nil)
                }
                return AppendRule.decideOnClosed(attempt, facts, producer: known)
            }
        },
        Mutant(
            "append.closed-is-silent", "The refusal of an append to a closed stream does not say that it is closed.",
            .field, breaks: .appendClosedCarriesClosedHeader
        ) {
            $0.onAnswer { request, answer in
                if request.isPlainAppend, answer.status == 409 { answer[.streamClosed] = nil }
            }
        },
        Mutant(
            "append.created-closed-is-silent",
            "The refusal of an append to a stream created closed does not say that it is closed.", .state,
            breaks: .appendClosedCarriesClosedHeader
        ) {
            let created = Names()
            $0.onAnswer { request, answer in
                if request.method == .put, answer.status == 201 {
                    answer.isClosed ? created.insert(request.stream) : created.remove(request.stream)
                }
                if request.isPlainAppend, answer.status == 409, created.contains(request.stream) {
                    answer[.streamClosed] = nil
                }
            }
        },
        Mutant(
            "append.final-offset-missing", "The refusal of an append to a closed stream does not carry its end.",
            .field,
            breaks: .appendClosedCarriesFinalOffset
        ) {
            $0.onAnswer { request, answer in
                if request.method == .post, answer.status == 409, answer.isClosed { answer[.streamNextOffset] = nil }
            }
        },
        Mutant(
            "append.final-offset-before-the-end",
            "The refusal of an append to a closed stream carries the offset before the append that closed it.", .state,
            breaks: .appendClosedCarriesFinalOffset
        ) {
            let tails = Memory<String, String>()
            $0.afterwards { request, body, answer, _ in
                guard request.method == .post, let tail = answer[.streamNextOffset] else { return }
                if answer.isSuccess, request.closes, !body.isEmpty, !request.isJSON,
                    let end = OffsetRule.position(of: tail)
                {
                    tails[request.stream] = OffsetRule.token(of: max(0, end - body.count))
                }
                if answer.status == 409, let tail = tails[request.stream] { answer[.streamNextOffset] = tail }
            }
        },
        Mutant(
            "append.closed-refused-and-stored", "An append to a closed stream is refused and stored.", .state,
            breaks: .appendClosedStoresNothing, .closureAppendsRejected, .createClosedRefusesAppends
        ) {
            $0.rules.appendToClosed = { attempt, facts, known in
                let decision = AppendRule.decideOnClosed(attempt, facts, producer: known)
                return decision == .refuse(.closed) && attempt.stamp == nil && !attempt.closes ? .accept(nil) : decision
            }
            $0.onAnswer { request, answer in
                if request.isPlainAppend, answer.isSuccess, answer.isClosed { answer.status = 409 }
            }
        },
        Mutant(
            "append.two-conflicts-bad-request",
            "An append of another type whose Stream-Seq is not greater is a bad request.", .status,
            breaks: .appendSeveralConflictsConflict
        ) {
            $0.rules.appendContentType = { attempt, facts in
                let refusal = AppendRule.refusalOfContentType(attempt, facts)
                guard refusal == .contentTypeMismatch, let sequence = attempt.sequence, let last = facts.lastSequence
                else { return refusal }
                return last < sequence ? refusal : .emptyBody
            }
        },
    ]
}
