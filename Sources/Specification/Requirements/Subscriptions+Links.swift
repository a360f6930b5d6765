// §6.1 Subscription Addressing

extension Requirement {
    /// `subscription.root-relative-paths` (MUST).
    public static let subscriptionRootRelativePaths = Requirement(
        "subscription.root-relative-paths", .must, .subscriptionAddressing, profile: .subscriptions,
        "Stream paths in the bodies of subscription requests and answers are relative to the stream root."
    )

    /// `subscription.cursor-per-stream` (MUST).
    public static let subscriptionCursorPerStream = Requirement(
        "subscription.cursor-per-stream", .must, .subscriptionAddressing, profile: .subscriptions,
        "A subscription has one cursor for each of its streams, shown as `path`, `link_type` and `acked_offset`."
    )

    /// `subscription.explicit-takes-precedence` (MUST).
    public static let subscriptionExplicitTakesPrecedence = Requirement(
        "subscription.explicit-takes-precedence", .must, .subscriptionAddressing, profile: .subscriptions,
        "A stream linked both explicitly and by the pattern is shown once, as `explicit`."
    )

    /// `subscription.explicit-removal-keeps-glob` (MUST).
    public static let subscriptionExplicitRemovalKeepsGlob = Requirement(
        "subscription.explicit-removal-keeps-glob", .must, .subscriptionAddressing, profile: .subscriptions,
        "When the explicit link of such a stream is removed, its link by the pattern remains."
    )

    /// The requirements of this file in the order of the text.
    static let subscriptionLinks: [Requirement] = [
        .subscriptionRootRelativePaths, .subscriptionCursorPerStream, .subscriptionExplicitTakesPrecedence,
        .subscriptionExplicitRemovalKeepsGlob,
    ]
}
