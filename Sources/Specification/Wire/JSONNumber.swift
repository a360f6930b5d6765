/// A JSON number by its exact decimal value: `1.0`, `1` and `10e-1` are equal, 2^53 and 2^53 + 1 are not.
///
/// The sign of a zero is no part of its value.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
    /// Whether the number is below zero.
    public let isNegative: Bool

    /// The decimal digits 0 to 9 without zeros at either end; empty for zero.
    public let digits: [UInt8]

    /// The power of ten by which ``digits``, read as an integer, are multiplied; 0 for zero.
    public let exponent: Int64

    // The whole number as it was spelled, when its exponent is too great to be normalised; equality is then that of
    // the spelling.
    private let spelling: [UInt8]

    /// The magnitude from which on an exponent is not normalised any more; such numbers compare as they are spelled.
    public static let maximumExponent: Int64 = 1_000_000_000_000_000_000

    /// The number of a token that has the grammar of RFC 8259 §6.
    init(validated token: some Collection<UInt8>) {
        var digits: [UInt8] = []
        var exponent: Int64 = 0
        var explicit: Int64 = 0
        var (isNegative, isFraction, isExponent, isExponentNegative, isHuge) = (false, false, false, false, false)
        for byte in token {
            switch byte {
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"): isExponent = true
            case UInt8(ascii: "-"): if isExponent { isExponentNegative = true } else { isNegative = true }
            case UInt8(ascii: "+"): continue
            default:
                let digit = byte &- 0x30
                if isExponent {
                    if explicit < Self.maximumExponent / 10 {
                        explicit = explicit * 10 + Int64(digit)
                    } else {
                        isHuge = true
                    }
                } else {
                    if isFraction { exponent -= 1 }
                    if !digits.isEmpty || digit != 0 { digits.append(digit) }
                }
            }
        }
        exponent += isExponentNegative ? -explicit : explicit
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        let isZero = digits.isEmpty
        self.isNegative = isNegative && !isZero
        self.digits = digits
        self.exponent = isZero ? 0 : exponent
        self.spelling = isHuge && !isZero ? Array(token) : []
    }

    /// The number of an integer.
    public init(_ integer: Int64) {
        self.init(validated: Array(String(integer).utf8))
    }

    /// The number as an integer; `nil` when it has a fraction or 64 bits do not hold it.
    public var integer: Int64? {
        guard spelling.isEmpty, exponent >= 0, exponent <= 18 else { return nil }
        let text = (isNegative ? "-" : "") + digits.map(String.init).joined()
        return digits.isEmpty ? 0 : Int64(text + String(repeating: "0", count: Int(exponent)))
    }

    /// A JSON spelling of the number.
    public var description: String {
        if !spelling.isEmpty { return String(decoding: spelling, as: UTF8.self) }
        if let integer { return String(integer) }
        return (isNegative ? "-" : "") + digits.map(String.init).joined() + (exponent == 0 ? "" : "e\(exponent)")
    }
}
