import Mutants

/// The kill matrix for a terminal, a row as soon as it is known.
public struct MutationWords {
    private let row: MutationReport.Row
    private let isVerbose: Bool

    /// The words of one row.
    ///
    /// - Parameter isVerbose: whether every check that noticed is named.
    public init(_ row: MutationReport.Row, isVerbose: Bool) {
        self.row = row
        self.isVerbose = isVerbose
    }

    /// A line, and more where there is something to explain.
    public var text: String {
        let checks = row.noticed.count == 1 ? "1 check" : "\(row.noticed.count) checks"
        var lines = ["\(row.verdict.rawValue)  \(row.mutant.id): \(checks) noticed"]
        if row.wasInterrupted { lines[0] += ", interrupted after \(row.duration.spoken)" }
        if row.verdict != .killed {
            lines.append("    \(row.mutant.summary)")
            lines.append("    breaks: \(row.mutant.breaks.map(\.id.rawValue).joined(separator: ", "))")
            if !row.profilesGone.isEmpty {
                lines.append("    no longer offered: \(row.profilesGone.map(\.rawValue).joined(separator: ", "))")
            }
            if row.inconclusive > 0 { lines.append("    inconclusive checks: \(row.inconclusive)") }
        }
        if isVerbose || row.verdict == .misattributed { lines += row.noticed.map { "    \($0)" } }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What all rows come to.
    public static func summary(of report: MutationReport) -> String {
        var lines: [String] = []
        if !report.unsound.isEmpty {
            lines.append("The reference itself does not pass, so nothing can be concluded:")
            lines += report.unsound.map { "    \($0)" }
        }
        if !report.withoutMutant.isEmpty {
            lines.append("\(report.withoutMutant.count) mandatory requirements with a check have no mutant:")
            lines += report.withoutMutant.map { "    \($0.id)" }
        }
        let counts = MutationReport.Verdict.allCases.map { "\(report.count($0)) \($0.rawValue)" }
        lines.append(
            "\(report.rows.count) mutants: \(counts.joined(separator: ", ")), in \(report.duration.spoken)")
        return lines.joined(separator: "\n") + "\n"
    }
}
