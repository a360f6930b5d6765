/// A keyword sentence that states no requirement, with the reason.
public struct SentenceExclusion: Sendable, Hashable {
    /// The sentence.
    public let reference: SentenceReference

    /// Why it demands nothing, in a sentence a reader can judge.
    public let reason: String

    /// Every excluded sentence; all others are sources of at least one requirement.
    public static let all: [SentenceExclusion] = [
        SentenceExclusion(
            reference: SentenceReference(74, "6dad0b4e64a1"),
            reason: "It defines how the keywords are to be read and uses none of them."
        )
    ]
}
