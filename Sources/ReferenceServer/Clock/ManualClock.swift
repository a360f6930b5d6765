import Specification
import Synchronization

/// A clock that stands still until it is moved: virtual time for tests and for runs in process.
public final class ManualClock: ServerClock {
    private struct State {
        var elapsed: UInt64 = 0
        var timers = TimerHeap()
        var nextOrder: UInt64 = 0
    }

    private let start: RFC3339Instant
    private let state = Mutex(State())

    /// A clock that stands at an instant.
    public init(at start: RFC3339Instant = RFC3339Instant(secondsSince1970: 1_750_000_000)) {
        self.start = start
    }

    /// The instant to which the clock has been moved.
    public var now: RFC3339Instant {
        start.adding(.nanoseconds(Int64(clamping: state.withLock { $0.elapsed })))
    }

    /// The number of actions that wait for their time.
    public var pendingCount: Int { state.withLock { $0.timers.count } }

    /// The time until the next action; `nil` when none waits.
    public var untilNext: Duration? {
        state.withLock { state in
            state.timers.earliest.map { .nanoseconds(Int64(clamping: $0 - min($0, state.elapsed))) }
        }
    }

    /// Runs an action when the clock has been moved far enough.
    public func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) -> any ScheduledAction {
        let entry = state.withLock { state in
            state.nextOrder += 1
            let entry = TimerHeap.Entry(
                deadline: state.elapsed + delay.wholeNanoseconds, order: state.nextOrder, action: action)
            state.timers.insert(entry)
            return entry
        }
        return ScheduledEntry(entry: entry, clock: self)
    }

    /// Moves the clock, running the actions that fall due, each at its own instant and in their order.
    public func advance(by duration: Duration) {
        let end = state.withLock { $0.elapsed } + duration.wholeNanoseconds
        while true {
            let due = state.withLock { state -> TimerHeap.Entry? in
                let entry = state.timers.popDue(at: end)
                state.elapsed = max(state.elapsed, entry?.deadline ?? end)
                return entry
            }
            guard let due else { return }
            due.action()
        }
    }
}

extension ManualClock: TimerOwner {
    func remove(_ entry: TimerHeap.Entry) {
        state.withLock { $0.timers.remove(entry) }
    }
}
