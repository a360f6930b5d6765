import Specification

/// What a path below the reserved prefix names (§6).
enum ControlPath: Hashable {
    /// `jwks.json`
    case keys
    /// `subscriptions/:id`
    case subscription(String)
    /// `subscriptions/:id/streams`
    case streams(String)
    /// `subscriptions/:id/streams/:path`, the path as it stands in the URL.
    case stream(String, path: String)
    /// `subscriptions/:id/callback`
    case callback(String)
    /// `subscriptions/:id/claim`
    case claim(String)
    /// `subscriptions/:id/ack`
    case ack(String)
    /// `subscriptions/:id/release`
    case release(String)

    /// What follows the reserved prefix, when a path begins with it.
    ///
    /// This is asked of every request, so a path of a stream is told apart by one byte.
    static func suffix(of path: String, root: String) -> Substring? {
        let bytes = path.utf8
        guard let start = bytes.index(bytes.startIndex, offsetBy: root.utf8.count + 1, limitedBy: bytes.endIndex),
            start < bytes.endIndex, bytes[start] == UInt8(ascii: "_"),
            bytes.starts(with: root.utf8), bytes[bytes.index(before: start)] == UInt8(ascii: "/")
        else { return nil }
        let rest = path[start...]
        guard rest.utf8.starts(with: StreamPath.reservedSegment.utf8) else { return nil }
        let suffix = rest.utf8.dropFirst(StreamPath.reservedSegment.utf8.count)
        guard let first = suffix.first else { return rest[rest.endIndex...] }
        return first == UInt8(ascii: "/") ? Substring(suffix.dropFirst()) : nil
    }

    /// Reads what follows the prefix; the id of a subscription is decoded.
    ///
    /// - Throws: 404 where there is nothing, 400 for an id that can be none.
    init(_ suffix: Substring, maximumIDLength: Int) throws(Refusal) {
        let nothing = Refusal(.notFound, "There is nothing at this reserved path.")
        if suffix == "jwks.json" {
            self = .keys
            return
        }
        let parts = suffix.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "subscriptions" else { throw nothing }
        guard let decoded = PercentCoding.decode(parts[1]), let id = String(validating: decoded, as: UTF8.self),
            !id.isEmpty, decoded.count <= maximumIDLength, decoded.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { throw .badRequest("The id of a subscription has 1 to \(maximumIDLength) bytes of UTF-8.") }
        switch (parts.count, parts.count > 2 ? parts[2] : "") {
        case (2, _): self = .subscription(id)
        case (3, "streams"): self = .streams(id)
        case (3, "callback"): self = .callback(id)
        case (3, "claim"): self = .claim(id)
        case (3, "ack"): self = .ack(id)
        case (3, "release"): self = .release(id)
        case (4, "streams") where !parts[3].isEmpty: self = .stream(id, path: String(parts[3]))
        default: throw nothing
        }
    }

    /// The methods that the resource knows, for `Allow`.
    var methods: String {
        switch self {
        case .keys: "GET, HEAD"
        case .subscription: "GET, HEAD, PUT, DELETE"
        case .stream: "DELETE"
        case .streams, .callback, .claim, .ack, .release: "POST"
        }
    }
}
