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
            "not implement the protocol, each against a server of its own; none may pass, unless the server truly keeps the",
            "requirement.", "",
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
                lines += ["- \(reason)", "  " + Self.names(of: checks.map(\.check))]
            }
            lines.append("")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The requirements of checks, each once, and how many checks there are where it is more than one.
    private static func names(of checks: [String]) -> String {
        var counts: [(requirement: Substring, checks: Int)] = []
        for requirement in checks.map({ $0.prefix { $0 != "/" } }) {
            if counts.last?.requirement == requirement {
                counts[counts.count - 1].checks += 1
            } else {
                counts.append((requirement, 1))
            }
        }
        return counts.map { "`\($0.requirement)`" + ($0.checks > 1 ? " ×\($0.checks)" : "") }.joined(separator: ", ")
    }
}
