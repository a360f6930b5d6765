import Specification

/// Bytes to send or to expect, written as text where that is what they are.
public struct Payload: Sendable, Hashable, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral {
    /// The bytes.
    public let bytes: [UInt8]

    /// These bytes.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The UTF-8 form of a text.
    public init(_ text: String) { self.bytes = Array(text.utf8) }

    /// The UTF-8 form of a literal.
    public init(stringLiteral value: String) { self.init(value) }

    /// The bytes of a literal.
    public init(arrayLiteral elements: UInt8...) { self.init(elements) }

    /// A number of copies of one byte.
    public init(repeating byte: UInt8, count: Int) { self.init(Array(repeating: byte, count: count)) }

    /// Bytes of every value in an order that does not repeat soon, the same for the same seed.
    public init(pseudoRandomBytes count: Int, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            let number = generator.next()
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.removeLast(bytes.count - count)
        self.init(bytes)
    }

    /// Two payloads after each other.
    public static func + (left: Payload, right: Payload) -> Payload { Payload(left.bytes + right.bytes) }

    /// How it is shown in a message: as text where it is short printable text, else as a length and first bytes.
    public var shown: String { Shown.bytes(bytes) }
}

/// Renders values for messages.
enum Shown {
    /// The longest text shown whole.
    static let longestText = 120

    static func bytes(_ bytes: [UInt8]) -> String {
        if bytes.isEmpty { return "nothing" }
        if let text = String(validating: bytes.prefix(longestText), as: UTF8.self),
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" || $0 == "\t" })
        {
            let escaped = text.replacing("\n", with: "\\n").replacing("\t", with: "\\t")
            return bytes.count > longestText ? "'\(escaped)'… (\(bytes.count) bytes)" : "'\(escaped)'"
        }
        let head = bytes.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
        return bytes.count > 16 ? "\(bytes.count) bytes beginning \(head)" : "the bytes \(head)"
    }
}
