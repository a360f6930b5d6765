// §5.2 Append to Stream: Stream-Seq

extension Requirement {
    /// `append.seq-increasing-accepted` (MUST).
    public static let appendSeqIncreasingAccepted = Requirement(
        "append.seq-increasing-accepted", .must, .append,
        "An append whose `Stream-Seq` is greater than the last one is accepted, however far it is ahead.",
        permits: [
            .status(204, "the sequence only has to increase")
        ],
        sources: [SentenceReference(316, "331ece50f8c1")]
    )

    /// `append.seq-equal-rejected` (MUST).
    public static let appendSeqEqualRejected = Requirement(
        "append.seq-equal-rejected", .must, .append,
        "An append that repeats the last `Stream-Seq` is refused.",
        permits: [
            .status(409, "the sequence did not increase")
        ],
        sources: [SentenceReference(316, "946c3845228c"), SentenceReference(316, "331ece50f8c1")]
    )

    /// `append.seq-lower-rejected` (MUST).
    public static let appendSeqLowerRejected = Requirement(
        "append.seq-lower-rejected", .must, .append,
        "An append with a `Stream-Seq` below the last one is refused.",
        permits: [
            .status(409, "the sequence went back")
        ],
        sources: [
            SentenceReference(316, "946c3845228c"),
            SentenceReference(316, "331ece50f8c1"),
            SentenceReference(1446, "b57710e0a72e"),
        ]
    )

    /// `append.seq-bytewise-order` (MUST).
    public static let appendSeqBytewiseOrder = Requirement(
        "append.seq-bytewise-order", .must, .append,
        """
        `Stream-Seq` values are compared byte by byte and never as numbers or without regard to case: `10` \
        comes before `9`, `Z` before `a`, and `a` before `aa`.
        """,
        permits: [
            .status(204, "the value comes later in byte order"),
            .status(409, "the value does not come later in byte order"),
        ],
        sources: [SentenceReference(315, "36324c52f4b5")]
    )

    /// `append.seq-opaque` (MUST).
    public static let appendSeqOpaque = Requirement(
        "append.seq-opaque", .must, .append,
        "A `Stream-Seq` may be any string: values that are not numbers are accepted.",
        permits: [
            .status(204, "the value is not interpreted")
        ],
        sources: [SentenceReference(315, "36324c52f4b5")]
    )

    /// `append.seq-rejected-stores-nothing` (MUST).
    public static let appendSeqRejectedStoresNothing = Requirement(
        "append.seq-rejected-stores-nothing", .must, .append,
        "An append refused for its `Stream-Seq` leaves content and tail offset as they were.",
        sources: [SentenceReference(316, "946c3845228c")]
    )

    /// `append.seq-rejected-keeps-last` (MUST).
    public static let appendSeqRejectedKeepsLast = Requirement(
        "append.seq-rejected-keeps-last", .must, .append,
        """
        A refused `Stream-Seq` does not become the last one: the next greater value than the last accepted \
        one is still accepted.
        """,
        permits: [
            .status(204, "only an accepted append moves the sequence")
        ],
        sources: [SentenceReference(316, "946c3845228c")]
    )

    /// `append.seq-optional` (MUST).
    public static let appendSeqOptional = Requirement(
        "append.seq-optional", .must, .append,
        "`Stream-Seq` is optional: an append without it is accepted before and after appends with it.",
        permits: [
            .status(204, "an append without a sequence is not checked against it")
        ]
    )

    /// `append.seq-scope-documented` (MUST).
    public static let appendSeqScopeDocumented = Requirement(
        "append.seq-scope-documented", .must, .append,
        "A server documents whether it keeps `Stream-Seq` per writer identity or per stream.",
        sources: [SentenceReference(315, "7f4f3688ea2c")],
        excluded: .organisational(
            """
            It speaks about a server's documentation; a single writer sees the same order in both scopes.
            """)
    )

    /// The requirements of this file in the order of the text.
    static let appendSequence: [Requirement] = [
        .appendSeqIncreasingAccepted, .appendSeqEqualRejected, .appendSeqLowerRejected,
        .appendSeqBytewiseOrder, .appendSeqOpaque, .appendSeqRejectedStoresNothing,
        .appendSeqRejectedKeepsLast, .appendSeqOptional, .appendSeqScopeDocumented,
    ]
}
