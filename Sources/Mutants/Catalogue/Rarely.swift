import HTTPMessage
import ReferenceServer
import Specification

// §4–§5.5: what goes wrong only now and then, or only for a moment.
extension Mutant {
    static let rarely: [Mutant] = inTheLongRun + forAMoment

    private static let inTheLongRun: [Mutant] = [
        Mutant(
            "append.one-in-fifty-lost", "Every fiftieth append to a stream is acknowledged and lost.", .rare,
            breaks: .appendAddedAtEnd
        ) {
            let appends = Tally<String>()
            $0.interpose { request, body, server, writer in
                guard request.isPlainAppend, !body.isEmpty, appends.count(request.stream).isMultiple(of: 50) else {
                    return server.serve(request, body: body, to: writer)
                }
                var answer = server.ask(.head, like: request)
                answer.acknowledge(204, at: nil)
                writer.respond(answer.response, body: [])
            }
        },
        Mutant(
            "append.one-in-fifty-twice", "Every fiftieth append to a stream is stored twice.", .rare,
            breaks: .appendAddedAtEnd
        ) {
            let appends = Tally<String>()
            $0.afterwards { request, body, answer, server in
                guard request.isPlainAppend, answer.isSuccess, appends.count(request.stream).isMultiple(of: 50) else {
                    return
                }
                answer = server.ask(request, body: body)
            }
        },
        Mutant(
            "append.one-in-fifty-without-offset",
            "The answer to every fiftieth append to a stream does not carry the tail offset.", .rare,
            breaks: .appendNextOffset
        ) {
            let appends = Tally<String>()
            $0.onAnswer { request, answer in
                guard request.isPlainAppend, answer.isSuccess, appends.count(request.stream).isMultiple(of: 50) else {
                    return
                }
                answer[.streamNextOffset] = nil
            }
        },
        Mutant(
            "append.byte-lost-at-64-kib", "Where small appends cross 64 KiB, the byte at the border becomes a space.",
            .rare, breaks: .appendAddedAtEnd
        ) {
            $0.wrapLogs(BorderLog.init)
        },
        Mutant(
            "model.evicted-when-idle", "A stream that nobody wrote to for a second is read as empty.", .time,
            breaks: .modelBytesPersist
        ) {
            let clock = $0.clock
            let writes = Memory<String, Int64>()
            $0.onAnswer { request, answer in
                let now = clock.now.millisecondsSince1970
                if request.method == .put || request.method == .post { writes[request.stream] = now }
                guard request.method == .get, !request.isLive, answer.status == 200, !answer.body.isEmpty,
                    let write = writes[request.stream], now - write >= 1000
                else { return }
                answer.body = []
            }
        },
        Mutant(
            "create.long-names-cut", "Of the name of a stream, the first 160 bytes count.", .state,
            breaks: .createNewStreamCreated
        ) {
            $0.onRequest { request, _ in
                let query = request.path.drop { $0 != "?" }
                request.path = String(request.stream.prefix(160)) + query
            }
        },
        Mutant(
            "delete.read-from-a-cache", "What was read of a stream is answered again after the stream was deleted.",
            .state, breaks: .deleteReadAfterwards
        ) {
            let cache = Memory<String, Answer>()
            $0.onAnswer { request, answer in
                guard request.method == .get, !request.isLive else { return }
                if answer.status == 200 {
                    cache[request.path] = answer
                } else if answer.status == 404, let cached = cache[request.path] {
                    answer = cached
                }
            }
        },
        Mutant(
            "delete.head-from-a-cache", "What HEAD said of a stream is said again after the stream was deleted.",
            .state,
            breaks: .deleteHeadAfterwards
        ) {
            let cache = Memory<String, Answer>()
            $0.onAnswer { request, answer in
                guard request.method == .head else { return }
                if answer.status == 200 {
                    cache[request.path] = answer
                } else if answer.status == 404, let cached = cache[request.path] {
                    answer = cached
                }
            }
        },
        Mutant(
            "delete.cache-outlives-the-stream",
            "What was read of a stream is answered again for the stream that took its place.", .state,
            breaks: .deleteRecreatedIsEmpty
        ) {
            let cache = Memory<String, Answer>()
            let replaced = Names()
            $0.onAnswer { request, answer in
                switch request.method {
                case .delete: replaced.insert(request.stream)
                case .post: replaced.remove(request.stream)
                case .get where !request.isLive && answer.status == 200:
                    if replaced.contains(request.stream), let cached = cache[request.path] { answer = cached }
                    cache[request.path] = answer
                default: break
                }
            }
        },
    ]

    /// A defect by which something is not seen for some milliseconds after a request.
    private static func lagging(
        _ id: String, _ summary: String, breaks: Requirement, after isCause: @escaping @Sendable (HTTPRequest) -> Bool,
        _ change: @escaping @Sendable (HTTPRequest, inout Answer) -> Void
    ) -> Mutant {
        Mutant(id, summary, .race, breaks: breaks) {
            let clock = $0.clock
            let causes = Memory<String, Int64>()
            $0.onAnswer { request, answer in
                let now = clock.now.millisecondsSince1970
                if isCause(request), answer.isSuccess { causes[request.stream] = now }
                if let cause = causes[request.stream], now - cause < 5 { change(request, &answer) }
            }
        }
    }

    private static let forAMoment: [Mutant] = [
        lagging(
            "create.visible-later",
            "For five milliseconds after its creation, a stream is not found by HEAD and reads.",
            breaks: .createExistsAfterwards, after: { $0.method == .put }
        ) { request, answer in
            if request.method == .head || request.method == .get, !answer.isStreamed { answer.refuse(404) }
        },
        Mutant(
            "append.visible-later", "For five milliseconds after an append, reads do not show it.", .race,
            breaks: .appendAddedAtEnd, .appendAccepted
        ) {
            let clock = $0.clock
            $0.wrapLogs { LaggingLog($0, clock) }
        },
        Mutant(
            "close.effective-later", "A close is acknowledged five milliseconds before it takes effect.", .race,
            breaks: .closeSucceeds
        ) {
            let clock = $0.clock
            $0.interpose { request, body, server, writer in
                let head = server.ask(.head, like: request)
                guard request.method == .post, request.closes, body.isEmpty, head.isSuccess, !head.isClosed,
                    !request.headerFields.contains(.producerId), let tail = head[.streamNextOffset]
                else { return server.serve(request, body: body, to: writer) }
                _ = clock.schedule(after: .milliseconds(5)) { _ = server.ask(request) }
                let fields: HTTPFields = [.streamNextOffset: tail, .streamClosed: "true"]
                writer.respond(HTTPResponse(status: .noContent, headerFields: fields), body: [])
            }
        },
        Mutant(
            "delete.effective-later", "A deletion is acknowledged five milliseconds before it takes effect.", .race,
            breaks: .deleteReadAfterwards, .deleteSucceeds, .deleteHeadAfterwards, .deleteAppendAfterwards
        ) {
            let clock = $0.clock
            $0.interpose { request, body, server, writer in
                guard request.method == .delete, server.ask(.head, like: request).isSuccess else {
                    return server.serve(request, body: body, to: writer)
                }
                _ = clock.schedule(after: .milliseconds(5)) { _ = server.ask(request) }
                writer.respond(HTTPResponse(status: .noContent), body: [])
            }
        },
        Mutant(
            "head.lags-behind", "For five milliseconds after a write, HEAD carries the tail offset before it.", .race,
            breaks: .headNextOffset
        ) {
            let clock = $0.clock
            let tails = Memory<String, (before: String, now: String, since: Int64)>()
            $0.onAnswer { request, answer in
                guard answer.isSuccess, let tail = answer[.streamNextOffset] else { return }
                let now = clock.now.millisecondsSince1970
                switch request.method {
                case .put: tails[request.stream] = (tail, tail, now)
                case .post: tails[request.stream] = (tails[request.stream]?.now ?? tail, tail, now)
                case .head:
                    if let known = tails[request.stream], now - known.since < 5 {
                        answer[.streamNextOffset] = known.before
                    }
                default: break
                }
            }
        },
        Mutant(
            "head.closure-lags-behind", "For five milliseconds after a close, HEAD does not show it.", .race,
            breaks: .headClosed
        ) {
            let clock = $0.clock
            let closings = Memory<String, Int64>()
            $0.onAnswer { request, answer in
                let now = clock.now.millisecondsSince1970
                if request.method == .post, answer.isSuccess, answer.isClosed, closings[request.stream] == nil {
                    closings[request.stream] = now
                }
                if request.method == .head, let closing = closings[request.stream], now - closing < 5 {
                    answer[.streamClosed] = nil
                }
            }
        },
    ]
}
