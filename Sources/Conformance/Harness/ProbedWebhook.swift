import BlackBox
import HTTPMessage
import Specification
import Synchronization

/// A webhook subscription with the streams of its story and the place where its deliveries arrive (§7.1).
struct Webhook: Sendable {
    /// The subscription.
    let subscription: ProbedSubscription
    /// What was asked for when it was created.
    let wish: SubscriptionWish
    /// The stream it follows.
    let source: ProbedStream
    /// Where its deliveries arrive.
    let inbox: WebhookInbox

    fileprivate let book: DeliveryBook

    var probe: Probe { subscription.probe }

    // MARK: Deliveries

    /// The deliveries so far.
    var deliveries: [WebhookDelivery] {
        inbox.received.map { WebhookDelivery($0, exchange: book.exchange(of: $0.number), probe: probe) }
    }

    /// The deliveries, once there are so many or the time to be told is up.
    ///
    /// - Parameter delay: how long the server may wait by the clock before it sends the last of them.
    func deliveries(reaching count: Int, after delay: Duration = .zero) async throws -> [WebhookDelivery] {
        let clock = probe.context.clock
        let start = clock.elapsed
        let limit = delay + probe.context.patience.promptness
        // Most come at once, and those that do not come at all are looked for less and less often.
        var pause = Duration.milliseconds(5)
        while inbox.received.count < count, clock.elapsed - start < limit {
            try await probe.pause(pause)
            pause = min(pause * 3 / 2, .milliseconds(100))
        }
        return deliveries
    }

    /// A delivery by its number, counted from one; inconclusive when it does not come.
    @discardableResult
    func requireDelivery(_ count: Int = 1, after delay: Duration = .zero) async throws -> WebhookDelivery {
        let deliveries = try await deliveries(reaching: count, after: delay)
        if deliveries.isEmpty { try await excuseUnreachable() }
        try probe.require(
            deliveries.count >= count, "\(deliveries.count) deliveries came where \(count) should have come")
        return deliveries[count - 1]
    }

    /// Expects a delivery by its number, counted from one; it ends the check when it does not come.
    @discardableResult
    func expectDelivery(
        _ count: Int = 1, after delay: Duration = .zero, breaks requirement: Requirement? = nil
    ) async throws -> WebhookDelivery {
        let deliveries = try await deliveries(reaching: count, after: delay)
        if deliveries.isEmpty { try await excuseUnreachable() }
        guard deliveries.count >= count else {
            probe.find(
                expected: count == 1 ? "a delivery" : "a delivery after \(count - 1)",
                observed: deliveries.isEmpty ? "none" : "\(deliveries.count) in all", breaks: requirement)
            throw Interruption.expectationUnmet
        }
        return deliveries[count - 1]
    }

    /// Lets some time pass, and expects no more deliveries than there were.
    func expectQuiet(
        after count: Int, for time: Duration = PullWake.quiet, breaks requirement: Requirement? = nil
    ) async throws {
        try await probe.pause(time)
        let deliveries = deliveries
        guard deliveries.count > count else { return }
        deliveries[count].expect(
            false, "no delivery after \(count)", observed: "\(deliveries.count) in all", breaks: requirement)
    }

    /// Ends the check when nothing came because the server tried and did not get here: that is not its fault.
    private func excuseUnreachable() async throws {
        let shown = try await probe.step("reading the subscription") { try await subscription.get() }
        guard shown.json?["status"]?.text == "failed", let receiver = probe.context.webhooks else { return }
        let origin = wish.webhookURL.flatMap { try? BaseURL($0).origin } ?? "the webhook"
        let why = "the target says that deliveries to \(origin) fail: \(receiver.advice)"
        throw receiver.isNamed ? Interruption.preconditionUnmet(why) : Interruption.notApplicable(why)
    }

    // MARK: Work

    /// Appends to the source and waits for the delivery; inconclusive when one of them fails.
    func deliverAfterWrite(_ body: Payload = "some work", delivery count: Int = 1) async throws -> WebhookDelivery {
        try await source.write(body)
        return try await requireDelivery(count)
    }

    /// Appends to the source and hands over the wake that was delivered; inconclusive when one of them fails.
    func wakeAfterWrite(_ body: Payload = "some work", delivery count: Int = 1) async throws -> DeliveredWake {
        try await deliverAfterWrite(body, delivery: count).requireWake()
    }

    /// Sends a callback (§7.1); without `isDone` it is a heartbeat.
    @discardableResult
    func callback(
        _ wake: DeliveredWake, _ acks: [Claim.Ack] = [], isDone: Bool = false, suffix: String = "/callback"
    ) async throws -> Reply {
        let body = Claim.report(wake.wakeID, wake.generation, acks, isDone: isDone)
        return try await subscription.send(.post, suffix, token: wake.token, body: Payload(body))
    }

    /// Acknowledges everything a wake shows and is done; inconclusive when that fails.
    @discardableResult
    func requireDone(_ wake: DeliveredWake) async throws -> Reply {
        try await probe.step("a callback") { try await callback(wake, try everything(of: wake), isDone: true) }
            .requireSuccess("a callback")
    }

    /// The ack of everything a wake shows of the source.
    func everything(of wake: DeliveredWake) throws -> [Claim.Ack] {
        guard let tail = wake.link(of: source)?["tail_offset"]?.text else {
            throw Interruption.preconditionUnmet("the delivery does not show the tail_offset of the stream")
        }
        return [Claim.Ack(stream: source.name, offset: tail)]
    }

    /// The cursor of a stream as the subscription shows it; inconclusive where it does not.
    func cursor(of stream: ProbedStream? = nil) async throws -> String {
        let reply = try await probe.step("reading the subscription") { try await subscription.get() }
            .requireSuccess("reading the subscription")
        guard let cursor = reply.link(of: stream ?? source)?["acked_offset"]?.text else {
            throw Interruption.preconditionUnmet("the subscription does not show the acked_offset of the stream")
        }
        return cursor
    }

    /// Expects the cursor of a stream to come to an offset, which it may do some time after the answer of a webhook.
    func expectCursor(
        of stream: ProbedStream? = nil, at offset: String, breaks requirement: Requirement? = nil
    ) async throws {
        let clock = probe.context.clock
        let start = clock.elapsed
        var cursor = try await cursor(of: stream)
        while cursor != offset, clock.elapsed - start < probe.context.patience.promptness {
            try await probe.pause(.milliseconds(50))
            cursor = try await self.cursor(of: stream)
        }
        probe.expect(cursor == offset, "the cursor at \(offset)", observed: cursor, breaks: requirement)
    }

    /// Waits until the status of the subscription is the one hoped for; hands back the last answer.
    func status(reaching status: String, after delay: Duration = .zero) async throws -> Reply {
        try await probe.eventually(
            within: delay + probe.context.patience.promptness, every: .milliseconds(50),
            { try await subscription.get().requireSuccess("reading the subscription") },
            until: { $0.json?["status"]?.text == status })
    }
}

/// Keeps the exchanges of deliveries among those of the check, from the moment they arrive.
private final class DeliveryBook: Sendable {
    private let recorder: Recorder
    private let origin: Mutex<BaseURL>
    private let exchanges = Mutex<[Int: Int]>([:])

    init(_ recorder: Recorder, origin: BaseURL) {
        self.recorder = recorder
        self.origin = Mutex(origin)
    }

    func use(_ origin: BaseURL) { self.origin.withLock { $0 = origin } }

    func note(_ received: ReceivedWebhook) {
        let exchange = received.exchange(at: origin.withLock { $0 })
        exchanges.withLock { exchanges in
            if let index = exchanges[received.number] {
                recorder.update(exchange, at: index)
            } else {
                exchanges[received.number] = recorder.record(exchange)
            }
        }
    }

    func exchange(of number: Int) -> Int? { exchanges.withLock { $0[number] } }
}

extension Probe {
    /// Why a check that waits for webhooks is skipped when there is nowhere to wait.
    static let noWebhooks = """
        no address is known under which the target reaches this machine with webhooks: \
        name one with --webhook-host HOST[:PORT]
        """

    /// Where webhooks arrive; skipped when there is no such place.
    func requireReceiver() throws -> WebhookReceiver {
        guard let receiver = context.webhooks, !receiver.origins.isEmpty else { throw notApplicable(Self.noWebhooks) }
        return receiver
    }

    /// Creates a webhook subscription to one stream; inconclusive when that fails.
    ///
    /// - Parameters:
    ///   - lease: its `lease_ttl_ms`.
    ///   - reply: what the webhook answers.
    ///   - suffix: what the URL has behind the address of the webhook.
    func createWebhook(
        lease: Int64? = nil, answering reply: WebhookReply = .taken, suffix: String = ""
    ) async throws -> Webhook {
        let source = try await createStream()
        return try await createWebhook(to: source, answering: reply, suffix: suffix) { wish in
            wish.streams = [source.name]
            wish.lease = lease
        }
    }

    /// Creates a webhook subscription; inconclusive when that fails, skipped when the target refuses every URL under
    /// which it reaches this machine.
    func createWebhook(
        to source: ProbedStream, answering reply: WebhookReply = .taken, suffix: String = "",
        as subscription: ProbedSubscription? = nil, _ change: (inout SubscriptionWish) -> Void
    ) async throws -> Webhook {
        let receiver = try requireReceiver()
        let book = DeliveryBook(recorder, origin: receiver.origins[0])
        let inbox = receiver.open(answering: reply) { book.note($0) }
        recorder.keep(inbox)
        let subscription = subscription ?? unusedSubscription()
        var refusals: [String] = []
        for origin in receiver.origins {
            book.use(origin)
            let wish = SubscriptionWish(type: "webhook", webhookURL: origin.origin + inbox.path + suffix).with(change)
            let reply = try await step("creating a subscription") { try await subscription.put(wish) }
            if reply.isSuccess {
                return Webhook(subscription: subscription, wish: wish, source: source, inbox: inbox, book: book)
            }
            // Local targets are to be refused but for an exception that a server may make (§6.2).
            guard Requirement.webhookUrlLocalTargetsRejected.permits(status: reply.status) else {
                try reply.requireSuccess("creating a subscription")
                break
            }
            refusals.append("\(origin.origin) (\(reply.status))")
        }
        throw notApplicable(
            """
            the target takes no webhook at \(refusals.joined(separator: " or ")), as it may refuse local ones: \
            allow that for the test, or name another address with --webhook-host
            """)
    }
}
