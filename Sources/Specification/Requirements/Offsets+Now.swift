// §8 Offsets: the sentinel now

extension Requirement {
    /// `offset.now-catch-up-succeeds` (MUST).
    public static let offsetNowCatchUpSucceeds = Requirement(
        "offset.now-catch-up-succeeds", .must, .offsets,
        "A catch-up read from `now` succeeds, on an empty stream and on one with data.",
        permits: [
            .status(200, "the sentinel is a valid offset")
        ],
        sources: [SentenceReference(1203, "1701cd6261f4")]
    )

    /// `offset.now-catch-up-empty-body` (MUST).
    public static let offsetNowCatchUpEmptyBody = Requirement(
        "offset.now-catch-up-empty-body", .must, .offsets,
        "A catch-up read from `now` on a stream that is not JSON has a body of no bytes.",
        permits: [
            .status(200, "the sentinel is a valid offset")
        ],
        sources: [SentenceReference(1203, "1701cd6261f4"), SentenceReference(1205, "a7077da987a4")]
    )

    /// `offset.now-catch-up-empty-array` (MUST).
    public static let offsetNowCatchUpEmptyArray = Requirement(
        "offset.now-catch-up-empty-array", .must, .offsets, profile: .json,
        "A catch-up read from `now` on a JSON stream has the empty array as its body.",
        permits: [
            .status(200, "the sentinel is a valid offset")
        ],
        sources: [SentenceReference(1203, "1701cd6261f4"), SentenceReference(1204, "482d37492643")]
    )

    /// `offset.now-catch-up-next-offset` (MUST).
    public static let offsetNowCatchUpNextOffset = Requirement(
        "offset.now-catch-up-next-offset", .must, .offsets,
        "A catch-up read from `now` carries the tail offset in `Stream-Next-Offset`.",
        sources: [SentenceReference(1206, "ce8c2dccdd36")]
    )

    /// `offset.now-catch-up-resumes` (MUST).
    public static let offsetNowCatchUpResumes = Requirement(
        "offset.now-catch-up-resumes", .must, .offsets,
        "Reading on from the offset that `now` gave returns exactly what was appended afterwards.",
        permits: [
            .status(200, "the offset is the tail of that moment")
        ],
        sources: [SentenceReference(1206, "ce8c2dccdd36")]
    )

    /// `offset.now-catch-up-up-to-date` (MUST).
    public static let offsetNowCatchUpUpToDate = Requirement(
        "offset.now-catch-up-up-to-date", .must, .offsets,
        "A catch-up read from `now` carries `Stream-Up-To-Date: true`.",
        sources: [SentenceReference(1207, "053523fe6ffc")]
    )

    /// `offset.now-catch-up-not-stored` (SHOULD).
    public static let offsetNowCatchUpNotStored = Requirement(
        "offset.now-catch-up-not-stored", .should, .offsets, profile: .caching,
        "A catch-up read from `now` carries `Cache-Control: no-store`.",
        sources: [SentenceReference(1208, "3fce439fb5cc")]
    )

    /// `offset.now-no-history` (MUST).
    public static let offsetNowNoHistory = Requirement(
        "offset.now-no-history", .must, .offsets,
        "A catch-up read from `now` contains no message of the stream, however many it holds.",
        sources: [SentenceReference(1209, "7071e6a75fed")]
    )

    /// `offset.now-long-poll-waits` (MUST).
    public static let offsetNowLongPollWaits = Requirement(
        "offset.now-long-poll-waits", .must, .offsets, profile: .longPoll,
        "A long-poll from `now` on an open stream waits at once for new data, and no empty answer comes first.",
        permits: [
            .status(200, "data came within the timeout"),
            .status(204, "the timeout ended without data"),
        ],
        sources: [SentenceReference(1212, "7b9d6967721c")]
    )

    /// `offset.now-long-poll-new-data` (MUST).
    public static let offsetNowLongPollNewData = Requirement(
        "offset.now-long-poll-new-data", .must, .offsets, profile: .longPoll,
        "A long-poll from `now` returns the data appended while it waits, and nothing older.",
        permits: [
            .status(200, "data came within the timeout")
        ]
    )

    /// `offset.now-long-poll-timeout` (MUST).
    public static let offsetNowLongPollTimeout = Requirement(
        "offset.now-long-poll-timeout", .must, .offsets, profile: .longPoll,
        "A long-poll from `now` that gets no data ends with `Stream-Up-To-Date: true`.",
        permits: [
            .status(204, "the timeout ended without data")
        ]
    )

    /// `offset.now-long-poll-next-offset` (MUST).
    public static let offsetNowLongPollNextOffset = Requirement(
        "offset.now-long-poll-next-offset", .must, .offsets, profile: .longPoll,
        "The answer to a long-poll from `now` carries the tail offset in `Stream-Next-Offset`.",
        sources: [SentenceReference(1216, "bb5634a400da")]
    )

    /// `offset.now-sse-starts-at-tail` (MUST).
    public static let offsetNowSseStartsAtTail = Requirement(
        "offset.now-sse-starts-at-tail", .must, .offsets, profile: .sse,
        "An SSE read from `now` begins at once and at the tail.",
        permits: [
            .status(200, "the event stream begins")
        ],
        sources: [SentenceReference(1219, "07f1da4eb7b4")]
    )

    /// `offset.now-sse-first-control-offset` (MUST).
    public static let offsetNowSseFirstControlOffset = Requirement(
        "offset.now-sse-first-control-offset", .must, .offsets, profile: .sse,
        "The first control event of an SSE read from `now` carries the tail offset in `streamNextOffset`.",
        sources: [SentenceReference(1220, "b390867b86eb")]
    )

    /// `offset.now-sse-first-control-up-to-date` (MUST).
    public static let offsetNowSseFirstControlUpToDate = Requirement(
        "offset.now-sse-first-control-up-to-date", .must, .offsets, profile: .sse,
        "The first control event of an SSE read from `now` carries `upToDate: true` when no data has come.",
        sources: [SentenceReference(1221, "99f56b5e0fc0")]
    )

    /// `offset.now-sse-no-history` (MUST).
    public static let offsetNowSseNoHistory = Requirement(
        "offset.now-sse-no-history", .must, .offsets, profile: .sse,
        "An SSE read from `now` delivers the data appended from then on, and nothing older."
    )

    /// `offset.now-sse-up-to-date-truthful` (MUST).
    public static let offsetNowSseUpToDateTruthful = Requirement(
        "offset.now-sse-up-to-date-truthful", .must, .offsets, profile: .sse,
        """
        Where data comes before the first control event of an SSE read from `now`, its `upToDate` says how \
        things stand then.
        """,
        excluded: .notObservable(
            """
            Whether data was there before the control event was made cannot be told from outside.
            """)
    )

    /// `offset.now-closed-at-once` (MUST).
    public static let offsetNowClosedAtOnce = Requirement(
        "offset.now-closed-at-once", .must, .offsets, profile: .closure,
        "A read from `now` on a closed stream is answered at once, in every read mode.",
        sources: [SentenceReference(1226, "05248d1fce21")]
    )

    /// `offset.now-closed-headers` (MUST).
    public static let offsetNowClosedHeaders = Requirement(
        "offset.now-closed-headers", .must, .offsets, profile: .closure,
        """
        A read from `now` on a closed stream, by catch-up or long-poll, carries `Stream-Closed: true` and \
        `Stream-Up-To-Date: true`.
        """,
        sources: [SentenceReference(1227, "83f36167ecaa")]
    )

    /// `offset.now-closed-next-offset` (MUST).
    public static let offsetNowClosedNextOffset = Requirement(
        "offset.now-closed-next-offset", .must, .offsets, profile: .closure,
        """
        A read from `now` on a closed stream, by catch-up or long-poll, carries the final offset in \
        `Stream-Next-Offset`.
        """,
        sources: [SentenceReference(1228, "b45b73dbceca")]
    )

    /// `offset.now-closed-catch-up` (MUST).
    public static let offsetNowClosedCatchUp = Requirement(
        "offset.now-closed-catch-up", .must, .offsets, profile: .closure,
        """
        A catch-up read from `now` on a closed stream succeeds without data: an empty body, or the empty \
        array on a JSON stream.
        """,
        permits: [
            .status(200, "the end of the stream is an empty success")
        ]
    )

    /// `offset.now-closed-long-poll` (MUST).
    public static let offsetNowClosedLongPoll = Requirement(
        "offset.now-closed-long-poll", .must, .offsets, profile: .longPoll,
        "A long-poll from `now` on a closed stream is answered without data and without waiting.",
        permits: [
            .status(204, "the end of the stream is reported at once")
        ]
    )

    /// `offset.now-closed-sse` (MUST).
    public static let offsetNowClosedSse = Requirement(
        "offset.now-closed-sse", .must, .offsets, profile: .sse,
        """
        An SSE read from `now` on a closed stream gives a single control event with `streamClosed: true` and \
        ends; `upToDate: true` is shown beside it, and §5.8 permits leaving it out.
        """,
        permits: [
            .status(200, "the event stream begins")
        ]
    )

    /// The requirements of this file in the order of the text.
    static let offsetsNow: [Requirement] = [
        .offsetNowCatchUpSucceeds, .offsetNowCatchUpEmptyBody, .offsetNowCatchUpEmptyArray,
        .offsetNowCatchUpNextOffset, .offsetNowCatchUpResumes, .offsetNowCatchUpUpToDate,
        .offsetNowCatchUpNotStored, .offsetNowNoHistory, .offsetNowLongPollWaits, .offsetNowLongPollNewData,
        .offsetNowLongPollTimeout, .offsetNowLongPollNextOffset, .offsetNowSseStartsAtTail,
        .offsetNowSseFirstControlOffset, .offsetNowSseFirstControlUpToDate, .offsetNowSseNoHistory,
        .offsetNowSseUpToDateTruthful, .offsetNowClosedAtOnce, .offsetNowClosedHeaders,
        .offsetNowClosedNextOffset, .offsetNowClosedCatchUp, .offsetNowClosedLongPoll, .offsetNowClosedSse,
    ]
}
