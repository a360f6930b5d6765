import HTTPMessage
import Specification

// §5.1 Create Stream: expiry times

extension Check {
    static let expiryTimes: [Check] = rightTimes + wrongTimes + foreignTimes + expiryTimesPassing

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
            try await probe.expectRefusal(ofExpiryTime: value)
        }
    }

    // So is a date in another notation, or one that no calendar has.
    private static let foreignTimes: [Check] = [
        ("date-alone", "2099-01-01"), ("no-zone", "2099-01-01T00:00:00"),
        ("http-date", "Thu, 01 Jan 2099 00:00:00 GMT"), ("february-30", "2099-02-30T00:00:00Z"),
    ].map { (name: String, value: String) in
        Check(.expiryExpiresAtOtherNotationRejected, name) { probe in
            try await probe.expectRefusal(ofExpiryTime: value)
        }
    }

    private static let expiryTimesPassing: [Check] = [
        // When its expiry time has passed, a stream is gone.
        Check(.expiryExpiresAtTakesEffect, waits: .seconds(3)) { probe in
            try await probe.requireKeepsStreams()
            let stream = try await probe.createStream("some words", expiresAt: probe.instant(in: 2).description)
            try await probe.pause(.seconds(3))
            try await stream.read().expectPermittedStatus()
        },

        Check(.expiryExpiresAtTakesEffect, "zone-offset", waits: .seconds(3)) { probe in
            try await probe.requireKeepsStreams()
            // Written in a zone five and a half hours ahead, where the clocks show a later time of day.
            let there = try await probe.instant(in: 2).adding(seconds: 19_800).description
            let stream = try await probe.createStream("some words", expiresAt: String(there.dropLast()) + "+05:30")
            try await probe.pause(.seconds(3))
            try await stream.read().expectPermittedStatus()
        },

        Check(.expiryExpiresAtTakesEffect, "closed-stream", needs: [.closure], waits: .seconds(3)) { probe in
            try await probe.requireKeepsStreams()
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
            try await probe.requireKeepsStreams()
        },

        // An expiry time is absolute: reads and appends do not put it off.
        Check(.expiryExpiresAtNotExtended, waits: .seconds(3.2)) { probe in
            try await probe.requireKeepsStreams()
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
}

extension Probe {
    /// Expects a create request with a wrong expiry time to be refused, where the same one with a right time is not.
    fileprivate func expectRefusal(ofExpiryTime value: String) async throws {
        let stream = unusedStream()
        try await stream.put(expiresAt: value).expectPermittedStatus()
        try await stream.put(expiresAt: "2099-01-01T00:00:00Z").requireSuccess("creating a stream with a proper time")
    }

    /// A whole second, at least this many seconds ahead and less than one more.
    ///
    /// Skips the check when the target's clock is far from ours, as far as its `Date` tells.
    func instant(in seconds: Int64) async throws -> RFC3339Instant {
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
