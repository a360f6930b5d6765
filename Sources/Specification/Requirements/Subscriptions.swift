// §6 Reserved Subscription APIs

extension Requirement {
    /// `subscription.prefix-routed-first` (MUST).
    public static let subscriptionPrefixRoutedFirst = Requirement(
        "subscription.prefix-routed-first", .must, .subscriptions, profile: .subscriptions,
        "Paths under the reserved prefix `__ds` reach the subscription APIs and never a stream of that name.",
        sources: [SentenceReference(826, "e966da171349")]
    )

    /// `subscription.prefix-reserved` (MUST).
    public static let subscriptionPrefixReserved = Requirement(
        "subscription.prefix-reserved", .must, .subscriptions, profile: .subscriptions,
        "No application stream lives at a path whose first segment is `__ds`.",
        permits: [
            .status(400, "the path is reserved"),
            .status(403, "the path is reserved"),
            .status(404, "there is no such control API"),
            .status(405, "the control API has no such method"),
            .status(409, "the path is reserved"),
        ]
    )

    /// The requirements of this file in the order of the text.
    static let subscriptionsSection: [Requirement] = [
        .subscriptionPrefixRoutedFirst, .subscriptionPrefixReserved,
    ]
}
