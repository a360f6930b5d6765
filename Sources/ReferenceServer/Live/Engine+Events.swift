import HTTPMessage
import Specification

extension Engine {
    /// The head of an event stream (§5.8).
    func eventsReply(_ entry: StreamEntry, start: Int) -> Reply {
        var reply = Reply(.ok)
        reply.add(.contentType, ContentType.eventStream.rawValue)
        reply.add(.cacheControl, rules.cacheControl(.events, configuration.cacheVisibility, nil))
        if !entry.facts.configuration.contentType.carriesTextInSSE { reply.add(.streamSSEDataEncoding, "base64") }
        if start == entry.facts.tail, entry.facts.isClosed {
            // §8 wants the three of them on every answer that finds the end, whatever the mode.
            reply.add(.streamNextOffset, rules.offset(start))
            reply.addUpToDate()
            reply.addClosed()
        }
        return reply
    }

    /// Takes an idle or drained event stream, so that the caller is the one who sends to it.
    func takeEvents(_ key: LiveReaderKey, from activity: EventStream.Activity) -> (any HTTPResponseWriter)? {
        guard let entry = stream(key), let events = entry.eventStreams[key.reader], events.activity == activity else {
            return nil
        }
        entry.eventStreams[key.reader]?.activity = .sending
        return events.writer
    }

    /// Lets go of an event stream whose client is slow; `false` when it is gone or over and has to be ended.
    func drainEvents(_ key: LiveReaderKey, _ now: RFC3339Instant) -> Bool {
        guard let entry = stream(key), let events = entry.eventStreams[key.reader] else { return false }
        guard !events.isOver else {
            _ = endEvents(entry, key, now, lastly: [])
            return false
        }
        entry.eventStreams[key.reader]?.activity = .draining
        return true
    }

    /// What to send next to an event stream (§5.8).
    mutating func nextEvents(_ key: LiveReaderKey, _ now: RFC3339Instant) -> EventStep {
        guard let entry = stream(key), var events = entry.eventStreams[key.reader] else { return .finish([]) }
        if isExpired(entry, now) {
            remove(entry, answering: .notFound, now)
            return .finish([])
        }
        let isOver = events.isOver
        let slice: StreamSlice
        do {
            slice = try readEvents(entry, from: events.position)
        } catch {
            return endEvents(entry, key, now, lastly: [])
        }
        let flags = rules.readFlags(slice.end, entry.facts)
        guard slice.end > events.position || !events.hasSentControl || flags.isClosed else {
            if isOver { return endEvents(entry, key, now, lastly: []) }
            entry.eventStreams[key.reader]?.activity = .idle
            return .rest
        }
        events.cursor = max(events.cursor, rules.cursor(nil, now, 1))
        let bytes = encode(slice, flags, of: entry, events)
        events.position = slice.end
        events.hasSentControl = true
        entry.eventStreams[key.reader] = events
        return flags.isClosed || isOver ? endEvents(entry, key, now, lastly: bytes) : .send(bytes)
    }

    private func endEvents(
        _ entry: StreamEntry, _ key: LiveReaderKey, _ now: RFC3339Instant, lastly bytes: [UInt8]
    ) -> EventStep {
        entry.eventStreams.removeValue(forKey: key.reader)?.timer.cancel()
        readerLeft(entry, now)
        return .finish(bytes)
    }

    /// A part of a stream that one event can carry.
    ///
    /// Text is cut between characters: the bytes of a character that is not complete yet stay for the next event, and
    /// go as they are once nothing can follow.
    private func readEvents(_ entry: StreamEntry, from position: Int) throws -> StreamSlice {
        let limit = max(4, min(configuration.chunkSize, configuration.sseBufferSize))
        var slice = try entry.log.read(from: position, limit: limit)
        let isFinal = slice.end == entry.facts.tail && entry.facts.isClosed
        guard entry.facts.configuration.contentType.isText, !isFinal else { return slice }
        let incomplete = UTF8Boundary.incompleteSuffix(of: slice.bytes)
        slice.bytes.removeLast(incomplete)
        slice.end -= incomplete
        return slice
    }

    private func encode(
        _ slice: StreamSlice, _ flags: ReadFlags, of entry: StreamEntry, _ events: EventStream
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(slice.bytes.count * 4 / 3 + 256)
        if slice.end > events.position {
            let base64 = !entry.facts.configuration.contentType.carriesTextInSSE
            SSEEncoder.appendData(slice.bytes, base64: base64, to: &bytes)
        }
        let control = SSEControl(
            streamNextOffset: Offset(unchecked: rules.offset(slice.end)),
            streamCursor: flags.isClosed ? nil : events.cursor.token,
            upToDate: flags.isUpToDate, streamClosed: flags.isClosed)
        SSEEncoder.appendControl(control, to: &bytes)
        return bytes
    }
}

/// Where text may be cut.
enum UTF8Boundary {
    /// How many bytes at the end begin a character without completing it.
    static func incompleteSuffix(of bytes: [UInt8]) -> Int {
        var length = 1
        while length <= 3, length <= bytes.count {
            let byte = bytes[bytes.count - length]
            let expected =
                switch byte {
                case 0xC2...0xDF: 2
                case 0xE0...0xEF: 3
                case 0xF0...0xF4: 4
                case 0x80...0xBF: 0
                default: 1
                }
            if expected > 0 { return expected > length ? length : 0 }
            length += 1
        }
        return 0
    }
}
