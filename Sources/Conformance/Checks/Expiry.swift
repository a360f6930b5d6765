import HTTPMessage
import Specification

// §5.1 Create Stream: time-to-live, and what becomes of expired streams. Expiry times are in Expiry+Times.swift; that
// lifetimes take part in matching is in Create+Matching.swift.

extension Check {
    static let expiry: [Check] = timeToLive + wrongTimeToLive + lifetimes + expiryTimes + expired

    // MARK: Syntax

    private static let rightValues = [("minutes", "600"), ("one-second", "1"), ("a-year", "31536000")]

    private static let timeToLive: [Check] =
        // A `Stream-TTL` of plain decimal digits is accepted.
        rightValues.map { name, value in
            Check(.expiryTtlAccepted, name) { probe in
                let stream = probe.unusedStream()
                try await stream.put("some words", ttl: value).expectPermittedStatus()
                try await probe.requireKeepsStreams()
            }
        } + zeroTimeToLive

    private static let zeroTimeToLive: [Check] = [
        // Zero is a non-negative integer and is accepted as a TTL.
        Check(.expiryTtlZeroAccepted) { probe in
            try await probe.unusedStream().put(ttl: "0").expectPermittedStatus()
            try await probe.requireKeepsStreams()
        }
    ]

    private static let wrongValues: [(requirement: Requirement, name: String?, value: String)] = [
        (.expiryTtlNegativeRejected, nil, "-1"),
        (.expiryTtlNegativeRejected, "large", "-3600"),
        (.expiryTtlPlusSignRejected, nil, "+3600"),
        (.expiryTtlLeadingZeroRejected, nil, "03600"),
        (.expiryTtlLeadingZeroRejected, "two-zeros", "00"),
        (.expiryTtlFractionRejected, nil, "3600.0"),
        (.expiryTtlFractionRejected, "half", "0.5"),
        (.expiryTtlFractionRejected, "nothing-after-the-point", "3600."),
        (.expiryTtlExponentRejected, nil, "3.6e3"),
        (.expiryTtlExponentRejected, "no-point", "1E3"),
        (.expiryTtlNotANumberRejected, nil, "soon"),
        (.expiryTtlNotANumberRejected, "with-unit", "3600s"),
        (.expiryTtlNotANumberRejected, "hexadecimal", "0x10"),
        (.expiryTtlNotANumberRejected, "two-numbers", "36 00"),
        (.expiryTtlNotANumberRejected, "infinity", "Infinity"),
    ]

    private static let wrongTimeToLive: [Check] =
        // A `Stream-TTL` of another form is refused.
        wrongValues.map { requirement, name, value in
            Check(requirement, name) { probe in
                let stream = probe.unusedStream()
                try await stream.put(ttl: value).expectPermittedStatus()
                try await stream.put(ttl: "3600").requireSuccess("creating a stream with a proper TTL")
            }
        } + refusedLifetimes

    private static let refusedLifetimes: [Check] = [
        // A create request with both `Stream-TTL` and `Stream-Expires-At` is refused.
        Check(.expiryBothRejected) { probe in
            let stream = probe.unusedStream()
            try await stream.put(ttl: "3600", expiresAt: "2099-01-01T00:00:00Z").expectPermittedStatus()
            try await stream.put(ttl: "3600").requireSuccess("creating a stream with a TTL alone")
        },

        // A create request refused for its TTL or expiry time leaves no stream behind.
        Check(.expiryRejectedCreatesNothing, "time-to-live") { probe in
            let stream = probe.unusedStream()
            let reply = try await stream.put("some words", ttl: "soon")
            try probe.require(!reply.isSuccess, "a Stream-TTL that is no number is accepted")
            try await stream.head().expectPermittedStatus()
            try await stream.read().expectPermittedStatus()
        },

        Check(.expiryRejectedCreatesNothing, "expiry-time") { probe in
            let stream = probe.unusedStream()
            let reply = try await stream.put("some words", expiresAt: "soon")
            try probe.require(!reply.isSuccess, "a Stream-Expires-At that is no timestamp is accepted")
            try await stream.head().expectPermittedStatus()
            try await stream.read().expectPermittedStatus()
        },
    ]

    // MARK: Sliding windows

    private static let lifetimes: [Check] = [
        // A stream that nobody reads or writes for the length of its TTL is gone.
        Check(.expiryTtlIdleExpires, waits: .seconds(3)) { probe in
            try await probe.requireKeepsStreams()
            let stream = try await probe.createStream("some words", ttl: "1")
            try await probe.pause(.seconds(3))
            try await stream.read().expectPermittedStatus()
        },

        Check(.expiryTtlIdleExpires, "after-a-read", waits: .seconds(3)) { probe in
            let stream = try await probe.createStream("some words", ttl: "1")
            try await stream.contents().expect("some words")
            try await probe.pause(.seconds(3))
            try await stream.read().expectPermittedStatus()
        },

        Check(.expiryTtlIdleExpires, "closed-stream", needs: [.closure], waits: .seconds(3)) { probe in
            try await probe.requireKeepsStreams()
            let stream = try await probe.createStream("all of it", closed: true, ttl: "1")
            try await probe.pause(.seconds(3))
            try await stream.read().expectPermittedStatus()
        },

        Check(.expiryTtlIdleExpires, "long-poll", needs: [.longPoll], waits: .seconds(3)) { probe in
            let stream = try await probe.createStream("some words", ttl: "1")
            let tail = try await stream.tail()
            try await probe.pause(.seconds(3))
            try await stream.longPoll(from: .at(tail)).expectPermittedStatus()
        },

        // It is not gone before its TTL has passed.
        Check(.expiryTtlLasts, waits: .seconds(1.8)) { probe in
            try await probe.unhurried { pace in
                let stream = probe.unusedStream()
                let (read, time) = try await probe.timed {
                    try await stream.put("some words", ttl: "\(3 * pace)").requireSuccess("creating a stream")
                    try await probe.pause(.seconds(1.8) * pace)
                    return try await stream.read()
                }
                if !read.isSuccess && time >= .seconds(3) * pace { return false }
                try read.expectSuccess().requireStart(of: "some words")
                return true
            }
        },

        Check(.expiryTtlLasts, "other-streams-expire", waits: .seconds(3)) { probe in
            let lasting = try await probe.createStream("lasting")
            let longer = try await probe.createStream("longer", ttl: "60")
            _ = try await probe.createStream("brief", ttl: "1")
            try await probe.pause(.seconds(3))
            try await lasting.read().expectSuccess().requireStart(of: "lasting")
            try await longer.read().expectSuccess().requireStart(of: "longer")
        },

        // A catch-up read that reaches the server starts the TTL anew.
        Check(.expiryTtlReadResets, waits: .seconds(3.4)) { probe in
            try await probe.keepAlive { try await $0.read().isSuccess(holding: "some words") }
        },

        Check(.expiryTtlReadResets, "nothing-to-read", waits: .seconds(3.4)) { probe in
            try await probe.keepAlive { stream in
                guard let tail = try await stream.head().nextOffset else { return false }
                return try await stream.read(from: .at(tail)).isSuccess
            }
        },

        // An append starts the TTL anew.
        Check(.expiryTtlAppendResets, waits: .seconds(3.4)) { probe in
            try await probe.keepAlive { try await $0.append(" more").isSuccess }
        },

        Check(.expiryTtlAppendResets, "producer", needs: [.producers], waits: .seconds(3.4)) { probe in
            try await probe.keepAlive { try await $0.append(" more", as: Producer("writer", seq: 0)).isSuccess }
        },

        // A `HEAD` request does not start the TTL anew.
        Check(.expiryTtlHeadDoesNotReset, waits: .seconds(3.5)) { probe in
            try await probe.requireKeepsStreams()
            let stream = try await probe.createStream("some words", ttl: "1")
            let last = try await probe.eventually(within: .seconds(3.5), every: .milliseconds(250)) {
                try await stream.head()
            } until: {
                !$0.isSuccess
            }
            last.expectPermittedStatus()
        },

        // A live read starts the TTL anew when the server begins to process it.
        Check(.expiryTtlLongPollResets, needs: [.longPoll], waits: .seconds(3.4)) { probe in
            try await probe.keepAlive { try await $0.longPoll(from: .beginning).isSuccess(holding: "some words") }
        },

        Check(.expiryTtlSseResets, needs: [.sse], waits: .seconds(3.4)) { probe in
            try await probe.keepAlive { stream in
                let live = await stream.sse(from: .beginning)
                let head = try await live.head()
                // A reader that leaves before anything came may have gone unnoticed.
                _ = await live.nextChunk(within: .seconds(1))
                live.cancel()
                return head.status.code == 200
            }
        },

        // A stream with a reader that is connected live does not expire.
        Check(.expiryTtlLiveReaderKeepsAlive, needs: [.longPoll], waits: .seconds(2.6)) { probe in
            let created = probe.context.clock.elapsed
            let stream = try await probe.createStream("some words", ttl: "1")
            let tail = try await stream.tail()
            let (wasWaiting, head) = try await probe.whileWaiting {
                try await stream.waits(at: tail, for: .seconds(2.6), since: created)
            } _: {
                try await probe.pause(.seconds(2.1))
                return try await stream.head()
            }
            guard wasWaiting else { throw probe.notApplicable("the target's long-poll ends before the story does") }
            head.expectSuccess()
        },
    ]

    // MARK: Expired streams

    private static let expired: [Check] = [
        // Metadata of an expired stream is not served.
        Check(.expiryExpiredHeadRefused, waits: .seconds(3)) { probe in
            try await probe.requireKeepsStreams()
            let stream = try await probe.createStream("some words", ttl: "1")
            try await probe.pause(.seconds(3))
            try await stream.head().expectPermittedStatus()
        },

        // An append to an expired stream is refused and does not revive it.
        Check(.expiryExpiredAppendRefused, waits: .seconds(3)) { probe in
            try await probe.requireKeepsStreams()
            let stream = try await probe.createStream("some words", ttl: "1")
            try await probe.pause(.seconds(3))
            try await stream.append("too late").expectPermittedStatus()
            try await stream.read().expectPermittedStatus()
        },

        // An expired stream does not stand in the way of a new one at its URL.
        Check(.expiryExpiredDoesNotBlockCreation, "same-configuration", waits: .seconds(3)) { probe in
            try await probe.requireKeepsStreams()
            let stream = try await probe.createStream("old", ttl: "1")
            try await probe.pause(.seconds(3))
            try await stream.put("new", ttl: "1").expectPermittedStatus()
        },

        Check(.expiryExpiredDoesNotBlockCreation, "other-configuration", waits: .seconds(3)) { probe in
            try await probe.requireKeepsStreams()
            let stream = try await probe.createStream("old", ttl: "1")
            try await probe.pause(.seconds(3))
            try await stream.put("a,b\n", contentType: "text/csv", ttl: "600").expectPermittedStatus()
            try await stream.requireHolds("a,b\n")
        },

        // A stream created where one expired shows nothing of the old content.
        Check(.expiryRecreatedIsEmpty, waits: .seconds(3)) { probe in
            let stream = try await probe.createStream("old", ttl: "1")
            try await probe.pause(.seconds(3))
            try await stream.put(ttl: "600").requireSuccess("creating a stream where one expired")
            try await stream.contents().expect("")
            try await stream.write("new")
            try await stream.contents().expect("new")
        },
    ]
}

extension Probe {
    /// Tells a story about time, and again at a third of the pace when it says that the target was too slow for it.
    func unhurried(_ story: (_ pace: Int) async throws -> Bool) async throws {
        for pace in [1, 3] {
            if try await story(pace) { return }
        }
        throw Interruption.preconditionUnmet("the target answers too slowly for the story")
    }

    /// Shows that an operation starts the TTL of a plain stream anew.
    fileprivate func keepAlive(by operation: (ProbedStream) async throws -> Bool) async throws {
        try await keepAlive("some words", made: { try await createStream("some words", ttl: $0) }, by: operation)
    }

    /// Shows that an operation starts a TTL of 3 s anew: after 3.4 s with it in the middle, the stream is still there.
    ///
    /// Every TTL is counted from before the request that starts it, so that a slow answer never counts against a server.
    ///
    /// - Parameters:
    ///   - beginning: how the stream begins.
    ///   - make: creates the stream with the TTL it is given.
    func keepAlive(
        _ beginning: Payload, made make: (String) async throws -> ProbedStream,
        by operation: (ProbedStream) async throws -> Bool
    ) async throws {
        try await unhurried { pace in
            let created = context.clock.elapsed
            let stream = try await make("\(3 * pace)")
            try await pause(.seconds(1.7) * pace)
            let started = context.clock.elapsed
            guard try await operation(stream) else {
                try require(context.clock.elapsed - created >= .seconds(3) * pace, "the stream is gone too early")
                return false
            }
            try await pause(.seconds(1.7) * pace)
            let read = try await stream.read()
            if !read.isSuccess && context.clock.elapsed - started >= .seconds(3) * pace { return false }
            try read.expectSuccess().requireBeginning(beginning)
            return true
        }
    }
}

extension ProbedStream {
    /// Long-polls at an offset and leaves after this long; tells whether the reader was kept waiting until then.
    ///
    /// A reader that came right after the stream was created and is sent away later counts as one that waited.
    fileprivate func waits(at offset: Offset, for duration: Duration, since created: Duration) async throws -> Bool {
        var brief = probe.longPollTimeouts
        (brief.firstByte, brief.idle, brief.total) = (duration, duration, duration)
        let start = probe.context.clock.elapsed
        let (reply, wait) = await probe.timed {
            try? await get(query: [("live", "long-poll"), ("offset", offset.token)], timeouts: brief)
        }
        guard let reply else { return true }
        return !reply.isSuccess && wait > .milliseconds(500) && start - created < .milliseconds(300)
    }
}
