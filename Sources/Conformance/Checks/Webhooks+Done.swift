import BlackBox
import HTTPMessage
import Specification

// §7.1 Webhook Delivery and Callback: receivers that are done when they answer.

extension Check {
    static let webhooksDone: [Check] = doneAnswers + notDoneAnswers + doneTooEarly

    // MARK: Done

    private static let doneAnswers: [Check] = [
        // When a webhook answers `{"done": true}`, the tail offsets of the delivery are acknowledged.
        Check(.webhookDoneAcknowledges) { probe in
            let story = try await probe.createWebhook(answering: .done)
            let wake = try await story.wakeAfterWrite()
            try await story.expectCursor(at: try story.everything(of: wake)[0].offset)
        },

        Check(.webhookDoneAcknowledges, "every-stream") { probe in
            let (first, second) = (try await probe.createStream(), try await probe.createStream())
            let story = try await probe.createWebhook(to: first) { $0.streams = [first.name, second.name] }
            let wake = try await story.wakeAfterWrite("one")
            let tail = try await second.write("two").requireNextOffset()
            story.inbox.answerAll(with: .done)
            try await story.callback(wake, isDone: true).requireSuccess("a callback")
            let both = try await story.requireDelivery(2).requireWake()
            try await story.expectCursor(of: first, at: try story.everything(of: both)[0].offset)
            try await story.expectCursor(of: second, at: tail.token)
        },

        Check(.webhookDoneAcknowledges, "no-more-to-do", waits: PullWake.quiet) { probe in
            let story = try await probe.createWebhook(answering: .done)
            let wake = try await story.wakeAfterWrite()
            try await story.expectCursor(at: try story.everything(of: wake)[0].offset)
            try await story.expectQuiet(after: 1)
        },

        // The lease is released: later work wakes at once.
        Check(.webhookDoneAcknowledges, "releases-the-lease") { probe in
            let story = try await probe.createWebhook(lease: 600_000, answering: .done)
            for count in 1...3 {
                try await story.source.write("work \(count)")
                let wake = try await story.expectDelivery(count).requireWake()
                try await story.expectCursor(at: try story.everything(of: wake)[0].offset)
            }
        },

        Check(.webhookDoneAcknowledges, "other-spelling") { probe in
            let reply = WebhookReply(json: "\n{ \"note\" : [ {\"done\":false} ] ,\t\"done\" : true }\r\n")
            let story = try await probe.createWebhook(answering: reply)
            let wake = try await story.wakeAfterWrite()
            try await story.expectCursor(at: try story.everything(of: wake)[0].offset)
        },

        Check(.webhookDoneAcknowledges, "slow-answer", waits: .seconds(1)) { probe in
            var reply = WebhookReply.done
            reply.delay = .seconds(1)
            let story = try await probe.createWebhook(answering: reply)
            let wake = try await story.wakeAfterWrite()
            try await probe.pause(.seconds(1))
            try await story.expectCursor(at: try story.everything(of: wake)[0].offset)
        },

        // What came after the snapshot is not acknowledged.
        Check(.webhookDoneAcknowledges, "snapshot-only") { probe in
            let story = try await probe.createWebhook(answering: .held)
            let wake = try await story.wakeAfterWrite("one")
            try await story.source.write("two")
            story.inbox.answer(0, with: .done)
            try await story.expectCursor(at: try story.everything(of: wake)[0].offset)
            try await probe.pause(PullWake.quiet)
            try await story.expectCursor(at: try story.everything(of: wake)[0].offset)
        },

        // It is the snapshot of its own wake: a late answer acknowledges nothing of the next one, and does not end it.
        Check(.webhookDoneAcknowledges, "late-answer", waits: PullWake.quiet) { probe in
            let story = try await probe.createWebhook(answering: .held)
            let first = try await story.wakeAfterWrite("one")
            story.inbox.answerAll(with: .taken)
            try await story.callback(first, try story.everything(of: first), isDone: true)
                .requireSuccess("a callback")
            let second = try await story.wakeAfterWrite("two", delivery: 2)
            let before = try await story.cursor()
            story.inbox.answer(0, with: .done)
            try await probe.pause(PullWake.quiet)
            let after = try await story.cursor()
            probe.expect(after == before, "the cursor at \(before)", observed: after)
            try await story.callback(second).expectSuccess()
        },
    ]

    // MARK: Not done

    private static let notDoneAnswers: [Check] = [
        // An answer that says nothing of the kind acknowledges nothing and leaves the lease with the receiver.
        Check(.webhookDoneAcknowledges, "not-by-an-empty-object", waits: PullWake.quiet) { probe in
            try await probe.expectNotDone(.taken)
        },

        Check(.webhookDoneAcknowledges, "not-by-an-empty-body", waits: PullWake.quiet) { probe in
            try await probe.expectNotDone(WebhookReply(status: .noContent))
        },

        Check(.webhookDoneAcknowledges, "not-by-done-false", waits: PullWake.quiet) { probe in
            try await probe.expectNotDone(WebhookReply(json: #"{"done":false}"#))
        },

        Check(.webhookDoneAcknowledges, "not-by-other-words", waits: PullWake.quiet) { probe in
            let reply = WebhookReply(headerFields: [.contentType: "text/plain"], body: Array("done: true".utf8))
            try await probe.expectNotDone(reply)
        },

        // Work that was delivered to nobody is not acknowledged.
        Check(.webhookDoneAcknowledges, "not-by-a-failure", waits: PullWake.quiet) { probe in
            let story = try await probe.createWebhook(answering: .failing())
            let before = try await story.cursor()
            _ = try await story.deliverAfterWrite()
            try await probe.pause(PullWake.quiet)
            let after = try await story.cursor()
            probe.expect(after == before, "the cursor at \(before)", observed: after)
        },
    ]

    // MARK: Done too early

    private static let doneTooEarly: [Check] = [
        // When events came after the snapshot, the subscription is woken again, with a new id and generation.
        Check(.webhookDoneThenWokenAgain) { probe in
            let story = try await probe.createWebhook(answering: .held)
            let first = try await story.wakeAfterWrite("one")
            try await story.source.write("two")
            story.inbox.answerAll(with: .taken)
            story.inbox.answer(0, with: .done)
            let second = try await story.expectDelivery(2)
            let wake = try second.requireWake()
            second.expect(wake.wakeID != first.wakeID, "another wake_id", observed: wake.wakeID)
            second.expect(
                wake.generation > first.generation, "a generation above \(first.generation)",
                observed: "\(wake.generation)")
        },

        Check(.webhookDoneThenWokenAgain, "what-is-left") { probe in
            let story = try await probe.createWebhook(answering: .held)
            let first = try await story.wakeAfterWrite("one")
            let tail = try await story.source.write("two").requireNextOffset()
            story.inbox.answerAll(with: .taken)
            story.inbox.answer(0, with: .done)
            let acked = try story.everything(of: first)[0].offset
            try await story.expectDelivery(2)
                .expect("acked_offset", of: story.source, is: .string(JSONString(acked)))
                .expect("tail_offset", of: story.source, is: .offset(tail))
                .expect("has_pending", of: story.source, is: .bool(true))
        },

        Check(.webhookDoneThenWokenAgain, "another-stream") { probe in
            let (first, second) = (try await probe.createStream(), try await probe.createStream())
            let story = try await probe.createWebhook(to: first, answering: .held) { wish in
                wish.streams = [first.name, second.name]
            }
            _ = try await story.deliverAfterWrite("one")
            try await second.write("two")
            story.inbox.answerAll(with: .taken)
            story.inbox.answer(0, with: .done)
            try await story.expectDelivery(2).expect("has_pending", of: second, is: .bool(true))
        },

        Check(.webhookDoneThenWokenAgain, "stream-that-appeared-meanwhile") { probe in
            let directory = probe.unusedDirectory()
            let (first, second) = (directory.child("a"), directory.child("b"))
            try await first.create()
            let story = try await probe.createWebhook(to: first, answering: .held) { wish in
                wish.pattern = "\(directory.name)/*"
            }
            _ = try await story.deliverAfterWrite("one")
            try await second.create()
            try await second.write("two")
            story.inbox.answerAll(with: .taken)
            story.inbox.answer(0, with: .done)
            try await story.expectDelivery(2).expect("has_pending", of: second, is: .bool(true))
        },

        // However often that happens, nothing is left over and nothing delivered for nothing.
        Check(.webhookDoneThenWokenAgain, "many-in-a-row", waits: PullWake.quiet) { probe in
            let story = try await probe.createWebhook(answering: .held)
            _ = try await story.deliverAfterWrite("work 0")
            var tail = ""
            for count in 1...5 {
                tail = try await story.source.write("work \(count)").requireNextOffset().token
                story.inbox.answer(count - 1, with: .done)
                try await story.expectDelivery(count + 1)
            }
            story.inbox.answer(5, with: .done)
            try await story.expectCursor(at: tail)
            try await story.expectQuiet(after: 6)
        },
    ]
}

extension Probe {
    /// Has a delivery answered in a way that does not say that it is done, and expects the wake to go on.
    fileprivate func expectNotDone(_ reply: WebhookReply) async throws {
        let story = try await createWebhook(answering: reply)
        let before = try await story.cursor()
        let wake = try await story.wakeAfterWrite()
        try await story.expectQuiet(after: 1)
        let after = try await story.cursor()
        expect(after == before, "the cursor at \(before)", observed: after)
        try await story.callback(wake).expectSuccess()
    }
}
