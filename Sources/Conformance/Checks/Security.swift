import HTTPMessage
import Specification

// §12.7 Browser Security Headers

extension Check {
    static let security: [Check] = securityNosniff + securityCrossOrigin + securityHead

    // MARK: Answers of every kind

    /// An answer that a server gives, and how it is asked for.
    private struct Kind: Sendable {
        let name: String
        var needs: Set<Profile> = []
        let ask: @Sendable (Probe) async throws -> Reply
    }

    /// Answers that carry data of a stream.
    private static let reads: [Kind] = [
        Kind(name: "read") { try await $0.createStream("some words").read() },
        Kind(name: "read-of-json", needs: [.json]) { try await $0.createJSONStream("[1]").read() },
        Kind(name: "read-of-html") { probe in
            try await probe.createStream(contentType: "text/html", "<p>some words</p>").read()
        },
        Kind(name: "long-poll", needs: [.longPoll]) { probe in
            try await probe.createStream("some words").longPoll(from: .beginning)
        },
    ]

    /// Answers without.
    private static let others: [Kind] = [
        Kind(name: "create") { try await $0.unusedStream().put("some words") },
        Kind(name: "append") { try await $0.createStream().append("some words") },
        Kind(name: "head") { try await $0.createStream("some words").head() },
        Kind(name: "close", needs: [.closure]) { try await $0.createStream("some words").close() },
        Kind(name: "delete") { try await $0.createStream("some words").delete() },
        Kind(name: "not-modified", needs: [.caching]) { probe in
            let stream = try await probe.createStream("some words")
            guard let tag = try await stream.read()[.eTag] else { throw probe.notApplicable("reads have no ETag") }
            return try await stream.read(fields: [.ifNoneMatch: tag])
        },
        Kind(name: "missing-stream") { try await $0.unusedStream().read() },
        Kind(name: "conflict") { probe in
            let stream = try await probe.createStream("some words")
            return try await stream.append("a,b\n", contentType: "text/csv")
        },
        Kind(name: "malformed-offset") { probe in
            try await probe.createStream("some words").get(query: [("offset", "a,b")])
        },
    ]

    private static let securityNosniff: [Check] =
        // Every answer carries `X-Content-Type-Options: nosniff`.
        (reads + others).map { kind in
            Check(.securityNosniff, kind.name, needs: kind.needs) { probe in
                try await kind.ask(probe).expect(.xContentTypeOptions, equals: "nosniff", ignoringCase: true)
            }
        } + [
            Check(.securityNosniff, "sse", needs: [.sse]) { probe in
                let reader = try await probe.createStream("some words").events()
                reader.leave()
                let value = reader.head.headerFields[.xContentTypeOptions]
                probe.expect(
                    value?.lowercased() == "nosniff", "X-Content-Type-Options: nosniff", in: reader.seen,
                    observed: value.map { "X-Content-Type-Options: \($0)" } ?? "no X-Content-Type-Options")
            }
        ]

    private static let policies = ["cross-origin", "same-site", "same-origin"]

    private static let securityCrossOrigin: [Check] =
        // Answers carry `Cross-Origin-Resource-Policy` with one of its three values.
        (reads + others).map { kind in
            Check(.securityCrossOriginResourcePolicy, kind.name, needs: kind.needs) { probe in
                let reply = try await kind.ask(probe)
                let value = reply[.crossOriginResourcePolicy]
                reply.expect(
                    value.map { policies.contains($0.lowercased()) } ?? false,
                    "Cross-Origin-Resource-Policy: \(policies.joined(separator: " or "))",
                    observed: value.map { "Cross-Origin-Resource-Policy: \($0)" } ?? "no Cross-Origin-Resource-Policy")
            }
        } + [
            Check(.securityCrossOriginResourcePolicy, "sse", needs: [.sse]) { probe in
                let reader = try await probe.createStream("some words").events()
                reader.leave()
                let value = reader.head.headerFields[.crossOriginResourcePolicy]
                probe.expect(
                    value.map { policies.contains($0.lowercased()) } ?? false,
                    "Cross-Origin-Resource-Policy: \(policies.joined(separator: " or "))", in: reader.seen,
                    observed: value.map { "Cross-Origin-Resource-Policy: \($0)" } ?? "no Cross-Origin-Resource-Policy")
            }
        ]

    // MARK: HEAD

    private static let securityHead: [Check] = [
        // Every answer to `HEAD` carries `Cache-Control: no-store`, or what §5.5 accepts in its place.
        Check(.securityHeadNotStored) { probe in
            try await probe.createStream("some words").head().expectNotStored()
        },

        Check(.securityHeadNotStored, "closed-stream", needs: [.closure]) { probe in
            try await probe.createStream("all of it", closed: true).head().expectNotStored()
        },

        Check(.securityHeadNotStored, "stream-that-expires", needs: [.expiry]) { probe in
            try await probe.createStream("some words", ttl: "600").head().expectNotStored()
        },

        Check(.securityHeadNotStored, "json", needs: [.json]) { probe in
            try await probe.createJSONStream("[1]").head().expectNotStored()
        },

        Check(.securityHeadNotStored, "missing-stream") { probe in
            try await probe.unusedStream().head().expectNotStored()
        },

        Check(.securityHeadNotStored, "soft-deleted-stream", needs: [.fork]) { probe in
            try await probe.createSoftDeletedStream("inherited").source.head().expectNotStored()
        },
    ]
}

extension Reply {
    /// Expects `Cache-Control` to be `no-store`, or `private, max-age=0, must-revalidate` in any order.
    fileprivate func expectNotStored() {
        let value = self[.cacheControl]
        let directives = Set(
            (value ?? "").lowercased().split(separator: ",").map { String($0.filter { $0 != " " && $0 != "\"" }) })
        expect(
            directives.contains("no-store") || directives.isSuperset(of: ["private", "max-age=0", "must-revalidate"]),
            "Cache-Control: no-store, or private, max-age=0, must-revalidate",
            observed: value.map { "Cache-Control: \($0)" } ?? "no Cache-Control")
    }
}
