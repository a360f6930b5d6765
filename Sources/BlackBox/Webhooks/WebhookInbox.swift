import HTTPMessage
import Synchronization

/// One address of a ``WebhookReceiver``: what came to it, and what it answers.
public final class WebhookInbox: Sendable {
    private struct State {
        var received: [ReceivedWebhook] = []
        var standing: WebhookReply
        var script: [WebhookReply] = []
        var waiting: [Int: any HTTPResponseWriter] = [:]
        var isClosed = false
    }

    /// The number of requests from which on each answer takes ``floodDelay``: a server that takes every answer for a
    /// reason to ask again would otherwise keep itself and the runner busy.
    public static let floodThreshold = 100

    /// How long an answer takes at least once there is a flood.
    public static let floodDelay = Duration.seconds(1)

    /// Its path below each of the origins.
    public let path: String

    private let timekeeper: Timekeeper
    private let observer: @Sendable (ReceivedWebhook) -> Void
    private let state: Mutex<State>

    init(
        path: String, reply: WebhookReply, timekeeper: Timekeeper,
        observer: @escaping @Sendable (ReceivedWebhook) -> Void
    ) {
        self.path = path
        self.timekeeper = timekeeper
        self.observer = observer
        state = Mutex(State(standing: reply))
    }

    /// What has come so far, in order.
    public var received: [ReceivedWebhook] { state.withLock { $0.received } }

    /// The next requests are answered with these, one each; those after them as always.
    public func answerNext(with replies: WebhookReply...) {
        state.withLock { $0.script += replies }
    }

    /// What requests are answered from now on.
    public func answerAll(with reply: WebhookReply) {
        state.withLock { state in
            state.standing = reply
            state.script = []
        }
    }

    /// Answers a request that was held; does nothing when it has been answered already.
    public func answer(_ number: Int, with reply: WebhookReply) {
        guard let writer = state.withLock({ $0.waiting.removeValue(forKey: number) }) else { return }
        write(reply, to: number, writer)
    }

    func take(_ request: HTTPRequest, body: [UInt8], _ writer: any HTTPResponseWriter) {
        let taken = state.withLock { state -> (number: Int, reply: WebhookReply)? in
            guard !state.isClosed else { return nil }
            let received = ReceivedWebhook(
                number: state.received.count, request: request, body: body, arrival: timekeeper.now())
            var reply = state.script.isEmpty ? state.standing : state.script.removeFirst()
            if received.number >= Self.floodThreshold { reply.delay = reply.delay.map { max($0, Self.floodDelay) } }
            // Whoever sees the request in the list finds it observed.
            observer(received)
            state.received.append(received)
            if reply.delay != .zero { state.waiting[received.number] = writer }
            return (received.number, reply)
        }
        guard let taken else { return Self.refuse(writer) }
        switch taken.reply.delay {
        case nil: return
        case .some(.zero): write(taken.reply, to: taken.number, writer)
        case .some(let delay):
            _ = timekeeper.schedule(delay) { [self] in answer(taken.number, with: taken.reply) }
        }
    }

    private func write(_ reply: WebhookReply, to number: Int, _ writer: any HTTPResponseWriter) {
        let head = HTTPResponse(status: reply.status, headerFields: reply.headerFields)
        state.withLock { state in
            state.received[number].answer = Exchange.Answer(head: head, body: reply.body)
            state.received[number].answeredAt = timekeeper.now()
            observer(state.received[number])
        }
        writer.respond(head, body: reply.body)
    }

    func close() {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            state.isClosed = true
            return state.waiting.values
        }
        for writer in waiting { Self.refuse(writer) }
    }

    private static func refuse(_ writer: any HTTPResponseWriter) {
        writer.respond(HTTPResponse(status: .gone), body: Array("Nobody waits here any more.\n".utf8))
    }
}
