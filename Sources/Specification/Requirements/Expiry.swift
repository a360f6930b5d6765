// §5.1 Create Stream: time-to-live and expiry

extension Requirement {
    /// `expiry.ttl-accepted` (MUST).
    public static let expiryTtlAccepted = Requirement(
        "expiry.ttl-accepted", .must, .create, profile: .expiry,
        "A `Stream-TTL` of plain decimal digits is accepted.",
        permits: [
            .status(201, "a stream with a time-to-live was created")
        ],
        sources: [SentenceReference(252, "4543cdbd36fc")]
    )

    /// `expiry.ttl-zero-accepted` (SHOULD).
    public static let expiryTtlZeroAccepted = Requirement(
        "expiry.ttl-zero-accepted", .should, .create, profile: .expiry,
        "Zero is a non-negative integer and is accepted as a TTL.",
        permits: [
            .status(201, "zero is within the syntax")
        ],
        sources: [SentenceReference(252, "4543cdbd36fc")]
    )

    /// `expiry.ttl-negative-rejected` (MUST).
    public static let expiryTtlNegativeRejected = Requirement(
        "expiry.ttl-negative-rejected", .must, .create, profile: .expiry,
        "A negative `Stream-TTL` is refused.",
        permits: [
            .status(400, "the value is not a non-negative integer")
        ],
        sources: [SentenceReference(252, "4543cdbd36fc")]
    )

    /// `expiry.ttl-plus-sign-rejected` (MUST).
    public static let expiryTtlPlusSignRejected = Requirement(
        "expiry.ttl-plus-sign-rejected", .must, .create, profile: .expiry,
        "A `Stream-TTL` with a plus sign is refused.",
        permits: [
            .status(400, "the syntax has no plus sign")
        ],
        sources: [SentenceReference(252, "4543cdbd36fc")]
    )

    /// `expiry.ttl-leading-zero-rejected` (MUST).
    public static let expiryTtlLeadingZeroRejected = Requirement(
        "expiry.ttl-leading-zero-rejected", .must, .create, profile: .expiry,
        "A `Stream-TTL` with leading zeros is refused.",
        permits: [
            .status(400, "the syntax has no leading zeros")
        ],
        sources: [SentenceReference(252, "4543cdbd36fc")]
    )

    /// `expiry.ttl-fraction-rejected` (MUST).
    public static let expiryTtlFractionRejected = Requirement(
        "expiry.ttl-fraction-rejected", .must, .create, profile: .expiry,
        "A `Stream-TTL` with a decimal point is refused.",
        permits: [
            .status(400, "the syntax has no decimal point")
        ],
        sources: [SentenceReference(252, "4543cdbd36fc")]
    )

    /// `expiry.ttl-exponent-rejected` (MUST).
    public static let expiryTtlExponentRejected = Requirement(
        "expiry.ttl-exponent-rejected", .must, .create, profile: .expiry,
        "A `Stream-TTL` in scientific notation is refused.",
        permits: [
            .status(400, "the syntax has no exponent")
        ],
        sources: [SentenceReference(252, "4543cdbd36fc")]
    )

    /// `expiry.ttl-not-a-number-rejected` (MUST).
    public static let expiryTtlNotANumberRejected = Requirement(
        "expiry.ttl-not-a-number-rejected", .must, .create, profile: .expiry,
        "A `Stream-TTL` that is no number at all is refused.",
        permits: [
            .status(400, "the value is not an integer")
        ],
        sources: [SentenceReference(252, "4543cdbd36fc")]
    )

    /// `expiry.rejected-creates-nothing` (MUST).
    public static let expiryRejectedCreatesNothing = Requirement(
        "expiry.rejected-creates-nothing", .must, .create, profile: .expiry,
        "A create request refused for its TTL or expiry time leaves no stream behind.",
        permits: [
            .status(404, "nothing was created")
        ]
    )

    /// `expiry.ttl-idle-expires` (MUST).
    public static let expiryTtlIdleExpires = Requirement(
        "expiry.ttl-idle-expires", .must, .create, profile: .expiry,
        "A stream that nobody reads or writes for the length of its TTL is gone.",
        permits: [
            .status(404, "there is no stream any more"),
            .status(410, "an expired stream may be told apart from one that never was"),
        ]
    )

    /// `expiry.ttl-lasts` (MUST).
    public static let expiryTtlLasts = Requirement(
        "expiry.ttl-lasts", .must, .create, profile: .expiry,
        "A stream is not gone before its TTL has passed since it was last read or written."
    )

    /// `expiry.ttl-read-resets` (MUST).
    public static let expiryTtlReadResets = Requirement(
        "expiry.ttl-read-resets", .must, .create, profile: .expiry,
        "A catch-up read that reaches the server starts the TTL anew."
    )

    /// `expiry.ttl-append-resets` (MUST).
    public static let expiryTtlAppendResets = Requirement(
        "expiry.ttl-append-resets", .must, .create, profile: .expiry,
        "An append starts the TTL anew."
    )

    /// `expiry.ttl-head-does-not-reset` (MUST).
    public static let expiryTtlHeadDoesNotReset = Requirement(
        "expiry.ttl-head-does-not-reset", .must, .create, profile: .expiry,
        "A `HEAD` request does not start the TTL anew: a stream that is only asked for its metadata expires.",
        permits: [
            .status(404, "there is no stream any more"),
            .status(410, "an expired stream may be told apart from one that never was"),
        ]
    )

    /// `expiry.ttl-long-poll-resets` (MUST).
    public static let expiryTtlLongPollResets = Requirement(
        "expiry.ttl-long-poll-resets", .must, .create, profile: .expiry,
        "A long-poll request starts the TTL anew when the server begins to process it."
    )

    /// `expiry.ttl-sse-resets` (MUST).
    public static let expiryTtlSseResets = Requirement(
        "expiry.ttl-sse-resets", .must, .create, profile: .expiry,
        "An SSE request starts the TTL anew when the server begins to process it."
    )

    /// `expiry.ttl-live-reader-keeps-alive` (SHOULD).
    public static let expiryTtlLiveReaderKeepsAlive = Requirement(
        "expiry.ttl-live-reader-keeps-alive", .should, .create, profile: .expiry,
        """
        A stream with a reader that is connected live does not expire, though nothing is appended and the \
        read outlasts the TTL.
        """
    )

    /// `expiry.ttl-reset-at-start-of-live-read` (MUST).
    public static let expiryTtlResetAtStartOfLiveRead = Requirement(
        "expiry.ttl-reset-at-start-of-live-read", .must, .create, profile: .expiry,
        "A live read starts the TTL anew when it begins, and neither the data it delivers nor its end does.",
        excluded: .notObservable(
            """
            A stream may be removed later than its TTL allows, so a late disappearance shows nothing about \
            the moment of the reset.
            """)
    )

    /// `expiry.ttl-cached-reads-do-not-reset` (MUST).
    public static let expiryTtlCachedReadsDoNotReset = Requirement(
        "expiry.ttl-cached-reads-do-not-reset", .must, .create, profile: .expiry,
        "A read answered by a cache on the way does not start the TTL anew.",
        excluded: .notObservable("Such a read never reaches the server, which therefore cannot get it wrong.")
    )

    /// `expiry.expires-at-accepted` (MUST).
    public static let expiryExpiresAtAccepted = Requirement(
        "expiry.expires-at-accepted", .must, .create, profile: .expiry,
        "A `Stream-Expires-At` that is an RFC 3339 timestamp is accepted, in UTC and with a numeric zone offset.",
        permits: [
            .status(201, "a stream with an expiry time was created")
        ]
    )

    /// `expiry.expires-at-malformed-rejected` (MUST).
    public static let expiryExpiresAtMalformedRejected = Requirement(
        "expiry.expires-at-malformed-rejected", .must, .create, profile: .expiry,
        "A `Stream-Expires-At` that is no RFC 3339 timestamp is refused.",
        permits: [
            .status(400, "the value is not a timestamp")
        ]
    )

    /// `expiry.expires-at-other-notation-rejected` (SHOULD).
    public static let expiryExpiresAtOtherNotationRejected = Requirement(
        "expiry.expires-at-other-notation-rejected", .should, .create, profile: .expiry,
        """
        A `Stream-Expires-At` that names a time in another notation than RFC 3339, or a day that no calendar has, is \
        refused.
        """,
        permits: [
            .status(400, "the value is not a timestamp of RFC 3339")
        ]
    )

    /// `expiry.expires-at-takes-effect` (MUST).
    public static let expiryExpiresAtTakesEffect = Requirement(
        "expiry.expires-at-takes-effect", .must, .create, profile: .expiry,
        "When its expiry time has passed, a stream is gone.",
        permits: [
            .status(404, "there is no stream any more"),
            .status(410, "an expired stream may be told apart from one that never was"),
        ]
    )

    /// `expiry.expires-at-not-extended` (MUST).
    public static let expiryExpiresAtNotExtended = Requirement(
        "expiry.expires-at-not-extended", .must, .create, profile: .expiry,
        "An expiry time is absolute: reads and appends do not put it off.",
        permits: [
            .status(404, "there is no stream any more"),
            .status(410, "an expired stream may be told apart from one that never was"),
        ]
    )

    /// `expiry.both-rejected` (SHOULD).
    public static let expiryBothRejected = Requirement(
        "expiry.both-rejected", .should, .create, profile: .expiry,
        "A create request with both `Stream-TTL` and `Stream-Expires-At` is refused.",
        permits: [
            .status(400, "the two contradict each other")
        ],
        sources: [SentenceReference(257, "e7c3df8fcd82")]
    )

    /// `expiry.both-precedence` (MAY).
    public static let expiryBothPrecedence = Requirement(
        "expiry.both-precedence", .may, .create, profile: .expiry,
        "A server may instead let one of the two take precedence by a fixed rule.",
        permits: [
            .status(201, "the server applies its rule of precedence")
        ],
        sources: [SentenceReference(257, "bb4a82005586")],
        excluded: .permissionOnly("It is the alternative that the recommendation to refuse leaves open.")
    )

    /// `expiry.both-precedence-documented` (MUST).
    public static let expiryBothPrecedenceDocumented = Requirement(
        "expiry.both-precedence-documented", .must, .create, profile: .expiry,
        "A server that lets one of the two take precedence documents the rule.",
        sources: [SentenceReference(257, "bb4a82005586")],
        excluded: .organisational("It speaks about a server's documentation.")
    )

    /// `expiry.expired-head-refused` (MUST).
    public static let expiryExpiredHeadRefused = Requirement(
        "expiry.expired-head-refused", .must, .create, profile: .expiry,
        "Metadata of an expired stream is not served.",
        permits: [
            .status(404, "there is no stream any more"),
            .status(410, "an expired stream may be told apart from one that never was"),
        ]
    )

    /// `expiry.expired-append-refused` (MUST).
    public static let expiryExpiredAppendRefused = Requirement(
        "expiry.expired-append-refused", .must, .create, profile: .expiry,
        "An append to an expired stream is refused and does not revive it.",
        permits: [
            .status(404, "there is no stream any more"),
            .status(410, "an expired stream may be told apart from one that never was"),
        ]
    )

    /// `expiry.expired-does-not-block-creation` (SHOULD).
    public static let expiryExpiredDoesNotBlockCreation = Requirement(
        "expiry.expired-does-not-block-creation", .should, .create, profile: .expiry,
        """
        An expired stream does not stand in the way of a new one at its URL, whatever the new one's \
        configuration.
        """,
        permits: [
            .status(201, "nothing exists at the URL, so a stream is created")
        ]
    )

    /// `expiry.recreated-is-empty` (MUST).
    public static let expiryRecreatedIsEmpty = Requirement(
        "expiry.recreated-is-empty", .must, .create, profile: .expiry,
        "A stream created where one expired shows nothing of the old content."
    )

    /// The requirements of this file in the order of the text.
    static let expirySection: [Requirement] = [
        .expiryTtlAccepted, .expiryTtlZeroAccepted, .expiryTtlNegativeRejected, .expiryTtlPlusSignRejected,
        .expiryTtlLeadingZeroRejected, .expiryTtlFractionRejected, .expiryTtlExponentRejected,
        .expiryTtlNotANumberRejected, .expiryRejectedCreatesNothing, .expiryTtlIdleExpires,
        .expiryTtlLasts, .expiryTtlReadResets, .expiryTtlAppendResets, .expiryTtlHeadDoesNotReset,
        .expiryTtlLongPollResets,
        .expiryTtlSseResets, .expiryTtlLiveReaderKeepsAlive, .expiryTtlResetAtStartOfLiveRead,
        .expiryTtlCachedReadsDoNotReset, .expiryExpiresAtAccepted, .expiryExpiresAtMalformedRejected,
        .expiryExpiresAtOtherNotationRejected,
        .expiryExpiresAtTakesEffect, .expiryExpiresAtNotExtended, .expiryBothRejected, .expiryBothPrecedence,
        .expiryBothPrecedenceDocumented, .expiryExpiredHeadRefused, .expiryExpiredAppendRefused,
        .expiryExpiredDoesNotBlockCreation, .expiryRecreatedIsEmpty,
    ]
}
