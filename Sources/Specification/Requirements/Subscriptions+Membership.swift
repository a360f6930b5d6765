// §6.4 Explicit Stream Membership

extension Requirement {
    /// `subscription.streams-added` (MUST).
    public static let subscriptionStreamsAdded = Requirement(
        "subscription.streams-added", .must, .subscriptionMembership, profile: .subscriptions,
        "Streams can be added to a subscription, and its pattern stays as it is.",
        permits: [
            .status(204, "the streams are linked")
        ]
    )

    /// `subscription.streams-added-at-tail` (MUST).
    public static let subscriptionStreamsAddedAtTail = Requirement(
        "subscription.streams-added-at-tail", .must, .subscriptionMembership, profile: .subscriptions,
        "A stream added to a subscription is linked at its tail."
    )

    /// `subscription.streams-added-again` (MUST).
    public static let subscriptionStreamsAddedAgain = Requirement(
        "subscription.streams-added-again", .must, .subscriptionMembership, profile: .subscriptions,
        "Adding a stream that is linked already succeeds and leaves its cursor alone.",
        permits: [
            .status(204, "nothing had to be done")
        ]
    )

    /// `subscription.streams-removed` (MUST).
    public static let subscriptionStreamsRemoved = Requirement(
        "subscription.streams-removed", .must, .subscriptionMembership, profile: .subscriptions,
        "An explicit link can be removed, its path percent-encoded in the URL, slashes included.",
        permits: [
            .status(204, "the link is gone")
        ]
    )

    /// `subscription.streams-removed-again` (MUST).
    public static let subscriptionStreamsRemovedAgain = Requirement(
        "subscription.streams-removed-again", .must, .subscriptionMembership, profile: .subscriptions,
        "Removing a link that is not there succeeds.",
        permits: [
            .status(204, "nothing had to be done")
        ]
    )

    /// The requirements of this file in the order of the text.
    static let subscriptionMembershipSection: [Requirement] = [
        .subscriptionStreamsAdded, .subscriptionStreamsAddedAtTail, .subscriptionStreamsAddedAgain,
        .subscriptionStreamsRemoved, .subscriptionStreamsRemovedAgain,
    ]
}
