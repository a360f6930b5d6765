extension IPAddress {
    /// The address of its usual text: four decimal numbers without leading zeros, or RFC 4291 §2.2 without a zone.
    public init?(_ text: String) {
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let (high, low) = Self.parseV6(text) else { return nil }
            self = .v6(high, low)
        } else {
            guard let address = Self.parseDottedV4(Substring(text)) else { return nil }
            self = .v4(address)
        }
    }

    /// The IPv4 address that URL libraries take a host for (WHATWG URL, IPv4 parser): one to four numbers in decimal,
    /// octal or hexadecimal, the last of which fills what is left; one full stop may follow.
    ///
    /// `2130706433`, `0x7f.1` and `0177.0.0.01.` all are 127.0.0.1.
    public init?(legacyV4 host: String) {
        var parts = host.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
        guard (1...4).contains(parts.count) else { return nil }
        var numbers: [UInt64] = []
        for part in parts {
            guard let number = Self.legacyNumber(part) else { return nil }
            numbers.append(number)
        }
        let last = numbers.removeLast()
        guard numbers.allSatisfy({ $0 <= 255 }), last < 1 << UInt64(8 * (4 - numbers.count)) else { return nil }
        let leading = numbers.enumerated().reduce(UInt64(0)) { $0 | $1.element << UInt64(24 - 8 * $1.offset) }
        self = .v4(UInt32(leading | last))
    }

    /// Whether URL libraries take a host for an IPv4 address or for nothing: its last label is a number.
    static func endsInNumber(_ host: String) -> Bool {
        var parts = host.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
        guard let last = parts.last, !last.isEmpty else { return false }
        return last.utf8.allSatisfy(StrictDecimal.isDigit) || legacyNumber(last) != nil
    }

    private static func legacyNumber(_ part: Substring) -> UInt64? {
        guard !part.isEmpty else { return nil }
        var (digits, radix) = (part, 10)
        if part.hasPrefix("0x") || part.hasPrefix("0X") {
            (digits, radix) = (part.dropFirst(2), 16)
            if digits.isEmpty { return 0 }
        } else if part.hasPrefix("0"), part.utf8.count > 1 {
            (digits, radix) = (part.dropFirst(), 8)
        }
        guard digits.utf8.allSatisfy({ PercentCoding.hexadecimalValue($0) != nil }) else { return nil }
        let significant = digits.drop { $0 == "0" }
        // A number that overflows is still a number, only too great for any address.
        if significant.utf8.count > 16 {
            return significant.utf8.allSatisfy { Int(PercentCoding.hexadecimalValue($0) ?? 16) < radix } ? .max : nil
        }
        return significant.isEmpty ? 0 : UInt64(significant, radix: radix)
    }

    private static func parseDottedV4(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            guard let number = StrictDecimal.parse(String(part), upTo: 255, leadingZeros: false) else { return nil }
            address = address << 8 | UInt32(number)
        }
        return address
    }

    private static func parseV6(_ text: String) -> (UInt64, UInt64)? {
        var front: [UInt16] = []
        var back: [UInt16]?
        var rest = Substring(text)
        if rest.hasPrefix("::") {
            back = []
            rest = rest.dropFirst(2)
        }
        while !rest.isEmpty {
            let end = rest.firstIndex(of: ":") ?? rest.endIndex
            let part = rest[..<end]
            var groups: [UInt16]
            if end == rest.endIndex, part.contains(".") {
                guard let address = parseDottedV4(part) else { return nil }
                groups = [UInt16(truncatingIfNeeded: address >> 16), UInt16(truncatingIfNeeded: address)]
            } else {
                guard (1...4).contains(part.utf8.count),
                    part.utf8.allSatisfy({ PercentCoding.hexadecimalValue($0) != nil }),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                groups = [group]
            }
            if back == nil { front += groups } else { back? += groups }
            rest = rest[end...]
            if rest.isEmpty { break }
            rest = rest.dropFirst()
            // A single colon has to be followed by a group, a double one only once by none.
            if rest.first == ":" {
                guard back == nil else { return nil }
                back = []
                rest = rest.dropFirst()
            } else if rest.isEmpty {
                return nil
            }
        }
        let count = front.count + (back?.count ?? 0)
        guard back == nil ? count == 8 : count <= 7 else { return nil }
        let groups = front + [UInt16](repeating: 0, count: 8 - count) + (back ?? [])
        return (groups[..<4].reduce(0) { $0 << 16 | UInt64($1) }, groups[4...].reduce(0) { $0 << 16 | UInt64($1) })
    }
}

extension IPAddress: CustomStringConvertible {
    /// The usual text: four decimal numbers, or the short form of RFC 5952 §4 in hexadecimal throughout.
    public var description: String {
        switch self {
        case .v4(let address):
            return [24, 16, 8, 0].map { String(address >> UInt32($0) & 0xFF) }.joined(separator: ".")
        case .v6(let high, let low):
            let groups = [high, low].flatMap { half in [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> $0) } }
            // The first of the longest runs of two or more zeros is left out.
            var longest = 0..<0
            var start = 0
            for (index, group) in groups.enumerated() {
                if group != 0 {
                    start = index + 1
                } else if index + 1 - start > max(1, longest.count) {
                    longest = start..<(index + 1)
                }
            }
            func text(_ part: ArraySlice<UInt16>) -> String {
                part.map { String($0, radix: 16) }.joined(separator: ":")
            }
            if longest.isEmpty { return text(groups[...]) }
            return text(groups[..<longest.lowerBound]) + "::" + text(groups[longest.upperBound...])
        }
    }
}
