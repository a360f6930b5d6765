/// The cursor of a subscription in one stream (§6.1).
public struct SubscriptionLink: Sendable, Hashable {
    /// How a stream came to be linked.
    public enum Kind: String, Sendable, Hashable {
        /// The pattern matches it.
        case glob
        /// It was listed.
        case explicit
    }

    /// What is linked, and when: it decides where the cursor starts.
    public enum Occasion: Sendable, Hashable, CaseIterable {
        /// The subscription is created, and the stream is there.
        case backfill
        /// The stream is listed, and is there.
        case listed
        /// The stream appears after the subscription.
        case discovered
    }

    /// Whether it was listed.
    public var isExplicit: Bool

    /// Whether the pattern matches it.
    public var isGlob: Bool

    /// The position up to which everything was processed.
    public var acked: Int

    /// The position after the last byte or message; `nil` while there is no such stream.
    public var tail: Int?

    /// The generation in which the stream went away: reports of that wake speak of contents that are gone.
    var voidGeneration: Int64?

    /// A link.
    public init(isExplicit: Bool, isGlob: Bool, acked: Int, tail: Int?) {
        self.isExplicit = isExplicit
        self.isGlob = isGlob
        self.acked = acked
        self.tail = tail
    }
}

/// How links begin, end and are shown (§6.1, §6.2, §6.4).
public enum SubscriptionLinkRule {
    /// Where the cursor of a new link stands: at the tail of a stream that was there before, so that its past is not
    /// replayed, and in front of the append that revealed a later one.
    ///
    /// - Parameters:
    ///   - beginning: The position before the first append to the stream.
    ///   - tail: Its tail.
    public static func start(_ occasion: SubscriptionLink.Occasion, beginning: Int, tail: Int) -> Int {
        switch occasion {
        case .backfill, .listed: tail
        case .discovered: beginning
        }
    }

    /// A stream that was listed is shown so, whether the pattern matches it or not.
    public static func shownKind(_ link: SubscriptionLink) -> SubscriptionLink.Kind {
        link.isExplicit ? .explicit : .glob
    }

    /// What remains when a stream is taken off the list: its link by the pattern, where there is one.
    public static func withoutExplicit(_ link: SubscriptionLink) -> SubscriptionLink? {
        guard link.isGlob else { return nil }
        var link = link
        link.isExplicit = false
        return link
    }

    /// Whether there is something behind the cursor (§7).
    public static func isPending(acked: Int, tail: Int) -> Bool {
        acked < tail
    }

    /// Where an ack moves a cursor: forward only. An ack is inclusive, and an offset is the position after what it
    /// follows, so the two are the same position (§7).
    public static func acknowledged(_ acked: Int, by ack: Int) -> Int {
        max(acked, ack)
    }
}
