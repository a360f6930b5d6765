import BlackBox
import HTTPMessage
import Specification

// §7.1 Webhook Delivery and Callback: when a delivery is sent, and what it says.

extension Check {
    static let webhooks: [Check] = webhookDeliveries + webhookPayloads + webhookPayloadStreams

    // MARK: Deliveries

    private static let webhookDeliveries: [Check] = [
        // An append to a linked stream of an idle webhook subscription sends a JSON `POST` to the URL of the webhook.
        Check(.webhookDelivered) { probe in
            let story = try await probe.createWebhook()
            try await story.source.write("some work")
            let delivery = try await story.expectDelivery()
            let method = delivery.received.request.method
            delivery.expect(method == .post, "a POST", observed: "a \(method)")
            delivery.expectContentType("application/json")
            delivery.expect(
                delivery.json?["subscription_id"] != nil, "a JSON object about the subscription",
                observed: Shown.bytes(delivery.received.body))
        },

        Check(.webhookDelivered, "json-source") { probe in
            let source = try await probe.createJSONStream()
            let story = try await probe.createWebhook(to: source) { $0.streams = [source.name] }
            try await source.write(#"{"work":1}"#)
            try await story.expectDelivery()
        },

        Check(.webhookDelivered, "stream-that-appears-later") { probe in
            let directory = probe.unusedDirectory()
            let source = directory.child("a")
            let story = try await probe.createWebhook(to: source) { $0.pattern = "\(directory.name)/*" }
            try await source.create()
            try await source.write("some work")
            try await story.expectDelivery()
        },

        Check(.webhookDelivered, "stream-added-later") { probe in
            let story = try await probe.createWebhook()
            let added = try await probe.createStream("old work")
            try await story.subscription.add(added).requireSuccess("adding a stream")
            try await added.write("some work")
            try await story.expectDelivery()
        },

        Check(.webhookDelivered, "after-done") { probe in
            let story = try await probe.createWebhook(answering: .done)
            let first = try await story.wakeAfterWrite()
            try await story.expectCursor(at: try story.everything(of: first)[0].offset)
            try await story.source.write("more work")
            try await story.expectDelivery(2)
        },

        // The URL is used as it was given, path and query too.
        Check(.webhookDelivered, "path-and-query") { probe in
            let suffix = "/a%20b/c?x=1&y=%2F&z"
            let story = try await probe.createWebhook(suffix: suffix)
            try await story.source.write("some work")
            let delivery = try await story.expectDelivery()
            let path = delivery.received.request.path
            delivery.expect(path == story.inbox.path + suffix, "a path that ends in \(suffix)", observed: path)
        },

        Check(.webhookDelivered, "every-subscription") { probe in
            let story = try await probe.createWebhook()
            let other = try await probe.createWebhook(to: story.source) { $0.streams = [story.source.name] }
            try await story.source.write("some work")
            try await story.expectDelivery().expect(
                "subscription_id", is: .string(JSONString(story.subscription.id)))
            try await other.expectDelivery().expect(
                "subscription_id", is: .string(JSONString(other.subscription.id)))
        },

        // A receiver that takes its time delays nobody else.
        Check(.webhookDelivered, "while-another-hangs") { probe in
            let slow = try await probe.createWebhook(answering: .held)
            _ = try await slow.deliverAfterWrite()
            let other = try await probe.createWebhook(to: slow.source) { $0.streams = [slow.source.name] }
            let third = try await probe.createWebhook()
            try await slow.source.write("more work")
            try await third.source.write("some work")
            try await other.expectDelivery()
            try await third.expectDelivery()
        },

        Check(.webhookDelivered, "beside-pull-wake") { probe in
            let story = try await probe.createPullWake()
            let other = try await probe.createWebhook(to: story.source) { $0.streams = [story.source.name] }
            try await story.source.write("some work")
            try await other.expectDelivery()
            try await story.requireWake()
        },

        // What a stream held when it was linked wakes nobody.
        Check(.subscriptionBackfillAtTail, "webhook", waits: PullWake.quiet) { probe in
            let source = try await probe.createStream("old work")
            let story = try await probe.createWebhook(to: source) { $0.streams = [source.name] }
            try await story.expectQuiet(after: 0)
            let tail = try await source.tail()
            try await source.write("some work")
            try await story.requireDelivery().expect("acked_offset", of: source, is: .offset(tail))
        },

        // While a wake is in flight or a lease is held, further work makes no second wake.
        Check(.subscriptionSingleWake, "webhook-in-flight", waits: PullWake.quiet) { probe in
            let story = try await probe.createWebhook(answering: .held)
            _ = try await story.deliverAfterWrite()
            for number in 0..<3 { try await story.source.write("more work \(number)") }
            try await story.expectQuiet(after: 1)
        },

        Check(.subscriptionSingleWake, "webhook-taken", waits: PullWake.quiet) { probe in
            let story = try await probe.createWebhook()
            _ = try await story.deliverAfterWrite()
            for number in 0..<3 { try await story.source.write("more work \(number)") }
            try await story.expectQuiet(after: 1)
        },

        Check(.subscriptionSingleWake, "webhook-many-at-once", waits: PullWake.quiet) { probe in
            let story = try await probe.createWebhook()
            _ = try await probe.concurrently(10) { number in try await story.source.write("work \(number)") }
            try await story.requireDelivery()
            try await story.expectQuiet(after: 1)
        },

        Check(.subscriptionSingleWake, "webhook-several-streams", waits: PullWake.quiet) { probe in
            let (first, second) = (try await probe.createStream(), try await probe.createStream())
            let story = try await probe.createWebhook(to: first, answering: .held) { wish in
                wish.streams = [first.name, second.name]
            }
            _ = try await story.deliverAfterWrite()
            try await second.write("work of another stream")
            try await story.expectQuiet(after: 1)
        },
    ]

    // MARK: Payloads

    private static let webhookPayloads: [Check] = [
        // The body of a delivery says which wake it is, what it is about and where to report.
        Check(.webhookPayload) { probe in
            let story = try await probe.createWebhook()
            let delivery = try await story.deliverAfterWrite()
            delivery.expect("subscription_id", is: .string(JSONString(story.subscription.id)))
            for member in ["wake_id", "callback_token"] {
                let text = delivery.json?[member]?.text
                delivery.expect(text?.isEmpty == false, "a \(member)", observed: text.map { "'\($0)'" } ?? "none")
            }
            delivery.expect(
                delivery.json?["generation"]?.integer != nil, "an integer generation",
                observed: "\(delivery.json?["generation"] ?? .null)")
            delivery.expect(!delivery.links.isEmpty, "streams", observed: Shown.bytes(delivery.received.body))
        },

        Check(.webhookPayload, "callback-url") { probe in
            let story = try await probe.createWebhook()
            let delivery = try await story.deliverAfterWrite()
            let url = delivery.json?["callback_url"]?.text ?? ""
            let isAbsolute = url.hasPrefix("http://") || url.hasPrefix("https://")
            let end = "/__ds/subscriptions/\(story.subscription.id)/callback"
            delivery.expect(
                isAbsolute && url.prefix { $0 != "?" }.hasSuffix(end), "an absolute URL that ends in \(end)",
                observed: "'\(url)'")
        },

        // A wake has an id of its own and a higher generation than the wake before it.
        Check(.subscriptionWakeIdUnique, "webhook") { probe in
            let wakes = try await probe.threeWakes()
            probe.expect(
                Set(wakes.map(\.wakeID)).count == 3, "three wake_ids", observed: "\(wakes.map(\.wakeID))")
        },

        Check(.subscriptionGenerationIncreases, "webhook") { probe in
            let generations = try await probe.threeWakes().map(\.generation)
            probe.expect(
                generations[0] < generations[1] && generations[1] < generations[2], "generations that increase",
                observed: "\(generations)")
        },
    ]

    private static let webhookPayloadStreams: [Check] = [
        // Each stream of a delivery is given with its path, how it is linked, its cursor, its tail, and whether work
        // is pending.
        Check(.webhookPayloadStreams) { probe in
            let source = try await probe.createStream("old work")
            let story = try await probe.createWebhook(to: source) { $0.streams = [source.name] }
            let cursor = try await story.cursor()
            let tail = try await source.write("some work").requireNextOffset()
            try await story.requireDelivery()
                .expect("link_type", of: source, is: .string("explicit"))
                .expect("acked_offset", of: source, is: .string(JSONString(cursor)))
                .expect("tail_offset", of: source, is: .offset(tail))
                .expect("has_pending", of: source, is: .bool(true))
        },

        Check(.webhookPayloadStreams, "linked-by-the-pattern") { probe in
            let directory = probe.unusedDirectory()
            let source = directory.child("a")
            try await source.create()
            let story = try await probe.createWebhook(to: source) { $0.pattern = "\(directory.name)/*" }
            try await story.deliverAfterWrite()
                .expect("link_type", of: source, is: .string("glob")).expect("has_pending", of: source, is: .bool(true))
        },

        // Two streams with pending work stand in one delivery, each with a tail of its own.
        Check(.webhookPayloadStreams, "two-pending") { probe in
            let (first, second) = (try await probe.createStream(), try await probe.createJSONStream())
            let story = try await probe.createWebhook(to: first) { $0.streams = [first.name, second.name] }
            let wake = try await story.wakeAfterWrite("one")
            let tails = (
                try await first.write("two").requireNextOffset(), try await second.write("[1]").requireNextOffset()
            )
            // Done without an ack: everything is still pending.
            try await story.callback(wake, isDone: true).requireSuccess("a callback")
            try await story.requireDelivery(2)
                .expect("tail_offset", of: first, is: .offset(tails.0))
                .expect("tail_offset", of: second, is: .offset(tails.1))
                .expect("has_pending", of: first, is: .bool(true))
                .expect("has_pending", of: second, is: .bool(true))
        },

        // A stream without work may be left out; one that is shown is not shown as pending.
        Check(.webhookPayloadStreams, "one-of-two-pending") { probe in
            let (first, second) = (try await probe.createStream(), try await probe.createStream("old work"))
            let story = try await probe.createWebhook(to: first) { $0.streams = [first.name, second.name] }
            let delivery = try await story.deliverAfterWrite()
            delivery.expect("has_pending", of: first, is: .bool(true))
            if delivery.link(of: second) != nil { delivery.expect("has_pending", of: second, is: .bool(false)) }
        },

        Check(.webhookPayloadStreams, "cursor-of-the-wake-before") { probe in
            let story = try await probe.createWebhook()
            let acks = try story.everything(of: try await story.wakeAfterWrite("one"))
            try await story.requireDone(try story.deliveries[0].requireWake())
            let tail = try await story.source.write("two").requireNextOffset()
            try await story.requireDelivery(2)
                .expect("acked_offset", of: story.source, is: .string(JSONString(acks[0].offset)))
                .expect("tail_offset", of: story.source, is: .offset(tail))
        },

        // Stream paths are relative to the stream root, here too.
        Check(.subscriptionRootRelativePaths, "delivered") { probe in
            let source = probe.unusedDirectory().child("events").child("a")
            try await source.create()
            let story = try await probe.createWebhook(to: source) { $0.streams = [source.name] }
            let delivery = try await story.deliverAfterWrite()
            let paths = delivery.links.map { $0["path"]?.text ?? "?" }
            delivery.expect(paths == [source.name], "the path \(source.name)", observed: "\(paths)")
        },

        // A stream linked both explicitly and by the pattern is shown once, as explicit.
        Check(.subscriptionExplicitTakesPrecedence, "delivered") { probe in
            let directory = probe.unusedDirectory()
            let source = directory.child("a")
            try await source.create()
            let story = try await probe.createWebhook(to: source) { wish in
                wish.pattern = "\(directory.name)/*"
                wish.streams = [source.name]
            }
            let delivery = try await story.deliverAfterWrite()
            let kinds = delivery.links.map { $0["link_type"]?.text ?? "?" }
            delivery.expect(kinds == ["explicit"], "one explicit link", observed: "\(kinds)")
        },
    ]
}

extension Probe {
    /// Three wakes of one subscription, each finished by a callback.
    fileprivate func threeWakes() async throws -> [DeliveredWake] {
        let story = try await createWebhook()
        var wakes: [DeliveredWake] = []
        for count in 1...3 {
            let wake = try await story.wakeAfterWrite("work \(count)", delivery: count)
            try await story.requireDone(wake)
            wakes.append(wake)
        }
        return wakes
    }
}
