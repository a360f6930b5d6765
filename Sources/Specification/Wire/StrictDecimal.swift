/// Reads decimal digits and nothing else, without trapping however many there are.
enum StrictDecimal {
    /// Whether a byte is an ASCII digit.
    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool {
        byte &- 0x30 <= 9
    }

    /// The value of one or more digits up to a limit; `nil` for anything else, signs and white space included.
    static func parse(_ string: String, upTo limit: Int64 = .max, leadingZeros: Bool) -> Int64? {
        let digits = string.utf8
        guard let first = digits.first else { return nil }
        if !leadingZeros, first == UInt8(ascii: "0"), digits.count > 1 { return nil }
        var value: Int64 = 0
        for byte in digits {
            guard isDigit(byte) else { return nil }
            let (scaled, scaleOverflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, sumOverflow) = scaled.addingReportingOverflow(Int64(byte &- 0x30))
            guard !scaleOverflow, !sumOverflow, sum <= limit else { return nil }
            value = sum
        }
        return value
    }
}
