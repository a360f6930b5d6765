// §5.6 Read Stream: catch-up

extension Requirement {
    /// `read.from-offset` (MUST).
    public static let readFromOffset = Requirement(
        "read.from-offset", .must, .catchUp,
        "A read returns the bytes of the stream from the given offset on, and nothing that stands before it.",
        permits: [
            .status(200, "there is data behind the offset")
        ]
    )

    /// `read.offset-omitted` (MUST).
    public static let readOffsetOmitted = Requirement(
        "read.offset-omitted", .must, .catchUp,
        "A read without an offset starts at the beginning of the stream.",
        permits: [
            .status(200, "the stream exists")
        ]
    )

    /// `read.at-tail-succeeds` (SHOULD).
    public static let readAtTailSucceeds = Requirement(
        "read.at-tail-succeeds", .should, .catchUp,
        "A read at the tail succeeds with an empty body.",
        permits: [
            .status(200, "there is nothing behind the offset yet")
        ],
        sources: [SentenceReference(597, "b66d6ba5363d")]
    )

    /// `read.at-tail-keeps-offset` (SHOULD).
    public static let readAtTailKeepsOffset = Requirement(
        "read.at-tail-keeps-offset", .should, .catchUp,
        "A read at the tail returns the requested offset in `Stream-Next-Offset`.",
        permits: [
            .status(200, "there is nothing behind the offset yet")
        ],
        sources: [SentenceReference(597, "b66d6ba5363d")]
    )

    /// `read.at-tail-no-data` (MUST).
    public static let readAtTailNoData = Requirement(
        "read.at-tail-no-data", .must, .catchUp,
        "A read at the tail delivers no data."
    )

    /// `read.at-tail-closed` (MUST).
    public static let readAtTailClosed = Requirement(
        "read.at-tail-closed", .must, .catchUp, profile: .closure,
        "A read at the tail of a closed stream carries `Stream-Closed: true`.",
        permits: [
            .status(200, "the end of the stream is an empty success")
        ],
        sources: [SentenceReference(597, "d87c9500b4d2"), SentenceReference(614, "bb5de9838903")]
    )

    /// `read.malformed-offset-rejected` (MUST).
    public static let readMalformedOffsetRejected = Requirement(
        "read.malformed-offset-rejected", .must, .catchUp,
        "An offset that cannot be one, such as a token with a comma, is refused.",
        permits: [
            .status(400, "the offset is malformed")
        ]
    )

    /// `read.empty-offset` (MUST).
    public static let readEmptyOffset = Requirement(
        "read.empty-offset", .must, .catchUp,
        "An offset parameter without a value is refused or counts as omitted.",
        permits: [
            .status(400, "an empty token is no offset"),
            .status(200, "the read starts at the beginning"),
        ]
    )

    /// `read.repeated-offset` (MUST).
    public static let readRepeatedOffset = Requirement(
        "read.repeated-offset", .must, .catchUp,
        "A request with two offset parameters is refused or answered for one of them.",
        permits: [
            .status(400, "the parameters are invalid"),
            .status(200, "one of the two counts"),
        ]
    )

    /// `read.unknown-live-value` (MUST).
    public static let readUnknownLiveValue = Requirement(
        "read.unknown-live-value", .must, .catchUp,
        "A request with a value of `live` that the text does not define is refused or answered as a catch-up read.",
        permits: [
            .status(400, "the parameters are invalid"),
            .status(200, "the unknown value is ignored"),
        ]
    )

    /// `read.missing-stream` (MUST).
    public static let readMissingStream = Requirement(
        "read.missing-stream", .must, .catchUp,
        "Reading a URL without a stream is refused.",
        permits: [
            .status(404, "there is no stream")
        ]
    )

    /// `read.soft-deleted` (MUST).
    public static let readSoftDeleted = Requirement(
        "read.soft-deleted", .must, .catchUp, profile: .fork,
        "Reading a soft-deleted stream is refused.",
        permits: [
            .status(410, "the stream is soft-deleted")
        ]
    )

    /// `read.retention` (MUST).
    public static let readRetention = Requirement(
        "read.retention", .must, .catchUp,
        "A read from before the earliest position that is still kept is refused.",
        permits: [
            .status(410, "the data at the offset is gone")
        ],
        excluded: .notObservable("When a server drops old data is its own affair; a run cannot bring it about.")
    )

    /// `read.content-type` (MUST).
    public static let readContentType = Requirement(
        "read.content-type", .must, .catchUp,
        "A read carries the stream's content type in `Content-Type`."
    )

    /// `read.next-offset` (MUST).
    public static let readNextOffset = Requirement(
        "read.next-offset", .must, .catchUp,
        "A read carries the offset to go on from in `Stream-Next-Offset`."
    )

    /// `read.next-offset-continues` (MUST).
    public static let readNextOffsetContinues = Requirement(
        "read.next-offset-continues", .must, .catchUp,
        """
        Reading on from each `Stream-Next-Offset` until the tail yields the whole stream once: no gap, no \
        overlap, however the server cuts it.
        """
    )

    /// `read.makes-progress` (MUST).
    public static let readMakesProgress = Requirement(
        "read.makes-progress", .must, .catchUp,
        "A read that does not reach the tail delivers data and moves its reader forward, so that reading on ends."
    )

    /// `read.up-to-date-at-tail` (MUST).
    public static let readUpToDateAtTail = Requirement(
        "read.up-to-date-at-tail", .must, .catchUp,
        "A read that includes all data there is carries `Stream-Up-To-Date: true`.",
        sources: [SentenceReference(609, "5bfd3a9df9be")]
    )

    /// `read.up-to-date-absent-on-partial` (SHOULD NOT).
    public static let readUpToDateAbsentOnPartial = Requirement(
        "read.up-to-date-absent-on-partial", .shouldNot, .catchUp,
        "A read that stops short of the tail does not carry `Stream-Up-To-Date`.",
        sources: [SentenceReference(610, "d38c8b946ba0")]
    )

    /// `read.up-to-date-is-not-end` (MUST).
    public static let readUpToDateIsNotEnd = Requirement(
        "read.up-to-date-is-not-end", .must, .catchUp,
        """
        Being up to date is not the end: an open stream takes appends after a reader was told it is up to \
        date, and the reader finds them at its offset.
        """
    )

    /// `read.open-not-closed` (MUST).
    public static let readOpenNotClosed = Requirement(
        "read.open-not-closed", .must, .catchUp, profile: .closure,
        "A read of an open stream carries no `Stream-Closed: true`, at the tail or before it."
    )

    /// `read.closed-with-final-data` (MUST).
    public static let readClosedWithFinalData = Requirement(
        "read.closed-with-final-data", .must, .catchUp, profile: .closure,
        "A read that returns the last data of a stream already closed carries `Stream-Closed: true`.",
        permits: [
            .status(200, "there is data behind the offset")
        ],
        sources: [SentenceReference(614, "bb5de9838903")]
    )

    /// `read.closed-absent-on-partial` (SHOULD NOT).
    public static let readClosedAbsentOnPartial = Requirement(
        "read.closed-absent-on-partial", .shouldNot, .catchUp, profile: .closure,
        "A read of a closed stream that stops short of the final offset does not carry `Stream-Closed`.",
        sources: [SentenceReference(618, "9669228a629d")]
    )

    /// `read.closure-found-at-next-offset` (MUST).
    public static let readClosureFoundAtNextOffset = Requirement(
        "read.closure-found-at-next-offset", .must, .catchUp, profile: .closure,
        """
        A reader that got the last data before the stream was closed learns of the closure at the next \
        offset: an empty body with `Stream-Closed: true`.
        """,
        permits: [
            .status(200, "the end of the stream is an empty success")
        ]
    )

    /// `read.cursor-on-catch-up` (MAY).
    public static let readCursorOnCatchUp = Requirement(
        "read.cursor-on-catch-up", .may, .catchUp,
        "A catch-up read may carry `Stream-Cursor`, and need not when the stream is closed.",
        sources: [SentenceReference(605, "7d04c376f00a"), SentenceReference(605, "4e9e892eaed9")],
        excluded: .permissionOnly(
            """
            It is required of live reads only, where `long-poll.data-cursor` and `sse.control-cursor` ask \
            for it.
            """)
    )

    /// `read.cursor-absence-tolerated` (MUST).
    public static let readCursorAbsenceTolerated = Requirement(
        "read.cursor-absence-tolerated", .must, .catchUp,
        "Clients cope with a missing cursor where an answer reports closure.",
        sources: [SentenceReference(605, "20833ebc61e5")],
        excluded: .bindsClients("It says what a client has to cope with.")
    )

    /// `read.cache-control-from-expiry` (MUST).
    public static let readCacheControlFromExpiry = Requirement(
        "read.cache-control-from-expiry", .must, .catchUp, profile: .caching,
        "The `Cache-Control` of a read takes the stream's expiry into account.",
        excluded: .notObservable(
            """
            The text gives no rule by which it follows from the expiry, so no value is wrong.
            """)
    )

    /// `read.clients-use-up-to-date` (MAY).
    public static let readClientsUseUpToDate = Requirement(
        "read.clients-use-up-to-date", .may, .catchUp,
        "A client may take being up to date as the moment to go over to live reading.",
        sources: [SentenceReference(611, "f884fb86aa7a")],
        excluded: .bindsClients("It describes a client's choice.")
    )

    /// `read.clients-use-head` (SHOULD).
    public static let readClientsUseHead = Requirement(
        "read.clients-use-head", .should, .catchUp,
        "A client that has to know of closure before it reaches the tail asks with `HEAD`.",
        sources: [SentenceReference(620, "413e12e131ad")],
        excluded: .bindsClients("It describes what a client should ask.")
    )

    /// `read.rate-limited` (MAY).
    public static let readRateLimited = Requirement(
        "read.rate-limited", .may, .catchUp,
        "A server may refuse a read because too many came.",
        permits: [
            .status(429, "the rate limit is exceeded")
        ],
        excluded: .permissionOnly("No server has to limit its rate, and a runner must not provoke it.")
    )

    /// The requirements of this file in the order of the text.
    static let catchUpSection: [Requirement] = [
        .readFromOffset, .readOffsetOmitted, .readAtTailSucceeds, .readAtTailKeepsOffset, .readAtTailNoData,
        .readAtTailClosed, .readMalformedOffsetRejected, .readEmptyOffset, .readRepeatedOffset,
        .readUnknownLiveValue, .readMissingStream, .readSoftDeleted, .readRetention, .readContentType,
        .readNextOffset, .readNextOffsetContinues, .readMakesProgress, .readUpToDateAtTail,
        .readUpToDateAbsentOnPartial, .readUpToDateIsNotEnd, .readOpenNotClosed, .readClosedWithFinalData,
        .readClosedAbsentOnPartial, .readClosureFoundAtNextOffset, .readCursorOnCatchUp,
        .readCursorAbsenceTolerated, .readCacheControlFromExpiry, .readClientsUseUpToDate,
        .readClientsUseHead, .readRateLimited,
    ]
}
