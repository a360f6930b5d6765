/// Text of the wire: one byte is one Unicode scalar below U+0100.
enum Latin1 {
    /// What a look at the bytes of a value says: whether it may be taken, and whether it is plain ASCII.
    struct Survey {
        var hasControl: Bool
        var isASCII: Bool
    }

    /// Looks for controls (NUL, CR, LF and the rest but not tab) and for bytes above 0x7F in one branchless pass.
    @inline(__always)
    static func survey(_ bytes: UnsafeRawBufferPointer) -> Survey {
        var control: UInt8 = 0
        var all: UInt8 = 0
        for byte in bytes {
            all |= byte
            control |= ((byte < 0x20 && byte != 0x09) || byte == 0x7F) ? 1 : 0
        }
        return Survey(hasControl: control != 0, isASCII: all < 0x80)
    }

    /// The bytes as text.
    @inline(__always)
    static func string(_ bytes: UnsafeRawBufferPointer, isASCII: Bool) -> String {
        if isASCII {
            return String(decoding: bytes.bindMemory(to: UInt8.self), as: UTF8.self)
        }
        return widened(bytes)
    }

    private static func widened(_ bytes: UnsafeRawBufferPointer) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { target in
            var length = 0
            for byte in bytes {
                if byte < 0x80 {
                    target[length] = byte
                    length += 1
                } else {
                    target[length] = 0xC0 | (byte >> 6)
                    target[length + 1] = 0x80 | (byte & 0x3F)
                    length += 2
                }
            }
            return length
        }
    }

    /// Whether bytes are the given ASCII text, which is in lower case, whatever their own letter case.
    @inline(__always)
    static func equalsIgnoringCase(_ bytes: UnsafeRawBufferPointer, _ lowercase: StaticString) -> Bool {
        guard bytes.count == lowercase.utf8CodeUnitCount else { return false }
        for index in 0..<bytes.count where lowered(bytes[index]) != lowercase.utf8Start[index] { return false }
        return true
    }

    /// An ASCII letter in lower case, any other byte as it is.
    @inline(__always)
    static func lowered(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }
}

extension UnsafeRawBufferPointer {
    /// A part of the bytes.
    @inline(__always)
    func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[range])
    }

    /// The bytes without leading and trailing spaces and tabs.
    @inline(__always)
    var trimmed: UnsafeRawBufferPointer {
        var start = 0
        var end = count
        while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
        while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
        return part(start..<end)
    }
}
