import Testing

@testable import Specification

@Suite struct SentenceDriftTests {
    private let text = "## 1. Cats\nCats MUST purr. Dogs MAY bark.\n\nCats MUST purr."

    private func drift(to other: String) -> SentenceDrift {
        SentenceDrift(of: other, against: SentenceScanner.scan(text))
    }

    @Test func theSameTextHasNone() {
        #expect(drift(to: text).isEmpty)
    }

    @Test func sentencesThatMoveKeepTheirIdentity() {
        let drift = drift(to: "\n" + text)
        #expect(drift.moved.map(\.from.reference.line) == [2, 2, 4])
        #expect(drift.moved.map(\.to.reference.line) == [3, 3, 5])
        #expect(drift.added.isEmpty && drift.removed.isEmpty)
    }

    @Test func changedWordsAreARemovalAndAnAddition() {
        let drift = drift(to: "## 1. Cats\nCats MUST purr. Dogs SHOULD bark.\n\nCats MUST purr.")
        #expect(drift.moved.isEmpty)
        #expect(drift.removed.map(\.keywords) == [[.may]])
        #expect(drift.added.map(\.keywords) == [[.should]])
    }

    @Test func oneOfTwoEqualSentencesCanGo() {
        let drift = drift(to: "## 1. Cats\nDogs MAY bark.\n\nCats MUST purr.")
        #expect(drift.removed.map(\.reference.line) == [2])
        #expect(drift.moved.isEmpty && drift.added.isEmpty)
    }
}
