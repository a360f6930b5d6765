import HTTPMessage
import Specification

// §5.4: deleting streams. What concerns forks is with the forks.
extension Mutant {
    static let delete: [Mutant] = deleting + deleted + recreated

    private static let deleting: [Mutant] = [
        Mutant("delete.is-200", "Deleting a stream is answered 200.", .status, breaks: .deleteSucceeds) {
            $0.onAnswer { request, answer in
                if request.method == .delete, answer.status == 204 { answer.status = 200 }
            }
        },
        Mutant(
            "delete.closed-is-kept", "Deleting a closed stream is acknowledged, and it stays.", .state,
            breaks: .deleteSucceeds
        ) {
            $0.interpose { request, body, server, writer in
                guard request.method == .delete, server.isClosed(like: request) else {
                    return server.serve(request, body: body, to: writer)
                }
                writer.respond(HTTPResponse(status: .noContent), body: [])
            }
        },
        Mutant(
            "delete.empty-is-not-found", "Deleting a stream without content is answered 404.", .status,
            breaks: .deleteSucceeds
        ) {
            $0.interpose { request, body, server, writer in
                guard request.method == .delete else { return server.serve(request, body: body, to: writer) }
                let tail = server.ask(.head, like: request)[.streamNextOffset]
                var answer = server.ask(request)
                if answer.isSuccess, tail == OffsetRule.token(of: 0) { answer.refuse(404) }
                writer.respond(answer.response, body: answer.body)
            }
        },
        Mutant(
            "delete.missing-acknowledged", "Deleting a stream that never was is acknowledged.", .status,
            breaks: .deleteMissingStream, .deleteAgain
        ) {
            $0.onAnswer { request, answer in
                if request.method == .delete, answer.status == 404 { answer.acknowledge(204, at: nil) }
            }
        },
        Mutant(
            "delete.again-acknowledged", "Deleting a deleted stream is acknowledged.", .status, breaks: .deleteAgain
        ) {
            let deleted = Names()
            $0.onAnswer { request, answer in
                guard request.method == .delete else { return }
                if answer.isSuccess { deleted.insert(request.stream) }
                if answer.status == 404, deleted.contains(request.stream) { answer.acknowledge(204, at: nil) }
            }
        },
        Mutant("delete.again-is-gone", "Deleting a deleted stream is answered 410.", .status, breaks: .deleteAgain) {
            let deleted = Names()
            $0.onAnswer { request, answer in
                guard request.method == .delete else { return }
                if answer.isSuccess { deleted.insert(request.stream) }
                if answer.status == 404, deleted.contains(request.stream) { answer.status = 410 }
            }
        },
        Mutant(
            "delete.deleters-collide", "Of requests to delete that arrive at once, all but one fail with an error.",
            .race, breaks: .deleteAgain
        ) {
            let clock = $0.clock
            $0.interpose { request, body, server, writer in
                guard request.method == .delete, server.ask(.head, like: request).isSuccess else {
                    return server.serve(request, body: body, to: writer)
                }
                _ = clock.schedule(after: .milliseconds(1)) {
                    var answer = server.ask(request)
                    if answer.status == 404 { answer.status = 500 }
                    writer.respond(answer.response, body: answer.body)
                }
            }
        },
    ]

    // MARK: Deleted streams

    /// A defect that shows in the answers about a stream that was deleted.
    private static func answering(
        _ id: String, _ summary: String, _ kind: Kind, breaks: Requirement...,
        change: @escaping @Sendable (HTTPRequest, inout Answer) -> Void
    ) -> Mutant {
        precondition(breaks.count <= 2)
        let make: @Sendable (inout Blueprint) -> Void = {
            let deleted = Names()
            $0.onAnswer { request, answer in
                switch request.method {
                case .put: if answer.isSuccess { deleted.remove(request.stream) }
                case .delete: if answer.isSuccess { deleted.insert(request.stream) }
                default: if answer.status == 404, deleted.contains(request.stream) { change(request, &answer) }
                }
            }
        }
        return breaks.count == 1
            ? Mutant("delete.\(id)", summary, kind, breaks: breaks[0], change: make)
            : Mutant("delete.\(id)", summary, kind, breaks: breaks[0], breaks[1], change: make)
    }

    private static let deleted: [Mutant] = [
        answering(
            "read-is-empty", "A deleted stream is read as an empty one.", .status, breaks: .deleteReadAfterwards,
            .deleteSucceeds
        ) { request, answer in
            guard request.method == .get, !request.isLive else { return }
            answer.status = 200
            answer[.streamNextOffset] = OffsetRule.token(of: 0)
            answer[.streamUpToDate] = "true"
            answer.body = []
        },
        answering(
            "read-is-gone", "A read of a deleted stream is answered 410.", .status, breaks: .deleteReadAfterwards
        ) { request, answer in
            if request.method == .get { answer.status = 410 }
        },
        answering(
            "now-is-empty", "A read of a deleted stream from now finds nothing new.", .status,
            breaks: .deleteReadAfterwards
        ) { request, answer in
            guard request.asks(for: "offset=now"), !request.isLive else { return }
            answer.status = 200
            answer[.streamNextOffset] = OffsetRule.token(of: 0)
            answer.body = []
        },
        answering(
            "offset-is-empty", "A read of a deleted stream from an offset finds nothing new.", .state,
            breaks: .deleteReadAfterwards
        ) { request, answer in
            guard request.method == .get, !request.isLive, request.path != request.stream,
                !request.asks(for: "offset=-1"), !request.asks(for: "offset=now")
            else { return }
            answer.status = 200
            answer[.streamNextOffset] = OffsetRule.token(of: 0)
            answer.body = []
        },
        answering(
            "long-poll-times-out", "A long-poll of a deleted stream is answered 204.", .state,
            breaks: .deleteReadAfterwards
        ) { request, answer in
            if request.isLongPoll { answer.acknowledge(204, at: OffsetRule.token(of: 0)) }
        },
        answering(
            "head-still-there", "HEAD of a deleted stream succeeds.", .state, breaks: .deleteHeadAfterwards
        ) { request, answer in
            guard request.method == .head else { return }
            answer.status = 200
            answer[.streamNextOffset] = OffsetRule.token(of: 0)
        },
        answering(
            "head-is-gone", "HEAD of a deleted stream is answered 410.", .status, breaks: .deleteHeadAfterwards
        ) { request, answer in
            if request.method == .head { answer.status = 410 }
        },
        answering(
            "append-is-gone", "An append to a deleted stream is answered 410.", .status, breaks: .deleteAppendAfterwards
        ) { request, answer in
            if request.method == .post { answer.status = 410 }
        },
        answering(
            "producer-acknowledged", "A producer's append to a deleted stream is told to be a duplicate.", .state,
            breaks: .deleteAppendAfterwards
        ) { request, answer in
            if request.method == .post, request.headerFields.contains(.producerId) {
                answer.acknowledge(204, at: OffsetRule.token(of: 0))
            }
        },
        Mutant(
            "delete.append-revives", "An append to a deleted stream is refused, and the stream is there again.", .state,
            breaks: .deleteAppendAfterwards
        ) {
            let deleted = Names()
            $0.afterwards { request, body, answer, server in
                if request.method == .delete, answer.isSuccess { deleted.insert(request.stream) }
                if request.isPlainAppend, answer.status == 404, deleted.contains(request.stream) {
                    server.ask(.put, like: request, fields: [.contentType: request.headerFields[.contentType] ?? ""])
                }
            }
        },
    ]

    // MARK: Created again

    private static let recreated: [Mutant] = [
        Mutant(
            "delete.old-content-comes-back", "A stream created where one was deleted begins with the old content.",
            .state, breaks: .deleteRecreatedIsEmpty
        ) {
            let contents = Memory<String, [UInt8]>()
            $0.interpose { request, body, server, writer in
                if request.method == .delete {
                    let old = server.contents(like: request)
                    if server.ask(.head, like: request)[.contentType] == "text/plain" { contents[request.stream] = old }
                }
                guard request.method == .put, let old = contents[request.stream], request.isText,
                    server.ask(.head, like: request).status == 404
                else { return server.serve(request, body: body, to: writer) }
                contents[request.stream] = nil
                server.serve(request, body: old + body, to: writer)
            }
        },
        Mutant(
            "delete.closure-comes-back", "A stream created where a closed one was deleted is closed.", .state,
            breaks: .deleteRecreatedIsEmpty
        ) {
            let closed = Names()
            $0.interpose { request, body, server, writer in
                var request = request
                if request.method == .delete, server.isClosed(like: request) { closed.insert(request.stream) }
                if request.method == .put, closed.contains(request.stream) {
                    request.headerFields[.streamClosed] = "true"
                }
                server.serve(request, body: body, to: writer)
            }
        },
        Mutant(
            "delete.type-comes-back", "A stream created where one was deleted has the content type of that one.",
            .state,
            breaks: .deleteRecreatedIsEmpty
        ) {
            let types = Memory<String, String>()
            $0.interpose { request, body, server, writer in
                var request = request
                if request.method == .delete { types[request.stream] = server.ask(.head, like: request)[.contentType] }
                if request.method == .put, let type = types[request.stream] {
                    request.headerFields[.contentType] = type
                }
                server.serve(request, body: body, to: writer)
            }
        },
        Mutant(
            "delete.third-life-repeats-the-second",
            "From the third life of a stream on, its initial content is that of the second.", .rare,
            breaks: .deleteRecreatedIsEmpty
        ) {
            let lives = Tally<String>()
            let second = Memory<String, [UInt8]>()
            $0.interpose { request, body, server, writer in
                guard request.method == .put, server.ask(.head, like: request).status == 404 else {
                    return server.serve(request, body: body, to: writer)
                }
                let life = lives.count(request.stream)
                if life == 2 { second[request.stream] = body }
                let stored = life > 2 && !body.isEmpty ? second[request.stream] ?? body : body
                server.serve(request, body: stored, to: writer)
            }
        },
        Mutant(
            "delete.producers-remembered",
            "A stream created where one was deleted remembers the producers of that one.",
            .state, breaks: .deleteRecreatedForgetsWriters
        ) {
            let known = Memory<String, ProducerState>()
            $0.knowRequests()
            $0.rules.producer = { stamp, state in
                let key = "\(Asked.stream) \(stamp.id)"
                let verdict = ProducerRule.decide(stamp, state ?? known[key])
                if case .accept(let state) = verdict { known[key] = state }
                return verdict
            }
        },
        Mutant(
            "delete.epochs-remembered", "A stream created where one was deleted remembers the epochs of that one.",
            .state, breaks: .deleteRecreatedForgetsWriters
        ) {
            let known = Memory<String, ProducerState>()
            $0.knowRequests()
            $0.rules.producer = { stamp, state in
                let key = "\(Asked.stream) \(stamp.id)"
                if state == nil, let old = known[key], stamp.epoch < old.epoch {
                    return .refuse(.staleEpoch(current: old.epoch))
                }
                let verdict = ProducerRule.decide(stamp, state)
                if case .accept(let state) = verdict { known[key] = state }
                return verdict
            }
        },
    ]
}
