import HTTPMessage
import Specification

// §5.5 Stream Metadata

extension Check {
    static let metadata: [Check] = asking + metadataFields + metadataLifetimes

    private static let asking: [Check] = [
        // A `HEAD` request for a stream succeeds.
        Check(.headExists) { probe in
            let stream = try await probe.createStream("some words")
            try await probe.requireTellsMissingStreams()
            try await stream.head().expectPermittedStatus()
        },

        Check(.headExists, "closed-stream", needs: [.closure]) { probe in
            let stream = try await probe.createStream("all of it", closed: true)
            try await probe.requireTellsMissingStreams()
            try await stream.head().expectPermittedStatus()
        },

        // A `HEAD` request for a URL without a stream is refused.
        Check(.headMissingStream) { probe in
            try await probe.unusedStream().head().expectPermittedStatus()
        },

        Check(.headMissingStream, "longer-name") { probe in
            let stream = try await probe.createStream("some words")
            try await stream.neighbour("0").head().expectPermittedStatus()
        },

        // A `HEAD` request for a soft-deleted stream is refused.
        Check(.headSoftDeleted) { probe in
            let (source, _) = try await probe.createSoftDeletedStream("inherited")
            try await source.head().expectPermittedStatus()
        },

        // The answer to a `HEAD` request has no body: what follows it on the connection is the next answer.
        Check(.headNoBody) { probe in
            let stream = try await probe.createStream("some words")
            for _ in 0..<3 {
                let head = try await stream.head().requireSuccess("HEAD")
                head.expect(head.body.isEmpty, "no body", observed: Payload(head.body).shown)
                try await stream.contents().expect("some words")
            }
        },

        Check(.headNoBody, "next-answer-on-the-connection") { probe in
            // Clients throw away a connection on which there is more than there should be, and say nothing.
            let stream = try await probe.createStream("some words")
            let raw = try await probe.sendRaw(stream.request(.head), then: stream.request(.get))
            guard let head = raw.reply, let rest = raw.afterFirstHead else {
                throw Interruption.preconditionUnmet("HEAD was not answered")
            }
            try head.requireSuccess("HEAD").expect(
                rest.isEmpty || rest.starts(with: "HTTP/".utf8), "the next answer behind the empty line",
                observed: Payload(rest).shown)
        },

        Check(.headNoBody, "large-stream") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            try await stream.append(.large).requireSuccess("an append")
            let head = try await stream.head().requireSuccess("HEAD")
            head.expect(head.body.isEmpty, "no body", observed: Payload(head.body).shown)
            try await stream.contents().expect(.large)
        },
    ]

    // MARK: Fields

    private static let metadataFields: [Check] = [
        // The answer carries the stream's content type.
        Check(.headContentType) { probe in
            let stream = try await probe.createStream(contentType: "text/csv", "a,b\n")
            try await stream.head().requireSuccess("HEAD").expectContentType("text/csv")
        },

        Check(.headContentType, "json", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream("[1]")
            try await stream.head().requireSuccess("HEAD").expectContentType("application/json")
        },

        // The answer carries the tail offset.
        Check(.headNextOffset, "created") { probe in
            let stream = try await probe.createStream("first")
            guard let tail = stream.createdTail else { throw probe.notApplicable("creating gives no offset") }
            try await stream.head().requireSuccess("HEAD").expectNextOffset(tail)
            try await stream.requireHolds("first")
        },

        Check(.headNextOffset, "after-an-append") { probe in
            let stream = try await probe.createStream("first ")
            let tail = try await stream.write("second").requireMoved(from: stream.createdTail).requireNextOffset()
            try await stream.head().requireSuccess("HEAD").expectNextOffset(tail)
        },

        Check(.headNextOffset, "where-reading-ends") { probe in
            let stream = try await probe.createStream("first ")
            try await stream.write("second")
            let contents = try await stream.contents()
            try contents.require("first second")
            let end = try contents.last.requireNextOffset()
            try await stream.head().requireSuccess("HEAD").expectNextOffset(end)
        },

        Check(.headNextOffset, "empty-stream") { probe in
            let stream = try await probe.createStream()
            let head = try await stream.head().requireSuccess("HEAD").expectPresent(.streamNextOffset)
            try await stream.write("first")
            guard let tail = head.nextOffset else { return }
            try await stream.contents(from: .at(tail)).expect("first")
        },

        Check(.headNextOffset, "closed-stream", needs: [.closure]) { probe in
            let stream = try await probe.createStream("first ")
            let tail = try await stream.writeClosed("last").requireMoved(from: stream.createdTail).requireNextOffset()
            try await stream.head().requireSuccess("HEAD").expectNextOffset(tail)
        },

        Check(.headNextOffset, "moves-with-every-append") { probe in
            let stream = try await probe.createStream()
            var seen: Set<Offset> = [try await stream.tail()]
            for _ in 0..<5 {
                try await stream.write("more ")
                let head = try await stream.head().requireSuccess("HEAD").expectPresent(.streamNextOffset)
                guard let tail = head.nextOffset else { return }
                head.expect(seen.insert(tail).inserted, "an offset not seen before", observed: tail.token)
            }
        },

        // The answer for a closed stream carries `Stream-Closed: true`.
        Check(.headClosed, "closed") { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            try await stream.head().requireSuccess("HEAD").expectClosed()
        },

        Check(.headClosed, "closed-by-an-append") { probe in
            let stream = try await probe.createStream()
            try await stream.writeClosed("the end")
            try await stream.head().requireSuccess("HEAD").expectClosed()
        },

        Check(.headClosed, "created-closed") { probe in
            let stream = try await probe.createStream("all of it", closed: true)
            try await stream.head().requireSuccess("HEAD").expectClosed()
        },

        // The answer for an open stream carries no `Stream-Closed: true`.
        Check(.headOpenNotClosed) { probe in
            let stream = try await probe.createStream()
            try await stream.head().requireSuccess("HEAD").expectNotClosed()
            try await stream.write("some words")
            try await stream.head().requireSuccess("HEAD").expectNotClosed()
            try await stream.requireHolds("some words")
        },

        // The answer cannot be served from a cache without asking the server.
        Check(.headNotCacheable) { probe in
            let stream = try await probe.createStream("some words")
            try await stream.head().requireSuccess("HEAD").expectNotCacheable()
            try await stream.requireHolds("some words")
        },

        Check(.headNotCacheable, "closed-stream", needs: [.closure]) { probe in
            let stream = try await probe.createStream("all of it", closed: true)
            try await stream.head().requireSuccess("HEAD").expectNotCacheable()
            try await stream.requireHolds("all of it")
        },
    ]

    // MARK: Lifetimes

    private static let metadataLifetimes: [Check] = [
        // Where the answer carries `Stream-TTL`, it is the window the stream was created with.
        Check(.headTtlTruthful) { probe in
            let stream = try await probe.createStream(ttl: "3600")
            let head = try await stream.head().requireSuccess("HEAD")
            guard head[.streamTTL] != nil else { throw probe.notApplicable("HEAD shows no Stream-TTL") }
            head.expect(.streamTTL, equals: "3600")
        },

        Check(.headTtlTruthful, "some-time-later", waits: .seconds(1.2)) { probe in
            // It is the length of the window, not what is left of it.
            let stream = try await probe.createStream(ttl: "3600")
            try await probe.pause(.seconds(1.2))
            let head = try await stream.head().requireSuccess("HEAD")
            guard head[.streamTTL] != nil else { throw probe.notApplicable("HEAD shows no Stream-TTL") }
            head.expect(.streamTTL, equals: "3600")
        },

        // The answer for a stream that has a TTL carries it.
        Check(.headTtlReported) { probe in
            let stream = try await probe.createStream(ttl: "3600")
            try await stream.head().requireSuccess("HEAD").expectPresent(.streamTTL)
        },

        // Where the answer carries `Stream-Expires-At`, it is an RFC 3339 timestamp of the same instant.
        Check(.headExpiresAtTruthful, "utc") { probe in
            let stream = try await probe.createStream(expiresAt: "2099-01-01T00:00:00Z")
            try await stream.head().requireSuccess("HEAD").expectExpiry("2099-01-01T00:00:00Z")
        },

        Check(.headExpiresAtTruthful, "zone-offset") { probe in
            let stream = try await probe.createStream(expiresAt: "2099-01-01T00:00:00+05:30")
            try await stream.head().requireSuccess("HEAD").expectExpiry("2098-12-31T18:30:00Z")
        },

        // The answer for a stream created with an expiry time carries it.
        Check(.headExpiresAtReported) { probe in
            let stream = try await probe.createStream(expiresAt: "2099-01-01T00:00:00Z")
            try await stream.head().requireSuccess("HEAD").expectPresent(.streamExpiresAt)
        },
    ]
}

extension Reply {
    /// Expects `Cache-Control` to keep caches from answering in the server's place.
    fileprivate func expectNotCacheable() {
        let value = self[.cacheControl]
        let directives = (value ?? "").lowercased().split(separator: ",").map { $0.filter { $0 != " " && $0 != "\"" } }
        expect(
            directives.contains { ["no-store", "no-cache", "max-age=0"].contains($0) },
            "Cache-Control: no-store, or private, max-age=0, must-revalidate",
            observed: value.map { "Cache-Control: \($0)" } ?? "no Cache-Control")
    }

    /// Expects `Stream-Expires-At` to name this instant, to the second; skips the check where it is not shown.
    fileprivate func expectExpiry(_ timestamp: String) throws {
        guard let value = self[.streamExpiresAt] else {
            throw Interruption.notApplicable("HEAD shows no Stream-Expires-At")
        }
        expect(
            RFC3339Instant(value).map(\.secondsSince1970) == RFC3339Instant(timestamp)?.secondsSince1970,
            "Stream-Expires-At: \(timestamp) or another spelling of that instant",
            observed: "Stream-Expires-At: \(value)")
    }
}
