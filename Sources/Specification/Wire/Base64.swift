/// Base64 with the standard alphabet and padding (RFC 4648 §4), in which SSE carries binary streams (§5.8).
public enum Base64 {
    /// The base64 text of some bytes, without line breaks.
    public static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        bytes.withBytes(encode(buffer:))
    }

    private static func encode(buffer bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
        var input = bytes.makeIterator()
        while let first = input.next() {
            let (second, third) = (input.next(), input.next())
            let group = UInt32(first) << 16 | UInt32(second ?? 0) << 8 | UInt32(third ?? 0)
            encoded.append(character(group >> 18))
            encoded.append(character(group >> 12 & 0x3F))
            encoded.append(second == nil ? padding : character(group >> 6 & 0x3F))
            encoded.append(third == nil ? padding : character(group & 0x3F))
        }
        return encoded
    }

    /// The bytes of base64 text, or `nil` when it is not exactly what ``encode(_:)`` would write for some bytes.
    ///
    /// The length has to be a multiple of 4, the padding right and the bits that padding leaves over zero.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        text.withBytes(decode(buffer:))
    }

    private static func decode(buffer text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count / 4 * 3)
        var group: UInt32 = 0
        var (count, paddings) = (0, 0)
        for byte in text {
            if byte == padding {
                paddings += 1
                guard count % 4 >= 2, paddings <= 2 else { return nil }
                group <<= 6
            } else {
                guard paddings == 0, let sextet = sextet(byte) else { return nil }
                group = group << 6 | UInt32(sextet)
            }
            count += 1
            if count % 4 == 0 {
                let octets = 3 - paddings
                guard group & ((1 << (8 * UInt32(paddings))) - 1) == 0 else { return nil }
                for index in 0..<octets { decoded.append(UInt8(truncatingIfNeeded: group >> (16 - 8 * index))) }
                group = 0
            }
        }
        return decoded
    }

    /// The bytes of the data of an SSE event: CR and LF are removed, as §5.8 has it, and the rest decoded strictly.
    public static func decodeEventData(_ data: some Collection<UInt8>) -> [UInt8]? {
        decode(data.withBytes { $0.filter { $0 != 0x0A && $0 != 0x0D } })
    }

    private static let padding = UInt8(ascii: "=")

    private static func character(_ sextet: UInt32) -> UInt8 {
        let sextet = UInt8(sextet)
        return switch sextet {
        case 0..<26: sextet + UInt8(ascii: "A")
        case 26..<52: sextet - 26 + UInt8(ascii: "a")
        case 52..<62: sextet - 52 + UInt8(ascii: "0")
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }

    private static func sextet(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
