/// How positions become offsets: thirteen characters of an alphabet in ASCII order (§8).
///
/// Fixed width makes the order of the characters the order of the positions; thirteen characters are neither `-1` nor
/// `now`, need no escaping in a URL, and cost no allocation.
public enum OffsetRule {
    /// The number of characters of an offset: five bits each cover 64 bits.
    public static let width = 13

    /// The offset of a position.
    public static func token(of position: Int) -> String {
        String(unsafeUninitializedCapacity: width) { buffer in
            write(UInt64(position), to: buffer.baseAddress!)
            return width
        }
    }

    /// The position of an offset, or `nil` when no position has it.
    public static func position(of token: String) -> Int? {
        var value: UInt64 = 0
        var count = 0
        for byte in token.utf8 {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "v"): digit = byte - UInt8(ascii: "a") + 10
            default: return nil
            }
            // The first of thirteen characters holds the upper four bits of 64.
            if count == 0 && digit > 15 { return nil }
            value = value << 5 | UInt64(digit)
            count += 1
            if count > width { return nil }
        }
        return count == width ? Int(exactly: value) : nil
    }

    /// Writes ``width`` characters.
    static func write(_ value: UInt64, to buffer: UnsafeMutablePointer<UInt8>) {
        var rest = value
        var index = width
        while index > 0 {
            index -= 1
            let digit = UInt8(truncatingIfNeeded: rest & 31)
            buffer[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            rest >>= 5
        }
    }
}

extension Offset {
    /// An offset that is not checked: for a server that minted it, broken on purpose or not.
    public init(unchecked token: String) {
        self.token = token
    }
}
