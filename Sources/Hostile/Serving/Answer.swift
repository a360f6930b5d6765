import HTTPMessage

/// An answer on its way out, every part of it open to mangling.
struct Answer: Sendable {
    /// The version in the status line.
    var version = "HTTP/1.1"
    /// Code and phrase in the status line.
    var status: String
    /// The fields, framing included, names and values as they are to stand on the wire.
    var fields: [(name: String, value: String)]
    /// The body.
    var body: [UInt8]
    /// Whether the request was a HEAD, so that the body stays behind.
    let isHead: Bool
    /// Whether more of the body follows, in chunks.
    let isStreaming: Bool

    /// The answer of a server, with the framing field it needs.
    init(_ response: HTTPResponse, body: [UInt8], isHead: Bool, isStreaming: Bool = false) {
        status = "\(response.status)"
        fields = response.headerFields.filter { $0.name != .contentLength && $0.name != .transferEncoding }
            .map { ($0.name.rawName, $0.value) }
        self.body = body
        self.isHead = isHead
        self.isStreaming = isStreaming
        let mayHaveBody = response.status != .noContent && response.status != .notModified
        if isStreaming {
            fields.append(("Transfer-Encoding", "chunked"))
        } else if mayHaveBody {
            let declared = response.headerFields[.contentLength]
            fields.append(("Content-Length", isHead ? declared ?? "0" : "\(body.count)"))
        }
    }

    /// The value of a field; setting it replaces every line of that name, `nil` takes them away.
    subscript(name: String) -> String? {
        get { fields.first { $0.name.lowercased() == name.lowercased() }?.value }
        set {
            fields.removeAll { $0.name.lowercased() == name.lowercased() }
            if let newValue { fields.append((name, newValue)) }
        }
    }

    /// Adds a line, whatever lines of that name are there.
    mutating func add(_ name: String, _ value: String) {
        fields.append((name, value))
    }

    /// The status line with its line end.
    var statusLine: [UInt8] { "\(version) \(status)\r\n".latin1 }

    /// The field lines with their line ends, without the empty line.
    var fieldLines: [UInt8] { fields.flatMap { "\($0.name): \($0.value)\r\n".latin1 } }

    /// The head with the empty line.
    var head: [UInt8] { statusLine + fieldLines + "\r\n".latin1 }

    /// What follows the head on the wire.
    var wireBody: [UInt8] { isHead ? [] : body }

    /// The whole answer.
    var bytes: [UInt8] { head + wireBody }

    /// One chunk of a body with its framing.
    static func chunk(_ bytes: [UInt8]) -> [UInt8] {
        "\(String(bytes.count, radix: 16))\r\n".latin1 + bytes + "\r\n".latin1
    }

    /// The end of a body in chunks.
    static let lastChunk = "0\r\n\r\n".latin1
}
