import HTTPMessage
import Specification

extension Engine {
    /// `PUT`: creates a stream or a fork, or confirms the one that is there (§5.1, §4.2).
    ///
    /// - Parameter url: the URL of the stream, for `Location`.
    mutating func create(
        _ name: String, _ request: CreateRequest, body: [UInt8], url: String, _ now: RFC3339Instant
    ) -> Reply {
        if let existing = stream(name, now) {
            switch rules.create(request, existing.facts) {
            case .confirm:
                touch(existing, .confirm, now)
                return describe(existing, .ok)
            case .refuse(let mismatch):
                return Reply(mismatch)
            }
        }
        if streams.count >= configuration.maximumStreamCount {
            removeExpired(now)
            guard streams.count < configuration.maximumStreamCount else {
                return Reply(
                    refusing: HTTPResponse.Status(code: 507),
                    "The server holds \(configuration.maximumStreamCount) streams, as many as it may.")
            }
        }
        do {
            let entry = try makeEntry(name, request, body: body, now)
            streams[name] = entry
            if subscriptions.isActive { streamAppeared(entry, now) }
            var reply = describe(entry, .created)
            reply.add(.location, url)
            return reply
        } catch let refusal as CreateFailure {
            return refusal.reply
        } catch {
            return Reply(storeFailure: error)
        }
    }

    private struct CreateFailure: Error {
        var reply: Reply
    }

    private mutating func makeEntry(
        _ name: String, _ request: CreateRequest, body: [UInt8], _ now: RFC3339Instant
    ) throws -> StreamEntry {
        var source: StreamEntry?
        let configuration: StreamConfiguration
        if let origin = request.origin {
            (source, configuration) = try forked(request, origin, now)
        } else {
            configuration = StreamConfiguration(
                contentType: request.contentType ?? CreateRule.defaultContentType, lifetime: request.lifetime)
        }
        let payload: StreamPayload
        switch rules.payload(body, .create, configuration, self.configuration.maximumJSONDepth) {
        case .success(let read): payload = read
        case .failure(let fault): throw CreateFailure(reply: Reply(fault))
        }

        var facts = StreamFacts(configuration: configuration, tail: configuration.fork?.position ?? 0)
        let log =
            if let source {
                try store.fork(source.log, at: facts.tail, as: name, facts)
            } else {
                try store.create(name, facts)
            }
        if payload.length > 0 || request.closes {
            var change = StreamChange()
            change.closes = request.closes
            do {
                facts.tail = try log.append(payload, change)
            } catch {
                store.remove(log)
                throw error
            }
            facts.isClosed = request.closes
        }
        let entry = StreamEntry(
            name: name, incarnation: makeIncarnation(), log: log, facts: facts, lastActivity: now)
        if let source {
            entry.sourceIncarnation = source.incarnation
            source.forks[entry.incarnation] = name
        }
        return entry
    }

    /// The source and the configuration of a fork (§4.2).
    private mutating func forked(
        _ request: CreateRequest, _ origin: ForkOrigin, _ now: RFC3339Instant
    ) throws -> (StreamEntry, StreamConfiguration) {
        guard let source = stream(origin.source, now) else {
            throw CreateFailure(reply: Reply(refusing: .notFound, "There is no stream to fork at that path."))
        }
        let point: ForkPoint
        switch rules.fork(request, origin, source.facts, { try? source.log.boundary(after: $0) }) {
        case .success(let found): point = found
        case .failure(let refusal): throw CreateFailure(reply: Reply(refusal))
        }
        let inherited = source.facts.configuration
        let configuration = StreamConfiguration(
            contentType: inherited.contentType,
            lifetime: rules.forkLifetime(request.lifetime, inherited.lifetime),
            fork: point)
        return (source, configuration)
    }

    /// The answer to a create: what the stream is (§5.1).
    private func describe(_ entry: StreamEntry, _ status: HTTPResponse.Status) -> Reply {
        var reply = Reply(status)
        reply.add(.contentType, entry.facts.configuration.contentType.rawValue)
        reply.add(.streamNextOffset, rules.offset(entry.facts.tail))
        if entry.facts.isClosed { reply.addClosed() }
        reply.add(.cacheControl, rules.cacheControl(.other, configuration.cacheVisibility, nil))
        return reply
    }
}
