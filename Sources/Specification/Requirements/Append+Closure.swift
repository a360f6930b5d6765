// §5.2 Append to Stream: closing and closed streams

extension Requirement {
    /// `append.close-with-body` (MUST).
    public static let appendCloseWithBody = Requirement(
        "append.close-with-body", .must, .append, profile: .closure,
        "An append with a body and `Stream-Closed: true` stores the body as the last data and closes the stream.",
        permits: [
            .status(204, "the append succeeded")
        ]
    )

    /// `append.close-with-body-atomic` (MUST).
    public static let appendCloseWithBodyAtomic = Requirement(
        "append.close-with-body-atomic", .must, .append, profile: .closure,
        """
        Last data and closure become visible in one step: whoever is told that the stream is closed at its \
        end has been given the data, and the data is never followed by an append.
        """
    )

    /// `append.close-carries-closed-header` (MUST).
    public static let appendCloseCarriesClosedHeader = Requirement(
        "append.close-carries-closed-header", .must, .append, profile: .closure,
        "The answer to an append that closes the stream carries `Stream-Closed: true`."
    )

    /// `append.close-next-offset` (MUST).
    public static let appendCloseNextOffset = Requirement(
        "append.close-next-offset", .must, .append, profile: .closure,
        """
        The answer to an append that closes the stream carries the final offset, behind the last data, in \
        `Stream-Next-Offset`.
        """
    )

    /// `append.close-failed-leaves-open` (MUST).
    public static let appendCloseFailedLeavesOpen = Requirement(
        "append.close-failed-leaves-open", .must, .append, profile: .closure,
        """
        An append that asks for closure and is refused, for its content type or its sequence, neither stores \
        its body nor closes the stream.
        """,
        permits: [
            .status(409, "the content type or the sequence does not fit")
        ]
    )

    /// `append.close-empty-body` (MUST).
    public static let appendCloseEmptyBody = Requirement(
        "append.close-empty-body", .must, .append, profile: .closure,
        "With `Stream-Closed: true` an empty body is valid: the stream is closed and nothing is appended.",
        permits: [
            .status(204, "the stream was closed")
        ],
        sources: [SentenceReference(327, "90d2f6fecae9")]
    )

    /// `append.close-content-type-optional` (MUST).
    public static let appendCloseContentTypeOptional = Requirement(
        "append.close-content-type-optional", .must, .append, profile: .closure,
        "A request that only closes may leave out `Content-Type`.",
        permits: [
            .status(204, "the stream was closed")
        ],
        sources: [SentenceReference(308, "4668da74c0ea")]
    )

    /// `append.close-content-type-ignored` (MUST NOT).
    public static let appendCloseContentTypeIgnored = Requirement(
        "append.close-content-type-ignored", .mustNot, .append, profile: .closure,
        """
        A request with an empty body is not refused for its `Content-Type`: a close request with another \
        type than the stream's closes it.
        """,
        permits: [
            .status(204, "the stream was closed")
        ],
        sources: [SentenceReference(308, "cd32cc573fd0")]
    )

    /// `append.close-again-succeeds` (SHOULD).
    public static let appendCloseAgainSucceeds = Requirement(
        "append.close-again-succeeds", .should, .append, profile: .closure,
        "A request that only closes a stream that is closed already succeeds and carries `Stream-Closed: true`.",
        permits: [
            .status(204, "closing without a body is idempotent")
        ],
        sources: [SentenceReference(322, "c1be0b79335e")]
    )

    /// `append.close-with-body-again-rejected` (MUST).
    public static let appendCloseWithBodyAgainRejected = Requirement(
        "append.close-with-body-again-rejected", .must, .append, profile: .closure,
        "An append with a body and `Stream-Closed: true`, without producer headers, to a closed stream is refused.",
        permits: [
            .status(409, "the body cannot be appended any more")
        ],
        sources: [SentenceReference(323, "a0dd6cab2508")]
    )

    /// `append.close-with-body-again-carries-closed-header` (MUST).
    public static let appendCloseWithBodyAgainCarriesClosedHeader = Requirement(
        "append.close-with-body-again-carries-closed-header", .must, .append, profile: .closure,
        "The refusal of an append-and-close to a closed stream carries `Stream-Closed: true`.",
        sources: [SentenceReference(323, "a0dd6cab2508")]
    )

    /// `append.closed-rejected` (MUST).
    public static let appendClosedRejected = Requirement(
        "append.closed-rejected", .must, .append, profile: .closure,
        "An append to a closed stream is refused.",
        permits: [
            .status(409, "the stream is closed")
        ],
        sources: [SentenceReference(347, "0eafb568167a")]
    )

    /// `append.closed-carries-closed-header` (MUST).
    public static let appendClosedCarriesClosedHeader = Requirement(
        "append.closed-carries-closed-header", .must, .append, profile: .closure,
        "The refusal of an append to a closed stream carries `Stream-Closed: true`.",
        sources: [SentenceReference(347, "0eafb568167a")]
    )

    /// `append.closed-carries-final-offset` (MUST).
    public static let appendClosedCarriesFinalOffset = Requirement(
        "append.closed-carries-final-offset", .must, .append, profile: .closure,
        "The refusal of an append to a closed stream carries the stream's final offset in `Stream-Next-Offset`.",
        sources: [SentenceReference(347, "0eafb568167a")]
    )

    /// `append.closed-stores-nothing` (MUST).
    public static let appendClosedStoresNothing = Requirement(
        "append.closed-stores-nothing", .must, .append, profile: .closure,
        "An append refused because the stream is closed leaves content and final offset as they were."
    )

    /// `append.closed-empty-body` (SHOULD).
    public static let appendClosedEmptyBody = Requirement(
        "append.closed-empty-body", .should, .append, profile: .closure,
        "The body of that refusal is empty or follows a standardized error format.",
        sources: [SentenceReference(353, "e326701f7548")],
        excluded: .notObservable(
            """
            The text names no error format, so no body can be told apart from a standardized one.
            """)
    )

    /// `append.closed-body-not-parsed` (SHOULD NOT).
    public static let appendClosedBodyNotParsed = Requirement(
        "append.closed-body-not-parsed", .shouldNot, .append, profile: .closure,
        "Clients do not read the body of that refusal to learn its reason.",
        sources: [SentenceReference(353, "e326701f7548")],
        excluded: .bindsClients("It says what a client may rely on.")
    )

    /// `append.precedence-closed-before-content-type` (SHOULD).
    public static let appendPrecedenceClosedBeforeContentType = Requirement(
        "append.precedence-closed-before-content-type", .should, .append, profile: .closure,
        """
        Where an append has the wrong content type and the stream is closed, closure decides: the refusal \
        carries `Stream-Closed: true`.
        """,
        permits: [
            .status(409, "both conflicts have this status")
        ],
        sources: [SentenceReference(355, "670abc92af48")]
    )

    /// `append.precedence-closed-before-sequence` (SHOULD).
    public static let appendPrecedenceClosedBeforeSequence = Requirement(
        "append.precedence-closed-before-sequence", .should, .append, profile: .closure,
        """
        Where the sequence of an append goes back and the stream is closed, closure decides: the refusal \
        carries `Stream-Closed: true`.
        """,
        permits: [
            .status(409, "both conflicts have this status")
        ],
        sources: [SentenceReference(355, "670abc92af48")]
    )

    /// `append.precedence-content-type-before-sequence` (SHOULD).
    public static let appendPrecedenceContentTypeBeforeSequence = Requirement(
        "append.precedence-content-type-before-sequence", .should, .append,
        "Where an append has the wrong content type and a sequence that goes back, the content type decides.",
        permits: [
            .status(409, "both conflicts have this status")
        ],
        sources: [SentenceReference(355, "670abc92af48")],
        excluded: .notObservable("Both refusals have the same status and no header tells them apart.")
    )

    /// `append.several-conflicts-conflict` (MUST).
    public static let appendSeveralConflictsConflict = Requirement(
        "append.several-conflicts-conflict", .must, .append,
        "An append with several conflicts at once is refused as a conflict and stores nothing.",
        permits: [
            .status(409, "each of the conflicts has this status")
        ]
    )

    /// The requirements of this file in the order of the text.
    static let appendClosure: [Requirement] = [
        .appendCloseWithBody, .appendCloseWithBodyAtomic, .appendCloseCarriesClosedHeader,
        .appendCloseNextOffset, .appendCloseFailedLeavesOpen, .appendCloseEmptyBody,
        .appendCloseContentTypeOptional, .appendCloseContentTypeIgnored, .appendCloseAgainSucceeds,
        .appendCloseWithBodyAgainRejected, .appendCloseWithBodyAgainCarriesClosedHeader,
        .appendClosedRejected, .appendClosedCarriesClosedHeader, .appendClosedCarriesFinalOffset,
        .appendClosedStoresNothing, .appendClosedEmptyBody, .appendClosedBodyNotParsed,
        .appendPrecedenceClosedBeforeContentType, .appendPrecedenceClosedBeforeSequence,
        .appendPrecedenceContentTypeBeforeSequence, .appendSeveralConflictsConflict,
    ]
}
