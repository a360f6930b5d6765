import HTTPMessage
import Specification

// §5.1 Create Stream: time-to-live and expiry. That they take part in matching is in Create+Matching.swift.

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
            }
        } + zeroTimeToLive

    private static let zeroTimeToLive: [Check] = [
        // Zero is a non-negative integer and is accepted as a TTL.
        Check(.expiryTtlZeroAccepted) { probe in
            try await probe.unusedStream().put(ttl: "0").expectPermittedStatus()
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
                try await probe.unusedStream().put(ttl: value).expectPermittedStatus()
            }
        } + refusedLifetimes

    private static let refusedLifetimes: [Check] = [
        // A create request with both `Stream-TTL` and `Stream-Expires-At` is refused.
        Check(.expiryBothRejected) { probe in
            try await probe.unusedStream().put(ttl: "3600", expiresAt: "2099-01-01T00:00:00Z").expectPermittedStatus()
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
            let stream = probe.unusedStream()
            try await probe.expectThere(stream, within: .seconds(3)) {
                try await stream.put("some words", ttl: "3").requireSuccess("creating a stream")
                try await probe.pause(.seconds(1.8))
            }
        },

        Check(.expiryTtlLasts, "other-streams-expire", waits: .seconds(3)) { probe in
            let lasting = try await probe.createStream("lasting")
            let longer = try await probe.createStream("longer", ttl: "60")
            _ = try await probe.createStream("brief", ttl: "1")
            try await probe.pause(.seconds(3))
            for stream in [lasting, longer] { try await stream.read().expectSuccess() }
        },

        // A catch-up read that reaches the server starts the TTL anew.
        Check(.expiryTtlReadResets, waits: .seconds(3.4)) { probe in
            let stream = try await probe.createStream("some words", ttl: "3")
            try await probe.keepAlive(stream) { try await $0.read().requireSuccess("a read") }
        },

        Check(.expiryTtlReadResets, "nothing-to-read", waits: .seconds(3.4)) { probe in
            let stream = try await probe.createStream("some words", ttl: "3")
            let tail = try await stream.tail()
            try await probe.keepAlive(stream) { try await $0.read(from: .at(tail)).requireSuccess("a read") }
        },

        // An append starts the TTL anew.
        Check(.expiryTtlAppendResets, waits: .seconds(3.4)) { probe in
            let stream = try await probe.createStream("some words", ttl: "3")
            try await probe.keepAlive(stream) { try await $0.write(" more") }
        },

        Check(.expiryTtlAppendResets, "producer", needs: [.producers], waits: .seconds(3.4)) { probe in
            let stream = try await probe.createStream("some words", ttl: "3")
            try await probe.keepAlive(stream) { try await $0.write(" more", as: Producer("writer", seq: 0)) }
        },

        // A `HEAD` request does not start the TTL anew.
        Check(.expiryTtlHeadDoesNotReset, waits: .seconds(3.5)) { probe in
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
            let stream = try await probe.createStream("some words", ttl: "3")
            try await probe.keepAlive(stream) {
                try await $0.longPoll(from: .beginning).requireSuccess("a long-poll")
            }
        },

        Check(.expiryTtlSseResets, needs: [.sse], waits: .seconds(3.4)) { probe in
            let stream = try await probe.createStream("some words", ttl: "3")
            try await probe.keepAlive(stream) {
                let live = await $0.sse(from: .beginning)
                let head = try await live.head()
                live.cancel()
                try probe.require(head.status.code == 200, "an SSE read was answered \(head.status)")
            }
        },

        // A stream with a reader that is connected live does not expire.
        Check(.expiryTtlLiveReaderKeepsAlive, needs: [.longPoll], waits: .seconds(3)) { probe in
            let stream = try await probe.createStream("some words", ttl: "1")
            let tail = try await stream.tail()
            let (wasCovered, head) = try await probe.whileWaiting {
                try await stream.staysConnected(from: tail, for: .seconds(2.2))
            } _: {
                try await probe.pause(.seconds(2.1))
                return try await stream.head()
            }
            guard wasCovered else {
                throw probe.notApplicable("the target's long-poll ends about when the TTL of the story does")
            }
            head.expectSuccess()
        },
    ]

    // MARK: Expiry times

    private static let expiryTimes: [Check] = rightTimes + wrongTimes + foreignTimes + expiryTimesPassing

    // A `Stream-Expires-At` that is an RFC 3339 timestamp is accepted.
    private static let rightTimes: [Check] = [
        ("utc", "2099-01-01T00:00:00Z"), ("zone-offset", "2099-01-01T00:00:00+05:30"),
        ("fraction", "2099-01-01T00:00:00.250Z"), ("leap-day", "2096-02-29T23:59:59-00:30"),
    ].map { (name: String, value: String) in
        Check(.expiryExpiresAtAccepted, name) { probe in
            let stream = probe.unusedStream()
            try await stream.put("some words", expiresAt: value).expectPermittedStatus()
            try await stream.contents().expect("some words")
        }
    }

    // A `Stream-Expires-At` that is no timestamp is refused.
    private static let wrongTimes: [Check] = [
        ("word", "tomorrow"), ("seconds-since-1970", "4070908800"), ("month-13", "2099-13-01T00:00:00Z"),
        ("hour-25", "2099-01-01T25:00:00Z"), ("cut-short", "2099-01-01T"),
    ].map { (name: String, value: String) in
        Check(.expiryExpiresAtMalformedRejected, name) { probe in
            try await probe.unusedStream().put(expiresAt: value).expectPermittedStatus()
        }
    }

    // So is a date in another notation, or one that no calendar has.
    private static let foreignTimes: [Check] = [
        ("date-alone", "2099-01-01"), ("no-zone", "2099-01-01T00:00:00"),
        ("http-date", "Thu, 01 Jan 2099 00:00:00 GMT"), ("february-30", "2099-02-30T00:00:00Z"),
    ].map { (name: String, value: String) in
        Check(.expiryExpiresAtOtherNotationRejected, name) { probe in
            try await probe.unusedStream().put(expiresAt: value).expectPermittedStatus()
        }
    }

    private static let expiryTimesPassing: [Check] = [
        // When its expiry time has passed, a stream is gone.
        Check(.expiryExpiresAtTakesEffect, waits: .seconds(3)) { probe in
            let stream = try await probe.createStream("some words", expiresAt: probe.instant(in: 2).description)
            try await probe.pause(.seconds(3))
            try await stream.read().expectPermittedStatus()
        },

        Check(.expiryExpiresAtTakesEffect, "zone-offset", waits: .seconds(3)) { probe in
            // Written in a zone five and a half hours ahead, where the clocks show a later time of day.
            let there = try await probe.instant(in: 2).adding(seconds: 19_800).description
            let stream = try await probe.createStream("some words", expiresAt: String(there.dropLast()) + "+05:30")
            try await probe.pause(.seconds(3))
            try await stream.read().expectPermittedStatus()
        },

        Check(.expiryExpiresAtTakesEffect, "closed-stream", needs: [.closure], waits: .seconds(3)) { probe in
            let stream = try await probe.createStream(
                "all of it", closed: true, expiresAt: probe.instant(in: 2).description)
            try await probe.pause(.seconds(3))
            try await stream.read().expectPermittedStatus()
        },

        Check(.expiryExpiresAtTakesEffect, "in-the-past") { probe in
            // Whether such a request is refused is open; a stream that can be read is not.
            let stream = probe.unusedStream()
            try await stream.put("some words", expiresAt: "2001-01-01T00:00:00Z")
            try await stream.read().expectPermittedStatus()
        },

        // An expiry time is absolute: reads and appends do not put it off.
        Check(.expiryExpiresAtNotExtended, waits: .seconds(3.2)) { probe in
            let stream = try await probe.createStream("some words", expiresAt: probe.instant(in: 2).description)
            let start = probe.context.clock.elapsed
            while probe.context.clock.elapsed - start < .seconds(3) {
                try await probe.pause(.milliseconds(200))
                try await stream.read()
                try await stream.append(" more")
            }
            try await stream.read().expectPermittedStatus()
        },
    ]

    // MARK: Expired streams

    private static let expired: [Check] = [
        // Metadata of an expired stream is not served.
        Check(.expiryExpiredHeadRefused, waits: .seconds(3)) { probe in
            let stream = try await probe.createStream("some words", ttl: "1")
            try await probe.pause(.seconds(3))
            try await stream.head().expectPermittedStatus()
        },

        // An append to an expired stream is refused and does not revive it.
        Check(.expiryExpiredAppendRefused, waits: .seconds(3)) { probe in
            let stream = try await probe.createStream("some words", ttl: "1")
            try await probe.pause(.seconds(3))
            try await stream.append("too late").expectPermittedStatus()
            try await stream.read().expectPermittedStatus()
        },

        // An expired stream does not stand in the way of a new one at its URL.
        Check(.expiryExpiredDoesNotBlockCreation, "same-configuration", waits: .seconds(3)) { probe in
            let stream = try await probe.createStream("old", ttl: "1")
            try await probe.pause(.seconds(3))
            try await stream.put("new", ttl: "1").expectPermittedStatus()
        },

        Check(.expiryExpiredDoesNotBlockCreation, "other-configuration", waits: .seconds(3)) { probe in
            let stream = try await probe.createStream("old", ttl: "1")
            try await probe.pause(.seconds(3))
            try await stream.put("a,b\n", contentType: "text/csv", ttl: "600").expectPermittedStatus()
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
    /// Shows that an operation starts a TTL of 3 s anew: after 3.4 s with it in the middle, the stream is still there.
    fileprivate func keepAlive(
        _ stream: ProbedStream, by operation: (ProbedStream) async throws -> Void
    ) async throws {
        try await pause(.seconds(1.7))
        try await expectThere(stream, within: .seconds(3)) {
            try await operation(stream)
            try await pause(.seconds(1.7))
        }
    }

    /// Expects a stream to be there after something that takes less than its TTL, counted from before it began.
    ///
    /// Inconclusive when the target answered so slowly that the TTL may have run out in between.
    fileprivate func expectThere(
        _ stream: ProbedStream, within limit: Duration, after something: () async throws -> Void
    ) async throws {
        let (read, time) = try await timed {
            try await something()
            return try await stream.read()
        }
        try require(read.isSuccess || time < limit, "the target answers too slowly for the story")
        read.expectSuccess()
    }

    /// A whole second, at least this many seconds ahead and less than one more.
    ///
    /// Skips the check when the target's clock is far from ours, as far as its `Date` tells.
    fileprivate func instant(in seconds: Int64) async throws -> RFC3339Instant {
        let reply = try await unusedStream().head()
        let now = context.clock.now
        if let date = reply[.date].flatMap({ RFC3339Instant(httpDate: $0) }) {
            // `Date` has whole seconds, so that a difference of one means nothing.
            let difference = date.secondsSince1970 - now.secondsSince1970
            guard (-1...1).contains(difference) else {
                throw notApplicable("the target's clock differs from this machine's by \(difference) s")
            }
        }
        return RFC3339Instant(secondsSince1970: now.secondsSince1970 + seconds)
    }
}

extension ProbedStream {
    /// Long-polls at an offset for this long, asking again whenever the server's own timeout ends the wait.
    ///
    /// False when a wait ended so late that the TTL of a second may have run out before the next one began.
    fileprivate func staysConnected(from offset: Offset, for duration: Duration) async throws -> Bool {
        var brief = probe.longPollTimeouts
        (brief.firstByte, brief.idle, brief.total) = (duration * 1.2, duration * 1.2, duration * 1.2)
        let start = probe.context.clock.elapsed
        while probe.context.clock.elapsed - start < duration {
            let (reply, wait) = await probe.timed {
                try? await get(query: [("live", "long-poll"), ("offset", offset.token)], timeouts: brief)
            }
            guard let reply, reply.isSuccess else { return true }
            if wait > .milliseconds(700) { return false }
            try await probe.pause(.milliseconds(20))
        }
        return true
    }
}

extension RFC3339Instant {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The instant an HTTP date in its usual form names (RFC 9110 §5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
    fileprivate init?(httpDate: String) {
        let words = httpDate.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let month = Self.months.firstIndex(of: String(words[2])) else {
            return nil
        }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        self.init("\(words[3])-\(number)-\(words[1])T\(words[4])Z")
    }
}
