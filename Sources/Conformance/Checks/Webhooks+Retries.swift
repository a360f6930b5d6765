import BlackBox
import HTTPMessage
import Specification

// §7.1 Webhook Delivery and Callback and §6.3: deliveries that fail, and subscriptions that end.

extension Check {
    static let webhookRetries: [Check] = retries + states + redirects + endings

    /// The longest wait before the first retry: 1 s and 20 % (§7.1).
    private static let firstDelay = Duration.milliseconds(1200)

    // MARK: Retries

    private static let retries: [Check] = [
        // A delivery that fails is tried again, after 1 second at first, give or take 20 %.
        Check(.webhookRetried, "service-unavailable", waits: firstDelay) { probe in
            try await probe.expectRetry(of: .failing(503))
        },

        Check(.webhookRetried, "internal-error", waits: firstDelay) { probe in
            try await probe.expectRetry(of: .failing(500))
        },

        // What a failed answer says is nothing that a receiver said.
        Check(.webhookRetried, "error-without-a-body", waits: firstDelay) { probe in
            try await probe.expectRetry(of: WebhookReply(status: .init(code: 502)))
        },

        // The retry is about the same work, and what it acknowledges is acknowledged.
        Check(.webhookRetried, "same-work", waits: firstDelay) { probe in
            let story = try await probe.createWebhook()
            story.inbox.answerNext(with: .failing(), .done)
            _ = try await story.deliverAfterWrite()
            let second = try await story.expectDelivery(2, after: firstDelay)
            second.expect("has_pending", of: story.source, is: .bool(true))
            try await story.expectCursor(at: try story.everything(of: try second.requireWake())[0].offset)
        },

        // A receiver may call back for a retry as for any delivery.
        Check(.webhookRetried, "then-a-callback", waits: firstDelay) { probe in
            let story = try await probe.createWebhook()
            story.inbox.answerNext(with: .failing())
            _ = try await story.deliverAfterWrite()
            let wake = try await story.expectDelivery(2, after: firstDelay).requireWake()
            let acks = try story.everything(of: wake)
            try await story.callback(wake, acks, isDone: true).expectSuccess()
            try await story.expectCursor(at: acks[0].offset)
        },

        // One attempt is under way at a time: work that comes while a retry is scheduled waits for it.
        Check(.webhookRetried, "not-before-its-time", waits: .milliseconds(500)) { probe in
            let story = try await probe.createWebhook(answering: .failing())
            _ = try await story.deliverAfterWrite("one")
            _ = try await story.status(reaching: "failed")
            let failed = try story.requireAnswered(1)
            try await story.source.write("two")
            try await probe.pause(.milliseconds(500))
            let (now, count) = (try probe.requireReceiver().now, story.deliveries.count)
            if now - failed < .milliseconds(750) {
                probe.expect(count == 1, "no delivery before the retry is due", observed: "\(count) deliveries")
            }
        },

        // A delivery that was taken is not repeated.
        Check(.webhookRetried, "not-after-success", waits: .milliseconds(1600)) { probe in
            let story = try await probe.createWebhook()
            _ = try await story.deliverAfterWrite()
            try await story.expectQuiet(after: 1, for: .milliseconds(1600))
        },

        Check(.webhookRetried, "until-it-succeeds", waits: .milliseconds(3600), isExhaustive: true) { probe in
            let story = try await probe.createWebhook()
            story.inbox.answerNext(with: .failing(), .failing(), .done)
            _ = try await story.deliverAfterWrite()
            try await story.expectDelivery(2, after: firstDelay)
            let third = try await story.expectDelivery(3, after: firstDelay * 2)
            try await story.expectCursor(at: try story.everything(of: try third.requireWake())[0].offset)
            try await story.expectQuiet(after: 3)
        },

        // Further attempts come ever more slowly.
        Check(.webhookRetried, "backs-off", waits: .seconds(37), isExhaustive: true) { probe in
            let gaps = try await probe.retryGaps(5)
            // Give or take 20 % each: one that is nominally longer may come a third sooner.
            probe.expect(
                zip(gaps, gaps.dropFirst()).allSatisfy { $0 * 2 <= $1 * 3 + .milliseconds(100) },
                "waits that do not get shorter", observed: "\(gaps)")
            probe.expect(gaps[4] >= gaps[0] * 2, "waits that grow exponentially", observed: "\(gaps)")
        },

        // They never come more slowly than once in 60 seconds, give or take 20 %.
        Check(.webhookRetried, "at-most-a-minute", waits: .seconds(280), isExhaustive: true) { probe in
            let gaps = try await probe.retryGaps(9)
            let limit = .seconds(72) + probe.context.patience.promptness
            probe.expect(gaps.allSatisfy { $0 <= limit }, "waits of 72 s at most", observed: "\(gaps)")
        },
    ]

    // MARK: Status

    private static let states: [Check] = [
        // The status is `failed` while a retry is scheduled after a delivery that failed.
        Check(.subscriptionStatusFailed) { probe in
            let story = try await probe.createWebhook(answering: .failing())
            _ = try await story.deliverAfterWrite()
            try await story.status(reaching: "failed").expect("status", is: .string("failed"))
        },

        Check(.subscriptionStatusFailed, "of-one-subscription") { probe in
            let story = try await probe.createWebhook(answering: .failing())
            let other = try await probe.createWebhook(to: story.source) { $0.streams = [story.source.name] }
            _ = try await story.deliverAfterWrite()
            _ = try await other.requireDelivery()
            _ = try await story.status(reaching: "failed")
            // The failures of one subscription say nothing about another.
            try await other.subscription.get().requireSuccess("reading the subscription")
                .expect("status", is: .string("active"))
        },

        // The status is `active` again once a retry succeeded.
        Check(.subscriptionStatusActive, "after-a-retry", waits: firstDelay) { probe in
            let story = try await probe.createWebhook()
            story.inbox.answerNext(with: .failing())
            _ = try await story.deliverAfterWrite()
            _ = try await story.requireDelivery(2, after: firstDelay)
            try await story.status(reaching: "active").expect("status", is: .string("active"))
        },

        Check(.subscriptionStatusActive, "webhook") { probe in
            let story = try await probe.createWebhook()
            let wish = try await story.subscription.get().requireSuccess("reading the subscription")
            wish.expect("status", is: .string("active"))
            let wake = try await story.wakeAfterWrite()
            try await story.requireDone(wake)
            try await story.subscription.get().requireSuccess("reading the subscription")
                .expect("status", is: .string("active"))
        },
    ]

    // MARK: Redirects

    private static let redirects: [Check] = [
        // A redirect leads a delivery to no address whose URL would be refused.
        Check(.securityWebhookRedirects, "temporary", waits: PullWake.quiet) { probe in
            try await probe.expectNotRedirected(307)
        },

        Check(.securityWebhookRedirects, "permanent", waits: PullWake.quiet) { probe in
            try await probe.expectNotRedirected(308)
        },

        Check(.securityWebhookRedirects, "found", waits: PullWake.quiet) { probe in
            try await probe.expectNotRedirected(302)
        },
    ]

    // MARK: Deletion

    private static let endings: [Check] = [
        // A callback for a deleted subscription fails and moves no cursor.
        Check(.subscriptionDeletedRefusesRequests, "callback") { probe in
            let story = try await probe.createWebhook()
            let wake = try await story.wakeAfterWrite()
            try await story.subscription.delete().requireSuccess("deleting the subscription")
            try await story.callback(wake, try story.everything(of: wake)).expectPermittedStatus()
            try await story.callback(wake, isDone: true).expectPermittedStatus()
        },

        // Not even for a later subscription of the same name.
        Check(.subscriptionDeletedRefusesRequests, "callback-after-another-creation") { probe in
            let story = try await probe.createWebhook()
            let old = try await story.wakeAfterWrite()
            try await story.subscription.delete().requireSuccess("deleting the subscription")
            try await story.subscription.put(story.wish).requireSuccess("creating a subscription again")
            let new = try await story.wakeAfterWrite("more work", delivery: 2)
            let before = try await story.cursor()
            try await story.callback(old, try story.everything(of: new), isDone: true).expectPermittedStatus()
            let after = try await story.cursor()
            probe.expect(after == before, "the cursor at \(before)", observed: after)
        },

        // A deleted subscription delivers nothing any more, and forgets what it had under way.
        Check(.subscriptionDeleted, "no-more-deliveries", waits: PullWake.quiet) { probe in
            let story = try await probe.createWebhook()
            try await story.subscription.get().requireSubscription()
            try await story.subscription.delete().expectPermittedStatus()
            try await story.source.write("nobody's work")
            try await story.expectQuiet(after: 0)
        },

        Check(.subscriptionDeleted, "no-more-retries", waits: .milliseconds(1600)) { probe in
            let story = try await probe.createWebhook(answering: .failing())
            _ = try await story.deliverAfterWrite()
            _ = try await story.status(reaching: "failed")
            let count = story.deliveries.count
            try await story.subscription.delete().expectPermittedStatus()
            try await story.expectQuiet(after: count, for: .milliseconds(1600))
        },

        Check(.subscriptionDeleted, "during-a-delivery", waits: PullWake.quiet) { probe in
            let story = try await probe.createWebhook(answering: .held)
            _ = try await story.deliverAfterWrite()
            try await story.source.write("more work")
            try await story.subscription.delete().expectPermittedStatus()
            story.inbox.answerAll(with: .taken)
            story.inbox.answer(0, with: .done)
            try await story.expectQuiet(after: 1)
            try await story.subscription.get().expectRefused()
        },
    ]
}

extension Webhook {
    /// When a delivery was answered, by its number from one; inconclusive while it is not.
    fileprivate func requireAnswered(_ count: Int) throws -> Duration {
        guard let time = inbox.received[count - 1].answeredAt else {
            throw Interruption.preconditionUnmet("a delivery was not answered yet")
        }
        return time
    }

    /// How long after the answer to one delivery the next one came.
    fileprivate func gap(after count: Int) throws -> Duration {
        inbox.received[count].arrival - (try requireAnswered(count))
    }
}

extension Probe {
    /// Has the first delivery answered so, and expects another one about a second later.
    fileprivate func expectRetry(of reply: WebhookReply) async throws {
        let story = try await createWebhook()
        story.inbox.answerNext(with: reply)
        _ = try await story.deliverAfterWrite()
        let second = try await story.expectDelivery(2, after: .milliseconds(1200))
        let gap = try story.gap(after: 1)
        // 0.8 s, and a clock that ticks seldom.
        second.expect(gap >= .milliseconds(750), "a retry after 0.8 s or more", observed: "one after \(gap)")
    }

    /// How long the server waits before each of so many retries of a delivery that always fails.
    fileprivate func retryGaps(_ count: Int) async throws -> [Duration] {
        let story = try await createWebhook(lease: 600_000, answering: .failing())
        _ = try await story.deliverAfterWrite()
        var gaps: [Duration] = []
        for number in 1...count {
            try await story.expectDelivery(number + 1, after: .seconds(72))
            gaps.append(try story.gap(after: number))
        }
        return gaps
    }

    /// Has a delivery redirected to an address of the local network that no webhook may have, and expects nothing to
    /// come there.
    ///
    /// 0.0.0.0 is the target's own machine, and nothing that the exception for development names (§6.2).
    fileprivate func expectNotRedirected(_ status: Int) async throws {
        let story = try await createWebhook()
        guard let url = story.wish.webhookURL.flatMap({ try? BaseURL($0) }), url.scheme == "http",
            url.host == "localhost" || url.host.hasPrefix("127.")
        else { throw notApplicable("only on the target's own machine can be seen where a redirect leads it") }
        let trap = try await createWebhook()
        let location = "http://0.0.0.0:\(url.port)\(trap.inbox.path)"
        story.inbox.answerNext(
            with: WebhookReply(status: .init(code: status), headerFields: [.location: location]))
        _ = try await story.deliverAfterWrite()
        try await pause(PullWake.quiet)
        let led = trap.deliveries.first
        (led ?? story.deliveries[0]).expect(
            led == nil, "no request to \(location)", observed: "a \(led?.received.request.method ?? .get) there")
    }
}
