/// One wake of a subscription, from the moment it is issued until it is over (§7).
public struct SubscriptionWake: Sendable {
    /// How the current delivery to a webhook stands.
    public enum Attempt: Sendable, Hashable {
        /// There is none: the worker comes by itself.
        case none
        /// The request is under way.
        case inFlight
        /// The receiver took it.
        case taken
        /// It did not, and another attempt is scheduled.
        case failed
    }

    /// What no other wake has.
    public let id: String

    /// The generation it began.
    public let generation: Int64

    /// The streams as the worker was told of them.
    public var snapshot: [SubscriptionStreamView] = []

    /// The worker that claimed it.
    public var worker: String?

    /// When the lease ends; `nil` while nobody has one.
    public var leaseDeadline: RFC3339Instant?

    /// Whether the wake event is in the wake stream.
    public var isAnnounced = false

    /// How the delivery stands.
    public var attempt = Attempt.none

    /// The number of the delivery, counted from one.
    public var attemptNumber = 0

    init(id: String, generation: Int64) {
        self.id = id
        self.generation = generation
    }
}

/// How a wake ends.
public enum SubscriptionWakeEnd: Sendable, Hashable, CaseIterable {
    /// The worker said it is done.
    case done
    /// The worker gave it back.
    case released
    /// The lease ran out.
    case expired
}

/// What a subscription is doing (§7).
public enum SubscriptionPhase: Sendable, Hashable, CaseIterable {
    /// Nothing: pending work would wake it.
    case idle
    /// A wake waits for a worker.
    case waking
    /// A worker holds the lease.
    case leased
    /// The last delivery failed, its lease is over, and the next attempt is scheduled.
    case backingOff
}

/// One stream of a subscription as workers see it (§7.1, §7.2). Positions become offsets on the way out.
public struct SubscriptionStreamView: Sendable, Hashable {
    /// The path, relative to the stream root.
    public var path: String
    /// How it is linked.
    public var kind: SubscriptionLink.Kind
    /// The position up to which everything was processed.
    public var acked: Int
    /// The position after the last byte or message.
    public var tail: Int
    /// Whether there is something between the two.
    public var hasPending: Bool
}

/// What a server has to do after a step of a subscription.
public enum SubscriptionEffect: Sendable {
    /// Append a wake event to a stream, and tell the subscription with ``SubscriptionState/noteAnnounced(_:)``.
    case announce(SubscriptionWakeEvent)
    /// Send a request to a webhook, and tell the subscription with ``SubscriptionState/deliveryEnded(_:_:_:)``.
    case deliver(SubscriptionDelivery)
}

/// An event for a wake stream (§7.2).
public struct SubscriptionWakeEvent: Sendable, Hashable {
    /// The stream it goes into, relative to the root.
    public var wakeStream: String
    /// The subscription that wakes.
    public var subscription: String
    /// A stream with pending work.
    public var stream: String
    /// The generation of the wake.
    public var generation: Int64
    /// The instant of the wake.
    public var instant: RFC3339Instant

    /// The event as JSON.
    public var json: String {
        "{\"type\":\"wake\",\"subscription_id\":\(JSONText.quoted(subscription)),\"stream\":\(JSONText.quoted(stream)),"
            + "\"generation\":\(generation),\"ts\":\(instant.millisecondsSince1970)}"
    }
}

/// A request for a webhook (§7.1).
public struct SubscriptionDelivery: Sendable, Hashable {
    /// The URL to send it to.
    public var url: String
    /// The subscription that wakes.
    public var subscription: String
    /// The wake.
    public var wakeID: String
    /// Its generation.
    public var generation: Int64
    /// The number of the attempt, counted from one for each wake.
    public var attempt: Int
    /// The streams with their cursors and tails.
    public var streams: [SubscriptionStreamView]
}

/// How a request to a webhook ended.
public enum SubscriptionDeliveryResult: Sendable, Hashable {
    /// It was answered.
    case answered(status: Int, body: [UInt8])
    /// It was not.
    case failed
}
