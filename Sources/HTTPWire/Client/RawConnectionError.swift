import HTTPMessage

/// Why something on a raw connection did not come to pass.
public struct RawConnectionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of trouble it is.
    public var kind: Kind

    /// One sentence for people.
    public var description: String

    /// What had arrived of a response: its head, once whole, and the bytes of its body so far.
    public var partial: Partial?

    /// An error.
    public init(_ kind: Kind, _ description: String, partial: Partial? = nil) {
        self.kind = kind
        self.description = description
        self.partial = partial
    }

    /// The beginning of a response.
    public struct Partial: Sendable, Hashable {
        /// Status and fields.
        public var head: HTTPResponse
        /// The body so far, framing removed.
        public var body: [UInt8]
    }

    /// The kinds of trouble.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The name does not resolve.
        case unresolved
        /// Nobody listens there, or the network does not lead there.
        case unreachable
        /// The time allowed has passed.
        case timedOut = "timed-out"
        /// The peer ended or reset the connection before what was asked for was whole.
        case closedEarly = "closed-early"
        /// What came is not an HTTP/1.1 response.
        case malformed
        /// The body of the response is larger than allowed.
        case bodyTooLarge = "body-too-large"
        /// The task was cancelled.
        case cancelled
    }
}
