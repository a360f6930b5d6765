import Synchronization

/// Entries ordered by their deadlines, any of which can be taken out: a binary heap whose entries know their place.
struct TimerHeap {
    /// Something to do at a time.
    final class Entry: Sendable {
        /// When, in nanoseconds of the clock that owns the heap.
        let deadline: UInt64
        /// Tells entries of the same deadline apart: the earlier one runs first.
        let order: UInt64
        /// What.
        let action: @Sendable () -> Void
        /// The place in the heap, -1 outside of it; touched by the heap alone, and atomic only to be Sendable.
        private let place = Atomic(-1)

        init(deadline: UInt64, order: UInt64, action: @escaping @Sendable () -> Void) {
            self.deadline = deadline
            self.order = order
            self.action = action
        }

        fileprivate var index: Int? {
            get {
                let index = place.load(ordering: .relaxed)
                return index < 0 ? nil : index
            }
            set { place.store(newValue ?? -1, ordering: .relaxed) }
        }

        fileprivate func precedes(_ other: Entry) -> Bool {
            (deadline, order) < (other.deadline, other.order)
        }
    }

    private var entries: [Entry] = []

    /// The earliest deadline.
    var earliest: UInt64? { entries.first?.deadline }

    /// The number of entries.
    var count: Int { entries.count }

    /// Adds an entry.
    mutating func insert(_ entry: Entry) {
        entry.index = entries.count
        entries.append(entry)
        siftUp(entries.count - 1)
    }

    /// Takes out the earliest entry when its time has come.
    mutating func popDue(at now: UInt64) -> Entry? {
        guard let first = entries.first, first.deadline <= now else { return nil }
        remove(first)
        return first
    }

    /// Takes out an entry; nothing happens when it has left already.
    mutating func remove(_ entry: Entry) {
        guard let index = entry.index else { return }
        entry.index = nil
        let last = entries.removeLast()
        guard index < entries.count else { return }
        entries[index] = last
        last.index = index
        siftUp(index)
        siftDown(last.index ?? index)
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].precedes(entries[parent]) else { return }
            swap(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < entries.count && entries[child].precedes(entries[least]) {
                least = child
            }
            guard least != parent else { return }
            swap(parent, least)
            parent = least
        }
    }

    private mutating func swap(_ left: Int, _ right: Int) {
        entries.swapAt(left, right)
        entries[left].index = left
        entries[right].index = right
    }
}
