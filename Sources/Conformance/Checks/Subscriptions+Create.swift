import HTTPMessage
import Specification

// §6.2 Create or Re-confirm a Subscription. Which streams become linked is in Subscriptions+Links.swift.

extension Check {
    static let subscriptionCreation: [Check] =
        creatingSubscriptions + confirmingSubscriptions + conflictingSubscriptions + invalidSubscriptions
        + subscriptionLeases + webhookURLs

    // MARK: Creating

    private static let creatingSubscriptions: [Check] = [
        // A `PUT` with a valid configuration creates a subscription.
        Check(.subscriptionCreated, "streams") { probe in
            let (source, wakes) = (try await probe.createStream(), try await probe.createJSONStream())
            try await probe.expectCreated(SubscriptionWish(streams: [source.name], wakeStream: wakes.name))
        },

        Check(.subscriptionCreated, "pattern") { probe in
            let wakes = try await probe.createJSONStream()
            try await probe.expectCreated(
                SubscriptionWish(pattern: "\(probe.unusedDirectory().name)/*", wakeStream: wakes.name))
        },

        Check(.subscriptionCreated, "everything") { probe in
            let (source, wakes) = (try await probe.createStream(), try await probe.createJSONStream())
            try await probe.expectCreated(
                SubscriptionWish(
                    pattern: "\(probe.unusedDirectory().name)/**", streams: [source.name], wakeStream: wakes.name,
                    lease: 45_000, description: "größer \"than\" \\ \u{1F30A}\n"))
        },

        Check(.subscriptionCreated, "many-at-once") { probe in
            let story = try await probe.createPullWake()
            _ = try await probe.concurrently(10) { _ in
                let subscription = probe.unusedSubscription()
                try await subscription.put(story.wish).expectPermittedStatus()
                try await subscription.get().requireSubscription()
            }
        },

        Check(.subscriptionCreated, "once-only") { probe in
            let story = try await probe.createPullWake()
            let subscription = probe.unusedSubscription()
            let answers = try await probe.concurrently(10) { _ in try await subscription.put(story.wish) }
            let created = answers.filter { $0.status == 201 }.count
            probe.expect(created == 1, "one of ten equal requests to create", observed: "\(created)")
            try await subscription.get().requireSubscription()
        },
    ]

    // MARK: Re-confirming

    private static let confirmingSubscriptions: [Check] = [
        // Repeating the request with the same configuration succeeds and changes nothing.
        Check(.subscriptionReconfirmed) { probe in
            let story = try await probe.createFull()
            let before = try await story.subscription.get().requireSubscription().shownConfiguration
            try await story.subscription.put(story.wish).expectPermittedStatus()
            let after = try await story.subscription.get()
            after.expect(after.shownConfiguration == before, "what was there before", observed: after.text)
        },

        Check(.subscriptionReconfirmed, "other-spelling") { probe in
            let story = try await probe.createFull()
            try await story.subscription.put(story.wish.respelled).expectPermittedStatus()
            try await story.subscription.get().requireSubscription()
        },

        Check(.subscriptionReconfirmed, "webhook") { probe in
            let (subscription, wish, created) = try await probe.createAnyWebhook()
            let again = try await subscription.put(wish).expectPermittedStatus()
            for member in ["type", "streams", "webhook", "created_at"] {
                again.expect(member, is: created.json?[member] ?? .null)
            }
        },

        Check(.subscriptionReconfirmed, "pending-work-stays") { probe in
            let story = try await probe.createPullWake()
            try await story.source.write("some work")
            let wake = try await story.requireWake()
            try await story.subscription.put(story.wish).expectPermittedStatus()
            let claim = try await story.requireClaim()
            claim.reply.expect(
                claim.entry(of: story.source)?["has_pending"]?.bool == true, "work that is still pending",
                observed: "\(claim.entry(of: story.source) ?? .null)")
            claim.reply.expect("generation", is: wake["generation"] ?? .null)
        },

        Check(.subscriptionReconfirmed, "lease-stays") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            try await story.subscription.put(story.wish).expectPermittedStatus()
            try await story.subscription.ack(claim, try story.everything(of: claim), isDone: true).expectSuccess()
        },

        // The order of `streams` does not matter to the comparison of configurations.
        Check(.subscriptionStreamsNormalised) { probe in
            let (first, second) = (try await probe.createStream(), try await probe.createStream())
            let story = try await probe.createPullWake(to: first) { $0.streams = [first.name, second.name] }
            try await story.subscription.put(story.wish.with { $0.streams = [second.name, first.name] })
                .expectPermittedStatus()
            try await story.subscription.get().requireSubscription()
        },
    ]

    // MARK: Conflicts

    private static let conflictingSubscriptions: [Check] = [
        // A request for an existing subscription with another configuration is refused and changes nothing.
        Check(.subscriptionOtherConfigurationConflicts, "pattern") { probe in
            try await probe.createFull().expectConflict { $0.pattern = ($0.pattern ?? "") + "/other" }
        },

        Check(.subscriptionOtherConfigurationConflicts, "no-pattern") { probe in
            try await probe.createFull().expectConflict { $0.pattern = nil }
        },

        Check(.subscriptionOtherConfigurationConflicts, "more-streams") { probe in
            let other = try await probe.createStream()
            try await probe.createFull().expectConflict { $0.streams?.append(other.name) }
        },

        Check(.subscriptionOtherConfigurationConflicts, "other-streams") { probe in
            let other = try await probe.createStream()
            try await probe.createFull().expectConflict { $0.streams = [other.name] }
        },

        Check(.subscriptionOtherConfigurationConflicts, "no-streams") { probe in
            try await probe.createFull().expectConflict { $0.streams = nil }
        },

        Check(.subscriptionOtherConfigurationConflicts, "wake-stream") { probe in
            let other = try await probe.createJSONStream()
            try await probe.createFull().expectConflict { $0.wakeStream = other.name }
        },

        Check(.subscriptionOtherConfigurationConflicts, "webhook-url") { probe in
            let (subscription, wish, _) = try await probe.createAnyWebhook()
            try await subscription.put(wish.with { $0.webhookURL? += "-of-another" }).expectPermittedStatus()
            let shown = try await subscription.get()
            let url = shown.json?["webhook"]?["url"]?.text
            shown.expect(url == wish.webhookURL, "the url \(wish.webhookURL ?? "")", observed: url ?? "none")
        },

        Check(.subscriptionOtherConfigurationConflicts, "type") { probe in
            let (subscription, wish, _) = try await probe.createAnyWebhook()
            let wakes = try await probe.createJSONStream()
            let other = SubscriptionWish(streams: wish.streams, wakeStream: wakes.name)
            try await subscription.put(other).expectPermittedStatus()
            try await subscription.get().expect("type", is: .string("webhook"))
        },

        Check(.subscriptionOtherConfigurationConflicts, "lease") { probe in
            try await probe.createFull().expectConflict { $0.lease = 45_001 }
        },

        Check(.subscriptionOtherConfigurationConflicts, "description") { probe in
            try await probe.createFull().expectConflict { $0.description = "Another description" }
        },

        Check(.subscriptionOtherConfigurationConflicts, "description-case") { probe in
            try await probe.createFull().expectConflict { $0.description = $0.description?.uppercased() }
        },

        Check(.subscriptionOtherConfigurationConflicts, "no-description") { probe in
            try await probe.createFull().expectConflict { $0.description = nil }
        },
    ]

    // MARK: What is invalid

    private static let invalidSubscriptions: [Check] = [
        // A request without a type, or with another than the two, is refused.
        Check(.subscriptionTypeRequired, "none") { probe in
            try await probe.expectInvalid { $0.type = nil }
        },

        Check(.subscriptionTypeRequired, "unknown") { probe in
            try await probe.expectInvalid { $0.type = "carrier-pigeon" }
        },

        Check(.subscriptionTypeRequired, "empty") { probe in
            try await probe.expectInvalid { $0.type = "" }
        },

        // A request with neither a pattern nor streams is refused.
        Check(.subscriptionPatternOrStreamsRequired) { probe in
            try await probe.expectInvalid { $0.streams = nil }
        },

        // A webhook subscription without a URL is refused.
        Check(.subscriptionWebhookUrlRequired) { probe in
            try await probe.expectInvalid { wish in
                wish.type = "webhook"
                wish.wakeStream = nil
            }
        },

        Check(.subscriptionWebhookUrlRequired, "beside-a-wake-stream") { probe in
            try await probe.expectInvalid { $0.type = "webhook" }
        },

        // A pull-wake subscription without a wake stream is refused.
        Check(.subscriptionWakeStreamRequired) { probe in
            try await probe.expectInvalid { $0.wakeStream = nil }
        },

        Check(.subscriptionWakeStreamRequired, "beside-a-url") { probe in
            try await probe.expectInvalid { wish in
                wish.wakeStream = nil
                wish.webhookURL = "https://example.com/hook"
            }
        },
    ]

    // MARK: Leases

    private static let subscriptionLeases: [Check] = [
        // A lease lasts from 1 second to 10 minutes; what lies outside is refused or brought into the range.
        Check(.subscriptionLeaseRange, "too-short") { probe in try await probe.expectLease(999, nearest: 1000) },

        Check(.subscriptionLeaseRange, "too-long") { probe in try await probe.expectLease(600_001, nearest: 600_000) },

        Check(.subscriptionLeaseRange, "zero") { probe in try await probe.expectLease(0, nearest: 1000) },

        Check(.subscriptionLeaseRange, "negative") { probe in try await probe.expectLease(-30_000, nearest: 1000) },

        Check(.subscriptionLeaseRange, "enormous") { probe in
            try await probe.expectLease(9_007_199_254_740_991, nearest: 600_000)
        },

        Check(.subscriptionCreated, "shortest-lease") { probe in try await probe.expectKept(lease: 1000) },

        Check(.subscriptionCreated, "longest-lease") { probe in try await probe.expectKept(lease: 600_000) },

        // A subscription created without a lease duration has 30 seconds.
        Check(.subscriptionLeaseDefault) { probe in
            let story = try await probe.createPullWake()
            try await story.subscription.get().requireSuccess("reading the subscription")
                .expect("lease_ttl_ms", is: .number(JSONNumber(30_000)))
        },

        Check(.subscriptionLeaseDefault, "claimed") { probe in
            let claim = try await probe.createPullWake().claimAfterWrite()
            claim.reply.expect("lease_ttl_ms", is: .number(JSONNumber(30_000)))
        },
    ]
}

extension Probe {
    /// A wish that can be granted.
    private func makeWish() async throws -> SubscriptionWish {
        let (source, wakes) = (try await createStream(), try await createJSONStream())
        return SubscriptionWish(streams: [source.name], wakeStream: wakes.name)
    }

    /// A subscription with every member there is.
    fileprivate func createFull() async throws -> PullWake {
        let source = try await createStream()
        return try await createPullWake(to: source) { wish in
            wish.pattern = "\(unusedDirectory().name)/*"
            wish.streams = [source.name]
            wish.lease = 45_000
            wish.description = "A description"
        }
    }

    /// Expects a subscription to come into being.
    fileprivate func expectCreated(_ wish: SubscriptionWish) async throws {
        let subscription = unusedSubscription()
        try await subscription.put(wish).expectPermittedStatus()
        let shown = try await subscription.get().expectSuccess().requireSubscription()
        shown.expect("type", is: .string("pull-wake"))
        for stream in wish.streams ?? [] {
            shown.expect(
                shown.links.contains { $0["path"]?.text == stream }, "a link to \(stream)", observed: shown.text)
        }
    }

    /// Expects a wish not to be granted after a change, and no subscription to be there.
    fileprivate func expectInvalid(_ change: (inout SubscriptionWish) -> Void) async throws {
        let wish = try await makeWish()
        let subscription = unusedSubscription()
        try await subscription.put(wish.with(change)).expectPermittedStatus()
        try await subscription.get().expectRefused()
        try await subscription.put(wish).requireSuccess("creating a subscription as it should be")
    }

    /// Expects a lease outside the range to be refused or to become the nearest one inside.
    fileprivate func expectLease(_ lease: Int64, nearest: Int64) async throws {
        let wish = try await makeWish()
        let subscription = unusedSubscription()
        let reply = try await subscription.put(wish.with { $0.lease = lease }).expectPermittedStatus()
        let shown = try await subscription.get()
        if reply.isSuccess {
            shown.expect("lease_ttl_ms", is: .number(JSONNumber(nearest)))
        } else {
            shown.expectRefused()
        }
    }

    /// Expects a lease at the end of the range to be taken as it is.
    fileprivate func expectKept(lease: Int64) async throws {
        let wish = try await makeWish()
        let subscription = unusedSubscription()
        try await subscription.put(wish.with { $0.lease = lease }).expectPermittedStatus()
        try await subscription.get().requireSubscription().expect("lease_ttl_ms", is: .number(JSONNumber(lease)))
    }
}

extension PullWake {
    /// Expects another configuration to be refused, and the one there is to stay.
    fileprivate func expectConflict(_ change: (inout SubscriptionWish) -> Void) async throws {
        let before = try await subscription.get().requireSubscription().shownConfiguration
        try await subscription.put(wish.with(change)).expectPermittedStatus()
        let after = try await subscription.get()
        after.expect(after.shownConfiguration == before, "what was there before", observed: after.text)
    }
}

extension Reply {
    /// The members of a subscription that do not change by themselves (§6.3).
    fileprivate var shownConfiguration: [JSONValue?] {
        ["type", "pattern", "streams", "wake_stream", "lease_ttl_ms", "created_at", "description"].map { json?[$0] }
    }
}
