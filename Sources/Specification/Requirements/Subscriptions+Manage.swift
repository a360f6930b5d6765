// §6.3 Read or Delete a Subscription

extension Requirement {
    /// `subscription.read` (MUST).
    public static let subscriptionRead = Requirement(
        "subscription.read", .must, .subscriptionRead, profile: .subscriptions,
        """
        A `GET` returns the subscription as a JSON object with its id, type, pattern, streams, delivery, \
        lease, status, time of creation and description.
        """,
        permits: [
            .status(200, "the subscription exists")
        ]
    )

    /// `subscription.read-missing` (MUST).
    public static let subscriptionReadMissing = Requirement(
        "subscription.read-missing", .must, .subscriptionRead, profile: .subscriptions,
        "Reading a subscription that does not exist is refused.",
        permits: [
            .status(404, "there is no subscription"),
            .status(410, "the subscription was deleted"),
        ]
    )

    /// `subscription.signing-metadata` (MAY).
    public static let subscriptionSigningMetadata = Requirement(
        "subscription.signing-metadata", .may, .subscriptionRead, profile: .subscriptions,
        "A webhook subscription may be shown with metadata of the signing key.",
        sources: [SentenceReference(927, "22a13ffd46f4")],
        excluded: .permissionOnly(
            """
            The text allows it; where it is shown, `webhook.jwks-url-authoritative` says what it means.
            """)
    )

    /// `webhook.jwks-url-authoritative` (MUST).
    public static let webhookJwksUrlAuthoritative = Requirement(
        "webhook.jwks-url-authoritative", .must, .subscriptionRead, profile: .subscriptions,
        "Where signing metadata is shown, its `jwks_url` serves the key set and its `kid` names a key in it.",
        permits: [
            .status(200, "the key set is served")
        ]
    )

    /// `webhook.receivers-select-by-kid` (MUST).
    public static let webhookReceiversSelectByKid = Requirement(
        "webhook.receivers-select-by-kid", .must, .subscriptionRead, profile: .subscriptions,
        "Receivers choose the key by the `kid` of each signature.",
        sources: [SentenceReference(942, "0e6f18775889")],
        excluded: .bindsClients("It says what a receiver has to do.")
    )

    /// `subscription.status-active` (MUST).
    public static let subscriptionStatusActive = Requirement(
        "subscription.status-active", .must, .subscriptionRead, profile: .subscriptions,
        "The status of a subscription is `active` while delivery works."
    )

    /// `subscription.status-failed` (MUST).
    public static let subscriptionStatusFailed = Requirement(
        "subscription.status-failed", .must, .subscriptionRead, profile: .subscriptions,
        "The status of a subscription is `failed` while a retry is scheduled after a delivery that failed."
    )

    /// `subscription.deleted` (MUST).
    public static let subscriptionDeleted = Requirement(
        "subscription.deleted", .must, .subscriptionRead, profile: .subscriptions,
        "A `DELETE` deletes the subscription.",
        permits: [
            .status(204, "the subscription was deleted")
        ]
    )

    /// `subscription.deleted-refuses-requests` (MUST).
    public static let subscriptionDeletedRefusesRequests = Requirement(
        "subscription.deleted-refuses-requests", .must, .subscriptionRead, profile: .subscriptions,
        "A callback, ack or release for a deleted subscription fails and moves no cursor.",
        permits: [
            .status(401, "the token is not valid any more"),
            .status(403, "the token is not valid any more"),
            .status(404, "there is no subscription"),
            .status(409, "the wake is over"),
            .status(410, "the subscription was deleted"),
        ],
        sources: [SentenceReference(950, "b563d9b41509")]
    )

    /// The requirements of this file in the order of the text.
    static let subscriptionManagement: [Requirement] = [
        .subscriptionRead, .subscriptionReadMissing, .subscriptionSigningMetadata,
        .webhookJwksUrlAuthoritative, .webhookReceiversSelectByKid, .subscriptionStatusActive,
        .subscriptionStatusFailed, .subscriptionDeleted, .subscriptionDeletedRefusesRequests,
    ]
}
