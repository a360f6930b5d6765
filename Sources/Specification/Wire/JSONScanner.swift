/// Passes over JSON text, checking the whole grammar of RFC 8259 and UTF-8 without building anything.
///
/// Nesting is kept as bits, not on the call stack, so that hostile depth costs an error and never a crash.
struct JSONScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// The byte at the position; `nil` at the end.
    @inline(__always)
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Moves on by one byte.
    @inline(__always)
    mutating func advance() { position &+= 1 }

    /// Moves on by some bytes that are known to be there.
    @inline(__always)
    mutating func moveOn(by count: Int) { position &+= count }

    /// Takes a byte when it is the next one.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position &+= 1
        return true
    }

    /// Passes over the four kinds of white space.
    @inline(__always)
    mutating func skipWhiteSpace() {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position &+= 1
        }
    }

    @inline(__always)
    func failure(_ reason: JSONSyntaxError.Reason) -> JSONSyntaxError {
        JSONSyntaxError(position: position, reason: position < bytes.count ? reason : .unexpectedEnd)
    }

    /// Passes over one value that begins at the position.
    mutating func skipValue(maximumDepth: Int) throws(JSONSyntaxError) {
        // One bit for each open container, set for an object; full words of 64 are put aside.
        var kinds: UInt64 = 0
        var fullWords: [UInt64] = []
        var depth = 0

        value: while true {
            guard let byte = next else { throw failure(.unexpectedEnd) }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard depth < maximumDepth else { throw failure(.tooDeep(maximum: maximumDepth)) }
                if depth != 0, depth & 63 == 0 { fullWords.append(kinds) }
                let isObject = byte == UInt8(ascii: "{")
                kinds = kinds << 1 | (isObject ? 1 : 0)
                depth &+= 1
                advance()
                skipWhiteSpace()
                if !isObject {
                    if next != UInt8(ascii: "]") { continue value }
                } else if next != UInt8(ascii: "}") {
                    try skipKey()
                    continue value
                }
            case UInt8(ascii: "\""):
                try skipString()
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                try skipNumber()
            default:
                try skipLiteral()
            }

            while depth > 0 {
                skipWhiteSpace()
                let isObject = kinds & 1 == 1
                if take(UInt8(ascii: ",")) {
                    skipWhiteSpace()
                    if isObject { try skipKey() }
                    continue value
                }
                guard take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    throw failure(isObject ? .objectNotContinued : .arrayNotContinued)
                }
                depth &-= 1
                kinds >>= 1
                if depth != 0, depth & 63 == 0, let word = fullWords.popLast() { kinds = word }
            }
            return
        }
    }

    /// Passes over the name of a member, its colon and the white space after it.
    @inline(__always)
    mutating func skipKey() throws(JSONSyntaxError) {
        guard next == UInt8(ascii: "\"") else { throw failure(.keyExpected) }
        try skipString()
        skipWhiteSpace()
        guard take(UInt8(ascii: ":")) else { throw failure(.colonExpected) }
        skipWhiteSpace()
    }

    /// Passes over `true`, `false` or `null`.
    mutating func skipLiteral() throws(JSONSyntaxError) {
        let word: StaticString
        switch next {
        case UInt8(ascii: "t"): word = "true"
        case UInt8(ascii: "f"): word = "false"
        case UInt8(ascii: "n"): word = "null"
        default: throw failure(.notAValue)
        }
        for index in 0..<word.utf8CodeUnitCount where !take(word.utf8Start[index]) {
            throw failure(.notAValue)
        }
    }

    /// Passes over a number.
    @inline(__always)
    mutating func skipNumber() throws(JSONSyntaxError) {
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) {
            try skipDigits()
        } else if let byte = next, StrictDecimal.isDigit(byte) {
            throw failure(.malformedNumber)
        }
        if take(UInt8(ascii: ".")) { try skipDigits() }
        if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
            advance()
            if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
            try skipDigits()
        }
    }

    @inline(__always)
    private mutating func skipDigits() throws(JSONSyntaxError) {
        let start = position
        while position < bytes.count, StrictDecimal.isDigit(bytes[position]) { position &+= 1 }
        guard position > start else { throw failure(.malformedNumber) }
    }
}
