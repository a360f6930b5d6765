import HTTPMessage

/// Puts a response head together from the raw header lines of the wire: order and duplicates kept, interim responses
/// (RFC 9110 §15.2) dropped.
struct ResponseHeadCollector {
    /// How large the header lines of one exchange may be in all, interim responses included.
    static let maximumBytes = 256 << 10

    /// The head of the final response, once the empty line after it has come.
    private(set) var head: HTTPResponse?

    /// The version in the status line of the final response, for example `HTTP/1.1`.
    private(set) var version: String?

    private var status: HTTPResponse.Status?
    private var fields = HTTPFields()
    private var byteCount = 0

    /// Whether any line has come.
    var isEmpty: Bool { byteCount == 0 }

    /// The head as far as it has come, for the record of a failed exchange.
    var partialHead: HTTPResponse? {
        head ?? status.map { HTTPResponse(status: $0, headerFields: fields) }
    }

    /// Takes one line, its line break included.
    ///
    /// A line without a line break is what was left when the connection closed, and is ignored. Lines after the head
    /// are trailers, which nothing here judges.
    mutating func append(_ line: UnsafeRawBufferPointer) throws(TransportFailure) {
        byteCount += line.count
        guard byteCount <= Self.maximumBytes else {
            throw TransportFailure(.malformed, "the header block is larger than \(Self.maximumBytes >> 10) KiB")
        }
        guard head == nil, line.last == UInt8(ascii: "\n") else { return }
        var content = line.dropLast()
        if content.last == UInt8(ascii: "\r") { content = content.dropLast() }

        if status == nil {
            try readStatusLine(content)
        } else if content.isEmpty {
            try endBlock()
        } else {
            try readField(content)
        }
    }

    private mutating func readStatusLine(_ line: Slice<UnsafeRawBufferPointer>) throws(TransportFailure) {
        let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].starts(with: Array("HTTP/".utf8)),
            parts[1].count == 3, parts[1].allSatisfy({ (0x30...0x39).contains($0) }),
            let code = Int(String(latin1: parts[1])), code >= 100
        else {
            throw TransportFailure(
                .malformed, "'\(String(latin1: line).escapedForMessage)' is not the status line of an HTTP response")
        }
        version = String(latin1: parts[0])
        status = HTTPResponse.Status(code: code, reasonPhrase: parts.count > 2 ? String(latin1: parts[2]) : "")
    }

    private mutating func endBlock() throws(TransportFailure) {
        guard let status else { return }
        if (100...199).contains(status.code), status.code != 101 {
            self.status = nil
            fields = HTTPFields()
            return
        }
        let lengths = Set(fields[values: .contentLength])
        guard lengths.count <= 1 else {
            throw TransportFailure(
                .malformed, "the answer has several lengths: Content-Length \(lengths.sorted().joined(separator: ", "))"
            )
        }
        head = HTTPResponse(status: status, headerFields: fields)
    }

    private mutating func readField(_ line: Slice<UnsafeRawBufferPointer>) throws(TransportFailure) {
        if let first = line.first, first == 0x20 || first == 0x09, let last = fields.indices.last {
            // A folded line continues the value before it (RFC 9112 §5.2).
            fields[last].value += " " + String(latin1: line.trimmed)
            return
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
            let name = HTTPField.Name(String(latin1: line[..<colon]))
        else {
            throw TransportFailure(
                .malformed, "'\(String(latin1: line).escapedForMessage)' in the answer is not a header field")
        }
        fields.append(HTTPField(name: name, value: String(latin1: line[line.index(after: colon)...].trimmed)))
    }
}

extension Slice<UnsafeRawBufferPointer> {
    /// The bytes without spaces and tabs at both ends.
    fileprivate var trimmed: Self {
        var slice = self
        while let first = slice.first, first == 0x20 || first == 0x09 { slice = slice.dropFirst() }
        while let last = slice.last, last == 0x20 || last == 0x09 { slice = slice.dropLast() }
        return slice
    }
}
