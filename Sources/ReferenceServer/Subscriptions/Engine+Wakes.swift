import Specification

/// What happens to streams, told to the subscriptions that watch them, and what follows from it.
extension Engine {
    /// What a step of a subscription may draw on.
    mutating func moment(_ now: RFC3339Instant) -> SubscriptionMoment {
        let chance = makeChance()
        return SubscriptionMoment(
            now, rules.subscriptions, makeWakeID: { Self.makeWakeID() }, jitter: { chance })
    }

    /// Always of the same length, so that answers that differ in nothing else are equally long.
    private static func makeWakeID() -> String {
        var random = SystemRandomNumberGenerator()
        let digits = String(random.next() as UInt64, radix: 36) + String(random.next() as UInt64, radix: 36)
        return "w_" + String(repeating: "0", count: wakeIDDigits - digits.count) + digits
    }

    /// Two numbers of 64 bits in base 36 have 13 digits each at most.
    private static let wakeIDDigits = 26

    /// The path of a stream relative to the stream root.
    func relativePath(_ entry: StreamEntry) -> String {
        let bytes = entry.name.utf8
        return String(entry.name[bytes.index(bytes.startIndex, offsetBy: configuration.rootPath.utf8.count + 1)...])
    }

    /// The path of a stream in URLs.
    func absolutePath(_ path: String) -> String { configuration.rootPath + "/" + path }

    // MARK: Streams

    /// A watched stream has a new tail.
    mutating func streamGrew(_ entry: StreamEntry, _ now: RFC3339Instant) {
        // Wake events make wake streams grow, which others may watch: one after the other, not one inside the other.
        var grown = [entry]
        while let stream = grown.popLast() {
            let path = relativePath(stream)
            for watcher in subscriptions.watchers(of: path) {
                let effect = watcher.state.streamGrew(path, tail: stream.facts.tail, moment(now))
                if let other = perform(effect, of: watcher, now), other.isWatched { grown.append(other) }
            }
        }
    }

    /// A stream was created, and there are subscriptions.
    mutating func streamAppeared(_ entry: StreamEntry, _ now: RFC3339Instant) {
        let path = relativePath(entry)
        let beginning = entry.facts.configuration.fork?.position ?? 0
        entry.isWatched = subscriptions.isWatched(path)
        for watcher in Array(subscriptions.entries.values) {
            let effect = watcher.state.streamAppeared(
                path, beginning: beginning, tail: entry.facts.tail, isMatched: watcher.isMatched(path), moment(now))
            if watcher.state.links[path] != nil {
                subscriptions.watch(path, watcher)
                entry.isWatched = true
            }
            settle(effect, of: watcher, now)
            if watcher.state.configuration.wakeStream == path,
                let event = watcher.state.unannounced(moment(now))
            {
                settle(.announce(event), of: watcher, now)
            }
        }
    }

    /// A watched stream is gone, or hidden.
    mutating func streamVanished(_ entry: StreamEntry) {
        let path = relativePath(entry)
        entry.isWatched = false
        for watcher in subscriptions.watchers(of: path) {
            watcher.state.streamVanished(path)
            if watcher.state.links[path] == nil { subscriptions.unwatch(path, watcher) }
        }
    }

    // MARK: Effects

    /// Does what a step of a subscription left to do, and what follows from that.
    mutating func settle(_ effect: SubscriptionEffect?, of entry: SubscriptionEntry, _ now: RFC3339Instant) {
        if let grown = perform(effect, of: entry, now), grown.isWatched { streamGrew(grown, now) }
    }

    /// Does what a step of a subscription left to do.
    ///
    /// - Returns: The wake stream, when an event was appended to it.
    private mutating func perform(
        _ effect: SubscriptionEffect?, of entry: SubscriptionEntry, _ now: RFC3339Instant
    ) -> StreamEntry? {
        defer { arm(entry, now) }
        switch effect {
        case nil:
            return nil
        case .announce(let event):
            guard let stream = append(event, now) else { return nil }
            entry.state.noteAnnounced(event.generation)
            return stream
        case .deliver(let delivery):
            outbox.webhooks.append(job(delivery, of: entry, now))
            return nil
        }
    }

    /// Has the timer of a subscription go off when its state has something to do.
    func arm(_ entry: SubscriptionEntry, _ now: RFC3339Instant) {
        let (onDeadline, key, incarnation) = (subscriptions.onDeadline, entry.key, entry.incarnation)
        entry.arm(now, clock) { onDeadline(key, incarnation) }
    }

    /// Appends a wake event to its stream, when that is there and open (§7.2).
    ///
    /// A stream without message boundaries gets one event on each line.
    private mutating func append(_ event: SubscriptionWakeEvent, _ now: RFC3339Instant) -> StreamEntry? {
        guard let entry = stream(absolutePath(event.wakeStream), now), !entry.facts.isSoftDeleted,
            !entry.facts.isClosed
        else { return nil }
        let json = Array(event.json.utf8)
        let payload =
            entry.facts.configuration.isJSON
            ? StreamPayload(bytes: json, messages: [json.indices])
            : StreamPayload(bytes: json + [UInt8(ascii: "\n")])
        guard let tail = try? entry.log.append(payload, StreamChange()) else { return nil }
        entry.facts.tail = tail
        touch(entry, .write, now)
        if entry.liveReaderCount > 0 { wakeReaders(of: entry, now) }
        return entry
    }

    private func job(
        _ delivery: SubscriptionDelivery, of entry: SubscriptionEntry, _ now: RFC3339Instant
    ) -> WebhookJob {
        let token = makeToken(.callback, for: entry, delivery.generation, now)
        let settings = configuration.subscriptions
        return WebhookJob(
            key: entry.key, incarnation: entry.incarnation, generation: delivery.generation, attempt: delivery.attempt,
            url: delivery.url,
            body: SubscriptionJSON.delivery(
                delivery, callbackURL: entry.url + "/callback", token: token, offset: rules.offset),
            timeout: min(settings.webhookTimeout, .milliseconds(entry.state.configuration.leaseMilliseconds)))
    }

    /// A token for a wake.
    func makeToken(
        _ use: WakeToken.Use, for entry: SubscriptionEntry, _ generation: Int64, _ now: RFC3339Instant
    ) -> String {
        let lifetime = configuration.subscriptions.tokenLifetime
        return subscriptions.tokens.make(
            WakeToken(
                subscription: entry.key, incarnation: entry.incarnation, generation: generation, use: use,
                expiresAt: now.adding(lifetime).secondsSince1970))
    }

    // MARK: Time

    /// The subscription of an incarnation, when it is still there.
    func subscription(_ key: String, _ incarnation: UInt64) -> SubscriptionEntry? {
        guard let entry = subscriptions.entries[key], entry.incarnation == incarnation else { return nil }
        return entry
    }

    /// A deadline of a subscription has come.
    mutating func deadlineCame(_ key: String, _ incarnation: UInt64, _ now: RFC3339Instant) {
        guard let entry = subscription(key, incarnation) else { return }
        // The timer is spent; a clock that was set back meanwhile needs another one for the same deadline.
        entry.disarm()
        settle(entry.state.tick(moment(now)), of: entry, now)
    }

    /// A request to a webhook ended.
    mutating func deliveryEnded(_ job: WebhookJob, _ answer: WebhookAnswer, _ now: RFC3339Instant) {
        guard let entry = subscription(job.key, job.incarnation) else { return }
        let result: SubscriptionDeliveryResult =
            switch answer {
            case .answered(let status, let body): .answered(status: status, body: body)
            case .failed: .failed
            }
        let effect = entry.state.deliveryEnded(job.generation, job.attempt, result, moment(now))
        settle(effect, of: entry, now)
    }
}
