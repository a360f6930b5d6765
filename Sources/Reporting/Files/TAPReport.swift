import Conformance

/// Writes a run as TAP 14, the Test Anything Protocol: a line for each check, diagnostics below those that fail.
///
/// A known failure is `not ok` with a `TODO` directive and does not count; an inconclusive check is `not ok`.
public enum TAPReport {
    /// The file.
    public static func text(for report: PublishableReport) -> String {
        let run = report.run
        let problems = run.runProblems
        var lines = ["TAP version 14", "# tidemark test \(run.target), seed \(run.seed)"]
        lines.append("1..\(run.results.count + problems.count)")
        for (number, result) in run.results.enumerated() {
            lines += self.lines(for: result, number: number + 1, in: report)
        }
        for (number, problem) in problems.enumerated() {
            lines.append("not ok \(run.results.count + number + 1) - \(escape(problem))")
        }
        lines.append("# \(run.verdictTitle): \(run.verdictReason.visible)")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(for result: CheckResult, number: Int, in report: PublishableReport) -> [String] {
        let point = "\(number) - \(escape(result.check.id))"
        switch result.outcome {
        case .passed:
            return ["ok \(point)"]
        case .skipped:
            return ["ok \(point) # SKIP \(escape(result.message))"]
        case .known:
            return ["not ok \(point) # TODO known failure"] + diagnostics(for: result, in: report)
        case .warned where !report.run.isStrict:
            return ["ok \(point)"] + diagnostics(for: result, in: report)
        case .failed, .warned, .inconclusive:
            return ["not ok \(point)"] + diagnostics(for: result, in: report)
        }
    }

    // YAML needs no quoting inside a literal block.
    private static func diagnostics(for result: CheckResult, in report: PublishableReport) -> [String] {
        let details = FailureWords(result: result, report: report).lines
        return [
            "  ---", "  severity: \(result.outcome.rawValue)", "  duration_ms: \(result.duration.reportedMilliseconds)",
        ]
            + ["  message: |"] + details.map { "    \($0)" } + ["  ..."]
    }

    private static func escape(_ text: String) -> String {
        text.visible.replacing("\\", with: "\\\\").replacing("#", with: "\\#")
    }
}
