// §7 Subscription Delivery

extension Requirement {
    /// `subscription.pending-work-wakes` (MUST).
    public static let subscriptionPendingWorkWakes = Requirement(
        "subscription.pending-work-wakes", .must, .delivery, profile: .subscriptions,
        "A linked stream whose tail moves past its acknowledged offset wakes an idle subscription."
    )

    /// `subscription.single-wake` (MUST).
    public static let subscriptionSingleWake = Requirement(
        "subscription.single-wake", .must, .delivery, profile: .subscriptions,
        "While a wake is in flight or a lease is held, further pending work makes no second wake."
    )

    /// `subscription.generation-increases` (MUST).
    public static let subscriptionGenerationIncreases = Requirement(
        "subscription.generation-increases", .must, .delivery, profile: .subscriptions,
        "Each wake has a higher generation than the wake before it."
    )

    /// `subscription.wake-id-unique` (MUST).
    public static let subscriptionWakeIdUnique = Requirement(
        "subscription.wake-id-unique", .must, .delivery, profile: .subscriptions,
        "Each wake has a `wake_id` of its own."
    )

    /// `subscription.acks-inclusive` (MUST).
    public static let subscriptionAcksInclusive = Requirement(
        "subscription.acks-inclusive", .must, .delivery, profile: .subscriptions,
        "Acknowledging an offset means that everything up to it was processed: work is pending only behind it."
    )

    /// The requirements of this file in the order of the text.
    static let deliverySection: [Requirement] = [
        .subscriptionPendingWorkWakes, .subscriptionSingleWake, .subscriptionGenerationIncreases,
        .subscriptionWakeIdUnique, .subscriptionAcksInclusive,
    ]
}
