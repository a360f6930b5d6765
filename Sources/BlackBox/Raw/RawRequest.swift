import HTTPMessage

/// A conversation with a target byte by byte: for requests that are malformed, cut short or stretched, which a library
/// would refuse to send.
public struct RawRequest: Sendable, Hashable {
    /// What happens on the connection, in order.
    public var steps: [Step]

    /// The methods of the requests inside, one for each answer that is expected; an answer to `HEAD` has no body.
    public var methods: [HTTPRequest.Method]

    /// Whether to go on reading after the expected answers until the target closes the connection or falls silent.
    public var readsUntilClose: Bool

    /// How long each stage may take: ``Timeouts/firstByte`` counts from the last byte sent.
    public var timeouts: Timeouts

    /// One thing that happens on the connection.
    public enum Step: Sendable, Hashable {
        /// These bytes are sent as they are.
        case send([UInt8])
        /// Nothing is sent for a while.
        case pause(Duration)
        /// Waits until so many whole answers have come in all.
        case awaitAnswers(Int)
        /// Waits until anything at all has come, for example `100 Continue`.
        case awaitBytes
        /// Says that nothing more will be sent, and goes on reading.
        case finishSending
        /// Closes the connection: nothing after this happens.
        case disconnect
        /// Breaks the connection off with a reset: nothing after this happens.
        case reset
    }

    /// A conversation.
    public init(
        _ steps: [Step], answering methods: [HTTPRequest.Method] = [.get], readsUntilClose: Bool = false,
        timeouts: Timeouts = .standard
    ) {
        self.steps = steps
        self.methods = methods
        self.readsUntilClose = readsUntilClose
        self.timeouts = timeouts
    }

    /// Bytes sent at one go, and one answer.
    public init(
        _ bytes: [UInt8], answering method: HTTPRequest.Method = .get, readsUntilClose: Bool = false,
        timeouts: Timeouts = .standard
    ) {
        self.init([.send(bytes)], answering: [method], readsUntilClose: readsUntilClose, timeouts: timeouts)
    }

    /// Text of the wire sent at one go, one byte for each scalar up to U+00FF, and one answer.
    public init(
        _ text: String, answering method: HTTPRequest.Method = .get, readsUntilClose: Bool = false,
        timeouts: Timeouts = .standard
    ) {
        self.init(text.latin1Bytes, answering: method, readsUntilClose: readsUntilClose, timeouts: timeouts)
    }

    /// Every byte the steps send.
    public var sentBytes: [UInt8] {
        steps.flatMap { step in
            if case .send(let bytes) = step { return bytes }
            return []
        }
    }
}

extension Target {
    /// A request as HTTP/1.1 bytes, with `Host` and the framing fields, nothing validated: a starting point for
    /// requests that are to be broken.
    public func wireBytes(of request: OutgoingRequest) -> [UInt8] {
        var head = "\(request.method) \(request.path) HTTP/1.1\r\n"
        if !request.headerFields.contains(.host) { head += "Host: \(base.authority)\r\n" }
        if !request.headerFields.contains(.userAgent) { head += "User-Agent: \(ProductVersion.userAgent)\r\n" }
        for field in request.headerFields { head += "\(field.name.rawName): \(field.value)\r\n" }
        guard let body = request.body else { return (head + "\r\n").latin1Bytes }
        guard request.isChunked else {
            let isFramed =
                request.headerFields.contains(.contentLength) || request.headerFields.contains(.transferEncoding)
            if !isFramed { head += "Content-Length: \(body.count)\r\n" }
            return (head + "\r\n").latin1Bytes + body
        }
        var bytes = (head + "Transfer-Encoding: chunked\r\n\r\n").latin1Bytes
        if !body.isEmpty { bytes += "\(String(body.count, radix: 16))\r\n".latin1Bytes + body + "\r\n".latin1Bytes }
        return bytes + "0\r\n\r\n".latin1Bytes
    }
}

/// What came of a raw conversation.
public struct RawExchange: Sendable {
    /// What was asked for.
    public var request: RawRequest

    /// Every byte that came.
    public var received: [UInt8] = []

    /// The whole answers among them, in order.
    public var answers: [Exchange.Answer] = []

    /// The 1xx answers before them.
    public var interimAnswers: [HTTPResponse] = []

    /// How the connection stood at the end.
    public var ending = Ending.notConnected

    /// Why there are fewer answers than expected, or what came beside them that is not HTTP.
    public var failure: TransportFailure?

    /// When each stage ended.
    public var timings: Exchange.Timings

    /// How a connection stands when a conversation is over.
    public enum Ending: String, Sendable, Hashable, CaseIterable {
        /// There was none.
        case notConnected = "not-connected"
        /// The target closed it.
        case closed
        /// The target reset it.
        case reset
        /// It was open, and the runner closed it as agreed or out of patience.
        case open
    }

    init(request: RawRequest, start: ContinuousClock.Instant) {
        self.request = request
        self.timings = Exchange.Timings(start: start)
    }

    /// The conversation as a record like any other: the first answer, or why there is none.
    ///
    /// - Parameter request: the request that describes best what was sent.
    public func exchange(as request: OutgoingRequest) -> Exchange {
        let outcome: Result<Exchange.Answer, TransportFailure>
        if let answer = answers.first {
            outcome = .success(answer)
        } else {
            outcome = .failure(failure ?? .closedBeforeHead)
        }
        let connection =
            ending == .notConnected ? nil : Exchange.Connection(id: 0, isReused: false, version: "HTTP/1.1")
        return Exchange(request: request, outcome: outcome, timings: timings, connection: connection)
    }
}
