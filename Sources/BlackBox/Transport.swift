import HTTPMessage

/// A way to reach a target: libcurl over the network, or a service in this process.
///
/// A transport never throws and never waits longer than the request's timeouts: what went wrong is part of the exchange.
public protocol Transport: Sendable {
    /// Sends a request and waits for the whole answer.
    func send(_ request: OutgoingRequest) async -> Exchange

    /// Sends a request and hands over the answer while it arrives, for live reads.
    func open(_ request: OutgoingRequest) async -> any LiveExchange
}

/// An answer that is still arriving.
///
/// Dropping the last reference closes the connection.
public protocol LiveExchange: AnyObject, Sendable {
    /// The head, as soon as it is there; a failure when it never came.
    func head() async -> Result<HTTPResponse, TransportFailure>

    /// The next piece of the body: everything that arrived since the last call. A failure ends the body.
    ///
    /// Waits at most `limit`, then returns `.timedOut` without ending the exchange, so that it can be asked again. A
    /// limit of zero looks without waiting.
    func nextChunk(within limit: Duration) async -> LiveChunk

    /// Leaves: closes the connection whatever is still to come.
    func cancel()

    /// What was seen so far as a record: the whole exchange once the body has ended.
    ///
    /// When the reader left, or the body still goes on, the outcome is the head with the bytes so far; without a head
    /// it is a failure.
    func record() -> Exchange
}

/// What waiting for more of a live answer brought.
public enum LiveChunk: Sendable, Hashable {
    /// More bytes.
    case bytes([UInt8])
    /// The body ended as the framing says it should.
    case end
    /// Nothing came in the time allowed; the exchange is still open.
    case timedOut
    /// The connection broke.
    case failed(TransportFailure)
}

/// A request to a target, as a check describes it.
public struct OutgoingRequest: Sendable, Hashable {
    /// The method.
    public var method: HTTPRequest.Method

    /// Path and query below the target's origin, as they are to stand on the wire: one byte for each scalar, as in
    /// field values. It begins with `/`.
    public var path: String

    /// The fields to send. The transport adds `Host` and the framing fields; the target's own fields are already here.
    public var headerFields: HTTPFields

    /// The body; `nil` sends neither a body nor a framing field where HTTP allows that.
    public var body: [UInt8]?

    /// Whether the body goes out in chunks instead of behind a `Content-Length`.
    public var isChunked: Bool

    /// Whether a connection must be opened for this request alone.
    public var usesFreshConnection: Bool

    /// How long each stage may take.
    public var timeouts: Timeouts

    /// A request.
    public init(
        method: HTTPRequest.Method, path: String, headerFields: HTTPFields = [:], body: [UInt8]? = nil,
        isChunked: Bool = false, usesFreshConnection: Bool = false, timeouts: Timeouts = .standard
    ) {
        self.method = method
        self.path = path
        self.headerFields = headerFields
        self.body = body
        self.isChunked = isChunked
        self.usesFreshConnection = usesFreshConnection
        self.timeouts = timeouts
    }
}

/// How long each stage of an exchange may take, and how large its answer may be.
public struct Timeouts: Sendable, Hashable {
    /// Resolving, connecting and the TLS handshake.
    public var connect: Duration
    /// From the request's end to the first byte of the answer.
    public var firstByte: Duration
    /// Between two pieces of the answer.
    public var idle: Duration
    /// The whole exchange.
    public var total: Duration
    /// The largest body that is kept; an answer with a larger one fails with ``TransportFailure/Kind/bodyTooLarge``.
    public var maximumBodyBytes: Int

    /// Limits for each stage.
    public init(
        connect: Duration = .seconds(5), firstByte: Duration = .seconds(10), idle: Duration = .seconds(10),
        total: Duration = .seconds(30), maximumBodyBytes: Int = 8 << 20
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.idle = idle
        self.total = total
        self.maximumBodyBytes = maximumBodyBytes
    }

    /// The defaults: 5 s to connect, 10 s to the first byte and between pieces, 30 s in all, 8 MiB.
    public static let standard = Timeouts()
}
