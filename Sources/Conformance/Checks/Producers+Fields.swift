import HTTPMessage
import Specification

// §5.2.1 Idempotent Producers: what the fields may hold

extension Check {
    static let producerFields: [Check] =
        partialFields + malformedEpochs + malformedSequences + tooLargeEpochs + tooLargeSequences + largestNumbers

    // MARK: Together or not at all

    private static let partialFields: [Check] =
        // A request with one or two of the three producer headers is refused.
        partialSets.map { name, fields in
            Check(.producerPartialHeadersRejected, name) { probe in
                let stream = try await probe.createStream("kept")
                try await stream.append("refused", fields: fields).expectPermittedStatus()
            }
        } + partialFieldsOnward

    private static let partialSets: [(name: String, fields: HTTPFields)] = [
        ("id", [.producerId: "writer"]),
        ("epoch", [.producerEpoch: "0"]),
        ("seq", [.producerSeq: "0"]),
        ("id-and-epoch", [.producerId: "writer", .producerEpoch: "0"]),
        ("id-and-seq", [.producerId: "writer", .producerSeq: "0"]),
        ("epoch-and-seq", [.producerEpoch: "0", .producerSeq: "0"]),
    ]

    private static let partialFieldsOnward: [Check] = [
        Check(.producerPartialHeadersRejected, "on-close", needs: [.closure]) { probe in
            let stream = try await probe.createStream("kept")
            try await stream.close(fields: [.producerId: "writer", .producerSeq: "0"]).expectPermittedStatus()
            try await stream.expectOpen()
        },

        // A request refused for incomplete producer headers leaves content and tail offset as they were.
        Check(.producerPartialHeadersStoreNothing) { probe in
            let stream = try await probe.createStream("kept")
            let before = try await stream.snapshot(holding: "kept")
            for (_, fields) in partialSets { try await stream.append("refused", fields: fields) }
            try await stream.expectUnchanged(since: before)
        },

        // An empty `Producer-Id` is refused.
        Check(.producerEmptyIdRejected) { probe in
            let stream = try await probe.createStream("kept")
            try await stream.append("refused", as: Producer("", seq: 0)).expectPermittedStatus()
            try await stream.contents().expect("kept")
        },
    ]

    private static let malformedNumbers: [(name: String, value: String)] = [
        ("negative", "-1"), ("fraction", "1.5"), ("word", "first"), ("empty", ""), ("exponent", "1e0"),
        ("hexadecimal", "0x1"), ("trailing-letters", "1st"), ("two-numbers", "0 1"),
    ]

    // MARK: Numbers

    // A `Producer-Epoch` that is no non-negative decimal integer is refused.
    private static let malformedEpochs: [Check] = malformedNumbers.map { name, value in
        Check(.producerEpochMalformedRejected, name) { probe in
            let stream = try await probe.createStream("kept")
            let fields: HTTPFields = [.producerId: "writer", .producerEpoch: value, .producerSeq: "0"]
            try await stream.append("refused", fields: fields).expectPermittedStatus()
            try await stream.contents().expect("kept")
        }
    }

    // A `Producer-Seq` that is no non-negative decimal integer is refused.
    private static let malformedSequences: [Check] = malformedNumbers.map { name, value in
        Check(.producerSeqMalformedRejected, name) { probe in
            let stream = try await probe.createStream()
            try await stream.write("kept", as: Producer("writer", seq: 0))
            let fields: HTTPFields = [.producerId: "writer", .producerEpoch: "0", .producerSeq: value]
            try await stream.append("refused", fields: fields).expectPermittedStatus()
            try await stream.contents().expect("kept")
        }
    }

    private static let largestNumber = "9007199254740991"
    private static let tooLargeNumbers = [
        ("just", "9007199254740992"), ("beyond-64-bits", "18446744073709551616"),
        ("far", String(repeating: "9", count: 40)),
    ]

    // An epoch above 2^53-1 is refused.
    private static let tooLargeEpochs: [Check] = tooLargeNumbers.map { name, value in
        Check(.producerEpochTooLargeRejected, name) { probe in
            let stream = try await probe.createStream("kept")
            let fields: HTTPFields = [.producerId: "writer", .producerEpoch: value, .producerSeq: "0"]
            try await stream.append("refused", fields: fields).expectPermittedStatus()
            try await stream.contents().expect("kept")
        }
    }

    // So is a sequence above it.
    private static let tooLargeSequences: [Check] = tooLargeNumbers.map { name, value in
        Check(.producerSeqTooLargeRejected, name) { probe in
            let stream = try await probe.createStream()
            try await stream.write("kept", as: Producer("writer", seq: 0))
            let fields: HTTPFields = [.producerId: "writer", .producerEpoch: "0", .producerSeq: value]
            try await stream.append("refused", fields: fields).expectPermittedStatus()
            try await stream.contents().expect("kept")
        }
    }

    private static let largestNumbers: [Check] = [
        // An epoch of exactly 2^53-1 is within the range.
        Check(.producerLargestEpochAccepted, "first-of-the-producer") { probe in
            let stream = try await probe.createStream()
            let fields: HTTPFields = [.producerId: "writer", .producerEpoch: largestNumber, .producerSeq: "0"]
            try await stream.append("accepted", fields: fields).expectPermittedStatus()
                .expect(.producerEpoch, equals: largestNumber, breaks: .producerEchoesEpoch)
            try await stream.contents().expect("accepted")
        },

        Check(.producerLargestEpochAccepted, "just-above-another") { probe in
            // A server that reads numbers as floating point still tells these two apart.
            let stream = try await probe.createStream()
            let last = Int64(9_007_199_254_740_991)
            try await stream.write("old ", as: Producer("writer", epoch: last - 1, seq: 0))
            try await stream.append("new", as: Producer("writer", epoch: last, seq: 0)).expectPermittedStatus()
            try await stream.append("stale", as: Producer("writer", epoch: last - 1, seq: 1)).expectRefused()
            try await stream.contents().expect("old new")
        },
    ]
}
