/// What a stream was created with and keeps until it is gone (§5.1).
///
/// Immutable, and a reference so that handing it from one decision to the next costs nothing.
public final class StreamConfiguration: Sendable {
    /// The media type of the stream.
    public let contentType: ContentType

    /// When the stream ends by itself.
    public let lifetime: StreamLifetime

    /// Where the stream branched off another one; `nil` for a stream of its own (§4.2).
    public let fork: ForkPoint?

    /// Whether messages have boundaries (§9.1): ``ContentType/isJSON`` of the content type, asked once.
    public let isJSON: Bool

    /// A configuration.
    public init(contentType: ContentType, lifetime: StreamLifetime = .unlimited, fork: ForkPoint? = nil) {
        self.contentType = contentType
        self.lifetime = lifetime
        self.fork = fork
        self.isJSON = contentType.isJSON
    }
}

/// When a stream ends by itself (§5.1).
public enum StreamLifetime: Sendable, Hashable {
    /// Never.
    case unlimited
    /// When nobody has read from it or written to it for a time (`Stream-TTL`).
    case sliding(StreamTTL)
    /// At an instant (`Stream-Expires-At`).
    case until(RFC3339Instant)
}
