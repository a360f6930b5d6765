/// Writes the list of pinned sentences as the Swift source that holds it.
public enum SentenceLedger {
    /// The contents of `PinnedSentences.swift` for a text.
    public static func source(for text: String) -> String {
        var source = """
            // Generated from the text by `tidemark spec coverage --text FILE --print-ledger`; not edited by hand.

            extension PinnedText {
                /// Every keyword sentence of the pinned text: line, section, keywords and hash of its words.
                public static let sentences: [KeywordSentence] = [

            """
        for sentence in SentenceScanner.scan(text) {
            source += entry(for: sentence)
        }
        return source + "    ]\n}\n"
    }
    /// One element of the list, broken over lines as the formatter would.
    private static func entry(for sentence: KeywordSentence) -> String {
        let place = "\(sentence.reference.line), \"\(sentence.section)\","
        let keywords = "[" + sentence.keywords.map { ".\($0)" }.joined(separator: ", ") + "],"
        let hash = "\"\(sentence.reference.hash)\""
        let line = "        KeywordSentence(\(place) \(keywords) \(hash)),\n"
        guard line.count > lineLength + 1 else { return line }
        let indent = "\n            "
        return "        KeywordSentence(\(indent)\(place)\(indent)\(keywords)\(indent)\(hash)),\n"
    }

    private static let lineLength = 120
}
