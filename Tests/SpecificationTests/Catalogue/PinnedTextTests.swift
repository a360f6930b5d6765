import Testing

@testable import Specification

@Suite struct PinnedTextTests {
    @Test func everySentenceIsAccountedForAndEveryReferenceExists() {
        let coverage = Coverage(checks: [:])
        #expect(coverage.unaccountedSentences.isEmpty)
        #expect(coverage.danglingReferences.isEmpty)
    }

    @Test func sentencesStandInTheOrderOfTheText() {
        let lines = PinnedText.sentences.map(\.reference.line)
        #expect(lines == lines.sorted())
        #expect(Set(PinnedText.sentences.map(\.reference)).count == PinnedText.sentences.count)
    }

    @Test func hashesAreTwelveHexadecimalDigits() {
        for sentence in PinnedText.sentences {
            #expect(sentence.reference.hash.count == 12)
            #expect(sentence.reference.hash.allSatisfy { "0123456789abcdef".contains($0) })
            #expect(!sentence.keywords.isEmpty)
        }
    }

    @Test func aRequirementIsReadFromItsOwnSection() {
        for requirement in Requirement.all where !requirement.sources.isEmpty {
            let sentences = requirement.sources.compactMap { PinnedText.sentencesByReference[$0] }
            #expect(sentences.contains { $0.stands(in: requirement.section) }, "\(requirement.id)")
        }
    }

    /// Demands that the text words as a permission, to one side or in the negative, while the other side is obliged.
    private let strongerThanTheirWords: Set<Requirement.ID> = [
        "append.close-content-type-optional", "content-type.any-accepted", "offset.beginning-equals-omitted",
        "offset.unique",
    ]

    @Test func aRequirementIsNoStrongerThanItsSentences() {
        for requirement in Requirement.all where !strongerThanTheirWords.contains(requirement.id) {
            let sentences = requirement.sources.compactMap { PinnedText.sentencesByReference[$0] }
            guard let strongest = sentences.flatMap(\.keywords).map(strength).max() else { continue }
            let own = requirement.level.isMandatory ? 2 : requirement.level.isAdvisory ? 1 : 0
            #expect(own <= strongest, "\(requirement.id)")
        }
    }

    private func strength(_ keyword: KeywordSentence.Keyword) -> Int {
        switch keyword {
        case .must, .mustNot, .shall, .shallNot, .required: 2
        case .should, .shouldNot, .recommended, .notRecommended: 1
        case .may, .optional, .notRequired: 0
        }
    }

    @Test func noSentenceIsBothExcludedAndASource() {
        let sources = Set(Requirement.all.flatMap(\.sources))
        for exclusion in SentenceExclusion.all {
            #expect(!sources.contains(exclusion.reference))
            #expect(exclusion.reason.hasSuffix("."))
        }
    }
}
