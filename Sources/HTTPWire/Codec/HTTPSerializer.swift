import HTTPMessage

/// Why a message cannot be written to the wire.
public enum HTTPSerializationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The value of the field holds a control character, a scalar above U+00FF, or white space at an end.
    case invalidFieldValue(HTTPField.Name)
    /// The target is empty or holds a space, a control character or a scalar above U+00FF.
    case invalidTarget

    /// A sentence.
    public var description: String {
        switch self {
        case .invalidFieldValue(let name): "the value of \(name) cannot stand in a field"
        case .invalidTarget: "the target cannot stand in a request line"
        }
    }
}

/// Writes messages as RFC 9112 has them.
///
/// Framing belongs to the writer: `Content-Length` and `Transfer-Encoding` are made from the body, and fields of those
/// names in the message are left out wherever they would say something else.
public enum HTTPSerializer {
    /// How the body of a message travels.
    public enum Body: Sendable, Hashable {
        /// No body and no framing field.
        case none
        /// Behind a `Content-Length`.
        case fixed([UInt8])
        /// In chunks, and fields behind them (RFC 9112 §7.1).
        case chunked([[UInt8]], trailerFields: HTTPFields = [:])
    }

    /// The bytes of a request with the target in origin form, and a `Host` field when the message has an authority.
    public static func bytes(
        of request: HTTPRequest, body: Body = .none, version: HTTPVersion = .http11
    ) throws(HTTPSerializationError) -> [UInt8] {
        var buffer = WireBuffer()
        buffer.append(ascii: request.method.rawValue)
        buffer.append(byte: 0x20)
        guard !request.path.isEmpty, !request.path.utf8.contains(where: { $0 == 0x20 || $0 == 0x09 }),
            buffer.append(latin1: request.path)
        else { throw .invalidTarget }
        buffer.append(version == .http11 ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n")
        if let authority = request.authority, !request.headerFields.contains(.host) {
            try buffer.append(field: HTTPField(name: .host, value: authority))
        }
        for field in request.headerFields where !field.isFraming { try buffer.append(field: field) }
        try buffer.append(body: body)
        return buffer.array
    }

    /// The bytes of a response.
    public static func bytes(
        of response: HTTPResponse, body: Body = .none, version: HTTPVersion = .http11
    ) throws(HTTPSerializationError) -> [UInt8] {
        var buffer = WireBuffer()
        buffer.append(statusLine: response.status, version: version)
        for field in response.headerFields where !field.isFraming { try buffer.append(field: field) }
        try buffer.append(body: body)
        return buffer.array
    }

    /// The bytes of one chunk; nothing for no bytes, because an empty chunk ends the body.
    public static func bytes(ofChunk chunk: [UInt8]) -> [UInt8] {
        var buffer = WireBuffer()
        buffer.append(chunk: chunk)
        return buffer.array
    }
}

extension HTTPField {
    fileprivate var isFraming: Bool {
        switch FieldRole(of: name) {
        case .contentLength, .transferEncoding: true
        default: false
        }
    }
}

extension WireBuffer {
    /// Appends a status line with its end; a phrase that cannot stand there is left out.
    mutating func append(statusLine status: HTTPResponse.Status, version: HTTPVersion = .http11) {
        append(version == .http11 ? "HTTP/1.1 " : "HTTP/1.0 ")
        append(decimal: status.code)
        append(byte: 0x20)
        _ = append(latin1: status.reasonPhrase)
        append("\r\n")
    }

    /// Appends a field line with its end.
    @inline(__always)
    mutating func append(field: HTTPField) throws(HTTPSerializationError) {
        append(ascii: field.name.rawName)
        append(": ")
        let before = count
        guard append(latin1: field.value) else { throw .invalidFieldValue(field.name) }
        guard count > before else { return append("\r\n") }
        let first = bytes[before]
        let last = bytes[count - 1]
        guard first != 0x20, first != 0x09, last != 0x20, last != 0x09 else {
            throw .invalidFieldValue(field.name)
        }
        append("\r\n")
    }

    /// Appends one chunk; nothing for no bytes.
    mutating func append(chunk: [UInt8]) {
        guard !chunk.isEmpty else { return }
        append(hexadecimal: chunk.count)
        append("\r\n")
        append(chunk)
        append("\r\n")
    }

    /// Appends the framing field, the end of the header, and the body.
    fileprivate mutating func append(body: HTTPSerializer.Body) throws(HTTPSerializationError) {
        switch body {
        case .none:
            append("\r\n")
        case .fixed(let bytes):
            append("Content-Length: ")
            append(decimal: bytes.count)
            append("\r\n\r\n")
            append(bytes)
        case .chunked(let chunks, let trailerFields):
            append("Transfer-Encoding: chunked\r\n\r\n")
            for chunk in chunks { append(chunk: chunk) }
            append("0\r\n")
            for field in trailerFields { try append(field: field) }
            append("\r\n")
        }
    }
}
