/// What a step of a subscription may draw on: time, chance, and the decisions of the protocol.
public struct SubscriptionMoment {
    /// The present instant.
    public let now: RFC3339Instant
    /// The decisions.
    public let rules: SubscriptionRules
    /// Makes an id that no other wake has.
    public let makeWakeID: () -> String
    /// A number from 0 up to 1, drawn by lot.
    public let jitter: () -> Double

    /// A moment.
    public init(
        _ now: RFC3339Instant, _ rules: SubscriptionRules, makeWakeID: @escaping () -> String,
        jitter: @escaping () -> Double
    ) {
        self.now = now
        self.rules = rules
        self.makeWakeID = makeWakeID
        self.jitter = jitter
    }
}

/// One subscription: its cursors, its wake, and the schedule of its retries (§6, §7).
///
/// A value: each step takes what happened and the moment, changes the value, and says what is left to be done. Whoever
/// keeps it calls ``tick(_:)`` at ``deadline``.
public struct SubscriptionState: Sendable {
    /// The id that the client chose.
    public let id: String

    /// What it was created with.
    public let configuration: SubscriptionConfiguration

    /// When it was created.
    public let createdAt: RFC3339Instant

    /// The cursors by the paths of their streams.
    public internal(set) var links: [String: SubscriptionLink] = [:]

    /// The number of wakes so far, which fences off every worker but the last (§7.3).
    public internal(set) var generation: Int64 = 0

    /// The wake that is not over yet.
    public internal(set) var wake: SubscriptionWake?

    /// How many deliveries have failed in a row (§7.1).
    public internal(set) var failures = 0

    /// When the next delivery is tried after one that failed (§7.1).
    public internal(set) var nextAttemptAt: RFC3339Instant?

    /// A subscription without streams.
    public init(id: String, configuration: SubscriptionConfiguration, createdAt: RFC3339Instant) {
        self.id = id
        self.configuration = configuration
        self.createdAt = createdAt
    }

    /// The instant at which ``tick(_:)`` has something to do; `nil` when nothing waits for time to pass.
    public var deadline: RFC3339Instant? {
        guard let lease = wake?.leaseDeadline else { return nextAttemptAt }
        return nextAttemptAt.map { min($0, lease) } ?? lease
    }

    /// What it is doing.
    public var phase: SubscriptionPhase {
        guard let wake else { return nextAttemptAt == nil ? .idle : .backingOff }
        return wake.leaseDeadline == nil ? .waking : .leased
    }

    /// Whether the last delivery failed, so that another is scheduled or under way (§6.3).
    public var isFailing: Bool { failures > 0 }

    // MARK: Streams

    /// Whether any stream has something behind its cursor.
    public func hasPending(_ rules: SubscriptionRules) -> Bool {
        links.values.contains { Self.isPending($0, rules) }
    }

    static func isPending(_ link: SubscriptionLink, _ rules: SubscriptionRules) -> Bool {
        link.tail.map { rules.isPending(link.acked, $0) } ?? false
    }

    /// The streams in the order of their paths.
    public func views(_ rules: SubscriptionRules) -> [SubscriptionStreamView] {
        links.sorted { WireOrder.precedes($0.key, $1.key) }.map { path, link in
            SubscriptionStreamView(
                path: path, kind: rules.shownKind(link), acked: link.acked, tail: link.tail ?? link.acked,
                hasPending: Self.isPending(link, rules))
        }
    }

    /// Links a stream that was there before the subscription, or before it was listed.
    ///
    /// - Parameters:
    ///   - beginning: The position before the first append to the stream.
    ///   - tail: Its tail; `nil` when there is no such stream yet.
    ///   - isMatched: Whether the pattern matches it.
    public mutating func link(
        _ path: String, _ occasion: SubscriptionLink.Occasion, beginning: Int, tail: Int?, isMatched: Bool,
        _ rules: SubscriptionRules
    ) {
        let isExplicit = occasion == .listed
        if links[path] != nil {
            if isExplicit { links[path]?.isExplicit = true }
            return
        }
        let isMatched = isMatched && path != configuration.wakeStream
        guard isExplicit || isMatched else { return }
        let start = tail.map { rules.linkStart(occasion, beginning, $0) } ?? beginning
        links[path] = SubscriptionLink(
            isExplicit: isExplicit, isGlob: isMatched && tail != nil, acked: start, tail: tail)
    }

    /// Takes a stream off the list (§6.4). Its link by the pattern remains.
    public mutating func unlinkExplicit(_ path: String, _ rules: SubscriptionRules) {
        guard let link = links[path], link.isExplicit else { return }
        links[path] = rules.withoutExplicit(link)
    }

    /// A stream was created that is listed or that the pattern matches.
    ///
    /// - Parameters:
    ///   - beginning: The position before the contents it was created with.
    ///   - tail: The position after them.
    public mutating func streamAppeared(
        _ path: String, beginning: Int, tail: Int, isMatched: Bool, _ moment: SubscriptionMoment
    ) -> SubscriptionEffect? {
        // A pattern that matches the subscription's own wake stream would have it wake itself for ever.
        let isMatched = isMatched && path != configuration.wakeStream
        guard links[path] != nil || isMatched else { return nil }
        let start = moment.rules.linkStart(.discovered, beginning, tail)
        var link = links[path] ?? SubscriptionLink(isExplicit: false, isGlob: true, acked: start, tail: tail)
        link.isGlob = isMatched
        link.acked = start
        link.tail = tail
        links[path] = link
        return Self.isPending(link, moment.rules) ? wakeIfIdle(for: path, moment) : nil
    }

    /// A linked stream has a new tail.
    public mutating func streamGrew(_ path: String, tail: Int, _ moment: SubscriptionMoment) -> SubscriptionEffect? {
        guard let index = links.index(forKey: path) else { return nil }
        links.values[index].tail = tail
        guard Self.isPending(links.values[index], moment.rules) else { return nil }
        return wakeIfIdle(for: path, moment)
    }

    /// A linked stream is gone. A later one of that name is another stream.
    public mutating func streamVanished(_ path: String) {
        guard var link = links[path] else { return }
        guard link.isExplicit else {
            links[path] = nil
            return
        }
        link.isGlob = false
        link.acked = 0
        link.tail = nil
        link.voidGeneration = generation
        links[path] = link
    }
}
