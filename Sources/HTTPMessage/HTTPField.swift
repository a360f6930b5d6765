/// One header or trailer field of an HTTP message (RFC 9110 §5).
///
/// Values are kept as ISO-8859-1: every byte of the wire is one Unicode scalar below U+0100, so a value that came from
/// a peer can be written back unchanged whatever bytes it holds.
public struct HTTPField: Sendable, Hashable {
    /// The name of the field, compared without regard to letter case.
    public var name: Name

    /// The value of the field, without leading and trailing white space.
    public var value: String

    /// A field with a value that is taken as it is.
    ///
    /// The value is not validated here, because a black-box runner has to be able to hold what a broken peer sent.
    /// Writers refuse values for which ``isValidValue(_:)`` is false.
    @inlinable
    public init(name: Name, value: String) {
        self.name = name
        self.value = value
    }

    /// Whether a value may be put on the wire: no CR, LF or NUL, no scalar above U+00FF, no surrounding white space.
    public static func isValidValue(_ value: String) -> Bool {
        let scalars = value.unicodeScalars
        if let first = scalars.first, first == " " || first == "\t" { return false }
        if let last = scalars.last, last == " " || last == "\t" { return false }
        return scalars.allSatisfy { scalar in
            scalar.value == 0x09 || (scalar.value >= 0x20 && scalar.value != 0x7F && scalar.value <= 0xFF)
        }
    }
}

extension HTTPField {
    /// The name of a field: a non-empty token of RFC 9110 §5.6.2.
    public struct Name: Sendable, CustomStringConvertible {
        /// The name in the letter case in which it was given.
        public let rawName: String

        /// The name in lower case, by which names are compared.
        public let canonicalName: String

        /// A name, or `nil` when the string is not a token.
        public init?(_ name: String) {
            guard Self.isToken(name) else { return nil }
            self.init(raw: name, canonical: name.lowercased())
        }

        /// A name that is known to be a token, with its canonical form already at hand.
        @inlinable
        public init(uncheckedRaw raw: String, canonical: String) {
            self.init(raw: raw, canonical: canonical)
        }

        @usableFromInline
        init(raw: String, canonical: String) {
            self.rawName = raw
            self.canonicalName = canonical
        }

        /// The name as it was given.
        public var description: String { rawName }

        /// Whether a string is a token of RFC 9110 §5.6.2.
        public static func isToken(_ string: String) -> Bool {
            !string.isEmpty && string.utf8.allSatisfy(isTokenByte)
        }

        /// Whether a byte may stand in a token of RFC 9110 §5.6.2.
        @inlinable
        public static func isTokenByte(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
                UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
                true
            default:
                false
            }
        }
    }
}

extension HTTPField.Name: Hashable {
    /// Names are equal when they differ in letter case only.
    @inlinable
    public static func == (left: Self, right: Self) -> Bool {
        left.canonicalName == right.canonicalName
    }

    /// Feeds the canonical name.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        hasher.combine(canonicalName)
    }
}
