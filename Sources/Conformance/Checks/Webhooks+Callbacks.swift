import BlackBox
import HTTPMessage
import Specification

// §7.1 Webhook Delivery and Callback: receivers that report later.

extension Check {
    static let webhookCallbacks: [Check] = callbacks + tokenScopes + staleCallbacks

    // MARK: Callbacks

    private static let callbacks: [Check] = [
        // A callback with the current token, `wake_id` and generation applies its acks and says `ok` and `next_wake`.
        Check(.webhookCallbackSucceeds) { probe in
            let story = try await probe.createWebhook()
            let wake = try await story.wakeAfterWrite()
            let acks = try story.everything(of: wake)
            try await story.callback(wake, acks, isDone: true).expectPermittedStatus()
                .expect("ok", is: .bool(true)).expect("next_wake", is: .bool(false))
            let cursor = try await story.cursor()
            probe.expect(cursor == acks[0].offset, "the cursor at \(acks[0].offset)", observed: cursor)
        },

        Check(.webhookCallbackSucceeds, "nothing-left", waits: PullWake.quiet) { probe in
            let story = try await probe.createWebhook()
            let wake = try await story.wakeAfterWrite()
            try await story.callback(wake, try story.everything(of: wake), isDone: true).expectPermittedStatus()
            try await story.expectQuiet(after: 1)
        },

        Check(.webhookCallbackSucceeds, "more-to-do") { probe in
            let story = try await probe.createWebhook()
            let wake = try await story.wakeAfterWrite("one")
            try await story.source.write("two")
            let reply = try await story.callback(wake, try story.everything(of: wake), isDone: true)
                .expectPermittedStatus().expect("ok", is: .bool(true))
            reply.expect(
                reply.json?["next_wake"]?.bool != nil, "a next_wake that is true or false", observed: reply.text)
            try await story.expectDelivery(2)
        },

        Check(.webhookCallbackSucceeds, "done-without-acks") { probe in
            let story = try await probe.createWebhook()
            let wake = try await story.wakeAfterWrite()
            let before = try await story.cursor()
            try await story.callback(wake, isDone: true).expectPermittedStatus().expect("ok", is: .bool(true))
            let next = try await story.expectDelivery(2)
            next.expect("acked_offset", of: story.source, is: .string(JSONString(before)))
        },

        Check(.webhookCallbackSucceeds, "acks-before-done", waits: PullWake.quiet) { probe in
            let story = try await probe.createWebhook()
            let wake = try await story.wakeAfterWrite()
            let acks = try story.everything(of: wake)
            try await story.callback(wake, acks).expectPermittedStatus().expect("ok", is: .bool(true))
            let cursor = try await story.cursor()
            probe.expect(cursor == acks[0].offset, "the cursor at \(acks[0].offset)", observed: cursor)
            // The lease goes on, so later work waits for its end.
            try await story.source.write("more work")
            try await story.expectQuiet(after: 1)
            try await story.callback(wake, isDone: true).expectPermittedStatus()
            try await story.expectDelivery(2)
        },

        Check(.webhookCallbackSucceeds, "heartbeats") { probe in
            let story = try await probe.createWebhook()
            let wake = try await story.wakeAfterWrite()
            let before = try await story.cursor()
            for _ in 0..<3 { try await story.callback(wake).expectPermittedStatus().expect("ok", is: .bool(true)) }
            let after = try await story.cursor()
            probe.expect(after == before, "the cursor at \(before)", observed: after)
        },

        // An ack of a part leaves the rest pending.
        Check(.webhookCallbackSucceeds, "part-of-the-work") { probe in
            let story = try await probe.createWebhook()
            let first = try await story.wakeAfterWrite("one")
            let middle = try await story.source.write("two").requireNextOffset()
            try await story.source.write("three")
            try await story.callback(first, isDone: true).requireSuccess("a callback")
            let wake = try await story.requireDelivery(2).requireWake()
            let ack = Claim.Ack(stream: story.source.name, offset: middle.token)
            try await story.callback(wake, [ack], isDone: true).expectPermittedStatus()
            try await story.expectDelivery(3)
                .expect("acked_offset", of: story.source, is: .offset(middle))
                .expect("has_pending", of: story.source, is: .bool(true))
        },

        Check(.webhookCallbackSucceeds, "one-of-two-streams") { probe in
            let (first, second) = (try await probe.createStream(), try await probe.createStream())
            let story = try await probe.createWebhook(to: first) { $0.streams = [first.name, second.name] }
            let wake = try await story.wakeAfterWrite("one")
            try await second.write("two")
            let before = try await story.cursor(of: second)
            try await story.callback(wake, try story.everything(of: wake), isDone: true).expectPermittedStatus()
            let next = try await story.expectDelivery(2)
            next.expect("acked_offset", of: second, is: .string(JSONString(before)))
                .expect("has_pending", of: second, is: .bool(true))
        },

        // The lease starts with the wake: a receiver may report before it has answered the delivery.
        Check(.webhookCallbackSucceeds, "before-the-answer", waits: PullWake.quiet) { probe in
            let story = try await probe.createWebhook(answering: .held)
            let wake = try await story.wakeAfterWrite()
            let acks = try story.everything(of: wake)
            try await story.callback(wake, acks, isDone: true).expectPermittedStatus()
            story.inbox.answerAll(with: .taken)
            story.inbox.answer(0, with: .taken)
            try await story.expectCursor(at: acks[0].offset)
            try await story.expectQuiet(after: 1)
            try await story.source.write("more work")
            try await story.expectDelivery(2)
        },

        // The callback is where the delivery says it is.
        Check(.webhookCallbackSucceeds, "callback-url") { probe in
            let story = try await probe.createWebhook()
            let wake = try await story.wakeAfterWrite()
            let (url, origin) = (wake.json["callback_url"]?.text ?? "", probe.context.target.base.origin)
            guard url.hasPrefix(origin + "/") else {
                throw probe.notApplicable("the callback_url leads to another origin than \(origin): \(url)")
            }
            let subscription = ProbedSubscription(
                id: story.subscription.id, path: String(url.dropFirst(origin.count)), probe: probe)
            let body = Claim.report(wake.wakeID, wake.generation, try story.everything(of: wake), isDone: true)
            try await subscription.send(.post, token: wake.token, body: Payload(body)).expectPermittedStatus()
        },
    ]

    // MARK: Tokens

    private static let tokenScopes: [Check] = [
        // A callback token is good for its subscription and generation only.
        Check(.webhookCallbackTokenScoped, "another-subscription") { probe in
            let other = try await probe.createWebhook().wakeAfterWrite()
            try await probe.createWebhook().expectRefusedCallback { $0.token = other.token }
        },

        Check(.webhookCallbackTokenScoped, "another-subscription-of-the-stream") { probe in
            let story = try await probe.createWebhook()
            let other = try await probe.createWebhook(to: story.source) { $0.streams = [story.source.name] }
            let (mine, others) = (try await story.wakeAfterWrite(), try await other.requireDelivery().requireWake())
            let wrong = mine.with { $0.token = others.token }
            let before = try await story.cursor()
            try await story.callback(wrong, try story.everything(of: mine), isDone: true).expectPermittedStatus()
            let after = try await story.cursor()
            probe.expect(after == before, "the cursor at \(before)", observed: after)
        },

        Check(.webhookCallbackTokenScoped, "another-generation") { probe in
            let story = try await probe.createWebhook()
            let old = try await story.wakeAfterWrite("one")
            try await story.requireDone(old)
            try await story.expectRefusedCallback(delivery: 2) { $0.token = old.token }
        },

        Check(.webhookCallbackTokenScoped, "claim-token-of-another") { probe in
            let claim = try await probe.createPullWake().claimAfterWrite()
            try await probe.createWebhook().expectRefusedCallback { $0.token = claim.token }
        },

        Check(.webhookCallbackTokenScoped, "acks-of-another") { probe in
            let wake = try await probe.createWebhook().wakeAfterWrite()
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            let before = try await story.cursor()
            let wrong = claim.with { $0.token = wake.token }
            try await story.subscription.ack(wrong, try story.everything(of: claim), isDone: true)
                .expectPermittedStatus()
            try await story.subscription.release(wrong).expectPermittedStatus()
            let after = try await story.cursor()
            probe.expect(after == before, "the cursor at \(before)", observed: after)
        },
    ]

    // MARK: Stale callbacks

    private static let staleCallbacks: [Check] = [
        // A callback with a stale `wake_id` or generation is refused as fenced.
        Check(.webhookCallbackStaleFenced, "after-done") { probe in
            let story = try await probe.createWebhook()
            let wake = try await story.wakeAfterWrite()
            try await story.requireDone(wake)
            try await story.callback(wake).expectFenced()
            try await story.callback(wake, try story.everything(of: wake), isDone: true).expectFenced()
        },

        Check(.webhookCallbackStaleFenced, "after-a-done-answer") { probe in
            let story = try await probe.createWebhook(answering: .done)
            let wake = try await story.wakeAfterWrite()
            try await story.expectCursor(at: try story.everything(of: wake)[0].offset)
            try await story.callback(wake, isDone: true).expectFenced()
        },

        Check(.webhookCallbackStaleFenced, "during-the-next-wake") { probe in
            let story = try await probe.createWebhook()
            let old = try await story.wakeAfterWrite("one")
            try await story.requireDone(old)
            let new = try await story.wakeAfterWrite("two", delivery: 2)
            let before = try await story.cursor()
            try await story.callback(old, try story.everything(of: new), isDone: true).expectFenced()
            let after = try await story.cursor()
            probe.expect(after == before, "the cursor at \(before)", observed: after)
            try await story.callback(new, try story.everything(of: new), isDone: true).expectSuccess()
        },

        Check(.webhookCallbackStaleFenced, "wake-id-of-the-wake-before") { probe in
            let story = try await probe.createWebhook()
            let old = try await story.wakeAfterWrite("one")
            try await story.requireDone(old)
            try await story.expectRefusedCallback(delivery: 2, code: "FENCED") { $0.wakeID = old.wakeID }
        },

        Check(.webhookCallbackStaleFenced, "generation-of-the-wake-before") { probe in
            let story = try await probe.createWebhook()
            let old = try await story.wakeAfterWrite("one")
            try await story.requireDone(old)
            try await story.expectRefusedCallback(delivery: 2, code: "FENCED") { $0.generation = old.generation }
        },

        // Of two callbacks that are done at once, one is late.
        Check(.webhookCallbackStaleFenced, "race") { probe in
            let story = try await probe.createWebhook()
            let wake = try await story.wakeAfterWrite()
            let acks = try story.everything(of: wake)
            let replies = try await probe.concurrently(6) { _ in try await story.callback(wake, acks, isDone: true) }
            let won = replies.filter(\.isSuccess)
            probe.expect(won.count == 1, "one of six callbacks to end the wake", observed: "\(won.count)")
            for reply in replies where !reply.isSuccess { reply.expectFenced() }
        },
    ]
}

extension Webhook {
    /// Sends a changed callback for a wake, which must be refused and move nothing, and then the right one.
    func expectRefusedCallback(
        delivery count: Int = 1, code: String? = nil, breaks requirement: Requirement? = nil,
        _ change: (inout DeliveredWake) -> Void
    ) async throws {
        let wake = try await wakeAfterWrite("work \(count)", delivery: count)
        let acks = try everything(of: wake)
        let before = try await cursor()
        for isDone in [false, true] {
            let reply = try await callback(wake.with(change), acks, isDone: isDone)
                .expectPermittedStatus(of: requirement)
            if let code { reply.expectErrorCode(code, breaks: requirement) }
        }
        let after = try await cursor()
        probe.expect(after == before, "the cursor at \(before)", observed: after, breaks: requirement)
        try await callback(wake, acks, isDone: true).expectSuccess(breaks: requirement)
    }
}

extension Reply {
    /// Expects the refusal of a wake that is over.
    fileprivate func expectFenced() {
        expectPermittedStatus().expectErrorCode("FENCED")
    }
}
