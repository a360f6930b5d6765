import Conformance
import Specification

/// How the checks of one section came out.
public struct SectionTally: Sendable, Hashable {
    /// The section.
    public var section: ProtocolSection
    private var counts: [Outcome: Int] = [:]

    /// How many checks of the section had an outcome.
    public subscript(outcome: Outcome) -> Int { counts[outcome] ?? 0 }

    /// How many checks the section has in this run.
    public var total: Int { counts.values.reduce(0, +) }

    private init(section: ProtocolSection) {
        self.section = section
    }

    /// The sections of a run in the order of the text, without the checks that were not asked for.
    public static func all(of report: RunReport) -> [SectionTally] {
        var tallies: [ProtocolSection: SectionTally] = [:]
        for result in report.results where !result.isDeselected {
            let section = result.check.requirement.section
            tallies[section, default: SectionTally(section: section)].counts[result.outcome, default: 0] += 1
        }
        return tallies.values.sorted { $0.section < $1.section }
    }
}

extension RunReport {
    /// The results with an outcome, by section in the order of the text.
    func bySection(_ outcomes: Set<Outcome>) -> [(section: ProtocolSection, results: [CheckResult])] {
        let wanted = results.filter { outcomes.contains($0.outcome) }
        return Dictionary(grouping: wanted, by: \.check.requirement.section)
            .sorted { $0.key < $1.key }
            .map { (section: $0.key, results: $0.value) }
    }
}

extension CheckResult {
    /// Whether the check was left out because that was asked for.
    var isDeselected: Bool { outcome == .skipped && message == "deselected" }
}
