import HTTPMessage
import Specification

// §5.2.1 Idempotent Producers: epochs, scope, concurrency

extension Check {
    static let producerEpochs: [Check] = epochs + producerScope + producersAtOnce

    // MARK: Epochs

    private static let epochs: [Check] = [
        // An append with an epoch below the producer's current one is refused.
        Check(.producerStaleEpochRejected) { probe in
            let stream = try await probe.createStream()
            try await stream.write("old ", as: Producer("writer", epoch: 0, seq: 0))
            try await stream.write("new ", as: Producer("writer", epoch: 1, seq: 0))
            try await stream.append("stale", as: Producer("writer", epoch: 0, seq: 1)).expectPermittedStatus()
        },

        Check(.producerStaleEpochRejected, "retry-of-what-was-accepted") { probe in
            // Fencing comes before recognising duplicates.
            let stream = try await probe.createStream()
            try await stream.write("old ", as: Producer("writer", epoch: 0, seq: 0))
            try await stream.write("new ", as: Producer("writer", epoch: 1, seq: 0))
            try await stream.append("old ", as: Producer("writer", epoch: 0, seq: 0)).expectPermittedStatus()
        },

        Check(.producerStaleEpochRejected, "two-digits") { probe in
            // Epochs are numbers: 9 is below 10.
            let stream = try await probe.createStream()
            try await stream.write("new ", as: Producer("writer", epoch: 10, seq: 0))
            try await stream.append("stale", as: Producer("writer", epoch: 9, seq: 0)).expectPermittedStatus()
        },

        // The refusal names the current epoch.
        Check(.producerStaleEpochCarriesCurrentEpoch) { probe in
            let stream = try await probe.createStream()
            try await stream.write("new ", as: Producer("writer", epoch: 5, seq: 0))
            try await stream.append("stale", as: Producer("writer", epoch: 2, seq: 0)).expectRefused()
                .expect(.producerEpoch, equals: "5")
        },

        // It leaves content, tail offset and the producer's state as they were.
        Check(.producerStaleEpochStoresNothing) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", epoch: 1, seq: 0))
            let before = try await stream.snapshot(holding: "0 ")
            try await stream.append("stale", as: Producer("writer", epoch: 0, seq: 0))
            try await stream.append("stale", as: Producer("writer", epoch: 0, seq: 1))
            try await stream.expectUnchanged(since: before)
            try await stream.append("1 ", as: Producer("writer", epoch: 1, seq: 1)).expectSuccess()
            try await stream.contents().expect("0 1 ")
        },

        // An append with a higher epoch and sequence 0 is accepted, however far the epoch is ahead.
        Check(.producerNewEpochAccepted) { probe in
            let stream = try await probe.createStream()
            try await stream.write("old ", as: Producer("writer", epoch: 0, seq: 0))
            try await stream.append("new", as: Producer("writer", epoch: 1, seq: 0)).expectPermittedStatus()
            try await stream.contents().expect("old new")
        },

        Check(.producerNewEpochAccepted, "far-ahead") { probe in
            let stream = try await probe.createStream()
            try await stream.write("old ", as: Producer("writer", epoch: 9, seq: 0))
            try await stream.append("new", as: Producer("writer", epoch: 1_000_000, seq: 0)).expectPermittedStatus()
            try await stream.contents().expect("old new")
        },

        Check(.producerNewEpochAccepted, "first-epoch-above-zero") { probe in
            let stream = try await probe.createStream()
            try await stream.append("first", as: Producer("writer", epoch: 6, seq: 0)).expectPermittedStatus()
            try await stream.contents().expect("first")
        },

        // An append with a higher epoch and a sequence other than 0 is refused.
        Check(.producerNewEpochNonzeroSeqRejected) { probe in
            let stream = try await probe.createStream()
            try await stream.write("kept", as: Producer("writer", epoch: 0, seq: 0))
            try await stream.append("refused", as: Producer("writer", epoch: 1, seq: 1)).expectPermittedStatus()
            try await stream.contents().expect("kept")
        },

        // A refused new epoch stores nothing and does not count.
        Check(.producerNewEpochRejectedKeepsState) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", epoch: 0, seq: 0))
            try await stream.append("refused", as: Producer("writer", epoch: 3, seq: 4)).expectRefused()
            try await stream.append("1 ", as: Producer("writer", epoch: 0, seq: 1)).expectPermittedStatus()
            try await stream.contents().expect("0 1 ")
        },

        // In a new epoch the sequence starts over.
        Check(.producerNewEpochRestartsSequence) { probe in
            let stream = try await probe.createStream()
            for seq in 0..<3 { try await stream.write("old ", as: Producer("writer", epoch: 0, seq: Int64(seq))) }
            try await stream.write("0 ", as: Producer("writer", epoch: 1, seq: 0))
            try await stream.append("1 ", as: Producer("writer", epoch: 1, seq: 1)).expectPermittedStatus()
            try await stream.contents().expect("old old old 0 1 ")
        },

        Check(.producerNewEpochRestartsSequence, "old-sequence-is-a-gap") { probe in
            let stream = try await probe.createStream()
            for seq in 0..<3 { try await stream.write("old ", as: Producer("writer", epoch: 0, seq: Int64(seq))) }
            try await stream.write("0 ", as: Producer("writer", epoch: 1, seq: 0))
            try await stream.append("3 ", as: Producer("writer", epoch: 1, seq: 3)).expectRefused()
            try await stream.append("1 ", as: Producer("writer", epoch: 1, seq: 1)).expectPermittedStatus()
        },
    ]

    // MARK: Scope

    private static let producerScope: [Check] = [
        // A producer's state belongs to one stream.
        Check(.producerPerStream) { probe in
            let one = try await probe.createStream()
            let other = try await probe.createStream()
            // The name of the stream makes the id one that no other check can have given a state.
            let id = "writer of \(one.path)"
            try await one.write("0 ", as: Producer(id, epoch: 4, seq: 0))
            try await one.write("1 ", as: Producer(id, epoch: 4, seq: 1))
            try await other.append("first", as: Producer(id, epoch: 0, seq: 0)).expectPermittedStatus()
            try await one.append("2 ", as: Producer(id, epoch: 4, seq: 2)).expectPermittedStatus()
            try await one.contents().expect("0 1 2 ")
            try await other.contents().expect("first")
        },

        // Producers of one stream do not affect each other.
        Check(.producerIndependentProducers) { probe in
            let stream = try await probe.createStream()
            try await stream.write("a0 ", as: Producer("alice", epoch: 5, seq: 0))
            try await stream.append("b0 ", as: Producer("bob", epoch: 0, seq: 0)).expectPermittedStatus()
            try await stream.append("a1 ", as: Producer("alice", epoch: 5, seq: 1)).expectPermittedStatus()
            try await stream.append("b1 ", as: Producer("bob", epoch: 0, seq: 1)).expectPermittedStatus()
            try await stream.contents().expect("a0 b0 a1 b1 ")
        },

        Check(.producerIndependentProducers, "ids-that-look-alike") { probe in
            let stream = try await probe.createStream()
            let ids = ["p", "P", "p0", "p:0", "p/0", "pp", "0"]
            for seq in 0..<2 {
                for id in ids {
                    let producer = Producer(id, seq: Int64(seq))
                    try await stream.append("\(id)\(seq) ", as: producer).expectPermittedStatus()
                }
            }
            let expected = (0..<2).flatMap { seq in ids.map { "\($0)\(seq) " } }.joined()
            try await stream.contents().expect(Payload(expected))
        },

        Check(.producerIndependentProducers, "many-at-once") { probe in
            let stream = try await probe.createStream()
            let answers = try await probe.concurrently(12) { number in
                let first = try await stream.append("<\(number).0>", as: Producer("writer-\(number)", seq: 0))
                return [first, try await stream.append("<\(number).1>", as: Producer("writer-\(number)", seq: 1))]
            }
            for answer in answers.joined() { answer.expectPermittedStatus() }
            let contents = try await stream.contents()
            let pieces = String(decoding: contents.bytes, as: UTF8.self).split(separator: ">").map { String($0) + ">" }
            let expected = (0..<12).flatMap { ["<\($0).0>", "<\($0).1>"] }
            contents.last.expect(
                pieces.sorted() == expected.sorted(), "two appends of each of 12 producers, each once",
                observed: Payload(contents.bytes).shown)
        },
    ]

    // MARK: At once

    private static let producersAtOnce: [Check] = [
        // Requests of one producer to one stream are judged and stored one after the other.
        Check(.producerSerialised, "one-append-ten-times") { probe in
            let stream = try await probe.createStream()
            let answers = try await probe.concurrently(10) { _ in
                try await stream.append("once", as: Producer("writer", seq: 0))
            }
            for answer in answers { answer.expectPermittedStatus() }
            try await stream.contents().expect("once")
        },

        Check(.producerSerialised, "ten-appends-until-accepted") { probe in
            // Sent all at once, and again until each is acknowledged, as a client that pipelines does.
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            var open = Array(1...10)
            for _ in 0..<12 where !open.isEmpty {
                let sent = open
                let answers = try await probe.concurrently(sent.count) { number in
                    try await stream.append("\(sent[number]) ", as: Producer("writer", seq: Int64(sent[number])))
                }
                for answer in answers { answer.expectPermittedStatus() }
                open = zip(sent, answers).filter { !$0.1.isSuccess }.map(\.0)
            }
            probe.expect(
                open.isEmpty, "every sequence to be accepted once those before it are",
                observed: "\(open) refused again and again")
            if open.isEmpty { try await stream.contents().expect("0 1 2 3 4 5 6 7 8 9 10 ") }
        },

        Check(.producerSerialised, "epochs-race") { probe in
            // Whatever order they come in, the highest epoch is never refused and what is stored stands in their order.
            let stream = try await probe.createStream()
            let answers = try await probe.concurrently(6) { number in
                try await stream.append("<\(number)>", as: Producer("writer", epoch: Int64(number), seq: 0))
            }
            answers[5].expectSuccess()
            let stored = answers.indices.filter { answers[$0].isSuccess }.map { "<\($0)>" }.joined()
            try await stream.contents().expect(Payload(stored))
        },
    ]
}
