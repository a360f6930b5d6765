// §5.2.1 Idempotent Producers: epochs, scope, atomicity, closing

extension Requirement {
    /// `producer.stale-epoch-rejected` (MUST).
    public static let producerStaleEpochRejected = Requirement(
        "producer.stale-epoch-rejected", .must, .producers, profile: .producers,
        "An append with an epoch below the producer's current one is refused.",
        permits: [
            .status(403, "the producer was fenced off by a later epoch")
        ]
    )

    /// `producer.stale-epoch-carries-current-epoch` (MUST).
    public static let producerStaleEpochCarriesCurrentEpoch = Requirement(
        "producer.stale-epoch-carries-current-epoch", .must, .producers, profile: .producers,
        "The refusal of a stale epoch names the current epoch in `Producer-Epoch`."
    )

    /// `producer.stale-epoch-stores-nothing` (MUST).
    public static let producerStaleEpochStoresNothing = Requirement(
        "producer.stale-epoch-stores-nothing", .must, .producers, profile: .producers,
        "An append refused for its epoch leaves content, tail offset and the producer's state as they were."
    )

    /// `producer.new-epoch-accepted` (MUST).
    public static let producerNewEpochAccepted = Requirement(
        "producer.new-epoch-accepted", .must, .producers, profile: .producers,
        """
        An append with a higher epoch and sequence 0 is accepted and establishes the epoch, however far the \
        epoch is ahead.
        """,
        permits: [
            .status(200, "a new epoch was established"),
            .status(204, "the status §5.2 lists for every successful append"),
        ]
    )

    /// `producer.new-epoch-nonzero-seq-rejected` (MUST).
    public static let producerNewEpochNonzeroSeqRejected = Requirement(
        "producer.new-epoch-nonzero-seq-rejected", .must, .producers, profile: .producers,
        "An append with a higher epoch and a sequence other than 0 is refused.",
        permits: [
            .status(400, "a new epoch must begin with sequence 0")
        ]
    )

    /// `producer.new-epoch-rejected-keeps-state` (MUST).
    public static let producerNewEpochRejectedKeepsState = Requirement(
        "producer.new-epoch-rejected-keeps-state", .must, .producers, profile: .producers,
        "A refused new epoch stores nothing and does not count: the old epoch goes on with its next sequence.",
        permits: [
            .status(200, "the next sequence of the old epoch"),
            .status(204, "the status §5.2 lists for every successful append"),
        ]
    )

    /// `producer.new-epoch-restarts-sequence` (MUST).
    public static let producerNewEpochRestartsSequence = Requirement(
        "producer.new-epoch-restarts-sequence", .must, .producers, profile: .producers,
        """
        In a new epoch the sequence starts over: after 0 comes 1, and what the old epoch had reached does \
        not matter.
        """,
        permits: [
            .status(200, "the next sequence of the new epoch"),
            .status(204, "the status §5.2 lists for every successful append"),
        ]
    )

    /// `producer.per-stream` (MUST).
    public static let producerPerStream = Requirement(
        "producer.per-stream", .must, .producers, profile: .producers,
        "A producer's state belongs to one stream: the same producer starts at sequence 0 in another stream.",
        permits: [
            .status(200, "the first append in that stream"),
            .status(204, "the status §5.2 lists for every successful append"),
        ]
    )

    /// `producer.independent-producers` (MUST).
    public static let producerIndependentProducers = Requirement(
        "producer.independent-producers", .must, .producers, profile: .producers,
        "Producers of one stream do not affect each other's epochs and sequences.",
        permits: [
            .status(200, "the next append of either producer"),
            .status(204, "the status §5.2 lists for every successful append"),
        ]
    )

    /// `producer.seq-counts-requests` (MUST).
    public static let producerSeqCountsRequests = Requirement(
        "producer.seq-counts-requests", .must, .producers, profile: .producers,
        "The sequence counts requests and not messages: a JSON batch of several messages uses one.",
        permits: [
            .status(200, "the request after the batch has the next sequence"),
            .status(204, "the status §5.2 lists for every successful append"),
        ]
    )

    /// `producer.stream-seq-still-checked` (MUST).
    public static let producerStreamSeqStillChecked = Requirement(
        "producer.stream-seq-still-checked", .must, .producers, profile: .producers,
        """
        Producer headers do not replace `Stream-Seq`: a new append whose `Stream-Seq` does not increase is \
        refused.
        """,
        permits: [
            .status(409, "the writer's sequence went back")
        ]
    )

    /// `producer.duplicate-with-stream-seq` (SHOULD).
    public static let producerDuplicateWithStreamSeq = Requirement(
        "producer.duplicate-with-stream-seq", .should, .producers, profile: .producers,
        "The retry of an accepted append is a duplicate although its `Stream-Seq` repeats too.",
        permits: [
            .status(204, "the data is there already")
        ]
    )

    /// `producer.serialised` (MUST).
    public static let producerSerialised = Requirement(
        "producer.serialised", .must, .producers, profile: .producers,
        """
        Requests of one producer to one stream are judged and stored one after the other: however many \
        arrive at once, each sequence is stored at most once and the stored ones stand in the order of their \
        sequences.
        """,
        permits: [
            .status(200, "an append with producer headers that added data"),
            .status(204, "the data is there already, or the status §5.2 lists for every successful append"),
            .status(409, "it arrived before its predecessor"),
        ],
        sources: [SentenceReference(464, "d3a01a942f34")]
    )

    /// `producer.atomic-commit` (SHOULD).
    public static let producerAtomicCommit = Requirement(
        "producer.atomic-commit", .should, .producers, profile: .producers,
        "A server with persistent storage commits data and producer state together.",
        sources: [SentenceReference(468, "6a608c79823f")],
        excluded: .notObservable(
            """
            Only a crash between the two commits would show it, and a runner with a URL cannot crash the \
            server.
            """)
    )

    /// `producer.atomicity-documented` (SHOULD).
    public static let producerAtomicityDocumented = Requirement(
        "producer.atomicity-documented", .should, .producers, profile: .producers,
        "A store documents how atomic it is.",
        sources: [SentenceReference(474, "2dc8ec5a1e14")],
        excluded: .organisational("It speaks about a server's documentation.")
    )

    /// `producer.state-cleanup` (MAY).
    public static let producerStateCleanup = Requirement(
        "producer.state-cleanup", .may, .producers, profile: .producers,
        "A server may forget producers that have been idle for long.",
        sources: [SentenceReference(478, "345070e89f69")],
        excluded: .permissionOnly("The text allows it and suggests days, far beyond a run.")
    )

    /// `producer.auto-claim` (MAY).
    public static let producerAutoClaim = Requirement(
        "producer.auto-claim", .may, .producers, profile: .producers,
        "A client that is told of a later epoch may claim the producer id with a still later one.",
        excluded: .bindsClients(
            """
            It describes a client's choice; that the server accepts it is `producer.new-epoch-accepted`.
            """)
    )

    /// `producer.close-with-append` (MUST).
    public static let producerCloseWithAppend = Requirement(
        "producer.close-with-append", .must, .producers, profile: .producers,
        """
        A producer's append with `Stream-Closed: true` is stored, closes the stream and says so in \
        `Stream-Closed: true`.
        """,
        permits: [
            .status(200, "an append with producer headers that added data"),
            .status(204, "the status §5.2 lists for every successful append"),
        ]
    )

    /// `producer.close-with-append-retried` (MUST).
    public static let producerCloseWithAppendRetried = Requirement(
        "producer.close-with-append-retried", .must, .producers, profile: .producers,
        """
        The retry of the append that closed the stream is a success and stores nothing, although the stream \
        is closed.
        """,
        permits: [
            .status(204, "the data is there already"),
            .status(200, "a success without effect, since the status is only recommended for a repeated close"),
        ],
        sources: [SentenceReference(491, "d5395c939fd9"), SentenceReference(323, "a0dd6cab2508")]
    )

    /// `producer.close-with-append-retried-status` (SHOULD).
    public static let producerCloseWithAppendRetriedStatus = Requirement(
        "producer.close-with-append-retried-status", .should, .producers, profile: .producers,
        """
        The retry of the request that closed the stream is answered as a duplicate and carries \
        `Stream-Closed: true`.
        """,
        permits: [
            .status(204, "the status the text names for a repeated close")
        ],
        sources: [SentenceReference(491, "d5395c939fd9")]
    )

    /// `producer.close-only` (MUST).
    public static let producerCloseOnly = Requirement(
        "producer.close-only", .must, .producers, profile: .producers,
        """
        A producer may close a stream without appending: producer headers, `Stream-Closed: true` and an \
        empty body.
        """,
        permits: [
            .status(204, "the stream was closed and nothing was added"),
            .status(200, "the status of an accepted request with producer headers"),
        ]
    )

    /// `producer.close-only-retried` (MUST).
    public static let producerCloseOnlyRetried = Requirement(
        "producer.close-only-retried", .must, .producers, profile: .producers,
        "The retry of a producer's close without data is a success and leaves the stream closed.",
        permits: [
            .status(204, "the close is idempotent"),
            .status(200, "a success without effect"),
        ]
    )

    /// `producer.closed-rejected` (MUST).
    public static let producerClosedRejected = Requirement(
        "producer.closed-rejected", .must, .producers, profile: .producers,
        "An append of a producer that follows the one that closed the stream is refused and stores nothing.",
        permits: [
            .status(409, "the stream is closed")
        ]
    )

    /// `producer.closed-carries-closed-header` (MUST).
    public static let producerClosedCarriesClosedHeader = Requirement(
        "producer.closed-carries-closed-header", .must, .producers, profile: .producers,
        "The refusal of a producer's append to a closed stream carries `Stream-Closed: true`."
    )

    /// `producer.closed-older-duplicate` (MUST).
    public static let producerClosedOlderDuplicate = Requirement(
        "producer.closed-older-duplicate", .must, .producers, profile: .producers,
        "The retry of an append older than the one that closed the stream stores nothing.",
        permits: [
            .status(409, "it is not the request that closed the stream, so closure decides"),
            .status(204, "the data is there already, so the retry is a duplicate"),
        ]
    )

    /// The requirements of this file in the order of the text.
    static let producersEpochs: [Requirement] = [
        .producerStaleEpochRejected, .producerStaleEpochCarriesCurrentEpoch, .producerStaleEpochStoresNothing,
        .producerNewEpochAccepted, .producerNewEpochNonzeroSeqRejected, .producerNewEpochRejectedKeepsState,
        .producerNewEpochRestartsSequence, .producerPerStream, .producerIndependentProducers,
        .producerSeqCountsRequests, .producerStreamSeqStillChecked, .producerDuplicateWithStreamSeq,
        .producerSerialised, .producerAtomicCommit, .producerAtomicityDocumented, .producerStateCleanup,
        .producerAutoClaim, .producerCloseWithAppend, .producerCloseWithAppendRetried,
        .producerCloseWithAppendRetriedStatus, .producerCloseOnly, .producerCloseOnlyRetried,
        .producerClosedRejected, .producerClosedCarriesClosedHeader, .producerClosedOlderDuplicate,
    ]
}
