import Mutants

/// What the suite comes to on servers that do not implement the protocol, as a page.
public struct VacuityMarkdown {
    private let report: VacuityReport

    /// The page of a report.
    public init(_ report: VacuityReport) { self.report = report }

    /// The page.
    public var text: String {
        var lines = [
            "# Vacuity", "",
            "Written by `tidemark mutants vacuity --markdown Reports/vacuity.md`. Every check runs against servers that do",
            "not implement the protocol; none may pass, unless the server truly keeps the requirement.", "",
            "| server | what it does | passes for nothing | truly kept | noticed | inconclusive | not applicable |",
            "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
        ]
        lines += report.rows.map { row in
            "| `\(row.server.id)` | \(row.server.summary) | \(row.vacuous.count) | \(row.kept.count) | \(row.noticed) "
                + "| \(row.inconclusive) | \(row.skipped) |"
        }
        for row in report.rows where !row.vacuous.isEmpty {
            lines += ["", "Passes for nothing on `\(row.server.id)`:", ""]
            lines += row.vacuous.map { "- `\($0)`" }
        }
        lines += ["", "## Truly kept", ""]
        for row in report.rows where !row.kept.isEmpty {
            lines += ["### `\(row.server.id)`", ""]
            for (reason, checks) in Dictionary(grouping: row.kept, by: \.reason).sorted(by: { $0.key < $1.key }) {
                lines.append("- \(reason) " + checks.map { "`\($0.check)`" }.joined(separator: ", "))
            }
            lines.append("")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
