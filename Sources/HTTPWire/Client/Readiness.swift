import CLinux
import Glibc
import Synchronization

/// Tells tasks when a descriptor is ready, from one thread, so that no thread of Swift's pool ever blocks in a wait.
///
/// There is one for reading and one for writing, because a descriptor can be watched once only by each.
final class Readiness: @unchecked Sendable {
    static let reading = Readiness("raw-read", tidemark_epoll_in)
    static let writing = Readiness("raw-write", tidemark_epoll_out)

    enum Outcome: Sendable {
        case ready, timedOut, cancelled, impossible
    }

    private struct Waiter {
        let descriptor: Int32
        let deadline: Int
        let continuation: CheckedContinuation<Outcome, Never>
    }

    private struct State {
        var waiters: [UInt64: Waiter] = [:]
        var nextToken: UInt64 = 1
        /// Tokens whose task was cancelled before it had begun to wait.
        var cancelled: Set<UInt64> = []
        var earliest = Int.max
    }

    private let epoll: Int32
    private let waker: Int32
    private let events: UInt32
    private let state = Mutex(State())
    private let isRunning: Bool

    private init(_ name: String, _ events: UInt32) {
        self.events = events
        let epoll = tidemark_epoll_create()
        let waker = tidemark_wake_create()
        self.epoll = epoll
        self.waker = waker
        isRunning = epoll >= 0 && waker >= 0 && tidemark_epoll_add(epoll, waker, tidemark_epoll_in, 0) == 0
        // It lives as long as the process, so the thread is never joined.
        if isRunning { PosixThread(name) { [unowned self] in self.run() }?.detach() }
    }

    /// Waits until the descriptor is ready, the deadline has passed, or the task is cancelled.
    ///
    /// - Parameter deadline: on the clock of ``WireClock/milliseconds()``.
    func wait(for descriptor: Int32, until deadline: Int) async -> Outcome {
        let token = state.withLock { state in
            defer { state.nextToken += 1 }
            return state.nextToken
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                start(token, Waiter(descriptor: descriptor, deadline: deadline, continuation: continuation))
            }
        } onCancel: {
            end(token, .cancelled)
        }
        // A cancellation that came after the end has left its mark.
        state.withLock { _ = $0.cancelled.remove(token) }
        return outcome
    }

    private func start(_ token: UInt64, _ waiter: Waiter) {
        let outcome: Outcome? = state.withLock { state in
            if state.cancelled.remove(token) != nil { return .cancelled }
            guard isRunning, tidemark_epoll_add(epoll, waiter.descriptor, events | tidemark_epoll_oneshot, token) == 0
            else { return .impossible }
            state.waiters[token] = waiter
            if waiter.deadline < state.earliest {
                state.earliest = waiter.deadline
                tidemark_wake(waker)
            }
            return nil
        }
        if let outcome { waiter.continuation.resume(returning: outcome) }
    }

    private func end(_ token: UInt64, _ outcome: Outcome) {
        let waiter = state.withLock { state -> Waiter? in
            guard let waiter = state.waiters.removeValue(forKey: token) else {
                if outcome == .cancelled { state.cancelled.insert(token) }
                return nil
            }
            _ = tidemark_epoll_remove(epoll, waiter.descriptor)
            return waiter
        }
        waiter?.continuation.resume(returning: outcome)
    }

    private func run() {
        var found = [tidemark_event](repeating: tidemark_event(), count: 256)
        while true {
            let earliest = state.withLock(\.earliest)
            let pause = earliest == .max ? -1 : Int32(max(0, min(earliest - WireClock.milliseconds() + 1, 60_000)))
            let count = tidemark_epoll_wait(epoll, &found, Int32(found.count), pause)
            for index in 0..<Int(max(0, count)) {
                if found[index].token == 0 { tidemark_wake_clear(waker) } else { end(found[index].token, .ready) }
            }
            let now = WireClock.milliseconds()
            guard now >= state.withLock(\.earliest) else { continue }
            let expired = state.withLock { state in
                state.earliest = state.waiters.values.lazy.map(\.deadline).filter { $0 > now }.min() ?? .max
                return state.waiters.filter { $0.value.deadline <= now }.map(\.key)
            }
            for token in expired { end(token, .timedOut) }
        }
    }
}
