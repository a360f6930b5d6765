// §5.2 Append to Stream: bodies, content types, answers

extension Requirement {
    /// `append.accepted` (MUST).
    public static let appendAccepted = Requirement(
        "append.accepted", .must, .append,
        "An append of a body with the stream's content type succeeds.",
        permits: [
            .status(204, "the status the text lists for a successful append without producer headers")
        ]
    )

    /// `append.added-at-end` (MUST).
    public static let appendAddedAtEnd = Requirement(
        "append.added-at-end", .must, .append,
        """
        The bytes of an append stand behind everything that was in the stream before, and later appends \
        stand behind them.
        """
    )

    /// `append.bytes-unchanged` (MUST).
    public static let appendBytesUnchanged = Requirement(
        "append.bytes-unchanged", .must, .append,
        "What is read back of an append is byte for byte what was sent, whatever bytes those are."
    )

    /// `append.chunked-body-accepted` (SHOULD).
    public static let appendChunkedBodyAccepted = Requirement(
        "append.chunked-body-accepted", .should, .append,
        "A body sent with chunked transfer coding is accepted like any other.",
        permits: [
            .status(204, "a chunked append is an append")
        ],
        sources: [SentenceReference(311, "15ecf1d2dca4")]
    )

    /// `append.chunked-body-stored-whole` (MUST).
    public static let appendChunkedBodyStoredWhole = Requirement(
        "append.chunked-body-stored-whole", .must, .append,
        """
        Of a body accepted in chunks the stream holds exactly the content: no framing, no missing piece, in \
        the order sent.
        """
    )

    /// `append.http2-streaming` (SHOULD).
    public static let appendHttp2Streaming = Requirement(
        "append.http2-streaming", .should, .append,
        "Over HTTP/2, a body that arrives as a stream of frames is accepted.",
        sources: [SentenceReference(311, "15ecf1d2dca4")],
        excluded: .notObservable(
            """
            Whether HTTP/2 is spoken at a URL is a property of the deployment and its proxies, which need \
            not be the server's.
            """)
    )

    /// `append.unsupported-status` (SHOULD).
    public static let appendUnsupportedStatus = Requirement(
        "append.unsupported-status", .should, .append,
        "A server that takes no appends for a stream says so to a `POST`.",
        permits: [
            .status(405, "the method is not allowed for this stream"),
            .status(501, "the server does not implement appends"),
        ],
        sources: [SentenceReference(302, "277cf3b26702")],
        excluded: .permissionOnly(
            """
            Only a server without appends can show it; where appends work there is nothing to judge, and the \
            statuses tell a runner when to skip.
            """)
    )

    /// `append.missing-stream` (MUST).
    public static let appendMissingStream = Requirement(
        "append.missing-stream", .must, .append,
        "An append to a URL without a stream is refused.",
        permits: [
            .status(404, "there is no stream")
        ]
    )

    /// `append.missing-stream-not-created` (MUST).
    public static let appendMissingStreamNotCreated = Requirement(
        "append.missing-stream-not-created", .must, .append,
        "A refused append to a URL without a stream does not create one.",
        permits: [
            .status(404, "there is still no stream")
        ]
    )

    /// `append.soft-deleted` (MUST).
    public static let appendSoftDeleted = Requirement(
        "append.soft-deleted", .must, .append, profile: .fork,
        "An append to a soft-deleted stream is refused.",
        permits: [
            .status(410, "the stream is soft-deleted")
        ]
    )

    /// `append.content-type-mismatch-rejected` (MUST).
    public static let appendContentTypeMismatchRejected = Requirement(
        "append.content-type-mismatch-rejected", .must, .append,
        "An append with a body of another, valid content type is refused.",
        permits: [
            .status(409, "the content type is not the stream's")
        ],
        sources: [
            SentenceReference(307, "162e13afa2e3"),
            SentenceReference(307, "4b746c3f7a87"),
            SentenceReference(1438, "eb541dd2832d"),
        ]
    )

    /// `append.content-type-mismatch-stores-nothing` (MUST).
    public static let appendContentTypeMismatchStoresNothing = Requirement(
        "append.content-type-mismatch-stores-nothing", .must, .append,
        "An append refused for its content type leaves content and tail offset as they were.",
        sources: [SentenceReference(307, "4b746c3f7a87")]
    )

    /// `append.content-type-missing-rejected` (MUST).
    public static let appendContentTypeMissingRejected = Requirement(
        "append.content-type-missing-rejected", .must, .append,
        "An append with a body but without `Content-Type` is refused.",
        permits: [
            .status(400, "the text lists a missing content type as a malformed request")
        ]
    )

    /// `append.content-type-malformed-rejected` (MUST).
    public static let appendContentTypeMalformedRejected = Requirement(
        "append.content-type-malformed-rejected", .must, .append,
        "An append whose `Content-Type` is no media type at all is refused.",
        permits: [
            .status(400, "the syntax of the header is invalid"),
            .status(409, "a value that is no media type is not the stream's type either"),
        ]
    )

    /// `append.empty-body-rejected` (MUST).
    public static let appendEmptyBodyRejected = Requirement(
        "append.empty-body-rejected", .must, .append,
        "An append without a body is refused, unless it asks for closure.",
        permits: [
            .status(400, "there is nothing to append")
        ],
        sources: [SentenceReference(327, "90d2f6fecae9")]
    )

    /// `append.empty-chunked-body-rejected` (MUST).
    public static let appendEmptyChunkedBodyRejected = Requirement(
        "append.empty-chunked-body-rejected", .must, .append,
        "A chunked body that turns out to be empty is refused like any other empty body.",
        permits: [
            .status(400, "there is nothing to append")
        ],
        sources: [SentenceReference(327, "90d2f6fecae9")]
    )

    /// `append.empty-body-changes-nothing` (MUST).
    public static let appendEmptyBodyChangesNothing = Requirement(
        "append.empty-body-changes-nothing", .must, .append,
        "An append refused for its empty body leaves the tail offset as it was.",
        sources: [SentenceReference(327, "90d2f6fecae9")]
    )

    /// `append.next-offset` (MUST).
    public static let appendNextOffset = Requirement(
        "append.next-offset", .must, .append,
        """
        The answer to a successful append carries the new tail offset in `Stream-Next-Offset`, the one that \
        metadata then report.
        """
    )

    /// `append.open-not-closed` (MUST).
    public static let appendOpenNotClosed = Requirement(
        "append.open-not-closed", .must, .append, profile: .closure,
        "The answer to an append that leaves the stream open carries no `Stream-Closed: true`."
    )

    /// `append.too-large` (MAY).
    public static let appendTooLarge = Requirement(
        "append.too-large", .may, .append,
        "A server may refuse a body larger than it is willing to take.",
        permits: [
            .status(413, "the body exceeds a limit of the server")
        ],
        excluded: .permissionOnly("Every server has its own limits, or none.")
    )

    /// `append.rate-limited` (MAY).
    public static let appendRateLimited = Requirement(
        "append.rate-limited", .may, .append,
        "A server may refuse an append because too many came.",
        permits: [
            .status(429, "the rate limit is exceeded")
        ],
        excluded: .permissionOnly("No server has to limit its rate, and a runner must not provoke it.")
    )

    /// The requirements of this file in the order of the text.
    static let appendSection: [Requirement] = [
        .appendAccepted, .appendAddedAtEnd, .appendBytesUnchanged, .appendChunkedBodyAccepted,
        .appendChunkedBodyStoredWhole, .appendHttp2Streaming, .appendUnsupportedStatus, .appendMissingStream,
        .appendMissingStreamNotCreated, .appendSoftDeleted, .appendContentTypeMismatchRejected,
        .appendContentTypeMismatchStoresNothing, .appendContentTypeMissingRejected,
        .appendContentTypeMalformedRejected, .appendEmptyBodyRejected, .appendEmptyChunkedBodyRejected,
        .appendEmptyBodyChangesNothing, .appendNextOffset, .appendOpenNotClosed, .appendTooLarge,
        .appendRateLimited,
    ]
}
