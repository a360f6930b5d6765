import HTTPMessage

/// A request that has arrived whole.
public struct HTTPIncomingRequest: Sendable, Hashable {
    /// The head. ``HTTPRequest/path`` holds the target's bytes as they came; of an absolute target it holds what
    /// follows the authority.
    public var request: HTTPRequest

    /// The body, framing removed.
    public var body: [UInt8]

    /// The fields after the last chunk.
    public var trailerFields: HTTPFields

    /// The version the client speaks.
    public var version: HTTPVersion

    /// Whether the client wants the connection to outlive this exchange (RFC 9112 §9.3).
    public var keepsConnection: Bool

    /// A whole request.
    public init(
        request: HTTPRequest, body: [UInt8] = [], trailerFields: HTTPFields = [:], version: HTTPVersion = .http11,
        keepsConnection: Bool = true
    ) {
        self.request = request
        self.body = body
        self.trailerFields = trailerFields
        self.version = version
        self.keepsConnection = keepsConnection
    }
}

/// Reads HTTP/1.1 requests from bytes that arrive in any pieces (RFC 9112).
///
/// It is our own because a reference has to refuse what RFC 9112 refuses and to hand on target bytes untouched, and
/// the C libraries at hand do neither: the one that was tried takes a Content-Length beside a Transfer-Encoding and
/// decodes `%2F`. It is a plain struct over a buffer, without a closure for each byte, and it is fuzzed.
///
/// Lines must end in CRLF; folded lines, white space before a colon, controls in values, and every disagreement about
/// the length of the body are refused. After an error the parser repeats it: the connection has to be closed.
public struct HTTPRequestParser: Sendable {
    /// What the bytes so far amount to.
    public enum Step: Sendable, Hashable {
        /// The request goes on; call again with what was not consumed and more behind it.
        case needsMore
        /// The head has arrived and its client waits for `100 Continue` (RFC 9110 §10.1.1); call again for the body.
        case expectsContinue
        /// A request is whole; the next one may follow at once.
        case request(HTTPIncomingRequest)
    }

    /// How far into a request the parser is.
    public enum Progress: Sendable, Hashable {
        /// Between two requests.
        case idle
        /// Inside the request line or the fields.
        case head
        /// Inside the body or the trailer.
        case body
    }

    private enum Phase {
        case requestLine
        case fields
        case fixedBody(Int)
        case chunkedBody
        case failed(HTTPMessageError)
    }

    /// The limits that are kept.
    public let limits: HTTPLimits

    private var phase = Phase.requestLine
    private var lines = LineScanner()
    private var emptyLines = 0
    private var line: RequestLine?
    private var block = FieldBlock()
    private var chunks = ChunkedDecoder()
    private var body: [UInt8] = []
    private var lastFieldCount = 4

    /// A parser at the start of a connection.
    public init(limits: HTTPLimits = .standard) {
        self.limits = limits
    }

    /// How far into a request the parser is.
    public var progress: Progress {
        switch phase {
        case .requestLine: lines.scanned == 0 && emptyLines == 0 ? .idle : .head
        case .fields: .head
        case .fixedBody, .chunkedBody: .body
        case .failed: .idle
        }
    }

    /// Reads one step.
    ///
    /// - Parameters:
    ///   - bytes: what has arrived: first what earlier calls did not consume, then what is new.
    ///   - consumed: set to the number of bytes that are done with. It may be all of them before a request is whole.
    /// - Throws: why the bytes are refused; ``HTTPMessageError/status`` is the answer to give before closing.
    public mutating func parse(
        _ bytes: UnsafeRawBufferPointer, consumed: inout Int
    ) throws(HTTPMessageError) -> Step {
        consumed = 0
        do {
            return try step(bytes, &consumed)
        } catch {
            phase = .failed(error)
            throw error
        }
    }

    /// Reads one step of an array.
    public mutating func parse(_ bytes: [UInt8], consumed: inout Int) throws(HTTPMessageError) -> Step {
        var count = 0
        defer { consumed = count }
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(HTTPMessageError) in try parse(buffer, consumed: &count) }
        }
        return try result.get()
    }

    private mutating func step(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int) throws(HTTPMessageError) -> Step {
        while true {
            switch phase {
            case .requestLine:
                guard try readRequestLine(bytes, &offset) else { return .needsMore }
            case .fields:
                guard try block.read(bytes, at: &offset, lines: &lines, limits: limits) else { return .needsMore }
                if try finishHead() { return .expectsContinue }
            case .fixedBody(let remaining):
                let taken = min(remaining, bytes.count - offset)
                guard taken > 0 || remaining == 0 else { return .needsMore }
                let part = bytes.part(offset..<offset + taken)
                if body.isEmpty { body = [UInt8](part) } else { body.append(contentsOf: part) }
                offset += taken
                guard taken == remaining else {
                    phase = .fixedBody(remaining - taken)
                    return .needsMore
                }
                return .request(take())
            case .chunkedBody:
                let isWhole = try chunks.decode(bytes, at: &offset, lines: &lines, into: &body, limits: limits)
                return isWhole ? .request(take()) : .needsMore
            case .failed(let error):
                throw error
            }
        }
    }

    private mutating func readRequestLine(
        _ bytes: UnsafeRawBufferPointer, _ offset: inout Int
    ) throws(HTTPMessageError) -> Bool {
        while true {
            guard offset < bytes.count else { return false }
            let first = bytes[offset]
            // Another protocol on this port, TLS above all, is told at its first byte instead of waited for.
            guard first == 0x0D || first == 0x0A || HTTPField.Name.isTokenByte(first) else {
                throw .malformed("the first byte of the request line cannot begin a method")
            }
            let found = try lines.next(
                in: bytes, at: offset, limit: limits.maximumStartLineBytes, overlong: .startLineTooLong
            )
            guard let length = found else { return false }
            let start = offset
            offset += length + 2
            if length == 0 {
                emptyLines += 1
                guard emptyLines <= limits.maximumLeadingEmptyLines else {
                    throw .malformed(
                        "there are more than \(limits.maximumLeadingEmptyLines) empty lines before a request")
                }
                continue
            }
            line = try RequestLine(bytes.part(start..<start + length))
            block.reserve(lastFieldCount)
            phase = .fields
            return true
        }
    }

    // Judges the head as a whole; true when the client waits for 100 Continue.
    private mutating func finishHead() throws(HTTPMessageError) -> Bool {
        guard let line else { throw .malformed("the request has no request line") }
        guard block.framing.hostLines <= 1 else { throw .malformed("the request has more than one Host field") }
        guard block.framing.hostLines == 1 || line.version == .http10 else {
            throw .malformed("an HTTP/1.1 request must have a Host field")
        }
        guard block.hasValidHost else {
            throw .malformed("the value of Host is not a host with an optional port")
        }
        let framing = try block.framing.body(line.version, limit: limits.maximumBodyBytes)
        switch framing {
        case .absent, .fixed(0):
            phase = .fixedBody(0)
            return false
        case .fixed(let length): phase = .fixedBody(length)
        case .chunked: phase = .chunkedBody
        }
        return block.framing.expectsContinue && line.version == .http11
    }

    private mutating func take() -> HTTPIncomingRequest {
        guard let line else { preconditionFailure("a request is taken after its head was read") }
        let host = block.host?.isEmpty == true ? nil : block.host
        let whole = HTTPIncomingRequest(
            request: HTTPRequest(
                method: line.method, scheme: line.scheme, authority: line.authority ?? host, path: line.path,
                headerFields: block.fields
            ),
            body: body, trailerFields: chunks.trailerFields, version: line.version,
            keepsConnection: block.framing.keepsConnection(line.version)
        )
        lastFieldCount = max(4, min(block.fields.count, 32))
        phase = .requestLine
        emptyLines = 0
        self.line = nil
        body = []
        block = FieldBlock()
        chunks = ChunkedDecoder()
        return whole
    }
}
