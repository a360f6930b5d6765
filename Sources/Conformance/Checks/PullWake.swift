import HTTPMessage
import Specification

// §7.2 Pull-wake Claim, Ack, and Release.

extension Check {
    static let pullWake: [Check] = wakeEvents + claims + acks + releases

    // MARK: Wake events

    private static let wakeEvents: [Check] = [
        // Pending work of an idle subscription writes a wake event to its wake stream.
        Check(.pullWakeEventWritten) { probe in
            let story = try await probe.createPullWake()
            try await story.source.write("some work")
            try await story.expectWakes(1)
        },

        Check(.pullWakeEventWritten, "json-source") { probe in
            let source = try await probe.createJSONStream()
            let story = try await probe.createPullWake(to: source) { $0.streams = [source.name] }
            try await source.write(#"{"work":1}"#)
            try await story.expectWakes(1)
        },

        Check(.pullWakeEventWritten, "shared-wake-stream") { probe in
            let first = try await probe.createPullWake()
            let second = try await probe.createPullWake(to: first.source) { wish in
                wish.streams = [first.source.name]
                wish.wakeStream = first.wakes.name
            }
            try await first.source.write("some work")
            let ids = try await first.events(reaching: 2).map { $0["subscription_id"]?.text ?? "?" }
            probe.expect(
                Set(ids) == [first.subscription.id, second.subscription.id], "a wake event of each subscription",
                observed: "events of \(ids)")
        },

        // A wake event is a JSON object that says what to claim, and why.
        Check(.pullWakeEventShape) { probe in
            let story = try await probe.createPullWake()
            try await story.source.write("some work")
            let wake = try await story.requireWake()
            probe.expect(wake["type"]?.text == "wake", "the type wake", observed: "\(wake)")
            probe.expect(
                wake["subscription_id"]?.text == story.subscription.id, "the id \(story.subscription.id)",
                observed: "\(wake)")
            probe.expect(
                wake["stream"]?.text == story.source.name, "the stream \(story.source.name)", observed: "\(wake)")
            probe.expect(wake["generation"]?.integer != nil, "an integer generation", observed: "\(wake)")
            probe.expect((wake["ts"]?.integer ?? 0) > 0, "a ts in milliseconds", observed: "\(wake)")
        },
    ]

    // MARK: Claims

    private static let claims: [Check] = [
        // A worker can claim a subscription with pending work.
        Check(.pullWakeClaimSucceeds) { probe in
            let story = try await probe.createPullWake(lease: 45_000)
            try await story.source.write("some work")
            let wake = try await story.requireWake()
            let reply = try await story.subscription.claim().expectPermittedStatus()
            reply.expect(Claim(reply) != nil, "wake_id, generation and token", observed: reply.text)
                .expect("generation", is: wake["generation"] ?? .null)
                .expect("lease_ttl_ms", is: .number(JSONNumber(45_000)))
                .expectLinks(story.source).expectLink(of: story.source, type: "explicit")
            let entry = reply.link(of: story.source)
            reply.expect(
                entry?["acked_offset"]?.text != nil && entry?["tail_offset"]?.text != nil
                    && entry?["has_pending"]?.bool == true, "cursor, tail and pending work",
                observed: "\(entry ?? .null)")
        },

        Check(.pullWakeClaimSucceeds, "tail") { probe in
            let story = try await probe.createPullWake()
            try await story.source.write("some work")
            try await story.requireWake()
            let tail = try await story.source.write("more work").requireNextOffset()
            let reply = try await story.subscription.claim().expectPermittedStatus()
            let shown = reply.link(of: story.source)?["tail_offset"]?.text
            reply.expect(shown == tail.token, "the tail \(tail)", observed: shown ?? "none")
        },

        // A claim while another worker holds the lease is refused.
        Check(.pullWakeClaimHeld) { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite(as: "worker-1")
            let reply = try await story.subscription.claim(as: "worker-2").expectPermittedStatus()
            reply.expectErrorCode("ALREADY_CLAIMED")
            let error = reply.json?["error"]
            reply.expect(
                error?["current_holder"]?.text == "worker-1" && error?["generation"]?.integer == claim.generation,
                "the holder worker-1 and the generation \(claim.generation)", observed: reply.text)
            try await story.subscription.ack(claim).expectSuccess()
        },

        Check(.pullWakeClaimHeld, "race") { probe in
            let story = try await probe.createPullWake()
            try await story.source.write("some work")
            try await story.requireWake()
            let replies = try await probe.concurrently(8) { try await story.subscription.claim(as: "worker-\($0)") }
            let won = replies.filter(\.isSuccess)
            probe.expect(won.count == 1, "one of eight workers to have the lease", observed: "\(won.count)")
            for reply in replies where !reply.isSuccess { reply.expectPermittedStatus() }
        },
    ]

    // MARK: Acks

    private static let acks: [Check] = [
        // An ack without `done` applies its acks, extends the lease and keeps the claim.
        Check(.pullWakeAckExtends, "applies") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            let acks = try story.everything(of: claim)
            try await story.subscription.ack(claim, acks).expectPermittedStatus().expect("ok", is: .bool(true))
            let cursor = try await story.cursor()
            probe.expect(cursor == acks[0].offset, "the cursor at \(acks[0].offset)", observed: cursor)
        },

        Check(.pullWakeAckExtends, "keeps-the-claim") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            try await story.subscription.ack(claim, try story.everything(of: claim)).expectPermittedStatus()
            try await story.source.write("more work")
            try await story.subscription.claim(as: "worker-2").expectRefused()
            try await story.subscription.ack(claim).expectPermittedStatus()
        },

        Check(.pullWakeAckExtends, "without-acks") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            let before = try await story.cursor()
            try await story.subscription.ack(claim).expectPermittedStatus()
            let after = try await story.cursor()
            probe.expect(after == before, "the cursor where it was", observed: after)
        },

        // An ack with `done` applies its acks, releases the lease and says whether more work is pending.
        Check(.pullWakeAckDoneReleases, "all-done") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            let acks = try story.everything(of: claim)
            try await story.subscription.ack(claim, acks, isDone: true).expectPermittedStatus()
                .expect("ok", is: .bool(true)).expect("next_wake", is: .bool(false))
            let cursor = try await story.cursor()
            probe.expect(cursor == acks[0].offset, "the cursor at \(acks[0].offset)", observed: cursor)
        },

        Check(.pullWakeAckDoneReleases, "more-to-do") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            try await story.source.write("more work")
            try await story.subscription.ack(claim, try story.everything(of: claim), isDone: true)
                .expectPermittedStatus().expect("ok", is: .bool(true)).expect("next_wake", is: .bool(true))
            try await story.expectWakes(2)
        },

        Check(.pullWakeAckDoneReleases, "nothing-acknowledged") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            try await story.subscription.ack(claim, isDone: true)
                .expectPermittedStatus().expect("next_wake", is: .bool(true))
        },

        Check(.pullWakeAckDoneReleases, "another-worker") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite(as: "worker-1")
            try await story.subscription.ack(claim, try story.everything(of: claim), isDone: true)
                .expectPermittedStatus()
            try await story.source.write("more work")
            try await story.requireWake(2)
            try await story.subscription.claim(as: "worker-2").expectSuccess()
        },
    ]

    // MARK: Releases

    private static let releases: [Check] = [
        // A worker can release its claim without acknowledging anything.
        Check(.pullWakeRelease) { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            let before = try await story.cursor()
            try await story.subscription.release(claim).expectPermittedStatus()
            let after = try await story.cursor()
            probe.expect(after == before, "the cursor where it was", observed: after)
        },

        Check(.pullWakeRelease, "another-worker") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite(as: "worker-1")
            try await story.subscription.release(claim).expectPermittedStatus()
            try await story.requireWake(2)
            try await story.subscription.claim(as: "worker-2").expectSuccess()
        },

        // When work is pending after a release, another wake event is written.
        Check(.pullWakeReleaseWakesAgain) { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            try await story.subscription.release(claim).requireSuccess("a release")
            let generation = try await story.expectWakes(2).last?["generation"]?.integer ?? 0
            probe.expect(generation > claim.generation, "a higher generation", observed: "\(generation)")
        },

        Check(.pullWakeReleaseWakesAgain, "after-an-ack", waits: PullWake.quiet) { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            try await story.subscription.ack(claim, try story.everything(of: claim)).requireSuccess("an ack")
            try await story.source.write("more work")
            try await story.subscription.release(claim).requireSuccess("a release")
            try await story.expectWakes(2)
        },

        // A release or ack of a wake that is over is refused.
        Check(.pullWakeStaleFenced, "ack") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            try await story.subscription.release(claim).requireSuccess("a release")
            try await story.requireWake(2)
            try await story.subscription.ack(claim, try story.everything(of: claim)).expectPermittedStatus()
                .expectErrorCode("FENCED")
        },

        Check(.pullWakeStaleFenced, "release") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            try await story.subscription.release(claim).requireSuccess("a release")
            try await story.requireWake(2)
            try await story.subscription.release(claim).expectPermittedStatus().expectErrorCode("FENCED")
        },

        Check(.pullWakeStaleFenced, "ack-after-done") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            try await story.requireDone(claim)
            try await story.subscription.ack(claim, isDone: true).expectPermittedStatus().expectErrorCode("FENCED")
        },

        Check(.pullWakeStaleFenced, "release-after-done") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            try await story.requireDone(claim)
            try await story.subscription.release(claim).expectPermittedStatus().expectErrorCode("FENCED")
        },

        Check(.pullWakeStaleFenced, "beside-the-next") { probe in
            let story = try await probe.createPullWake()
            let old = try await story.claimAfterWrite(as: "worker-1")
            try await story.subscription.release(old).requireSuccess("a release")
            try await story.requireWake(2)
            let new = try await story.requireClaim(as: "worker-2")
            try await story.subscription.release(old).expectPermittedStatus()
            try await story.subscription.ack(new, try story.everything(of: new), isDone: true).expectSuccess()
        },
    ]
}
