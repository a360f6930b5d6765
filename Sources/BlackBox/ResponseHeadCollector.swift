import HTTPMessage

/// Puts a response head together from the raw header lines of the wire: order and duplicates kept, interim responses
/// (RFC 9110 §15.2) dropped.
struct ResponseHeadCollector {
    /// How large the header lines of one exchange may be in all, interim responses included.
    static let maximumBytes = 256 << 10

    /// How many fields the final answer may have: each costs many times its bytes once it is a value.
    static let maximumFieldCount = 1000

    /// How many interim answers may come before the final one.
    static let maximumInterimAnswers = 100

    /// The head of the final response, once the empty line after it has come.
    private(set) var head: HTTPResponse?

    /// The version in the status line of the final response, for example `HTTP/1.1`.
    private(set) var version: String?

    private var status: HTTPResponse.Status?
    private var fields = HTTPFields()
    private var byteCount = 0
    private var interimCount = 0

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
            interimCount += 1
            guard interimCount <= Self.maximumInterimAnswers else {
                throw TransportFailure(
                    .malformed, "more than \(Self.maximumInterimAnswers) interim answers came before the final one")
            }
            return
        }
        try checkFraming()
        head = HTTPResponse(status: status, headerFields: fields)
    }

    /// Refuses what says two things about the length of the body, or nothing that can be understood (RFC 9112 §6).
    private func checkFraming() throws(TransportFailure) {
        let lengths = Set(fields[values: .contentLength])
        guard lengths.count <= 1 else {
            let listed = lengths.sorted().joined(separator: ", ").escapedForMessage
            throw TransportFailure(.malformed, "the answer has several lengths: Content-Length \(listed)")
        }
        if let length = lengths.first {
            guard !length.isEmpty, length.utf8.allSatisfy({ (0x30...0x39).contains($0) }), Int(length) != nil else {
                throw TransportFailure(
                    .malformed, "the answer has no length: Content-Length '\(length.escapedForMessage)'")
            }
        }
        guard let coding = fields[.transferEncoding] else { return }
        guard coding.lowercased() == "chunked" else {
            throw TransportFailure(
                .malformed, "the answer has a Transfer-Encoding nobody asked for: '\(coding.escapedForMessage)'")
        }
        guard lengths.isEmpty else {
            throw TransportFailure(
                .malformed, "the answer says its length twice: Content-Length stands beside Transfer-Encoding")
        }
        guard version != "HTTP/1.0" else {
            throw TransportFailure(.malformed, "the answer is in HTTP/1.0, which has no Transfer-Encoding")
        }
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
        let value = String(latin1: line[line.index(after: colon)...].trimmed)
        guard HTTPField.isValidValue(value) else {
            throw TransportFailure(
                .malformed, "the value of \(name) holds a control character: '\(value.escapedForMessage)'")
        }
        guard fields.count < Self.maximumFieldCount else {
            throw TransportFailure(.malformed, "the answer has more than \(Self.maximumFieldCount) header fields")
        }
        fields.append(HTTPField(name: name, value: value))
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
