// §10.1 Caching: catch-up and long-poll reads

extension Requirement {
    /// `cache.control-on-data` (SHOULD).
    public static let cacheControlOnData = Requirement(
        "cache.control-on-data", .should, .caching, profile: .caching,
        """
        A catch-up read with data says in `Cache-Control` how long it may be cached: `public` for shared \
        streams, `private` for personal ones, or `no-store` for confidential ones.
        """,
        sources: [
            SentenceReference(1316, "11b15471f37d"),
            SentenceReference(1322, "66ab161c64a5"),
            SentenceReference(1459, "2e5a1c248f70"),
        ]
    )

    /// `cache.etag-present` (MUST).
    public static let cacheEtagPresent = Requirement(
        "cache.etag-present", .must, .caching, profile: .caching,
        "A catch-up read carries an `ETag`, unless it is one from `now`.",
        sources: [SentenceReference(1349, "4a74fc94e977")]
    )

    /// `cache.etag-quoted` (MUST).
    public static let cacheEtagQuoted = Requirement(
        "cache.etag-quoted", .must, .caching, profile: .caching,
        "An `ETag` has the form that HTTP gives it: a quoted string, perhaps marked as weak."
    )

    // It is advice because HTTP wants entity tags to differ only under one URL, and each offset is a URL of its own
    // (RFC 9110, 8.8.3); the form that §5.6 shows does name both ends of the range.

    /// `cache.etag-per-range` (SHOULD).
    public static let cacheEtagPerRange = Requirement(
        "cache.etag-per-range", .should, .caching, profile: .caching,
        "Answers with different ranges of a stream have different entity tags."
    )

    /// `cache.etag-changes-with-data` (MUST).
    public static let cacheEtagChangesWithData = Requirement(
        "cache.etag-changes-with-data", .must, .caching, profile: .caching,
        "When data is appended, the entity tag of a read that now returns more changes."
    )

    /// `cache.etag-per-stream` (MUST).
    public static let cacheEtagPerStream = Requirement(
        "cache.etag-per-stream", .must, .caching, profile: .caching,
        """
        The entity tags of a stream are its own: those of a deleted stream match nothing in a new one at the \
        same URL.
        """,
        permits: [
            .status(200, "the representation is another one")
        ]
    )

    /// `cache.not-modified` (MUST).
    public static let cacheNotModified = Requirement(
        "cache.not-modified", .must, .caching, profile: .caching,
        "A repeated read with `If-None-Match` and the current entity tag is answered without the data.",
        permits: [
            .status(304, "the representation is the same")
        ],
        sources: [SentenceReference(1349, "81e229928369")]
    )

    /// `cache.not-modified-no-body` (MUST).
    public static let cacheNotModifiedNoBody = Requirement(
        "cache.not-modified-no-body", .must, .caching, profile: .caching,
        "The answer to such a read has no body.",
        permits: [
            .status(304, "the representation is the same")
        ],
        sources: [SentenceReference(1349, "81e229928369")]
    )

    /// `cache.other-etag-full-answer` (MUST).
    public static let cacheOtherEtagFullAnswer = Requirement(
        "cache.other-etag-full-answer", .must, .caching, profile: .caching,
        "A read with `If-None-Match` and another entity tag is answered in full.",
        permits: [
            .status(200, "the representation is another one")
        ]
    )

    /// `cache.if-none-match-list` (SHOULD).
    public static let cacheIfNoneMatchList = Requirement(
        "cache.if-none-match-list", .should, .caching, profile: .caching,
        "`If-None-Match` may list several entity tags, as HTTP defines it: one that matches is enough.",
        permits: [
            .status(304, "one of the entity tags matches (RFC 9110, 13.1.2)")
        ]
    )

    /// `cache.if-none-match-any` (SHOULD).
    public static let cacheIfNoneMatchAny = Requirement(
        "cache.if-none-match-any", .should, .caching, profile: .caching,
        "`If-None-Match: *` matches every answer, as HTTP defines it.",
        permits: [
            .status(304, "there is a current representation (RFC 9110, 13.1.2)")
        ]
    )

    /// `cache.clients-revalidate` (MAY).
    public static let cacheClientsRevalidate = Requirement(
        "cache.clients-revalidate", .may, .caching, profile: .caching,
        "Clients may repeat reads with `If-None-Match`.",
        sources: [SentenceReference(1349, "2adecd968b5e")],
        excluded: .bindsClients("It describes a client's choice.")
    )

    /// `cache.etag-varies-with-closure` (MUST).
    public static let cacheEtagVariesWithClosure = Requirement(
        "cache.etag-varies-with-closure", .must, .caching, profile: .caching,
        "Closing a stream without new data changes the entity tag of a read that reaches its end.",
        sources: [SentenceReference(1351, "4f4dc6d2d0a2"), SentenceReference(1351, "080ef9c63efc")]
    )

    /// `cache.closure-not-hidden` (MUST).
    public static let cacheClosureNotHidden = Requirement(
        "cache.closure-not-hidden", .must, .caching, profile: .caching,
        "A read with the entity tag from before the closure is answered in full and carries `Stream-Closed: true`.",
        permits: [
            .status(200, "the closure makes it another representation")
        ],
        sources: [SentenceReference(1351, "080ef9c63efc")]
    )

    /// `cache.etag-closure-indicator` (SHOULD).
    public static let cacheEtagClosureIndicator = Requirement(
        "cache.etag-closure-indicator", .should, .caching, profile: .caching,
        "The entity tag contains a mark for closure.",
        sources: [SentenceReference(1351, "7d29db287bd4")],
        excluded: .notObservable(
            """
            An entity tag is opaque: that it changes can be seen, what it is made of cannot.
            """)
    )

    /// `cache.clients-order-parameters` (SHOULD).
    public static let cacheClientsOrderParameters = Requirement(
        "cache.clients-order-parameters", .should, .caching, profile: .caching,
        "Clients put query parameters in alphabetical order.",
        sources: [SentenceReference(1355, "96552ae89323")],
        excluded: .bindsClients("It says what a client should do.")
    )

    /// `cache.clients-echo-cursor` (MUST).
    public static let cacheClientsEchoCursor = Requirement(
        "cache.clients-echo-cursor", .must, .caching, profile: .caching,
        "Clients send the cursor they received with their next live request.",
        sources: [SentenceReference(1359, "29eb85798263"), SentenceReference(1376, "980856b98db2")],
        excluded: .bindsClients("It says what a client has to do.")
    )

    /// `cache.cursor-on-live-answers` (MUST).
    public static let cacheCursorOnLiveAnswers = Requirement(
        "cache.cursor-on-live-answers", .must, .caching, profile: .caching,
        """
        Every live answer carries a cursor while the stream is open: `Stream-Cursor` by long-poll, \
        `streamCursor` by SSE.
        """,
        sources: [SentenceReference(1363, "3fa7eae930f1")]
    )

    /// `cache.cursor-decimal` (SHOULD).
    public static let cacheCursorDecimal = Requirement(
        "cache.cursor-decimal", .should, .caching, profile: .caching,
        "A cursor is the decimal number of an interval of time."
    )

    /// `cache.cursor-never-goes-back` (MUST).
    public static let cacheCursorNeverGoesBack = Requirement(
        "cache.cursor-never-goes-back", .must, .caching, profile: .caching,
        "Cursors never go back: a later answer does not have a smaller one.",
        sources: [SentenceReference(1374, "ac9c173a96fe")]
    )

    /// `cache.cursor-advances-past-client` (MUST).
    public static let cacheCursorAdvancesPastClient = Requirement(
        "cache.cursor-advances-past-client", .must, .caching, profile: .caching,
        "A request whose cursor is that of the current interval or a later one gets a strictly greater one.",
        sources: [SentenceReference(1374, "569808ab6627")]
    )

    /// `cache.cursor-jitter` (MUST).
    public static let cacheCursorJitter = Requirement(
        "cache.cursor-jitter", .must, .caching, profile: .caching,
        "The step past the client's cursor is random.",
        sources: [SentenceReference(1374, "569808ab6627")],
        excluded: .notObservable(
            """
            The text counts it in seconds and adds it to a number of intervals; that the cursor advances is \
            what can be demanded.
            """)
    )

    /// `cache.no-content-not-cached` (SHOULD NOT).
    public static let cacheNoContentNotCached = Requirement(
        "cache.no-content-not-cached", .shouldNot, .caching, profile: .caching,
        "Caches do not keep long-poll answers without content.",
        sources: [SentenceReference(1396, "2d14d966201e")],
        excluded: .bindsClients("It binds caches between client and server.")
    )

    /// The requirements of this file in the order of the text.
    static let cachingSection: [Requirement] = [
        .cacheControlOnData, .cacheEtagPresent, .cacheEtagQuoted, .cacheEtagPerRange,
        .cacheEtagChangesWithData, .cacheEtagPerStream, .cacheNotModified, .cacheNotModifiedNoBody,
        .cacheOtherEtagFullAnswer, .cacheIfNoneMatchList, .cacheIfNoneMatchAny, .cacheClientsRevalidate,
        .cacheEtagVariesWithClosure, .cacheClosureNotHidden, .cacheEtagClosureIndicator,
        .cacheClientsOrderParameters, .cacheClientsEchoCursor, .cacheCursorOnLiveAnswers, .cacheCursorDecimal,
        .cacheCursorNeverGoesBack, .cacheCursorAdvancesPastClient, .cacheCursorJitter,
        .cacheNoContentNotCached,
    ]
}
