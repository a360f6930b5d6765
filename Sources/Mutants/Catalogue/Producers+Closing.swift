import HTTPMessage
import Specification

// §5.2.1: closing a stream, and writing to a closed one.
extension Mutant {
    static let producerClosing: [Mutant] = [
        Mutant(
            "producer.close-ignored-with-data", "Stream-Closed does not count in a producer's append.", .rule,
            breaks: .producerCloseWithAppend, .producerCloseWithAppendRetriedStatus
        ) {
            $0.onRequest { request, body in
                if request.producerStamp != nil, !body.isEmpty { request.headerFields[.streamClosed] = nil }
            }
        },
        Mutant(
            "producer.close-with-append-says-nothing",
            "The answer to a producer's append that closes the stream has no Stream-Closed.", .field,
            breaks: .producerCloseWithAppend
        ) {
            $0.onProducerAnswer { _, answer in
                if answer.status == 200 { answer[.streamClosed] = nil }
            }
        },
        Mutant(
            "producer.close-drops-data", "Of a producer's append that closes the stream, the data is dropped.", .state,
            breaks: .producerCloseWithAppend
        ) {
            $0.onRequest { request, body in
                if request.producerStamp != nil, request.closes { body = [] }
            }
        },
        Mutant(
            "producer.refused-append-closes", "A producer's append that is refused for a gap closes the stream.",
            .state, breaks: .producerCloseWithAppend
        ) {
            $0.onPassage { passage in
                guard let answer = passage.ask() else { return passage.proceed() }
                if answer[.producerExpectedSeq] != nil, passage.request.closes {
                    _ = passage.server.immediateAnswer(to: passage.request.withoutProducer)
                }
                passage.answer(answer)
            }
        },
        Mutant(
            "producer.closer-forgotten", "A closed stream refuses everything, the retry of what closed it included.",
            .rule, breaks: .producerCloseWithAppendRetried, .producerCloseOnlyRetried,
            .producerCloseWithAppendRetriedStatus
        ) {
            $0.rules.appendToClosed = { attempt, stream, producer in
                attempt.stamp == nil
                    ? AppendRule.decideOnClosed(attempt, stream, producer: producer) : .refuse(.closed)
            }
        },
        Mutant(
            "producer.close-with-append-stored-again", "The retry of the append that closed the stream is stored.",
            .rule, breaks: .producerCloseWithAppendRetried, .producerCloseWithAppendRetriedStatus
        ) {
            $0.rules.appendToClosed = { attempt, stream, producer in
                if let stamp = attempt.stamp, stamp == stream.closedBy, !attempt.isEmpty { return .accept(producer) }
                return AppendRule.decideOnClosed(attempt, stream, producer: producer)
            }
        },
        Mutant(
            "producer.close-retried-once", "Only the first retry of what closed the stream is recognised.", .rare,
            breaks: .producerCloseWithAppendRetried
        ) {
            let sent = Tally<[String]>()
            $0.onAnswer { request, answer in
                guard let stamp = request.producerStamp, request.closes, answer.status < 300 else { return }
                if sent.count([request.streamPath, stamp.description]) > 2 { answer.status = 409 }
            }
        },
        Mutant(
            "producer.close-only-refused", "A producer's request without data is refused even when it closes.", .rule,
            breaks: .producerCloseOnly, .producerCloseOnlyRetried
        ) {
            $0.onPassage { passage in
                if passage.request.producerStamp != nil, passage.body.isEmpty { return passage.answer(400) }
                passage.proceed()
            }
        },
        Mutant(
            "producer.close-only-without-effect", "A producer's close without data succeeds and closes nothing.",
            .state, breaks: .producerCloseOnly, .producerCloseOnlyRetried
        ) {
            $0.onPassage { passage in
                guard let stamp = passage.request.producerStamp, passage.body.isEmpty, passage.request.closes else {
                    return passage.proceed()
                }
                var answer = passage.server.immediateAnswer(to: passage.request.asHead)
                answer?.status = 204
                answer?[.streamClosed] = "true"
                answer?[.producerEpoch] = "\(stamp.epoch)"
                answer?[.producerSeq] = "\(stamp.seq)"
                if let answer { passage.answer(answer) }
            }
        },
        Mutant(
            "producer.close-only-retry-refused", "The retry of a producer's close without data is refused with 409.",
            .rule, breaks: .producerCloseOnlyRetried
        ) {
            $0.rules.appendToClosed = { attempt, stream, producer in
                attempt.stamp != nil && attempt.isEmpty
                    ? .refuse(.closed) : AppendRule.decideOnClosed(attempt, stream, producer: producer)
            }
        },
        Mutant(
            "producer.closer-known-by-numbers",
            "Epoch and sequence of the request that closed the stream let any producer's append succeed.", .rule,
            breaks: .producerClosedRejected, .producerClosedCarriesClosedHeader
        ) {
            $0.rules.appendToClosed = { attempt, stream, producer in
                if let stamp = attempt.stamp, let closer = stream.closedBy, stamp.epoch == closer.epoch,
                    stamp.seq == closer.seq
                {
                    return .duplicate(ProducerState(epoch: stamp.epoch, lastSeq: stamp.seq))
                }
                return AppendRule.decideOnClosed(attempt, stream, producer: producer)
            }
        },
        Mutant(
            "producer.closed-takes-the-next", "Closure does not bind producers: their next sequence is stored.", .rule,
            breaks: .producerClosedRejected, .producerClosedCarriesClosedHeader, .producerCloseWithAppend,
            .producerCloseOnly
        ) {
            $0.rules.appendToClosed = { attempt, stream, producer in
                if let stamp = attempt.stamp, !attempt.isEmpty, stamp != stream.closedBy,
                    case .accept(let state) = ProducerRule.decide(stamp, producer)
                {
                    return .accept(state)
                }
                return AppendRule.decideOnClosed(attempt, stream, producer: producer)
            }
        },
        Mutant(
            "producer.closed-is-403", "A producer's append to a closed stream is refused with 403.", .status,
            breaks: .producerClosedRejected
        ) {
            $0.onProducerAnswer { _, answer in
                if answer.status == 409, answer[.streamClosed] != nil { answer.status = 403 }
            }
        },
        Mutant(
            "producer.closed-without-header",
            "The refusal of a producer's append to a closed stream has no Stream-Closed.", .field,
            breaks: .producerClosedCarriesClosedHeader
        ) {
            $0.onProducerAnswer { _, answer in
                if answer.status == 409 { answer[.streamClosed] = nil }
            }
        },
        Mutant(
            "producer.closed-stores-older-duplicate",
            "A retry older than the request that closed the stream is stored again.", .rule,
            breaks: .producerClosedOlderDuplicate
        ) {
            $0.rules.appendToClosed = { attempt, stream, producer in
                if let stamp = attempt.stamp, let closer = stream.closedBy, stamp.id == closer.id,
                    stamp.epoch == closer.epoch, stamp.seq < closer.seq
                {
                    return .accept(producer)
                }
                return AppendRule.decideOnClosed(attempt, stream, producer: producer)
            }
        },
        Mutant(
            "producer.closed-older-duplicate-is-403",
            "A retry older than the request that closed the stream is fenced.",
            .status, breaks: .producerClosedOlderDuplicate
        ) {
            $0.rules.appendToClosed = { attempt, stream, producer in
                if let stamp = attempt.stamp, let producer, stamp.seq < producer.lastSeq {
                    return .refuse(.staleEpoch(current: producer.epoch))
                }
                return AppendRule.decideOnClosed(attempt, stream, producer: producer)
            }
        },
    ]
}
