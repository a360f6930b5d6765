import Glibc
import HTTPMessage

/// Method, target and version of a request (RFC 9112 §3).
struct RequestLine: Sendable {
    var method: HTTPRequest.Method
    var scheme: String?
    var authority: String?
    var path: String
    var version: HTTPVersion

    /// Reads a line without its end: exactly one space between the parts.
    init(_ line: UnsafeRawBufferPointer) throws(HTTPMessageError) {
        var end = 0
        while end < line.count, HTTPField.Name.isTokenByte(line[end]) { end += 1 }
        guard end > 0, end < line.count, line[end] == 0x20 else {
            throw .malformed("the request line does not begin with a method and one space")
        }
        method = Self.method(line.part(0..<end))

        let start = end + 1
        end = start
        var isASCII = true
        while end < line.count, line[end] > 0x20, line[end] != 0x7F, line[end] != UInt8(ascii: "#") {
            if line[end] >= 0x80 { isASCII = false }
            end += 1
        }
        guard end > start else { throw .malformed("the request line has no target") }
        guard end < line.count else { throw .malformed("the request line has no version") }
        guard line[end] == 0x20 else { throw .malformed("the target holds a control character or a fragment") }
        let target = line.part(start..<end)
        version = try HTTPVersion.read(line.part(end + 1..<line.count))

        guard method.rawValue != "CONNECT" else {
            throw HTTPMessageError(.unsupportedMethod, "this server opens no tunnels")
        }
        if target[0] == UInt8(ascii: "/") {
            path = Latin1.string(target, isASCII: isASCII)
        } else if target.count == 1, target[0] == UInt8(ascii: "*") {
            guard method == .options else { throw .malformed("only OPTIONS may have the target *") }
            path = "*"
        } else {
            path = ""
            try readAbsolute(target, isASCII: isASCII)
        }
    }

    private mutating func readAbsolute(
        _ target: UnsafeRawBufferPointer, isASCII: Bool
    ) throws(HTTPMessageError) {
        let start: Int
        if target.count >= 7, Latin1.equalsIgnoringCase(target.part(0..<7), "http://") {
            scheme = "http"
            start = 7
        } else if target.count >= 8, Latin1.equalsIgnoringCase(target.part(0..<8), "https://") {
            scheme = "https"
            start = 8
        } else {
            throw .malformed("the target is neither a path nor an http or https URL")
        }
        var end = start
        while end < target.count, target[end] != UInt8(ascii: "/"), target[end] != UInt8(ascii: "?") { end += 1 }
        let host = target.part(start..<end)
        guard !host.isEmpty, host[0] != UInt8(ascii: ":"), Self.isAuthority(host) else {
            throw .malformed("the target's authority is not a host with an optional port")
        }
        authority = Latin1.string(host, isASCII: true)
        let rest = Latin1.string(target.part(end..<target.count), isASCII: isASCII)
        path = rest.utf8.first == UInt8(ascii: "/") ? rest : "/" + rest
    }

    /// Whether bytes are a host with an optional port, or nothing at all (RFC 9110 §4.2, §7.2).
    static func isAuthority(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        if !bytes.isEmpty, bytes[0] == UInt8(ascii: "[") {
            index = 1
            while index < bytes.count, isHostByte(bytes[index]) || bytes[index] == UInt8(ascii: ":") { index += 1 }
            guard index < bytes.count, bytes[index] == UInt8(ascii: "]") else { return false }
            index += 1
        } else {
            while index < bytes.count, isHostByte(bytes[index]) { index += 1 }
        }
        guard index < bytes.count else { return true }
        guard bytes[index] == UInt8(ascii: ":") else { return false }
        return bytes[(index + 1)...].allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }

    // Unreserved characters, percent and sub-delimiters of RFC 3986 §3.2.2, a comma left out because it joins lists.
    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "%"),
            UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("),
            UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ";"), UInt8(ascii: "="):
            true
        default:
            false
        }
    }

    private static let knownMethods: [HTTPRequest.Method] = [.get, .put, .post, .head, .delete, .options, .patch]

    // The constant for a known method, so that no string is made for it.
    private static func method(_ bytes: UnsafeRawBufferPointer) -> HTTPRequest.Method {
        for known in knownMethods where known.rawValue.utf8.elementsEqual(bytes) { return known }
        let text = Latin1.string(bytes, isASCII: true)
        guard let method = HTTPRequest.Method(rawValue: text) else {
            preconditionFailure("the bytes were seen to be a token")
        }
        return method
    }
}
