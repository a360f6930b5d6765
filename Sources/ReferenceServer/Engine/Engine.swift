import HTTPMessage
import Specification

/// The state of a server, and the operations on it: each takes a request and an instant and gives a reply.
///
/// An engine belongs to a lock. What is to happen once the lock is released, the answers to readers that were waiting,
/// gathers in ``outbox``.
struct Engine {
    let configuration: ReferenceServer.Configuration
    let rules: Rules
    let store: any StreamStore
    let clock: any ServerClock

    var subscriptions: SubscriptionTable

    var streams: [String: StreamEntry] = [:]

    /// Answers to readers that were waiting.
    var outbox = Outbox()

    private var random: SeededGenerator
    private var nextIncarnation: UInt64
    private var nextReader: UInt64 = 0

    init(
        configuration: ReferenceServer.Configuration, rules: Rules, store: any StreamStore, clock: any ServerClock
    ) {
        self.configuration = configuration
        self.rules = rules
        self.store = store
        self.clock = clock
        subscriptions = SubscriptionTable(configuration.subscriptions)
        random = SeededGenerator(seed: configuration.seed ?? UInt64.random(in: .min ... .max))
        nextIncarnation = random.next()
    }

    mutating func makeIncarnation() -> UInt64 {
        nextIncarnation &+= 1
        return nextIncarnation
    }

    mutating func makeReader() -> UInt64 {
        nextReader += 1
        return nextReader
    }

    mutating func makeJitter() -> Int {
        Int.random(in: StreamCursor.jitterRange, using: &random)
    }

    /// A number from 0 up to 1.
    mutating func makeChance() -> Double {
        Double.random(in: 0..<1, using: &random)
    }

    // MARK: Looking up

    /// The stream of a name, soft-deleted or not; one whose time has come is removed instead.
    mutating func stream(_ name: String, _ now: RFC3339Instant) -> StreamEntry? {
        guard let entry = streams[name] else { return nil }
        if entry.facts.isSoftDeleted {
            removeExpiredForks(of: entry, now)
            return streams[name]
        }
        guard isExpired(entry, now) else { return entry }
        remove(entry, answering: .notFound, now)
        return nil
    }

    /// The stream of an incarnation, when it is still there.
    func stream(_ key: LiveReaderKey) -> StreamEntry? {
        guard let entry = streams[key.stream], entry.incarnation == key.incarnation else { return nil }
        return entry
    }

    // MARK: Expiry

    /// Whether the time of a stream has come (§5.1).
    func isExpired(_ entry: StreamEntry, _ now: RFC3339Instant) -> Bool {
        let lifetime = entry.facts.configuration.lifetime
        guard lifetime != .unlimited, let deadline = rules.deadline(lifetime, entry.lastActivity) else { return false }
        return deadline <= now && !rules.isHeld(lifetime, entry.liveReaderCount)
    }

    /// Starts the window of `Stream-TTL` anew where an access does that (§5.1).
    func touch(_ entry: StreamEntry, _ access: StreamAccess, _ now: RFC3339Instant) {
        guard case .sliding = entry.facts.configuration.lifetime, rules.refreshes(access) else { return }
        entry.lastActivity = max(entry.lastActivity, now)
    }

    /// Takes note that a live reader has left.
    ///
    /// A window that ran out while readers held it starts anew with the last of them, so that one who comes back at
    /// once still finds the stream.
    func readerLeft(_ entry: StreamEntry, _ now: RFC3339Instant) {
        if isExpired(entry, now), case .sliding = entry.facts.configuration.lifetime { entry.lastActivity = now }
    }

    /// Removes every stream whose time has come.
    mutating func removeExpired(_ now: RFC3339Instant) {
        for entry in Array(streams.values) where !entry.facts.isSoftDeleted && isExpired(entry, now) {
            remove(entry, answering: .notFound, now)
        }
    }

    /// Removes the forks whose time has come, so that a soft-deleted stream goes with the last of them.
    private mutating func removeExpiredForks(of entry: StreamEntry, _ now: RFC3339Instant) {
        for (incarnation, name) in entry.forks where streams[name]?.incarnation == incarnation {
            _ = stream(name, now)
        }
    }

    // MARK: Removal

    /// Removes a stream for good, tells its live readers, and lets go of its source (§4.2, §5.4).
    mutating func remove(_ entry: StreamEntry, answering reply: Reply, _ now: RFC3339Instant) {
        streams[entry.name] = nil
        store.remove(entry.log)
        dismissReaders(of: entry, with: reply)
        if entry.isWatched { streamVanished(entry) }
        guard let origin = entry.facts.configuration.fork?.origin, let source = streams[origin.source],
            source.incarnation == entry.sourceIncarnation
        else { return }
        source.forks[entry.incarnation] = nil
        if source.facts.isSoftDeleted && source.forks.isEmpty { remove(source, answering: .gone, now) }
    }

    /// What has gathered for after the lock; `nil` when that is nothing, as nearly always.
    mutating func takeOutbox() -> Outbox? {
        guard !outbox.isEmpty else { return nil }
        defer { outbox = Outbox() }
        return outbox
    }
}

/// What happens once the lock is released.
struct Outbox: Sendable {
    /// Long-polls that are answered.
    var deliveries: [Delivery] = []

    /// Event streams that have something to send.
    var wakes: [LiveReaderKey] = []

    /// Event streams that end because their stream is gone.
    var endings: [any HTTPResponseWriter] = []

    /// Webhooks that are called.
    var webhooks: [WebhookJob] = []

    var isEmpty: Bool { deliveries.isEmpty && wakes.isEmpty && endings.isEmpty && webhooks.isEmpty }
}
