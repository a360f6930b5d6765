import Conformance
import Specification
import Testing

@testable import Reporting

struct RequirementCoverageTests {
    private static let first = Requirement("synthetic.first", .must, .append, "One.")
    private static let second = Requirement("synthetic.second", .mustNot, .append, "Two.")
    private static let third = Requirement("synthetic.third", .should, .append, "Three.")
    private static let beyond = Requirement(
        "synthetic.beyond", .must, .append, "Four.", excluded: .notObservable("It is inside."))
    private static let catalogue = [first, second, third, beyond]

    private func coverage(_ results: [CheckResult]) throws -> RequirementCoverage {
        let report = RunReport(target: try SyntheticRun.target().base, seed: 1, results: results)
        return RequirementCoverage(of: report, among: Self.catalogue) { $0.isMandatory }
    }

    @Test func judgedIsWhatHadAVerdict() throws {
        let finding = Finding(requirement: Self.second, expected: "a", observed: "b", exchange: nil)
        let coverage = try coverage([
            CheckResult(check: Check(Self.first) { _ in }, outcome: .inconclusive),
            CheckResult(check: Check(Self.second, also: [Self.third]) { _ in }, outcome: .known, findings: [finding]),
        ])
        #expect(coverage.requirements == 3)
        #expect(coverage.excluded == 1)
        #expect(coverage.provable == 2)
        #expect(coverage.checked == 2)
        #expect(coverage.judged == 1)
        #expect(coverage.broken == ["synthetic.second"])
        #expect(coverage.unjudged == ["synthetic.first"])
    }

    @Test func nothingIsJudgedByNothing() throws {
        let coverage = try coverage([])
        #expect(coverage.judged == 0)
        #expect(coverage.unjudged == ["synthetic.first", "synthetic.second"])
    }
}
