import Conformance

/// What a run has come to so far, in one line.
public struct ProgressLine: Sendable {
    /// How many checks there are.
    public private(set) var total = 0
    /// How many have ended.
    public private(set) var ended = 0
    private var counts: [Outcome: Int] = [:]

    /// Nothing has happened yet.
    public init() {}

    /// Counts what happened.
    public mutating func note(_ event: RunEvent) {
        switch event {
        case .started(let checks):
            total = checks
        case .ended(let result):
            ended += 1
            counts[result.outcome, default: 0] += 1
        case .repeated(let result, let first):
            counts[first, default: 0] -= 1
            if counts[first] == 0 { counts[first] = nil }
            counts[result.outcome, default: 0] += 1
        case .finished:
            break
        }
    }

    /// The line, cut to a number of columns.
    public func text(elapsed: Duration, width: Int) -> String {
        guard total > 0 else { return "reaching the target".cut(to: max(1, width - 1)) }
        let digits = String(total).count
        var line = "\(String(ended).leftPadded(to: digits))/\(total) checks"
        for outcome in [Outcome.failed, .warned, .inconclusive, .known, .skipped] {
            if let count = counts[outcome] { line += "  \(count) \(outcome.word.lowercased())" }
        }
        let seconds = Int(elapsed.milliseconds / 1000)
        line += "  \(seconds) s"
        let left = total - ended
        if left > 0, left <= 8, ended > 0 { line += "  waiting for the last \(left)" }
        return line.cut(to: max(1, width - 1))
    }
}
