import Specification

/// The time a server goes by: the system's, or one that a test moves by hand.
public protocol ServerClock: AnyObject, Sendable {
    /// The present instant.
    var now: RFC3339Instant { get }

    /// Runs an action once when some time has passed, unless it is cancelled before.
    ///
    /// The action runs on a thread of the clock, or on the one that moves the clock; never inside this call.
    func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) -> any ScheduledAction
}

/// An action that waits for its time.
public protocol ScheduledAction: AnyObject, Sendable {
    /// Forgets the action; without effect once it has begun.
    func cancel()
}

extension RFC3339Instant {
    /// How long it is from another instant to this one; negative when this one is earlier.
    func duration(since other: RFC3339Instant) -> Duration {
        let (seconds, overflow) = secondsSince1970.subtractingReportingOverflow(other.secondsSince1970)
        // Beyond what a Duration is needed for: some three thousand years are for ever.
        let bounded = overflow ? (secondsSince1970 < 0 ? Int64.min : .max) : seconds
        let limit: Int64 = 100_000_000_000
        return .seconds(min(max(bounded, -limit), limit)) + .nanoseconds(Int64(nanoseconds - other.nanoseconds))
    }

    /// The instant some time later.
    func adding(_ duration: Duration) -> RFC3339Instant {
        let (seconds, attoseconds) = duration.components
        let sum = Int64(nanoseconds) + attoseconds / 1_000_000_000
        let carry = sum >= 0 ? sum / 1_000_000_000 : -1
        return RFC3339Instant(
            secondsSince1970: adding(seconds: seconds).adding(seconds: carry).secondsSince1970,
            nanoseconds: Int32(sum - carry * 1_000_000_000))
    }
}
