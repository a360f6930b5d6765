// §7.2 Pull-wake Claim, Ack, and Release

extension Requirement {
    /// `pull-wake.event-written` (MUST).
    public static let pullWakeEventWritten = Requirement(
        "pull-wake.event-written", .must, .pullWake, profile: .subscriptions,
        "Pending work of an idle pull-wake subscription writes a wake event to its wake stream."
    )

    /// `pull-wake.event-shape` (MUST).
    public static let pullWakeEventShape = Requirement(
        "pull-wake.event-shape", .must, .pullWake, profile: .subscriptions,
        "A wake event is a JSON object with `type` `wake`, `subscription_id`, `stream`, `generation` and `ts`."
    )

    /// `pull-wake.stream-created-by-application` (MUST).
    public static let pullWakeStreamCreatedByApplication = Requirement(
        "pull-wake.stream-created-by-application", .must, .pullWake, profile: .subscriptions,
        "The wake stream is an ordinary stream that the application creates.",
        sources: [SentenceReference(1083, "035a837a2b91")],
        excluded: .bindsClients("It says what the application has to do before it subscribes.")
    )

    /// `pull-wake.claim-succeeds` (MUST).
    public static let pullWakeClaimSucceeds = Requirement(
        "pull-wake.claim-succeeds", .must, .pullWake, profile: .subscriptions,
        """
        A worker can claim a subscription with pending work and is given `wake_id`, `generation`, `token`, \
        `streams` and `lease_ttl_ms`.
        """,
        permits: [
            .status(200, "the claim succeeded")
        ]
    )

    /// `pull-wake.claim-held` (MUST).
    public static let pullWakeClaimHeld = Requirement(
        "pull-wake.claim-held", .must, .pullWake, profile: .subscriptions,
        """
        A claim while another worker holds the lease is refused, with the error code `ALREADY_CLAIMED`, the \
        holder and the generation.
        """,
        permits: [
            .status(409, "another worker holds the lease")
        ]
    )

    /// `pull-wake.ack-extends` (MUST).
    public static let pullWakeAckExtends = Requirement(
        "pull-wake.ack-extends", .must, .pullWake, profile: .subscriptions,
        "An ack without `done` applies its acks, extends the lease and keeps the claim.",
        permits: [
            .status(200, "the acks were applied")
        ]
    )

    /// `pull-wake.ack-done-releases` (MUST).
    public static let pullWakeAckDoneReleases = Requirement(
        "pull-wake.ack-done-releases", .must, .pullWake, profile: .subscriptions,
        """
        An ack with `done: true` applies its acks, releases the lease and says in `next_wake` whether more \
        work is pending.
        """,
        permits: [
            .status(200, "the acks were applied")
        ]
    )

    /// `pull-wake.release` (MUST).
    public static let pullWakeRelease = Requirement(
        "pull-wake.release", .must, .pullWake, profile: .subscriptions,
        "A worker can release its claim without acknowledging anything.",
        permits: [
            .status(204, "the lease was released")
        ]
    )

    /// `pull-wake.release-wakes-again` (MUST).
    public static let pullWakeReleaseWakesAgain = Requirement(
        "pull-wake.release-wakes-again", .must, .pullWake, profile: .subscriptions,
        "When work is pending after a release, another wake event is written.",
        sources: [SentenceReference(1171, "f85aadc5ffa2")]
    )

    /// `pull-wake.stale-fenced` (MUST).
    public static let pullWakeStaleFenced = Requirement(
        "pull-wake.stale-fenced", .must, .pullWake, profile: .subscriptions,
        "A release or ack of a wake that is over is refused with the error code `FENCED`.",
        permits: [
            .status(409, "the wake is over")
        ],
        sources: [SentenceReference(1171, "b232d99e126d")]
    )

    /// The requirements of this file in the order of the text.
    static let pullWakeSection: [Requirement] = [
        .pullWakeEventWritten, .pullWakeEventShape, .pullWakeStreamCreatedByApplication,
        .pullWakeClaimSucceeds, .pullWakeClaimHeld, .pullWakeAckExtends, .pullWakeAckDoneReleases,
        .pullWakeRelease, .pullWakeReleaseWakesAgain, .pullWakeStaleFenced,
    ]
}
