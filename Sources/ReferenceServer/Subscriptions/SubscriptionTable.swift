import Signatures
import Specification

/// The subscriptions of a server, by id and by the streams they watch.
struct SubscriptionTable {
    private(set) var entries: [String: SubscriptionEntry] = [:]

    /// The keys of the subscriptions by the paths of the streams they are linked to.
    private var watchers: [String: Set<String>] = [:]

    var keyring: SigningKeyring
    let tokens = WakeTokens()

    /// Has something done when a deadline of a subscription has come; the server sets it.
    var onDeadline: @Sendable (_ key: String, _ incarnation: UInt64) -> Void = { _, _ in }

    init(_ settings: SubscriptionSettings) {
        keyring = SigningKeyring(settings)
    }

    /// Whether there is any subscription: the one question that is asked when there is none.
    var isActive: Bool { !entries.isEmpty }

    /// The subscriptions that are linked to a stream.
    func watchers(of path: String) -> [SubscriptionEntry] {
        watchers[path]?.compactMap { entries[$0] } ?? []
    }

    func isWatched(_ path: String) -> Bool { watchers[path] != nil }

    mutating func add(_ entry: SubscriptionEntry) {
        entries[entry.key] = entry
        for path in entry.state.links.keys { watch(path, entry) }
    }

    mutating func remove(_ entry: SubscriptionEntry) {
        entry.disarm()
        entries[entry.key] = nil
        for path in entry.state.links.keys { unwatch(path, entry) }
    }

    mutating func watch(_ path: String, _ entry: SubscriptionEntry) {
        watchers[path, default: []].insert(entry.key)
    }

    mutating func unwatch(_ path: String, _ entry: SubscriptionEntry) {
        watchers[path]?.remove(entry.key)
        if watchers[path]?.isEmpty == true { watchers[path] = nil }
    }
}
