import HTTPMessage
import Specification

// §5.1: creating streams. What meets an existing stream is in Create+Matching.swift, lifetimes are in Expiry.swift.
extension Mutant {
    static let create: [Mutant] = creating + creatingContent + createAnswers

    private static let creating: [Mutant] = [
        Mutant("create.new-is-200", "A stream that is new is answered 200.", .status, breaks: .createNewStreamCreated) {
            $0.onAnswer { request, answer in
                if request.method == .put, answer.status == 201 { answer.status = 200 }
            }
        },
        Mutant(
            "create.asked-for-before-is-200", "Creating a stream that was asked for before it existed is answered 200.",
            .state, breaks: .createNewStreamCreated
        ) {
            let missed = Names()
            $0.onAnswer { request, answer in
                if answer.status == 404 { missed.insert(request.stream) }
                if request.method == .put, answer.status == 201, missed.contains(request.stream) { answer.status = 200 }
            }
        },
        Mutant(
            "create.longer-name-is-taken",
            "A name that begins with the name of a stream belongs to that stream: creating it is answered 200.", .rule,
            breaks: .createNewStreamCreated
        ) {
            let names = Names()
            $0.onAnswer { request, answer in
                guard request.method == .put, answer.status == 201 else { return }
                if names.beginning(of: request.stream) != nil { answer.status = 200 }
                names.insert(request.stream)
            }
        },
        Mutant(
            "create.missing-answer-cached", "An answer that there is no stream is given again after it was created.",
            .state, breaks: .createExistsAfterwards
        ) {
            let missed = Names()
            $0.onAnswer { request, answer in
                guard request.method == .head || request.method == .get else { return }
                let key = "\(request.method) \(request.path)"
                if answer.status == 404 {
                    missed.insert(key)
                } else if missed.contains(key), !answer.isStreamed {
                    missed.remove(key)
                    answer.refuse(404)
                }
            }
        },
        Mutant(
            "create.suffix-dropped", "A content type loses what follows a plus sign in its subtype.", .encoding,
            breaks: .createContentTypeSet
        ) {
            $0.onAnswer { request, answer in
                guard request.method == .head || request.method == .get, !request.isLive, answer.isSuccess,
                    let type = answer[.contentType], let plus = type.firstIndex(of: "+")
                else { return }
                answer[.contentType] = String(type[..<plus])
            }
        },
        Mutant(
            "create.unknown-types-are-octets",
            "Reads of a stream whose type is neither text nor JSON say that it is octets.", .field,
            breaks: .createContentTypeSet
        ) {
            $0.onAnswer { request, answer in
                guard request.method == .get, !request.isLive, answer.status == 200,
                    let type = answer[.contentType].flatMap({ ContentType($0) }), !type.carriesTextInSSE
                else { return }
                answer[.contentType] = "application/octet-stream"
            }
        },
        Mutant(
            "create.default-type-differs", "The answer to a create request without a type names text, HEAD octets.",
            .field, breaks: .createDefaultContentTypeConsistent
        ) {
            $0.onAnswer { request, answer in
                if request.method == .put, answer.status == 201, !request.headerFields.contains(.contentType),
                    !request.headerFields.contains(.streamForkedFrom)
                {
                    answer[.contentType] = "text/plain"
                }
            }
        },
        Mutant(
            "create.default-type-refused-on-append", "A stream created without a type refuses appends of its type.",
            .rule, breaks: .createDefaultContentTypeConsistent
        ) {
            let untyped = Names()
            $0.afterwards { request, body, answer, _ in
                if request.method == .put, answer.status == 201 {
                    request.headerFields.contains(.contentType)
                        ? untyped.remove(request.stream) : untyped.insert(request.stream)
                }
                if request.method == .post, !body.isEmpty, answer.isSuccess, untyped.contains(request.stream) {
                    answer.refuse(409)
                }
            }
        },
        Mutant(
            "create.no-type-is-another-type", "No type and the type that stands for it are two types to a repetition.",
            .rule, breaks: .createDefaultContentTypeRepeatMatches
        ) {
            $0.rules.create = { request, facts in
                if request.contentType == nil, request.origin == nil { return .refuse(.contentType) }
                return CreateRule.decide(request, facts)
            }
        },
    ]

    // MARK: Content

    private static let creatingContent: [Mutant] = [
        Mutant(
            "create.line-ends-folded", "In initial content of type text, CR LF becomes LF.", .encoding,
            breaks: .createBodyBecomesContent
        ) {
            $0.onRequest { request, body in
                if request.method == .put, request.isText { body = body.withLineEndsFolded }
            }
        },
        Mutant(
            "create.ends-at-nul", "Initial content ends at its first NUL.", .encoding,
            breaks: .createBodyBecomesContent
        ) {
            $0.onRequest { request, body in
                if request.method == .put { body = Array(body.prefix { $0 != 0 }) }
            }
        },
        Mutant(
            "create.cut-at-64-kib", "Initial content is cut at 64 KiB.", .rare, breaks: .createBodyBecomesContent
        ) {
            $0.onRequest { request, body in
                if request.method == .put { body = Array(body.prefix(65_536)) }
            }
        },
        Mutant(
            "create.chunked-body-ignored", "Initial content that comes in chunks is ignored.", .state,
            breaks: .createBodyBecomesContent
        ) {
            $0.onRequest { request, body in
                if request.method == .put, request.headerFields.contains(.transferEncoding) { body = [] }
            }
        },
        Mutant(
            "create.initial-content-overwritten", "The first append takes the place of the initial content.", .state,
            breaks: .createBodyBecomesContent
        ) {
            let fresh = Names()
            $0.afterwards { request, body, answer, server in
                if request.method == .put, answer.status == 201 {
                    request.isText && !body.isEmpty && !answer.isClosed
                        ? fresh.insert(request.stream) : fresh.remove(request.stream)
                }
                guard request.isPlainAppend, answer.isSuccess, fresh.contains(request.stream) else { return }
                fresh.remove(request.stream)
                let fields: HTTPFields = [.contentType: request.headerFields[.contentType] ?? "text/plain"]
                server.ask(.delete, like: request)
                server.ask(.put, like: request, fields: fields, body: body)
            }
        },
        Mutant(
            "create.empty-reads-null", "A stream of text without content is read as the word null.", .encoding,
            breaks: .createNoBodyEmptyStream
        ) {
            $0.onAnswer { request, answer in
                guard request.method == .get, request.path == request.stream + "?offset=-1", answer.status == 200,
                    answer.body.isEmpty, answer[.streamNextOffset] == OffsetRule.token(of: 0)
                else { return }
                answer.body = Array("null".utf8)
            }
        },
        Mutant(
            "create.empty-is-not-found", "A stream without content cannot be read: there is nothing.", .status,
            breaks: .createNoBodyEmptyStream
        ) {
            $0.onAnswer { request, answer in
                guard request.method == .get, !request.isLive, answer.status == 200, answer.body.isEmpty,
                    answer[.streamNextOffset] == OffsetRule.token(of: 0)
                else { return }
                answer.refuse(404)
            }
        },
        Mutant(
            "create.closed-empty-stays-open", "A stream that is to be created closed and empty is created open.",
            .state, breaks: .createClosedEmpty, .createResponseClosed
        ) {
            $0.onRequest { request, body in
                if request.method == .put, body.isEmpty { request.headerFields[.streamClosed] = nil }
            }
        },
        Mutant(
            "create.closed-empty-is-bad-request", "A stream cannot be created closed without content.", .status,
            breaks: .createClosedEmpty
        ) {
            $0.interpose { request, body, server, writer in
                guard request.method == .put, request.closes, body.isEmpty else {
                    return server.serve(request, body: body, to: writer)
                }
                writer.respond(HTTPResponse(status: .badRequest), body: [])
            }
        },
        Mutant(
            "create.closed-body-dropped", "A stream that is created closed is created empty.", .state,
            breaks: .createClosedWithBody
        ) {
            $0.onRequest { request, body in
                if request.method == .put, request.closes { body = [] }
            }
        },
        Mutant(
            "create.closed-large-stays-open", "A stream that is created closed with more than 64 KiB stays open.",
            .rare, breaks: .createClosedWithBody
        ) {
            $0.onRequest { request, body in
                if request.method == .put, body.count > 65_536 { request.headerFields[.streamClosed] = nil }
            }
        },
        Mutant(
            "create.closed-on-paper", "A stream that was created closed says so and takes appends all the same.",
            .state, breaks: .createClosedRefusesAppends, .createClosedEmpty, .createClosedWithBody
        ) {
            let closed = Names()
            $0.interpose { request, body, server, writer in
                var request = request
                let isCreatedClosed =
                    request.method == .put && request.closes && server.ask(.head, like: request).status == 404
                if isCreatedClosed {
                    closed.insert(request.stream)
                    request.headerFields[.streamClosed] = nil
                } else if request.method == .delete {
                    closed.remove(request.stream)
                }
                server.serve(request, body: body, to: writer)
            }
            $0.onAnswer { request, answer in
                guard closed.contains(request.stream), answer.isSuccess, !answer.isStreamed else { return }
                if request.method != .get || answer[.streamUpToDate] != nil { answer[.streamClosed] = "true" }
            }
        },
    ]

    // MARK: Answers

    private static let createAnswers: [Mutant] = [
        Mutant(
            "create.answer-without-type", "The answer to a create request does not name the content type.", .field,
            breaks: .createResponseContentType
        ) {
            $0.onAnswer { request, answer in
                if request.method == .put, answer.status == 201 { answer[.contentType] = nil }
            }
        },
        Mutant(
            "create.answer-is-json", "The answer to a create request has the content type of the server's own JSON.",
            .field, breaks: .createResponseContentType
        ) {
            $0.onAnswer { request, answer in
                if request.method == .put, answer.status == 201 { answer[.contentType] = "application/json" }
            }
        },
        Mutant(
            "create.offset-before-content", "The answer to a create request carries the offset before the content.",
            .field, breaks: .createResponseNextOffset
        ) {
            $0.onAnswer { request, answer in
                if request.method == .put, answer.status == 201, !request.headerFields.contains(.streamForkedFrom) {
                    answer[.streamNextOffset] = OffsetRule.token(of: 0)
                }
            }
        },
        Mutant(
            "create.offset-missing-with-content",
            "The answer to a create request with content does not carry the tail offset.", .field,
            breaks: .createResponseNextOffset
        ) {
            $0.afterwards { request, body, answer, _ in
                if request.method == .put, answer.status == 201, !body.isEmpty { answer[.streamNextOffset] = nil }
            }
        },
        Mutant(
            "create.closed-is-silent", "The answer to a stream that was created closed does not say so.", .field,
            breaks: .createResponseClosed
        ) {
            $0.onAnswer { request, answer in
                if request.method == .put, answer.status == 201 { answer[.streamClosed] = nil }
            }
        },
        Mutant(
            "create.content-says-closed",
            "The answer to a stream that was created with content says that it is closed.",
            .field, breaks: .createResponseOpenNotClosed
        ) {
            $0.afterwards { request, body, answer, _ in
                if request.method == .put, answer.status == 201, !body.isEmpty { answer[.streamClosed] = "true" }
            }
        },
        Mutant(
            "create.repeat-without-type", "The answer to a repeated create request does not name the content type.",
            .field, breaks: .createRepeatResponseContentType
        ) {
            $0.onAnswer { request, answer in
                if request.method == .put, answer.status == 200 { answer[.contentType] = nil }
            }
        },
        Mutant(
            "create.repeat-with-first-offset",
            "The answer to a repeated create request carries the tail offset of the creation.", .state,
            breaks: .createRepeatResponseNextOffset
        ) {
            let tails = Memory<String, String>()
            $0.onAnswer { request, answer in
                guard request.method == .put else { return }
                if answer.status == 201 { tails[request.stream] = answer[.streamNextOffset] }
                if answer.status == 200 { answer[.streamNextOffset] = tails[request.stream] }
            }
        },
        Mutant(
            "create.repeat-is-silent",
            "The answer to a repeated create request does not say that the stream is closed.",
            .field, breaks: .createRepeatResponseClosed
        ) {
            $0.onAnswer { request, answer in
                if request.method == .put, answer.status == 200 { answer[.streamClosed] = nil }
            }
        },
    ]
}
