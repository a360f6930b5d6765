import Testing

@testable import Specification

@Suite struct CoverageTests {
    private let first = KeywordSentence(1, "5.2", [.must], "aaaaaaaaaaaa")
    private let second = KeywordSentence(2, "5.2", [.should], "bbbbbbbbbbbb")

    private var requirements: [Requirement] {
        [
            Requirement("cat.purrs", .must, .append, "Cats purr.", sources: [first.reference]),
            Requirement("cat.eats", .must, .create, "Cats eat."),
            Requirement(
                "cat.sleeps", .should, .append, "Cats sleep.", sources: [second.reference],
                excluded: .notObservable("It is dark.")),
        ]
    }

    private func coverage(_ checks: [Requirement.ID: [String]], exclusions: [SentenceExclusion] = []) -> Coverage {
        Coverage(checks: checks, of: requirements, sentences: [first, second], exclusions: exclusions)
    }

    @Test func rowsAreSortedBySectionAndLevel() {
        let coverage = coverage(["cat.purrs": ["check.a"]])
        #expect(
            coverage.rows.map { "\($0.section) \($0.level.rawValue)" } == ["§5.1 MUST", "§5.2 MUST", "§5.2 SHOULD"])
        #expect(coverage.rows.map(\.checked.count) == [0, 1, 0])
        #expect(coverage.rows.map(\.excluded.count) == [0, 0, 1])
        #expect(coverage.unchecked.map(\.id) == ["cat.eats"])
        #expect(!coverage.isComplete)
        #expect(coverage.checkedShare(of: [.must]) == 0.5)
        #expect(coverage.checkedShare(of: [.should]) == 1)
    }

    @Test func itIsCompleteWhenEverythingIsCheckedOrExcluded() {
        #expect(coverage(["cat.purrs": ["check.a"], "cat.eats": ["check.b"]]).isComplete)
    }

    @Test func aRequirementWithoutAnyOfItsChecksIsUnchecked() {
        #expect(coverage(["cat.purrs": [], "cat.eats": ["check.b"]]).unchecked.map(\.id) == ["cat.purrs"])
    }

    @Test func unknownIdsAreReported() {
        let coverage = coverage(["cat.purrs": ["a"], "cat.eats": ["b"], "cat.barks": ["c"]])
        #expect(coverage.unknownIDs == ["cat.barks"])
        #expect(!coverage.isComplete)
    }

    @Test func unaccountedSentencesAndDanglingReferencesAreReported() {
        let coverage = Coverage(
            checks: ["cat.purrs": ["a"], "cat.eats": ["b"]], of: requirements,
            sentences: [second, KeywordSentence(3, "5.2", [.may], "cccccccccccc")], exclusions: [])
        #expect(coverage.unaccountedSentences.map(\.reference.line) == [3])
        #expect(coverage.danglingReferences == [first.reference])
        #expect(!coverage.isComplete)
    }

    @Test func exclusionsAccountForSentences() {
        let extra = KeywordSentence(3, "2", [.must], "cccccccccccc")
        let coverage = Coverage(
            checks: ["cat.purrs": ["a"], "cat.eats": ["b"]], of: requirements, sentences: [first, second, extra],
            exclusions: [SentenceExclusion(reference: extra.reference, reason: "It is a definition.")])
        #expect(coverage.isComplete)
    }
}
