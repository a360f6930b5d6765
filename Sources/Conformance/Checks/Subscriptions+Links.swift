import HTTPMessage
import Specification

// §6.2 and §6.4: which streams a subscription is linked to, and where their cursors stand.

extension Check {
    static let subscriptionMembership: [Check] = patterns + backfilling + membership

    // MARK: Patterns

    private static let patterns: [Check] = [
        // In a pattern, `*` stands for exactly one segment of a path.
        Check(.subscriptionGlobOneSegment, "last") { probe in
            let directory = probe.unusedDirectory()
            try await probe.create(directory, directory.child("a"), directory.child("bc"), directory.child("a/b"))
            try await probe.shown(pattern: "\(directory.name)/*")
                .expectLinks(directory.child("a"), directory.child("bc"))
        },

        Check(.subscriptionGlobOneSegment, "in-the-middle") { probe in
            let directory = probe.unusedDirectory()
            try await probe.create(
                directory.child("z"), directory.child("a/z"), directory.child("b/z"), directory.child("a/b/z"),
                directory.child("a/y"))
            try await probe.shown(pattern: "\(directory.name)/*/z")
                .expectLinks(directory.child("a/z"), directory.child("b/z"))
        },

        Check(.subscriptionGlobOneSegment, "later-append", waits: PullWake.quiet) { probe in
            let directory = probe.unusedDirectory()
            let (inside, below) = (directory.child("a"), directory.child("a/b"))
            let story = try await probe.createPullWake(to: inside) { $0.pattern = "\(directory.name)/*" }
            try await probe.create(inside, below)
            try await below.write("nobody's work")
            try await story.expectQuiet(after: 0)
            try await inside.write("some work")
            try await story.expectWakes(1)
        },

        // In a pattern, `**` stands for any number of segments, none included.
        Check(.subscriptionGlobManySegments, "in-the-middle") { probe in
            let directory = probe.unusedDirectory()
            let matching = [directory.child("z"), directory.child("a/z"), directory.child("a/b/c/z")]
            try await probe.create(matching[0], matching[1], matching[2], directory.child("a/y"))
            try await probe.shown(pattern: "\(directory.name)/**/z")
                .expectLinks(matching[0], matching[1], matching[2])
        },

        Check(.subscriptionGlobManySegments, "last") { probe in
            let directory = probe.unusedDirectory()
            let matching = [directory.child("a"), directory.child("a/b"), directory.child("a/b/c")]
            try await probe.create(matching[0], matching[1], matching[2], directory.neighbour("-other/a"))
            try await probe.shown(pattern: "\(directory.name)/**")
                .expectLinks(matching[0], matching[1], matching[2])
        },
    ]

    // MARK: Linking

    private static let backfilling: [Check] = [
        // Creating a subscription with a pattern links the existing streams that match.
        Check(.subscriptionBackfill) { probe in
            let directory = probe.unusedDirectory()
            let streams = (0..<12).map { directory.child("s\($0)") }
            for stream in streams { try await stream.create("some words") }
            let reply = try await probe.shown(pattern: "\(directory.name)/*")
            for stream in streams { reply.expectLink(of: stream, type: "glob") }
        },

        Check(.subscriptionBackfill, "wakes") { probe in
            let source = probe.unusedDirectory().child("a")
            try await source.create()
            let story = try await probe.createPullWake(to: source) { $0.pattern = source.name }
            try await source.write("some work")
            try await story.expectWakes(1)
        },

        // Existing streams are linked at their tail: what they held before wakes nobody.
        Check(.subscriptionBackfillAtTail, "pattern", waits: PullWake.quiet) { probe in
            let directory = probe.unusedDirectory()
            let source = directory.child("a")
            try await source.create("history")
            let story = try await probe.createPullWake(to: source) { $0.pattern = "\(directory.name)/*" }
            try await story.expectQuiet(after: 0)
            try await story.expectOnlyNewWork()
        },

        Check(.subscriptionBackfillAtTail, "streams", waits: PullWake.quiet) { probe in
            let story = try await probe.createPullWake(holding: "history")
            try await story.expectQuiet(after: 0)
            try await story.expectOnlyNewWork()
        },

        Check(.subscriptionBackfillAtTail, "pattern-beside-new-work") { probe in
            let directory = probe.unusedDirectory()
            let (source, old) = (directory.child("a"), directory.child("b"))
            for stream in [source, old] { try await stream.create("history") }
            let story = try await probe.createPullWake(to: source) { $0.pattern = "\(directory.name)/*" }
            try await story.expectNothingPending(in: old)
        },

        Check(.subscriptionBackfillAtTail, "streams-beside-new-work") { probe in
            let old = try await probe.createStream("history")
            let source = try await probe.createStream("history")
            let story = try await probe.createPullWake(to: source) { $0.streams = [source.name, old.name] }
            try await story.expectNothingPending(in: old)
        },

        // A stream that first appears later and matches is linked in front of the append that revealed it.
        Check(.subscriptionLaterStreamsLinked) { probe in
            let directory = probe.unusedDirectory()
            let source = directory.child("a")
            let story = try await probe.createPullWake(to: source) { $0.pattern = "\(directory.name)/*" }
            try await source.create()
            try await source.write("some work")
            let wake = try await story.expectWakes(1).last
            probe.expect(
                wake?["stream"]?.text == source.name, "a wake event for \(source.name)",
                observed: "\(wake ?? .null)")
            try await story.subscription.get().expectLink(of: source, type: "glob")
        },

        Check(.subscriptionLaterStreamsLinked, "pending") { probe in
            let directory = probe.unusedDirectory()
            let source = directory.child("a")
            let story = try await probe.createPullWake(to: source) { $0.pattern = "\(directory.name)/*" }
            try await source.create()
            let claim = try await story.claimAfterWrite()
            claim.reply.expect(
                claim.entry(of: source)?["has_pending"]?.bool == true, "work that is pending",
                observed: "\(claim.entry(of: source) ?? .null)")
        },

        Check(.subscriptionLaterStreamsLinked, "not-matching", waits: PullWake.quiet) { probe in
            let directory = probe.unusedDirectory()
            let other = directory.neighbour("-other/a")
            let story = try await probe.createPullWake(to: other) { $0.pattern = "\(directory.name)/*" }
            try await other.create()
            try await other.write("nobody's work")
            try await story.expectQuiet(after: 0)
        },
    ]

    // MARK: Adding and removing

    private static let membership: [Check] = [
        // Streams can be added to a subscription, and its pattern stays as it is.
        Check(.subscriptionStreamsAdded) { probe in
            let directory = probe.unusedDirectory()
            let source = directory.child("a")
            try await source.create()
            let story = try await probe.createPullWake(to: source) { $0.pattern = "\(directory.name)/*" }
            let added = try await probe.createStream()
            try await story.subscription.add(added).expectPermittedStatus()
            try await story.subscription.get().expectLinks(source, added).expectLink(of: added, type: "explicit")
                .expect("pattern", is: .string(JSONString("\(directory.name)/*")))
        },

        Check(.subscriptionStreamsAdded, "two-at-once") { probe in
            let story = try await probe.createPullWake()
            let (first, second) = (try await probe.createStream(), try await probe.createStream())
            try await story.subscription.add(first, second).expectPermittedStatus()
            try await story.subscription.get().expectLinks(story.source, first, second)
        },

        Check(.subscriptionStreamsAdded, "wakes") { probe in
            let story = try await probe.createPullWake()
            let added = try await probe.createStream()
            try await story.subscription.add(added).expectPermittedStatus()
            try await added.write("some work")
            try await story.expectWakes(1)
        },

        // A stream added to a subscription is linked at its tail.
        Check(.subscriptionStreamsAddedAtTail, waits: PullWake.quiet) { probe in
            let story = try await probe.createPullWake()
            let added = try await probe.createStream("history")
            try await story.subscription.add(added).requireSuccess("adding a stream")
            try await story.expectQuiet(after: 0)
            try await story.expectNothingPending(in: added)
        },

        // Adding a stream that is linked already succeeds and leaves its cursor alone.
        Check(.subscriptionStreamsAddedAgain) { probe in
            let story = try await probe.createPullWake()
            try await story.subscription.add(story.source).expectPermittedStatus()
            try await story.subscription.get().expectLink(of: story.source, type: "explicit")
        },

        Check(.subscriptionStreamsAddedAgain, "pending-work-stays") { probe in
            let story = try await probe.createPullWake()
            try await story.source.write("some work")
            try await story.requireWake()
            try await story.subscription.add(story.source).expectPermittedStatus()
            let claim = try await story.requireClaim()
            claim.reply.expect(
                claim.entry(of: story.source)?["has_pending"]?.bool == true, "work that is still pending",
                observed: "\(claim.entry(of: story.source) ?? .null)")
        },

        // An explicit link can be removed, its path percent-encoded in the URL, slashes included.
        Check(.subscriptionStreamsRemoved) { probe in
            let story = try await probe.createPullWake()
            try await story.subscription.remove(story.source).expectPermittedStatus()
            try await story.subscription.get().requireSubscription().expectLinks()
        },

        Check(.subscriptionStreamsRemoved, "slashes") { probe in
            let source = probe.unusedDirectory().child("events/a")
            try await source.create()
            let story = try await probe.createPullWake(to: source) { $0.streams = [source.name] }
            try await story.subscription.remove(source).expectPermittedStatus()
            try await story.subscription.get().requireSubscription().expectLinks()
        },

        Check(.subscriptionStreamsRemoved, "wakes-no-more", waits: PullWake.quiet) { probe in
            let story = try await probe.createPullWake()
            let kept = try await probe.createStream()
            try await story.subscription.add(kept).requireSuccess("adding a stream")
            try await story.subscription.remove(story.source).expectPermittedStatus()
            try await story.source.write("nobody's work")
            try await story.expectQuiet(after: 0)
            try await kept.write("some work")
            try await story.expectWakes(1)
        },

        // Removing a link that is not there succeeds.
        Check(.subscriptionStreamsRemovedAgain, "never-there") { probe in
            let story = try await probe.createPullWake()
            let other = try await probe.createStream()
            try await story.subscription.remove(other).expectPermittedStatus()
            try await story.subscription.get().expectLinks(story.source)
        },

        Check(.subscriptionStreamsRemovedAgain, "twice") { probe in
            let story = try await probe.createPullWake()
            try await story.subscription.remove(story.source).requireSuccess("removing a link")
            try await story.subscription.remove(story.source).expectPermittedStatus()
            try await story.subscription.get().requireSubscription()
        },
    ]
}

extension Probe {
    /// Creates these streams, empty.
    fileprivate func create(_ streams: ProbedStream...) async throws {
        for stream in streams { try await stream.create() }
    }

    /// Creates a subscription with a pattern and reads it.
    fileprivate func shown(pattern: String) async throws -> Reply {
        let story = try await createPullWake(to: unusedStream()) { $0.pattern = pattern }
        return try await story.subscription.get().requireSuccess("reading the subscription")
    }
}

extension PullWake {
    /// Writes, claims, and expects the claim to show nothing pending in another stream, which held something before.
    fileprivate func expectNothingPending(in stream: ProbedStream) async throws {
        let claim = try await claimAfterWrite()
        claim.reply.expect(
            claim.entry(of: stream)?["has_pending"]?.bool == false, "nothing pending in \(stream.name)",
            observed: "\(claim.entry(of: stream) ?? .null)")
    }

    /// Expects a first append to wake, as the one thing that does.
    fileprivate func expectOnlyNewWork() async throws {
        try await source.write("some work")
        try await expectWakes(1)
    }
}
