/// A part of the protocol that a server may offer or leave out.
///
/// A server declares nothing: the runner probes, by effect, which profiles it offers.
public enum Profile: String, Sendable, Hashable, CaseIterable, Codable {
    /// Create, append, read, head, delete, offsets (§5.1, §5.2, §5.4–§5.6, §8).
    case core
    /// Closing a stream and learning that it is closed (§4.1, §5.3).
    case closure
    /// Idempotent producers (§5.2.1).
    case producers
    /// JSON mode (§9.1).
    case json
    /// Live reads by long-poll (§5.7).
    case longPoll = "long-poll"
    /// Live reads by Server-Sent Events (§5.8).
    case sse
    /// Sliding time-to-live and absolute expiry (§5.1).
    case expiry
    /// Entity tags, cache control and cursors (§10).
    case caching
    /// Forks (§4.2).
    case fork
    /// Subscriptions by webhook and pull-wake (§6, §7).
    case subscriptions
    /// Headers that protect browsers (§12.7).
    case securityHeaders = "security-headers"
    /// The state protocol layered on JSON streams.
    case state
    /// The session layer.
    case sessions
}
