/// A response, as far as caches are concerned (§5.5, §5.6, §8, §10).
public enum CachedResponse: Sendable, Hashable, CaseIterable {
    /// A catch-up read with data, or one that reached the end of a closed stream: it never changes.
    case data
    /// A catch-up read at the tail of an open stream: empty now, and not for long.
    case emptyTail
    /// A catch-up read of `now`.
    case now
    /// A long-poll that was answered with data.
    case liveData
    /// A long-poll that ended without data.
    case liveNothing
    /// An event stream.
    case events
    /// A `HEAD`.
    case head
    /// Everything else: acknowledgements and errors.
    case other
}

/// Who may keep what a stream holds (§10.1).
public enum CacheVisibility: String, Sendable, Hashable, CaseIterable {
    /// Shared caches too.
    case shared = "public"
    /// Only the cache of the client itself.
    case `private`
}

/// The part of a stream that an entity tag stands for.
public struct TagFacts: Sendable, Hashable {
    /// A number no other stream has had, not even an earlier one at the same URL.
    public var incarnation: UInt64

    /// The first position.
    public var start: Int

    /// The position after the last.
    public var end: Int

    /// Whether the response says that the stream is closed.
    public var isClosed: Bool

    /// Facts.
    public init(incarnation: UInt64, start: Int, end: Int, isClosed: Bool) {
        self.incarnation = incarnation
        self.start = start
        self.end = end
        self.isClosed = isClosed
    }
}

/// What caches are told (§10).
public enum CachingRule {
    /// How long a chunk may be kept, in seconds (§10.1).
    public static let maximumAge: Int64 = 60

    /// The value of `Cache-Control`; `nil` where it says nothing.
    ///
    /// Data is kept as §10.1 recommends, but not beyond the life of the stream (§5.6). An empty read at the tail of an
    /// open stream may be kept and must be asked about again each time, or a cache would hide new data and closure.
    ///
    /// - Parameter secondsLeft: how long the stream lives at least; `nil` when it has no end.
    public static func cacheControl(
        _ response: CachedResponse, _ visibility: CacheVisibility, secondsLeft: Int64?
    ) -> String {
        switch response {
        case .data, .liveData:
            if let secondsLeft, secondsLeft < maximumAge {
                return "\(visibility.rawValue), max-age=\(max(0, secondsLeft))"
            }
            return switch visibility {
            case .shared: "public, max-age=60, stale-while-revalidate=300"
            case .private: "private, max-age=60, stale-while-revalidate=300"
            }
        case .emptyTail: return "no-cache"
        case .now, .liveNothing, .events, .head, .other: return "no-store"
        }
    }

    /// The value of `ETag`, quotation marks included (§10.1): stream, start, end, and `:c` for closed.
    public static func entityTag(_ facts: TagFacts) -> String {
        let width = OffsetRule.width
        let count = 3 * width + 4 + (facts.isClosed ? 2 : 0)
        return String(unsafeUninitializedCapacity: count) { buffer in
            let base = buffer.baseAddress!
            base[0] = UInt8(ascii: "\"")
            OffsetRule.write(facts.incarnation, to: base + 1)
            base[1 + width] = UInt8(ascii: ":")
            OffsetRule.write(UInt64(facts.start), to: base + 2 + width)
            base[2 + 2 * width] = UInt8(ascii: ":")
            OffsetRule.write(UInt64(facts.end), to: base + 3 + 2 * width)
            if facts.isClosed {
                base[3 + 3 * width] = UInt8(ascii: ":")
                base[4 + 3 * width] = UInt8(ascii: "c")
            }
            base[count - 1] = UInt8(ascii: "\"")
            return count
        }
    }

    /// Whether `If-None-Match` names the tag, so that the answer is 304 (§10.1).
    ///
    /// A condition that is no list of tags is treated as absent: it must not hide data.
    public static func isNotModified(_ ifNoneMatch: String, _ entityTag: String) -> Bool {
        if ifNoneMatch == entityTag { return true }
        guard let condition = IfNoneMatch(ifNoneMatch), let tag = EntityTag(entityTag) else { return false }
        return condition.matches(tag)
    }
}
