extension Check {
    /// Every check, in the order of the protocol's text.
    public static let all: [Check] = inTextOrder(
        model,
        closure,
        fork,
        forkSubOffsets,
        forkSeparate,
        forkExpiry,
        forkWriters,
        forkLifecycle,
        forkRequests,
        create,
        expiry,
        append,
        producers,
        close,
        delete,
        metadata,
        catchUp,
        longPoll,
        sse,
        sseControl,
        sseClosure,
        offsets,
        contentTypes,
        json,
        caching,
        readingOfForks,
        forkLive,
        security,
        securityURLs,
        securityFields,
        securityTokens,
        securityAccess,
        subscriptions,
        subscriptionCreation,
        subscriptionMembership,
        subscriptionManagement,
        delivery,
        pullWake,
        webhooks,
        webhookSignatures,
        webhooksDone,
        webhookCallbacks,
        webhookRetries,
        fencing,
        fencingOfWebhooks
    )

    private static func inTextOrder(_ lists: [Check]...) -> [Check] {
        lists.joined().enumerated()
            .sorted {
                ($0.element.requirement.section, $0.offset) < ($1.element.requirement.section, $1.offset)
            }
            .map(\.element)
    }
}
