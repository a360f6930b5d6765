import HTTPMessage
import Specification

// §7.3 Generation Fencing and Leases, seen through pull-wake subscriptions.

extension Check {
    static let fencing: [Check] = tokens + fences + leases

    // MARK: Tokens

    private static let tokens: [Check] = [
        // An ack or release without a bearer token that is valid for the subscription is refused.
        Check(.fenceTokenRequired, "none") { probe in
            try await probe.createPullWake().expectFenced { $0.token = .none }
        },

        Check(.fenceTokenRequired, "made-up") { probe in
            try await probe.createPullWake().expectFenced { $0.token = .bearer("let-me-in") }
        },

        Check(.fenceTokenRequired, "changed") { probe in
            try await probe.createPullWake().expectFenced { claim in
                guard case .bearer(let token) = claim.token, let first = token.first else { return }
                claim.token = .bearer((first == "x" ? "y" : "x") + token.dropFirst())
            }
        },

        Check(.fenceTokenRequired, "of-another-subscription") { probe in
            let other = try await probe.createPullWake().claimAfterWrite()
            try await probe.createPullWake().expectFenced { $0.token = other.token }
        },

        // An ack or release with the token of another generation is refused.
        Check(.fenceTokenGeneration) { probe in
            let story = try await probe.createPullWake()
            let old = try await story.claimAfterWrite()
            try await story.requireDone(old)
            try await story.expectFenced(wake: 2) { $0.token = old.token }
        },
    ]

    // MARK: Fences

    private static let fences: [Check] = [
        // The generation of a subscription increases with every wake.
        Check(.fenceGenerationPerWake, "after-a-release") { probe in
            let story = try await probe.createPullWake()
            let first = try await story.claimAfterWrite()
            try await story.subscription.release(first).requireSuccess("a release")
            try await story.requireWake(2)
            let second = try await story.requireClaim()
            probe.expect(
                second.generation > first.generation, "a generation above \(first.generation)",
                observed: "\(second.generation)", in: second.reply)
        },

        Check(.fenceGenerationPerWake, "after-done") { probe in
            let story = try await probe.createPullWake()
            let first = try await story.claimAfterWrite()
            try await story.requireDone(first)
            let second = try await story.claimAfterWrite(wake: 2)
            probe.expect(
                second.generation > first.generation, "a generation above \(first.generation)",
                observed: "\(second.generation)", in: second.reply)
        },

        Check(.fenceGenerationPerWake, "ten-wakes") { probe in
            let story = try await probe.createPullWake()
            var generation = Int64.min
            for wake in 1...10 {
                let claim = try await story.claimAfterWrite(wake: wake)
                probe.expect(
                    claim.generation > generation, "a generation above \(generation)",
                    observed: "\(claim.generation)", in: claim.reply)
                generation = claim.generation
                try await story.requireDone(claim)
            }
        },

        // An ack or release that names another generation than the current one is refused.
        Check(.fenceRequestGeneration, "later") { probe in
            try await probe.createPullWake().expectFenced { $0.generation += 1 }
        },

        Check(.fenceRequestGeneration, "earlier") { probe in
            try await probe.createPullWake().expectFenced { $0.generation -= 1 }
        },

        Check(.fenceRequestGeneration, "of-the-wake-before") { probe in
            let story = try await probe.createPullWake()
            let old = try await story.claimAfterWrite()
            try await story.requireDone(old)
            try await story.expectFenced(wake: 2) { $0.generation = old.generation }
        },

        // An ack or release that names another `wake_id` than the current one is refused.
        Check(.fenceRequestWakeId, "made-up") { probe in
            try await probe.createPullWake().expectFenced { $0.wakeID += "x" }
        },

        Check(.fenceRequestWakeId, "of-the-wake-before") { probe in
            let story = try await probe.createPullWake()
            let old = try await story.claimAfterWrite()
            try await story.requireDone(old)
            try await story.expectFenced(wake: 2) { $0.wakeID = old.wakeID }
        },

        Check(.fenceRequestWakeId, "of-another-subscription") { probe in
            let other = try await probe.createPullWake().claimAfterWrite()
            try await probe.createPullWake().expectFenced { $0.wakeID = other.wakeID }
        },

        // A refused ack or release moves no cursor and leaves the lease as it is.
        Check(.fenceRefusalMovesNoCursor, "wrong-token") { probe in
            try await probe.createPullWake().expectNothingMoved { $0.token = .bearer("let-me-in") }
        },

        Check(.fenceRefusalMovesNoCursor, "wrong-generation") { probe in
            try await probe.createPullWake().expectNothingMoved { $0.generation += 1 }
        },

        Check(.fenceRefusalMovesNoCursor, "wrong-wake-id") { probe in
            try await probe.createPullWake().expectNothingMoved { $0.wakeID += "x" }
        },

        Check(.fenceRefusalMovesNoCursor, "lease-not-extended", waits: .milliseconds(2900)) { probe in
            let story = try await probe.createPullWake(lease: 2000)
            let claim = try await story.claimAfterWrite(as: "worker-1")
            try await probe.pause(.milliseconds(1200))
            try await story.subscription.ack(claim.with { $0.generation += 1 })
            try await story.subscription.ack(claim.with { $0.token = .bearer("let-me-in") })
            try await probe.pause(.milliseconds(1700))
            // The lease ended nearly a second ago; an extended one would go on for some time.
            try await story.subscription.claim(as: "worker-2").expectSuccess()
        },
    ]

    // MARK: Leases

    private static let leases: [Check] = [
        // The lease of a pull-wake worker starts with its claim.
        Check(.fencePullWakeLease, "starts-with-the-claim", waits: .milliseconds(1500)) { probe in
            let story = try await probe.createPullWake(lease: 1000)
            try await story.source.write("some work")
            try await story.requireWake()
            try await probe.pause(.milliseconds(1500))
            let (claim, reply, time) = try await story.claimAndAck()
            try probe.require(time < .milliseconds(900), "the machine is too slow to ack within a lease of one second")
            reply.expect(
                reply.isSuccess, "the wake \(claim.wakeID) to be held", observed: "\(reply.answer.head.status)")
        },

        // The lease is extended by valid acks without `done`.
        Check(.fencePullWakeLease, "extended-by-acks", waits: .milliseconds(2400)) { probe in
            let story = try await probe.createPullWake(lease: 2000)
            let clock = probe.context.clock
            var since = clock.elapsed
            let claim = try await story.claimAfterWrite(as: "worker-1")
            for _ in 0..<2 {
                try await probe.pause(.milliseconds(1200))
                let start = clock.elapsed
                let reply = try await story.subscription.ack(claim)
                try probe.require(
                    clock.elapsed - since < .milliseconds(1900), "the machine is too slow for a lease of two seconds")
                reply.expectSuccess()
                since = start
            }
        },

        // When a lease runs out, the token loses its rights, and pending work wakes the subscription again.
        Check(.fenceLeaseExpiry, "wakes-again", waits: .milliseconds(1000)) { probe in
            let story = try await probe.createPullWake(lease: 1000)
            let claim = try await story.claimAfterWrite()
            let generation = try await story.expectWakes(2).last?["generation"]?.integer ?? 0
            probe.expect(generation > claim.generation, "a higher generation", observed: "\(generation)")
        },

        Check(.fenceLeaseExpiry, "holder-fenced", waits: .milliseconds(1000)) { probe in
            let story = try await probe.createPullWake(lease: 1000)
            let claim = try await story.claimAfterWrite()
            try await story.requireWake(2)
            try await story.subscription.ack(claim, try story.everything(of: claim), isDone: true)
                .expectPermittedStatus()
            try await story.subscription.release(claim).expectPermittedStatus()
        },

        Check(.fenceLeaseExpiry, "another-worker", waits: .milliseconds(1000)) { probe in
            let story = try await probe.createPullWake(lease: 1000)
            let old = try await story.claimAfterWrite(as: "worker-1")
            try await story.requireWake(2)
            let reply = try await story.subscription.claim(as: "worker-2").expectSuccess()
            let generation = Claim(reply)?.generation ?? 0
            reply.expect(generation > old.generation, "a higher generation", observed: "\(generation)")
        },
    ]
}

extension PullWake {
    /// Claims and sends a changed ack and a changed release, which must be refused.
    fileprivate func expectFenced(wake count: Int = 1, _ change: (inout Claim) -> Void) async throws {
        let claim = try await claimAfterWrite(wake: count)
        let wrong = claim.with(change)
        try await subscription.ack(wrong, try everything(of: claim), isDone: true).expectPermittedStatus()
        try await subscription.release(wrong).expectPermittedStatus()
    }

    /// Claims and sends a changed ack and a changed release, which must leave cursor and lease as they are.
    fileprivate func expectNothingMoved(_ change: (inout Claim) -> Void) async throws {
        let probe = subscription.probe
        let claim = try await claimAfterWrite(as: "worker-1")
        let wrong = claim.with(change)
        let before = try await cursor()
        try await subscription.ack(wrong, try everything(of: claim), isDone: true)
        try await subscription.release(wrong)
        let after = try await cursor()
        probe.expect(after == before, "the cursor at \(before)", observed: after)
        try await subscription.claim(as: "worker-2").expectRefused()
        try await subscription.ack(claim, try everything(of: claim), isDone: true).expectSuccess()
    }

    /// Claims and sends a heartbeat at once; tells how long both took.
    fileprivate func claimAndAck() async throws -> (Claim, Reply, Duration) {
        let clock = subscription.probe.context.clock
        let start = clock.elapsed
        let claim = try await requireClaim()
        let reply = try await subscription.ack(claim)
        return (claim, reply, clock.elapsed - start)
    }
}
