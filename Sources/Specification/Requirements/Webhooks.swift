// §7.1 Webhook Delivery and Callback

extension Requirement {
    /// `webhook.delivered` (MUST).
    public static let webhookDelivered = Requirement(
        "webhook.delivered", .must, .webhookDelivery, profile: .subscriptions,
        """
        An append to a linked stream of an idle webhook subscription sends a JSON `POST` to the URL of the \
        webhook.
        """
    )

    /// `webhook.payload` (MUST).
    public static let webhookPayload = Requirement(
        "webhook.payload", .must, .webhookDelivery, profile: .subscriptions,
        """
        The body of a delivery carries `subscription_id`, `wake_id`, `generation`, `streams`, `callback_url` \
        and `callback_token`.
        """
    )

    /// `webhook.payload-streams` (MUST).
    public static let webhookPayloadStreams = Requirement(
        "webhook.payload-streams", .must, .webhookDelivery, profile: .subscriptions,
        """
        Each stream of a delivery is given with `path`, `link_type`, `acked_offset`, `tail_offset` and \
        `has_pending`.
        """
    )

    /// `webhook.signature-header` (MUST).
    public static let webhookSignatureHeader = Requirement(
        "webhook.signature-header", .must, .webhookDelivery, profile: .subscriptions,
        """
        A delivery carries `Webhook-Signature` with a timestamp `t`, a key id `kid` and a signature \
        `ed25519` in unpadded base64url.
        """
    )

    /// `webhook.signature-verifies` (MUST).
    public static let webhookSignatureVerifies = Requirement(
        "webhook.signature-verifies", .must, .webhookDelivery, profile: .subscriptions,
        """
        The signature verifies with the published key of that `kid` over the timestamp, a full stop and the \
        exact bytes of the body.
        """
    )

    /// `webhook.receivers-verify` (SHOULD).
    public static let webhookReceiversVerify = Requirement(
        "webhook.receivers-verify", .should, .webhookDelivery, profile: .subscriptions,
        "Receivers check the signature over the raw body and refuse timestamps outside a small window.",
        sources: [SentenceReference(1037, "a4ccc4eb43e7"), SentenceReference(1481, "0a21e932a421")],
        excluded: .bindsClients("It says what a receiver should do.")
    )

    /// `webhook.done-acknowledges` (MUST).
    public static let webhookDoneAcknowledges = Requirement(
        "webhook.done-acknowledges", .must, .webhookDelivery, profile: .subscriptions,
        """
        When a webhook answers `{"done": true}`, the tail offsets of the delivery are acknowledged and the \
        lease is released.
        """,
        sources: [SentenceReference(1045, "55e0091b821d")]
    )

    /// `webhook.done-then-woken-again` (MUST).
    public static let webhookDoneThenWokenAgain = Requirement(
        "webhook.done-then-woken-again", .must, .webhookDelivery, profile: .subscriptions,
        """
        When events came after the snapshot of such a delivery, the subscription is woken again with a new \
        `wake_id` and generation.
        """,
        sources: [SentenceReference(1045, "e9fa3413fe96")]
    )

    /// `webhook.callback-succeeds` (MUST).
    public static let webhookCallbackSucceeds = Requirement(
        "webhook.callback-succeeds", .must, .webhookDelivery, profile: .subscriptions,
        """
        A callback with the current token, `wake_id` and generation applies its acks and answers with `ok` \
        and `next_wake`.
        """,
        permits: [
            .status(200, "the acks were applied")
        ]
    )

    /// `webhook.callback-token-scoped` (MUST).
    public static let webhookCallbackTokenScoped = Requirement(
        "webhook.callback-token-scoped", .must, .webhookDelivery, profile: .subscriptions,
        "A callback token is good for its subscription and generation only.",
        permits: [
            .status(401, "the token is not valid here"),
            .status(403, "the token is not valid here"),
            .status(409, "the token belongs to another generation"),
        ]
    )

    /// `webhook.callback-stale-fenced` (MUST).
    public static let webhookCallbackStaleFenced = Requirement(
        "webhook.callback-stale-fenced", .must, .webhookDelivery, profile: .subscriptions,
        "A callback with a stale `wake_id` or generation is refused with a JSON body whose error code is `FENCED`.",
        permits: [
            .status(409, "the wake is over")
        ],
        sources: [SentenceReference(1070, "ad1ca5044d3d")]
    )

    /// `webhook.retried` (MUST).
    public static let webhookRetried = Requirement(
        "webhook.retried", .must, .webhookDelivery, profile: .subscriptions,
        """
        A delivery that fails is tried again, after 1 second at first and ever more slowly, up to 60 \
        seconds, give or take 20 %.
        """
    )

    /// `webhook.retry-schedule-persistent` (MUST).
    public static let webhookRetrySchedulePersistent = Requirement(
        "webhook.retry-schedule-persistent", .must, .webhookDelivery, profile: .subscriptions,
        "The schedule of retries survives the server's unloading of the subscription.",
        sources: [SentenceReference(1079, "7ae096c366a6")],
        excluded: .notObservable("A runner cannot make a server unload a subscription or restart.")
    )

    /// The requirements of this file in the order of the text.
    static let webhooksSection: [Requirement] = [
        .webhookDelivered, .webhookPayload, .webhookPayloadStreams, .webhookSignatureHeader,
        .webhookSignatureVerifies, .webhookReceiversVerify, .webhookDoneAcknowledges,
        .webhookDoneThenWokenAgain, .webhookCallbackSucceeds, .webhookCallbackTokenScoped,
        .webhookCallbackStaleFenced, .webhookRetried, .webhookRetrySchedulePersistent,
    ]
}
