/// Percent-encoding (RFC 3986 §2.1) of bytes in a URL.
public enum PercentCoding {
    /// Whether a byte is an unreserved character (RFC 3986 §2.3), which never needs encoding.
    public static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default:
            false
        }
    }

    /// Bytes with everything but unreserved characters escaped, so that every reader of URLs gets the same bytes back.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var encoded: [UInt8] = []
        for byte in bytes {
            if isUnreserved(byte) {
                encoded.append(byte)
            } else {
                encoded.append(UInt8(ascii: "%"))
                encoded.append(hexadecimalDigit(byte >> 4))
                encoded.append(hexadecimalDigit(byte & 0xF))
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// Text for the value of a query parameter, as UTF-8.
    public static func encodeQueryValue(_ text: String) -> String { encode(text.utf8) }

    /// Text for one segment of a path, as UTF-8; a slash in it is escaped.
    ///
    /// The segments `.` and `..` cannot be protected: URL libraries remove them even when their dots are escaped.
    public static func encodePathSegment(_ text: String) -> String { encode(text.utf8) }

    /// The value of a header field, one scalar for each byte of the wire, for the value of a query parameter.
    ///
    /// A scalar above U+00FF cannot come from a field; text that holds one is encoded as UTF-8.
    public static func encodeFieldValue(_ value: String) -> String {
        let bytes = value.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
        return bytes.count == value.unicodeScalars.count ? encode(bytes) : encode(value.utf8)
    }

    /// The bytes that encoded text stands for, or `nil` when a percent sign is not followed by two hexadecimal digits.
    ///
    /// A plus sign stays one.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var decoded: [UInt8] = []
        var bytes = text.utf8.makeIterator()
        while let byte = bytes.next() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = bytes.next().flatMap(hexadecimalValue), let low = bytes.next().flatMap(hexadecimalValue)
            else { return nil }
            decoded.append(high << 4 | low)
        }
        return decoded
    }

    private static func hexadecimalDigit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? nibble + UInt8(ascii: "0") : nibble - 10 + UInt8(ascii: "A")
    }

    static func hexadecimalValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
