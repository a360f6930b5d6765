/// Where a read begins: the value of the `offset` query parameter (§5.6, §8).
public enum ReadPosition: Sendable, Hashable, CustomStringConvertible {
    /// The beginning of the stream, written `-1`; what an absent parameter means in catch-up reads.
    case beginning
    /// The tail at the time of the request, written `now`.
    case now
    /// A position that a server handed out.
    case at(Offset)

    /// The position a decoded query value names, or `nil` when it is neither a sentinel nor an offset.
    public init?(queryValue: String) {
        switch queryValue {
        case "-1": self = .beginning
        case "now": self = .now
        default:
            guard let offset = Offset(queryValue) else { return nil }
            self = .at(offset)
        }
    }

    /// The value of the parameter before percent-encoding.
    public var queryValue: String {
        switch self {
        case .beginning: "-1"
        case .now: "now"
        case .at(let offset): offset.token
        }
    }

    /// The value of the parameter as it stands in a URL.
    public var encodedQueryValue: String { PercentCoding.encodeFieldValue(queryValue) }

    /// The value before percent-encoding.
    public var description: String { queryValue }
}
