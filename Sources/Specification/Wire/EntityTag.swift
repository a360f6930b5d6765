/// An entity tag: the value of `ETag` (§5.6, §10.1; RFC 9110 §8.8.3).
///
/// The text of the protocol shows its tags without quotation marks; HTTP requires them.
public struct EntityTag: Sendable, Hashable, CustomStringConvertible {
    /// What stands between the quotation marks.
    public let opaque: String

    /// Whether the tag is weak, written with `W/` before it.
    public let isWeak: Bool

    /// A tag, or `nil` when the opaque part holds a space, a quotation mark or a control character.
    public init?(opaque: String, isWeak: Bool = false) {
        guard opaque.unicodeScalars.allSatisfy(Self.isOpaqueScalar) else { return nil }
        self.opaque = opaque
        self.isWeak = isWeak
    }

    /// The tag of a header value, or `nil` when the value is not exactly one quoted tag.
    public init?(_ value: String) {
        var scanner = FieldScanner(value)
        guard let tag = Self.take(from: &scanner), scanner.isAtEnd else { return nil }
        self = tag
    }

    /// Whether two tags name the same representation, weak or not (RFC 9110 §8.8.3.2, weak comparison).
    public func matchesWeakly(_ other: EntityTag) -> Bool {
        WireOrder.equal(opaque, other.opaque)
    }

    /// The value as the header has it.
    public var description: String { (isWeak ? "W/" : "") + "\"\(opaque)\"" }

    static func take(from scanner: inout FieldScanner) -> EntityTag? {
        let isWeak = scanner.take("W")
        if isWeak, !scanner.take("/") { return nil }
        guard scanner.take("\"") else { return nil }
        let opaque = scanner.takeWhile(isOpaqueScalar)
        guard scanner.take("\"") else { return nil }
        return EntityTag(opaque: opaque, isWeak: isWeak)
    }

    private static func isOpaqueScalar(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0x21 || (scalar.value >= 0x23 && scalar.value != 0x7F)
    }
}
