import HTTPMessage
import Specification

// §7.3 Generation Fencing and Leases, seen through webhook subscriptions.

extension Check {
    static let fencingOfWebhooks: [Check] = callbackFences + webhookLeases

    // MARK: Fences

    private static let callbackFences: [Check] = [
        // A callback without a bearer token that is valid for the subscription is refused.
        Check(.fenceTokenRequired, "callback-without-one") { probe in
            try await probe.createWebhook().expectRefusedCallback { $0.token = .none }
        },

        Check(.fenceTokenRequired, "callback-made-up") { probe in
            try await probe.createWebhook().expectRefusedCallback { $0.token = .bearer("let-me-in") }
        },

        // A callback that names another generation or `wake_id` than the current one is refused.
        Check(.fenceRequestGeneration, "callback-later") { probe in
            try await probe.createWebhook().expectRefusedCallback { $0.generation += 1 }
        },

        Check(.fenceRequestGeneration, "callback-earlier") { probe in
            try await probe.createWebhook().expectRefusedCallback { $0.generation -= 1 }
        },

        Check(.fenceRequestWakeId, "callback-made-up") { probe in
            try await probe.createWebhook().expectRefusedCallback { $0.wakeID += "x" }
        },

        Check(.fenceRequestWakeId, "callback-empty") { probe in
            try await probe.createWebhook().expectRefusedCallback { $0.wakeID = "" }
        },

        Check(.fenceRequestWakeId, "callback-of-another-subscription") { probe in
            let other = try await probe.createWebhook().wakeAfterWrite()
            try await probe.createWebhook().expectRefusedCallback { $0.wakeID = other.wakeID }
        },

        // A callback that is refused ends no lease: the wake goes on, and no other begins.
        Check(.fenceRefusalMovesNoCursor, "callback", waits: PullWake.quiet) { probe in
            let story = try await probe.createWebhook()
            let wake = try await story.wakeAfterWrite()
            let acks = try story.everything(of: wake)
            for wrong in [
                wake.with { $0.token = .bearer("let-me-in") }, wake.with { $0.generation += 1 },
                wake.with { $0.wakeID += "x" },
            ] {
                try await story.callback(wrong, acks, isDone: true)
            }
            try await story.expectQuiet(after: 1)
            try await story.callback(wake, acks, isDone: true).expectSuccess()
        },
    ]

    // MARK: Leases

    private static let webhookLeases: [Check] = [
        // The lease of a delivery starts with the wake: without a callback it ends, and not before.
        Check(.fenceWebhookLease, "starts-with-the-wake", waits: .seconds(1)) { probe in
            let story = try await probe.createWebhook(lease: 1000)
            let start = try probe.requireReceiver().now
            _ = try await story.deliverAfterWrite()
            let second = try await story.expectDelivery(2, after: .seconds(1))
            // The wake came after the append was sent.
            let lasted = second.received.arrival - start
            second.expect(
                lasted >= .milliseconds(950), "a lease of one second", observed: "another delivery after \(lasted)")
        },

        // It is extended by valid callbacks.
        Check(.fenceWebhookLease, "extended-by-callbacks", waits: .milliseconds(2400)) { probe in
            let story = try await probe.createWebhook(lease: 2000)
            let clock = probe.context.clock
            var since = clock.elapsed
            let wake = try await story.wakeAfterWrite()
            for _ in 0..<2 {
                try await probe.pause(.milliseconds(1200))
                let start = clock.elapsed
                let reply = try await story.callback(wake)
                try probe.require(
                    clock.elapsed - since < .milliseconds(1900), "the machine is too slow for a lease of two seconds")
                reply.expectSuccess()
                since = start
            }
            let count = story.deliveries.count
            probe.expect(count == 1, "one delivery", observed: "\(count)")
        },

        // A callback that is refused extends nothing.
        Check(.fenceWebhookLease, "not-extended-by-a-refused-callback", waits: .milliseconds(2000)) { probe in
            let story = try await probe.createWebhook(lease: 2000)
            let wake = try await story.wakeAfterWrite()
            try await probe.pause(.milliseconds(1000))
            let start = try probe.requireReceiver().now
            let (_, time) = try await probe.timed {
                try await story.callback(wake.with { $0.wakeID += "x" })
                try await story.callback(wake.with { $0.token = .bearer("let-me-in") })
            }
            try probe.require(time < .milliseconds(400), "the machine is too slow for a lease of two seconds")
            let second = try await story.expectDelivery(2, after: .seconds(2))
            // An extended lease would have ended two seconds after the callbacks, and this one ends after one.
            let lasted = second.received.arrival - start
            second.expect(
                lasted < .milliseconds(1900), "the next wake when the lease ended",
                observed: "one \(lasted) after a callback that was refused")
        },

        // When a lease runs out and work is pending, another wake follows, and the one before is fenced off.
        Check(.fenceLeaseExpiry, "webhook", waits: .seconds(1)) { probe in
            let story = try await probe.createWebhook(lease: 1000)
            let old = try await story.wakeAfterWrite()
            let second = try await story.expectDelivery(2, after: .seconds(1))
            let new = try second.requireWake()
            second.expect(new.wakeID != old.wakeID, "another wake_id", observed: new.wakeID)
            second.expect(
                new.generation > old.generation, "a generation above \(old.generation)", observed: "\(new.generation)")
        },

        Check(.fenceLeaseExpiry, "webhook-holder-fenced", waits: .seconds(1)) { probe in
            let story = try await probe.createWebhook(lease: 1000)
            let old = try await story.wakeAfterWrite()
            try await story.requireDelivery(2, after: .seconds(1))
            let before = try await story.cursor()
            try await story.callback(old, try story.everything(of: old), isDone: true).expectPermittedStatus()
            let after = try await story.cursor()
            probe.expect(after == before, "the cursor at \(before)", observed: after)
        },

        // A receiver that never answers holds its subscription up no longer than its lease and a retry.
        Check(.fenceLeaseExpiry, "webhook-that-hangs", waits: .milliseconds(2200)) { probe in
            let story = try await probe.createWebhook(lease: 1000)
            story.inbox.answerNext(with: .held)
            let old = try await story.wakeAfterWrite()
            let second = try await story.expectDelivery(2, after: .milliseconds(2200))
            let new = try second.requireWake()
            try await story.callback(new, try story.everything(of: new), isDone: true).expectSuccess()
            second.expect(
                new.generation > old.generation || new.wakeID == old.wakeID, "the same wake or a higher generation",
                observed: "the generation \(new.generation) after \(old.generation)")
        },

        // When all work is acknowledged, the end of a lease wakes nobody.
        Check(.fenceLeaseExpiry, "webhook-nothing-pending", waits: .milliseconds(1600)) { probe in
            let story = try await probe.createWebhook(lease: 1000)
            let wake = try await story.wakeAfterWrite()
            try await story.callback(wake, try story.everything(of: wake)).requireSuccess("a callback")
            try await story.expectQuiet(after: 1, for: .milliseconds(1600))
            try await story.source.write("more work")
            try await story.expectDelivery(2)
        },
    ]
}
