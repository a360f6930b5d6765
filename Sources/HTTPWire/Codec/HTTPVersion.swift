/// The version of HTTP/1 that a message is to be understood as (RFC 9112 §2.3).
public enum HTTPVersion: Sendable, Hashable, CustomStringConvertible {
    /// HTTP/1.0: no chunks, one request for each connection unless agreed otherwise.
    case http10
    /// HTTP/1.1, and any higher minor version a peer names.
    case http11

    /// The version as it stands in a start line.
    public var description: String {
        switch self {
        case .http10: "HTTP/1.0"
        case .http11: "HTTP/1.1"
        }
    }

    // Reads `HTTP/x.y`; nil when the bytes are something else.
    static func read(_ bytes: UnsafeRawBufferPointer) throws(HTTPMessageError) -> HTTPVersion {
        let isDigit = { (byte: UInt8) in byte >= 0x30 && byte <= 0x39 }
        // The five bytes of "HTTP/", compared at once.
        guard bytes.count == 8,
            UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)) >> 24 == 0x48_5454_502F,
            isDigit(bytes[5]), bytes[6] == UInt8(ascii: "."), isDigit(bytes[7])
        else { throw .malformed("the start line does not name its version as HTTP/ and two digits with a dot") }
        guard bytes[5] == UInt8(ascii: "1") else {
            throw HTTPMessageError(.unsupportedVersion, "only HTTP/1.0 and HTTP/1.1 are spoken here")
        }
        return bytes[7] == UInt8(ascii: "0") ? .http10 : .http11
    }
}
