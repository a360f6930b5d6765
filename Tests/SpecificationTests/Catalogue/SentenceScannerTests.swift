import Testing

@testable import Specification

@Suite struct SentenceScannerTests {
    /// What a scan found, without the hashes.
    private func scan(_ text: String) -> [String] {
        SentenceScanner.scan(text).map { sentence in
            let keywords = sentence.keywords.map(\.rawValue).joined(separator: "+")
            return "\(sentence.reference.line) \(sentence.section) \(keywords)"
        }
    }

    @Test(arguments: [
        ("Cats MUST purr.", ["1  MUST"]),
        ("Cats **MUST NOT** bark, and **SHOULD** purr.", ["1  MUST NOT+SHOULD"]),
        ("Cats must purr, and MUSTARD is no keyword; nor is MUST_PURR.", []),
        ("Cats are NOT REQUIRED to purr.", ["1  NOT REQUIRED"]),
        (
            "Cats SHALL NOT bark. Purring is RECOMMENDED! Is milk OPTIONAL?",
            ["1  SHALL NOT", "1  RECOMMENDED", "1  OPTIONAL"]
        ),
        ("The constant `MUST` is code.", []),
        ("Cats, e.g. Tom, MAY purr at 3.5 decibels.", ["1  MAY"]),
        ("Cats (e.g. Tom) MAY purr. (Dogs MAY NOT.) Birds sing.", ["1  MAY", "1  MAY"]),
        ("**Note:** cats MAY purr.** Dogs SHOULD bark.", ["1  MAY", "1  SHOULD"]),
    ])
    func keywordsOfProse(text: String, expected: [String]) {
        #expect(scan(text) == expected)
    }

    @Test func sectionsComeFromNumberedHeadings() {
        let text = """
            ## 4. Cats

            They MUST purr.

            #### What follows

            They MAY sleep.

            ### 4.1. Kittens SHOULD play

            They MUST
            play. They MAY
            bite.
            """
        #expect(scan(text) == ["3 4 MUST", "7 4 MAY", "9 4.1 SHOULD", "11 4.1 MUST", "12 4.1 MAY"])
    }

    @Test func listItemsAndTableCellsHoldTheirOwnSentences() {
        let text = """
            ## 1. Cats
            Cats MUST either:
            - purr, which they SHOULD do
              when they are fed, or
            - MAY sleep
            1. They MUST eat.

            | Cat | Duty                           |
            | --- | ------------------------------ |
            | Tom | MUST `a|b` purr. He MAY sleep. |
            """
        #expect(
            scan(text) == ["2 1 MUST", "3 1 SHOULD", "5 1 MAY", "6 1 MUST", "10 1 MUST", "10 1 MAY"])
    }

    @Test func codeBlocksAreSkipped() {
        let text = """
            Cats MAY purr.
            ```
            # 7. Cats MUST bark
            ~~~
            ```
              ```http
              MUST
              ```
            Dogs SHOULD bark.
            """
        #expect(scan(text) == ["1  MAY", "9  SHOULD"])
    }

    @Test func hashesIgnoreEmphasisAndWhiteSpaceAndNothingElse() {
        let plain = SentenceScanner.hash(of: "Cats MUST eat `*` and purr.")
        #expect(plain == SentenceScanner.hash(of: "Cats  **MUST** eat\n`*` and *purr*."))
        #expect(plain != SentenceScanner.hash(of: "Cats MUST eat `` and purr."))
        #expect(plain != SentenceScanner.hash(of: "Cats must eat `*` and purr."))
        #expect(plain.count == 12)
    }

    @Test func aSentenceKeepsItsHashWhenItIsWrappedAnew() {
        let one = SentenceScanner.scan("Dogs bark. Cats MUST purr and sleep.")
        let other = SentenceScanner.scan("Dogs\nbark. Cats MUST\npurr and sleep.")
        #expect(one.map(\.reference.hash) == other.map(\.reference.hash))
        #expect(other.map(\.reference.line) == [2])
    }

    @Test func theLedgerHoldsWhatTheScanFound() {
        let text = "## 2. Cats\nCats MUST purr and MAY sleep."
        let hash = SentenceScanner.hash(of: "Cats MUST purr and MAY sleep.")
        #expect(
            SentenceLedger.source(for: text).contains(
                "        KeywordSentence(2, \"2\", [.must, .may], \"\(hash)\"),\n    ]\n}\n"))
    }
}
