import HTTPMessage
import ReferenceServer
import Specification

// §5.1: lifetimes.
extension Mutant {
    static let expiry: [Mutant] = expirySyntax + expirySliding + expiryTimes + expiryAftermath

    /// A defect that reads the value of `Stream-TTL` in another way; `nil` leaves the field out.
    private static func reading(
        _ id: String, _ summary: String, _ kind: Kind, breaks: Requirement,
        as read: @escaping @Sendable (String) -> String?
    ) -> Mutant {
        Mutant("expiry.\(id)", summary, kind, breaks: breaks) {
            $0.onRequest { request, _ in
                guard request.method == .put, let value = request.headerFields[.streamTTL] else { return }
                request.headerFields[.streamTTL] = read(value)
            }
        }
    }

    private static let expirySyntax: [Mutant] = [
        reading(
            "ttl-below-a-minute-refused", "A TTL below a minute is refused.", .rule, breaks: .expiryTtlAccepted
        ) { StreamTTL($0).map { $0.seconds < 60 } ?? false ? "too short" : $0 },
        reading(
            "ttl-overflows", "A TTL of more milliseconds than 32 bits hold is refused.", .rule,
            breaks: .expiryTtlAccepted
        ) { StreamTTL($0).map { $0.seconds > 2_147_483 } ?? false ? "overflow" : $0 },
        reading(
            "negative-ttl-is-none", "A negative TTL means that the stream does not expire.", .rule,
            breaks: .expiryTtlNegativeRejected
        ) { $0.hasPrefix("-") ? nil : $0 },
        reading(
            "sign-ignored", "A TTL with a plus sign is read without it.", .encoding, breaks: .expiryTtlPlusSignRejected
        ) { $0.hasPrefix("+") ? String($0.dropFirst()) : $0 },
        reading(
            "leading-zeros-ignored", "A TTL with leading zeros is read without them.", .encoding,
            breaks: .expiryTtlLeadingZeroRejected
        ) { $0.allSatisfy { "0"..."9" ~= $0 } ? String(Int64($0) ?? 0) : $0 },
        reading(
            "fraction-cut-off", "Of a TTL with a decimal point, what stands before it counts.", .encoding,
            breaks: .expiryTtlFractionRejected
        ) { $0.split(separator: ".").first.map(String.init) ?? $0 },
        reading(
            "exponent-read", "A TTL is read as a floating-point number.", .encoding, breaks: .expiryTtlExponentRejected
        ) { value in
            value.lowercased().contains("e")
                ? Double(value).flatMap { Int64(exactly: $0) }.map(String.init) ?? value : value
        },
        reading(
            "digits-in-front-count", "Of a TTL that is no number, the digits in front count.", .encoding,
            breaks: .expiryTtlNotANumberRejected
        ) { value in
            let digits = value.prefix { "0"..."9" ~= $0 }
            return digits.isEmpty || value.contains(".") || value.lowercased().contains("e") ? value : String(digits)
        },
        reading(
            "no-number-is-none", "A TTL that does not begin with a digit or a sign is as good as none.", .rule,
            breaks: .expiryTtlNotANumberRejected
        ) { $0.first?.isLetter ?? true ? nil : $0 },
        Mutant(
            "expiry.refused-and-created",
            "A create request that is refused for its lifetime makes the stream without it.",
            .state, breaks: .expiryRejectedCreatesNothing
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.method == .put, answer.status == 400 else { return }
                var request = request
                for name in [HTTPField.Name.streamTTL, .streamExpiresAt] { request.headerFields[name] = nil }
                _ = server.ask(request, body: body)
            }
        },
    ]

    // MARK: Sliding windows

    /// A defect of what starts the window of a TTL anew.
    private static func refreshing(
        _ id: String, _ summary: String, _ kind: Kind = .time, breaks: Requirement,
        _ refreshes: @escaping @Sendable (StreamAccess, HTTPRequest) -> Bool
    ) -> Mutant {
        Mutant("expiry.\(id)", summary, kind, breaks: breaks) {
            $0.knowRequests()
            $0.rules.refreshes = { access in
                guard let request = Asked.request else { return ExpiryRule.refreshes(access) }
                return refreshes(access, request)
            }
        }
    }

    private static let expirySliding: [Mutant] = [
        Mutant("expiry.ttl-never-ends", "A TTL never runs out.", .time, breaks: .expiryTtlIdleExpires) {
            $0.rules.deadline = { lifetime, lastActivity in
                if case .sliding = lifetime { return nil }
                return ExpiryRule.deadline(lifetime, lastActivity: lastActivity)
            }
        },
        Mutant(
            "expiry.a-read-is-for-ever", "A stream that was read once does not expire.", .time,
            breaks: .expiryTtlIdleExpires
        ) {
            let read = Names()
            $0.knowRequests()
            $0.onAnswer { request, answer in
                if request.method == .get, answer.status == 200 { read.insert(request.stream) }
            }
            $0.rules.deadline = { lifetime, lastActivity in
                read.contains(Asked.stream) ? nil : ExpiryRule.deadline(lifetime, lastActivity: lastActivity)
            }
        },
        Mutant(
            "expiry.closed-is-for-ever", "The TTL of a stream that is created closed is forgotten.", .time,
            breaks: .expiryTtlIdleExpires
        ) {
            $0.onRequest { request, _ in
                if request.method == .put, request.closes { request.headerFields[.streamTTL] = nil }
            }
        },
        Mutant(
            "expiry.long-poll-of-the-expired", "A long-poll of an expired stream is answered as if nothing had come.",
            .time, breaks: .expiryTtlIdleExpires
        ) {
            let tails = Memory<String, String>()
            $0.onAnswer { request, answer in
                switch request.method {
                case .put where answer.status == 201 && request.headerFields.contains(.streamTTL):
                    tails[request.stream] = answer[.streamNextOffset]
                case .delete: tails[request.stream] = nil
                case .get where request.isLongPoll && answer.status == 404:
                    if let tail = tails[request.stream] { answer.acknowledge(204, at: tail) }
                default: break
                }
            }
        },
        Mutant(
            "expiry.half-a-ttl", "A TTL of more than a second runs out after half of it.", .time,
            breaks: .expiryTtlLasts
        ) {
            $0.rules.deadline = { lifetime, lastActivity in
                guard case .sliding(let ttl) = lifetime, ttl.seconds > 1 else {
                    return ExpiryRule.deadline(lifetime, lastActivity: lastActivity)
                }
                return lastActivity.adding(seconds: ttl.seconds / 2)
            }
        },
        Mutant(
            "expiry.shortest-ttl-for-all",
            "Every TTL above a second ends as early as the shortest one that was asked for.",
            .state, breaks: .expiryTtlLasts
        ) {
            let shortest = Memory<String, Int64>()
            $0.onRequest { request, _ in
                guard request.method == .put, let ttl = request.headerFields[.streamTTL].flatMap({ StreamTTL($0) }),
                    ttl.seconds > 0
                else { return }
                shortest["ttl"] = min(ttl.seconds, shortest["ttl"] ?? ttl.seconds)
            }
            $0.rules.deadline = { lifetime, lastActivity in
                guard case .sliding(let ttl) = lifetime, ttl.seconds > 1 else {
                    return ExpiryRule.deadline(lifetime, lastActivity: lastActivity)
                }
                return lastActivity.adding(seconds: shortest["ttl"] ?? ttl.seconds)
            }
        },
        refreshing("reads-do-not-count", "Reads do not start a TTL anew.", breaks: .expiryTtlReadResets) { access, _ in
            access == .write
        },
        refreshing(
            "only-live-reads-count", "Of reads, only live ones start a TTL anew.", breaks: .expiryTtlReadResets
        ) { access, request in
            access == .write || access == .read && request.isLive
        },
        refreshing(
            "only-reads-from-the-beginning-count", "Only a read from the beginning starts a TTL anew.",
            breaks: .expiryTtlReadResets
        ) { access, request in
            access == .write || access == .read && (request.path == request.stream || request.asks(for: "offset=-1"))
        },
        refreshing("appends-do-not-count", "Appends do not start a TTL anew.", breaks: .expiryTtlAppendResets) {
            access, _ in
            access == .read
        },
        refreshing(
            "producers-do-not-count", "Appends of producers do not start a TTL anew.", breaks: .expiryTtlAppendResets
        ) { access, request in
            ExpiryRule.refreshes(access) && !request.headerFields.contains(.producerId)
        },
        refreshing("head-counts", "HEAD starts a TTL anew.", breaks: .expiryTtlHeadDoesNotReset) { access, _ in
            access == .head || ExpiryRule.refreshes(access)
        },
        refreshing(
            "long-polls-do-not-count", "Long-polls do not start a TTL anew.", breaks: .expiryTtlLongPollResets
        ) { access, request in
            ExpiryRule.refreshes(access) && !request.isLongPoll
        },
        refreshing(
            "event-streams-do-not-count", "Event streams do not start a TTL anew.", breaks: .expiryTtlSseResets
        ) { access, request in
            ExpiryRule.refreshes(access) && !request.asks(for: "live=sse")
        },
    ]

    // MARK: Expiry times

    /// A defect that reads the value of `Stream-Expires-At` in another way; `nil` leaves the field out.
    private static func readingTime(
        _ id: String, _ summary: String, _ kind: Kind, breaks: Requirement,
        as read: @escaping @Sendable (String) -> String?
    ) -> Mutant {
        Mutant("expiry.\(id)", summary, kind, breaks: breaks) {
            $0.onRequest { request, _ in
                guard request.method == .put, let value = request.headerFields[.streamExpiresAt] else { return }
                request.headerFields[.streamExpiresAt] = read(value)
            }
        }
    }

    private static let expiryTimes: [Mutant] = [
        readingTime(
            "only-utc", "An expiry time with a zone offset is refused.", .rule, breaks: .expiryExpiresAtAccepted
        ) { $0.hasSuffix("Z") ? $0 : "no UTC" },
        readingTime(
            "only-whole-seconds", "An expiry time with a fraction of a second is refused.", .rule,
            breaks: .expiryExpiresAtAccepted
        ) { $0.contains(".") ? "no whole second" : $0 },
        readingTime(
            "no-time-is-none", "An expiry time that cannot be read is as good as none.", .rule,
            breaks: .expiryExpiresAtMalformedRejected
        ) { RFC3339Instant($0) == nil ? nil : $0 },
        readingTime(
            "seconds-accepted", "An expiry time in seconds since 1970 is accepted.", .encoding,
            breaks: .expiryExpiresAtMalformedRejected
        ) { Int64($0).map { RFC3339Instant(secondsSince1970: $0).description } ?? $0 },
        readingTime(
            "month-13-is-january", "An expiry time in month 13 means January of the next year.", .encoding,
            breaks: .expiryExpiresAtMalformedRejected
        ) { $0.contains("-13-") ? "2100-01-01T00:00:00Z" : $0 },
        Mutant(
            "expiry.time-without-effect", "A stream outlives its expiry time.", .time,
            breaks: .expiryExpiresAtTakesEffect,
            .expiryExpiresAtNotExtended
        ) {
            $0.rules.deadline = { lifetime, lastActivity in
                if case .until = lifetime { return nil }
                return ExpiryRule.deadline(lifetime, lastActivity: lastActivity)
            }
        },
        readingTime(
            "zone-ignored", "The zone offset of an expiry time is taken for UTC.", .encoding,
            breaks: .expiryExpiresAtTakesEffect
        ) { value in
            guard let zone = value.lastIndex(of: "+") else { return value }
            return value[..<zone] + "Z"
        },
        readingTime(
            "the-past-is-never", "An expiry time in the past means that the stream does not expire.", .time,
            breaks: .expiryExpiresAtTakesEffect
        ) { $0.hasPrefix("20") && $0 < "2020" ? nil : $0 },
        Mutant(
            "expiry.closed-outlives-its-time", "The expiry time of a stream that is created closed is forgotten.",
            .time, breaks: .expiryExpiresAtTakesEffect
        ) {
            $0.onRequest { request, _ in
                if request.method == .put, request.closes { request.headerFields[.streamExpiresAt] = nil }
            }
        },
        Mutant(
            "expiry.time-becomes-window", "An expiry time is kept as the seconds until it, and every read renews them.",
            .time, breaks: .expiryExpiresAtNotExtended
        ) {
            let clock = $0.clock
            $0.onRequest { request, _ in
                guard request.method == .put, !request.headerFields.contains(.streamTTL),
                    let instant = request.headerFields[.streamExpiresAt].flatMap({ RFC3339Instant($0) })
                else { return }
                let seconds = instant.secondsSince1970 - clock.now.secondsSince1970
                guard (0...60).contains(seconds) else { return }
                request.headerFields[.streamExpiresAt] = nil
                request.headerFields[.streamTTL] = String(seconds)
            }
        },
    ]

    // MARK: Afterwards

    /// A defect that overlooks the end of a stream in some requests.
    private static func overlooking(
        _ id: String, _ summary: String, breaks: Requirement, _ overlooks: @escaping @Sendable (HTTPRequest) -> Bool
    ) -> Mutant {
        Mutant("expiry.\(id)", summary, .time, breaks: breaks) {
            $0.knowRequests()
            $0.rules.deadline = { lifetime, lastActivity in
                if let request = Asked.request, overlooks(request) { return nil }
                return ExpiryRule.deadline(lifetime, lastActivity: lastActivity)
            }
        }
    }

    private static let expiryAftermath: [Mutant] = [
        overlooking(
            "head-of-the-expired", "HEAD does not ask whether a stream has expired.", breaks: .expiryExpiredHeadRefused
        ) { $0.method == .head },
        overlooking(
            "append-revives", "An append to an expired stream is stored, and the stream is there again.",
            breaks: .expiryExpiredAppendRefused
        ) { $0.method == .post },
        Mutant(
            "expiry.old-content-comes-back", "A stream created where one expired begins with what that one began with.",
            .state, breaks: .expiryRecreatedIsEmpty
        ) {
            let contents = Memory<String, [UInt8]>()
            $0.afterwards { request, body, answer, server in
                if request.method == .delete { contents[request.stream] = nil }
                guard request.method == .put, answer.status == 201, let type = answer[.contentType] else { return }
                if let old = contents[request.stream], body.isEmpty {
                    answer[.streamNextOffset] =
                        server.ask(.post, like: request, fields: [.contentType: type], body: old)[.streamNextOffset]
                }
                contents[request.stream] = body.isEmpty || !request.headerFields.contains(.streamTTL) ? nil : body
            }
        },
    ]
}
