import HTTPMessage
import Specification

/// What becomes of a `GET`.
enum ReadOutcome {
    /// It is answered.
    case reply(Reply)
    /// It waits at a position for data (§5.7).
    case wait(StreamEntry, start: Int)
    /// It becomes an event stream that begins at a position (§5.8).
    case events(StreamEntry, start: Int)
}

extension Engine {
    /// `GET` in all its modes (§5.6–§5.8).
    mutating func read(_ name: String, _ request: ReadRequest, _ now: RFC3339Instant) -> ReadOutcome {
        guard let entry = stream(name, now) else { return .reply(.notFound) }
        guard !entry.facts.isSoftDeleted else { return .reply(.gone) }
        guard let start = rules.readStart(request.start, entry.facts) else {
            return .reply(Reply(refusing: .badRequest, "The offset is beyond the tail of the stream."))
        }
        touch(entry, .read, now)
        switch request.live {
        case nil:
            return .reply(catchUp(entry, request, start: start, now))
        case .longPoll:
            switch rules.longPoll(start, entry.facts) {
            case .answer: return .reply(longPollData(entry, request, start: start, isFresh: false, now))
            case .endOfStream: return .reply(longPollNothing(entry, request, now))
            case .wait: return .wait(entry, start: start)
            }
        case .sse:
            return .events(entry, start: start)
        }
    }

    private func catchUp(
        _ entry: StreamEntry, _ request: ReadRequest, start: Int, _ now: RFC3339Instant
    ) -> Reply {
        respond(to: request, with: entry, start: start, conditional: true, now) { flags, isEmpty in
            if request.start == .now { return .now }
            return isEmpty && !flags.isClosed ? .emptyTail : .data
        }
    }

    /// The 200 of a long-poll (§5.7).
    ///
    /// - Parameter isFresh: whether the data came while the client waited; there is nothing it could hold already.
    mutating func longPollData(
        _ entry: StreamEntry, _ request: ReadRequest, start: Int, isFresh: Bool, _ now: RFC3339Instant
    ) -> Reply {
        var reply = respond(to: request, with: entry, start: start, conditional: !isFresh, now) { _, _ in
            request.start == .now ? .now : .liveData
        }
        reply.add(.streamCursor, cursor(for: request, now).token)
        return reply
    }

    /// The 204 of a long-poll (§5.7).
    mutating func longPollNothing(_ entry: StreamEntry, _ request: ReadRequest, _ now: RFC3339Instant) -> Reply {
        let flags = rules.readFlags(entry.facts.tail, entry.facts)
        var reply = Reply(.noContent)
        reply.add(.streamNextOffset, rules.offset(entry.facts.tail))
        if flags.isUpToDate { reply.addUpToDate() }
        if flags.isClosed { reply.addClosed() }
        reply.add(.streamCursor, cursor(for: request, now).token)
        reply.add(.cacheControl, rules.cacheControl(.liveNothing, configuration.cacheVisibility, nil))
        return reply
    }

    mutating func cursor(for request: ReadRequest, _ now: RFC3339Instant) -> StreamCursor {
        rules.cursor(request.cursor, now, request.cursor == nil ? 1 : makeJitter())
    }

    /// A response with what there is from a position on: head and body from the same moment (§5.6).
    private func respond(
        to request: ReadRequest, with entry: StreamEntry, start: Int, conditional: Bool, _ now: RFC3339Instant,
        as kind: (ReadFlags, _ isEmpty: Bool) -> CachedResponse
    ) -> Reply {
        let slice: StreamSlice
        do {
            slice = try entry.log.read(from: start, limit: configuration.chunkSize)
        } catch {
            return Reply(storeFailure: error)
        }
        let flags = rules.readFlags(slice.end, entry.facts)
        var reply = Reply(.ok)
        reply.add(.contentType, entry.facts.configuration.contentType.rawValue)
        reply.add(.streamNextOffset, rules.offset(slice.end))
        if flags.isUpToDate { reply.addUpToDate() }
        if flags.isClosed { reply.addClosed() }
        reply.add(
            .cacheControl,
            rules.cacheControl(
                kind(flags, slice.end == start), configuration.cacheVisibility, secondsLeft(of: entry, now)))
        guard request.start != .now else {
            reply.body = slice.bytes
            return reply
        }
        let tag = rules.entityTag(
            TagFacts(incarnation: entry.incarnation, start: start, end: slice.end, isClosed: flags.isClosed))
        reply.add(.eTag, tag)
        if conditional, let condition = request.ifNoneMatch, rules.isNotModified(condition, tag) {
            reply.response.status = .notModified
        } else {
            reply.body = slice.bytes
        }
        return reply
    }

    private func secondsLeft(of entry: StreamEntry, _ now: RFC3339Instant) -> Int64? {
        let lifetime = entry.facts.configuration.lifetime
        guard lifetime != .unlimited, let deadline = rules.deadline(lifetime, entry.lastActivity) else { return nil }
        return deadline.duration(since: now).components.seconds
    }
}
