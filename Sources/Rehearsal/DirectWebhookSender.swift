import BlackBox
import HTTPMessage
import ReferenceServer
import Synchronization

/// Carries the reference's webhooks to a receiver in this process, on the same virtual time.
public struct DirectWebhookSender: WebhookSender {
    private let receiver: WebhookReceiver
    private let time: VirtualTime

    /// A sender to a receiver.
    public init(to receiver: WebhookReceiver, time: VirtualTime) {
        self.receiver = receiver
        self.time = time
    }

    /// Hands the request over and reports how it ended.
    public func post(_ request: WebhookRequest, completion: @escaping @Sendable (WebhookAnswer) -> Void) {
        Task(executorPreference: time) { completion(await send(request)) }
    }

    private func send(_ request: WebhookRequest) async -> WebhookAnswer {
        guard let origin = receiver.origins.first(where: { request.url.hasPrefix($0.origin + "/") }) else {
            return .failed("nobody is there")
        }
        let transport = ServiceTransport(
            service: receiver, target: Target(base: origin), timekeeper: time.timekeeper)
        let limit = request.timeout
        let exchange = await transport.send(
            OutgoingRequest(
                method: .post, path: String(request.url.dropFirst(origin.origin.count)),
                headerFields: request.headerFields, body: request.body,
                timeouts: Timeouts(
                    connect: limit, firstByte: limit, idle: limit, total: limit,
                    maximumBodyBytes: request.maximumAnswerSize)))
        switch exchange.outcome {
        case .success(let answer): return .answered(status: answer.head.status.code, body: answer.body)
        case .failure(let failure): return .failed(failure.message)
        }
    }
}

extension WebhookReceiver {
    /// A receiver in this process, on a virtual time; its URLs are the same in every run.
    ///
    /// They name the local host, and nobody listens there: what is sent to them never leaves the process.
    public static func rehearsed(on time: VirtualTime) -> WebhookReceiver {
        guard let origin = try? BaseURL("http://127.0.0.1:8080") else { preconditionFailure("this is no URL") }
        let tokens = Numbered()
        return WebhookReceiver(origins: [origin], timekeeper: time.timekeeper) { tokens.next() }
    }

    /// Tokens by number: nobody is there who could guess them.
    private final class Numbered: Sendable {
        private let count = Atomic<Int>(0)

        func next() -> String { String(count.add(1, ordering: .relaxed).newValue) }
    }
}
