import HTTPMessage

/// A response that has arrived whole.
public struct HTTPIncomingResponse: Sendable, Hashable {
    /// Status and fields.
    public var response: HTTPResponse

    /// The body, framing removed.
    public var body: [UInt8]

    /// The fields after the last chunk.
    public var trailerFields: HTTPFields

    /// The version the server speaks.
    public var version: HTTPVersion

    /// The 1xx responses that came before.
    public var interim: [HTTPResponse]

    /// Whether another request may follow on the same connection (RFC 9112 §9.3).
    public var keepsConnection: Bool

    /// A whole response.
    public init(
        response: HTTPResponse, body: [UInt8] = [], trailerFields: HTTPFields = [:], version: HTTPVersion = .http11,
        interim: [HTTPResponse] = [], keepsConnection: Bool = true
    ) {
        self.response = response
        self.body = body
        self.trailerFields = trailerFields
        self.version = version
        self.interim = interim
        self.keepsConnection = keepsConnection
    }
}

/// Reads one HTTP/1.1 response after another from bytes that arrive in any pieces (RFC 9112).
///
/// It is as strict as ``HTTPRequestParser`` and never traps: what a broken server sends ends in an error that says
/// what is wrong, and what had arrived by then stays readable in ``partial``.
public struct HTTPResponseParser: Sendable {
    /// What the bytes so far amount to.
    public enum Step: Sendable, Hashable {
        /// The response goes on; call again with what was not consumed and more behind it, or ``finish()``.
        case needsMore
        /// A response is whole.
        case response(HTTPIncomingResponse)
    }

    private enum Phase {
        case statusLine
        case fields
        case fixedBody(Int)
        case chunkedBody
        case bodyUntilClose
        case failed(HTTPMessageError)
    }

    /// The limits that are kept.
    public let limits: HTTPLimits

    /// The method of the request that is being answered: the answer to HEAD has no body.
    public var requestMethod: HTTPRequest.Method

    private var phase = Phase.statusLine
    private var lines = LineScanner()
    private var version = HTTPVersion.http11
    private var status = HTTPResponse.Status.ok
    private var block = FieldBlock()
    private var chunks = ChunkedDecoder()
    private var head: HTTPResponse?
    private var body: [UInt8] = []
    private var interim: [HTTPResponse] = []

    /// A parser for the answer to a request with the given method.
    public init(answering method: HTTPRequest.Method, limits: HTTPLimits = .standard) {
        self.requestMethod = method
        self.limits = limits
    }

    /// The head, once it is whole, and the bytes of the body so far.
    public var partial: (head: HTTPResponse, body: [UInt8])? {
        head.map { ($0, body) }
    }

    /// Reads one step.
    ///
    /// - Parameters:
    ///   - bytes: what has arrived: first what earlier calls did not consume, then what is new.
    ///   - consumed: set to the number of bytes that are done with.
    /// - Throws: what is wrong with the response.
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

    /// Takes note that the server has closed the connection.
    ///
    /// - Returns: the response whose body was to last until then.
    /// - Throws: ``HTTPMessageError/Kind/closedEarly`` when the response is not whole.
    public mutating func finish() throws(HTTPMessageError) -> HTTPIncomingResponse {
        let place: String
        switch phase {
        case .bodyUntilClose: return take(keepsConnection: false)
        case .failed(let error): throw error
        case .statusLine where lines.scanned == 0 && interim.isEmpty: place = "without an answer"
        case .statusLine where lines.scanned == 0: place = "after an interim response, without a final one"
        case .statusLine: place = "inside the status line"
        case .fields: place = "inside the header"
        case .fixedBody(let remaining): place = "when \(remaining) bytes of the body were still to come"
        case .chunkedBody: place = "before the last chunk of the body"
        }
        let error = HTTPMessageError(.closedEarly, "the connection was closed \(place)")
        phase = .failed(error)
        throw error
    }

    private mutating func step(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int) throws(HTTPMessageError) -> Step {
        while true {
            switch phase {
            case .statusLine:
                guard try readStatusLine(bytes, &offset) else { return .needsMore }
            case .fields:
                guard try block.read(bytes, at: &offset, lines: &lines, limits: limits) else { return .needsMore }
                try finishHead()
            case .fixedBody(let remaining):
                let taken = min(remaining, bytes.count - offset)
                guard taken > 0 || remaining == 0 else { return .needsMore }
                body.append(contentsOf: bytes.part(offset..<offset + taken))
                offset += taken
                guard taken == remaining else {
                    phase = .fixedBody(remaining - taken)
                    return .needsMore
                }
                return .response(take(keepsConnection: block.framing.keepsConnection(version)))
            case .chunkedBody:
                let isWhole = try chunks.decode(bytes, at: &offset, lines: &lines, into: &body, limits: limits)
                return isWhole
                    ? .response(take(keepsConnection: block.framing.keepsConnection(version))) : .needsMore
            case .bodyUntilClose:
                guard bytes.count - offset <= limits.maximumBodyBytes - body.count else {
                    throw MessageFraming.bodyTooLarge(limits.maximumBodyBytes)
                }
                body.append(contentsOf: bytes.part(offset..<bytes.count))
                offset = bytes.count
                return .needsMore
            case .failed(let error):
                throw error
            }
        }
    }

    private mutating func readStatusLine(
        _ bytes: UnsafeRawBufferPointer, _ offset: inout Int
    ) throws(HTTPMessageError) -> Bool {
        // What is not HTTP at all is told at its first bytes: it may never send a line end.
        for (index, byte) in "HTTP/".utf8.enumerated() where offset + index < bytes.count {
            guard bytes[offset + index] == byte else { throw .malformed("the answer does not begin with HTTP/") }
        }
        let found = try lines.next(
            in: bytes, at: offset, limit: limits.maximumStartLineBytes, overlong: .startLineTooLong
        )
        guard let length = found else { return false }
        let line = bytes.part(offset..<offset + length)
        offset += length + 2
        guard length >= 8 else { throw .malformed("the status line has no version") }
        version = try HTTPVersion.read(line.part(0..<8))
        guard length >= 12, line[8] == 0x20, line[9..<12].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            throw .malformed("the status line has no status code of three digits")
        }
        let code = line[9..<12].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard code >= 100 else { throw .malformed("the status code is below 100") }
        // The space before an absent phrase is often forgotten, and nothing hangs on it.
        guard length == 12 || line[12] == 0x20 else {
            throw .malformed("the status code is not followed by a space")
        }
        let phrase = line.part(min(13, length)..<length)
        let survey = Latin1.survey(phrase)
        guard !survey.hasControl else { throw .malformed("the reason phrase holds a control character") }
        status = HTTPResponse.Status(code: code, reasonPhrase: Latin1.string(phrase, isASCII: survey.isASCII))
        phase = .fields
        return true
    }

    private mutating func finishHead() throws(HTTPMessageError) {
        let response = HTTPResponse(status: status, headerFields: block.fields)
        if status.code < 200 {
            guard status.code != 101 else { throw .malformed("the server switches protocols, unasked") }
            guard interim.count < limits.maximumInterimResponses else {
                throw .malformed("there are more than \(limits.maximumInterimResponses) interim responses")
            }
            interim.append(response)
            block = FieldBlock()
            phase = .statusLine
            return
        }
        head = response
        if requestMethod == .head || status.code == 204 || status.code == 304 {
            phase = .fixedBody(0)
            return
        }
        switch try block.framing.body(version, limit: limits.maximumBodyBytes) {
        case .absent: phase = .bodyUntilClose
        case .fixed(let length): phase = .fixedBody(length)
        case .chunked: phase = .chunkedBody
        }
    }

    private mutating func take(keepsConnection: Bool) -> HTTPIncomingResponse {
        let whole = HTTPIncomingResponse(
            response: head ?? HTTPResponse(status: status), body: body, trailerFields: chunks.trailerFields,
            version: version, interim: interim, keepsConnection: keepsConnection
        )
        phase = .statusLine
        block = FieldBlock()
        chunks = ChunkedDecoder()
        head = nil
        body = []
        interim = []
        return whole
    }
}
