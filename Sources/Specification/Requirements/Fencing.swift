// §7.3 Generation Fencing and Leases

extension Requirement {
    /// `fence.generation-per-wake` (MUST).
    public static let fenceGenerationPerWake = Requirement(
        "fence.generation-per-wake", .must, .fencing, profile: .subscriptions,
        "The generation of a subscription increases with every wake."
    )

    /// `fence.token-required` (MUST).
    public static let fenceTokenRequired = Requirement(
        "fence.token-required", .must, .fencing, profile: .subscriptions,
        "A callback, ack or release without a bearer token that is valid for the subscription is refused.",
        permits: [
            .status(401, "the token is missing or invalid"),
            .status(403, "the token is not valid here"),
            .status(409, "the text demands a refusal and names this status for a wake that is over"),
        ],
        sources: [SentenceReference(1175, "7a12bf92f937"), SentenceReference(1477, "cb307a405cf9")]
    )

    /// `fence.token-generation` (MUST).
    public static let fenceTokenGeneration = Requirement(
        "fence.token-generation", .must, .fencing, profile: .subscriptions,
        "A callback, ack or release with the token of another generation is refused.",
        permits: [
            .status(401, "the token is not valid any more"),
            .status(403, "the token is not valid any more"),
            .status(409, "the wake is over"),
        ],
        sources: [SentenceReference(1175, "7a12bf92f937")]
    )

    /// `fence.request-generation` (MUST).
    public static let fenceRequestGeneration = Requirement(
        "fence.request-generation", .must, .fencing, profile: .subscriptions,
        "A callback, ack or release that names another generation than the current one is refused.",
        permits: [
            .status(409, "the wake is over")
        ],
        sources: [SentenceReference(1175, "7a12bf92f937")]
    )

    /// `fence.request-wake-id` (MUST).
    public static let fenceRequestWakeId = Requirement(
        "fence.request-wake-id", .must, .fencing, profile: .subscriptions,
        "A callback, ack or release that names another `wake_id` than the current one is refused.",
        permits: [
            .status(409, "the wake is over")
        ],
        sources: [SentenceReference(1175, "7a12bf92f937")]
    )

    /// `fence.refusal-moves-no-cursor` (MUST).
    public static let fenceRefusalMovesNoCursor = Requirement(
        "fence.refusal-moves-no-cursor", .must, .fencing, profile: .subscriptions,
        "A refused callback, ack or release moves no cursor and leaves the lease as it is.",
        sources: [SentenceReference(1175, "7a12bf92f937")]
    )

    /// `fence.webhook-lease` (MUST).
    public static let fenceWebhookLease = Requirement(
        "fence.webhook-lease", .must, .fencing, profile: .subscriptions,
        "The lease of a webhook delivery starts with the wake and is extended by valid callbacks."
    )

    /// `fence.pull-wake-lease` (MUST).
    public static let fencePullWakeLease = Requirement(
        "fence.pull-wake-lease", .must, .fencing, profile: .subscriptions,
        "The lease of a pull-wake worker starts with its claim and is extended by valid acks without `done`."
    )

    /// `fence.lease-expiry` (MUST).
    public static let fenceLeaseExpiry = Requirement(
        "fence.lease-expiry", .must, .fencing, profile: .subscriptions,
        "When a lease runs out, holder and token lose their rights, and pending work wakes the subscription again.",
        permits: [
            .status(409, "the wake is over"),
            .status(401, "the token is not valid any more"),
            .status(403, "the token is not valid any more"),
        ],
        sources: [SentenceReference(1182, "396fce3ae881")]
    )

    /// The requirements of this file in the order of the text.
    static let fencingSection: [Requirement] = [
        .fenceGenerationPerWake, .fenceTokenRequired, .fenceTokenGeneration, .fenceRequestGeneration,
        .fenceRequestWakeId, .fenceRefusalMovesNoCursor, .fenceWebhookLease, .fencePullWakeLease,
        .fenceLeaseExpiry,
    ]
}
