import Specification

/// Where the contents of streams are kept.
///
/// A server calls its store and the logs it hands out with its lock held, one call at a time. What throws changes
/// nothing.
public protocol StreamStore: AnyObject {
    /// Begins the log of a new stream.
    func create(_ name: String, _ facts: StreamFacts) throws -> any StreamLog

    /// Begins the log of a fork: it holds what the source holds before a position, and goes on from there by itself.
    func fork(_ source: any StreamLog, at position: Int, as name: String, _ facts: StreamFacts) throws -> any StreamLog

    /// Forgets a log. Forks of it keep what they inherited.
    func remove(_ log: any StreamLog)
}

/// The contents of one stream.
public protocol StreamLog: AnyObject {
    /// Stores a payload together with what changes beside it, all or nothing.
    ///
    /// - Returns: the position after the payload.
    func append(_ payload: StreamPayload, _ change: StreamChange) throws -> Int

    /// Reads from a position up to the tail, or less.
    ///
    /// - Parameter limit: how many bytes to read at most; where there are message boundaries, whole messages are
    ///   read, and at least one.
    func read(from start: Int, limit: Int) throws -> StreamSlice

    /// The first position after the one given at which an append ended; `nil` when that is the tail already (§4.2).
    func boundary(after position: Int) throws -> Int?

    /// Stores what changes without an append.
    func record(_ facts: StreamFacts) throws
}

/// What an append changes beside the contents.
public struct StreamChange: Sendable {
    /// Whether the stream is closed with it.
    public var closes = false

    /// The stamp that closes the stream, when it has one.
    public var closedBy: ProducerStamp?

    /// The producer and its new state.
    public var producer: (id: String, state: ProducerState)?

    /// The new `Stream-Seq`.
    public var sequence: StreamSequence?

    /// No change.
    public init() {}
}

/// A part of a stream.
public struct StreamSlice: Sendable {
    /// The bytes: those of the stream, or a JSON array of its messages (§9.1.5).
    public var bytes: [UInt8]

    /// The position after the part.
    public var end: Int

    /// A part.
    public init(bytes: [UInt8], end: Int) {
        self.bytes = bytes
        self.end = end
    }
}
