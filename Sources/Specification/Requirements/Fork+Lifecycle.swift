// §4.2 Stream forking: expiry, writers, deletion

extension Requirement {
    /// `fork.no-expiry` (MUST).
    public static let forkNoExpiry = Requirement(
        "fork.no-expiry", .must, .fork, profile: .fork,
        "A fork requested without TTL or expiry time from a source without either has none."
    )

    /// `fork.own-ttl` (MUST).
    public static let forkOwnTtl = Requirement(
        "fork.own-ttl", .must, .fork, profile: .fork,
        "A fork requested with a TTL has that TTL, whatever its source has."
    )

    /// `fork.own-expires-at` (MUST).
    public static let forkOwnExpiresAt = Requirement(
        "fork.own-expires-at", .must, .fork, profile: .fork,
        "A fork requested with an expiry time has that expiry time, whatever its source has."
    )

    /// `fork.inherits-ttl` (MUST).
    public static let forkInheritsTtl = Requirement(
        "fork.inherits-ttl", .must, .fork, profile: .fork,
        "A fork requested without TTL or expiry time from a source with a TTL has the same TTL."
    )

    /// `fork.inherits-expires-at` (MUST).
    public static let forkInheritsExpiresAt = Requirement(
        "fork.inherits-expires-at", .must, .fork, profile: .fork,
        "A fork requested without TTL or expiry time from a source with an expiry time has the same expiry time."
    )

    /// `fork.ttl-independent` (MUST).
    public static let forkTtlIndependent = Requirement(
        "fork.ttl-independent", .must, .fork, profile: .fork,
        """
        The TTL of a fork is started anew by access to the fork and not by access to its source, and that of the \
        source not by access to the fork.
        """
    )

    /// `fork.outlives-source` (MUST).
    public static let forkOutlivesSource = Requirement(
        "fork.outlives-source", .must, .fork, profile: .fork,
        "A fork with a longer life than its source still delivers all its data after the source is gone.",
        permits: [
            .status(200, "reads of the fork succeed")
        ]
    )

    /// `fork.producers-not-inherited` (MUST NOT).
    public static let forkProducersNotInherited = Requirement(
        "fork.producers-not-inherited", .mustNot, .fork, profile: .fork,
        "A fork knows no producer of its source: each starts at sequence 0.",
        permits: [
            .status(200, "the first append of the producer in the fork"),
            .status(204, "the status §5.2 lists for every successful append"),
        ],
        sources: [SentenceReference(205, "6b78f6772a0a")]
    )

    /// `fork.stream-seq-not-inherited` (MUST NOT).
    public static let forkStreamSeqNotInherited = Requirement(
        "fork.stream-seq-not-inherited", .mustNot, .fork, profile: .fork,
        "A fork does not know the last `Stream-Seq` of its source: a lower one is accepted.",
        permits: [
            .status(204, "the fork has seen no sequence yet")
        ],
        sources: [SentenceReference(205, "6b78f6772a0a")]
    )

    /// `fork.producers-start-anew` (MUST).
    public static let forkProducersStartAnew = Requirement(
        "fork.producers-start-anew", .must, .fork, profile: .fork,
        "Producers that write to a fork establish their state there anew.",
        sources: [SentenceReference(205, "54131ff6bc9f")],
        excluded: .bindsClients(
            """
            It says what a producer has to do; the server's half is `fork.producers-not-inherited`.
            """)
    )

    /// `fork.source-writers-unchanged` (MUST).
    public static let forkSourceWritersUnchanged = Requirement(
        "fork.source-writers-unchanged", .must, .fork, profile: .fork,
        "Forking leaves the state of the source's producers as it is: their next sequence is still accepted there.",
        permits: [
            .status(200, "the next append of the producer in the source"),
            .status(204, "the status §5.2 lists for every successful append"),
        ]
    )

    /// `fork.soft-deleted-refuses-access` (MUST).
    public static let forkSoftDeletedRefusesAccess = Requirement(
        "fork.soft-deleted-refuses-access", .must, .fork, profile: .fork,
        "Every direct operation on a soft-deleted stream, reading, metadata, appending and deleting, is refused.",
        permits: [
            .status(410, "the stream is soft-deleted")
        ]
    )

    /// `fork.source-cleaned-up` (MUST).
    public static let forkSourceCleanedUp = Requirement(
        "fork.source-cleaned-up", .must, .fork, profile: .fork,
        """
        When the last fork of a soft-deleted stream is deleted, the stream goes too, and so on up the chain \
        of sources: none of them comes back to life.
        """,
        permits: [
            .status(404, "the stream is gone"),
            .status(410, "the cleanup has not come to it yet, and may come at any later time"),
        ]
    )

    /// `fork.cleanup-asynchronous` (MAY).
    public static let forkCleanupAsynchronous = Requirement(
        "fork.cleanup-asynchronous", .may, .fork, profile: .fork,
        """
        The cleanup may come after the answer to the request that caused it, and clients do not rely on its \
        having happened.
        """,
        sources: [SentenceReference(214, "ac924151361e"), SentenceReference(216, "f2b4c41b417c")],
        excluded: .permissionOnly("The text allows delay and sets no limit to it.")
    )

    /// The requirements of this file in the order of the text.
    static let forkLifecycle: [Requirement] = [
        .forkNoExpiry, .forkOwnTtl, .forkOwnExpiresAt, .forkInheritsTtl, .forkInheritsExpiresAt,
        .forkTtlIndependent, .forkOutlivesSource, .forkProducersNotInherited, .forkStreamSeqNotInherited,
        .forkProducersStartAnew, .forkSourceWritersUnchanged, .forkSoftDeletedRefusesAccess,
        .forkSourceCleanedUp, .forkCleanupAsynchronous,
    ]
}
