/// The revision of the protocol's text that the requirements were read from; the text itself is not kept here.
public enum PinnedText {
    /// The repository that holds the text, `owner/name` on GitHub.
    public static let repository = "durable-streams/durable-streams"

    /// The file within the repository.
    public static let document = "PROTOCOL.md"

    /// The name and version that the document gives itself.
    public static let title = "Durable Streams Protocol 1.0 (draft)"

    /// The beginning of the commit's hash.
    public static let revision = "82f9963a"

    /// The keyword sentences of the pinned text by the reference that names them.
    public static let sentencesByReference: [SentenceReference: KeywordSentence] = Dictionary(
        sentences.map { ($0.reference, $0) }, uniquingKeysWith: { first, _ in first })
}
