import HTTPMessage
import Specification

// §6 Reserved Subscription APIs and §6.1 Subscription Addressing.

extension Check {
    static let subscriptions: [Check] = reservedPrefix + subscriptionLinks

    // MARK: The reserved prefix

    private static let reservedPrefix: [Check] = [
        // Paths under the reserved prefix reach the subscription APIs, never a stream of that name.
        Check(.subscriptionPrefixRoutedFirst, "stream-instead") { probe in
            try await probe.requireKeepsStreams()
            let subscription = probe.unusedSubscription()
            let reply = try await subscription.put("plain words", contentType: "text/plain")
            reply.expectAbsent(.streamNextOffset)
            let read = try await subscription.get()
            read.expect(read.body != Array("plain words".utf8), "no stream", observed: "one that holds the body")
        },

        Check(.subscriptionPrefixRoutedFirst, "no-stream-beside") { probe in
            let subscription = try await probe.createPullWake().subscription
            try await subscription.get().requireSubscription()
                .expectAbsent(.streamNextOffset).expectAbsent(.streamUpToDate)
            try await subscription.send(.post, contentType: "text/plain", body: "an append").expectRefused()
        },

        // No application stream lives at a path whose first segment is `__ds`.
        Check(.subscriptionPrefixReserved, "one-segment") { probe in
            try await probe.requireKeepsStreams()
            try await probe.reservedStream(probe.unusedStream().name).expectRefusesEverything()
        },

        Check(.subscriptionPrefixReserved, "two-segments") { probe in
            try await probe.requireKeepsStreams()
            try await probe.reservedStream("\(probe.unusedStream().name)/events").expectRefusesEverything()
        },

        Check(.subscriptionPrefixReserved, "prefix-itself") { probe in
            let stream = probe.stream(named: "__ds")
            try await stream.put("some words").expectPermittedStatus()
            try await stream.read().expectRefused()
            try await probe.requireKeepsStreams()
        },

        Check(.subscriptionPrefixReserved, "json") { probe in
            let path = probe.controlPath(probe.unusedStream().name)
            let created = try await probe.send(
                probe.request(.put, path: path, fields: [.contentType: "application/json"], body: "[1]"))
            created.expectPermittedStatus()
            try await probe.send(probe.request(.get, path: path)).expectRefused()
            try await probe.requireKeepsStreams()
        },
    ]

    // MARK: Links

    private static let subscriptionLinks: [Check] = [
        // Stream paths in bodies are relative to the stream root.
        Check(.subscriptionRootRelativePaths, "shown") { probe in
            let story = try await probe.createPullWake()
            try await story.subscription.get().requireSuccess("reading the subscription").expectLinks(story.source)
        },

        Check(.subscriptionRootRelativePaths, "claimed") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            claim.reply.expectLinks(story.source)
        },

        Check(.subscriptionRootRelativePaths, "several-segments") { probe in
            let source = probe.unusedDirectory().child("events").child("a")
            try await source.create()
            let story = try await probe.createPullWake(to: source) { $0.streams = [source.name] }
            try await story.subscription.get().requireSuccess("reading the subscription").expectLinks(source)
            try await source.write("some work")
            let wake = try await story.requireWake()
            probe.expect(wake["stream"]?.text == source.name, "the stream \(source.name)", observed: "\(wake)")
        },

        // A subscription has one cursor for each of its streams: path, kind and acknowledged offset.
        Check(.subscriptionCursorPerStream) { probe in
            let (first, second) = (try await probe.createStream("one"), try await probe.createStream("two words"))
            let story = try await probe.createPullWake(to: first) { $0.streams = [first.name, second.name] }
            let reply = try await story.subscription.get().requireSuccess("reading the subscription")
            reply.expectLinks(first, second)
            for stream in [first, second] {
                reply.expectLink(of: stream, type: "explicit")
                let cursor = reply.link(of: stream)?["acked_offset"]?.text
                reply.expect(cursor != nil, "an acked_offset", observed: "\(reply.link(of: stream) ?? .null)")
            }
        },

        Check(.subscriptionCursorPerStream, "moved-alone") { probe in
            let (first, second) = (try await probe.createStream("one"), try await probe.createStream("two words"))
            let story = try await probe.createPullWake(to: first) { $0.streams = [first.name, second.name] }
            try await second.write("more")
            let claim = try await story.claimAfterWrite("more")
            let idle = try await story.subscription.get().link(of: second)?["acked_offset"]
            let acks = try story.everything(of: claim)
            try await story.subscription.ack(claim, acks).requireSuccess("an ack")
            let reply = try await story.subscription.get()
            reply.expect(
                reply.link(of: first)?["acked_offset"]?.text == acks[0].offset, "the cursor at \(acks[0].offset)",
                observed: "\(reply.link(of: first) ?? .null)")
            reply.expect(
                reply.link(of: second)?["acked_offset"] == idle, "the other cursor where it was",
                observed: "\(reply.link(of: second) ?? .null)")
        },

        // A stream linked both explicitly and by the pattern is shown once, as explicit.
        Check(.subscriptionExplicitTakesPrecedence) { probe in
            let (story, _) = try await probe.createDoubleLink()
            try await story.subscription.get().requireSuccess("reading the subscription")
                .expectLinks(story.source).expectLink(of: story.source, type: "explicit")
        },

        Check(.subscriptionExplicitTakesPrecedence, "added-later") { probe in
            let directory = probe.unusedDirectory()
            let source = directory.child("a")
            try await source.create()
            let story = try await probe.createPullWake(to: source) { $0.pattern = "\(directory.name)/*" }
            try await story.subscription.add(source).requireSuccess("adding a stream")
            try await story.subscription.get().requireSuccess("reading the subscription")
                .expectLinks(source).expectLink(of: source, type: "explicit")
        },

        Check(.subscriptionExplicitTakesPrecedence, "claimed") { probe in
            let (story, _) = try await probe.createDoubleLink()
            let claim = try await story.claimAfterWrite()
            claim.reply.expectLink(of: story.source, type: "explicit")
        },

        // When the explicit link of such a stream is removed, its link by the pattern remains.
        Check(.subscriptionExplicitRemovalKeepsGlob) { probe in
            let (story, _) = try await probe.createDoubleLink()
            try await story.subscription.remove(story.source).requireSuccess("removing a link")
            try await story.subscription.get().requireSuccess("reading the subscription")
                .expectLink(of: story.source, type: "glob")
        },

        Check(.subscriptionExplicitRemovalKeepsGlob, "still-wakes") { probe in
            let (story, _) = try await probe.createDoubleLink()
            try await story.subscription.remove(story.source).requireSuccess("removing a link")
            try await story.source.write("some work")
            try await story.expectWakes(1)
        },
    ]
}

extension Probe {
    /// A stream at a reserved path.
    fileprivate func reservedStream(_ name: String) -> ProbedStream { stream(named: "__ds/\(name)") }

    /// A subscription to a stream by its path and by a pattern, and the directory of the pattern.
    func createDoubleLink() async throws -> (PullWake, directory: ProbedStream) {
        let directory = unusedDirectory()
        let source = directory.child("a")
        try await source.create()
        let story = try await createPullWake(to: source) { wish in
            wish.pattern = "\(directory.name)/*"
            wish.streams = [source.name]
        }
        return (story, directory)
    }
}

extension ProbedStream {
    /// Expects no stream to come into being here.
    fileprivate func expectRefusesEverything() async throws {
        try await put("some words").expectPermittedStatus()
        try await append("more words").expectPermittedStatus()
        try await read().expectRefused()
        try await head().expectRefused()
    }
}
