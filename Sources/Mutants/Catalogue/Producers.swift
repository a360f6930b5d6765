import HTTPMessage
import Specification

// §5.2.1: sequences, duplicates, gaps, answers.
extension Mutant {
    static let producers: [Mutant] = [
        Mutant(
            "producer.first-needs-sequence-one", "A producer has to begin with sequence 1.", .rule,
            breaks: .producerFirstAccepted, .producerUnknownNonzeroSeqRejected
        ) {
            $0.rules.producer = { stamp, known in
                if known != nil || stamp.seq == 1 { return ProducerRule.decide(stamp, known ?? behind(stamp)) }
                return .refuse(.sequenceGap(expected: 1, received: stamp.seq))
            }
        },
        Mutant(
            "producer.first-is-201", "The first append of a producer is answered 201.", .status,
            breaks: .producerFirstAccepted
        ) {
            $0.onProducerAnswer { stamp, answer in
                if stamp.epoch == 0, stamp.seq == 0, answer.status == 200 { answer.status = 201 }
            }
        },
        Mutant(
            "producer.long-id-refused", "A Producer-Id of more than 64 characters is refused.", .rule,
            breaks: .producerFirstAccepted
        ) {
            $0.onPassage { passage in
                if passage.request.headerFields[.producerId]?.utf8.count ?? 0 > 64 { return passage.answer(400) }
                passage.proceed()
            }
        },
        Mutant(
            "producer.sequence-counts-by-two", "The sequence that follows one is expected to be two greater.", .rule,
            breaks: .producerNextAccepted, .producerGapRejected
        ) {
            $0.rules.producer = { stamp, known in
                guard let known, stamp.epoch == known.epoch, stamp.seq > known.lastSeq else {
                    return ProducerRule.decide(stamp, known)
                }
                guard stamp.seq == known.lastSeq + 2 else {
                    return .refuse(.sequenceGap(expected: known.lastSeq + 2, received: stamp.seq))
                }
                return .accept(ProducerState(epoch: known.epoch, lastSeq: stamp.seq))
            }
        },
        Mutant(
            "producer.sequences-compared-as-text", "Sequences are compared as text: 10 comes before 9.", .encoding,
            breaks: .producerNextAccepted
        ) {
            $0.rules.producer = { stamp, known in
                if let known, stamp.epoch == known.epoch, String(stamp.seq) <= String(known.lastSeq) {
                    return .duplicate(known)
                }
                return ProducerRule.decide(stamp, known)
            }
        },
        Mutant(
            "producer.same-body-is-duplicate", "A batch with the bytes of the one before it is taken for a retry.",
            .rule, breaks: .producerNextAccepted
        ) {
            let last = Memory<ProducerKey, [UInt8]>()
            $0.onPassage { passage in
                guard let key = passage.request.producerKey, let stamp = passage.request.producerStamp, stamp.seq > 0,
                    !passage.body.isEmpty, last.exchange(key, for: passage.body) == passage.body
                else { return passage.proceed() }
                passage.answer(204, [.producerEpoch: "\(stamp.epoch)", .producerSeq: "\(stamp.seq)"])
            }
        },
        Mutant(
            "producer.duplicate-is-409", "A retry of an accepted append is refused with 409.", .status,
            breaks: .producerDuplicateAcknowledged, .producerOlderDuplicateAcknowledged,
            .producerDuplicateOtherBodyNotStored, .producerDuplicateEchoesEpoch, .producerDuplicateReportsHighestSeq,
            .producerSerialised
        ) {
            $0.rules.producer = { stamp, known in
                guard let known, stamp.epoch == known.epoch, stamp.seq <= known.lastSeq else {
                    return ProducerRule.decide(stamp, known)
                }
                return .refuse(.sequenceGap(expected: known.lastSeq + 1, received: stamp.seq))
            }
        },
        Mutant(
            "producer.duplicate-is-200", "A retry of an accepted append is answered 200, as if it were new.", .status,
            breaks: .producerDuplicateAcknowledged, .producerOlderDuplicateAcknowledged,
            .producerDuplicateOtherBodyNotStored
        ) {
            $0.onProducerAnswer { _, answer in
                if answer.status == 204 { answer.status = 200 }
            }
        },
        Mutant(
            "producer.third-retry-refused", "From its third retry on, an append is refused with 409.", .rare,
            breaks: .producerDuplicateAcknowledged
        ) {
            let sent = Tally<[String]>()
            $0.onAnswer { request, answer in
                guard let stamp = request.producerStamp, answer.status < 300 else { return }
                if sent.count([request.streamPath, stamp.description]) > 3 { answer.status = 409 }
            }
        },
        Mutant(
            "producer.duplicate-stored", "A retry of the last append is stored again.", .rule,
            breaks: .producerDuplicateNotStored, .producerDuplicateAcknowledged, .producerDuplicateOtherBodyNotStored
        ) {
            $0.rules.producer = { stamp, known in
                known.map { $0.epoch == stamp.epoch && $0.lastSeq == stamp.seq } == true
                    ? .accept(ProducerState(epoch: stamp.epoch, lastSeq: stamp.seq))
                    : ProducerRule.decide(stamp, known)
            }
        },
        Mutant(
            "producer.one-retry-in-fifty-stored", "One retry in fifty is stored again although it is acknowledged.",
            .rare, breaks: .producerDuplicateNotStored
        ) {
            let retries = Tally<Bool>()
            $0.onPassage { passage in
                let answer = passage.ask()
                if passage.request.producerStamp != nil, answer?.status == 204, !passage.request.closes,
                    retries.count(true).isMultiple(of: 50)
                {
                    _ = passage.server.immediateAnswer(to: passage.request.withoutProducer, body: passage.body)
                }
                if let answer { passage.answer(answer) } else { passage.proceed() }
            }
        },
        Mutant(
            "producer.forgotten-when-others-write",
            "Only the last producer of a stream is remembered; what another one sends again is stored again.", .state,
            breaks: .producerDuplicateNotStored, .producerIndependentProducers
        ) {
            let last = Memory<String, String>()
            $0.onRequest { request, _ in
                guard let stamp = request.producerStamp else { return }
                let before = last.exchange(request.streamPath, for: stamp.id)
                if before != nil, before != stamp.id { request.headerFields[.producerId] = "\(stamp.id) again" }
            }
        },
        Mutant(
            "producer.older-duplicate-is-409", "A retry of any append but the last is refused as out of order.", .rule,
            breaks: .producerOlderDuplicateAcknowledged, .producerDuplicateReportsHighestSeq
        ) {
            $0.rules.producer = { stamp, known in
                if let known, stamp.epoch == known.epoch, stamp.seq < known.lastSeq {
                    return .refuse(.sequenceGap(expected: known.lastSeq + 1, received: stamp.seq))
                }
                return ProducerRule.decide(stamp, known)
            }
        },
        Mutant(
            "producer.five-batches-remembered",
            "Only the last five batches of a producer are remembered; a retry of an older one is out of order.", .state,
            breaks: .producerOlderDuplicateAcknowledged, .producerDuplicateReportsHighestSeq
        ) {
            $0.rules.producer = { stamp, known in
                if let known, stamp.epoch == known.epoch, stamp.seq <= known.lastSeq - 5 {
                    return .refuse(.sequenceGap(expected: known.lastSeq + 1, received: stamp.seq))
                }
                return ProducerRule.decide(stamp, known)
            }
        },
        Mutant(
            "producer.duplicate-compares-bodies", "A retry with another body than the original is refused with 409.",
            .rule, breaks: .producerDuplicateOtherBodyNotStored
        ) {
            let bodies = Memory<[String], [UInt8]>()
            $0.onPassage { passage in
                guard let stamp = passage.request.producerStamp else { return passage.proceed() }
                let before = bodies.exchange([passage.request.streamPath, stamp.description], for: passage.body)
                if let before, before != passage.body { return passage.answer(409) }
                passage.proceed()
            }
        },
        Mutant(
            "producer.duplicate-recognised-by-body",
            "A retry is recognised by its bytes: another body with the same sequence is stored.", .rule,
            breaks: .producerDuplicateOtherBodyNotStored
        ) {
            let bodies = Memory<[String], [UInt8]>()
            $0.onRequest { request, body in
                guard let stamp = request.producerStamp else { return }
                let before = bodies.exchange([request.streamPath, stamp.description], for: body)
                if let before, before != body { request.producerStamp = nil }
            }
        },
        Mutant(
            "producer.headers-required-after-first",
            "Once a producer has written to a stream, appends without producer headers are refused.", .rule,
            breaks: .producerHeadersOptional
        ) {
            let produced = Memory<String, Bool>()
            $0.onPassage { passage in
                let path = passage.request.streamPath
                if passage.request.producerStamp != nil { produced[path] = true }
                if passage.request.method == .post, produced[path] == true, passage.request.producerStamp == nil {
                    return passage.answer(400)
                }
                passage.proceed()
            }
        },
        Mutant(
            "producer.refused-counts",
            "A batch counts once its stamp was judged: after a refusal for its body or type, it is a duplicate.",
            .state, breaks: .producerRefusedKeepsState
        ) {
            let counted = Memory<[String], Bool>()
            $0.onPassage { passage in
                guard let stamp = passage.request.producerStamp else { return passage.proceed() }
                let batch = [passage.request.streamPath, stamp.description]
                if counted[batch] == true {
                    return passage.answer(204, [.producerEpoch: "\(stamp.epoch)", .producerSeq: "\(stamp.seq)"])
                }
                guard let answer = passage.ask() else { return passage.proceed() }
                let isGap = answer[.producerExpectedSeq] != nil || answer[.streamClosed] != nil
                if [400, 409].contains(answer.status), !isGap { counted[batch] = true }
                passage.answer(answer)
            }
        },
    ]

    /// The state of a producer whose next sequence is the one that came.
    private static func behind(_ stamp: ProducerStamp) -> ProducerState {
        ProducerState(epoch: stamp.epoch, lastSeq: stamp.seq - 1)
    }

    static let producerAnswers: [Mutant] = [
        Mutant(
            "producer.gap-accepted", "A sequence that skips some is accepted.", .rule,
            breaks: .producerGapRejected, .producerGapCarriesExpectedSeq, .producerGapCarriesReceivedSeq,
            .producerGapStoresNothing, .producerSerialised
        ) {
            $0.rules.producer = { stamp, known in
                if let known, stamp.epoch == known.epoch, stamp.seq > known.lastSeq {
                    return .accept(ProducerState(epoch: stamp.epoch, lastSeq: stamp.seq))
                }
                return ProducerRule.decide(stamp, known)
            }
        },
        Mutant(
            "producer.wide-gap-is-restart", "A sequence more than a thousand ahead is taken for a new beginning.",
            .rare, breaks: .producerGapRejected
        ) {
            $0.rules.producer = { stamp, known in
                if let known, stamp.epoch == known.epoch, stamp.seq > known.lastSeq + 1000 {
                    return .accept(ProducerState(epoch: stamp.epoch, lastSeq: stamp.seq))
                }
                return ProducerRule.decide(stamp, known)
            }
        },
        Mutant(
            "producer.gap-is-400", "A gap is refused with 400.", .status, breaks: .producerGapRejected
        ) {
            $0.onProducerAnswer { stamp, answer in
                if answer[.producerExpectedSeq] != nil, stamp.epoch >= 0 { answer.status = 400 }
            }
        },
        Mutant(
            "producer.gap-without-expected-seq", "The refusal of a gap has no Producer-Expected-Seq.", .field,
            breaks: .producerGapCarriesExpectedSeq
        ) {
            $0.onProducerAnswer { _, answer in answer[.producerExpectedSeq] = nil }
        },
        Mutant(
            "producer.expected-seq-is-last",
            "Producer-Expected-Seq names the last accepted sequence and not the one after it.", .field,
            breaks: .producerGapCarriesExpectedSeq
        ) {
            $0.rules.producer = { stamp, known in
                guard case .refuse(.sequenceGap(let expected, let received)) = ProducerRule.decide(stamp, known) else {
                    return ProducerRule.decide(stamp, known)
                }
                return .refuse(.sequenceGap(expected: max(0, expected - 1), received: received))
            }
        },
        Mutant(
            "producer.gap-without-received-seq", "The refusal of a gap has no Producer-Received-Seq.", .field,
            breaks: .producerGapCarriesReceivedSeq
        ) {
            $0.onProducerAnswer { _, answer in answer[.producerReceivedSeq] = nil }
        },
        Mutant(
            "producer.received-seq-in-32-bits", "Producer-Received-Seq is cut to 32 bits.", .encoding,
            breaks: .producerGapCarriesReceivedSeq
        ) {
            $0.onProducerAnswer { _, answer in
                guard let seq = answer[.producerReceivedSeq].flatMap({ Int64($0) }) else { return }
                answer[.producerReceivedSeq] = String(Int32(truncatingIfNeeded: seq))
            }
        },
        Mutant(
            "producer.gap-stored", "A batch behind a gap is stored although it is refused.", .state,
            breaks: .producerGapStoresNothing, .producerSerialised
        ) {
            $0.onPassage { passage in
                guard let answer = passage.ask() else { return passage.proceed() }
                if answer[.producerExpectedSeq] != nil {
                    _ = passage.server.immediateAnswer(to: passage.request.withoutProducer, body: passage.body)
                }
                passage.answer(answer)
            }
        },
        Mutant(
            "producer.unknown-starts-anywhere", "A producer nobody knows may begin with any sequence.", .rule,
            breaks: .producerUnknownNonzeroSeqRejected
        ) {
            $0.rules.producer = { stamp, known in
                known == nil
                    ? .accept(ProducerState(epoch: stamp.epoch, lastSeq: stamp.seq)) : ProducerRule.decide(stamp, known)
            }
        },
        Mutant(
            "producer.epoch-not-echoed", "Accepted appends are answered without Producer-Epoch.", .field,
            breaks: .producerEchoesEpoch
        ) {
            $0.onProducerAnswer { _, answer in
                if answer.status == 200 { answer[.producerEpoch] = nil }
            }
        },
        Mutant(
            "producer.first-epoch-echoed-for-ever", "Producer-Epoch stays what it was when the producer came.", .state,
            breaks: .producerEchoesEpoch
        ) {
            let first = Memory<ProducerKey, String>()
            $0.onAnswer { request, answer in
                guard let key = request.producerKey, let epoch = answer[.producerEpoch], answer.status == 200 else {
                    return
                }
                if first[key] == nil { first[key] = epoch }
                answer[.producerEpoch] = first[key]
            }
        },
        Mutant(
            "producer.seq-not-echoed", "Accepted appends are answered without Producer-Seq.", .field,
            breaks: .producerEchoesSeq
        ) {
            $0.onProducerAnswer { _, answer in
                if answer.status == 200 { answer[.producerSeq] = nil }
            }
        },
        Mutant(
            "producer.next-seq-echoed", "Producer-Seq names the sequence that is expected next.", .field,
            breaks: .producerEchoesSeq, .producerDuplicateReportsHighestSeq
        ) {
            $0.onProducerAnswer { _, answer in
                if let seq = answer[.producerSeq].flatMap({ Int64($0) }) { answer[.producerSeq] = String(seq + 1) }
            }
        },
        Mutant(
            "producer.duplicate-epoch-not-echoed", "Duplicates are answered without Producer-Epoch.", .field,
            breaks: .producerDuplicateEchoesEpoch
        ) {
            $0.onProducerAnswer { _, answer in
                if answer.status == 204 { answer[.producerEpoch] = nil }
            }
        },
        Mutant(
            "producer.duplicate-seq-not-echoed", "Duplicates are answered without Producer-Seq.", .field,
            breaks: .producerDuplicateReportsHighestSeq
        ) {
            $0.onProducerAnswer { _, answer in
                if answer.status == 204 { answer[.producerSeq] = nil }
            }
        },
        Mutant(
            "producer.duplicate-echoes-its-own-seq",
            "The answer to a duplicate repeats its sequence instead of telling the highest one.", .field,
            breaks: .producerDuplicateReportsHighestSeq
        ) {
            $0.onProducerAnswer { stamp, answer in
                if answer.status == 204, answer[.producerSeq] != nil { answer[.producerSeq] = String(stamp.seq) }
            }
        },
        Mutant(
            "producer.accepted-without-offset", "Accepted appends of producers are answered without an offset.", .field,
            breaks: .producerAcceptedNextOffset
        ) {
            $0.onProducerAnswer { _, answer in
                if answer.status == 200 { answer[.streamNextOffset] = nil }
            }
        },
        Mutant(
            "producer.accepted-offset-before-append",
            "Stream-Next-Offset was read before the append: it is where the batch begins.", .race,
            breaks: .producerAcceptedNextOffset
        ) {
            $0.onPassage { passage in
                guard passage.request.producerStamp != nil else { return passage.proceed() }
                let before = passage.server.immediateAnswer(to: passage.request.asHead)?[.streamNextOffset]
                guard var answer = passage.ask() else { return passage.proceed() }
                if answer.status == 200 { answer[.streamNextOffset] = before }
                passage.answer(answer)
            }
        },
    ]
}
