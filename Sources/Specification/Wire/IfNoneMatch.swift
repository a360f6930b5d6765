/// The value of `If-None-Match` (§10.1; RFC 9110 §13.1.2).
public enum IfNoneMatch: Sendable, Hashable {
    /// `*`: any current representation.
    case any
    /// A list of tags.
    case tags([EntityTag])

    /// The condition of a header value, or `nil` when it is neither `*` nor a list with at least one tag.
    ///
    /// A broken condition must not turn a read into a 304, so a server treats `nil` as if the header were absent.
    public init?(_ value: String) {
        var scanner = FieldScanner(value)
        scanner.skipWhiteSpace()
        if scanner.take("*") {
            scanner.skipWhiteSpace()
            guard scanner.isAtEnd else { return nil }
            self = .any
            return
        }
        var tags: [EntityTag] = []
        var mayHoldTag = true
        while !scanner.isAtEnd {
            if scanner.take(",") {
                mayHoldTag = true
            } else {
                guard mayHoldTag, let tag = EntityTag.take(from: &scanner) else { return nil }
                tags.append(tag)
                mayHoldTag = false
            }
            scanner.skipWhiteSpace()
        }
        guard !tags.isEmpty else { return nil }
        self = .tags(tags)
    }

    /// Whether the condition names a tag, by weak comparison, so that the answer is 304.
    public func matches(_ tag: EntityTag) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tags.contains { $0.matchesWeakly(tag) }
        }
    }
}
