import HTTPMessage
import Specification

// §7 Subscription Delivery, seen through pull-wake subscriptions.

extension Check {
    static let delivery: [Check] = [
        // A linked stream whose tail moves past its cursor wakes an idle subscription.
        Check(.subscriptionPendingWorkWakes, "first-append") { probe in
            let story = try await probe.createPullWake()
            try await story.source.write("some work")
            try await story.expectWakes(1)
        },

        Check(.subscriptionPendingWorkWakes, "after-an-ack") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            try await story.requireDone(claim)
            try await story.source.write("more work")
            try await story.expectWakes(2)
        },

        Check(.subscriptionPendingWorkWakes, "second-stream") { probe in
            let (first, second) = (try await probe.createStream(), try await probe.createStream())
            let story = try await probe.createPullWake(to: second) { $0.streams = [first.name, second.name] }
            try await second.write("some work")
            try await story.expectWakes(1)
        },

        Check(.subscriptionPendingWorkWakes, "every-subscription") { probe in
            let story = try await probe.createPullWake()
            let other = try await probe.createPullWake(to: story.source) { $0.streams = [story.source.name] }
            try await story.source.write("some work")
            try await story.expectWakes(1)
            try await other.expectWakes(1)
        },

        // While a wake is in flight or a lease is held, further work makes no second wake.
        Check(.subscriptionSingleWake, "in-flight", waits: PullWake.quiet) { probe in
            let story = try await probe.createPullWake()
            try await story.source.write("some work")
            try await story.requireWake()
            for number in 0..<3 { try await story.source.write("more work \(number)") }
            try await story.expectQuiet(after: 1)
        },

        Check(.subscriptionSingleWake, "leased", waits: PullWake.quiet) { probe in
            let story = try await probe.createPullWake()
            _ = try await story.claimAfterWrite()
            for number in 0..<3 { try await story.source.write("more work \(number)") }
            try await story.expectQuiet(after: 1)
        },

        Check(.subscriptionSingleWake, "many-at-once", waits: PullWake.quiet) { probe in
            let story = try await probe.createPullWake()
            _ = try await probe.concurrently(10) { number in try await story.source.write("work \(number)") }
            try await story.requireWake()
            try await story.expectQuiet(after: 1)
        },

        // Each wake has a higher generation than the wake before it.
        Check(.subscriptionGenerationIncreases) { probe in
            let story = try await probe.createPullWake()
            for count in 1...3 {
                let claim = try await story.claimAfterWrite(wake: count)
                try await story.requireDone(claim)
            }
            let generations = try await story.events(reaching: 3).map { $0["generation"]?.integer ?? 0 }
            probe.expect(
                zip(generations, generations.dropFirst()).allSatisfy { $0 < $1 }, "generations that increase",
                observed: "\(generations)")
        },

        // Each wake has a `wake_id` of its own.
        Check(.subscriptionWakeIdUnique) { probe in
            let story = try await probe.createPullWake()
            var seen: Set<String> = []
            for count in 1...3 {
                let claim = try await story.claimAfterWrite(wake: count)
                probe.expect(
                    seen.insert(claim.wakeID).inserted, "a wake_id of its own", observed: claim.wakeID, in: claim.reply)
                try await story.requireDone(claim)
            }
        },

        // Acknowledging an offset means that everything up to it was processed: work is pending only behind it.
        Check(.subscriptionAcksInclusive, "everything", waits: PullWake.quiet) { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            try await story.requireDone(claim).expect("next_wake", is: .bool(false))
            try await story.expectQuiet(after: 1)
        },

        Check(.subscriptionAcksInclusive, "part") { probe in
            let story = try await probe.createPullWake()
            let middle = try await story.source.write("some work").requireNextOffset()
            try await story.requireWake()
            try await story.source.write("more work")
            let claim = try await story.requireClaim()
            let ack = Claim.Ack(stream: story.source.name, offset: middle.token)
            try await story.subscription.ack(claim, [ack], isDone: true).requireSuccess("an ack")
                .expect("next_wake", is: .bool(true))
            try await story.requireWake(2)
            let next = try await story.requireClaim()
            try await story.requireDone(next).expect("next_wake", is: .bool(false))
        },
    ]
}
