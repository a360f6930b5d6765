import Specification

extension Check {
    /// Whether the story depends on when things happen, so that a busy machine can spoil it.
    public var isTimingSensitive: Bool {
        waits > .zero || !profiles.isDisjoint(with: [.longPoll, .sse, .expiry])
    }
}

extension Runner {
    /// How many failures that time may have caused are repeated alone, unless another number is asked for.
    public static let defaultRepetitions = 20

    /// How many of them have to fail again, one after another, for the others to be believed without repetition.
    static let convincing = 5

    /// Repeats failures that time may have caused, each alone, while nothing else is under way.
    ///
    /// One that fails again has failed. One that passes then is inconclusive: neither is a machine to be blamed for a
    /// server that fails now and then, nor a server for a machine that is busy.
    func repeatAlone(
        _ results: inout [String: CheckResult], in suite: [Check],
        observing observer: @Sendable (RunEvent) -> Void
    ) async {
        let doubtful = suite.filter { check in
            guard let outcome = results[check.id]?.outcome else { return false }
            return check.isTimingSensitive && (outcome == .failed || outcome == .warned)
        }
        var failedAgain = 0
        for check in doubtful.prefix(repetitions) where failedAgain < Self.convincing {
            guard !Task.isCancelled, context.watch.brokenOff == nil, let first = results[check.id] else { return }
            var second = await run(check)
            guard !Task.isCancelled else { return }
            switch second.outcome {
            case .failed, .warned:
                failedAgain += 1
                second.message += " (also when repeated alone)"
            case .passed, .skipped, .inconclusive, .known:
                failedAgain = 0
                second = first
                second.outcome = .inconclusive
                second.message = "failed among others and not when repeated alone: \(first.message)"
            }
            second.firstAttempt = first.message
            results[check.id] = second
            observer(.repeated(second, first: first.outcome))
        }
    }
}
