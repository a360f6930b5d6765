// §5.2.1 Idempotent Producers: headers, sequences, answers

extension Requirement {
    /// `producer.first-accepted` (MUST).
    public static let producerFirstAccepted = Requirement(
        "producer.first-accepted", .must, .producers, profile: .producers,
        "The first append of a producer, with epoch 0 and sequence 0, is accepted.",
        permits: [
            .status(200, "an append with producer headers that added data"),
            .status(204, "the status §5.2 lists for every successful append"),
        ]
    )

    /// `producer.next-accepted` (MUST).
    public static let producerNextAccepted = Requirement(
        "producer.next-accepted", .must, .producers, profile: .producers,
        "An append with the sequence that follows the last accepted one is accepted and stored.",
        permits: [
            .status(200, "an append with producer headers that added data"),
            .status(204, "the status §5.2 lists for every successful append"),
        ]
    )

    /// `producer.duplicate-acknowledged` (MUST).
    public static let producerDuplicateAcknowledged = Requirement(
        "producer.duplicate-acknowledged", .must, .producers, profile: .producers,
        "An append that repeats the last accepted sequence succeeds.",
        permits: [
            .status(204, "the data is there already")
        ]
    )

    /// `producer.duplicate-not-stored` (MUST).
    public static let producerDuplicateNotStored = Requirement(
        "producer.duplicate-not-stored", .must, .producers, profile: .producers,
        "An append that repeats an accepted sequence stores nothing: content and tail offset stay as they are."
    )

    /// `producer.older-duplicate-acknowledged` (MUST).
    public static let producerOlderDuplicateAcknowledged = Requirement(
        "producer.older-duplicate-acknowledged", .must, .producers, profile: .producers,
        "An append with any sequence of the epoch below the last accepted one succeeds and stores nothing.",
        permits: [
            .status(204, "the data is there already")
        ]
    )

    /// `producer.duplicate-other-body-not-stored` (MUST).
    public static let producerDuplicateOtherBodyNotStored = Requirement(
        "producer.duplicate-other-body-not-stored", .must, .producers, profile: .producers,
        """
        A duplicate is recognised by producer, epoch and sequence alone: with another body it succeeds and \
        stores nothing all the same.
        """,
        permits: [
            .status(204, "the sequence was accepted before")
        ]
    )

    /// `producer.headers-optional` (MUST).
    public static let producerHeadersOptional = Requirement(
        "producer.headers-optional", .must, .producers, profile: .producers,
        "Producer headers are optional: an append without any is accepted in a stream that producers write to.",
        permits: [
            .status(204, "an append without producer headers")
        ]
    )

    /// `producer.refused-keeps-state` (MUST).
    public static let producerRefusedKeepsState = Requirement(
        "producer.refused-keeps-state", .must, .producers, profile: .producers,
        """
        Only an accepted append moves a producer on: one that is refused for its content type, its body or its \
        `Stream-Seq` stores nothing, and its sequence is accepted when it comes again as it should be.
        """,
        permits: [
            .status(200, "the sequence comes for the first time"),
            .status(204, "the status §5.2 lists for every successful append"),
        ]
    )

    /// `producer.partial-headers-rejected` (MUST).
    public static let producerPartialHeadersRejected = Requirement(
        "producer.partial-headers-rejected", .must, .producers, profile: .producers,
        "A request with one or two of the three producer headers is refused.",
        permits: [
            .status(400, "the headers come together or not at all")
        ],
        sources: [SentenceReference(376, "ae61cb3b1951"), SentenceReference(376, "d89af7270779")]
    )

    /// `producer.partial-headers-store-nothing` (MUST).
    public static let producerPartialHeadersStoreNothing = Requirement(
        "producer.partial-headers-store-nothing", .must, .producers, profile: .producers,
        "A request refused for incomplete producer headers leaves content and tail offset as they were.",
        sources: [SentenceReference(376, "d89af7270779")]
    )

    /// `producer.empty-id-rejected` (MUST).
    public static let producerEmptyIdRejected = Requirement(
        "producer.empty-id-rejected", .must, .producers, profile: .producers,
        "An empty `Producer-Id` is refused.",
        permits: [
            .status(400, "the id must not be empty")
        ],
        sources: [SentenceReference(380, "658aa1924240")]
    )

    /// `producer.epoch-malformed-rejected` (MUST).
    public static let producerEpochMalformedRejected = Requirement(
        "producer.epoch-malformed-rejected", .must, .producers, profile: .producers,
        "A `Producer-Epoch` that is no non-negative decimal integer is refused.",
        permits: [
            .status(400, "the epoch is invalid")
        ],
        sources: [SentenceReference(387, "2fcd7a7aec7e")]
    )

    /// `producer.epoch-too-large-rejected` (MUST).
    public static let producerEpochTooLargeRejected = Requirement(
        "producer.epoch-too-large-rejected", .must, .producers, profile: .producers,
        "A `Producer-Epoch` above 2^53-1 is refused.",
        permits: [
            .status(400, "the epoch is out of range")
        ],
        sources: [SentenceReference(387, "2fcd7a7aec7e")]
    )

    /// `producer.seq-malformed-rejected` (MUST).
    public static let producerSeqMalformedRejected = Requirement(
        "producer.seq-malformed-rejected", .must, .producers, profile: .producers,
        "A `Producer-Seq` that is no non-negative decimal integer is refused.",
        permits: [
            .status(400, "the sequence is invalid")
        ],
        sources: [SentenceReference(393, "2fcd7a7aec7e")]
    )

    /// `producer.seq-too-large-rejected` (MUST).
    public static let producerSeqTooLargeRejected = Requirement(
        "producer.seq-too-large-rejected", .must, .producers, profile: .producers,
        "A `Producer-Seq` above 2^53-1 is refused.",
        permits: [
            .status(400, "the sequence is out of range")
        ],
        sources: [SentenceReference(393, "2fcd7a7aec7e")]
    )

    /// `producer.largest-epoch-accepted` (MUST).
    public static let producerLargestEpochAccepted = Requirement(
        "producer.largest-epoch-accepted", .must, .producers, profile: .producers,
        "An epoch of exactly 2^53-1 is within the range and is accepted as any higher epoch is.",
        permits: [
            .status(200, "a new epoch was established"),
            .status(204, "the status §5.2 lists for every successful append"),
        ],
        sources: [SentenceReference(387, "2fcd7a7aec7e")]
    )

    /// `producer.gap-rejected` (MUST).
    public static let producerGapRejected = Requirement(
        "producer.gap-rejected", .must, .producers, profile: .producers,
        "An append whose sequence skips one is refused.",
        permits: [
            .status(409, "a sequence is missing")
        ]
    )

    /// `producer.gap-carries-expected-seq` (MUST).
    public static let producerGapCarriesExpectedSeq = Requirement(
        "producer.gap-carries-expected-seq", .must, .producers, profile: .producers,
        "The refusal of a gap names the sequence that should have come in `Producer-Expected-Seq`."
    )

    /// `producer.gap-carries-received-seq` (MUST).
    public static let producerGapCarriesReceivedSeq = Requirement(
        "producer.gap-carries-received-seq", .must, .producers, profile: .producers,
        "The refusal of a gap names the sequence that came in `Producer-Received-Seq`."
    )

    /// `producer.gap-stores-nothing` (MUST).
    public static let producerGapStoresNothing = Requirement(
        "producer.gap-stores-nothing", .must, .producers, profile: .producers,
        """
        An append refused for a gap stores nothing and leaves the producer where it was: the expected \
        sequence is accepted next.
        """
    )

    /// `producer.unknown-nonzero-seq-rejected` (MUST).
    public static let producerUnknownNonzeroSeqRejected = Requirement(
        "producer.unknown-nonzero-seq-rejected", .must, .producers, profile: .producers,
        "The first append of an unknown producer with a sequence other than 0 is refused and stores nothing.",
        permits: [
            .status(409, "a gap: sequence 0 was expected"),
            .status(400, "a new epoch must begin with sequence 0"),
        ]
    )

    /// `producer.echoes-epoch` (MUST).
    public static let producerEchoesEpoch = Requirement(
        "producer.echoes-epoch", .must, .producers, profile: .producers,
        "The answer to an accepted append carries its epoch in `Producer-Epoch`."
    )

    /// `producer.echoes-seq` (MUST).
    public static let producerEchoesSeq = Requirement(
        "producer.echoes-seq", .must, .producers, profile: .producers,
        "The answer to an accepted append carries its sequence, now the highest accepted one, in `Producer-Seq`."
    )

    /// `producer.duplicate-echoes-epoch` (MUST).
    public static let producerDuplicateEchoesEpoch = Requirement(
        "producer.duplicate-echoes-epoch", .must, .producers, profile: .producers,
        "The answer to a duplicate carries its epoch in `Producer-Epoch`."
    )

    /// `producer.duplicate-reports-highest-seq` (MUST).
    public static let producerDuplicateReportsHighestSeq = Requirement(
        "producer.duplicate-reports-highest-seq", .must, .producers, profile: .producers,
        """
        The answer to a duplicate carries the highest accepted sequence of the epoch in `Producer-Seq`, \
        which need not be the duplicate's.
        """
    )

    /// `producer.accepted-next-offset` (MUST).
    public static let producerAcceptedNextOffset = Requirement(
        "producer.accepted-next-offset", .must, .producers, profile: .producers,
        "The answer to an accepted append carries the new tail offset in `Stream-Next-Offset`."
    )

    /// `producer.duplicate-next-offset` (SHOULD).
    public static let producerDuplicateNextOffset = Requirement(
        "producer.duplicate-next-offset", .should, .producers, profile: .producers,
        """
        The answer to a duplicate carries the stream's tail offset in `Stream-Next-Offset`, as the answer to \
        every successful append does.
        """
    )

    /// The requirements of this file in the order of the text.
    static let producersSection: [Requirement] = [
        .producerFirstAccepted, .producerNextAccepted, .producerDuplicateAcknowledged,
        .producerDuplicateNotStored, .producerOlderDuplicateAcknowledged,
        .producerDuplicateOtherBodyNotStored, .producerHeadersOptional, .producerRefusedKeepsState,
        .producerPartialHeadersRejected,
        .producerPartialHeadersStoreNothing, .producerEmptyIdRejected, .producerEpochMalformedRejected,
        .producerEpochTooLargeRejected, .producerSeqMalformedRejected, .producerSeqTooLargeRejected,
        .producerLargestEpochAccepted, .producerGapRejected, .producerGapCarriesExpectedSeq,
        .producerGapCarriesReceivedSeq, .producerGapStoresNothing, .producerUnknownNonzeroSeqRejected,
        .producerEchoesEpoch, .producerEchoesSeq, .producerDuplicateEchoesEpoch,
        .producerDuplicateReportsHighestSeq, .producerAcceptedNextOffset, .producerDuplicateNextOffset,
    ]
}
