import HTTPMessage
import Specification

extension Engine {
    /// Answers the long-polls and wakes the event streams for which an append or a close has something.
    mutating func wakeReaders(of entry: StreamEntry, _ now: RFC3339Instant) {
        for (reader, waiter) in entry.longPolls {
            let reply: Reply
            switch rules.longPoll(waiter.start, entry.facts) {
            case .wait: continue
            case .answer: reply = longPollData(entry, waiter.request, start: waiter.start, isFresh: true, now)
            case .endOfStream: reply = longPollNothing(entry, waiter.request, now)
            }
            entry.longPolls[reader] = nil
            waiter.timer.cancel()
            outbox.deliveries.append(Delivery(writer: waiter.writer, reply: reply))
        }
        for (reader, stream) in entry.eventStreams where stream.activity == .idle {
            outbox.wakes.append(entry.key(reader))
        }
    }

    /// Ends the wait of a long-poll without data, unless it has been answered (§5.7).
    mutating func timeOut(_ key: LiveReaderKey, _ now: RFC3339Instant) {
        guard let entry = stream(key), let waiter = entry.longPolls[key.reader] else { return }
        guard !isExpired(entry, now) else { return remove(entry, answering: .notFound, now) }
        entry.longPolls[key.reader] = nil
        readerLeft(entry, now)
        outbox.deliveries.append(
            Delivery(writer: waiter.writer, reply: longPollNothing(entry, waiter.request, now)))
    }

    /// Ends an event stream whose lifetime is over (§10.2).
    mutating func endEvents(_ key: LiveReaderKey, _ now: RFC3339Instant) {
        guard let entry = stream(key), let stream = entry.eventStreams[key.reader] else { return }
        guard !isExpired(entry, now) else { return remove(entry, answering: .notFound, now) }
        if stream.activity == .sending {
            // The thread that sends to it ends it too.
            entry.eventStreams[key.reader]?.isOver = true
        } else {
            entry.eventStreams[key.reader] = nil
            readerLeft(entry, now)
            outbox.endings.append(stream.writer)
        }
    }

    /// Forgets a reader whose client has left.
    mutating func leave(_ key: LiveReaderKey, _ now: RFC3339Instant) {
        guard let entry = stream(key) else { return }
        entry.longPolls.removeValue(forKey: key.reader)?.timer.cancel()
        entry.eventStreams.removeValue(forKey: key.reader)?.timer.cancel()
        readerLeft(entry, now)
    }

    /// Answers every long-poll and ends every event stream.
    mutating func dismissReaders(of entry: StreamEntry, with reply: Reply) {
        for waiter in entry.longPolls.values {
            waiter.timer.cancel()
            outbox.deliveries.append(Delivery(writer: waiter.writer, reply: reply))
        }
        entry.longPolls.removeAll()
        for stream in entry.eventStreams.values {
            stream.timer.cancel()
            // A thread that is sending finds its reader gone, and ends the response itself.
            if stream.activity != .sending { outbox.endings.append(stream.writer) }
        }
        entry.eventStreams.removeAll()
    }

    /// How long a live reader may stay: a limit, or until the stream itself ends.
    func stay(of entry: StreamEntry, limit: Duration, _ now: RFC3339Instant) -> Duration {
        guard case .until(let instant) = entry.facts.configuration.lifetime else { return limit }
        return min(limit, instant.duration(since: now))
    }
}
