import HTTPMessage
import Specification

/// A pull-wake subscription with the streams of its story (§7.2).
struct PullWake: Sendable {
    /// The subscription.
    let subscription: ProbedSubscription
    /// What was asked for when it was created.
    let wish: SubscriptionWish
    /// The stream it follows.
    let source: ProbedStream
    /// The stream its wake events are written to.
    let wakes: ProbedStream

    /// How long a story waits before it believes that nothing happens.
    static let quiet = Duration.milliseconds(400)

    private var probe: Probe { subscription.probe }

    // MARK: Wake events

    /// The wake events of this subscription so far.
    func events() async throws -> [JSONValue] {
        guard let messages = try await wakes.contents().messages else {
            throw Interruption.preconditionUnmet("the wake stream does not hold JSON messages")
        }
        return messages
    }

    /// The wake events, once there are so many or the time to be told is up.
    func events(reaching count: Int) async throws -> [JSONValue] {
        let clock = probe.context.clock
        let start = clock.elapsed
        var events = try await events()
        while events.count < count, clock.elapsed - start < probe.context.patience.promptness {
            try await probe.pause(.milliseconds(50))
            events = try await self.events()
        }
        return events
    }

    /// The last wake event, once there are so many; inconclusive when they do not come.
    @discardableResult
    func requireWake(_ count: Int = 1) async throws -> JSONValue {
        let events = try await events(reaching: count)
        try probe.require(events.count >= count, "\(events.count) wake events were written where \(count) should be")
        return events[events.count - 1]
    }

    /// Expects so many wake events to be written, and hands them over.
    @discardableResult
    func expectWakes(_ count: Int, breaks requirement: Requirement? = nil) async throws -> [JSONValue] {
        let events = try await events(reaching: count)
        probe.expect(
            events.count == count, "\(count) wake events", observed: "\(events.count)", breaks: requirement)
        return events
    }

    /// Lets some time pass, and expects no more wake events than there were.
    func expectQuiet(after count: Int, breaks requirement: Requirement? = nil) async throws {
        try await probe.pause(Self.quiet)
        let events = try await events()
        probe.expect(
            events.count <= count, "no wake event beyond \(count)", observed: "\(events.count)", breaks: requirement)
    }

    // MARK: Work

    /// Appends to the source, waits for the wake event and claims; inconclusive when one of them fails.
    func claimAfterWrite(
        _ body: Payload = "some work", as worker: String = "worker-1", wake count: Int = 1
    ) async throws -> Claim {
        try await source.write(body)
        try await requireWake(count)
        return try await requireClaim(as: worker)
    }

    /// Claims; inconclusive when that fails.
    func requireClaim(as worker: String = "worker-1") async throws -> Claim {
        let reply = try await probe.step("a claim") { try await subscription.claim(as: worker) }
        try reply.requireSuccess("a claim")
        guard let claim = Claim(reply) else {
            throw Interruption.preconditionUnmet("the answer to a claim has no wake_id, generation or token")
        }
        return claim
    }

    /// The ack of everything a claim shows of the source.
    func everything(of claim: Claim) throws -> [Claim.Ack] {
        guard let tail = claim.entry(of: source)?["tail_offset"]?.text else {
            throw Interruption.preconditionUnmet("the claim does not show the tail_offset of the stream")
        }
        return [Claim.Ack(stream: source.name, offset: tail)]
    }

    /// Acknowledges everything a claim shows and is done; inconclusive when that fails.
    @discardableResult
    func requireDone(_ claim: Claim) async throws -> Reply {
        let acks = try everything(of: claim)
        return try await probe.step("an ack") { try await subscription.ack(claim, acks, isDone: true) }
            .requireSuccess("an ack")
    }

    /// The cursor of the source as the subscription shows it; inconclusive where it does not.
    func cursor() async throws -> String {
        let reply = try await probe.step("reading the subscription") { try await subscription.get() }
            .requireSuccess("reading the subscription")
        guard let cursor = reply.link(of: source)?["acked_offset"]?.text else {
            throw Interruption.preconditionUnmet("the subscription does not show the acked_offset of the stream")
        }
        return cursor
    }
}

extension Reply {
    /// The entries of `streams` in the body, of a subscription or of a claim.
    var links: [JSONValue] { json?["streams"]?.elements ?? [] }

    /// The entry of a stream.
    func link(of stream: ProbedStream) -> JSONValue? {
        links.first { $0["path"]?.text == stream.name }
    }

    /// Expects the paths of the linked streams to be these, in any order.
    @discardableResult
    func expectLinks(_ streams: ProbedStream..., breaks requirement: Requirement? = nil) -> Reply {
        let expected = streams.map(\.name).sorted()
        let found = links.map { $0["path"]?.text ?? "?" }.sorted()
        return expect(
            found == expected, "links to \(expected)", observed: "links to \(found)", breaks: requirement)
    }

    /// Expects a stream to be linked in this way, once.
    @discardableResult
    func expectLink(of stream: ProbedStream, type: String, breaks requirement: Requirement? = nil) -> Reply {
        let found = links.filter { $0["path"]?.text == stream.name }.map { $0["link_type"]?.text ?? "nothing" }
        return expect(
            found == [type], "one \(type) link to \(stream.name)", observed: "links of type \(found)",
            breaks: requirement)
    }
}

extension Probe {
    /// A subscription that has an id and does not exist yet.
    func unusedSubscription() -> ProbedSubscription {
        let id = names.next()
        return ProbedSubscription(id: id, path: controlPath("subscriptions/\(id)"), probe: self)
    }

    /// A path below the reserved prefix (§6).
    func controlPath(_ rest: String) -> String { "\(context.target.base.path)/__ds/\(rest)" }

    /// Creates a pull-wake subscription to one stream, and the streams it needs; inconclusive when that fails.
    ///
    /// - Parameters:
    ///   - lease: its `lease_ttl_ms`.
    ///   - body: what the stream holds before it is linked.
    func createPullWake(lease: Int64? = nil, holding body: Payload? = nil) async throws -> PullWake {
        let source = try await createStream(body)
        return try await createPullWake(to: source) { wish in
            wish.streams = [source.name]
            wish.lease = lease
        }
    }

    /// Creates a pull-wake subscription and its wake stream; inconclusive when that fails.
    func createPullWake(
        to source: ProbedStream, _ change: (inout SubscriptionWish) -> Void
    ) async throws -> PullWake {
        let wakes = try await createJSONStream()
        let subscription = unusedSubscription()
        let wish = SubscriptionWish(wakeStream: wakes.name).with(change)
        try await step("creating a subscription") { try await subscription.put(wish) }
            .requireSuccess("creating a subscription")
        return PullWake(subscription: subscription, wish: wish, source: source, wakes: wakes)
    }

    /// A directory of the check's own, for streams that a pattern tells from all others.
    func unusedDirectory() -> ProbedStream { unusedStream() }
}

extension ProbedStream {
    /// A stream below this path that does not exist yet.
    func child(_ name: String) -> ProbedStream { neighbour("/\(name)") }

    /// Creates the stream and stands on it.
    func create(_ body: Payload? = nil) async throws {
        try await probe.step("creating a stream") { try await put(body) }.requireSuccess("creating a stream")
    }
}
