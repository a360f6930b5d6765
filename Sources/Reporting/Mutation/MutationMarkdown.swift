import Mutants

/// The kill matrix as a page, without anything that differs from run to run.
public struct MutationMarkdown {
    /// How many of the checks that noticed a mutant are named.
    public static let maximumNamed = 3

    private let report: MutationReport

    /// The page of a report.
    public init(_ report: MutationReport) { self.report = report }

    /// The page.
    public var text: String {
        var lines = [
            "# Mutation score", "",
            "Written by `tidemark mutants run --markdown Reports/mutation.md --json Reports/mutation.json`. Each mutant is",
            "the reference server with one defect; it is killed when a check of the requirement that it breaks notices.",
            "The checks of other requirements are tried where that is not so; `--whole` tries all of them on each.", "",
            "\(report.count(.killed)) of \(report.rows.count) mutants are killed by \(report.checkCount) checks.",
            "",
            "| kind | mutants | killed |", "| --- | ---: | ---: |",
        ]
        for kind in Mutant.Kind.allCases {
            let rows = report.rows.filter { $0.mutant.kind == kind }
            lines.append("| \(kind.rawValue) | \(rows.count) | \(rows.count { $0.verdict == .killed }) |")
        }
        if !report.withoutMutant.isEmpty {
            lines += ["", "Mandatory requirements with a check and without a mutant:", ""]
            lines += report.withoutMutant.map { "- `\($0.id)`" }
        }
        lines += ["", "| mutant | defect | breaks | verdict | noticed by |", "| --- | --- | --- | --- | --- |"]
        lines += report.rows.map { row in
            let named = row.noticed.prefix(Self.maximumNamed).map { "`\($0)`" }
            let others = row.noticed.count - named.count
            let noticed = named.joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
            let breaks = row.mutant.breaks.map { "`\($0.id)`" }.joined(separator: ", ")
            return
                "| `\(row.mutant.id)` | \(cell(row.mutant.summary)) | \(breaks) | \(row.verdict.rawValue) | \(noticed) |"
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
