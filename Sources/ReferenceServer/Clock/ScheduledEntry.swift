/// A clock that keeps its actions in a heap.
protocol TimerOwner: AnyObject, Sendable {
    /// Takes an entry out of the heap.
    func remove(_ entry: TimerHeap.Entry)
}

/// What a clock hands out for an action, so that it can be cancelled.
final class ScheduledEntry: ScheduledAction {
    private let entry: TimerHeap.Entry
    private let clock: any TimerOwner

    init(entry: TimerHeap.Entry, clock: any TimerOwner) {
        self.entry = entry
        self.clock = clock
    }

    func cancel() {
        clock.remove(entry)
    }
}

extension Duration {
    /// The duration in whole nanoseconds: nothing for a negative one, a century for anything longer.
    var wholeNanoseconds: UInt64 {
        let century: Int64 = 3_155_760_000
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        return UInt64(min(seconds, century)) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    }
}
