import Specification
import Testing

@testable import Conformance

@Suite struct SuiteTests {
    @Test func idsAreUnique() {
        let duplicates = Dictionary(grouping: Check.all, by: \.id).filter { $0.value.count > 1 }.keys
        #expect(duplicates.isEmpty, "\(duplicates.sorted())")
    }

    @Test func noCheckProvesWhatIsExcluded() {
        let wrong = Check.all.filter { $0.requirements.contains { $0.exclusion != nil } }.map(\.id)
        #expect(wrong.isEmpty, "\(wrong)")
    }

    @Test func everyRequirementOfACheckIsInTheCatalogue() {
        let known = Set(Requirement.all.map(\.id))
        let wrong = Check.all.filter { $0.requirements.contains { !known.contains($0.id) } }.map(\.id)
        #expect(wrong.isEmpty, "\(wrong)")
    }

    @Test func noCheckWaitsLongerThanARunMayTake() {
        let wrong = Check.all.filter { $0.waits > .seconds(4) && !$0.isExhaustive }.map(\.id)
        #expect(wrong.isEmpty, "\(wrong)")
    }
}
