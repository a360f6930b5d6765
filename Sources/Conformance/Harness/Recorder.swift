import BlackBox
import Specification
import Synchronization

/// Collects what a check saw and what it found wanting. Shared by the concurrent parts of one check.
final class Recorder: Sendable {
    private struct State {
        var exchanges: [Exchange] = []
        var findings: [Finding] = []
        var judged: [Requirement.ID: Int] = [:]
        var cleanup: [OutgoingRequest] = []
        var inboxes: [WebhookInbox] = []
    }

    private let state = Mutex(State())

    /// Keeps an exchange and tells its position.
    func record(_ exchange: Exchange) -> Int {
        state.withLock { state in
            state.exchanges.append(exchange)
            return state.exchanges.count - 1
        }
    }

    /// Replaces an exchange that has gone on since it was recorded.
    func update(_ exchange: Exchange, at index: Int) {
        state.withLock { $0.exchanges[index] = exchange }
    }

    func find(_ finding: Finding) {
        state.withLock { $0.findings.append(finding) }
    }

    /// Notes by which exchange a requirement is judged; the first one counts.
    func judge(_ requirement: Requirement, by exchange: Int) {
        state.withLock { state in
            if state.judged[requirement.id] == nil { state.judged[requirement.id] = exchange }
        }
    }

    func afterwards(_ request: OutgoingRequest) {
        state.withLock { $0.cleanup.append(request) }
    }

    var exchanges: [Exchange] { state.withLock { $0.exchanges } }
    var judged: [Requirement.ID: Int] { state.withLock { $0.judged } }
    var findings: [Finding] { state.withLock { $0.findings } }

    /// Keeps an address for webhooks open until the check is over.
    func keep(_ inbox: WebhookInbox) {
        state.withLock { $0.inboxes.append(inbox) }
    }

    /// Hands over the addresses that are to be closed, once.
    func takeInboxes() -> [WebhookInbox] {
        state.withLock { state in
            defer { state.inboxes = [] }
            return state.inboxes
        }
    }

    /// Hands over the requests that remove what the check created, once.
    func takeCleanup() -> [OutgoingRequest] {
        state.withLock { state in
            defer { state.cleanup = [] }
            return state.cleanup
        }
    }
}
