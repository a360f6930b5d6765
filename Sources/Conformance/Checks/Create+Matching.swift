import HTTPMessage
import Specification

// §5.1 Create Stream: a create request that meets an existing stream, and what the section says of forks.

extension Check {
    static let createMatching: [Check] =
        createRepeated + createConflicting + createClosureMatching + createLifetimeMatching

    // MARK: The same again

    private static let createRepeated: [Check] = [
        // Repeating a create request against the stream it made succeeds without creating anything.
        Check(.createSameConfigurationSucceeds) { probe in
            let stream = probe.unusedStream()
            let created = try await stream.put().requireSuccess("creating a stream")
            let repeated = try await stream.put().expectPermittedStatus()
            try probe.require(created.status != repeated.status, "creating and repeating are answered alike")
        },

        Check(.createSameConfigurationSucceeds, "after-appends") { probe in
            let stream = try await probe.createStream()
            try await stream.write("more")
            try await stream.put().expectPermittedStatus()
            try await stream.contents().require("more")
        },

        Check(.createSameConfigurationSucceeds, "with-its-body") { probe in
            let stream = try await probe.createStream("first")
            try await stream.put("first").expectPermittedStatus()
            try await stream.contents().require("first")
        },

        Check(.createSameConfigurationSucceeds, "with-another-body") { probe in
            // Content is not part of the configuration the text compares.
            let stream = try await probe.createStream("first")
            try await stream.put("another").expectPermittedStatus()
            try await stream.contents().expect("first")
        },

        Check(.createSameConfigurationSucceeds, "ten-at-once") { probe in
            let stream = probe.unusedStream()
            let answers = try await probe.concurrently(10) { _ in try await stream.put("once") }
            let created = answers.filter { Requirement.createNewStreamCreated.permits(status: $0.status) }
            probe.expect(
                created.count == 1, "one of ten requests to create the stream",
                observed: "\(created.count) that say they did", in: created.last)
            for answer in answers where !created.contains(where: { $0.index == answer.index }) {
                answer.expectPermittedStatus()
            }
            try await stream.requireHolds("once")
        },

        // A repeated create request leaves content and tail offset as they are.
        Check(.createRepeatChangesNothing) { probe in
            let stream = try await probe.createStream("kept")
            let before = try await stream.snapshot(holding: "kept")
            try await stream.put("kept").requireSuccess("a repeated create request")
            try await stream.expectUnchanged(since: before)
        },

        Check(.createRepeatChangesNothing, "after-appends") { probe in
            let stream = try await probe.createStream("kept ")
            try await stream.write("too")
            let before = try await stream.snapshot(holding: "kept too")
            try await stream.put().requireSuccess("a repeated create request")
            try await stream.put("kept ").requireSuccess("a repeated create request")
            try await stream.expectUnchanged(since: before)
        },

        Check(.createRepeatChangesNothing, "ten-at-once-with-body") { probe in
            let stream = probe.unusedStream()
            _ = try await probe.concurrently(10) { _ in try await stream.put("once") }
            try await stream.contents().expect("once")
        },
    ]

    // MARK: Another content type

    private static let createConflicting: [Check] = [
        // A create request for an existing stream with another content type is refused.
        Check(.createOtherContentTypeConflicts) { probe in
            let stream = try await probe.createStream()
            try await stream.put(contentType: "application/octet-stream").expectPermittedStatus()
        },

        Check(.createOtherContentTypeConflicts, "same-subtype") { probe in
            let stream = try await probe.createStream(contentType: "text/xml")
            try await stream.put(contentType: "application/xml").expectPermittedStatus()
        },

        Check(.createOtherContentTypeConflicts, "longer-name") { probe in
            let stream = try await probe.createStream(contentType: "application/x-log")
            try await stream.put(contentType: "application/x-logs").expectPermittedStatus()
        },

        Check(.createOtherContentTypeConflicts, "json-for-text") { probe in
            let stream = try await probe.createStream("{}")
            try await stream.put(contentType: "application/json").expectPermittedStatus()
        },

        Check(.createOtherContentTypeConflicts, "two-at-once") { probe in
            let stream = probe.unusedStream()
            let types = ["text/plain", "text/csv"]
            let answers = try await probe.concurrently(10) { try await stream.put(contentType: types[$0 % 2]) }
            let created = answers.enumerated().filter {
                Requirement.createNewStreamCreated.permits(status: $0.element.status)
            }
            try probe.require(created.count == 1, "not one of ten create requests created the stream")
            for (number, answer) in answers.enumerated() where number % 2 != created[0].offset % 2 {
                answer.expectPermittedStatus()
            }
        },

        // A refused create request leaves the existing stream as it was.
        Check(.createConflictChangesNothing, "content-type") { probe in
            let stream = try await probe.createStream("kept")
            let before = try await stream.snapshot(holding: "kept")
            try await stream.put("other", contentType: "text/csv")
            try await stream.expectUnchanged(since: before)
            try await stream.head().expectContentType(stream.contentType)
        },

        Check(.createConflictChangesNothing, "content-type-and-closed", needs: [.closure]) { probe in
            let stream = try await probe.createStream("kept")
            try await stream.put("other", contentType: "text/csv", closed: true)
            try await stream.contents().expect("kept")
            try await stream.expectOpen()
        },

        Check(.createConflictChangesNothing, "closed-for-open", needs: [.closure]) { probe in
            let stream = try await probe.createStream("kept")
            let before = try await stream.snapshot(holding: "kept")
            try await stream.put("other", closed: true)
            try await stream.expectUnchanged(since: before)
            try await stream.expectOpen()
        },

        Check(.createConflictChangesNothing, "open-for-closed", needs: [.closure]) { probe in
            let stream = try await probe.createStream("kept", closed: true)
            let before = try await stream.snapshot(holding: "kept")
            try await stream.put("other")
            try await stream.expectUnchanged(since: before)
            try await stream.expectRefusesAppends()
        },

        Check(.createConflictChangesNothing, "time-to-live", needs: [.expiry]) { probe in
            let stream = try await probe.createStream("kept", ttl: "3600")
            let before = try await stream.snapshot(holding: "kept")
            try await stream.put("other", ttl: "60")
            try await stream.expectUnchanged(since: before)
            let head = try await stream.head()
            if head[.streamTTL] != nil { head.expect(.streamTTL, equals: "3600") }
        },
    ]

    // MARK: Closure

    private static let createClosureMatching: [Check] = [
        // A request without `Stream-Closed` matches an open stream.
        Check(.createOpenRequestMatchesOpen) { probe in
            let stream = try await probe.createStream("first ")
            try await stream.write("second")
            try await stream.put("first ").expectPermittedStatus()
            try await stream.expectOpen()
        },

        // A request without `Stream-Closed` conflicts with a closed stream.
        Check(.createOpenRequestConflictsWithClosed, "created-closed") { probe in
            let stream = try await probe.createStream("all of it", closed: true)
            try await stream.put("all of it").expectPermittedStatus()
        },

        Check(.createOpenRequestConflictsWithClosed, "closed-later") { probe in
            let stream = try await probe.createStream()
            try await stream.writeClosed()
            try await stream.put().expectPermittedStatus()
        },

        Check(.createOpenRequestConflictsWithClosed, "closed-by-an-append") { probe in
            let stream = try await probe.createStream()
            try await stream.writeClosed("the end")
            try await stream.put().expectPermittedStatus()
        },

        Check(.createOpenRequestConflictsWithClosed, "value-false") { probe in
            let stream = try await probe.createStream(closed: true)
            try await stream.put(fields: [.streamClosed: "false"]).expectPermittedStatus()
        },

        // A request with `Stream-Closed: true` matches a closed stream.
        Check(.createClosedRequestMatchesClosed, "created-closed") { probe in
            let stream = try await probe.createStream(closed: true)
            try await stream.put(closed: true).expectPermittedStatus()
            try await stream.requireRefusesAppends()
        },

        Check(.createClosedRequestMatchesClosed, "created-closed-with-body") { probe in
            let stream = try await probe.createStream("all of it", closed: true)
            try await stream.put("all of it", closed: true).expectPermittedStatus()
            try await stream.contents().expect("all of it")
        },

        Check(.createClosedRequestMatchesClosed, "closed-later") { probe in
            // The text compares the current closure status, not the one at creation.
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            try await stream.put("all of it", closed: true).expectPermittedStatus()
            try await stream.requireHolds("all of it")
        },

        // A request with `Stream-Closed: true` conflicts with an open stream, and does not close it.
        Check(.createClosedRequestConflictsWithOpen) { probe in
            let stream = try await probe.createStream()
            try await stream.put(closed: true).expectPermittedStatus()
            try await stream.expectOpen()
        },

        Check(.createClosedRequestConflictsWithOpen, "with-its-body") { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.put("all of it", closed: true).expectPermittedStatus()
            try await stream.contents().expect("all of it")
            try await stream.expectOpen()
        },
    ]

    // MARK: Lifetimes

    private static let createLifetimeMatching: [Check] = [
        // A request that repeats the stream's TTL matches it; another one, or one where there was none, does not.
        Check(.createSameTtlSucceeds) { probe in
            let stream = try await probe.createStream("first", ttl: "3600")
            try await stream.put("first", ttl: "3600").expectPermittedStatus()
            try await stream.requireHolds("first")
        },

        Check(.createSameTtlSucceeds, "after-appends") { probe in
            let stream = try await probe.createStream(ttl: "3600")
            try await stream.write("more")
            try await stream.put(ttl: "3600").expectPermittedStatus()
            try await stream.requireHolds("more")
        },

        Check(.createOtherTtlConflicts) { probe in
            let stream = try await probe.createStream(ttl: "3600")
            try await stream.put(ttl: "3601").expectPermittedStatus()
        },

        Check(.createAddedTtlConflicts) { probe in
            let stream = try await probe.createStream()
            try await stream.put(ttl: "3600").expectPermittedStatus()
        },

        // A request that repeats the stream's expiry time matches it; another one does not.
        Check(.createSameExpiresAtSucceeds) { probe in
            let stream = try await probe.createStream("first", expiresAt: "2099-01-01T00:00:00Z")
            try await stream.put("first", expiresAt: "2099-01-01T00:00:00Z").expectPermittedStatus()
            try await stream.requireHolds("first")
        },

        Check(.createOtherExpiresAtConflicts) { probe in
            let stream = try await probe.createStream(expiresAt: "2099-01-01T00:00:00Z")
            try await stream.put(expiresAt: "2098-01-01T00:00:00Z").expectPermittedStatus()
        },

        Check(.createOtherExpiresAtConflicts, "none-before") { probe in
            let stream = try await probe.createStream()
            try await stream.put(expiresAt: "2099-01-01T00:00:00Z").expectPermittedStatus()
        },
    ]

    // MARK: Forks

    static let createForks: [Check] = [
        // A fork whose offset lies beyond the tail of the source is refused.
        Check(.createForkOffsetBeyondTailRejected) { probe in
            // Forks share the offsets of their source, so a longer fork hands out an offset the source has not reached.
            let source = try await probe.createStream("inherited")
            let longer = probe.unusedStream()
            try await longer.put(fields: [.streamForkedFrom: source.path]).requireSuccess("forking a stream")
            let beyond = try await longer.write("grown far beyond the source").requireNextOffset()
            let fork = probe.unusedStream()
            let reply = try await fork.put(fields: [.streamForkedFrom: source.path, .streamForkOffset: beyond.token])
            reply.expectPermittedStatus()
            try await fork.head().expectRefused()
        },

        // A fork of a source that does not exist is refused and creates nothing.
        Check(.createForkSourceMissing) { probe in
            let fork = probe.unusedStream()
            let missing = probe.unusedStream()
            try await fork.put(fields: [.streamForkedFrom: missing.path]).expectPermittedStatus()
            try await fork.head().expectPermittedStatus()
            try await missing.head().expectPermittedStatus()
        },

        // A fork without an offset inherits everything up to the source's tail at that moment.
        Check(.createForkOffsetDefaultsToTail) { probe in
            let source = try await probe.createStream("one ")
            try await source.write("two ")
            let fork = probe.unusedStream()
            try await fork.put(fields: [.streamForkedFrom: source.path]).expectPermittedStatus()
            try await source.write("not inherited")
            try await fork.write("three")
            try await fork.contents().expect("one two three")
        },

        // Fork fields without a source are refused, or the request is an ordinary create request.
        Check(.createForkHeadersWithoutSource, "offset") { probe in
            let tail = try await probe.createStream("elsewhere").tail()
            let stream = probe.unusedStream()
            let reply = try await stream.put(fields: [.streamForkOffset: tail.token]).expectPermittedStatus()
            try await stream.expectOrdinary(after: reply)
        },

        Check(.createForkHeadersWithoutSource, "sub-offset") { probe in
            let stream = probe.unusedStream()
            let reply = try await stream.put(fields: [.streamForkSubOffset: "1"]).expectPermittedStatus()
            try await stream.expectOrdinary(after: reply)
        },
    ]
}

extension ProbedStream {
    /// Expects a stream that was created to begin empty; nothing of one that was not.
    fileprivate func expectOrdinary(after created: Reply) async throws {
        guard created.isSuccess else { return }
        try await contents().expect("")
        try await requireTakesAppends()
    }
}
