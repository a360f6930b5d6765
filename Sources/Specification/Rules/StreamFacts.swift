/// What a decision may know of a stream, all of it from one moment.
///
/// Positions are counted from zero at the beginning of the stream: bytes, or messages where the stream has message
/// boundaries (§9.1). Only the server knows them; clients see offsets.
public struct StreamFacts: Sendable {
    /// What the stream was created with.
    public var configuration: StreamConfiguration

    /// The position after the last byte or message.
    public var tail: Int

    /// Whether the stream takes no more appends (§4.1).
    public var isClosed: Bool

    /// The stamp of the request that closed the stream, when it had one (§5.2.1).
    public var closedBy: ProducerStamp?

    /// The last `Stream-Seq` that was accepted; its scope is the stream (§5.2).
    public var lastSequence: StreamSequence?

    /// Whether the stream was deleted while forks still read from it (§4.2).
    public var isSoftDeleted: Bool

    /// The facts of a stream; by default an empty and open one.
    public init(
        configuration: StreamConfiguration, tail: Int = 0, isClosed: Bool = false, closedBy: ProducerStamp? = nil,
        lastSequence: StreamSequence? = nil, isSoftDeleted: Bool = false
    ) {
        self.configuration = configuration
        self.tail = tail
        self.isClosed = isClosed
        self.closedBy = closedBy
        self.lastSequence = lastSequence
        self.isSoftDeleted = isSoftDeleted
    }
}
