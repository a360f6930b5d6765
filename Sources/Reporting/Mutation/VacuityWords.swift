import Mutants

/// What the suite comes to on servers that do not implement the protocol, for a terminal.
public struct VacuityWords {
    private let report: VacuityReport

    /// The words of a report.
    public init(_ report: VacuityReport) { self.report = report }

    /// A paragraph for each server.
    public var text: String {
        let paragraphs = report.rows.map { row in
            var lines = [
                "\(row.server.id): \(row.vacuous.count) vacuous, \(row.kept.count) truly kept, \(row.noticed) noticed, "
                    + "\(row.inconclusive) inconclusive, \(row.skipped) not applicable",
                "    \(row.server.summary)",
            ]
            if row.wasInterrupted { lines.append("    interrupted: it took too long") }
            lines += row.vacuous.map { "    passes for nothing: \($0)" }
            return lines.joined(separator: "\n") + "\n"
        }
        let total = report.rows.reduce(0) { $0 + $1.vacuous.count }
        return paragraphs.joined()
            + "\(report.rows.count) servers, \(report.checkCount) checks: \(total) passes for nothing\n"
    }
}
