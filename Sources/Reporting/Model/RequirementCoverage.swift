import Conformance
import Specification

/// How many requirements of some levels a run judged, and which it did not.
public struct RequirementCoverage: Sendable, Hashable {
    /// Every requirement of the levels.
    public var requirements = 0
    /// Those that no check can prove, each with its reason in the catalogue.
    public var excluded = 0
    /// Those that a check of the suite proves.
    public var checked = 0
    /// Those that a check of this run judged.
    public var judged = 0
    /// Those that were found broken, baseline or not.
    public var broken: [Requirement.ID] = []
    /// Those that can be proven and were not judged in this run.
    public var unjudged: [Requirement.ID] = []

    /// Those that a check can prove.
    public var provable: Int { requirements - excluded }

    /// What a run judged of the requirements whose level passes a test.
    public init(
        of report: RunReport, among catalogue: [Requirement] = Requirement.all,
        where isCounted: (Requirement.Level) -> Bool
    ) {
        let judging = report.results.filter { $0.outcome.isJudgement }
        let suite = Set(report.results.flatMap(\.check.requirements))
        let judgedHere = Set(judging.flatMap(\.check.requirements))
        let brokenHere = Set(judging.flatMap(\.findings).map(\.requirement))
        for requirement in catalogue where isCounted(requirement.level) {
            requirements += 1
            if brokenHere.contains(requirement) { broken.append(requirement.id) }
            if suite.contains(requirement) { checked += 1 }
            if judgedHere.contains(requirement) {
                judged += 1
            } else if requirement.exclusion == nil {
                unjudged.append(requirement.id)
            }
            if requirement.exclusion != nil { excluded += 1 }
        }
    }

    /// MUST and MUST NOT.
    public static func must(of report: RunReport) -> RequirementCoverage {
        RequirementCoverage(of: report) { $0.isMandatory }
    }

    /// SHOULD and SHOULD NOT.
    public static func should(of report: RunReport) -> RequirementCoverage {
        RequirementCoverage(of: report) { $0.isAdvisory }
    }
}

extension Outcome {
    /// Whether the target was judged, well or badly.
    public var isJudgement: Bool {
        switch self {
        case .passed, .failed, .warned, .known: true
        case .skipped, .inconclusive: false
        }
    }
}
