import BlackBox
import Conformance
import Dispatch
import Foundation
import ReferenceServer
import Specification
import Synchronization

/// A world of its own: tasks run on it one after another, and time passes only when none of them can go on.
///
/// That makes a run deterministic. A long-poll that times out after 30 s does so after no time at all, and never before
/// everything else that could have happened has happened.
public final class VirtualTime: TaskExecutor, ServerClock, ProbeClock {
    private struct State {
        var jobs = JobQueue()
        var timers = TimerQueue()
        var elapsed = Duration.zero
    }

    private let origin: RFC3339Instant
    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    /// Time that has not begun to pass.
    ///
    /// - Parameter origin: the time of day at the beginning.
    public init(origin: RFC3339Instant = RFC3339Instant(millisecondsSince1970: 1_800_000_000_000)) {
        self.origin = origin
    }

    // MARK: Running

    /// Takes a piece of work of a task that runs here.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
        arrivals.signal()
    }

    /// Runs a task and all it starts on a thread of their own, until it has ended.
    ///
    /// Never on a thread of Swift's pool: those are as few as there are cores, and a task of another executor may need
    /// one while this waits for it.
    ///
    /// - Parameter limit: how long it may take by the clock on the wall before the task is cancelled.
    public func run<Value: Sendable>(
        limit: Duration? = nil, _ body: @escaping @Sendable () async -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            Self.lane().async { continuation.resume(returning: self.drive(limit, body)) }
        }
    }

    /// Each world keeps a core busy: with more of them at once than there are cores, everything else would starve.
    private static let lanes = (0..<ProcessInfo.processInfo.activeProcessorCount).map {
        DispatchQueue(label: "virtual-time-\($0)")
    }

    private static let worlds = Atomic<Int>(0)

    private static func lane() -> DispatchQueue {
        lanes[worlds.wrappingAdd(1, ordering: .relaxed).oldValue % lanes.count]
    }

    private func drive<Value: Sendable>(_ limit: Duration?, _ body: @escaping @Sendable () async -> Value) -> Value {
        let result = Mutex<Value?>(nil)
        let task = Task(executorPreference: self) {
            let value = await body()
            result.withLock { $0 = value }
        }
        let deadline = limit.map { ContinuousClock.now + $0 }
        while true {
            if let value = result.withLock({ $0 }) { return value }
            if let deadline, ContinuousClock.now > deadline { task.cancel() }
            if let job = state.withLock({ $0.jobs.next() }) {
                job.runSynchronously(on: asUnownedTaskExecutor())
            } else if let action = nextTimer() {
                action()
            } else {
                // A task of another executor is at work, for example one that watches over an exchange.
                let isStuck = arrivals.wait(timeout: .now() + .seconds(30)) == .timedOut
                precondition(!isStuck, "nothing can go on and nothing waits for a time")
            }
        }
    }

    private func nextTimer() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard let (deadline, action) = state.timers.next() else { return nil }
            state.elapsed = max(state.elapsed, deadline)
            return action
        }
    }

    @discardableResult
    private func add(after delay: Duration, _ action: @escaping @Sendable () -> Void) -> Int {
        // A timer from another thread wakes a driver that had nothing to do.
        defer { arrivals.signal() }
        return state.withLock { $0.timers.add(at: $0.elapsed + max(delay, .zero), action) }
    }

    private func remove(_ order: Int) {
        state.withLock { $0.timers.remove(order) }
    }

    // MARK: Time

    /// The time that has passed.
    public var elapsed: Duration { state.withLock { $0.elapsed } }

    /// The time of day.
    public var now: RFC3339Instant {
        let milliseconds = elapsed / .milliseconds(1)
        return RFC3339Instant(millisecondsSince1970: origin.millisecondsSince1970 + Int64(milliseconds))
    }

    /// Runs an action once when the time has come.
    public func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) -> any ScheduledAction {
        Scheduled(order: add(after: delay, action), time: self)
    }

    /// Lets time pass.
    public func sleep(for duration: Duration) async throws {
        let sleeper = Sleeper()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                guard sleeper.begin(continuation) else { return }
                add(after: duration) { sleeper.end(.success(())) }
            }
        } onCancel: {
            sleeper.end(.failure(CancellationError()))
        }
    }

    /// The same time for a transport in this process.
    public var timekeeper: Timekeeper {
        Timekeeper(
            now: { self.elapsed },
            schedule: { delay, action in
                let order = self.add(after: delay, action)
                return { self.remove(order) }
            })
    }

    private final class Scheduled: ScheduledAction {
        private let order: Int
        private let time: VirtualTime

        init(order: Int, time: VirtualTime) {
            self.order = order
            self.time = time
        }

        func cancel() { time.remove(order) }
    }
}

/// One sleep, ended by its time or by cancellation, whichever comes first.
private final class Sleeper: Sendable {
    private enum State {
        case new
        case sleeping(CheckedContinuation<Void, any Error>)
        case ended
    }

    private let state = Mutex(State.new)

    /// Whether the sleep begins; `false` when it had been cancelled before.
    func begin(_ continuation: CheckedContinuation<Void, any Error>) -> Bool {
        let begins = state.withLock { state in
            guard case .new = state else { return false }
            state = .sleeping(continuation)
            return true
        }
        if !begins { continuation.resume(throwing: CancellationError()) }
        return begins
    }

    func end(_ result: Result<Void, any Error>) {
        let continuation = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            defer { state = .ended }
            if case .sleeping(let continuation) = state { return continuation }
            return nil
        }
        continuation?.resume(with: result)
    }
}
