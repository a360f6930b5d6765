import HTTPMessage
import Specification

// §4.2 Stream forking: the lifetime of a fork, row by row of the table there.

extension Check {
    static let forkExpiry: [Check] =
        forkUnlimited + forkOwnTimeToLive + forkOwnExpiryTime + forkInherited + forkIndependent + forkOutliving

    // MARK: No lifetime on either side

    private static let forkUnlimited: [Check] = [
        // A fork requested without a lifetime from a source without one has none.
        Check(.forkNoExpiry, needs: [.expiry]) { probe in
            try await probe.requireShownLifetimes()
            let source = try await probe.createStream("inherited")
            let fork = try await probe.createFork(of: source)
            try await fork.head().requireSuccess("HEAD").expectAbsent(.streamTTL).expectAbsent(.streamExpiresAt)
            try await fork.requireHolds("inherited")
        },

        Check(.forkNoExpiry, "beside-one-that-expires", needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("inherited")
            _ = try await probe.createFork(of: source, ttl: "1")
            let fork = try await probe.createFork(of: source)
            try await probe.pause(.seconds(3))
            try await fork.read().expectSuccess().requireStart(of: "inherited")
        },
    ]

    // MARK: Own TTL

    private static let forkOwnTimeToLive: [Check] = [
        // A fork requested with a TTL has that TTL, whatever its source has.
        Check(.forkOwnTtl, "source-without-lifetime", needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("inherited")
            let fork = try await probe.createFork(of: source, ttl: "1")
            try await probe.pause(.seconds(3))
            try await fork.read().expectRefused()
            try await source.read().expectSuccess().requireStart(of: "inherited")
        },

        Check(.forkOwnTtl, "source-with-longer-ttl", needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("inherited", ttl: "600")
            let fork = try await probe.createFork(of: source, ttl: "1")
            try await probe.pause(.seconds(3))
            try await fork.read().expectRefused()
            try await source.read().expectSuccess().requireStart(of: "inherited")
        },

        Check(.forkOwnTtl, "source-with-shorter-ttl", needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("inherited", ttl: "1")
            let fork = try await probe.createFork(of: source, ttl: "600")
            try await probe.pause(.seconds(3))
            try await fork.read().expectSuccess().requireStart(of: "inherited")
        },

        Check(.forkOwnTtl, "source-with-later-expiry-time", needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("inherited", expiresAt: "2099-01-01T00:00:00Z")
            let fork = try await probe.createFork(of: source, ttl: "1")
            try await probe.pause(.seconds(3))
            try await fork.read().expectRefused()
            try await source.read().expectSuccess().requireStart(of: "inherited")
        },

        Check(.forkOwnTtl, "source-with-earlier-expiry-time", needs: [.expiry], waits: .seconds(4)) { probe in
            let instant = try await probe.instant(in: 2)
            let source = try await probe.createStream("inherited", expiresAt: instant.description)
            let fork = try await probe.createFork(of: source, ttl: "600")
            try await probe.pause(.seconds(3.8))
            try await fork.read().expectSuccess().requireStart(of: "inherited")
        },

        Check(.forkOwnTtl, "shown-by-head", needs: [.expiry]) { probe in
            let source = try await probe.createStream("inherited", ttl: "600")
            let fork = try await probe.createFork(of: source, ttl: "77")
            try await fork.head().requireSuccess("HEAD").expectLifetime(ttl: "77")
            try await fork.requireHolds("inherited")
        },

        Check(.forkOwnTtl, "shown-by-head-in-place-of-an-expiry-time", needs: [.expiry]) { probe in
            let source = try await probe.createStream("inherited", expiresAt: "2099-01-01T00:00:00Z")
            let fork = try await probe.createFork(of: source, ttl: "77")
            try await fork.head().requireSuccess("HEAD").expectAbsent(.streamExpiresAt).expectLifetime(ttl: "77")
            try await fork.requireHolds("inherited")
        },
    ]

    // MARK: Own expiry time

    private static let forkOwnExpiryTime: [Check] = [
        // A fork requested with an expiry time has that expiry time, whatever its source has.
        Check(.forkOwnExpiresAt, "source-without-lifetime", needs: [.expiry], waits: .seconds(4)) { probe in
            let source = try await probe.createStream("inherited")
            let fork = try await probe.createFork(of: source, expiresAt: probe.instant(in: 2).description)
            try await probe.pause(.seconds(3.8))
            try await fork.read().expectRefused()
            try await source.read().expectSuccess().requireStart(of: "inherited")
        },

        Check(.forkOwnExpiresAt, "source-with-longer-ttl", needs: [.expiry], waits: .seconds(4)) { probe in
            let source = try await probe.createStream("inherited", ttl: "600")
            let fork = try await probe.createFork(of: source, expiresAt: probe.instant(in: 2).description)
            try await probe.pause(.seconds(3.8))
            try await fork.read().expectRefused()
            try await source.read().expectSuccess().requireStart(of: "inherited")
        },

        Check(.forkOwnExpiresAt, "source-with-shorter-ttl", needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("inherited", ttl: "1")
            let fork = try await probe.createFork(of: source, expiresAt: "2099-01-01T00:00:00Z")
            try await probe.pause(.seconds(3))
            try await fork.read().expectSuccess().requireStart(of: "inherited")
        },

        Check(.forkOwnExpiresAt, "source-with-later-expiry-time", needs: [.expiry], waits: .seconds(4)) { probe in
            let source = try await probe.createStream("inherited", expiresAt: "2099-01-01T00:00:00Z")
            let fork = try await probe.createFork(of: source, expiresAt: probe.instant(in: 2).description)
            try await probe.pause(.seconds(3.8))
            try await fork.read().expectRefused()
            try await source.read().expectSuccess().requireStart(of: "inherited")
        },

        Check(.forkOwnExpiresAt, "source-with-earlier-expiry-time", needs: [.expiry], waits: .seconds(4)) { probe in
            let source = try await probe.createStream("inherited", expiresAt: probe.instant(in: 2).description)
            let fork = try await probe.createFork(of: source, expiresAt: "2099-01-01T00:00:00Z")
            try await probe.pause(.seconds(3.8))
            try await fork.read().expectSuccess().requireStart(of: "inherited")
        },

        Check(.forkOwnExpiresAt, "shown-by-head", needs: [.expiry]) { probe in
            let source = try await probe.createStream("inherited", ttl: "600")
            let fork = try await probe.createFork(of: source, expiresAt: "2098-01-01T00:00:00Z")
            try await fork.head().requireSuccess("HEAD").expectAbsent(.streamTTL)
                .expectLifetime(expiresAt: "2098-01-01T00:00:00Z")
            try await fork.requireHolds("inherited")
        },
    ]

    // MARK: Inherited

    private static let forkInherited: [Check] = [
        // A fork requested without a lifetime from a source with a TTL has the same TTL.
        Check(.forkInheritsTtl, needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("inherited", ttl: "1")
            let fork = try await probe.createFork(of: source)
            try await probe.pause(.seconds(3))
            try await fork.read().expectRefused()
        },

        Check(.forkInheritsTtl, "whole-window", needs: [.expiry], waits: .seconds(3.4)) { probe in
            // What is inherited is the length of the window, not what is left of the source's.
            try await probe.unhurried { pace in
                let source = try await probe.createStream("inherited", ttl: "\(3 * pace)")
                try await probe.pause(.seconds(1.7) * pace)
                let started = probe.context.clock.elapsed
                let fork = probe.unusedStream()
                guard try await fork.putFork(of: source).isSuccess else { return false }
                try await probe.pause(.seconds(1.7) * pace)
                let read = try await fork.read()
                if !read.isSuccess && probe.context.clock.elapsed - started >= .seconds(3) * pace { return false }
                try read.expectSuccess().requireStart(of: "inherited")
                return true
            }
        },

        Check(.forkInheritsTtl, "through-a-fork", needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("inherited", ttl: "1")
            let middle = try await probe.createFork(of: source)
            let fork = try await probe.createFork(of: middle)
            try await probe.pause(.seconds(3))
            try await fork.read().expectRefused()
        },

        Check(.forkInheritsTtl, "shown-by-head", needs: [.expiry]) { probe in
            let source = try await probe.createStream("inherited", ttl: "77")
            let fork = try await probe.createFork(of: source)
            try await fork.head().requireSuccess("HEAD").expectAbsent(.streamExpiresAt).expectLifetime(ttl: "77")
            try await fork.requireHolds("inherited")
        },

        // A fork requested without a lifetime from a source with an expiry time has the same expiry time.
        Check(.forkInheritsExpiresAt, needs: [.expiry], waits: .seconds(4)) { probe in
            let source = try await probe.createStream("inherited", expiresAt: probe.instant(in: 2).description)
            let fork = try await probe.createFork(of: source)
            try await probe.pause(.seconds(3.8))
            try await fork.read().expectRefused()
        },

        Check(.forkInheritsExpiresAt, "whatever-is-read-and-written", needs: [.expiry], waits: .seconds(4)) { probe in
            try await probe.requireKeepsStreams()
            let source = try await probe.createStream("inherited", expiresAt: probe.instant(in: 2).description)
            let fork = try await probe.createFork(of: source)
            for _ in 0..<8 {
                try await fork.read()
                try await fork.append("more")
                try await probe.pause(.milliseconds(480))
            }
            try await fork.read().expectRefused()
        },

        Check(.forkInheritsExpiresAt, "through-a-fork", needs: [.expiry], waits: .seconds(4)) { probe in
            let source = try await probe.createStream("inherited", expiresAt: probe.instant(in: 2).description)
            let middle = try await probe.createFork(of: source)
            let fork = try await probe.createFork(of: middle)
            try await probe.pause(.seconds(3.8))
            try await fork.read().expectRefused()
        },

        Check(.forkInheritsExpiresAt, "shown-by-head", needs: [.expiry]) { probe in
            let source = try await probe.createStream("inherited", expiresAt: "2098-01-01T00:00:00Z")
            let fork = try await probe.createFork(of: source)
            try await fork.head().requireSuccess("HEAD").expectAbsent(.streamTTL)
                .expectLifetime(expiresAt: "2098-01-01T00:00:00Z")
            try await fork.requireHolds("inherited")
        },
    ]

    // MARK: Independent windows

    private static let forkIndependent: [Check] = [
        // The TTL of a fork is started anew by access to the fork and not by access to its source, nor the other way
        // round.
        Check(.forkTtlIndependent, "reading-the-fork-keeps-it", needs: [.expiry], waits: .seconds(3.4)) { probe in
            try await probe.keepAlive("inherited") { ttl in
                try await probe.createFork(of: probe.createStream("inherited", ttl: ttl))
            } by: {
                try await $0.read().isSuccess(holding: "inherited")
            }
        },

        Check(.forkTtlIndependent, "appending-to-the-fork-keeps-it", needs: [.expiry], waits: .seconds(3.4)) { probe in
            try await probe.keepAlive("inherited") { ttl in
                try await probe.createFork(of: probe.createStream("inherited", ttl: ttl))
            } by: {
                try await $0.append("own").isSuccess
            }
        },

        Check(.forkTtlIndependent, "reading-the-source-does-not", needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("inherited", ttl: "1")
            let fork = try await probe.createFork(of: source)
            try await probe.touch(source) { try await source.read() }
            try await fork.read().expectRefused()
        },

        Check(.forkTtlIndependent, "appending-to-the-source-does-not", needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("inherited", ttl: "1")
            let fork = try await probe.createFork(of: source)
            try await probe.touch(source) { try await source.append("more") }
            try await fork.read().expectRefused()
        },

        Check(.forkTtlIndependent, "fork-reads-do-not-keep-the-source", needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("inherited", ttl: "1")
            let fork = try await probe.createFork(of: source, ttl: "600")
            try await probe.touch(fork) { try await fork.read() }
            try await source.read().expectRefused()
        },
    ]

    // MARK: Outliving the source

    private static let forkOutliving: [Check] = [
        // A fork with a longer life than its source still delivers all its data after the source is gone.
        Check(.forkOutlivesSource, "time-to-live", needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("inherited ", ttl: "1")
            let fork = try await probe.createFork(of: source, ttl: "600")
            try await fork.write("own")
            try await probe.pause(.seconds(3))
            try await fork.read().expectPermittedStatus().requireStart(of: "inherited own")
            try await fork.contents().expect("inherited own")
        },

        Check(.forkOutlivesSource, "expiry-time", needs: [.expiry], waits: .seconds(4)) { probe in
            let source = try await probe.createStream("inherited ", expiresAt: probe.instant(in: 2).description)
            let fork = try await probe.createFork(of: source, expiresAt: "2099-01-01T00:00:00Z")
            try await fork.write("own")
            try await probe.pause(.seconds(3.8))
            try await fork.read().expectPermittedStatus().requireStart(of: "inherited own")
            try await fork.contents().expect("inherited own")
        },

        Check(.forkOutlivesSource, "after-the-source-was-asked-for", needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("inherited", ttl: "1")
            let fork = try await probe.createFork(of: source, ttl: "600")
            try await probe.pause(.seconds(3))
            try await source.read().expectRefused()
            try await source.delete()
            try await fork.contents().expect("inherited")
        },

        Check(.forkOutlivesSource, "source-made-anew", needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("inherited", ttl: "1")
            let fork = try await probe.createFork(of: source, ttl: "600")
            try await probe.pause(.seconds(3))
            // Whether the URL of the source is free again is another matter.
            try await source.put("something else")
            try await fork.contents().expect("inherited")
        },

        Check(.forkOutlivesSource, "appends-go-on", needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("inherited ", ttl: "1")
            let fork = try await probe.createFork(of: source, ttl: "600")
            try await probe.pause(.seconds(3))
            try await source.read().expectRefused()
            try await fork.append("own").expectSuccess()
            try await fork.contents().expect("inherited own")
        },

        Check(.forkOutlivesSource, "json-and-sub-offset", needs: [.expiry, .json], waits: .seconds(3)) { probe in
            let source = try await probe.createStream(contentType: "application/json", ttl: "1")
            let start = try await source.tail()
            try await source.write("[1,2,3]")
            let fork = try await probe.createFork(of: source, at: start, plus: 2, ttl: "600")
            try await probe.pause(.seconds(3))
            try await fork.contents().expectMessages("1", "2")
        },

        Check(.forkOutlivesSource, "middle-of-a-chain", needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("one ")
            let middle = try await probe.createFork(of: source, ttl: "1")
            try await middle.write("two ")
            let fork = try await probe.createFork(of: middle, ttl: "600")
            try await fork.write("three")
            try await probe.pause(.seconds(3))
            try await middle.read().expectRefused()
            try await fork.contents().expect("one two three")
        },

        Check(.forkOutlivesSource, "forked-again-afterwards", needs: [.expiry], waits: .seconds(3)) { probe in
            let source = try await probe.createStream("inherited ", ttl: "1")
            let middle = try await probe.createFork(of: source, ttl: "600")
            try await probe.pause(.seconds(3))
            let fork = probe.unusedStream()
            try await fork.putFork(of: middle).expectSuccess()
            try await fork.contents().expect("inherited ")
        },
    ]
}

extension Probe {
    /// Skips the check where `HEAD` does not show a lifetime even where there is one.
    fileprivate func requireShownLifetimes() async throws {
        let head = try await createStream(ttl: "600").head().requireSuccess("HEAD")
        guard head[.streamTTL] != nil else { throw notApplicable("HEAD shows no Stream-TTL") }
    }

    /// Uses a stream every quarter of a second for three seconds; whether that works is another check's business.
    fileprivate func touch(_ stream: ProbedStream, by use: () async throws -> Reply) async throws {
        for _ in 0..<12 {
            _ = try await use()
            try await pause(.milliseconds(250))
        }
    }
}

extension Reply {
    /// Expects `Stream-TTL` to be this number; skips the check where it is not shown.
    @discardableResult
    fileprivate func expectLifetime(ttl: String) throws -> Reply {
        guard self[.streamTTL] != nil else { throw Interruption.notApplicable("HEAD shows no Stream-TTL") }
        return expect(.streamTTL, equals: ttl)
    }

    /// Expects `Stream-Expires-At` to name this instant, to the second; skips the check where it is not shown.
    @discardableResult
    fileprivate func expectLifetime(expiresAt timestamp: String) throws -> Reply {
        guard let value = self[.streamExpiresAt] else {
            throw Interruption.notApplicable("HEAD shows no Stream-Expires-At")
        }
        return expect(
            RFC3339Instant(value)?.secondsSince1970 == RFC3339Instant(timestamp)?.secondsSince1970,
            "Stream-Expires-At: \(timestamp) or another spelling of that instant",
            observed: "Stream-Expires-At: \(value)")
    }
}
