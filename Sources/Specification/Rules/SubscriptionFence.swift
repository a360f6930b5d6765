/// What is known when a worker reports about a wake, its token being valid for the subscription (§7.3).
public struct FenceFacts: Sendable, Hashable {
    /// The generation in the token.
    public var tokenGeneration: Int64
    /// The generation in the request.
    public var requestGeneration: Int64
    /// The `wake_id` in the request.
    public var requestWakeID: String
    /// The generation of the subscription.
    public var generation: Int64
    /// The id of the wake that is not over; `nil` when there is none.
    public var wakeID: String?
    /// Whether somebody holds the lease.
    public var isLeased: Bool
}

/// What is known about a bearer token (§7.3, §12.9).
public struct WakeTokenFacts: Sendable, Hashable {
    /// Whether it has the form of a token and was signed by this server.
    public var isAuthentic: Bool
    /// Whether it was made for this subscription and this kind of request.
    public var isMeantForThis: Bool
    /// Whether its time is over.
    public var isExpired: Bool

    /// Facts about a token.
    public init(isAuthentic: Bool, isMeantForThis: Bool, isExpired: Bool) {
        self.isAuthentic = isAuthentic
        self.isMeantForThis = isMeantForThis
        self.isExpired = isExpired
    }
}

/// Who may still speak for a wake (§7.3).
public enum FenceRule {
    /// Whether a report comes too late: token, request and subscription must agree on the wake, and the lease must
    /// be held.
    public static func isFenced(_ facts: FenceFacts) -> Bool {
        !facts.isLeased || facts.tokenGeneration != facts.generation || facts.requestGeneration != facts.generation
            || facts.wakeID.map { !WireOrder.equal($0, facts.requestWakeID) } ?? true
    }

    /// What is wrong with a token.
    public static func refusal(_ facts: WakeTokenFacts) -> SubscriptionFault? {
        if !facts.isAuthentic {
            return SubscriptionFault(.tokenInvalid, "The bearer token is missing or was not made by this server.")
        }
        if !facts.isMeantForThis {
            return SubscriptionFault(.tokenInvalid, "The bearer token was made for something else.")
        }
        return facts.isExpired ? SubscriptionFault(.tokenExpired, "The time of the bearer token is over.") : nil
    }
}

/// When leases end and claims succeed (§7.2, §7.3).
public enum LeaseRule {
    /// How long a lease may last, in milliseconds (§6.2).
    public static let range: ClosedRange<Int64> = 1000...600_000

    /// How long a lease lasts that nobody asked for otherwise, in milliseconds (§6.2).
    public static let standard: Int64 = 30_000

    /// Whether a lease has run out.
    public static func isOver(_ deadline: RFC3339Instant, _ now: RFC3339Instant) -> Bool {
        deadline <= now
    }

    /// Whether a wake can be claimed: by one worker only, whatever its name.
    public static func mayClaim(_ phase: SubscriptionPhase) -> Bool {
        phase == .waking
    }
}

/// When deliveries to webhooks have succeeded, and when they are tried again (§7.1).
public enum WebhookRule {
    /// The delay after the first failure, in milliseconds.
    public static let firstDelay: Int64 = 1000

    /// The delay that is not exceeded but for the jitter, in milliseconds.
    public static let maximumDelay: Int64 = 60_000

    /// The part of a delay by which chance makes it longer or shorter.
    public static let jitter = 0.2

    /// The delay before the next attempt in milliseconds: twice the one before, give or take the jitter.
    ///
    /// - Parameters:
    ///   - failures: How many attempts have failed in a row.
    ///   - chance: A number from 0 up to 1.
    public static func retryDelay(_ failures: Int, _ chance: Double) -> Int64 {
        let doublings = min(max(failures - 1, 0), 16)
        let delay = min(firstDelay << Int64(doublings), maximumDelay)
        return Int64((Double(delay) * (1 - jitter + 2 * jitter * chance)).rounded())
    }

    /// Whether a status says that the receiver took the delivery. A redirect does not: it is never followed.
    public static func isDelivered(_ status: Int) -> Bool {
        (200..<300).contains(status)
    }

    /// Whether the body of an answer says that the receiver is done.
    public static func isDone(_ body: [UInt8]) -> Bool {
        (try? JSONValue.parse(body))?["done"]?.bool == true
    }
}
