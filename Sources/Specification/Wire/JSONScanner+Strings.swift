extension JSONScanner {
    /// Passes over a string that begins at the position, from quotation mark to quotation mark.
    @inline(__always)
    mutating func skipString() throws(JSONSyntaxError) {
        advance()
        while true {
            skipPlainWords()
            guard let byte = next else { throw failure(.unexpectedEnd) }
            switch byte {
            case UInt8(ascii: "\""):
                advance()
                return
            case UInt8(ascii: "\\"):
                try skipEscape()
            case 0x00..<0x20:
                throw failure(.controlCharacter)
            case 0x20..<0x80:
                advance()
            default:
                try skipMultibyteScalars()
            }
        }
    }

    /// Passes over bytes that are plain inside a string, eight at a time, up to the first that is not.
    @inline(__always)
    private mutating func skipPlainWords() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs = ones &* 0x80
        let base = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped)
        while bytes.count &- position >= 8 {
            let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            // A borrow makes the bytes above a hit unreliable, never the lowest hit, which is the one used.
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            let hits =
                (((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
                    | ((word &- (ones &* 0x20)) & ~word) | word) & highs
            if hits != 0 {
                moveOn(by: hits.trailingZeroBitCount >> 3)
                return
            }
            moveOn(by: 8)
        }
    }

    /// Passes over an escape, from its backslash on.
    private mutating func skipEscape() throws(JSONSyntaxError) {
        advance()
        guard let byte = next else { throw failure(.unexpectedEnd) }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            advance()
        case UInt8(ascii: "u"):
            advance()
            for _ in 0..<4 {
                guard let digit = next, PercentCoding.hexadecimalValue(digit) != nil else {
                    throw failure(.malformedEscape)
                }
                advance()
            }
        default:
            throw failure(.malformedEscape)
        }
    }

    /// Passes over scalars of two to four bytes (RFC 3629 §4), as many as follow each other.
    private mutating func skipMultibyteScalars() throws(JSONSyntaxError) {
        while let lead = next, lead >= 0x80 {
            let length: Int
            var second: ClosedRange<UInt8> = 0x80...0xBF
            switch lead {
            case 0xC2...0xDF: length = 2
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xE1...0xEF: length = 3
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: length = 4
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            default: throw failure(.malformedUTF8)
            }
            guard bytes.count &- position >= length, second.contains(bytes[position &+ 1]),
                length < 3 || bytes[position &+ 2] & 0xC0 == 0x80,
                length < 4 || bytes[position &+ 3] & 0xC0 == 0x80
            else { throw failure(.malformedUTF8) }
            moveOn(by: length)
        }
    }
}
