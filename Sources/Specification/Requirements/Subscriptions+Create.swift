// §6.2 Create or Re-confirm a Subscription

extension Requirement {
    /// `subscription.created` (MUST).
    public static let subscriptionCreated = Requirement(
        "subscription.created", .must, .subscriptionCreate, profile: .subscriptions,
        "A `PUT` with a valid configuration creates a subscription.",
        permits: [
            .status(201, "a subscription was created")
        ]
    )

    /// `subscription.reconfirmed` (MUST).
    public static let subscriptionReconfirmed = Requirement(
        "subscription.reconfirmed", .must, .subscriptionCreate, profile: .subscriptions,
        "Repeating the request with the same configuration succeeds and changes nothing.",
        permits: [
            .status(200, "the subscription exists with the same configuration")
        ],
        sources: [SentenceReference(885, "60de0bfc7332")]
    )

    /// `subscription.other-configuration-conflicts` (MUST).
    public static let subscriptionOtherConfigurationConflicts = Requirement(
        "subscription.other-configuration-conflicts", .must, .subscriptionCreate, profile: .subscriptions,
        """
        A request for an existing subscription with another type, pattern, list of streams, delivery, lease \
        or description is refused.
        """,
        permits: [
            .status(409, "the configuration differs")
        ],
        sources: [SentenceReference(885, "60de0bfc7332")]
    )

    /// `subscription.streams-normalised` (SHOULD).
    public static let subscriptionStreamsNormalised = Requirement(
        "subscription.streams-normalised", .should, .subscriptionCreate, profile: .subscriptions,
        "The order of `streams` does not matter to the comparison of configurations.",
        permits: [
            .status(200, "the normalised configuration is the same")
        ],
        sources: [SentenceReference(885, "60de0bfc7332")]
    )

    /// `subscription.configuration-hashed` (MUST).
    public static let subscriptionConfigurationHashed = Requirement(
        "subscription.configuration-hashed", .must, .subscriptionCreate, profile: .subscriptions,
        "Configurations are compared by the hash of their normalised form.",
        sources: [SentenceReference(885, "60de0bfc7332")],
        excluded: .notObservable(
            """
            How a server compares is not visible; the results of the comparison are demanded separately.
            """)
    )

    /// `subscription.type-required` (MUST).
    public static let subscriptionTypeRequired = Requirement(
        "subscription.type-required", .must, .subscriptionCreate, profile: .subscriptions,
        "A request without a type, or with another than `webhook` and `pull-wake`, is refused.",
        permits: [
            .status(400, "the request is invalid"),
            .status(422, "the request is well-formed and cannot be processed"),
        ]
    )

    /// `subscription.pattern-or-streams-required` (MUST).
    public static let subscriptionPatternOrStreamsRequired = Requirement(
        "subscription.pattern-or-streams-required", .must, .subscriptionCreate, profile: .subscriptions,
        "A request with neither `pattern` nor `streams` is refused.",
        permits: [
            .status(400, "the request is invalid"),
            .status(422, "the request is well-formed and cannot be processed"),
        ],
        sources: [SentenceReference(875, "a46902233067")]
    )

    /// `subscription.webhook-url-required` (MUST).
    public static let subscriptionWebhookUrlRequired = Requirement(
        "subscription.webhook-url-required", .must, .subscriptionCreate, profile: .subscriptions,
        "A webhook subscription without a URL is refused.",
        permits: [
            .status(400, "the request is invalid"),
            .status(422, "the request is well-formed and cannot be processed"),
        ]
    )

    /// `subscription.wake-stream-required` (MUST).
    public static let subscriptionWakeStreamRequired = Requirement(
        "subscription.wake-stream-required", .must, .subscriptionCreate, profile: .subscriptions,
        "A pull-wake subscription without a wake stream is refused.",
        permits: [
            .status(400, "the request is invalid"),
            .status(422, "the request is well-formed and cannot be processed"),
        ]
    )

    /// `subscription.lease-range` (MUST).
    public static let subscriptionLeaseRange = Requirement(
        "subscription.lease-range", .must, .subscriptionCreate, profile: .subscriptions,
        "A lease lasts from 1 second to 10 minutes: a duration outside is refused or brought into the range.",
        permits: [
            .status(400, "the request is invalid"),
            .status(422, "the request is well-formed and cannot be processed"),
            .status(201, "the subscription has the nearest duration of the range"),
        ]
    )

    /// `subscription.lease-default` (MUST).
    public static let subscriptionLeaseDefault = Requirement(
        "subscription.lease-default", .must, .subscriptionCreate, profile: .subscriptions,
        "A subscription created without a lease duration has 30 seconds.",
        permits: [
            .status(201, "a subscription was created")
        ]
    )

    /// `subscription.glob-one-segment` (MUST).
    public static let subscriptionGlobOneSegment = Requirement(
        "subscription.glob-one-segment", .must, .subscriptionCreate, profile: .subscriptions,
        "In a pattern, `*` stands for exactly one segment of a path."
    )

    /// `subscription.glob-many-segments` (MUST).
    public static let subscriptionGlobManySegments = Requirement(
        "subscription.glob-many-segments", .must, .subscriptionCreate, profile: .subscriptions,
        "In a pattern, `**` stands for any number of segments, none included."
    )

    /// `subscription.no-shared-secret` (MUST NOT).
    public static let subscriptionNoSharedSecret = Requirement(
        "subscription.no-shared-secret", .mustNot, .subscriptionCreate, profile: .subscriptions,
        "No answer about a webhook subscription contains a shared signing secret.",
        sources: [SentenceReference(887, "27d915699f4a")]
    )

    /// `webhook.url-https` (MUST).
    public static let webhookUrlHttps = Requirement(
        "webhook.url-https", .must, .subscriptionCreate, profile: .subscriptions,
        "The URL of a webhook has the scheme `https`, but for the exception for local development.",
        permits: [
            .status(400, "the URL is not allowed"),
            .status(403, "the URL is not allowed"),
            .status(422, "the URL is not allowed"),
        ],
        sources: [
            SentenceReference(889, "35b10cbc27bc"),
            SentenceReference(891, "0cd9ef6c8197"),
            SentenceReference(1468, "379faac5e455"),
            SentenceReference(1470, "92542021383f"),
        ]
    )

    /// `webhook.url-localhost` (MAY).
    public static let webhookUrlLocalhost = Requirement(
        "webhook.url-localhost", .may, .subscriptionCreate, profile: .subscriptions,
        "For development a server may accept `http` URLs of the local host.",
        permits: [
            .status(201, "the server makes the exception"),
            .status(400, "the server makes none"),
        ],
        sources: [SentenceReference(892, "4d1fa8622e6c"), SentenceReference(1470, "92542021383f")],
        excluded: .permissionOnly("It is the exception that the rules for URLs allow.")
    )

    /// `webhook.url-local-targets-rejected` (MUST).
    public static let webhookUrlLocalTargetsRejected = Requirement(
        "webhook.url-local-targets-rejected", .must, .subscriptionCreate, profile: .subscriptions,
        """
        URLs of private, link-local, loopback and other local networks are refused, but for the exception \
        for local development.
        """,
        permits: [
            .status(400, "the URL is not allowed"),
            .status(403, "the URL is not allowed"),
            .status(422, "the URL is not allowed"),
        ],
        sources: [
            SentenceReference(889, "35b10cbc27bc"),
            SentenceReference(893, "801c6886fb2f"),
            SentenceReference(1468, "379faac5e455"),
        ]
    )

    /// `subscription.backfill` (MUST).
    public static let subscriptionBackfill = Requirement(
        "subscription.backfill", .must, .subscriptionCreate, profile: .subscriptions,
        "Creating a subscription with a pattern links the existing streams that match.",
        sources: [SentenceReference(895, "a281a75782ff")]
    )

    /// `subscription.backfill-at-tail` (MUST).
    public static let subscriptionBackfillAtTail = Requirement(
        "subscription.backfill-at-tail", .must, .subscriptionCreate, profile: .subscriptions,
        "Streams that exist when they are linked are linked at their tail: what they held before wakes nobody."
    )

    /// `subscription.later-streams-linked` (MUST).
    public static let subscriptionLaterStreamsLinked = Requirement(
        "subscription.later-streams-linked", .must, .subscriptionCreate, profile: .subscriptions,
        """
        A stream that first appears after the subscription and matches its pattern is linked in front of the \
        append that revealed it, which wakes the subscription.
        """
    )

    /// The requirements of this file in the order of the text.
    static let subscriptionCreation: [Requirement] = [
        .subscriptionCreated, .subscriptionReconfirmed, .subscriptionOtherConfigurationConflicts,
        .subscriptionStreamsNormalised, .subscriptionConfigurationHashed, .subscriptionTypeRequired,
        .subscriptionPatternOrStreamsRequired, .subscriptionWebhookUrlRequired,
        .subscriptionWakeStreamRequired, .subscriptionLeaseRange, .subscriptionLeaseDefault,
        .subscriptionGlobOneSegment, .subscriptionGlobManySegments, .subscriptionNoSharedSecret,
        .webhookUrlHttps, .webhookUrlLocalhost, .webhookUrlLocalTargetsRejected, .subscriptionBackfill,
        .subscriptionBackfillAtTail, .subscriptionLaterStreamsLinked,
    ]
}
