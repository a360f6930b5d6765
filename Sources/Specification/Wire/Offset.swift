/// A position in a stream as a server mints it (§8): an opaque, case-sensitive token.
///
/// Offsets compare by their bytes. The sentinels `-1` and `now` are not offsets but ``ReadPosition``s.
public struct Offset: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The length in characters below which §8 recommends that servers keep their offsets.
    public static let recommendedMaximumLength = 256

    /// The token as it stands in `Stream-Next-Offset`, nothing encoded.
    public let token: String

    /// An offset, or `nil` when a server must not mint such a token.
    ///
    /// §8 rules out the reserved sentinels and the characters `,`, `&`, `=`, `?` and `/`. White space, control
    /// characters and the empty token are ruled out too: a header field cannot carry them intact.
    public init?(_ token: String) {
        guard Self.defect(of: token) == nil else { return nil }
        self.token = token
    }

    /// What makes a token unfit to be an offset, in words that complete "the offset …"; `nil` when nothing does.
    public static func defect(of token: String) -> String? {
        if token.isEmpty { return "is empty" }
        if token == "-1" || token == "now" { return "is the reserved value '\(token)'" }
        for byte in token.utf8 {
            switch byte {
            case 0x00...0x1F, 0x7F: return "holds a control character"
            case UInt8(ascii: " "): return "holds a space"
            case UInt8(ascii: ","), UInt8(ascii: "&"), UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "/"):
                return "holds '\(Character(Unicode.Scalar(byte)))', which is forbidden in offsets"
            default: continue
            }
        }
        return nil
    }

    /// Whether the token needs no percent-encoding anywhere in a URL: only unreserved characters of RFC 3986 §2.3.
    public var isURLSafe: Bool {
        token.utf8.allSatisfy(PercentCoding.isUnreserved)
    }

    /// The order of the bytes (§8, lexicographically sortable).
    public static func < (left: Offset, right: Offset) -> Bool { WireOrder.precedes(left.token, right.token) }

    /// Offsets are equal when their bytes are.
    public static func == (left: Offset, right: Offset) -> Bool { WireOrder.equal(left.token, right.token) }

    /// Feeds the bytes of the token.
    public func hash(into hasher: inout Hasher) { WireOrder.hash(token, into: &hasher) }

    /// The token.
    public var description: String { token }
}
