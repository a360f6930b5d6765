import Specification
import Testing

@testable import Conformance

/// A server that keeps the protocol in ways of its own, and the checks that see them.
struct Eccentric: Sendable, CustomTestStringConvertible {
    /// What is odd about it.
    let testDescription: String
    /// The server.
    var subject: Subject
    /// The checks that are run.
    var suite: [Check]
    /// Requirements by which the text advises against it.
    var discouraged: Set<Requirement>

    private init(
        _ name: String, _ subject: Subject, suite: [Check] = Check.all, discouraged: Set<Requirement> = []
    ) {
        self.testDescription = name
        self.subject = subject
        self.suite = suite
        self.discouraged = discouraged
    }

    /// Every kind of oddity.
    static let all: [Eccentric] = fields + events + tokens + [everything]

    private static let reading = Check.all.filter { check in
        [.catchUp, .longPoll, .sse, .offsets, .caching].contains(check.requirement.section) && !check.movesMuch
    }

    private static let timed = Check.all.filter { check in
        [.expiry, .longPoll, .sse, .subscriptions, .closure].contains { check.profiles.contains($0) }
    }

    private static let live = Check.all.filter { $0.profiles.contains(.sse) && !$0.movesMuch }

    // MARK: Fields, statuses and bodies

    private static let fields: [Eccentric] = [
        Eccentric(
            "taciturn and slow to answer",
            Subject(altered: [Taciturn(), NoDefaultType(), Slow(answerDelay: .milliseconds(150))]),
            suite: Check.all.filter { !$0.movesMuch }),
        Eccentric("slow to begin", Subject(altered: [Slow(delay: .milliseconds(150))]), suite: timed),
    ]

    // MARK: Events

    private static let events: [Eccentric] = [
        Eccentric("CR LF", Subject(altered: [OddEvents(lineEnd: "\r\n")]), suite: live),
        Eccentric("CR", Subject(altered: [OddEvents(lineEnd: "\r")]), suite: live),
        Eccentric("no space", Subject(altered: [OddEvents(isSpaced: false)]), suite: live),
        Eccentric("chatty events", Subject(altered: [OddEvents(isChatty: true)]), suite: live),
        Eccentric("name last", Subject(altered: [OddEvents(isNameLast: true)]), suite: live),
        Eccentric("many lines", Subject(altered: [OddEvents(isSpread: true)]), suite: live),
        Eccentric("repeated control", Subject(altered: [OddEvents(isRepeating: true)]), suite: live),
        Eccentric(
            "rare control", Subject(altered: [RareControl()]), suite: live, discouraged: [.sseControlAfterEachData]),
        Eccentric("explicit control", Subject(altered: [OddEvents(isExplicit: true)]), suite: live),
    ]

    // MARK: Offsets, entity tags, cursors, cache control

    private static let tokens: [Eccentric] = [
        Eccentric("ULIDs", minting(.fixedWidth("01J9ZC", digits: 20, base: 32, upperCase: true)), suite: reading),
        Eccentric("growing offsets", minting(.growing("")), suite: reading),
        Eccentric("two parts", minting(.fixedWidth("0000000000000000_", digits: 16, base: 10)), suite: reading),
        Eccentric("longest offsets", minting(.fixedWidth("~.-_", digits: 251, base: 16)), suite: reading),
        Eccentric("like the sentinels", minting(.growing("now-1")), suite: reading),
        Eccentric(
            "offsets to be encoded", minting(.fixedWidth("%2F+:|\"#;", digits: 9, base: 16)), suite: reading,
            discouraged: [.offsetUrlSafe]),
        Eccentric("tags, cursors and caches", withOddCaching(Subject()), suite: reading),
    ]

    private static func minting(_ mint: Mint) -> Subject {
        var subject = Subject()
        subject.rules.offset = mint.token
        subject.rules.position = mint.position
        return subject
    }

    private static func withOddCaching(_ subject: Subject) -> Subject {
        var subject = subject
        subject.rules.entityTag = { "W/" + CachingRule.entityTag($0).replacing(":", with: ",") }
        subject.rules.cursor = { client, now, _ in
            // Seconds of another epoch, and never more than one ahead of the client.
            let current = StreamCursor(interval: now.secondsSince1970)
            guard let theirs = client.flatMap({ StreamCursor($0) }), theirs >= current else { return current }
            return theirs.advanced(by: 1)
        }
        subject.rules.cacheControl = { response, _, _ in
            switch response {
            case .head: "private, max-age=0, must-revalidate"
            case .now: "No-Store, No-Cache, Max-Age=0"
            default: "private, max-age=5, must-revalidate"
            }
        }
        return subject
    }

    // MARK: Everything at once

    private static let everything = {
        var subject = withOddCaching(minting(.growing("Z")))
        subject.rehearsal.configuration.chunkSize = 1000
        subject.alterations = [
            OddFields(), OddStatuses(), RewrittenJSON(), LongMemory(),
            OddEvents(lineEnd: "\r\n", isSpaced: false, isChatty: true, isNameLast: true, isSpread: true),
        ]
        return Eccentric("everything at once", subject, suite: Check.all.filter { !$0.movesMuch })
    }()
}

/// A way to make offsets of positions.
struct Mint: Sendable {
    let token: @Sendable (Int) -> String
    let position: @Sendable (String) -> Int?

    /// A prefix and a number of so many digits.
    static func fixedWidth(_ prefix: String, digits: Int, base: Int, upperCase: Bool = false) -> Mint {
        Mint { position in
            let number = String(position, radix: base, uppercase: upperCase)
            return prefix + String(repeating: "0", count: digits - number.count) + number
        } position: { token in
            guard token.hasPrefix(prefix), token.count == prefix.count + digits else { return nil }
            let number = token.dropFirst(prefix.count)
            let spelled = upperCase ? number.uppercased() : number.lowercased()
            return spelled == number ? Int(number, radix: base) : nil
        }
    }

    /// A letter for the number of digits, and the digits.
    static func growing(_ prefix: String) -> Mint {
        Mint { position in
            let digits = String(position)
            return prefix + String(Unicode.Scalar(UInt8(ascii: "a") + UInt8(digits.count))) + digits
        } position: { token in
            guard token.hasPrefix(prefix) else { return nil }
            let rest = token.dropFirst(prefix.count)
            guard let position = Int(rest.dropFirst()), rest.dropFirst() == String(position) else { return nil }
            return rest.first?.asciiValue == UInt8(ascii: "a") + UInt8(rest.count - 1) ? position : nil
        }
    }
}
