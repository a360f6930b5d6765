// §5.7 Read Stream: live by long-poll

extension Requirement {
    /// `long-poll.offset-required` (MUST).
    public static let longPollOffsetRequired = Requirement(
        "long-poll.offset-required", .must, .longPoll, profile: .longPoll,
        "A long-poll request without an offset is refused.",
        permits: [
            .status(400, "the offset is required")
        ],
        sources: [SentenceReference(639, "29cea615173c")]
    )

    /// `long-poll.malformed-offset-rejected` (MUST).
    public static let longPollMalformedOffsetRejected = Requirement(
        "long-poll.malformed-offset-rejected", .must, .longPoll, profile: .longPoll,
        "A long-poll request with an offset that cannot be one is refused.",
        permits: [
            .status(400, "the parameters are invalid")
        ]
    )

    /// `long-poll.missing-stream` (MUST).
    public static let longPollMissingStream = Requirement(
        "long-poll.missing-stream", .must, .longPoll, profile: .longPoll,
        "A long-poll request for a URL without a stream is refused at once.",
        permits: [
            .status(404, "there is no stream")
        ]
    )

    /// `long-poll.soft-deleted` (MUST).
    public static let longPollSoftDeleted = Requirement(
        "long-poll.soft-deleted", .must, .longPoll, profile: .fork,
        "A long-poll request for a soft-deleted stream is refused at once.",
        permits: [
            .status(410, "§4.2 refuses every operation on a soft-deleted stream this way")
        ]
    )

    /// `long-poll.existing-data-at-once` (MUST).
    public static let longPollExistingDataAtOnce = Requirement(
        "long-poll.existing-data-at-once", .must, .longPoll, profile: .longPoll,
        "Where data stands behind the offset already, it is returned without waiting.",
        permits: [
            .status(200, "there is data behind the offset")
        ]
    )

    /// `long-poll.waits-for-data` (MUST).
    public static let longPollWaitsForData = Requirement(
        "long-poll.waits-for-data", .must, .longPoll, profile: .longPoll,
        """
        Where nothing stands behind the offset, the server keeps the request until data comes or its timeout \
        ends.
        """,
        permits: [
            .status(200, "data came within the timeout"),
            .status(204, "the timeout ended without data"),
        ]
    )

    /// `long-poll.woken-by-append` (MUST).
    public static let longPollWokenByAppend = Requirement(
        "long-poll.woken-by-append", .must, .longPoll, profile: .longPoll,
        "An append ends the wait: the waiting request returns well before its timeout.",
        permits: [
            .status(200, "data came within the timeout")
        ]
    )

    /// `long-poll.returns-new-bytes` (MUST).
    public static let longPollReturnsNewBytes = Requirement(
        "long-poll.returns-new-bytes", .must, .longPoll, profile: .longPoll,
        "The body holds the bytes that came behind the offset, and nothing before it.",
        permits: [
            .status(200, "data came within the timeout")
        ]
    )

    /// `long-poll.all-waiters-woken` (MUST).
    public static let longPollAllWaitersWoken = Requirement(
        "long-poll.all-waiters-woken", .must, .longPoll, profile: .longPoll,
        "One append ends the wait of every reader at its offset, and each gets the same bytes.",
        permits: [
            .status(200, "data came within the timeout")
        ]
    )

    /// `long-poll.data-next-offset` (MUST).
    public static let longPollDataNextOffset = Requirement(
        "long-poll.data-next-offset", .must, .longPoll, profile: .longPoll,
        "An answer with data carries the offset to go on from in `Stream-Next-Offset`, as catch-up does."
    )

    /// `long-poll.data-content-type` (MUST).
    public static let longPollDataContentType = Requirement(
        "long-poll.data-content-type", .must, .longPoll, profile: .longPoll,
        "An answer with data carries the stream's content type in `Content-Type`, as catch-up does."
    )

    /// `long-poll.data-up-to-date` (MUST).
    public static let longPollDataUpToDate = Requirement(
        "long-poll.data-up-to-date", .must, .longPoll, profile: .longPoll,
        "An answer with all data there is carries `Stream-Up-To-Date: true`, as catch-up does."
    )

    /// `long-poll.data-closed` (MUST).
    public static let longPollDataClosed = Requirement(
        "long-poll.data-closed", .must, .longPoll, profile: .longPoll,
        "An answer with the last data of a stream already closed carries `Stream-Closed: true`, as catch-up does."
    )

    /// `long-poll.data-cursor` (MUST).
    public static let longPollDataCursor = Requirement(
        "long-poll.data-cursor", .must, .longPoll, profile: .longPoll,
        "An answer with data carries `Stream-Cursor`, unless it reports closure.",
        sources: [SentenceReference(659, "64b09c51794c")]
    )

    /// `long-poll.cursor-accepted` (MUST).
    public static let longPollCursorAccepted = Requirement(
        "long-poll.cursor-accepted", .must, .longPoll, profile: .longPoll,
        """
        A request that echoes the cursor of an earlier answer is answered like one without: data when there \
        is some, else a wait.
        """,
        permits: [
            .status(200, "there is data behind the offset"),
            .status(204, "the timeout ended without data"),
        ]
    )

    /// `long-poll.timeout-status` (MUST).
    public static let longPollTimeoutStatus = Requirement(
        "long-poll.timeout-status", .must, .longPoll, profile: .longPoll,
        "A wait that ends without data is answered without a body.",
        permits: [
            .status(204, "the timeout ended without data")
        ]
    )

    /// `long-poll.timeout-next-offset` (MUST).
    public static let longPollTimeoutNextOffset = Requirement(
        "long-poll.timeout-next-offset", .must, .longPoll, profile: .longPoll,
        "An answer without data carries the tail offset in `Stream-Next-Offset`.",
        sources: [SentenceReference(663, "c0b4d00d80ec")]
    )

    /// `long-poll.timeout-skips-nothing` (MUST).
    public static let longPollTimeoutSkipsNothing = Requirement(
        "long-poll.timeout-skips-nothing", .must, .longPoll, profile: .longPoll,
        """
        Going on from the offset of an answer without data misses no byte, even when an append meets the end \
        of the wait.
        """,
        sources: [SentenceReference(663, "c0b4d00d80ec")]
    )

    /// `long-poll.timeout-up-to-date` (MUST).
    public static let longPollTimeoutUpToDate = Requirement(
        "long-poll.timeout-up-to-date", .must, .longPoll, profile: .longPoll,
        "An answer without data carries `Stream-Up-To-Date: true`.",
        sources: [SentenceReference(664, "e896a1e2a89d")]
    )

    /// `long-poll.timeout-cursor` (MUST).
    public static let longPollTimeoutCursor = Requirement(
        "long-poll.timeout-cursor", .must, .longPoll, profile: .longPoll,
        "An answer without data carries `Stream-Cursor` while the stream is open.",
        sources: [SentenceReference(665, "57199e48d521")]
    )

    /// `long-poll.timeout-open-not-closed` (MUST).
    public static let longPollTimeoutOpenNotClosed = Requirement(
        "long-poll.timeout-open-not-closed", .must, .longPoll, profile: .longPoll,
        """
        An answer without data carries no `Stream-Closed: true` while the stream is open: being up to date \
        is not the end.
        """
    )

    /// `long-poll.timeout-closed` (MUST).
    public static let longPollTimeoutClosed = Requirement(
        "long-poll.timeout-closed", .must, .longPoll, profile: .longPoll,
        "An answer without data carries `Stream-Closed: true` when the stream is closed.",
        sources: [SentenceReference(666, "d7c38cf2bf7c")]
    )

    /// `long-poll.cursor-omitted-when-closed` (MAY).
    public static let longPollCursorOmittedWhenClosed = Requirement(
        "long-poll.cursor-omitted-when-closed", .may, .longPoll, profile: .longPoll,
        "The cursor may be left out of an answer that reports closure.",
        sources: [SentenceReference(665, "ea8c3da88c78")],
        excluded: .permissionOnly(
            """
            It takes back the duty to send a cursor, and the checks of cursors leave closed streams out.
            """)
    )

    /// `long-poll.cursor-absence-tolerated` (MUST).
    public static let longPollCursorAbsenceTolerated = Requirement(
        "long-poll.cursor-absence-tolerated", .must, .longPoll, profile: .longPoll,
        "Clients cope with a missing cursor where an answer reports closure.",
        sources: [SentenceReference(665, "20833ebc61e5")],
        excluded: .bindsClients("It says what a client has to cope with.")
    )

    /// `long-poll.closed-does-not-wait` (MUST NOT).
    public static let longPollClosedDoesNotWait = Requirement(
        "long-poll.closed-does-not-wait", .mustNot, .longPoll, profile: .longPoll,
        "A request at the tail of a closed stream is not kept until the timeout.",
        permits: [
            .status(204, "the end of the stream is reported at once")
        ],
        sources: [SentenceReference(682, "71fbc5525729")]
    )

    /// `long-poll.closed-status` (MUST).
    public static let longPollClosedStatus = Requirement(
        "long-poll.closed-status", .must, .longPoll, profile: .longPoll,
        "A request at the tail of a closed stream is answered without a body.",
        permits: [
            .status(204, "the end of the stream is reported at once")
        ],
        sources: [SentenceReference(683, "34dd47fe8732")]
    )

    /// `long-poll.closed-carries-closed-header` (MUST).
    public static let longPollClosedCarriesClosedHeader = Requirement(
        "long-poll.closed-carries-closed-header", .must, .longPoll, profile: .longPoll,
        "The answer at the tail of a closed stream carries `Stream-Closed: true`.",
        permits: [
            .status(204, "the end of the stream is reported at once")
        ],
        sources: [SentenceReference(683, "34dd47fe8732"), SentenceReference(666, "d7c38cf2bf7c")]
    )

    /// `long-poll.closed-carries-up-to-date` (MUST).
    public static let longPollClosedCarriesUpToDate = Requirement(
        "long-poll.closed-carries-up-to-date", .must, .longPoll, profile: .longPoll,
        "The answer at the tail of a closed stream carries `Stream-Up-To-Date: true`.",
        permits: [
            .status(204, "the end of the stream is reported at once")
        ],
        sources: [SentenceReference(683, "34dd47fe8732"), SentenceReference(664, "e896a1e2a89d")]
    )

    /// `long-poll.closed-next-offset` (MUST).
    public static let longPollClosedNextOffset = Requirement(
        "long-poll.closed-next-offset", .must, .longPoll, profile: .longPoll,
        "The answer at the tail of a closed stream carries the final offset in `Stream-Next-Offset`.",
        permits: [
            .status(204, "the end of the stream is reported at once")
        ],
        sources: [SentenceReference(663, "c0b4d00d80ec")]
    )

    /// `long-poll.woken-by-close` (MUST).
    public static let longPollWokenByClose = Requirement(
        "long-poll.woken-by-close", .must, .longPoll, profile: .longPoll,
        """
        A stream that is closed while readers wait at its tail ends their wait: each is told of the closure \
        without waiting out its timeout.
        """,
        permits: [
            .status(204, "the end of the stream is reported without data"),
            .status(200, "the end of the stream is reported with an empty body, as catch-up does"),
        ],
        sources: [SentenceReference(682, "71fbc5525729"), SentenceReference(666, "d7c38cf2bf7c")]
    )

    /// `long-poll.woken-by-final-append` (MUST).
    public static let longPollWokenByFinalAppend = Requirement(
        "long-poll.woken-by-final-append", .must, .longPoll, profile: .longPoll,
        """
        An append that closes the stream ends the wait with its data, and the reader learns of the closure \
        from that answer or from the next one.
        """,
        permits: [
            .status(200, "data came within the timeout")
        ]
    )

    /// `long-poll.timeout-parameter` (MAY).
    public static let longPollTimeoutParameter = Requirement(
        "long-poll.timeout-parameter", .may, .longPoll, profile: .longPoll,
        "A server may accept a timeout as a query parameter.",
        sources: [SentenceReference(693, "ef6fa2387dee")],
        excluded: .permissionOnly("The text leaves it to a future extension.")
    )

    /// `long-poll.rate-limited` (MAY).
    public static let longPollRateLimited = Requirement(
        "long-poll.rate-limited", .may, .longPoll, profile: .longPoll,
        "A server may refuse a long-poll request because too many came.",
        permits: [
            .status(429, "the rate limit is exceeded")
        ],
        excluded: .permissionOnly("No server has to limit its rate, and a runner must not provoke it.")
    )

    /// `long-poll.fork-inherited-at-once` (MUST).
    public static let longPollForkInheritedAtOnce = Requirement(
        "long-poll.fork-inherited-at-once", .must, .longPoll, profile: .fork,
        "A long-poll on a fork from an offset in the inherited range returns the inherited data without waiting.",
        permits: [
            .status(200, "the data is in the source already")
        ],
        sources: [SentenceReference(699, "e0c2812f734b")]
    )

    /// `long-poll.fork-woken-by-own-append` (MUST).
    public static let longPollForkWokenByOwnAppend = Requirement(
        "long-poll.fork-woken-by-own-append", .must, .longPoll, profile: .fork,
        "A long-poll at the tail of a fork waits for the fork's own appends and is ended by one.",
        permits: [
            .status(200, "data came within the timeout")
        ],
        sources: [SentenceReference(700, "ac5a9a92bc42")]
    )

    /// `long-poll.fork-not-woken-by-source` (MUST NOT).
    public static let longPollForkNotWokenBySource = Requirement(
        "long-poll.fork-not-woken-by-source", .mustNot, .longPoll, profile: .fork,
        """
        An append to the source does not end the wait of a reader at the tail of the fork, and its data \
        never reaches that reader.
        """,
        permits: [
            .status(204, "the timeout ended without data in the fork")
        ],
        sources: [SentenceReference(700, "aa270c89b81d")]
    )

    /// The requirements of this file in the order of the text.
    static let longPollSection: [Requirement] = [
        .longPollOffsetRequired, .longPollMalformedOffsetRejected, .longPollMissingStream,
        .longPollSoftDeleted, .longPollExistingDataAtOnce, .longPollWaitsForData, .longPollWokenByAppend,
        .longPollReturnsNewBytes, .longPollAllWaitersWoken, .longPollDataNextOffset, .longPollDataContentType,
        .longPollDataUpToDate, .longPollDataClosed, .longPollDataCursor, .longPollCursorAccepted,
        .longPollTimeoutStatus, .longPollTimeoutNextOffset, .longPollTimeoutSkipsNothing,
        .longPollTimeoutUpToDate, .longPollTimeoutCursor, .longPollTimeoutOpenNotClosed,
        .longPollTimeoutClosed, .longPollCursorOmittedWhenClosed, .longPollCursorAbsenceTolerated,
        .longPollClosedDoesNotWait, .longPollClosedStatus, .longPollClosedCarriesClosedHeader,
        .longPollClosedCarriesUpToDate, .longPollClosedNextOffset, .longPollWokenByClose,
        .longPollWokenByFinalAppend, .longPollTimeoutParameter, .longPollRateLimited,
        .longPollForkInheritedAtOnce, .longPollForkWokenByOwnAppend, .longPollForkNotWokenBySource,
    ]
}
