/// Where a read asks to begin, the offset already read as a position.
public enum ReadStart: Sendable, Hashable {
    /// At the beginning: `-1`, or no offset.
    case beginning
    /// At the tail: `now`.
    case now
    /// At a position that an offset names.
    case position(Int)
}

/// How a read goes on when there is nothing to read (§5.6–§5.8).
public enum LiveMode: String, Sendable, Hashable, CaseIterable {
    /// It waits for the next data (§5.7).
    case longPoll = "long-poll"
    /// It stays and is sent everything that comes (§5.8).
    case sse
}

/// What a response says about the end of the stream, besides its data.
public struct ReadFlags: Sendable, Hashable {
    /// `Stream-Up-To-Date`: the response reaches the tail (§5.6).
    public var isUpToDate: Bool

    /// `Stream-Closed`: the response reaches the end, and nothing will follow (§5.6).
    public var isClosed: Bool

    /// Flags.
    public init(isUpToDate: Bool, isClosed: Bool) {
        self.isUpToDate = isUpToDate
        self.isClosed = isClosed
    }
}

/// What a long-poll does (§5.7).
public enum LongPollDecision: Sendable, Hashable {
    /// There is data: 200 at once.
    case answer
    /// There will never be data: 204 with `Stream-Closed` at once.
    case endOfStream
    /// There may be data: wait.
    case wait
}

/// Where reads begin, how far they go and what they say (§5.6, §5.7, §8).
public enum ReadRule {
    /// The position a read begins at, or `nil` for an offset beyond the tail.
    ///
    /// The text leaves that case open. No offset beyond the tail was handed out for this stream, and answering with a
    /// smaller one would move a reader backwards, so it is refused.
    public static func start(_ start: ReadStart, _ stream: StreamFacts) -> Int? {
        switch start {
        case .beginning: 0
        case .now: stream.tail
        case .position(let position): position <= stream.tail ? position : nil
        }
    }

    /// The flags of a response that ends at a position (§5.6).
    public static func flags(end: Int, _ stream: StreamFacts) -> ReadFlags {
        let atTail = end == stream.tail
        return ReadFlags(isUpToDate: atTail, isClosed: atTail && stream.isClosed)
    }

    /// Whether a long-poll that begins at a position waits (§5.7).
    public static func longPoll(start: Int, _ stream: StreamFacts) -> LongPollDecision {
        if start < stream.tail { return .answer }
        return stream.isClosed ? .endOfStream : .wait
    }
}
