import HTTPMessage
import ReferenceServer
import Specification

// §8: order, lifetime and form of offsets, and the sentinel for the beginning.
extension Mutant {
    static let offsets: [Mutant] = [
        Mutant(
            "offset.decimal-without-padding", "Offsets are decimal numbers without leading zeros.", .encoding,
            breaks: .offsetSortable, .offsetStrictlyIncreasing, .offsetIncreasingUnderBursts
        ) {
            $0.rules.offset = { String($0) }
            $0.rules.position = { Int($0) }
        },
        Mutant(
            "offset.alphabet-out-of-order", "The letters of offsets do not ascend as bytes: a comes before A.",
            .encoding, breaks: .offsetSortable, .offsetStrictlyIncreasing, .offsetIncreasingUnderBursts
        ) {
            $0.rules.offset = { OffsetRule.token(of: $0).swappingDigitsAndLetters }
            $0.rules.position = { OffsetRule.position(of: $0.swappingDigitsAndLetters) }
        },
        Mutant(
            "offset.least-digit-first", "The digits of offsets are written backwards.", .encoding,
            breaks: .offsetSortable, .offsetStrictlyIncreasing, .offsetIncreasingUnderBursts
        ) {
            $0.rules.offset = { String(OffsetRule.token(of: $0).reversed()) }
            $0.rules.position = { OffsetRule.position(of: String($0.reversed())) }
        },
        Mutant(
            "offset.wider-past-64-kib", "From 64 KiB on, offsets are a digit wider than before.", .rare,
            breaks: .offsetStrictlyIncreasing, .offsetSortable
        ) {
            $0.rules.offset = { $0 < 65_536 ? OffsetRule.token(of: $0) : "0" + OffsetRule.token(of: $0) }
            $0.rules.position = { OffsetRule.position(of: $0.count > OffsetRule.width ? String($0.dropFirst()) : $0) }
        },
        Mutant(
            "offset.one-for-a-block", "All positions of a block of 64 have one offset.", .rule,
            breaks: .offsetUnique, .offsetStrictlyIncreasing, .offsetIncreasingUnderBursts
        ) {
            $0.rules.offset = { OffsetRule.token(of: $0 & ~63) }
        },
        Mutant(
            "offset.repeats-past-64-kib", "From 64 KiB on, offsets stay what they are.", .rare,
            breaks: .offsetUnique, .offsetStrictlyIncreasing
        ) {
            $0.rules.offset = { OffsetRule.token(of: min($0, 65_536)) }
        },
        Mutant(
            "offset.appends-answer-their-start", "An append is answered with the offset of its first byte.", .rule,
            breaks: .offsetStrictlyIncreasing
        ) {
            $0.onPassage { passage in
                guard passage.request.method == .post else { return passage.proceed() }
                let before = passage.server.immediateAnswer(to: passage.request.asHead)?[.streamNextOffset]
                guard var answer = passage.ask() else { return passage.proceed() }
                if answer.status < 300, answer[.streamClosed] == nil { answer[.streamNextOffset] = before }
                passage.answer(answer)
            }
        },
        Mutant(
            "offset.hundredth-append-repeats", "Every hundredth append is answered with the offset of the one before.",
            .rare, breaks: .offsetStrictlyIncreasing
        ) {
            let (appends, last) = (Tally<String>(), Memory<String, String>())
            $0.onAnswer { request, answer in
                guard request.method == .post, answer.status < 300, let offset = answer[.streamNextOffset] else {
                    return
                }
                let before = last.exchange(request.streamPath, for: offset)
                if appends.count(request.streamPath).isMultiple(of: 100) { answer[.streamNextOffset] = before }
            }
        },
        Mutant(
            "offset.tail-read-after-append",
            "The offset of an append is the tail of a moment later: of several at once, all get the last.",
            .race, breaks: .offsetIncreasingUnderBursts, .offsetUnique
        ) {
            let clock = $0.clock
            $0.onPassage { passage in
                guard passage.request.method == .post, let given = passage.ask() else { return passage.proceed() }
                _ = clock.schedule(after: .milliseconds(1)) {
                    var answer = given
                    let tail = passage.server.immediateAnswer(to: passage.request.asHead)?[.streamNextOffset]
                    if answer.status < 300, let tail { answer[.streamNextOffset] = tail }
                    passage.answer(answer)
                }
            }
        },
        Mutant(
            "offset.by-the-clock", "Of the appends within a millisecond, all but the first are given its offset.",
            .race,
            breaks: .offsetIncreasingUnderBursts, .offsetUnique, .offsetStrictlyIncreasing
        ) {
            let (clock, given) = ($0.clock, Memory<String, (RFC3339Instant, String)>())
            $0.onAnswer { request, answer in
                guard request.method == .post, answer.status < 300, let offset = answer[.streamNextOffset] else {
                    return
                }
                if let (instant, before) = given[request.streamPath], instant == clock.now {
                    answer[.streamNextOffset] = before
                } else {
                    given[request.streamPath] = (clock.now, offset)
                }
            }
        },
        Mutant(
            "offset.old-ones-expire", "An offset more than 100 positions behind the tail is refused.", .state,
            breaks: .offsetPersistent
        ) {
            $0.rules.readStart = { start, stream in
                if case .position(let position) = start, stream.tail - position > 100 { return nil }
                return ReadRule.start(start, stream)
            }
        },
        Mutant(
            "offset.used-up", "An offset can be read from five times.", .rare, breaks: .offsetPersistent
        ) {
            let reads = Tally<String>()
            $0.onPassage { passage in
                guard let query = passage.request.readQuery, query.isCatchUp, !query.isBeginning, !query.isNow,
                    reads.count(passage.request.path) > 5
                else { return passage.proceed() }
                passage.answer(410)
            }
        },
        Mutant(
            "offset.void-after-closure", "Once a stream is closed, only its beginning and its end can be read from.",
            .state, breaks: .offsetPersistent, .readFromOffset
        ) {
            $0.rules.readStart = { start, stream in
                if case .position(let position) = start, stream.isClosed, position < stream.tail { return nil }
                return ReadRule.start(start, stream)
            }
        },
        Mutant(
            "offset.with-a-slash", "Offsets are a segment and a position with a slash between them.", .encoding,
            breaks: .offsetForbiddenCharacters
        ) {
            $0.rules.offset = { "0/" + OffsetRule.token(of: $0) }
            $0.rules.position = { OffsetRule.position(of: String($0.dropFirst(2))) }
        },
        Mutant(
            "offset.padded-with-equals-signs", "Offsets past 64 KiB end in an equals sign, as padded base64 does.",
            .rare, breaks: .offsetForbiddenCharacters
        ) {
            $0.rules.offset = { OffsetRule.token(of: $0) + ($0 > 65_536 ? "=" : "") }
            $0.rules.position = { OffsetRule.position(of: $0.hasSuffix("=") ? String($0.dropLast()) : $0) }
        },
        Mutant(
            "offset.comma-when-closed", "The offset of a closed stream has a comma and a mark at its end.", .field,
            breaks: .offsetForbiddenCharacters
        ) {
            $0.onAnswer { _, answer in
                if answer[.streamClosed] != nil, let offset = answer[.streamNextOffset] {
                    answer[.streamNextOffset] = offset + ",closed"
                }
            }
        },
        Mutant(
            "offset.percent-encoding-kept", "The query is not decoded: an encoded offset is not understood.", .encoding,
            breaks: .offsetPercentEncodedAccepted
        ) {
            $0.onPassage { passage in
                guard passage.request.method == .get, passage.request.path.contains("=%") else {
                    return passage.proceed()
                }
                passage.answer(400)
            }
        },
        Mutant(
            "offset.lower-case-escapes-kept", "Escapes in lower case are not decoded.", .encoding,
            breaks: .offsetPercentEncodedAccepted
        ) {
            $0.onPassage { passage in
                let query = StreamQuery.split(target: passage.request.path).rawQuery ?? ""
                let escapes = query.split(separator: "%", omittingEmptySubsequences: false).dropFirst()
                let isLower = escapes.contains { $0.prefix(2).contains { "abcdef".contains($0) } }
                isLower ? passage.answer(400) : passage.proceed()
            }
        },
        Mutant(
            "offset.sentinels-compared-encoded", "Sentinels are recognised before the query is decoded.", .encoding,
            breaks: .offsetPercentEncodedAccepted
        ) {
            $0.onPassage { passage in
                let query = passage.request.readQuery
                let isEncoded = passage.request.path.contains("=%")
                if query?.isNow == true || query?.offset == "-1", isEncoded { return passage.answer(400) }
                passage.proceed()
            }
        },
    ]

    static let offsetsBeginning: [Mutant] = [
        Mutant(
            "offset.beginning-refused", "The offset -1 is refused.", .status,
            breaks: .offsetBeginningSentinel, .offsetBeginningEqualsOmitted
        ) {
            $0.onPassage { $0.request.readQuery?.offset == "-1" ? $0.answer(400) : $0.proceed() }
        },
        Mutant(
            "offset.beginning-is-the-last", "The offset -1 means the last byte or message, as an index would.", .rule,
            breaks: .offsetBeginningSentinel, .offsetBeginningEqualsOmitted
        ) {
            $0.onPassage { passage in
                var passage = passage
                if var query = passage.request.readQuery, query.offset == "-1" {
                    var head = passage.server.immediateAnswer(to: passage.request.asHead)
                    head?.moveNextOffset(by: -1)
                    query.offset = head?[.streamNextOffset] ?? "-1"
                    passage.request.readQuery = query
                }
                passage.proceed()
            }
        },
        Mutant(
            "offset.beginning-waits-in-long-polls", "A long-poll from -1 waits for new data.", .rule,
            breaks: .offsetBeginningSentinel
        ) {
            $0.onQuery { if $0.isLongPoll, $0.offset == "-1" { $0.offset = "now" } }
        },
        Mutant(
            "offset.beginning-behind-first-64-kib",
            "A read from -1 of a stream of more than 64 KiB leaves out as much.",
            .rare, breaks: .offsetBeginningSentinel, .offsetBeginningEqualsOmitted
        ) {
            $0.rules.readStart = { start, stream in
                start == .beginning && stream.tail > 65_536 ? 65_536 : ReadRule.start(start, stream)
            }
        },
        Mutant(
            "offset.beginning-with-another-next-offset",
            "A read from -1 has the offset of its last byte in Stream-Next-Offset.", .field,
            breaks: .offsetBeginningEqualsOmitted
        ) {
            $0.onCatchUp { query, answer in
                if query.offset == "-1", !answer.body.isEmpty { answer.moveNextOffset(by: -1) }
            }
        },
        Mutant(
            "offset.omitted-skips-initial-content",
            "A read without an offset begins with the first append: content of the creation is left out.", .state,
            breaks: .offsetBeginningEqualsOmitted, .readOffsetOmitted
        ) {
            let starts = Memory<String, String>()
            $0.onPassage { passage in
                var passage = passage
                let path = passage.request.streamPath
                if passage.request.method == .put, let answer = passage.ask() {
                    if answer.status == 201 { starts[path] = answer[.streamNextOffset] }
                    return passage.answer(answer)
                }
                if let query = passage.request.readQuery, query.offset == nil, let start = starts[path] {
                    passage.request = passage.request.reading(from: start)
                }
                passage.proceed()
            }
        },
        Mutant(
            "offset.empty-stream-is-minus-one", "The offset of an empty stream is -1.", .rule,
            breaks: .offsetReservedValuesNotGenerated
        ) {
            $0.rules.offset = { $0 == 0 ? "-1" : OffsetRule.token(of: $0) }
        },
        Mutant(
            "offset.now-given-back", "A read from now has now in Stream-Next-Offset.", .field,
            breaks: .offsetReservedValuesNotGenerated, .offsetNowCatchUpNextOffset, .offsetNowClosedNextOffset
        ) {
            $0.onCatchUp { query, answer in
                if query.isNow { answer[.streamNextOffset] = "now" }
            }
        },
        Mutant(
            "offset.sub-offset-in-answers", "The answer to a fork repeats its Stream-Fork-Sub-Offset.", .field,
            breaks: .offsetSubOffsetNotInAnswers
        ) {
            $0.onAnswer { request, answer in
                answer[.streamForkSubOffset] = request.headerFields[.streamForkSubOffset]
            }
        },
        Mutant(
            "offset.fork-counts-anew",
            "The offsets of a fork have a mark of their own and are not those of its source.",
            .rule, breaks: .offsetForkSharesOffsetSpace
        ) {
            let forks = Memory<String, Bool>()
            $0.onPassage { passage in
                var passage = passage
                let path = passage.request.streamPath
                if passage.request.headerFields[.streamForkedFrom] != nil { forks[path] = true }
                guard forks[path] == true else { return passage.proceed() }
                if var query = passage.request.readQuery, let offset = query.offset, offset.hasPrefix("f") {
                    query.offset = String(offset.dropFirst())
                    passage.request.readQuery = query
                }
                guard var answer = passage.ask() else { return passage.proceed() }
                answer[.streamNextOffset] = answer[.streamNextOffset].map { "f" + $0 }
                passage.answer(answer)
            }
        },
    ]
}

extension String {
    /// The digits of offsets with the first half of them in the place of the second.
    fileprivate var swappingDigitsAndLetters: String {
        let alphabet = Array("0123456789abcdefghijklmnopqrstuv")
        let digits = Dictionary(uniqueKeysWithValues: alphabet.enumerated().map { ($1, $0) })
        return String(map { character in digits[character].map { alphabet[$0 ^ 16] } ?? character })
    }
}
