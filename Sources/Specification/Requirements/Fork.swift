// §4.2 Stream forking: creation, data, sub-offsets

extension Requirement {
    /// `fork.created` (MUST).
    public static let forkCreated = Requirement(
        "fork.created", .must, .fork, profile: .fork,
        "A `PUT` with `Stream-Forked-From` creates a stream.",
        permits: [
            .status(201, "a fork was created")
        ]
    )

    /// `fork.inherits-before-offset` (MUST).
    public static let forkInheritsBeforeOffset = Requirement(
        "fork.inherits-before-offset", .must, .fork, profile: .fork,
        "A fork begins with the data of its source up to the fork offset and with nothing behind it."
    )

    /// `fork.own-data-follows` (MUST).
    public static let forkOwnDataFollows = Requirement(
        "fork.own-data-follows", .must, .fork, profile: .fork,
        "What is appended to a fork stands behind the inherited data, and reads deliver both as one stream."
    )

    /// `fork.source-unaffected` (MUST).
    public static let forkSourceUnaffected = Requirement(
        "fork.source-unaffected", .must, .fork, profile: .fork,
        "Appending to a fork, closing it or deleting it changes nothing in its source."
    )

    /// `fork.unaffected-by-source` (MUST).
    public static let forkUnaffectedBySource = Requirement(
        "fork.unaffected-by-source", .must, .fork, profile: .fork,
        "Appending to the source or closing it after the fork was made changes nothing in the fork."
    )

    /// `fork.of-fork` (MUST).
    public static let forkOfFork = Requirement(
        "fork.of-fork", .must, .fork, profile: .fork,
        "A fork can be the source of another fork, which inherits what it shows.",
        permits: [
            .status(201, "a fork was created")
        ]
    )

    /// `fork.same-server-only` (MUST).
    public static let forkSameServerOnly = Requirement(
        "fork.same-server-only", .must, .fork, profile: .fork,
        "The source of a fork is a path on the same server.",
        excluded: .organisational("It limits what the header can say; a path cannot name another server.")
    )

    /// `fork.sub-offset-bytes` (MUST).
    public static let forkSubOffsetBytes = Requirement(
        "fork.sub-offset-bytes", .must, .fork, profile: .fork,
        """
        On a stream that is not JSON, `Stream-Fork-Sub-Offset` is the number of content bytes inherited \
        beyond the fork offset.
        """,
        permits: [
            .status(201, "a fork was created")
        ]
    )

    /// `fork.sub-offset-messages` (MUST).
    public static let forkSubOffsetMessages = Requirement(
        "fork.sub-offset-messages", .must, .fork, profile: .fork,
        """
        On a JSON stream, `Stream-Fork-Sub-Offset` is the number of messages inherited beyond the fork \
        offset, counted after flattening.
        """,
        permits: [
            .status(201, "a fork was created")
        ]
    )

    /// `fork.sub-offset-zero` (MUST).
    public static let forkSubOffsetZero = Requirement(
        "fork.sub-offset-zero", .must, .fork, profile: .fork,
        "The sub-offset 0 means the same as none.",
        permits: [
            .status(201, "a fork was created"),
            .status(200, "it matches a fork requested without one"),
        ]
    )

    /// `fork.sub-offset-malformed-rejected` (MUST).
    public static let forkSubOffsetMalformedRejected = Requirement(
        "fork.sub-offset-malformed-rejected", .must, .fork, profile: .fork,
        "A sub-offset that is no non-negative integer is refused.",
        permits: [
            .status(400, "the sub-offset is invalid")
        ]
    )

    /// `fork.sub-offset-overshoot-rejected` (MUST).
    public static let forkSubOffsetOvershootRejected = Requirement(
        "fork.sub-offset-overshoot-rejected", .must, .fork, profile: .fork,
        "A sub-offset that names a position past the next boundary of the data is refused.",
        permits: [
            .status(400, "the sub-offset overshoots")
        ]
    )

    /// `fork.sub-offset-past-boundary` (MUST).
    public static let forkSubOffsetPastBoundary = Requirement(
        "fork.sub-offset-past-boundary", .must, .fork, profile: .fork,
        """
        A sub-offset that leads past the end of the append it begins in, but not past the tail, is answered with a \
        refusal, or is counted on into the next append exactly.
        """,
        permits: [
            .status(400, "the end of an append is a boundary of the data"),
            .status(201, "the text does not say what bounds data; some servers know no boundary but the tail"),
        ]
    )

    /// `fork.offset-malformed-rejected` (MUST).
    public static let forkOffsetMalformedRejected = Requirement(
        "fork.offset-malformed-rejected", .must, .fork, profile: .fork,
        "A fork offset that cannot be an offset is refused.",
        permits: [
            .status(400, "the fork offset is malformed")
        ]
    )

    /// `fork.content-type-inherited` (MUST).
    public static let forkContentTypeInherited = Requirement(
        "fork.content-type-inherited", .must, .fork, profile: .fork,
        "A fork requested without a content type has its source's.",
        permits: [
            .status(201, "a fork was created")
        ]
    )

    /// `fork.content-type-mismatch-rejected` (MUST).
    public static let forkContentTypeMismatchRejected = Requirement(
        "fork.content-type-mismatch-rejected", .must, .fork, profile: .fork,
        "A fork requested with another content type than its source's is refused.",
        permits: [
            .status(409, "the content type differs from the source's")
        ],
        sources: [SentenceReference(167, "dea8d4fc9c8c")]
    )

    /// `fork.target-in-use-conflicts` (MUST).
    public static let forkTargetInUseConflicts = Requirement(
        "fork.target-in-use-conflicts", .must, .fork, profile: .fork,
        "A fork request for the URL of a stream with another configuration is refused and changes nothing there.",
        permits: [
            .status(409, "the URL is taken")
        ]
    )

    /// `fork.source-soft-deleted-conflicts` (MUST).
    public static let forkSourceSoftDeletedConflicts = Requirement(
        "fork.source-soft-deleted-conflicts", .must, .fork, profile: .fork,
        "A fork request whose source is soft-deleted is refused.",
        permits: [
            .status(409, "the source is soft-deleted")
        ]
    )

    /// `fork.repeat-succeeds` (MUST).
    public static let forkRepeatSucceeds = Requirement(
        "fork.repeat-succeeds", .must, .fork, profile: .fork,
        "Repeating a fork request against the fork it made succeeds and changes nothing.",
        permits: [
            .status(200, "the fork exists with the configuration asked for")
        ],
        sources: [SentenceReference(197, "95d4f1132b76")]
    )

    /// `fork.repeat-other-source-conflicts` (MUST).
    public static let forkRepeatOtherSourceConflicts = Requirement(
        "fork.repeat-other-source-conflicts", .must, .fork, profile: .fork,
        "A fork request for an existing fork with another source is refused.",
        permits: [
            .status(409, "the source differs")
        ],
        sources: [SentenceReference(197, "e2bcf5a12a3a")]
    )

    /// `fork.repeat-other-offset-conflicts` (MUST).
    public static let forkRepeatOtherOffsetConflicts = Requirement(
        "fork.repeat-other-offset-conflicts", .must, .fork, profile: .fork,
        "A fork request for an existing fork with another fork offset is refused.",
        permits: [
            .status(409, "the fork offset differs")
        ],
        sources: [SentenceReference(197, "e2bcf5a12a3a")]
    )

    /// `fork.repeat-other-sub-offset` (MUST).
    public static let forkRepeatOtherSubOffset = Requirement(
        "fork.repeat-other-sub-offset", .must, .fork, profile: .fork,
        "A fork request for an existing fork with another sub-offset is refused or matches, and changes nothing.",
        permits: [
            .status(409, "the divergence point differs"),
            .status(200, "the text names source and fork offset as what is compared, not the sub-offset"),
        ],
        sources: [SentenceReference(197, "95d4f1132b76"), SentenceReference(197, "e2bcf5a12a3a")]
    )

    /// `fork.repeat-without-content-type` (MUST).
    public static let forkRepeatWithoutContentType = Requirement(
        "fork.repeat-without-content-type", .must, .fork, profile: .fork,
        """
        A fork request without a content type for an existing fork of the same source and offset matches or \
        conflicts, and changes nothing.
        """,
        permits: [
            .status(200, "the content type asked for is the inherited one"),
            .status(409, "the server compares the header as it was sent"),
        ],
        sources: [SentenceReference(197, "95d4f1132b76"), SentenceReference(197, "e2bcf5a12a3a")]
    )

    /// `fork.repeat-with-inherited-expiry` (MUST).
    public static let forkRepeatWithInheritedExpiry = Requirement(
        "fork.repeat-with-inherited-expiry", .must, .fork, profile: .fork,
        """
        A repeated fork request without TTL or expiry time for a fork that inherited one matches or conflicts, and \
        changes nothing.
        """,
        permits: [
            .status(200, "the lifetime asked for is the inherited one"),
            .status(409, "the server compares the lifetime of the fork with the headers as they were sent"),
        ],
        sources: [SentenceReference(197, "95d4f1132b76"), SentenceReference(197, "e2bcf5a12a3a")]
    )

    /// `fork.of-closed-source` (MAY).
    public static let forkOfClosedSource = Requirement(
        "fork.of-closed-source", .may, .fork, profile: .fork,
        "A closed stream may be forked.",
        permits: [
            .status(201, "a fork was created"),
            .status(409, "the text allows forks of closed streams and obliges no server to them"),
        ],
        sources: [SentenceReference(201, "9f8faf7bc0cb")],
        excluded: .permissionOnly(
            """
            The text allows it; what such a fork is like is `fork.of-closed-source-open`.
            """)
    )

    /// `fork.of-closed-source-open` (MUST).
    public static let forkOfClosedSourceOpen = Requirement(
        "fork.of-closed-source-open", .must, .fork, profile: .fork,
        "The fork of a closed stream is open and takes appends.",
        permits: [
            .status(201, "a fork was created")
        ]
    )

    /// The requirements of this file in the order of the text.
    static let forkSection: [Requirement] = [
        .forkCreated, .forkInheritsBeforeOffset, .forkOwnDataFollows, .forkSourceUnaffected,
        .forkUnaffectedBySource, .forkOfFork, .forkSameServerOnly, .forkSubOffsetBytes,
        .forkSubOffsetMessages, .forkSubOffsetZero, .forkSubOffsetMalformedRejected,
        .forkSubOffsetOvershootRejected, .forkSubOffsetPastBoundary, .forkOffsetMalformedRejected,
        .forkContentTypeInherited,
        .forkContentTypeMismatchRejected, .forkTargetInUseConflicts, .forkSourceSoftDeletedConflicts,
        .forkRepeatSucceeds, .forkRepeatOtherSourceConflicts, .forkRepeatOtherOffsetConflicts,
        .forkRepeatOtherSubOffset, .forkRepeatWithoutContentType, .forkRepeatWithInheritedExpiry, .forkOfClosedSource,
        .forkOfClosedSourceOpen,
    ]
}
