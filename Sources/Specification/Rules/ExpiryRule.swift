/// An operation on a stream, as far as its lifetime is concerned (§5.1).
public enum StreamAccess: Sendable, Hashable, CaseIterable {
    /// A read of any mode, at the moment the server begins with it.
    case read
    /// An append or a close that was accepted, duplicates included.
    case write
    /// A `HEAD`.
    case head
    /// A `PUT` that found the stream as it asks for.
    case confirm
    /// A request that was refused.
    case refused
}

/// When streams end (§5.1).
public enum ExpiryRule {
    /// The instant from which the stream is gone, or `nil` when it stays.
    public static func deadline(_ lifetime: StreamLifetime, lastActivity: RFC3339Instant) -> RFC3339Instant? {
        switch lifetime {
        case .unlimited: nil
        case .sliding(let ttl): lastActivity.adding(seconds: ttl.seconds)
        case .until(let instant): instant
        }
    }

    /// Whether an operation starts the window of `Stream-TTL` anew: reads and writes do, `HEAD` does not.
    public static func refreshes(_ access: StreamAccess) -> Bool {
        switch access {
        case .read, .write: true
        case .head, .confirm, .refused: false
        }
    }

    /// Whether a window cannot run out: §5.1 says that a stream with live readers does not expire by idleness.
    public static func isHeld(_ lifetime: StreamLifetime, liveReaders: Int) -> Bool {
        if case .sliding = lifetime { return liveReaders > 0 }
        return false
    }
}
