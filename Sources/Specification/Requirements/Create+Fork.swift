// §5.1 Create Stream: what it says of forks

extension Requirement {
    /// `create.fork-offset-beyond-tail-rejected` (MUST).
    public static let createForkOffsetBeyondTailRejected = Requirement(
        "create.fork-offset-beyond-tail-rejected", .must, .create, profile: .fork,
        "A fork request whose `Stream-Fork-Offset` lies beyond the tail of the source is refused.",
        permits: [
            .status(400, "the fork offset exceeds the source's tail")
        ],
        sources: [SentenceReference(267, "d62b475ea88b")]
    )

    /// `create.fork-source-missing` (MUST).
    public static let createForkSourceMissing = Requirement(
        "create.fork-source-missing", .must, .create, profile: .fork,
        "A fork request whose source does not exist is refused and creates nothing.",
        permits: [
            .status(404, "there is no stream at the path in `Stream-Forked-From`")
        ]
    )

    /// `create.fork-offset-defaults-to-tail` (MUST).
    public static let createForkOffsetDefaultsToTail = Requirement(
        "create.fork-offset-defaults-to-tail", .must, .create, profile: .fork,
        "A fork request without `Stream-Fork-Offset` inherits everything up to the source's tail at that moment.",
        permits: [
            .status(201, "a fork was created")
        ]
    )

    /// `create.fork-initial-content` (MUST).
    public static let createForkInitialContent = Requirement(
        "create.fork-initial-content", .must, .create, profile: .fork,
        "Where a fork request with a body is accepted, the body stands directly behind what the fork inherits.",
        permits: [
            .status(201, "the body is the first content of the fork's own"),
            .status(400, "the text says of no fork request that it may have a body"),
        ]
    )

    /// `create.fork-headers-without-source` (MUST).
    public static let createForkHeadersWithoutSource = Requirement(
        "create.fork-headers-without-source", .must, .create, profile: .fork,
        """
        A create request with `Stream-Fork-Offset` or `Stream-Fork-Sub-Offset` but without \
        `Stream-Forked-From` is refused, or is an ordinary create request.
        """,
        permits: [
            .status(400, "the headers are only defined together with `Stream-Forked-From`"),
            .status(201, "the headers are ignored and an ordinary stream is created"),
        ]
    )

    /// The requirements of this file in the order of the text.
    static let createForkSection: [Requirement] = [
        .createForkOffsetBeyondTailRejected, .createForkSourceMissing, .createForkOffsetDefaultsToTail,
        .createForkInitialContent, .createForkHeadersWithoutSource,
    ]
}
