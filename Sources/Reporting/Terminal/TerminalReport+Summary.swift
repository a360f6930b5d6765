import Conformance
import Specification

extension TerminalReport {
    private static let columns: [(outcome: Outcome, title: String)] = [
        (.passed, "passed"), (.failed, "failed"), (.warned, "warned"), (.skipped, "skipped"),
        (.inconclusive, "inconcl."), (.known, "known"),
    ]
    private static let titleWidth = 40

    /// How the checks came out, section by section.
    var table: [String] {
        let tallies = SectionTally.all(of: run)
        guard !tallies.isEmpty else { return [] }
        let titles = Self.columns.map { $0.title.leftPadded(to: Self.width(of: $0.title)) }.joined()
        var lines = [heading("Section".padded(to: Self.titleWidth) + titles)]
        for tally in tallies {
            let name = tally.section.description.padded(to: 7) + tally.section.title
            lines.append(row(name.cut(to: Self.titleWidth - 1)) { tally[$0] })
        }
        lines.append(row("all") { outcome in tallies.reduce(0) { $0 + $1[outcome] } })
        let deselected = run.results.count(where: \.isDeselected)
        if deselected > 0 { lines.append("\(RunReport.counted(deselected, "check")) not selected") }
        return lines
    }

    /// How much of the protocol was judged.
    var coverage: [String] {
        let rows: [(String, RequirementCoverage)] = [("MUST", .must(of: run)), ("SHOULD", .should(of: run))]
        return rows.map { name, coverage in
            var line = "\(name.padded(to: 7))judged \(coverage.judged) of \(coverage.provable) requirements"
            if coverage.excluded > 0 { line += " (\(coverage.excluded) more cannot be checked from outside)" }
            if !coverage.broken.isEmpty { line += ", \(coverage.broken.count) broken" }
            return line
        }
    }

    private static func width(of title: String) -> Int { max(title.count, 6) + 2 }

    private func row(_ name: String, _ count: (Outcome) -> Int) -> String {
        var line = name.padded(to: Self.titleWidth)
        for (outcome, title) in Self.columns {
            let number = count(outcome)
            let cell = (number == 0 ? "·" : "\(number)").leftPadded(to: Self.width(of: title))
            let isLoud = number > 0 && [.failed, .warned, .inconclusive].contains(outcome)
            line += isLoud ? style(outcome.mark, cell) : number == 0 ? style(.dim, cell) : cell
        }
        return line
    }
}
