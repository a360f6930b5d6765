/// How the keyword sentences of another revision of the text differ from the pinned ones.
public struct SentenceDrift: Sendable, Equatable {
    /// A sentence whose words are the same and whose place is not.
    public struct Move: Sendable, Equatable {
        /// The sentence as it is pinned.
        public let from: KeywordSentence
        /// The sentence where it stands now.
        public let to: KeywordSentence
    }

    /// Sentences that stand on another line or in another section.
    public let moved: [Move]

    /// Sentences that are new or whose words changed.
    public let added: [KeywordSentence]

    /// Pinned sentences that are gone or whose words changed.
    public let removed: [KeywordSentence]

    /// Compares a text with the pinned sentences, or with the ones given.
    public init(of text: String, against pinned: [KeywordSentence] = PinnedText.sentences) {
        // Equal words can occur more than once: those in place are paired first, the rest in their order.
        let current = SentenceScanner.scan(text)
        let inPlace = Set(pinned).intersection(current)
        var waiting: [String: [KeywordSentence]] = [:]
        for sentence in current.reversed() where !inPlace.contains(sentence) {
            waiting[sentence.reference.hash, default: []].append(sentence)
        }
        var moved: [Move] = []
        var removed: [KeywordSentence] = []
        for sentence in pinned where !inPlace.contains(sentence) {
            if let target = waiting[sentence.reference.hash]?.popLast() {
                moved.append(Move(from: sentence, to: target))
            } else {
                removed.append(sentence)
            }
        }
        let unpaired = Set(waiting.values.joined())
        self.moved = moved
        self.removed = removed
        self.added = current.filter { unpaired.contains($0) }
    }

    /// Whether the text has exactly the pinned sentences in their places.
    public var isEmpty: Bool { moved.isEmpty && added.isEmpty && removed.isEmpty }
}
