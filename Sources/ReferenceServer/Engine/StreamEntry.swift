import HTTPMessage
import Specification

/// One stream: its facts, its contents, and who waits for it.
///
/// Touched only with the server's lock held, which makes the checks for overlapping access in its properties the cost
/// of nothing gained.
final class StreamEntry {
    /// The path of the stream.
    let name: String

    /// A number no other stream has had, not even an earlier one of this name.
    let incarnation: UInt64

    /// Where the contents are.
    let log: any StreamLog

    @exclusivity(unchecked) var facts: StreamFacts

    /// The idempotent producers that were seen (§5.2.1). They are kept as long as the stream.
    @exclusivity(unchecked) var producers: [String: ProducerState] = [:]

    /// The last access that counts for `Stream-TTL` (§5.1).
    @exclusivity(unchecked) var lastActivity: RFC3339Instant

    /// The long-polls that wait for data (§5.7).
    @exclusivity(unchecked) var longPolls: [UInt64: LongPollWaiter] = [:]

    /// The event streams that are open (§5.8).
    @exclusivity(unchecked) var eventStreams: [UInt64: EventStream] = [:]

    /// Whether a subscription may be linked to it (§6); the one question that an append asks about subscriptions.
    var isWatched = false

    /// The names of the forks of this stream by their incarnations (§4.2).
    @exclusivity(unchecked) var forks: [UInt64: String] = [:]

    /// The incarnation of the stream this one was forked from.
    @exclusivity(unchecked) var sourceIncarnation: UInt64?

    init(name: String, incarnation: UInt64, log: any StreamLog, facts: StreamFacts, lastActivity: RFC3339Instant) {
        self.name = name
        self.incarnation = incarnation
        self.log = log
        self.facts = facts
        self.lastActivity = lastActivity
    }

    /// The number of live readers.
    var liveReaderCount: Int { longPolls.count + eventStreams.count }

    /// What names one of the live readers of this stream.
    func key(_ reader: UInt64) -> LiveReaderKey {
        LiveReaderKey(stream: name, incarnation: incarnation, reader: reader)
    }
}

/// Names a live reader from outside the lock.
struct LiveReaderKey: Sendable {
    var stream: String
    var incarnation: UInt64
    var reader: UInt64
}
