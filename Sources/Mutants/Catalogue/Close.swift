import HTTPMessage
import Specification

// §5.3: closing streams.
extension Mutant {
    static let close: [Mutant] = [
        Mutant("close.is-200", "Closing a stream is answered 200.", .status, breaks: .closeSucceeds) {
            $0.afterwards { request, body, answer, _ in
                if request.method == .post, request.closes, body.isEmpty, answer.status == 204 { answer.status = 200 }
            }
        },
        Mutant(
            "close.json-needs-a-message", "Closing a JSON stream without a message is refused: nothing is no JSON.",
            .encoding, breaks: .closeSucceeds
        ) {
            $0.interpose { request, body, server, writer in
                guard request.method == .post, request.closes, body.isEmpty,
                    server.ask(.head, like: request)[.contentType] == "application/json"
                else { return server.serve(request, body: body, to: writer) }
                writer.respond(HTTPResponse(status: .badRequest), body: [])
            }
        },
        Mutant(
            "close.empty-stays-open", "Closing an empty stream is acknowledged, and it stays open.", .state,
            breaks: .closeSucceeds
        ) {
            $0.interpose { request, body, server, writer in
                let beginning = OffsetRule.token(of: 0)
                guard request.method == .post, request.closes, body.isEmpty,
                    server.ask(.head, like: request)[.streamNextOffset] == beginning
                else { return server.serve(request, body: body, to: writer) }
                let fields: HTTPFields = [.streamNextOffset: beginning, .streamClosed: "true"]
                writer.respond(HTTPResponse(status: .noContent, headerFields: fields), body: [])
            }
        },
        Mutant(
            "close.again-not-found", "Closing a closed stream again is answered 404.", .status,
            breaks: .closeAgainSucceeds, .closureIdempotent, .appendCloseAgainSucceeds
        ) {
            let closed = Names()
            $0.afterwards { request, body, answer, _ in
                guard request.method == .post, request.closes, body.isEmpty, answer.isSuccess else { return }
                if closed.contains(request.stream) { answer.refuse(404) } else { closed.insert(request.stream) }
            }
        },
        Mutant(
            "close.again-is-silent", "Closing a closed stream again does not say that it is closed.", .field,
            breaks: .closeAgainSucceeds, .appendCloseAgainSucceeds
        ) {
            let closed = Names()
            $0.afterwards { request, body, answer, _ in
                guard request.method == .post, request.closes, body.isEmpty, answer.isSuccess else { return }
                if closed.contains(request.stream) { answer[.streamClosed] = nil }
                closed.insert(request.stream)
            }
        },
        Mutant(
            "close.created-closed-conflicts", "Closing a stream that was created closed is answered 400.", .rule,
            breaks: .closeAgainSucceeds
        ) {
            let created = Names()
            $0.afterwards { request, body, answer, _ in
                if request.method == .put, answer.status == 201, answer.isClosed { created.insert(request.stream) }
                if request.method == .post, request.closes, body.isEmpty, answer.isSuccess,
                    created.contains(request.stream)
                {
                    answer.refuse(400)
                }
            }
        },
        Mutant(
            "close.missing-acknowledged", "Closing a stream that does not exist is answered 204.", .status,
            breaks: .closeMissingStream
        ) {
            $0.afterwards { request, body, answer, _ in
                if request.method == .post, request.closes, body.isEmpty, answer.status == 404 {
                    answer.acknowledge(204, at: OffsetRule.token(of: 0))
                    answer[.streamClosed] = "true"
                }
            }
        },
        Mutant(
            "close.missing-created", "Closing a stream that does not exist leaves a closed stream behind.", .state,
            breaks: .closeMissingStream
        ) {
            $0.afterwards { request, body, answer, server in
                if request.method == .post, request.closes, body.isEmpty, answer.status == 404 {
                    server.ask(.put, like: request, fields: [.streamClosed: "true"])
                }
            }
        },
        Mutant(
            "close.deleted-acknowledged", "Closing a stream that was deleted is answered 204.", .state,
            breaks: .closeMissingStream
        ) {
            let deleted = Names()
            $0.afterwards { request, body, answer, _ in
                switch request.method {
                case .put: deleted.remove(request.stream)
                case .delete where answer.isSuccess: deleted.insert(request.stream)
                case .post where request.closes && body.isEmpty && deleted.contains(request.stream):
                    answer.acknowledge(204, at: OffsetRule.token(of: 0))
                default: break
                }
            }
        },
        Mutant(
            "close.takes-a-position", "The answer to a close counts the close as one more position.", .rule,
            breaks: .closeNextOffsetUnchanged, .closeAgainNextOffset
        ) {
            $0.afterwards { request, body, answer, _ in
                guard request.method == .post, request.closes, body.isEmpty, answer.isSuccess,
                    let offset = answer[.streamNextOffset].flatMap(OffsetRule.position(of:))
                else { return }
                answer[.streamNextOffset] = OffsetRule.token(of: offset + 1)
            }
        },
        Mutant(
            "close.offset-missing", "The answer to a close does not carry the tail offset.", .field,
            breaks: .closeNextOffsetUnchanged, .closeAgainNextOffset
        ) {
            $0.afterwards { request, body, answer, _ in
                if request.method == .post, request.closes, body.isEmpty, answer.isSuccess {
                    answer[.streamNextOffset] = nil
                }
            }
        },
        Mutant(
            "close.offset-of-the-ninth-append",
            "After ten appends, the answer to a close carries the tail before the last of them.", .rare,
            breaks: .closeNextOffsetUnchanged
        ) {
            let appends = Tally<String>()
            let tails = Memory<String, String>()
            $0.afterwards { request, body, answer, _ in
                guard request.method == .post, answer.isSuccess, let tail = answer[.streamNextOffset] else { return }
                if request.isPlainAppend {
                    if appends.count(request.stream) < 10 { tails[request.stream] = tail }
                } else if request.closes, body.isEmpty, appends[request.stream] >= 10 {
                    answer[.streamNextOffset] = tails[request.stream]
                }
            }
        },
        Mutant(
            "close.is-silent", "The answer to a close does not say that the stream is closed.", .field,
            breaks: .closeCarriesClosedHeader, .closeAgainSucceeds, .appendCloseAgainSucceeds
        ) {
            $0.afterwards { request, body, answer, _ in
                if request.method == .post, request.closes, body.isEmpty, answer.isSuccess {
                    answer[.streamClosed] = nil
                }
            }
        },
        Mutant(
            "close.again-at-the-beginning",
            "Closing a closed stream again is answered with the offset of its beginning.",
            .field, breaks: .closeAgainNextOffset
        ) {
            let closed = Names()
            $0.afterwards { request, body, answer, _ in
                guard request.method == .post, request.closes, answer.isSuccess else { return }
                if closed.contains(request.stream) { answer[.streamNextOffset] = OffsetRule.token(of: 0) }
                closed.insert(request.stream)
            }
        },
        Mutant(
            "close.appends-a-line", "Closing a stream of text appends a line end.", .encoding,
            breaks: .closeAppendsNothing, .closeNextOffsetUnchanged, .appendCloseEmptyBody
        ) {
            $0.interpose { request, body, server, writer in
                var body = body
                var request = request
                if request.method == .post, request.closes, body.isEmpty,
                    server.ask(.head, like: request)[.contentType] == "text/plain"
                {
                    request.headerFields[.contentType] = "text/plain"
                    body = [UInt8(ascii: "\n")]
                }
                server.serve(request, body: body, to: writer)
            }
        },
        Mutant(
            "close.appends-null", "Closing a stream of JSON appends the message null.", .encoding,
            breaks: .closeAppendsNothing
        ) {
            $0.interpose { request, body, server, writer in
                var body = body
                if request.method == .post, request.closes, request.isJSON, body.isEmpty,
                    server.ask(.head, like: request)[.contentType] == "application/json"
                {
                    body = Array("null".utf8)
                }
                server.serve(request, body: body, to: writer)
            }
        },
    ]
}
