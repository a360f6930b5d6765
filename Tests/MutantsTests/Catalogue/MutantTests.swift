import Conformance
import Testing

@testable import Mutants

/// The catalogue by itself; that the suite notices each of them is for `tidemark mutants run` to show.
@Suite struct MutantTests {
    @Test func idsAreUniqueKebabCaseAfterAnArea() {
        let ids = Mutant.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for id in ids {
            #expect(id.wholeMatch(of: /[a-z0-9-]+\.[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(id)")
        }
    }

    @Test func everyMutantBreaksARequirementThatACheckProves() {
        let proved = Set(Check.all.flatMap(\.requirements))
        for mutant in Mutant.all {
            #expect(mutant.breaks.first.map(proved.contains) == true, "\(mutant.id)")
            #expect(Set(mutant.breaks).count == mutant.breaks.count, "\(mutant.id)")
        }
    }

    @Test func everyDefectIsOneSentence() {
        for mutant in Mutant.all {
            #expect(mutant.summary.hasSuffix("."), "\(mutant.id)")
            #expect(mutant.summary.count < 160, "\(mutant.id)")
        }
    }
}
