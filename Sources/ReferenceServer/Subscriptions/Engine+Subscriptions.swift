import HTTPMessage
import Signatures
import Specification

/// The operations on subscriptions (§6.2 to §6.5, §7.1, §7.2).
extension Engine {
    private var subscriptionRules: SubscriptionRules { rules.subscriptions }

    private func reader() -> SubscriptionReader {
        let configuration = configuration
        return SubscriptionReader(configuration.subscriptions.limits, subscriptionRules) { path in
            do throws(Refusal) {
                try StreamPath.validate(configuration.rootPath + "/" + path, configuration)
                return nil
            } catch {
                return error.sentence
            }
        }
    }

    static func key(of id: String) -> String { PercentCoding.encodePathSegment(id) }

    private func subscription(_ id: String) throws(SubscriptionFault) -> SubscriptionEntry {
        guard let entry = subscriptions.entries[Self.key(of: id)] else {
            throw SubscriptionFault(.notFound, "There is no subscription of this id.")
        }
        return entry
    }

    /// A subscription as it is shown, with the key that signs for it now.
    private mutating func show(
        _ entry: SubscriptionEntry, _ status: HTTPResponse.Status, _ now: RFC3339Instant
    ) throws -> Reply {
        let isWebhook = entry.state.configuration.webhookURL != nil
        let keyID = isWebhook ? try subscriptions.keyring.current(now).publicKey.thumbprint : nil
        return Reply(
            json: SubscriptionJSON.subscription(entry, keyID: keyID, offset: rules.offset, subscriptionRules), status)
    }

    // MARK: Subscriptions

    /// `PUT`: creates a subscription, or confirms the one that is there (§6.2).
    ///
    /// - Parameters:
    ///   - rootURL: The URL of the stream root.
    ///   - sendsWebhooks: Whether there is a way to send anything to a webhook.
    mutating func putSubscription(
        _ id: String, body: [UInt8], rootURL: String, sendsWebhooks: Bool, _ now: RFC3339Instant
    ) throws -> Reply {
        let wanted = try reader().configuration(body)
        guard wanted.webhookURL == nil || sendsWebhooks else {
            throw SubscriptionFault(.invalidRequest, "This server sends no webhooks.")
        }
        let key = Self.key(of: id)
        if let existing = subscriptions.entries[key] {
            guard subscriptionRules.isSame(existing.state.configuration, wanted) else {
                throw SubscriptionFault(.alreadyExists, "The subscription exists with another configuration.")
            }
            return try show(existing, .ok, now)
        }
        guard subscriptions.entries.count < configuration.subscriptions.maximumCount else {
            throw SubscriptionFault(
                .limitReached,
                "The server holds \(configuration.subscriptions.maximumCount) subscriptions, as many as it may.")
        }
        let entry = SubscriptionEntry(
            key: key, incarnation: makeIncarnation(), rootURL: rootURL,
            state: SubscriptionState(id: id, configuration: wanted, createdAt: now), subscriptionRules)
        for path in wanted.streams { link(path, to: entry, now) }
        if wanted.pattern != nil { backfill(entry, now) }
        var reply = try show(entry, .created, now)
        subscriptions.add(entry)
        reply.add(.location, entry.url)
        return reply
    }

    /// Links the streams that are there and match (§6.2).
    private mutating func backfill(_ entry: SubscriptionEntry, _ now: RFC3339Instant) {
        for stream in streams.values where !stream.facts.isSoftDeleted && !isExpired(stream, now) {
            let path = relativePath(stream)
            guard entry.isMatched(path) else { continue }
            entry.state.link(
                path, .backfill, beginning: 0, tail: stream.facts.tail, isMatched: true, subscriptionRules)
            stream.isWatched = true
        }
    }

    /// Links a stream that is listed, whether it is there or not (§6.2, §6.4).
    private mutating func link(_ path: String, to entry: SubscriptionEntry, _ now: RFC3339Instant) {
        var stream = stream(absolutePath(path), now)
        if stream?.facts.isSoftDeleted == true { stream = nil }
        entry.state.link(
            path, .listed, beginning: 0, tail: stream?.facts.tail, isMatched: entry.isMatched(path), subscriptionRules)
        stream?.isWatched = true
    }

    /// `GET` (§6.3).
    mutating func getSubscription(_ id: String, _ now: RFC3339Instant) throws -> Reply {
        try show(try subscription(id), .ok, now)
    }

    /// `DELETE` (§6.3). What is under way for it finds nothing any more.
    mutating func deleteSubscription(_ id: String) throws -> Reply {
        subscriptions.remove(try subscription(id))
        return Reply(.noContent)
    }

    // MARK: Membership

    /// `POST` to `streams` (§6.4).
    mutating func addStreams(_ id: String, body: [UInt8], _ now: RFC3339Instant) throws -> Reply {
        let entry = try subscription(id)
        let paths = try reader().streams(body, for: entry.state.configuration)
        let maximum = configuration.subscriptions.limits.maximumStreamCount
        guard Set(entry.state.links.keys).union(paths).count <= max(maximum, entry.state.links.count) else {
            throw SubscriptionFault(.limitReached, "A subscription lists \(maximum) streams at most.")
        }
        for path in paths {
            link(path, to: entry, now)
            subscriptions.watch(path, entry)
        }
        return Reply(.noContent)
    }

    /// `DELETE` of one of `streams` (§6.4).
    mutating func removeStream(_ id: String, rawPath: String) throws -> Reply {
        let entry = try subscription(id)
        let paths = SubscriptionReader.linkPaths(rawPath)
        guard let path = paths.first(where: { entry.state.links[$0]?.isExplicit == true }) else {
            return Reply(.noContent)
        }
        entry.state.unlinkExplicit(path, subscriptionRules)
        if entry.state.links[path] == nil { subscriptions.unwatch(path, entry) }
        return Reply(.noContent)
    }

    // MARK: Workers

    /// `claim` (§7.2).
    mutating func claim(_ id: String, body: [UInt8], _ now: RFC3339Instant) throws -> Reply {
        let entry = try subscription(id)
        let worker = try reader().worker(body)
        expire(entry, now)
        let claim = try entry.state.claim(worker, moment(now))
        arm(entry, now)
        let token = makeToken(.claim, for: entry, claim.generation, now)
        return Reply(json: SubscriptionJSON.claim(claim, token: token, offset: rules.offset))
    }

    /// `callback` and `ack` (§7.1, §7.2).
    mutating func report(
        _ id: String, _ use: WakeToken.Use, bearer: String?, body: [UInt8], _ now: RFC3339Instant
    ) throws -> Reply {
        let (entry, generation) = try authorise(id, use, bearer: bearer, now)
        let report = try reader().report(body)
        expire(entry, now)
        let (nextWake, effect) = try entry.state.report(
            report, tokenGeneration: generation, position: rules.position, moment(now))
        settle(effect, of: entry, now)
        return Reply(json: SubscriptionJSON.report(nextWake: nextWake))
    }

    /// `release` (§7.2).
    mutating func release(_ id: String, bearer: String?, body: [UInt8], _ now: RFC3339Instant) throws -> Reply {
        let (entry, generation) = try authorise(id, .claim, bearer: bearer, now)
        let report = try reader().report(body)
        expire(entry, now)
        let effect = try entry.state.release(report, tokenGeneration: generation, moment(now))
        settle(effect, of: entry, now)
        return Reply(.noContent)
    }

    /// Does what fell due before a request came, should its timer be late.
    private mutating func expire(_ entry: SubscriptionEntry, _ now: RFC3339Instant) {
        guard let deadline = entry.state.deadline, deadline <= now else { return }
        settle(entry.state.tick(moment(now)), of: entry, now)
    }

    /// The subscription a token is for, and its generation; one of an earlier subscription of that id has none that
    /// could be current (§7.3, §12.9).
    private func authorise(
        _ id: String, _ use: WakeToken.Use, bearer: String?, _ now: RFC3339Instant
    ) throws(SubscriptionFault) -> (SubscriptionEntry, generation: Int64) {
        let entry = try subscription(id)
        let read = bearer.flatMap { subscriptions.tokens.read($0) }
        let facts = WakeTokenFacts(
            isAuthentic: read?.isAuthentic ?? false,
            isMeantForThis: read.map { $0.token.subscription == entry.key && $0.token.use == use } ?? false,
            isExpired: read.map { $0.token.expiresAt <= now.secondsSince1970 } ?? false)
        if let fault = subscriptionRules.refusalOfToken(facts) { throw fault }
        guard let token = read?.token, token.incarnation == entry.incarnation else { return (entry, -1) }
        return (entry, token.generation)
    }

    // MARK: Keys

    /// `jwks.json` (§6.5).
    mutating func keySet(_ now: RFC3339Instant) throws -> Reply {
        var reply = Reply(.ok)
        reply.add(.contentType, "application/jwk-set+json")
        reply.add(.cacheControl, "public, max-age=300")
        reply.body = SubscriptionJSON.keys(try subscriptions.keyring.published(now, subscriptionRules))
        return reply
    }
}

extension Reply {
    /// An answer in JSON, which no cache keeps.
    init(json: [UInt8], _ status: HTTPResponse.Status = .ok) {
        self.init(status)
        add(.cacheControl, "no-store")
        add(.contentType, "application/json")
        body = json
    }

    /// A refusal of a request about a subscription.
    init(_ fault: SubscriptionFault) {
        self.init(json: SubscriptionJSON.fault(fault), HTTPResponse.Status(code: fault.code.status))
        if fault.code.status == 401 { add(.wwwAuthenticate, "Bearer") }
    }
}

extension HTTPField.Name {
    /// `WWW-Authenticate` (RFC 9110 §11.6.1), which every 401 has.
    static let wwwAuthenticate = HTTPField.Name(uncheckedRaw: "WWW-Authenticate", canonical: "www-authenticate")
}
