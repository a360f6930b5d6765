import HTTPMessage
import Specification

extension Engine {
    /// `POST`: appends, closes, or both at once (§5.2, §5.2.1, §5.3).
    mutating func append(
        _ name: String, _ attempt: AppendAttempt, body: [UInt8], _ now: RFC3339Instant
    ) -> Reply {
        guard let entry = stream(name, now) else { return .notFound }
        guard !entry.facts.isSoftDeleted else { return .gone }
        let known = attempt.stamp.flatMap { entry.producers[$0.id] }
        switch AppendRule.decide(attempt, entry.facts, producer: known, rules) {
        case .accept(let state):
            return accept(attempt, state, body: body, entry, now)
        case .duplicate(let state):
            touch(entry, .write, now)
            return acknowledge(entry, .noContent, producer: state)
        case .alreadyClosed:
            touch(entry, .write, now)
            return acknowledge(entry, .noContent, producer: nil)
        case .refuse(let refusal):
            return Reply(
                refusal, contentType: entry.facts.configuration.contentType.rawValue,
                tail: rules.offset(entry.facts.tail))
        }
    }

    private mutating func accept(
        _ attempt: AppendAttempt, _ state: ProducerState?, body: [UInt8], _ entry: StreamEntry, _ now: RFC3339Instant
    ) -> Reply {
        let payload: StreamPayload
        switch rules.payload(body, .append, entry.facts.configuration, configuration.maximumJSONDepth) {
        case .success(let read): payload = read
        case .failure(let fault): return Reply(fault)
        }
        var change = StreamChange()
        change.closes = attempt.closes
        change.closedBy = attempt.closes ? attempt.stamp : nil
        change.sequence = attempt.sequence
        if let state, let id = attempt.stamp?.id {
            guard entry.producers[id] != nil || entry.producers.count < configuration.maximumProducerCount else {
                return Reply(
                    refusing: HTTPResponse.Status(code: 507),
                    "The stream knows \(configuration.maximumProducerCount) producers, as many as it may.")
            }
            change.producer = (id, state)
        }
        do {
            entry.facts.tail = try entry.log.append(payload, change)
        } catch {
            return Reply(storeFailure: error)
        }
        apply(change, to: entry)
        touch(entry, .write, now)
        if entry.liveReaderCount > 0 { wakeReaders(of: entry, now) }
        if entry.isWatched { streamGrew(entry, now) }
        // A producer's new data is 200 (§5.2.1); without a producer, or without data, it is 204 (§5.2, §5.3).
        let isNewBatch = state != nil && !attempt.isEmpty
        return acknowledge(entry, isNewBatch ? .ok : .noContent, producer: state)
    }

    private func apply(_ change: StreamChange, to entry: StreamEntry) {
        if change.closes {
            entry.facts.isClosed = true
            entry.facts.closedBy = change.closedBy
        }
        if let sequence = change.sequence { entry.facts.lastSequence = sequence }
        if let (id, state) = change.producer { entry.producers[id] = state }
    }

    private func acknowledge(_ entry: StreamEntry, _ status: HTTPResponse.Status, producer: ProducerState?) -> Reply {
        var reply = Reply(status)
        reply.add(.streamNextOffset, rules.offset(entry.facts.tail))
        if entry.facts.isClosed { reply.addClosed() }
        if let producer {
            reply.add(.producerEpoch, String(producer.epoch))
            reply.add(.producerSeq, String(producer.lastSeq))
        }
        return reply
    }
}
