import HTTPMessage
import Specification

// §5.2.1 Idempotent Producers: sequences, gaps, answers. What the fields may hold is in Producers+Fields.swift,
// epochs, scope and concurrency are in Producers+Epochs.swift, closing is in Producers+Closing.swift.

extension Check {
    static let producers: [Check] =
        producing + duplicates + producerFields + gaps + producerAnswers + producerEpochs + producerClosing

    // MARK: Sequences

    private static let producing: [Check] = [
        // The first append of a producer, with epoch 0 and sequence 0, is accepted.
        Check(.producerFirstAccepted) { probe in
            let stream = try await probe.createStream("before ")
            try await stream.append("first", as: Producer("writer", seq: 0)).expectPermittedStatus()
            try await stream.contents().expect("before first")
        },

        Check(.producerFirstAccepted, "unusual-id") { probe in
            let stream = try await probe.createStream()
            let id =
                "order-service/1:a=b;c \"d\" 018f3f1e-7b1c-7cc3-98c4-dc0c0c07398f " + String(repeating: "x", count: 100)
            try await stream.append("first ", as: Producer(id, seq: 0)).expectPermittedStatus()
            try await stream.append("second", as: Producer(id, seq: 1)).expectPermittedStatus()
            try await stream.contents().expect("first second")
        },

        // An append with the sequence that follows the last accepted one is accepted and stored.
        Check(.producerNextAccepted) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            try await stream.append("1 ", as: Producer("writer", seq: 1)).expectPermittedStatus()
            try await stream.contents().expect("0 1 ")
        },

        Check(.producerNextAccepted, "past-ten") { probe in
            // Sequences are numbers: 10 follows 9.
            let stream = try await probe.createStream()
            for seq in 0..<12 {
                try await stream.append("\(seq) ", as: Producer("writer", seq: Int64(seq))).expectPermittedStatus()
            }
            try await stream.contents().expect("0 1 2 3 4 5 6 7 8 9 10 11 ")
        },

        Check(.producerNextAccepted, "the-same-body") { probe in
            let stream = try await probe.createStream()
            for seq in 0..<3 {
                try await stream.append("same ", as: Producer("writer", seq: Int64(seq))).expectPermittedStatus()
            }
            try await stream.contents().expect("same same same ")
        },

        // Producer headers are optional: an append without any is accepted in a stream that producers write to.
        Check(.producerHeadersOptional) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            try await stream.append("plain ").expectPermittedStatus()
            try await stream.write("1", as: Producer("writer", seq: 1))
            try await stream.contents().expect("0 plain 1")
        },

        // The sequence counts requests and not messages.
        Check(.producerSeqCountsRequests, needs: [.json]) { probe in
            let stream = try await probe.createJSONStream()
            try await stream.write("[1,2,3]", as: Producer("writer", seq: 0))
            try await stream.append("[4,5]", as: Producer("writer", seq: 1)).expectPermittedStatus()
            try await stream.append("6", as: Producer("writer", seq: 2)).expectPermittedStatus()
            try await stream.contents().expectMessages("1", "2", "3", "4", "5", "6")
        },

        // Producer headers do not replace `Stream-Seq`.
        Check(.producerStreamSeqStillChecked) { probe in
            let stream = try await probe.createStream()
            try await stream.write("kept", as: Producer("writer", seq: 0), sequence: "5")
            try await stream.append("refused", as: Producer("writer", seq: 1), sequence: "4").expectPermittedStatus()
            try await stream.contents().expect("kept")
        },

        // An append refused for another reason does not count: its sequence is still to come.
        Check(.producerRefusedKeepsState, "content-type") { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            try await stream.append("1 ", contentType: "text/csv", as: Producer("writer", seq: 1)).expectRefused()
            try await stream.append("1 ", as: Producer("writer", seq: 1)).expectPermittedStatus()
            try await stream.contents().expect("0 1 ")
        },

        Check(.producerRefusedKeepsState, "first-append") { probe in
            let stream = try await probe.createStream()
            try await stream.append("0 ", contentType: "text/csv", as: Producer("writer", seq: 0)).expectRefused()
            try await stream.append("0 ", as: Producer("writer", seq: 0)).expectPermittedStatus()
            try await stream.contents().expect("0 ")
        },

        Check(.producerRefusedKeepsState, "stream-seq") { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0), sequence: "5")
            try await stream.append("1 ", as: Producer("writer", seq: 1), sequence: "4").expectRefused()
            try await stream.append("1 ", as: Producer("writer", seq: 1), sequence: "6").expectPermittedStatus()
            try await stream.contents().expect("0 1 ")
        },

        Check(.producerRefusedKeepsState, "empty-body") { probe in
            let stream = try await probe.createStream()
            try await stream.append([], as: Producer("writer", seq: 0)).expectRefused()
            try await stream.append("0 ", as: Producer("writer", seq: 0)).expectPermittedStatus()
            try await stream.contents().expect("0 ")
        },

        Check(.producerRefusedKeepsState, "malformed-json", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream()
            try await stream.append("{", as: Producer("writer", seq: 0)).expectRefused()
            try await stream.append("{}", as: Producer("writer", seq: 0)).expectPermittedStatus()
            try await stream.contents().expectMessages("{}")
        },
    ]

    // MARK: Duplicates

    private static let duplicates: [Check] = [
        // An append that repeats the last accepted sequence succeeds.
        Check(.producerDuplicateAcknowledged) { probe in
            let stream = try await probe.createStream()
            try await stream.write("once", as: Producer("writer", seq: 0))
            try await stream.contents().require("once")
            try await stream.append("once", as: Producer("writer", seq: 0)).expectPermittedStatus()
        },

        Check(.producerDuplicateAcknowledged, "every-time") { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            try await stream.write("1 ", as: Producer("writer", seq: 1))
            for _ in 0..<5 {
                try await stream.append("1 ", as: Producer("writer", seq: 1), freshConnection: true)
                    .expectPermittedStatus()
            }
            try await stream.contents().expect("0 1 ")
        },

        // It stores nothing: content and tail offset stay as they are.
        Check(.producerDuplicateNotStored) { probe in
            let stream = try await probe.createStream()
            try await stream.write("once", as: Producer("writer", seq: 0))
            let before = try await stream.snapshot(holding: "once")
            try await stream.append("once", as: Producer("writer", seq: 0))
            try await stream.expectUnchanged(since: before)
        },

        Check(.producerDuplicateNotStored, "after-others-wrote") { probe in
            let stream = try await probe.createStream()
            try await stream.write("mine ", as: Producer("writer", seq: 0))
            try await stream.write("yours ", as: Producer("other", seq: 0))
            try await stream.write("anybody's ")
            let before = try await stream.snapshot(holding: "mine yours anybody's ")
            try await stream.append("mine ", as: Producer("writer", seq: 0))
            try await stream.expectUnchanged(since: before)
        },

        Check(.producerDuplicateNotStored, "json", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream()
            try await stream.write("[1,2]", as: Producer("writer", seq: 0))
            try await stream.append("[1,2]", as: Producer("writer", seq: 0))
            try await stream.contents().expectMessages("1", "2")
        },

        Check(.producerDuplicateNotStored, "the-next-is") { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            try await stream.append("0 ", as: Producer("writer", seq: 0))
            try await stream.write("1 ", as: Producer("writer", seq: 1))
            try await stream.append("1 ", as: Producer("writer", seq: 1))
            try await stream.contents().expect("0 1 ")
        },

        Check(.producerDuplicateNotStored, "hundred-retries") { probe in
            // A retry that slips through once in a while is what makes duplicates in practice.
            let stream = try await probe.createStream()
            try await stream.write("once", as: Producer("writer", seq: 0))
            let before = try await stream.snapshot(holding: "once")
            for _ in 0..<100 { try await stream.append("once", as: Producer("writer", seq: 0)) }
            try await stream.expectUnchanged(since: before)
        },

        // An append with any sequence below the last accepted one succeeds and stores nothing.
        Check(.producerOlderDuplicateAcknowledged) { probe in
            let stream = try await probe.createStream()
            for seq in 0..<12 { try await stream.write("\(seq) ", as: Producer("writer", seq: Int64(seq))) }
            let before = try await stream.snapshot(holding: "0 1 2 3 4 5 6 7 8 9 10 11 ")
            for seq in [0, 2, 9, 10] {
                try await stream.append("\(seq) ", as: Producer("writer", seq: Int64(seq))).expectPermittedStatus()
            }
            try await stream.expectUnchanged(since: before)
        },

        Check(.producerOlderDuplicateAcknowledged, "the-next-goes-on") { probe in
            // An old sequence does not take the producer back.
            let stream = try await probe.createStream()
            for seq in 0..<4 { try await stream.write("\(seq) ", as: Producer("writer", seq: Int64(seq))) }
            try await stream.append("1 ", as: Producer("writer", seq: 1)).expectPermittedStatus()
            try await stream.append("2 ", as: Producer("writer", seq: 2)).expectPermittedStatus()
            try await stream.write("4 ", as: Producer("writer", seq: 4))
            try await stream.contents().expect("0 1 2 3 4 ")
        },

        // A duplicate is recognised by producer, epoch and sequence alone.
        Check(.producerDuplicateOtherBodyNotStored) { probe in
            let stream = try await probe.createStream()
            try await stream.write("once", as: Producer("writer", seq: 0))
            try await stream.append("something else", as: Producer("writer", seq: 0)).expectPermittedStatus()
            try await stream.contents().expect("once")
        },

        // The retry of an accepted append is a duplicate although its `Stream-Seq` repeats too.
        Check(.producerDuplicateWithStreamSeq) { probe in
            let stream = try await probe.createStream()
            try await stream.write("once", as: Producer("writer", seq: 0), sequence: "5")
            try await stream.append("once", as: Producer("writer", seq: 0), sequence: "5").expectPermittedStatus()
            try await stream.contents().expect("once")
        },
    ]

    // MARK: Gaps

    private static let gaps: [Check] = [
        // An append whose sequence skips one is refused.
        Check(.producerGapRejected) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            try await stream.append("2 ", as: Producer("writer", seq: 2)).expectPermittedStatus()
        },

        Check(.producerGapRejected, "far-ahead") { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            let seq = Int64(9_007_199_254_740_991)
            try await stream.append("far ", as: Producer("writer", seq: seq)).expectPermittedStatus()
        },

        // The refusal names the sequence that should have come, and the one that came.
        Check(.producerGapCarriesExpectedSeq) { probe in
            let stream = try await probe.createStream()
            for seq in 0..<3 { try await stream.write("word ", as: Producer("writer", seq: Int64(seq))) }
            try await stream.append("gap", as: Producer("writer", seq: 5)).expectRefused()
                .expect(.producerExpectedSeq, equals: "3")
        },

        Check(.producerGapCarriesReceivedSeq) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            try await stream.append("gap", as: Producer("writer", seq: 7)).expectRefused()
                .expect(.producerReceivedSeq, equals: "7")
        },

        Check(.producerGapCarriesReceivedSeq, "largest") { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            try await stream.append("gap", as: Producer("writer", seq: 9_007_199_254_740_991)).expectRefused()
                .expect(.producerReceivedSeq, equals: "9007199254740991")
        },

        // It stores nothing and leaves the producer where it was.
        Check(.producerGapStoresNothing) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            let before = try await stream.snapshot(holding: "0 ")
            try await stream.append("2 ", as: Producer("writer", seq: 2))
            try await stream.expectUnchanged(since: before)
            try await stream.append("1 ", as: Producer("writer", seq: 1)).expectSuccess()
            try await stream.append("2 ", as: Producer("writer", seq: 2)).expectSuccess()
            try await stream.contents().expect("0 1 2 ")
        },

        // The first append of an unknown producer with another sequence than 0 is refused and stores nothing.
        Check(.producerUnknownNonzeroSeqRejected) { probe in
            let stream = try await probe.createStream("kept")
            try await stream.append("refused", as: Producer("writer", seq: 1)).expectPermittedStatus()
            try await stream.contents().expect("kept")
        },

        Check(.producerUnknownNonzeroSeqRejected, "then-zero") { probe in
            let stream = try await probe.createStream()
            try await stream.append("refused", as: Producer("writer", seq: 5)).expectPermittedStatus()
            try await stream.append("0 ", as: Producer("writer", seq: 0)).expectSuccess(breaks: .producerFirstAccepted)
            try await stream.contents().expect("0 ")
        },
    ]

    // MARK: Answers

    private static let producerAnswers: [Check] = [
        // The answer to an accepted append carries its epoch and its sequence.
        Check(.producerEchoesEpoch) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", epoch: 0, seq: 0)).expect(.producerEpoch, equals: "0")
            try await stream.write("1 ", as: Producer("writer", epoch: 0, seq: 1)).expect(.producerEpoch, equals: "0")
            try await stream.write("new", as: Producer("writer", epoch: 7, seq: 0)).expect(.producerEpoch, equals: "7")
            try await stream.requireHolds("0 1 new")
        },

        Check(.producerEchoesSeq) { probe in
            let stream = try await probe.createStream()
            for seq in 0..<3 {
                try await stream.write("word ", as: Producer("writer", seq: Int64(seq)))
                    .expect(.producerSeq, equals: "\(seq)")
            }
            try await stream.requireHolds("word word word ")
        },

        Check(.producerEchoesSeq, "new-epoch") { probe in
            let stream = try await probe.createStream()
            for seq in 0..<3 { try await stream.write("word ", as: Producer("writer", seq: Int64(seq))) }
            try await stream.write("new", as: Producer("writer", epoch: 1, seq: 0)).expect(.producerSeq, equals: "0")
            try await stream.requireHolds("word word word new")
        },

        // The answer to a duplicate carries its epoch and the highest accepted sequence.
        Check(.producerDuplicateEchoesEpoch) { probe in
            let stream = try await probe.createStream()
            try await stream.write("once", as: Producer("writer", epoch: 3, seq: 0))
            try await stream.append("once", as: Producer("writer", epoch: 3, seq: 0))
                .requireSuccess("a duplicate").expect(.producerEpoch, equals: "3")
            try await stream.requireHolds("once")
        },

        Check(.producerDuplicateReportsHighestSeq, "last") { probe in
            let stream = try await probe.createStream()
            for seq in 0..<3 { try await stream.write("word ", as: Producer("writer", seq: Int64(seq))) }
            try await stream.append("word ", as: Producer("writer", seq: 2))
                .requireSuccess("a duplicate").expect(.producerSeq, equals: "2")
            try await stream.requireHolds("word word word ")
        },

        Check(.producerDuplicateReportsHighestSeq, "older") { probe in
            let stream = try await probe.createStream()
            for seq in 0..<12 { try await stream.write("word ", as: Producer("writer", seq: Int64(seq))) }
            try await stream.append("word ", as: Producer("writer", seq: 3))
                .requireSuccess("a duplicate").expect(.producerSeq, equals: "11")
            try await stream.read(from: .beginning).requireBeginning("word word ")
        },

        // The answer to an accepted append carries the new tail offset.
        Check(.producerAcceptedNextOffset) { probe in
            let stream = try await probe.createStream()
            for seq in 0..<3 {
                let before = try await stream.tail()
                let reply = try await stream.write("word ", as: Producer("writer", seq: Int64(seq)))
                reply.expect(reply.nextOffset != before, "another offset than before", observed: before.token)
                try await reply.expectPresent(.streamNextOffset).expectNextOffset(stream.tail())
            }
        },

        // So does the answer to a duplicate.
        Check(.producerDuplicateNextOffset) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            let tail = try await stream.tail()
            try probe.require(tail != stream.createdTail, "the tail did not move with an append")
            try await stream.append("0 ", as: Producer("writer", seq: 0))
                .requireSuccess("a duplicate").expectNextOffset(tail)
        },
    ]
}
