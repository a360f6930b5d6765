/// Actions in the order of their times, and of their arrival where those are equal.
struct TimerQueue {
    private struct Entry {
        var deadline: Duration
        var order: Int

        func precedes(_ other: Entry) -> Bool { (deadline, order) < (other.deadline, other.order) }
    }

    /// A binary heap. What was taken back stays in it until its turn: most timers are taken back, and soon.
    private var heap: [Entry] = []
    private var actions: [Int: @Sendable () -> Void] = [:]
    private var order = 0

    /// Adds an action; the number takes it back.
    mutating func add(at deadline: Duration, _ action: @escaping @Sendable () -> Void) -> Int {
        order += 1
        actions[order] = action
        heap.append(Entry(deadline: deadline, order: order))
        var child = heap.count - 1
        while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
        return order
    }

    /// Takes an action back.
    mutating func remove(_ order: Int) { actions[order] = nil }

    /// Takes out the first action.
    mutating func next() -> (deadline: Duration, action: @Sendable () -> Void)? {
        while let first = heap.first {
            removeFirst()
            if let action = actions.removeValue(forKey: first.order) { return (first.deadline, action) }
        }
        return nil
    }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].precedes(heap[smallest]) {
                smallest = child
            }
            if smallest == parent { return }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
    }
}

/// Jobs in the order of their arrival.
struct JobQueue {
    private var jobs: [UnownedJob] = []
    private var first = 0

    /// How many jobs that are over are kept before the room they take is used again.
    private static let compaction = 4096

    /// Adds a job at the end.
    mutating func append(_ job: UnownedJob) {
        if first > Self.compaction, first > jobs.count / 2 {
            jobs.removeFirst(first)
            first = 0
        }
        jobs.append(job)
    }

    /// Takes out the first job.
    mutating func next() -> UnownedJob? {
        guard first < jobs.count else {
            jobs.removeAll(keepingCapacity: true)
            first = 0
            return nil
        }
        first += 1
        return jobs[first - 1]
    }
}
