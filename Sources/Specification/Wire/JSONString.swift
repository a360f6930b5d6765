/// A JSON string after its escapes are resolved.
///
/// An escape may name half of a surrogate pair alone, which no Unicode text can hold. Such a half is kept in the form
/// in which UTF-8 would write it if it could (WTF-8), so that strings compare without loss.
public struct JSONString: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The string in UTF-8, with three bytes for a half surrogate.
    public let bytes: [UInt8]

    /// The string of some text.
    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The string of some text.
    public init(stringLiteral text: String) {
        self.init(text)
    }

    /// The text, with U+FFFD in the place of half surrogates.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text as JSON writes it, in quotation marks.
    public var description: String { JSONText.quoted(text) }

    /// The string between the quotation marks of a token that has the grammar of RFC 8259 §7.
    init(validated content: some Collection<UInt8>) {
        guard content.contains(UInt8(ascii: "\\")) else {
            bytes = Array(content)
            return
        }
        var resolved: [UInt8] = []
        var pendingHigh: UInt32?
        var input = content.makeIterator()
        while let byte = input.next() {
            var unit: UInt32?
            if byte == UInt8(ascii: "\\") {
                switch input.next() {
                case UInt8(ascii: "b"): unit = 0x08
                case UInt8(ascii: "f"): unit = 0x0C
                case UInt8(ascii: "n"): unit = 0x0A
                case UInt8(ascii: "r"): unit = 0x0D
                case UInt8(ascii: "t"): unit = 0x09
                case UInt8(ascii: "u"):
                    unit = (0..<4).reduce(0) { value, _ in
                        value << 4 | UInt32(input.next().flatMap(PercentCoding.hexadecimalValue) ?? 0)
                    }
                case let escaped: unit = escaped.map(UInt32.init)
                }
            }
            if let high = pendingHigh {
                pendingHigh = nil
                if let low = unit, (0xDC00...0xDFFF).contains(low) {
                    Self.append(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00), to: &resolved)
                    continue
                }
                Self.append(high, to: &resolved)
            }
            switch unit {
            case nil: resolved.append(byte)
            case .some(let high) where (0xD800...0xDBFF).contains(high): pendingHigh = high
            case .some(let scalar): Self.append(scalar, to: &resolved)
            }
        }
        if let high = pendingHigh { Self.append(high, to: &resolved) }
        bytes = resolved
    }

    private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
        switch value {
        case 0..<0x80:
            bytes.append(UInt8(value))
        case 0x80..<0x800:
            bytes.append(UInt8(0xC0 | value >> 6))
            bytes.append(UInt8(0x80 | value & 0x3F))
        case 0x800..<0x10000:
            bytes.append(UInt8(0xE0 | value >> 12))
            bytes.append(UInt8(0x80 | value >> 6 & 0x3F))
            bytes.append(UInt8(0x80 | value & 0x3F))
        default:
            bytes.append(UInt8(0xF0 | value >> 18))
            bytes.append(UInt8(0x80 | value >> 12 & 0x3F))
            bytes.append(UInt8(0x80 | value >> 6 & 0x3F))
            bytes.append(UInt8(0x80 | value & 0x3F))
        }
    }
}
