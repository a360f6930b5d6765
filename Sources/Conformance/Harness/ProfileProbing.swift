import BlackBox
import HTTPMessage
import Specification

/// Finds out which profiles a target offers, by what its answers do and never by a status alone.
///
/// A server that was written for a smaller protocol accepts what it does not know and answers as if it had worked. So
/// a profile counts as absent only when the target says so (405, 501) or when nothing at all of it shows: as soon as
/// one sign shows, it is offered, and the checks say what is wrong with it.
struct ProfileProbing: Sendable {
    let context: RunContext

    /// The check under whose name probing sends its requests.
    private static let identity = Check(.createNewStreamCreated, "probing") { _ in }

    /// Why nothing can be judged here, or `nil` when the target answers like a server of streams.
    func obstacle() async -> String? {
        let (probe, recorder) = makeProbe("reach")
        let stream = probe.unusedStream()
        let exchange = await context.transport.send(stream.request(.put, fields: [.contentType: "text/plain"]))
        switch exchange.outcome {
        case .failure(let failure):
            // Where that got no answer, removing the stream would get none either, and take as long.
            return failure.message.reported
        case .success(let answer):
            probe.removeAfterwards(stream)
            await context.removeStreams(recorder)
            return Self.obstacle(in: answer, at: context.target.base)?.reported
        }
    }

    private static func obstacle(in answer: Exchange.Answer, at base: BaseURL) -> String? {
        let status = answer.head.status
        switch status.code {
        case 200...299 where answer.head.headerFields[.streamNextOffset] != nil:
            return nil
        case 401, 403, 407:
            return "\(base) answers \(status) to creating a stream: give credentials with --bearer or --header"
        case 301, 302, 303, 307, 308:
            let location = answer.head.headerFields[.location] ?? "nowhere"
            return "\(base) redirects to \(location): test that address instead"
        case 404, 405:
            return """
                \(base) answers \(status) to creating a stream below it: is this the stream root, \
                as in http://127.0.0.1:4437/v1/stream?
                """
        case 500...599 where status.code != 501:
            return nil
        default:
            let type = answer.head.headerFields[.contentType] ?? ""
            if ContentType(type)?.essence == "text/html" {
                return "\(base) answers HTML to creating a stream: this is a web page, not a server of streams"
            }
            if answer.head.headerFields.contains(where: { $0.name.canonicalName.hasPrefix("stream-") }) { return nil }
            if (200...299).contains(status.code) {
                return """
                    \(base) answers \(status) without any Stream- field to creating a stream: \
                    it does not speak Durable Streams
                    """
            }
            return nil
        }
    }

    /// Whether the target offers a profile, and what showed it.
    func probe(_ profile: Profile) async -> ProfileOffer {
        let (probe, recorder) = makeProbe(profile.rawValue)
        do {
            let offer =
                switch profile {
                case .core: try await core(probe)
                case .closure: try await closure(probe)
                case .producers: try await producers(probe)
                case .json: try await json(probe)
                case .longPoll: try await longPoll(probe)
                case .expiry: try await expiry(probe)
                case .caching: try await caching(probe)
                case .sse: try await sse(probe)
                case .fork: try await fork(probe)
                case .securityHeaders: try await securityHeaders(probe)
                case .subscriptions: try await subscriptions(probe)
                case .state, .sessions:
                    ProfileOffer(profile, isOffered: nil, evidence: "this version has no checks of it")
                }
            await context.removeStreams(recorder)
            return offer
        } catch {
            await context.removeStreams(recorder)
            return ProfileOffer(profile, isOffered: nil, evidence: Self.describe(error).reported)
        }
    }

    /// What a target that may be gone says to the request with which the run began: a sentence when it says nothing.
    ///
    /// One that refuses connections may be on its way up again and is asked for a while.
    func silence() async -> String? {
        let (probe, recorder) = makeProbe("alive")
        let stream = probe.unusedStream()
        var request = stream.request(.put, fields: [.contentType: "text/plain"])
        request.usesFreshConnection = true
        let start = context.clock.elapsed
        while true {
            let outcome = await context.transport.send(request).outcome
            context.watch.note(outcome, at: context.clock.elapsed)
            guard case .failure(let failure) = outcome, failure.kind.isSilence else {
                probe.removeAfterwards(stream)
                await context.removeStreams(recorder)
                return nil
            }
            let isWaiting = failure.kind == .unreachable && context.clock.elapsed - start < TargetWatch.restartGrace
            guard isWaiting, (try? await context.clock.sleep(for: TargetWatch.restartInterval)) != nil else {
                return failure.message
            }
        }
    }

    private static func describe(_ error: any Error) -> String {
        switch error {
        case Interruption.preconditionUnmet(let why): why
        case Interruption.noAnswer(let failure, _): failure.message
        default: "probing failed: \(error)"
        }
    }

    func makeProbe(_ name: String) -> (Probe, Recorder) {
        let recorder = Recorder()
        let check = Check(Self.identity.requirement, "probing-\(name)") { _ in }
        return (Probe(context: context, check: check, recorder: recorder), recorder)
    }

    // MARK: Profiles

    private func core(_ probe: Probe) async throws -> ProfileOffer {
        _ = try await probe.createStream()
        return ProfileOffer(.core, isOffered: true, evidence: "PUT creates a stream")
    }

    private func closure(_ probe: Probe) async throws -> ProfileOffer {
        let stream = try await probe.createStream("before")
        var closing = try await stream.close()
        if [405, 501].contains(closing.status) {
            return ProfileOffer(.closure, isOffered: false, evidence: "closing was answered \(closing.status)")
        }
        // A server that refuses to close in one way may close in another, and is then wrong and not without closure.
        if !closing.isSuccess, !closing.isClosed { closing = try await stream.close(contentType: stream.contentType) }
        if !closing.isSuccess, !closing.isClosed { closing = try await stream.append("last", closing: true) }
        if closing.isClosed {
            return ProfileOffer(.closure, isOffered: true, evidence: "closing answers Stream-Closed")
        }
        let head = try await stream.head()
        if head.isClosed { return ProfileOffer(.closure, isOffered: true, evidence: "HEAD shows Stream-Closed") }
        let late = try await stream.append("after")
        if late.isSuccess {
            return ProfileOffer(
                .closure, isOffered: false,
                evidence: "closing was answered \(closing.status), no answer shows it, and appends go on")
        }
        return ProfileOffer(.closure, isOffered: true, evidence: "an append after closing was answered \(late.status)")
    }

    private func producers(_ probe: Probe) async throws -> ProfileOffer {
        let stream = try await probe.createStream()
        let producer = Producer("probing", seq: 0)
        let first = try await stream.append("once", as: producer)
        if [405, 501].contains(first.status) {
            return ProfileOffer(
                .producers, isOffered: false, evidence: "a producer append was answered \(first.status)")
        }
        let again = try await stream.append("once", as: producer)
        for reply in [first, again] where reply[.producerEpoch] != nil || reply[.producerSeq] != nil {
            return ProfileOffer(.producers, isOffered: true, evidence: "an append answers with Producer- fields")
        }
        let bytes = try await stream.contents().bytes
        if bytes == Array("onceonce".utf8) {
            return ProfileOffer(
                .producers, isOffered: false,
                evidence: "a repeated append was stored twice and no answer carries a Producer- field")
        }
        return ProfileOffer(.producers, isOffered: true, evidence: "a repeated append was not stored twice")
    }

    private func json(_ probe: Probe) async throws -> ProfileOffer {
        let stream = try await probe.createJSONStream()
        let first = try await stream.append("[1,2]")
        let second = try await stream.append("[3]")
        guard first.isSuccess && second.isSuccess else {
            return ProfileOffer(.json, isOffered: true, evidence: "appends of JSON are treated as such")
        }
        let bytes = try await stream.read(from: .beginning).body
        if bytes == Array("[1,2][3]".utf8) {
            return ProfileOffer(
                .json, isOffered: false, evidence: "JSON bodies are stored and returned as plain bytes")
        }
        return ProfileOffer(.json, isOffered: true, evidence: "JSON bodies are not returned as plain bytes")
    }

    private func longPoll(_ probe: Probe) async throws -> ProfileOffer {
        let stream = try await probe.createStream("before")
        let tail = try await stream.tail()
        let (polled, _) = try await probe.whileWaiting {
            try await stream.longPoll(from: .at(tail))
        } _: {
            try await stream.append("after")
        }
        if [400, 405, 501].contains(polled.status) {
            return ProfileOffer(.longPoll, isOffered: false, evidence: "live=long-poll was answered \(polled.status)")
        }
        if polled.body.isEmpty && polled.status == 200 && polled[.streamCursor] == nil {
            return ProfileOffer(
                .longPoll, isOffered: false,
                evidence: "live=long-poll at the tail answers an empty 200 at once, as if it were not there")
        }
        return ProfileOffer(.longPoll, isOffered: true, evidence: "live=long-poll waits or answers as such")
    }

    private func expiry(_ probe: Probe) async throws -> ProfileOffer {
        let stream = probe.unusedStream()
        let created = try await stream.put(ttl: "86400")
        let head = try await stream.head()
        if head[.streamTTL] != nil || created[.streamTTL] != nil {
            return ProfileOffer(.expiry, isOffered: true, evidence: "HEAD shows the Stream-TTL")
        }
        if !(try await stream.put(ttl: "3600")).isSuccess {
            return ProfileOffer(.expiry, isOffered: true, evidence: "a PUT with another Stream-TTL is refused")
        }
        if !(try await probe.unusedStream().put(ttl: "soon")).isSuccess {
            return ProfileOffer(.expiry, isOffered: true, evidence: "a Stream-TTL that is no number is refused")
        }
        let short = try await probe.createStream(ttl: "1")
        try await probe.pause(.milliseconds(2500))
        let gone = try await short.head()
        return ProfileOffer(
            .expiry, isOffered: !gone.isSuccess,
            evidence: gone.isSuccess
                ? "a stream with a TTL of 1 s is still there after 2.5 s and no answer shows a TTL"
                : "a stream with a TTL of 1 s is gone after 2.5 s")
    }

    private func caching(_ probe: Probe) async throws -> ProfileOffer {
        let stream = try await probe.createStream("some bytes")
        let read = try await stream.read()
        let signs: [HTTPField.Name] = [.eTag, .cacheControl, .streamCursor]
        if let sign = signs.first(where: { read[$0] != nil }) {
            return ProfileOffer(.caching, isOffered: true, evidence: "a read answers with \(sign)")
        }
        return ProfileOffer(
            .caching, isOffered: false, evidence: "a read answers with neither ETag nor Cache-Control nor Stream-Cursor"
        )
    }

    private func sse(_ probe: Probe) async throws -> ProfileOffer {
        let stream = try await probe.createStream("some text")
        let live = await stream.sse(from: .beginning)
        let head = try await live.head()
        live.cancel()
        let type = head.headerFields[.contentType].flatMap { ContentType($0) }
        if type?.essence == "text/event-stream" {
            return ProfileOffer(.sse, isOffered: true, evidence: "live=sse answers text/event-stream")
        }
        if [400, 405, 501].contains(head.status.code) {
            return ProfileOffer(.sse, isOffered: false, evidence: "live=sse was answered \(head.status)")
        }
        if type?.essence == "text/plain" {
            return ProfileOffer(
                .sse, isOffered: false,
                evidence: "live=sse answers the stream's own content type, as if it were not there")
        }
        return ProfileOffer(.sse, isOffered: true, evidence: "live=sse was answered \(head.status)")
    }

    private func fork(_ probe: Probe) async throws -> ProfileOffer {
        let source = try await probe.createStream("inherited")
        let fork = probe.unusedStream()
        let reply = try await fork.put(fields: [.streamForkedFrom: source.path])
        guard reply.isSuccess else {
            if [405, 501].contains(reply.status) {
                return ProfileOffer(.fork, isOffered: false, evidence: "a fork was answered \(reply.status)")
            }
            return ProfileOffer(.fork, isOffered: true, evidence: "a fork was answered \(reply.status)")
        }
        if try await fork.contents().bytes.isEmpty {
            return ProfileOffer(
                .fork, isOffered: false, evidence: "a fork was answered \(reply.status) and is an empty stream")
        }
        return ProfileOffer(.fork, isOffered: true, evidence: "a fork holds bytes of its source")
    }

    private func securityHeaders(_ probe: Probe) async throws -> ProfileOffer {
        let read = try await probe.createStream("some bytes").read()
        let signs: [HTTPField.Name] = [.xContentTypeOptions, .crossOriginResourcePolicy]
        if let sign = signs.first(where: { read[$0] != nil }) {
            return ProfileOffer(.securityHeaders, isOffered: true, evidence: "a read answers with \(sign)")
        }
        return ProfileOffer(
            .securityHeaders, isOffered: false, evidence: "a read carries no header that protects browsers")
    }

    private func subscriptions(_ probe: Probe) async throws -> ProfileOffer {
        let (source, wakes) = (try await probe.createStream(), try await probe.createJSONStream())
        let wish = SubscriptionWish(streams: [source.name], wakeStream: wakes.name)
        let subscription = probe.unusedSubscription()
        let created = try await subscription.put(wish)
        let evidence = "a PUT below __ds/subscriptions was answered \(created.status)"
        if [404, 405, 501].contains(created.status) {
            return ProfileOffer(.subscriptions, isOffered: false, evidence: evidence)
        }
        let shown = try await subscription.get()
        if created.nextOffset != nil || shown.nextOffset != nil || shown.body == wish.payload.bytes {
            return ProfileOffer(
                .subscriptions, isOffered: false, evidence: "a PUT below __ds/subscriptions makes an ordinary stream")
        }
        if !created.isSuccess {
            let keys = try await probe.send(probe.request(.get, path: probe.controlPath("jwks.json")))
            guard keys.isSuccess, keys.json?["keys"]?.elements != nil else {
                return ProfileOffer(
                    .subscriptions, isOffered: false, evidence: "\(evidence), and there is no key set either")
            }
        }
        return ProfileOffer(.subscriptions, isOffered: true, evidence: evidence)
    }
}
