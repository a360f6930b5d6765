/// Writes what little JSON the protocol asks servers to write themselves.
public enum JSONText {
    /// Text as a JSON string, in quotation marks; only what RFC 8259 §7 demands is escaped.
    public static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        appendQuoted(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends text as a JSON string, in quotation marks.
    public static func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x00..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(byte >> 4 + 0x30)
                bytes.append(byte & 0xF < 10 ? byte & 0xF + 0x30 : byte & 0xF - 10 + UInt8(ascii: "a"))
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
