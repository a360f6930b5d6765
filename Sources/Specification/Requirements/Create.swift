// §5.1 Create Stream: creating, matching, answers

extension Requirement {
    /// `create.new-stream-created` (MUST).
    public static let createNewStreamCreated = Requirement(
        "create.new-stream-created", .must, .create,
        "A `PUT` to a URL without a stream creates one.",
        permits: [
            .status(201, "a stream was created")
        ]
    )

    /// `create.exists-afterwards` (MUST).
    public static let createExistsAfterwards = Requirement(
        "create.exists-afterwards", .must, .create,
        "A created stream exists at once: metadata and reads of its URL succeed.",
        permits: [
            .status(200, "the stream exists")
        ]
    )

    /// `create.same-configuration-succeeds` (MUST).
    public static let createSameConfigurationSucceeds = Requirement(
        "create.same-configuration-succeeds", .must, .create,
        "Repeating a create request against the stream it made succeeds without creating anything.",
        permits: [
            .status(200, "the stream exists with the configuration asked for")
        ],
        sources: [SentenceReference(232, "d7d17aa1e246")]
    )

    /// `create.repeat-changes-nothing` (MUST).
    public static let createRepeatChangesNothing = Requirement(
        "create.repeat-changes-nothing", .must, .create,
        """
        A repeated create request leaves content and tail offset as they are; its body is not appended a \
        second time.
        """,
        sources: [SentenceReference(232, "d7d17aa1e246")]
    )

    /// `create.other-content-type-conflicts` (MUST).
    public static let createOtherContentTypeConflicts = Requirement(
        "create.other-content-type-conflicts", .must, .create,
        "A create request for an existing stream with another content type is refused.",
        permits: [
            .status(409, "the content type differs from the stream's")
        ],
        sources: [SentenceReference(232, "d7d17aa1e246")]
    )

    /// `create.conflict-changes-nothing` (MUST).
    public static let createConflictChangesNothing = Requirement(
        "create.conflict-changes-nothing", .must, .create,
        """
        A refused create request leaves the existing stream as it was: content type, content, tail offset \
        and closure.
        """
    )

    /// `create.same-ttl-succeeds` (MUST).
    public static let createSameTtlSucceeds = Requirement(
        "create.same-ttl-succeeds", .must, .create, profile: .expiry,
        "A create request that repeats the stream's TTL matches it.",
        permits: [
            .status(200, "the time-to-live is the same")
        ],
        sources: [SentenceReference(232, "d7d17aa1e246")]
    )

    /// `create.other-ttl-conflicts` (MUST).
    public static let createOtherTtlConflicts = Requirement(
        "create.other-ttl-conflicts", .must, .create, profile: .expiry,
        "A create request for an existing stream with another TTL is refused.",
        permits: [
            .status(409, "the time-to-live differs from the stream's")
        ],
        sources: [SentenceReference(232, "d7d17aa1e246")]
    )

    /// `create.added-ttl-conflicts` (MUST).
    public static let createAddedTtlConflicts = Requirement(
        "create.added-ttl-conflicts", .must, .create, profile: .expiry,
        "A create request that asks for a TTL conflicts with a stream that has none.",
        permits: [
            .status(409, "the stream has no time-to-live")
        ],
        sources: [SentenceReference(232, "d7d17aa1e246")]
    )

    /// `create.same-expires-at-succeeds` (MUST).
    public static let createSameExpiresAtSucceeds = Requirement(
        "create.same-expires-at-succeeds", .must, .create, profile: .expiry,
        "A create request that repeats the stream's expiry time matches it.",
        permits: [
            .status(200, "the expiry time is the same")
        ],
        sources: [SentenceReference(232, "d7d17aa1e246")]
    )

    /// `create.other-expires-at-conflicts` (MUST).
    public static let createOtherExpiresAtConflicts = Requirement(
        "create.other-expires-at-conflicts", .must, .create, profile: .expiry,
        "A create request for an existing stream with another expiry time is refused.",
        permits: [
            .status(409, "the expiry time differs from the stream's")
        ],
        sources: [SentenceReference(232, "d7d17aa1e246")]
    )

    /// `create.open-request-matches-open` (MUST).
    public static let createOpenRequestMatchesOpen = Requirement(
        "create.open-request-matches-open", .must, .create, profile: .closure,
        "A create request without `Stream-Closed` matches an open stream of the same configuration.",
        permits: [
            .status(200, "both are open")
        ],
        sources: [SentenceReference(239, "21d2c235832f")]
    )

    /// `create.open-request-conflicts-with-closed` (MUST).
    public static let createOpenRequestConflictsWithClosed = Requirement(
        "create.open-request-conflicts-with-closed", .must, .create, profile: .closure,
        """
        A create request without `Stream-Closed` conflicts with a closed stream, whether it was created \
        closed or closed later.
        """,
        permits: [
            .status(409, "the stream is closed and the request asks for an open one")
        ],
        sources: [SentenceReference(239, "21d2c235832f")]
    )

    /// `create.closed-request-matches-closed` (MUST).
    public static let createClosedRequestMatchesClosed = Requirement(
        "create.closed-request-matches-closed", .must, .create, profile: .closure,
        "A create request with `Stream-Closed: true` matches a closed stream of the same configuration.",
        permits: [
            .status(200, "both are closed")
        ],
        sources: [SentenceReference(239, "21d2c235832f")]
    )

    /// `create.closed-request-conflicts-with-open` (MUST).
    public static let createClosedRequestConflictsWithOpen = Requirement(
        "create.closed-request-conflicts-with-open", .must, .create, profile: .closure,
        "A create request with `Stream-Closed: true` conflicts with an open stream, and does not close it.",
        permits: [
            .status(409, "the stream is open and the request asks for a closed one")
        ],
        sources: [SentenceReference(239, "21d2c235832f")]
    )

    /// `create.content-type-set` (MUST).
    public static let createContentTypeSet = Requirement(
        "create.content-type-set", .must, .create,
        """
        The `Content-Type` of the create request becomes the stream's content type, as metadata and reads \
        report it.
        """
    )

    /// `create.default-content-type` (MAY).
    public static let createDefaultContentType = Requirement(
        "create.default-content-type", .may, .create,
        "A server may give a stream created without `Content-Type` the type `application/octet-stream`.",
        permits: [
            .status(201, "the server supplies a content type of its own"),
            .status(400, "the text lets a server default and does not oblige it to"),
        ],
        sources: [SentenceReference(249, "1db11a962ce1")],
        excluded: .permissionOnly(
            """
            The text lets a server choose a default and says nothing about one that does not.
            """)
    )

    /// `create.default-content-type-consistent` (MUST).
    public static let createDefaultContentTypeConsistent = Requirement(
        "create.default-content-type-consistent", .must, .create,
        """
        Where a create request without `Content-Type` is accepted, the stream has one content type, and the \
        answer to the request, metadata and reads all report it.
        """
    )

    /// `create.default-content-type-repeat-matches` (MUST).
    public static let createDefaultContentTypeRepeatMatches = Requirement(
        "create.default-content-type-repeat-matches", .must, .create,
        "Repeating a create request that named no content type matches the stream it made.",
        permits: [
            .status(200, "the stream has the configuration the same request gave it")
        ],
        sources: [SentenceReference(232, "d7d17aa1e246")]
    )

    /// `create.body-becomes-content` (MUST).
    public static let createBodyBecomesContent = Requirement(
        "create.body-becomes-content", .must, .create,
        "The body of a create request becomes the first content of the stream, byte for byte.",
        permits: [
            .status(201, "a stream was created with content")
        ]
    )

    /// `create.no-body-empty-stream` (MUST).
    public static let createNoBodyEmptyStream = Requirement(
        "create.no-body-empty-stream", .must, .create,
        "A create request without a body makes an empty stream: it exists and a read returns no data.",
        permits: [
            .status(201, "an empty stream was created")
        ]
    )

    /// `create.closed-empty` (MUST).
    public static let createClosedEmpty = Requirement(
        "create.closed-empty", .must, .create, profile: .closure,
        """
        A create request with `Stream-Closed: true` and no body makes an empty stream that is closed from \
        the start.
        """,
        permits: [
            .status(201, "an empty closed stream was created")
        ]
    )

    /// `create.closed-with-body` (MUST).
    public static let createClosedWithBody = Requirement(
        "create.closed-with-body", .must, .create, profile: .closure,
        """
        A create request with `Stream-Closed: true` and a body makes a closed stream with the body as its \
        whole content.
        """,
        permits: [
            .status(201, "a complete stream was created")
        ]
    )

    /// `create.closed-refuses-appends` (MUST).
    public static let createClosedRefusesAppends = Requirement(
        "create.closed-refuses-appends", .must, .create, profile: .closure,
        "A stream created closed takes no append.",
        permits: [
            .status(409, "the stream is closed")
        ]
    )

    /// `create.location` (SHOULD).
    public static let createLocation = Requirement(
        "create.location", .should, .create,
        "The answer to a created stream carries `Location`, and it names the stream's URL.",
        sources: [SentenceReference(285, "8ef82a421c03")]
    )

    /// `create.response-content-type` (MUST).
    public static let createResponseContentType = Requirement(
        "create.response-content-type", .must, .create,
        "The answer to a created stream carries the stream's content type in `Content-Type`."
    )

    /// `create.response-next-offset` (MUST).
    public static let createResponseNextOffset = Requirement(
        "create.response-next-offset", .must, .create,
        """
        The answer to a created stream carries the tail offset behind the initial content in \
        `Stream-Next-Offset`.
        """
    )

    /// `create.response-closed` (MUST).
    public static let createResponseClosed = Requirement(
        "create.response-closed", .must, .create, profile: .closure,
        "The answer to a stream created closed carries `Stream-Closed: true`."
    )

    /// `create.response-open-not-closed` (MUST).
    public static let createResponseOpenNotClosed = Requirement(
        "create.response-open-not-closed", .must, .create, profile: .closure,
        "The answer to a stream created open carries no `Stream-Closed: true`."
    )

    /// `create.repeat-response-content-type` (MUST).
    public static let createRepeatResponseContentType = Requirement(
        "create.repeat-response-content-type", .must, .create,
        "The answer to a matching repeated create request carries the stream's content type in `Content-Type`."
    )

    /// `create.repeat-response-next-offset` (MUST).
    public static let createRepeatResponseNextOffset = Requirement(
        "create.repeat-response-next-offset", .must, .create,
        "The answer to a matching repeated create request carries the current tail offset in `Stream-Next-Offset`."
    )

    /// `create.repeat-response-closed` (MUST).
    public static let createRepeatResponseClosed = Requirement(
        "create.repeat-response-closed", .must, .create, profile: .closure,
        """
        The answer to a repeated create request that matches a stream created closed carries `Stream-Closed: \
        true`.
        """
    )

    /// `create.rate-limited` (MAY).
    public static let createRateLimited = Requirement(
        "create.rate-limited", .may, .create,
        "A server may refuse a create request because too many came.",
        permits: [
            .status(429, "the rate limit is exceeded")
        ],
        excluded: .permissionOnly("No server has to limit its rate, and a runner must not provoke it.")
    )

    /// The requirements of this file in the order of the text.
    static let createSection: [Requirement] = [
        .createNewStreamCreated, .createExistsAfterwards, .createSameConfigurationSucceeds,
        .createRepeatChangesNothing, .createOtherContentTypeConflicts, .createConflictChangesNothing,
        .createSameTtlSucceeds, .createOtherTtlConflicts, .createAddedTtlConflicts,
        .createSameExpiresAtSucceeds, .createOtherExpiresAtConflicts, .createOpenRequestMatchesOpen,
        .createOpenRequestConflictsWithClosed, .createClosedRequestMatchesClosed,
        .createClosedRequestConflictsWithOpen, .createContentTypeSet, .createDefaultContentType,
        .createDefaultContentTypeConsistent, .createDefaultContentTypeRepeatMatches,
        .createBodyBecomesContent, .createNoBodyEmptyStream, .createClosedEmpty, .createClosedWithBody,
        .createClosedRefusesAppends, .createLocation, .createResponseContentType, .createResponseNextOffset,
        .createResponseClosed, .createResponseOpenNotClosed, .createRepeatResponseContentType,
        .createRepeatResponseNextOffset, .createRepeatResponseClosed, .createRateLimited,
    ]
}
