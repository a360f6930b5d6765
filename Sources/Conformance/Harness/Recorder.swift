import BlackBox
import Specification
import Synchronization

/// Collects what a check saw and what it found wanting. Shared by the concurrent parts of one check.
final class Recorder: Sendable {
    fileprivate struct State {
        var exchanges: [Exchange] = []
        var findings: [Finding] = []
        var judged: [Requirement.ID: Int] = [:]
        var cleanup: [OutgoingRequest] = []
        var inboxes: [WebhookInbox] = []
        var exchangeCount = 0
        var silence: Silence?
        var hasTimedOut = false
        var sentByteCount = 0
    }

    /// A request that brought not a byte of an answer.
    struct Silence: Sendable {
        var failure: TransportFailure
        /// When it was given up, in the time of the run.
        var end: Duration
    }

    /// How many exchanges of one check are kept; the last place is taken by the latest one.
    static let maximumExchanges = 1000

    /// How many findings of one check are kept.
    static let maximumFindings = 100

    private let state = Mutex(State())

    /// Keeps an exchange and tells its position.
    func record(_ exchange: Exchange) -> Int {
        let kept = exchange.kept(.generous)
        return state.withLock { state in
            state.exchangeCount += 1
            state.sentByteCount += exchange.request.body?.count ?? 0
            state.note(kept)
            if state.exchanges.count == Self.maximumExchanges {
                state.exchanges[Self.maximumExchanges - 1] = kept
            } else {
                state.exchanges.append(kept)
            }
            return state.exchanges.count - 1
        }
    }

    /// Replaces an exchange that has gone on since it was recorded.
    func update(_ exchange: Exchange, at index: Int) {
        let kept = exchange.kept(.generous)
        state.withLock { state in
            state.note(kept)
            state.exchanges[index] = kept
        }
    }

    func find(_ finding: Finding) {
        var finding = finding
        finding.expected = finding.expected.reported
        finding.observed = finding.observed.reported
        state.withLock { state in
            if state.findings.count < Self.maximumFindings { state.findings.append(finding) }
        }
    }

    /// Notes that a request brought not a byte.
    func note(_ silence: Silence) {
        state.withLock { $0.silence = silence }
    }

    /// Notes that the story was given up because it took too long.
    func noteLostPatience() {
        state.withLock { $0.hasTimedOut = true }
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

    /// How many exchanges there were, kept or not.
    var exchangeCount: Int { state.withLock { $0.exchangeCount } }

    /// The last request that brought not a byte.
    var silence: Silence? { state.withLock { $0.silence } }

    /// Whether a limit of time passed.
    var hasTimedOut: Bool { state.withLock { $0.hasTimedOut } }

    /// How many bytes of bodies have been sent, refused ones included.
    var sentByteCount: Int { state.withLock { $0.sentByteCount } }

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

extension Recorder.State {
    fileprivate mutating func note(_ exchange: Exchange) {
        if case .failure(let failure) = exchange.outcome, failure.kind.isTimeout { hasTimedOut = true }
    }
}
