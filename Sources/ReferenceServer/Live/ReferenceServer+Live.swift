import HTTPMessage
import Specification

extension ReferenceServer {
    /// `GET` in all its modes: answers, waits, or begins an event stream.
    func read(_ name: String, _ request: ReadRequest, to writer: any HTTPResponseWriter) {
        let now = clock.now
        let (beginning, outbox) = engine.withLock { engine in
            let outcome = engine.read(name, request, now)
            let beginning: ReadBeginning
            switch outcome {
            case .reply(let reply): beginning = .reply(reply)
            case .wait(let entry, let start): beginning = wait(&engine, entry, request, start: start, writer, now)
            case .events(let entry, let start): beginning = open(&engine, entry, request, start: start, writer, now)
            }
            return (beginning, engine.takeOutbox())
        }
        switch beginning {
        case .reply(var reply):
            explain(&reply, name)
            writer.respond(reply.response, body: reply.body)
        case .waiting(let key):
            writer.onDisconnect { [weak self] in self?.leave(key) }
        case .events(let key, let head):
            writer.begin(head.response)
            writer.onDisconnect { [weak self] in self?.leave(key) }
            pump(key, to: writer)
        }
        if let outbox { deliver(outbox) }
    }

    /// What is left to do for a read once the lock is released.
    private enum ReadBeginning: Sendable {
        case reply(Reply)
        case waiting(LiveReaderKey)
        case events(LiveReaderKey, head: Reply)
    }

    // Readers are enlisted under the same lock that found nothing to read, so no append can slip in between.

    private func wait(
        _ engine: inout Engine, _ entry: StreamEntry, _ request: ReadRequest, start: Int,
        _ writer: any HTTPResponseWriter, _ now: RFC3339Instant
    ) -> ReadBeginning {
        let stay = engine.stay(of: entry, limit: configuration.longPollTimeout, now)
        guard stay > .zero else { return .reply(engine.longPollNothing(entry, request, now)) }
        let key = entry.key(engine.makeReader())
        let timer = clock.schedule(after: stay) { [weak self] in
            self?.run { $0.timeOut(key, $1) }
        }
        entry.longPolls[key.reader] = LongPollWaiter(writer: writer, start: start, request: request, timer: timer)
        return .waiting(key)
    }

    private func open(
        _ engine: inout Engine, _ entry: StreamEntry, _ request: ReadRequest, start: Int,
        _ writer: any HTTPResponseWriter, _ now: RFC3339Instant
    ) -> ReadBeginning {
        let key = entry.key(engine.makeReader())
        let stay = engine.stay(of: entry, limit: configuration.sseLifetime, now)
        let timer = clock.schedule(after: stay) { [weak self] in
            self?.run { $0.endEvents(key, $1) }
        }
        entry.eventStreams[key.reader] = EventStream(
            writer: writer, position: start, cursor: engine.cursor(for: request, now), timer: timer)
        return .events(key, head: engine.eventsReply(entry, start: start))
    }

    private func leave(_ key: LiveReaderKey) {
        run { $0.leave(key, $1) }
    }

    /// Runs an operation that has no request behind it.
    func run(_ operation: @Sendable (inout Engine, RFC3339Instant) -> Void) {
        let now = clock.now
        let outbox = engine.withLock { engine in
            operation(&engine, now)
            return engine.takeOutbox()
        }
        if let outbox { deliver(outbox) }
    }

    /// Hands over what gathered while the lock was held.
    func deliver(_ outbox: Outbox) {
        for delivery in outbox.deliveries {
            delivery.writer.respond(delivery.reply.response, body: delivery.reply.body)
        }
        for writer in outbox.endings { writer.finish() }
        for key in outbox.wakes { resume(key, from: .idle) }
        for job in outbox.webhooks { send(job) }
    }

    private func resume(_ key: LiveReaderKey, from activity: EventStream.Activity) {
        let writer = engine.withLock { $0.takeEvents(key, from: activity) }
        if let writer { pump(key, to: writer) }
    }

    /// Sends to an event stream until there is nothing to send, or its client falls behind.
    private func pump(_ key: LiveReaderKey, to writer: any HTTPResponseWriter) {
        while true {
            let now = clock.now
            let (step, outbox) = engine.withLock { ($0.nextEvents(key, now), $0.takeOutbox()) }
            if let outbox { deliver(outbox) }
            switch step {
            case .send(let bytes):
                writer.send(bytes)
            case .finish(let bytes):
                if !bytes.isEmpty { writer.send(bytes) }
                return writer.finish()
            case .rest:
                return
            }
            if writer.bufferedByteCount > configuration.sseBufferSize {
                guard engine.withLock({ $0.drainEvents(key, now) }) else { return writer.finish() }
                return writer.onDrain { [weak self] in self?.resume(key, from: .draining) }
            }
        }
    }
}
