extension Requirement {
    /// Every requirement, in the order of the text.
    public static let all: [Requirement] = [
        overviewSection,
        modelSection,
        closureSection,
        forkSection,
        forkLifecycle,
        createSection,
        createForkSection,
        expirySection,
        appendSection,
        appendSequence,
        appendClosure,
        producersSection,
        producersEpochs,
        closeSection,
        deleteSection,
        headSection,
        catchUpSection,
        longPollSection,
        sseSection,
        sseControl,
        subscriptionsSection,
        subscriptionLinks,
        subscriptionCreation,
        subscriptionManagement,
        subscriptionMembershipSection,
        webhookKeysSection,
        deliverySection,
        webhooksSection,
        pullWakeSection,
        fencingSection,
        offsetsSection,
        offsetsNow,
        contentTypesSection,
        jsonSection,
        cachingSection,
        extensionsSection,
        securitySection,
        ianaSection,
    ].flatMap { $0 }

    /// The requirement with this id, or `nil` when no requirement has it.
    public static func named(_ id: ID) -> Requirement? { byID[id] }

    private static let byID: [ID: Requirement] = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
}
