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
        bytes = content.withBytes(Self.resolvingEscapes)
    }

    private static func resolvingEscapes(of content: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        guard let start = content.baseAddress else { return [] }
        var resolved: [UInt8] = []
        var pendingHigh: UInt32?
        var position = 0
        while position < content.count {
            // What stands between escapes is copied in one piece.
            var end = position
            while end < content.count, start[end] != UInt8(ascii: "\\") { end += 1 }
            if end > position {
                if let high = pendingHigh { append(high, to: &resolved) }
                pendingHigh = nil
                resolved.append(contentsOf: UnsafeBufferPointer(start: start + position, count: end - position))
                position = end
                continue
            }
            let unit = escape(at: start + position + 1)
            position += unit.length + 1
            if let high = pendingHigh {
                pendingHigh = nil
                if (0xDC00...0xDFFF).contains(unit.value) {
                    append(0x10000 + (high - 0xD800) << 10 + (unit.value - 0xDC00), to: &resolved)
                    continue
                }
                append(high, to: &resolved)
            }
            if (0xD800...0xDBFF).contains(unit.value) {
                pendingHigh = unit.value
            } else {
                append(unit.value, to: &resolved)
            }
        }
        if let high = pendingHigh { append(high, to: &resolved) }
        return resolved
    }

    /// What an escape stands for, and how many bytes it has after the backslash.
    private static func escape(at letter: UnsafePointer<UInt8>) -> (value: UInt32, length: Int) {
        switch letter[0] {
        case UInt8(ascii: "b"): (0x08, 1)
        case UInt8(ascii: "f"): (0x0C, 1)
        case UInt8(ascii: "n"): (0x0A, 1)
        case UInt8(ascii: "r"): (0x0D, 1)
        case UInt8(ascii: "t"): (0x09, 1)
        case UInt8(ascii: "u"):
            ((1...4).reduce(0) { $0 << 4 | UInt32(PercentCoding.hexadecimalValue(letter[$1]) ?? 0) }, 5)
        case let other: (UInt32(other), 1)
        }
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
