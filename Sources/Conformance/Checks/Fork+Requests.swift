import HTTPMessage
import Specification

// §4.2 Stream forking: requests that are refused, and requests that are repeated. With what §5.1 says of forks.

extension Check {
    static let forkRequests: [Check] = forkRefused + forkRepeated + forkRepeatedDifferently + forkCreateRequests

    // MARK: Refused

    private static let forkRefused: [Check] = [
        // A fork offset that cannot be an offset is refused.
        Check(.forkOffsetMalformedRejected) { probe in
            try await probe.expectMalformed("a,b")
        },

        Check(.forkOffsetMalformedRejected, "query-characters") { probe in
            try await probe.expectMalformed("?offset=1&x=2")
        },

        Check(.forkOffsetMalformedRejected, "path") { probe in
            try await probe.expectMalformed("../../0")
        },

        // A fork requested with another content type than its source's is refused.
        Check(.forkContentTypeMismatchRejected) { probe in
            let (source, _) = try await probe.createSource("inherited")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source, contentType: "text/csv").expectPermittedStatus()
            try await fork.head().expectRefused()
        },

        Check(.forkContentTypeMismatchRejected, "json-of-text", needs: [.json]) { probe in
            let (source, _) = try await probe.createSource("[1]")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source, contentType: "application/json").expectPermittedStatus()
            try await fork.head().expectRefused()
        },

        Check(.forkContentTypeMismatchRejected, "text-of-json", needs: [.json]) { probe in
            let (source, _) = try await probe.createJSONSource("[1]")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source, contentType: "text/plain").expectPermittedStatus()
            try await fork.head().expectRefused()
        },

        Check(.forkContentTypeMismatchRejected, "of-a-fork") { probe in
            let (source, _) = try await probe.createSource(contentType: "text/csv", "a,b\n")
            let middle = probe.unusedStream()
            try await middle.putFork(of: source, contentType: .some(nil)).requireSuccess("creating a fork")
            let fork = probe.unusedStream()
            try await fork.putFork(of: middle, contentType: "text/plain").expectPermittedStatus()
            try await fork.head().expectRefused()
        },

        // A fork request for the URL of a stream with another configuration is refused and changes nothing there.
        Check(.forkTargetInUseConflicts) { probe in
            let (source, _) = try await probe.createSource("inherited")
            let (taken, _) = try await probe.createSource("its own")
            let before = try await taken.snapshot(holding: "its own")
            try await taken.putFork(of: source).expectPermittedStatus()
            try await taken.expectUnchanged(since: before)
            try await taken.expectOpen()
        },

        Check(.forkTargetInUseConflicts, "same-content") { probe in
            let (source, _) = try await probe.createSource("the same")
            let (taken, _) = try await probe.createSource("the same")
            let before = try await taken.snapshot(holding: "the same")
            try await taken.putFork(of: source).expectPermittedStatus()
            try await source.write(" and more")
            try await taken.expectUnchanged(since: before)
        },

        Check(.forkTargetInUseConflicts, "other-content-type") { probe in
            let (source, _) = try await probe.createSource("inherited")
            let (taken, _) = try await probe.createSource(contentType: "text/csv", "a,b\n")
            let before = try await taken.snapshot(holding: "a,b\n")
            try await taken.putFork(of: source, contentType: .some(nil)).expectPermittedStatus()
            try await taken.expectUnchanged(since: before)
            try await taken.head().requireSuccess("HEAD").expectContentType("text/csv")
        },

        Check(.forkTargetInUseConflicts, "source-itself") { probe in
            let (source, offsets) = try await probe.createSource("one ", "two")
            let before = try await source.snapshot(holding: "one two")
            try await source.putFork(of: source, at: offsets[1]).expectPermittedStatus()
            try await source.expectUnchanged(since: before)
            try await source.expectOpen()
        },

        // A fork request whose source is soft-deleted is refused.
        Check(.forkSourceSoftDeletedConflicts) { probe in
            let (source, existing) = try await probe.createSoftDeletedStream("inherited")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source).expectPermittedStatus()
            try await fork.head().expectRefused()
            try await existing.contents().expect("inherited")
        },

        Check(.forkSourceSoftDeletedConflicts, "at-an-offset") { probe in
            let (source, offsets) = try await probe.createSource("one ", "two")
            _ = try await probe.createFork(of: source)
            try await source.remove()
            let fork = probe.unusedStream()
            try await fork.putFork(of: source, at: offsets[1]).expectPermittedStatus()
            try await fork.head().expectRefused()
        },

        Check(.forkSourceSoftDeletedConflicts, "middle-of-a-chain") { probe in
            let (source, _) = try await probe.createSource("inherited")
            let middle = try await probe.createFork(of: source)
            _ = try await probe.createFork(of: middle)
            try await middle.remove()
            let fork = probe.unusedStream()
            try await fork.putFork(of: middle).expectPermittedStatus()
            try await fork.head().expectRefused()
            try await source.head().expectSuccess()
        },
    ]

    // MARK: Repeated

    private static let forkRepeated: [Check] = [
        // Repeating a fork request against the fork it made succeeds and changes nothing.
        Check(.forkRepeatSucceeds) { probe in
            let (source, offsets) = try await probe.createSource("one ", "two")
            let fork = try await probe.createFork(of: source, at: offsets[1])
            let before = try await fork.snapshot(holding: "one ")
            for _ in 0..<3 { try await fork.putFork(of: source, at: offsets[1]).expectPermittedStatus() }
            try await fork.expectUnchanged(since: before)
        },

        Check(.forkRepeatSucceeds, "without-an-offset") { probe in
            let (source, _) = try await probe.createSource("inherited")
            let fork = try await probe.createFork(of: source)
            let before = try await fork.snapshot(holding: "inherited")
            try await fork.putFork(of: source).expectPermittedStatus()
            try await fork.expectUnchanged(since: before)
        },

        Check(.forkRepeatSucceeds, "after-own-appends") { probe in
            let (source, offsets) = try await probe.createSource("inherited ")
            let fork = try await probe.createFork(of: source, at: offsets[1])
            try await fork.write("own")
            let before = try await fork.snapshot(holding: "inherited own")
            try await fork.putFork(of: source, at: offsets[1]).expectPermittedStatus()
            try await fork.expectUnchanged(since: before)
        },

        Check(.forkRepeatSucceeds, "after-the-source-went-on") { probe in
            let (source, offsets) = try await probe.createSource("inherited")
            let fork = try await probe.createFork(of: source, at: offsets[1])
            let before = try await fork.snapshot(holding: "inherited")
            try await source.write(" and more")
            try await fork.putFork(of: source, at: offsets[1]).expectPermittedStatus()
            try await fork.expectUnchanged(since: before)
        },

        Check(.forkRepeatSucceeds, "sub-offset") { probe in
            let (source, offsets) = try await probe.createSource("ab", "cdef")
            let fork = try await probe.createFork(of: source, at: offsets[1], plus: 2)
            let before = try await fork.snapshot(holding: "abcd")
            try await fork.putFork(of: source, at: offsets[1], plus: "2").expectPermittedStatus()
            try await fork.expectUnchanged(since: before)
        },

        Check(.forkRepeatSucceeds, "time-to-live", needs: [.expiry]) { probe in
            let (source, _) = try await probe.createSource("inherited")
            let fork = try await probe.createFork(of: source, ttl: "600")
            try await fork.putFork(of: source, ttl: "600").expectPermittedStatus()
            try await fork.contents().expect("inherited")
        },

        Check(.forkRepeatSucceeds, "of-a-fork") { probe in
            let (source, _) = try await probe.createSource("inherited ")
            let middle = try await probe.createFork(of: source)
            try await middle.write("own")
            let fork = try await probe.createFork(of: middle)
            try await fork.putFork(of: middle).expectPermittedStatus()
            try await fork.contents().expect("inherited own")
        },

        Check(.forkRepeatSucceeds, "ten-at-once") { probe in
            let (source, offsets) = try await probe.createSource("inherited ")
            let fork = probe.unusedStream()
            let answers = try await probe.concurrently(10) { _ in
                try await fork.putFork(of: source, at: offsets[1])
            }
            let created = answers.filter { Requirement.forkCreated.permits(status: $0.status) }
            probe.expect(
                created.count == 1, "one of ten requests to make the fork", observed: "\(created.count)",
                in: answers.last)
            for answer in answers where !created.contains(where: { $0.index == answer.index }) {
                answer.expectPermittedStatus()
            }
            try await fork.write("own")
            try await fork.contents().expect("inherited own")
        },
    ]

    private static let forkRepeatedDifferently: [Check] = [
        // A fork request for an existing fork with another source is refused.
        Check(.forkRepeatOtherSourceConflicts) { probe in
            let (source, _) = try await probe.createSource("the first")
            let (other, _) = try await probe.createSource("another")
            let fork = try await probe.createFork(of: source)
            let before = try await fork.snapshot(holding: "the first")
            try await fork.putFork(of: other).expectPermittedStatus()
            try await fork.expectUnchanged(since: before)
        },

        Check(.forkRepeatOtherSourceConflicts, "same-content") { probe in
            let (source, _) = try await probe.createSource("the same")
            let (other, _) = try await probe.createSource("the same")
            let fork = try await probe.createFork(of: source)
            try await fork.putFork(of: other).expectPermittedStatus()
        },

        Check(.forkRepeatOtherSourceConflicts, "source-of-the-source") { probe in
            let (source, offsets) = try await probe.createSource("inherited")
            let middle = try await probe.createFork(of: source)
            let fork = try await probe.createFork(of: middle, at: offsets[1])
            try await fork.putFork(of: source, at: offsets[1]).expectPermittedStatus()
        },

        // A fork request for an existing fork with another fork offset is refused.
        Check(.forkRepeatOtherOffsetConflicts) { probe in
            let (source, offsets) = try await probe.createSource("one ", "two ", "three ")
            let fork = try await probe.createFork(of: source, at: offsets[2])
            let before = try await fork.snapshot(holding: "one two ")
            for other in [offsets[0], offsets[1], offsets[3]] {
                try await fork.putFork(of: source, at: other).expectPermittedStatus()
            }
            try await fork.expectUnchanged(since: before)
        },

        Check(.forkRepeatOtherOffsetConflicts, "made-without-one") { probe in
            let (source, offsets) = try await probe.createSource("one ", "two ")
            let fork = try await probe.createFork(of: source)
            try await fork.putFork(of: source, at: offsets[1]).expectPermittedStatus()
            try await fork.contents().expect("one two ")
        },

        // A fork request for an existing fork with another sub-offset is refused or matches, and changes nothing.
        Check(.forkRepeatOtherSubOffset) { probe in
            let (source, offsets) = try await probe.createSource("ab", "cdef")
            let fork = try await probe.createFork(of: source, at: offsets[1], plus: 2)
            let before = try await fork.snapshot(holding: "abcd")
            for other in ["1", "3"] {
                try await fork.putFork(of: source, at: offsets[1], plus: other).expectPermittedStatus()
            }
            try await fork.putFork(of: source, at: offsets[1]).expectPermittedStatus()
            try await fork.expectUnchanged(since: before)
        },

        // A fork request without a content type for an existing fork matches or conflicts, and changes nothing.
        Check(.forkRepeatWithoutContentType) { probe in
            let (source, offsets) = try await probe.createSource("inherited")
            let fork = try await probe.createFork(of: source, at: offsets[1])
            let before = try await fork.snapshot(holding: "inherited")
            try await fork.putFork(of: source, at: offsets[1], contentType: .some(nil)).expectPermittedStatus()
            try await fork.expectUnchanged(since: before)
            try await fork.head().requireSuccess("HEAD").expectContentType("text/plain")
        },

        Check(.forkRepeatWithoutContentType, "made-without-one") { probe in
            let (source, offsets) = try await probe.createSource("inherited")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source, at: offsets[1], contentType: .some(nil)).requireSuccess("forking")
            let before = try await fork.snapshot(holding: "inherited")
            try await fork.putFork(of: source, at: offsets[1], contentType: .some(nil)).expectPermittedStatus()
            try await fork.expectUnchanged(since: before)
        },

        // A repeated fork request without a lifetime for a fork that inherited one matches or conflicts, and changes
        // nothing.
        Check(.forkRepeatWithInheritedExpiry, "time-to-live", needs: [.expiry]) { probe in
            let source = try await probe.createStream("inherited", ttl: "600")
            let fork = try await probe.createFork(of: source)
            let before = try await fork.snapshot(holding: "inherited")
            try await fork.putFork(of: source).expectPermittedStatus()
            try await fork.expectUnchanged(since: before)
        },

        Check(.forkRepeatWithInheritedExpiry, "expiry-time", needs: [.expiry]) { probe in
            let source = try await probe.createStream("inherited", expiresAt: "2099-01-01T00:00:00Z")
            let fork = try await probe.createFork(of: source)
            let before = try await fork.snapshot(holding: "inherited")
            try await fork.putFork(of: source).expectPermittedStatus()
            try await fork.expectUnchanged(since: before)
        },
    ]

    // MARK: What creating says of forks

    private static let forkCreateRequests: [Check] = [
        // A fork whose offset lies beyond the tail of the source is refused.
        Check(.createForkOffsetBeyondTailRejected, "of-a-shorter-fork") { probe in
            let (source, offsets) = try await probe.createSource("one ", "two ")
            let shorter = try await probe.createFork(of: source, at: offsets[1])
            let fork = probe.unusedStream()
            try await fork.putFork(of: shorter, at: offsets[2]).expectPermittedStatus()
            try await fork.head().expectRefused()
        },

        // A fork of a source that does not exist is refused and creates nothing.
        Check(.createForkSourceMissing, "deleted") { probe in
            let source = try await probe.createStream("gone")
            try await source.remove()
            let fork = probe.unusedStream()
            try await fork.putFork(of: source).expectPermittedStatus()
            try await fork.head().expectPermittedStatus()
        },

        Check(.createForkSourceMissing, "itself") { probe in
            let fork = probe.unusedStream()
            try await fork.putFork(of: fork).expectPermittedStatus()
            try await fork.head().expectPermittedStatus()
        },

        // The body of a fork request stands directly behind what the fork inherits, unless the request is refused.
        Check(.createForkInitialContent) { probe in
            let (source, offsets) = try await probe.createSource("one ", "two ")
            let fork = probe.unusedStream()
            let reply = try await fork.putFork(of: source, at: offsets[1], "own").expectPermittedStatus()
            guard reply.isSuccess else { return }
            try await fork.contents().expect("one own")
            try await source.contents().expect("one two ")
        },

        Check(.createForkInitialContent, "json", needs: [.json]) { probe in
            let (source, _) = try await probe.createJSONSource("[1,2]")
            let fork = probe.unusedStream(contentType: "application/json")
            let reply = try await fork.putFork(of: source, "[3,[4]]").expectPermittedStatus()
            if reply.isSuccess { try await fork.contents().expectMessages("1", "2", "3", "[4]") }
        },

        Check(.createForkInitialContent, "sub-offset") { probe in
            let (source, offsets) = try await probe.createSource("ab", "cdef")
            let fork = probe.unusedStream()
            let reply = try await fork.putFork(of: source, at: offsets[1], plus: "2", "XY").expectPermittedStatus()
            if reply.isSuccess { try await fork.contents().expect("abcdXY") }
        },

        // A create request refused for its lifetime leaves no stream behind, and no fork either.
        Check(.expiryRejectedCreatesNothing, "fork", needs: [.fork]) { probe in
            let (source, _) = try await probe.createSource("inherited")
            let fork = probe.unusedStream()
            let reply = try await fork.putFork(of: source, ttl: "soon")
            try probe.require(!reply.isSuccess, "a Stream-TTL that is no number is accepted")
            try await fork.head().expectPermittedStatus()
        },

        // The answer to a create request carries the tail offset, which for a fork is the fork offset.
        Check(.createResponseNextOffset, "fork", needs: [.fork]) { probe in
            let (source, offsets) = try await probe.createSource("one ", "two ")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source, at: offsets[1]).requireSuccess("creating a fork")
                .expectNextOffset(fork.tail())
        },

        // The answer to a create request carries the stream's content type, which for a fork is its source's.
        Check(.createResponseContentType, "fork", needs: [.fork]) { probe in
            let (source, _) = try await probe.createSource(contentType: "text/csv", "a,b\n")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source, contentType: .some(nil)).requireSuccess("creating a fork")
                .expectContentType("text/csv")
        },
    ]
}

extension Probe {
    /// Expects a fork at something that cannot be an offset (§8) to be refused and to leave nothing behind.
    fileprivate func expectMalformed(_ offset: String) async throws {
        let (source, _) = try await createSource("inherited")
        let fork = unusedStream()
        let fields: HTTPFields = [.streamForkedFrom: source.path, .streamForkOffset: offset]
        try await fork.put(fields: fields).expectPermittedStatus()
        try await fork.head().expectRefused()
    }
}
