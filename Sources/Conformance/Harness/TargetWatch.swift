import BlackBox
import Synchronization

/// Watches, beside the checks of a run, whether the target still answers anything at all.
///
/// A request that gets no answer while others do is a failure of the target. When nobody gets an answer any more, the
/// target has gone away, or the network has: nothing is judged by that, and the run is broken off, because waiting for
/// each of the remaining checks would take hours.
final class TargetWatch: Sendable {
    /// How long a target that refuses connections is given to come back, as one that is restarted does.
    static let restartGrace = Duration.seconds(3)

    /// The time between two attempts to reach a target that refuses connections.
    static let restartInterval = Duration.milliseconds(250)

    private struct State {
        var lastAnswer: Duration?
        var brokenOff: String?
        var isAsking = false
        var waiting: [CheckedContinuation<String?, Never>] = []
    }

    private let state = Mutex(State())

    /// Why the run was broken off; `nil` while it goes on.
    var brokenOff: String? { state.withLock { $0.brokenOff } }

    /// Breaks the run off; the first reason counts.
    func breakOff(_ reason: String) {
        state.withLock { state in
            if state.brokenOff == nil { state.brokenOff = reason }
        }
    }

    /// Notes what came of a request.
    func note(_ outcome: Result<Exchange.Answer, TransportFailure>, at time: Duration) {
        if case .failure(let failure) = outcome, failure.kind.isSilence || failure.kind.saysNothing { return }
        state.withLock { $0.lastAnswer = max($0.lastAnswer ?? time, time) }
    }

    /// Why the target counts as gone, `nil` when it does not: anything it has answered since then speaks for it.
    ///
    /// - Parameter ask: asks the target for anything and gives a sentence when nothing came. Of all that want to know at
    ///   the same time one asks.
    func absence(since time: Duration, ask: () async -> String?) async -> String? {
        enum Next {
            case answer(String?)
            case ask
            case wait
        }
        let next = state.withLock { state -> Next in
            if let reason = state.brokenOff { return .answer(reason) }
            if let lastAnswer = state.lastAnswer, lastAnswer > time { return .answer(nil) }
            defer { state.isAsking = true }
            return state.isAsking ? .wait : .ask
        }
        switch next {
        case .answer(let reason): return reason
        case .wait: return await wait()
        case .ask: break
        }
        let silence = await ask()
        let (reason, waiting) = state.withLock { state in
            state.isAsking = false
            let hasAnswered = state.lastAnswer.map { $0 > time } ?? false
            if let silence, !hasAnswered, state.brokenOff == nil {
                state.brokenOff = "the target stopped answering: \(silence)"
            }
            defer { state.waiting = [] }
            return (state.brokenOff, state.waiting)
        }
        for continuation in waiting { continuation.resume(returning: reason) }
        return reason
    }

    private func wait() async -> String? {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.isAsking { state.waiting.append(continuation) }
                return !state.isAsking
            }
            if isOver { continuation.resume(returning: brokenOff) }
        }
    }
}

extension TransportFailure.Kind {
    /// Whether a failure is the runner's own, so that it tells nothing about the target.
    fileprivate var saysNothing: Bool { self == .cancelled || self == .unsendable }
}
