import Dispatch
import Glibc
import Specification
import Synchronization

/// The clock of the machine: wall-clock time for instants, monotonic time for delays.
public final class SystemClock: ServerClock {
    private struct State {
        var timers = TimerHeap()
        var nextOrder: UInt64 = 0
        /// The earliest deadline for which the queue has been told to come back.
        var armed: UInt64?

        /// The deadline for which the queue has yet to be told to come back.
        mutating func arm() -> UInt64? {
            guard let earliest = timers.earliest, earliest < armed ?? .max else { return nil }
            armed = earliest
            return earliest
        }
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "tidemark.clock")

    /// A clock.
    public init() {}

    /// The present instant by the clock of the machine.
    public var now: RFC3339Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return RFC3339Instant(secondsSince1970: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
    }

    /// Runs an action on a thread of the clock when some time has passed.
    public func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) -> any ScheduledAction {
        let deadline = Self.uptime &+ delay.wholeNanoseconds
        let (entry, wakeUp) = state.withLock { state in
            state.nextOrder += 1
            let entry = TimerHeap.Entry(deadline: deadline, order: state.nextOrder, action: action)
            state.timers.insert(entry)
            return (entry, state.arm())
        }
        if let wakeUp { comeBack(at: wakeUp) }
        return ScheduledEntry(entry: entry, clock: self)
    }

    private func comeBack(at deadline: UInt64) {
        queue.asyncAfter(deadline: DispatchTime(uptimeNanoseconds: deadline)) { [weak self] in
            self?.runDue()
        }
    }

    private func runDue() {
        while let entry = state.withLock({ $0.timers.popDue(at: Self.uptime) }) {
            entry.action()
        }
        let wakeUp = state.withLock { state in
            state.armed = nil
            return state.arm()
        }
        if let wakeUp { comeBack(at: wakeUp) }
    }

    private static var uptime: UInt64 { DispatchTime.now().uptimeNanoseconds }
}

extension SystemClock: TimerOwner {
    func remove(_ entry: TimerHeap.Entry) {
        state.withLock { $0.timers.remove(entry) }
    }
}
