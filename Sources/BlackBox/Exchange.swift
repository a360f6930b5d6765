import HTTPMessage

/// One request and what came back, with everything a report needs to show it and a person needs to repeat it.
public struct Exchange: Sendable {
    /// The request as it was asked for.
    public var request: OutgoingRequest

    /// The answer, or why there is none.
    public var outcome: Result<Answer, TransportFailure>

    /// When each stage ended, from the moment the request was handed to the transport.
    public var timings: Timings

    /// The connection the exchange used, where the transport has connections.
    public var connection: Connection?

    /// Where the runner received the request, when the target sent it to a webhook; `nil` when the runner sent it.
    public var receivedAt: BaseURL?

    /// A record of an exchange.
    public init(
        request: OutgoingRequest, outcome: Result<Answer, TransportFailure>, timings: Timings = Timings(),
        connection: Connection? = nil
    ) {
        self.request = request
        self.outcome = outcome
        self.timings = timings
        self.connection = connection
    }

    /// A whole answer.
    public struct Answer: Sendable, Hashable {
        /// Status and fields.
        public var head: HTTPResponse
        /// The body, framing removed.
        public var body: [UInt8]
        /// How many bytes of the body came behind ``body`` and were not kept.
        public var omittedByteCount: Int
        /// How many fields came behind those of ``head`` and were not kept.
        public var omittedFieldCount: Int

        /// An answer.
        public init(head: HTTPResponse, body: [UInt8], omittedByteCount: Int = 0, omittedFieldCount: Int = 0) {
            self.head = head
            self.body = body
            self.omittedByteCount = omittedByteCount
            self.omittedFieldCount = omittedFieldCount
        }
    }

    /// When each stage ended, counted from the start of the exchange.
    public struct Timings: Sendable, Hashable {
        /// When the exchange began.
        public var start: ContinuousClock.Instant
        /// The connection was ready, TLS included; zero when it was reused.
        public var connected: Duration
        /// The first byte of the answer came.
        public var firstByte: Duration
        /// The exchange was over.
        public var total: Duration

        /// Stages that have not ended are zero.
        public init(
            start: ContinuousClock.Instant = .now, connected: Duration = .zero, firstByte: Duration = .zero,
            total: Duration = .zero
        ) {
            self.start = start
            self.connected = connected
            self.firstByte = firstByte
            self.total = total
        }
    }

    /// Which connection carried an exchange.
    public struct Connection: Sendable, Hashable {
        /// A number that is the same for exchanges over the same connection.
        public var id: Int
        /// Whether an earlier exchange had used it.
        public var isReused: Bool
        /// The protocol version spoken, for example `HTTP/1.1` or `HTTP/2`.
        public var version: String

        /// A connection.
        public init(id: Int, isReused: Bool, version: String) {
            self.id = id
            self.isReused = isReused
            self.version = version
        }
    }
}

/// Why an exchange has no answer.
public struct TransportFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of trouble it was.
    public var kind: Kind

    /// One sentence for people, with the detail the library gave.
    public var message: String

    /// What had arrived when it failed: the head, when it was complete, and the bytes of the body so far.
    public var partial: Exchange.Answer?

    /// A failure.
    public init(_ kind: Kind, _ message: String, partial: Exchange.Answer? = nil) {
        self.kind = kind
        self.message = message
        self.partial = partial
    }

    /// The sentence.
    public var description: String { message }

    /// The kinds of trouble, by who has to look.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// The name does not resolve.
        case unresolved
        /// Nobody listens there, or the network does not lead there.
        case unreachable
        /// The connection could not be secured.
        case tls
        /// No connection in time.
        case connectTimeout = "connect-timeout"
        /// Connected, and no answer in time.
        case firstByteTimeout = "first-byte-timeout"
        /// The answer stopped arriving.
        case idleTimeout = "idle-timeout"
        /// The answer kept arriving past the time allowed for all of it.
        case totalTimeout = "total-timeout"
        /// The connection ended or was reset before the answer was whole.
        case closedEarly = "closed-early"
        /// What came is not HTTP.
        case malformed
        /// The body is larger than allowed.
        case bodyTooLarge = "body-too-large"
        /// The request could not be sent as described, for example because a value holds a line break.
        case unsendable
        /// The runner gave up: cancelled.
        case cancelled

        /// Whether not a byte of an answer came, so that the target may be gone.
        public var isSilence: Bool { isUnreachable || self == .firstByteTimeout }

        /// Whether a limit of time passed.
        public var isTimeout: Bool {
            switch self {
            case .connectTimeout, .firstByteTimeout, .idleTimeout, .totalTimeout: true
            default: false
            }
        }

        /// Whether the target could not be reached at all, so that nothing was judged.
        public var isUnreachable: Bool {
            switch self {
            case .unresolved, .unreachable, .tls, .connectTimeout: true
            default: false
            }
        }
    }
}
