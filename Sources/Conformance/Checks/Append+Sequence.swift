import HTTPMessage
import Specification

// §5.2 Append to Stream: Stream-Seq

extension Check {
    static let appendSequence: [Check] =
        sequenceIncreasing + sequenceRefused + sequenceOrderAccepted + sequenceOrderRefused + sequenceOpaque

    private static let sequenceIncreasing: [Check] = [
        // An append whose `Stream-Seq` is greater than the last one is accepted, however far it is ahead.
        Check(.appendSeqIncreasingAccepted) { probe in
            let stream = try await probe.createStream()
            try await stream.append("one ", sequence: "001").expectPermittedStatus()
            try await stream.append("two ", sequence: "002").expectPermittedStatus()
            try await stream.append("three", sequence: "003").expectPermittedStatus()
            try await stream.contents().expect("one two three")
        },

        Check(.appendSeqIncreasingAccepted, "far-ahead") { probe in
            let stream = try await probe.createStream()
            try await stream.write("one ", sequence: "0001")
            try await stream.append("two", sequence: "9999").expectPermittedStatus()
            try await stream.contents().expect("one two")
        },

        // `Stream-Seq` is optional: an append without it is accepted before and after appends with it.
        Check(.appendSeqOptional) { probe in
            let stream = try await probe.createStream()
            try await stream.append("one ").expectPermittedStatus()
            try await stream.append("two ", sequence: "5").expectPermittedStatus()
            try await stream.append("three ").expectPermittedStatus()
            try await stream.append("four", sequence: "6").expectPermittedStatus()
            try await stream.contents().expect("one two three four")
        },
    ]

    private static let sequenceRefused: [Check] = [
        // An append that repeats the last `Stream-Seq` is refused.
        Check(.appendSeqEqualRejected) { probe in
            let stream = try await probe.createStream()
            try await stream.write("one", sequence: "5")
            try await stream.append("two", sequence: "5").expectPermittedStatus()
        },

        Check(.appendSeqEqualRejected, "the-same-body") { probe in
            let stream = try await probe.createStream()
            try await stream.write("one", sequence: "5")
            try await stream.append("one", sequence: "5").expectPermittedStatus()
            try await stream.contents().expect("one")
        },

        Check(.appendSeqEqualRejected, "after-an-append-without") { probe in
            let stream = try await probe.createStream()
            try await stream.write("one ", sequence: "5")
            try await stream.write("two ")
            try await stream.append("three", sequence: "5").expectPermittedStatus()
        },

        Check(.appendSeqEqualRejected, "other-connection") { probe in
            let stream = try await probe.createStream()
            try await stream.write("one ", sequence: "5")
            try await stream.append("two", sequence: "5", freshConnection: true).expectPermittedStatus()
        },

        Check(.appendSeqEqualRejected, "ten-at-once") { probe in
            let stream = try await probe.createStream()
            let answers = try await probe.concurrently(10) { try await stream.append("<\($0)>", sequence: "5") }
            let accepted = answers.filter(\.isSuccess)
            probe.expect(
                accepted.count == 1, "one of ten appends with one sequence to be accepted",
                observed: "\(accepted.count) accepted", in: accepted.last)
            for answer in answers where !answer.isSuccess { answer.expectPermittedStatus() }
        },

        // An append with a `Stream-Seq` below the last one is refused.
        Check(.appendSeqLowerRejected) { probe in
            let stream = try await probe.createStream()
            try await stream.write("one", sequence: "5")
            try await stream.append("two", sequence: "4").expectPermittedStatus()
        },

        Check(.appendSeqLowerRejected, "seen-before") { probe in
            let stream = try await probe.createStream()
            for sequence in ["1", "2", "3"] { try await stream.write("word ", sequence: sequence) }
            try await stream.append("again", sequence: "1").expectPermittedStatus()
            try await stream.append("again", sequence: "2").expectPermittedStatus()
        },

        // An append refused for its `Stream-Seq` leaves content and tail offset as they were.
        Check(.appendSeqRejectedStoresNothing) { probe in
            let stream = try await probe.createStream()
            try await stream.write("kept", sequence: "5")
            let before = try await stream.snapshot(holding: "kept")
            try await stream.append("equal", sequence: "5")
            try await stream.append("lower", sequence: "4")
            try await stream.expectUnchanged(since: before)
        },

        // A refused `Stream-Seq` does not become the last one.
        Check(.appendSeqRejectedKeepsLast) { probe in
            let stream = try await probe.createStream()
            try await stream.write("one ", sequence: "5")
            try await stream.append("refused ", sequence: "3").expectRefused()
            try await stream.append("refused ", sequence: "4").expectRefused()
            try await stream.append("two", sequence: "6").expectPermittedStatus()
            try await stream.contents().expect("one two")
        },

        Check(.appendSeqRejectedKeepsLast, "refused-for-its-content-type") { probe in
            let stream = try await probe.createStream()
            try await stream.write("one ", sequence: "5")
            try await stream.append("refused ", contentType: "text/csv", sequence: "9").expectRefused()
            try await stream.append("two", sequence: "6").expectPermittedStatus()
        },

        Check(.appendSeqRejectedKeepsLast, "refused-for-its-empty-body") { probe in
            let stream = try await probe.createStream()
            try await stream.write("one ", sequence: "5")
            try await stream.append([], sequence: "9").expectRefused()
            try await stream.append("two", sequence: "6").expectPermittedStatus()
        },
    ]

    // `Stream-Seq` values are compared byte by byte and never as numbers or without regard to case.
    private static let sequenceOrderAccepted: [Check] = [
        ("9-after-10", "10", "9"), ("a-after-upper-z", "Z", "a"), ("longer-after-its-beginning", "a", "aa"),
        ("more-zeros", "1.0", "1.00"), ("tilde-after-letters", "zzz", "~"),
    ].map { (name: String, earlier: String, later: String) in
        Check(.appendSeqBytewiseOrder, name) { probe in
            let stream = try await probe.createStream()
            try await stream.write("one ", sequence: earlier)
            try await stream.append("two", sequence: later).expectSuccess()
            try await stream.contents().expect("one two")
        }
    }

    private static let sequenceOrderRefused: [Check] = [
        ("10-after-9", "9", "10"), ("upper-b-after-a", "a", "B"), ("beginning-after-longer", "aa", "a"),
        ("100-after-11", "11", "100"), ("space-after-exclamation-mark", "a!", "a b"),
    ].map { (name: String, later: String, earlier: String) in
        Check(.appendSeqBytewiseOrder, name) { probe in
            let stream = try await probe.createStream()
            try await stream.write("one", sequence: later)
            try await stream.append("two", sequence: earlier).expectRefused()
            try await stream.contents().expect("one")
        }
    }

    // A `Stream-Seq` may be any string: values that are not numbers are accepted.
    private static let sequenceOpaque: [Check] = [
        ("word", "alpha"), ("timestamp", "2024-01-01T00:00:00.000Z"), ("long", String(repeating: "x", count: 200)),
        ("punctuation", "a/b:c;d,e=f \"g\""), ("uuid", "018f3f1e-7b1c-7cc3-98c4-dc0c0c07398f"),
    ].map { (name: String, sequence: String) in
        Check(.appendSeqOpaque, name) { probe in
            let stream = try await probe.createStream()
            try await stream.append("one", sequence: sequence).expectPermittedStatus()
            try await stream.append("two", sequence: sequence).expectRefused(breaks: .appendSeqEqualRejected)
            try await stream.append("two", sequence: sequence + "!").expectPermittedStatus()
        }
    }
}
