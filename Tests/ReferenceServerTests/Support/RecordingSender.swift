import ReferenceServer
import Synchronization

/// Takes requests to webhooks and answers when it is told to, with what it is told.
final class RecordingSender: WebhookSender {
    private struct State {
        var requests: [WebhookRequest] = []
        var completions: [@Sendable (WebhookAnswer) -> Void] = []
    }

    private let state = Mutex(State())

    /// The requests so far.
    var requests: [WebhookRequest] { state.withLock { $0.requests } }

    func post(_ request: WebhookRequest, completion: @escaping @Sendable (WebhookAnswer) -> Void) {
        state.withLock { state in
            state.requests.append(request)
            state.completions.append(completion)
        }
    }

    /// Answers a request by its number; by default the last one.
    func answer(_ status: Int, _ body: String = "", to number: Int? = nil) {
        finish(.answered(status: status, body: Array(body.utf8)), number)
    }

    /// Lets a request fail.
    func fail(_ number: Int? = nil) {
        finish(.failed("nobody listens there"), number)
    }

    private func finish(_ answer: WebhookAnswer, _ number: Int?) {
        let completion = state.withLock { $0.completions[number ?? $0.completions.count - 1] }
        completion(answer)
    }
}
