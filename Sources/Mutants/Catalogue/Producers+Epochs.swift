import HTTPMessage
import Specification

// §5.2.1: epochs, scope, concurrency.
extension Mutant {
    static let producerEpochs: [Mutant] = [
        Mutant(
            "producer.epoch-ignored", "Epochs are not looked at: sequences alone decide.", .rule,
            breaks: .producerStaleEpochRejected, .producerStaleEpochCarriesCurrentEpoch,
            .producerStaleEpochStoresNothing, .producerNewEpochAccepted, .producerNewEpochNonzeroSeqRejected,
            .producerNewEpochRestartsSequence
        ) {
            $0.rules.producer = { stamp, known in
                guard let known, stamp.epoch != known.epoch, stamp.seq <= known.lastSeq + 1 else {
                    return ProducerRule.decide(stamp, known)
                }
                return stamp.seq <= known.lastSeq
                    ? .duplicate(known) : .accept(ProducerState(epoch: known.epoch, lastSeq: stamp.seq))
            }
        },
        Mutant(
            "producer.retry-of-stale-epoch-acknowledged",
            "Duplicates are recognised before epochs are compared: a retry of a stale epoch succeeds.", .rule,
            breaks: .producerStaleEpochRejected
        ) {
            let accepted = Memory<[String], Bool>()
            $0.onPassage { passage in
                guard let stamp = passage.request.producerStamp, let answer = passage.ask() else {
                    return passage.proceed()
                }
                let batch = [passage.request.streamPath, stamp.description]
                if answer.status == 200 { accepted[batch] = true }
                if answer.status == 403, accepted[batch] == true {
                    return passage.answer(204, [.producerEpoch: "\(stamp.epoch)", .producerSeq: "\(stamp.seq)"])
                }
                passage.answer(answer)
            }
        },
        Mutant(
            "producer.epochs-compared-as-text", "Epochs are compared as text: 9 is above 10.", .encoding,
            breaks: .producerStaleEpochRejected, .producerNewEpochAccepted
        ) {
            $0.rules.producer = { stamp, known in
                guard let known, stamp.epoch != known.epoch else { return ProducerRule.decide(stamp, known) }
                if String(stamp.epoch) < String(known.epoch) { return .refuse(.staleEpoch(current: known.epoch)) }
                return stamp.seq == 0
                    ? .accept(ProducerState(epoch: stamp.epoch, lastSeq: 0)) : .refuse(.epochStartsAboveZero)
            }
        },
        Mutant(
            "producer.stale-epoch-is-409", "A stale epoch is refused with 409.", .status,
            breaks: .producerStaleEpochRejected
        ) {
            $0.onProducerAnswer { _, answer in
                if answer.status == 403 { answer.status = 409 }
            }
        },
        Mutant(
            "producer.stale-epoch-without-current", "The refusal of a stale epoch does not name the current one.",
            .field, breaks: .producerStaleEpochCarriesCurrentEpoch
        ) {
            $0.onProducerAnswer { _, answer in
                if answer.status == 403 { answer[.producerEpoch] = nil }
            }
        },
        Mutant(
            "producer.stale-epoch-echoed", "The refusal of a stale epoch repeats that epoch.", .field,
            breaks: .producerStaleEpochCarriesCurrentEpoch
        ) {
            $0.onProducerAnswer { stamp, answer in
                if answer.status == 403 { answer[.producerEpoch] = String(stamp.epoch) }
            }
        },
        Mutant(
            "producer.stale-epoch-stored", "A batch of a stale epoch is stored although it is refused.", .state,
            breaks: .producerStaleEpochStoresNothing
        ) {
            $0.onPassage { passage in
                guard let answer = passage.ask() else { return passage.proceed() }
                if answer.status == 403, passage.request.producerStamp != nil {
                    _ = passage.server.immediateAnswer(to: passage.request.withoutProducer, body: passage.body)
                }
                passage.answer(answer)
            }
        },
        Mutant(
            "producer.stale-epoch-takes-producer-back",
            "A refused batch of a stale epoch makes that epoch the current one: the newer one is gone.", .state,
            breaks: .producerStaleEpochStoresNothing
        ) {
            let fencedBy = Memory<ProducerKey, Int64>()
            $0.onPassage { passage in
                guard let stamp = passage.request.producerStamp, let key = passage.request.producerKey else {
                    return passage.proceed()
                }
                if let epoch = fencedBy[key], stamp.epoch > epoch, stamp.seq > 0 { return passage.answer(400) }
                guard let answer = passage.ask() else { return passage.proceed() }
                if answer.status == 403 { fencedBy[key] = stamp.epoch }
                passage.answer(answer)
            }
        },
        Mutant(
            "producer.new-epoch-refused", "A producer cannot change its epoch: a higher one is refused.", .rule,
            breaks: .producerNewEpochAccepted, .producerNewEpochRestartsSequence
        ) {
            $0.rules.producer = { stamp, known in
                if let known, stamp.epoch > known.epoch { return .refuse(.staleEpoch(current: known.epoch)) }
                return ProducerRule.decide(stamp, known)
            }
        },
        Mutant(
            "producer.new-epoch-one-ahead", "A new epoch has to be one greater than the last.", .rule,
            breaks: .producerNewEpochAccepted
        ) {
            $0.rules.producer = { stamp, known in
                if let known, stamp.epoch > known.epoch + 1 { return .refuse(.epochStartsAboveZero) }
                return ProducerRule.decide(stamp, known)
            }
        },
        Mutant(
            "producer.first-epoch-is-zero", "A producer nobody knows has to begin with epoch 0.", .rule,
            breaks: .producerNewEpochAccepted
        ) {
            $0.rules.producer = { stamp, known in
                known == nil && stamp.epoch > 0 ? .refuse(.epochStartsAboveZero) : ProducerRule.decide(stamp, known)
            }
        },
        Mutant(
            "producer.new-epoch-starts-anywhere", "A new epoch may begin with any sequence.", .rule,
            breaks: .producerNewEpochNonzeroSeqRejected, .producerNewEpochRejectedKeepsState
        ) {
            $0.rules.producer = { stamp, known in
                if let known, stamp.epoch > known.epoch {
                    return .accept(ProducerState(epoch: stamp.epoch, lastSeq: stamp.seq))
                }
                return ProducerRule.decide(stamp, known)
            }
        },
        Mutant(
            "producer.new-epoch-gap-is-409", "A new epoch that does not begin with sequence 0 is refused as a gap.",
            .status, breaks: .producerNewEpochNonzeroSeqRejected
        ) {
            $0.rules.producer = { stamp, known in
                let verdict = ProducerRule.decide(stamp, known)
                guard verdict == .refuse(.epochStartsAboveZero) else { return verdict }
                return .refuse(.sequenceGap(expected: 0, received: stamp.seq))
            }
        },
        Mutant(
            "producer.refused-epoch-fences", "An epoch that was refused counts all the same: the old one is fenced.",
            .state, breaks: .producerNewEpochRejectedKeepsState
        ) {
            let refused = Memory<ProducerKey, Int64>()
            $0.onPassage { passage in
                guard let stamp = passage.request.producerStamp, let key = passage.request.producerKey else {
                    return passage.proceed()
                }
                if let epoch = refused[key], stamp.epoch < epoch {
                    return passage.answer(403, [.producerEpoch: "\(epoch)"])
                }
                guard let answer = passage.ask() else { return passage.proceed() }
                if answer.status == 400, stamp.seq > 0 { refused[key] = stamp.epoch }
                passage.answer(answer)
            }
        },
        Mutant(
            "producer.sequence-survives-epoch",
            "A new epoch keeps the highest sequence of the old one: what comes below it is a duplicate.", .state,
            breaks: .producerNewEpochRestartsSequence, .producerEchoesSeq
        ) {
            $0.rules.producer = { stamp, known in
                if let known, stamp.epoch > known.epoch, stamp.seq == 0 {
                    return .accept(ProducerState(epoch: stamp.epoch, lastSeq: known.lastSeq))
                }
                return ProducerRule.decide(stamp, known)
            }
        },
        Mutant(
            "producer.shared-by-streams", "What is known of a producer is kept by its id alone, for all streams.",
            .state, breaks: .producerPerStream
        ) {
            let known = Memory<String, ProducerState>()
            $0.rules.producer = { stamp, _ in
                let verdict = ProducerRule.decide(stamp, known[stamp.id])
                if case .accept(let state) = verdict { known[stamp.id] = state }
                return verdict
            }
        },
        Mutant(
            "producer.shared-by-ids", "A stream has one producer, whatever its id.", .state,
            breaks: .producerIndependentProducers
        ) {
            $0.onField(.producerId) { $0.isEmpty ? $0 : "the producer" }
        },
        Mutant(
            "producer.ids-without-case", "Producer ids that differ in the case of letters are one.", .encoding,
            breaks: .producerIndependentProducers
        ) {
            $0.onField(.producerId) { $0.lowercased() }
        },
        Mutant(
            "producer.ids-end-at-a-colon", "A producer id ends at its first colon or slash.", .encoding,
            breaks: .producerIndependentProducers
        ) {
            $0.onField(.producerId) { id in
                let head = id.prefix { $0 != ":" && $0 != "/" }
                return head.isEmpty ? id : String(head)
            }
        },
        Mutant(
            "producer.ten-producers-remembered",
            "A stream remembers ten producers; an eleventh takes the place of another.", .rare,
            breaks: .producerIndependentProducers
        ) {
            let slots = Memory<String, [String]>()
            $0.onRequest { request, _ in
                guard let stamp = request.producerStamp else { return }
                var ids = slots[request.streamPath] ?? []
                if !ids.contains(stamp.id) { ids.append(stamp.id) }
                slots[request.streamPath] = ids
                request.headerFields[.producerId] = "slot \((ids.firstIndex(of: stamp.id) ?? 0) % 10)"
            }
        },
        Mutant(
            "producer.seq-counts-messages", "The sequence counts messages: behind a batch of three it is three ahead.",
            .rule, breaks: .producerSeqCountsRequests
        ) {
            let sent = Memory<ProducerKey, [Int64]>()
            $0.onPassage { passage in
                var passage = passage
                guard var stamp = passage.request.producerStamp, let key = passage.request.producerKey,
                    let batch = (try? JSONValue.parse(passage.body))?.elements
                else { return passage.proceed() }
                // For each request so far, the sequence that followed it.
                let ends = sent[key] ?? [0]
                guard let index = ends.firstIndex(of: stamp.seq), let end = ends.last else {
                    let expected = ends.last ?? 0
                    return passage.answer(
                        409, [.producerExpectedSeq: "\(expected)", .producerReceivedSeq: "\(stamp.seq)"])
                }
                if stamp.seq == end { sent[key] = ends + [end + Int64(batch.count)] }
                stamp = ProducerStamp(id: stamp.id, epoch: stamp.epoch, seq: Int64(index)) ?? stamp
                passage.request.producerStamp = stamp
                passage.proceed()
            }
        },
        Mutant(
            "producer.stream-seq-ignored", "Stream-Seq does not count in requests of producers.", .rule,
            breaks: .producerStreamSeqStillChecked
        ) {
            $0.onRequest { request, _ in
                if request.producerStamp != nil { request.headerFields[.streamSeq] = nil }
            }
        },
        Mutant(
            "producer.retry-in-flight-stored",
            "A retry that comes while its original is under way is not recognised: both are stored.", .race,
            breaks: .producerSerialised
        ) {
            let (clock, underWay) = ($0.clock, Tally<[String]>())
            $0.onPassage { passage in
                guard let stamp = passage.request.producerStamp else { return passage.proceed() }
                let batch = [passage.request.streamPath, stamp.description]
                var passage = passage
                if underWay.count(batch) > 1 { passage.request.producerStamp = nil }
                _ = clock.schedule(after: .milliseconds(2)) { [passage] in
                    passage.proceed()
                    underWay.reset(batch)
                }
            }
        },
        Mutant(
            "producer.pipelined-out-of-order",
            "Batches that arrive while another one is under way are taken without a look at their sequence.", .race,
            breaks: .producerSerialised
        ) {
            let (clock, underWay) = ($0.clock, Tally<ProducerKey>())
            $0.onPassage { passage in
                guard let key = passage.request.producerKey, let stamp = passage.request.producerStamp else {
                    return passage.proceed()
                }
                let isAlone = underWay.count(key) == 1
                _ = clock.schedule(after: .milliseconds(isAlone ? 5 : 1)) {
                    underWay.reset(key)
                    let answer =
                        passage.ask() ?? Answer(response: .init(status: .badRequest), body: [], isStreamed: false)
                    guard !isAlone, answer.status == 409 else { return passage.answer(answer) }
                    _ = passage.server.immediateAnswer(to: passage.request.withoutProducer, body: passage.body)
                    passage.answer(200, [.producerEpoch: "\(stamp.epoch)", .producerSeq: "\(stamp.seq)"])
                }
            }
        },
    ]
}
