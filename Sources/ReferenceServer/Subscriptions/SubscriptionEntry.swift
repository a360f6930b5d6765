import Specification

/// One subscription and what belongs to it. Touched only with the server's lock held.
final class SubscriptionEntry {
    /// The id with everything escaped that a URL does not carry, so that it is one segment and compares by bytes.
    let key: String

    /// A number no other subscription has had, not even an earlier one of this id.
    let incarnation: UInt64

    /// The URL of the stream root, as workers reach it.
    let rootURL: String

    /// Whether the pattern matches a path; nothing does where there is no pattern.
    let isMatched: @Sendable (String) -> Bool

    var state: SubscriptionState

    /// The timer for the state's deadline.
    private var timer: (deadline: RFC3339Instant, action: any ScheduledAction)?

    init(key: String, incarnation: UInt64, rootURL: String, state: SubscriptionState, _ rules: SubscriptionRules) {
        self.key = key
        self.incarnation = incarnation
        self.rootURL = rootURL
        self.state = state
        if let pattern = state.configuration.pattern, let glob = rules.glob(pattern) {
            isMatched = glob
        } else {
            isMatched = { _ in false }
        }
    }

    /// The URL of the subscription.
    var url: String { "\(rootURL)/\(StreamPath.reservedSegment)/subscriptions/\(key)" }

    /// The URL of the key set.
    var keysURL: String { "\(rootURL)/\(StreamPath.reservedSegment)/jwks.json" }

    /// Has the timer go off at the deadline of the state, and at no other.
    func arm(_ now: RFC3339Instant, _ clock: any ServerClock, _ action: @escaping @Sendable () -> Void) {
        let deadline = state.deadline
        guard deadline != timer?.deadline else { return }
        disarm()
        guard let deadline else { return }
        let delay = max(.zero, deadline.duration(since: now))
        timer = (deadline, clock.schedule(after: delay, action))
    }

    /// Forgets the timer.
    func disarm() {
        timer?.action.cancel()
        timer = nil
    }
}

/// A request to a webhook that waits for the lock to be released.
struct WebhookJob: Sendable {
    var key: String
    var incarnation: UInt64
    var generation: Int64
    var attempt: Int
    var url: String
    var body: [UInt8]
    var timeout: Duration
}
