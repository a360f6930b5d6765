import Specification
import Synchronization
import Testing

@testable import ReferenceServer

@Suite struct ClockTests {
    @Test func aManualClockRunsWhatIsDueInOrder() {
        let clock = ManualClock()
        let start = clock.now
        let seen = Mutex([String]())
        for (name, delay) in [("c", 3), ("a", 1), ("b", 2), ("d", 9), ("b2", 2)] {
            _ = clock.schedule(after: .seconds(delay)) {
                let elapsed = clock.now.secondsSince1970 - start.secondsSince1970
                seen.withLock { $0.append("\(name)@\(elapsed)") }
            }
        }
        let cancelled = clock.schedule(after: .seconds(1)) { seen.withLock { $0.append("never") } }
        cancelled.cancel()
        #expect(clock.untilNext == .seconds(1))
        clock.advance(by: .seconds(5))
        #expect(seen.withLock { $0 } == ["a@1", "b@2", "b2@2", "c@3"])
        #expect(clock.now == start.adding(seconds: 5))
        #expect(clock.pendingCount == 1)
    }

    @Test func whatAnActionSchedulesIsRunToo() {
        let clock = ManualClock()
        let count = Mutex(0)
        @Sendable func tick() {
            count.withLock { $0 += 1 }
            _ = clock.schedule(after: .seconds(1)) { tick() }
        }
        tick()
        clock.advance(by: .seconds(10))
        #expect(count.withLock { $0 } == 11)
    }

    @Test func theSystemClockRunsActionsInOrderAndNotBeforeTime() async {
        let clock = SystemClock()
        let before = clock.now
        let order = Mutex([Int]())
        await withCheckedContinuation { continuation in
            for (index, delay) in [300, 100, 200].enumerated() {
                _ = clock.schedule(after: .milliseconds(delay)) {
                    let all = order.withLock { order in
                        order.append(index)
                        return order
                    }
                    if all.count == 3 { continuation.resume() }
                }
            }
        }
        #expect(order.withLock { $0 } == [1, 2, 0])
        #expect(clock.now.duration(since: before) >= .milliseconds(299))
    }

    @Test func aCancelledActionOfTheSystemClockDoesNotRun() async {
        let clock = SystemClock()
        let ran = Mutex(false)
        clock.schedule(after: .milliseconds(150)) { ran.withLock { $0 = true } }.cancel()
        await withCheckedContinuation { continuation in
            _ = clock.schedule(after: .milliseconds(200)) { continuation.resume() }
        }
        #expect(!ran.withLock { $0 })
    }

    @Test func aHeapGivesUpAnyEntryAndKeepsItsOrder() {
        var random = SeededGenerator(seed: 3)
        var heap = TimerHeap()
        let entries = (0..<500).map { TimerHeap.Entry(deadline: random.next() % 100, order: UInt64($0), action: {}) }
        for entry in entries { heap.insert(entry) }
        let removed = entries.enumerated().filter { $0.offset.isMultiple(of: 3) }.map(\.element)
        for entry in removed {
            heap.remove(entry)
            heap.remove(entry)
        }
        var last: (UInt64, UInt64) = (0, 0)
        var count = 0
        while let entry = heap.popDue(at: .max) {
            #expect(last <= (entry.deadline, entry.order))
            last = (entry.deadline, entry.order)
            count += 1
        }
        #expect(count == entries.count - removed.count)
    }

    @Test func durationsBetweenInstants() {
        let instant = RFC3339Instant(secondsSince1970: 10, nanoseconds: 500_000_000)
        #expect(instant.adding(.milliseconds(700)).duration(since: instant) == .milliseconds(700))
        #expect(instant.duration(since: RFC3339Instant(secondsSince1970: 11)) == .milliseconds(-500))
        #expect(RFC3339Instant(secondsSince1970: .max).duration(since: instant) > .seconds(1_000_000))
        #expect(Duration.seconds(-1).wholeNanoseconds == 0)
    }
}
