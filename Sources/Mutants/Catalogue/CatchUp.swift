import HTTPMessage
import Specification

// §5.6: where reads begin and what they bring.
extension Mutant {
    static let catchUp: [Mutant] = [
        Mutant(
            "read.begins-one-too-late", "A read from an offset leaves out the first byte or message.", .rule,
            breaks: .readFromOffset, .readNextOffsetContinues, .offsetPersistent, .jsonRangeFromOffset
        ) {
            $0.rules.readStart = { start, stream in
                if case .position(let position) = start, position > 0, position < stream.tail { return position + 1 }
                return ReadRule.start(start, stream)
            }
        },
        Mutant(
            "read.begins-one-too-early", "A read from an offset repeats the byte or message before it.", .rule,
            breaks: .readFromOffset, .readNextOffsetContinues, .readAtTailNoData, .offsetPersistent,
            .jsonRangeFromOffset
        ) {
            $0.rules.readStart = { start, stream in
                if case .position(let position) = start, position > 0 { return position - 1 }
                return ReadRule.start(start, stream)
            }
        },
        Mutant(
            "read.offset-in-16-bits", "A read from beyond 64 KiB begins 64 KiB too early: the position has 16 bits.",
            .rare, breaks: .readFromOffset
        ) {
            $0.rules.readStart = { start, stream in
                if case .position(let position) = start, position > 0xFFFF { return position & 0xFFFF }
                return ReadRule.start(start, stream)
            }
        },
        Mutant(
            "read.begins-at-a-character", "A read that begins within a character of UTF-8 begins with the next one.",
            .encoding, breaks: .readFromOffset
        ) {
            $0.onCatchUp { query, answer in
                guard !query.isBeginning, answer[.contentType]?.hasPrefix("text/") == true else { return }
                answer.body = Array(answer.body.drop { $0 & 0xC0 == 0x80 })
            }
        },
        Mutant(
            "read.fifth-reader-at-once-reads-all",
            "Of many readers at once, some get the stream from the beginning: readers share a position.", .race,
            breaks: .readFromOffset
        ) {
            let (clock, underWay) = ($0.clock, Tally<String>())
            $0.onPassage { passage in
                guard passage.request.readQuery?.isCatchUp == true else { return passage.proceed() }
                let path = passage.request.streamPath
                var passage = passage
                if underWay.count(path) > 4 { passage.request = passage.request.reading(from: nil) }
                _ = clock.schedule(after: .milliseconds(1)) { [passage] in
                    passage.proceed()
                    underWay.reset(path)
                }
            }
        },
        Mutant(
            "read.omitted-offset-is-now", "A read without an offset begins at the tail.", .rule,
            breaks: .readOffsetOmitted, .offsetBeginningEqualsOmitted
        ) {
            $0.onQuery { if $0.isCatchUp, $0.offset == nil { $0.offset = "now" } }
        },
        Mutant(
            "read.omitted-offset-goes-on", "A read without an offset goes on where the last read of the stream ended.",
            .state, breaks: .readOffsetOmitted, .offsetBeginningEqualsOmitted
        ) {
            let ends = Memory<String, String>()
            $0.onPassage { passage in
                guard var query = passage.request.readQuery, query.isCatchUp else { return passage.proceed() }
                var passage = passage
                if query.offset == nil, let end = ends[passage.request.streamPath] {
                    query.offset = end
                    passage.request.readQuery = query
                }
                guard let answer = passage.ask() else { return passage.proceed() }
                ends[passage.request.streamPath] = answer[.streamNextOffset]
                passage.answer(answer)
            }
        },
        Mutant(
            "read.omitted-offset-refused", "A read without an offset is refused.", .status,
            breaks: .readOffsetOmitted, .offsetBeginningEqualsOmitted
        ) {
            $0.onPassage { passage in
                if let query = passage.request.readQuery, query.isCatchUp, query.offset == nil {
                    return passage.answer(400)
                }
                passage.proceed()
            }
        },
        Mutant(
            "read.last-64-kib-only",
            "A read from the beginning of a stream of more than 64 KiB begins where its end is.",
            .rare, breaks: .readOffsetOmitted, .offsetBeginningSentinel
        ) {
            $0.rules.readStart = { start, stream in
                start == .beginning && !stream.configuration.isJSON
                    ? max(0, stream.tail - 65_536) : ReadRule.start(start, stream)
            }
        },
        Mutant(
            "read.tail-repeats-last-byte", "A read at the tail answers with the last byte or message again.", .rule,
            breaks: .readAtTailNoData, .readAtTailSucceeds, .readAtTailClosed, .readClosureFoundAtNextOffset
        ) {
            $0.rules.readStart = { start, stream in
                start == .position(stream.tail) ? max(0, stream.tail - 1) : ReadRule.start(start, stream)
            }
        },
        Mutant(
            "read.tail-repeats-all-after-a-while", "The fifth read at one tail answers with the whole stream again.",
            .rare, breaks: .readAtTailNoData
        ) {
            let reads = Tally<String>()
            $0.onPassage { passage in
                guard let answer = passage.ask() else { return passage.proceed() }
                guard let query = passage.request.readQuery, !query.isBeginning, !query.isNow, answer.status == 200,
                    answer.body.isEmpty, reads.count(passage.request.path) == 5
                else { return passage.answer(answer) }
                _ = passage.server.immediateAnswer(to: passage.request.reading(from: "-1")).map(passage.answer)
            }
        },
        Mutant(
            "read.closure-only-with-data", "A read without data does not say that the stream is closed.", .field,
            breaks: .readAtTailClosed, .readClosureFoundAtNextOffset
        ) {
            $0.onCatchUp { query, answer in
                if !query.isNow, answer.body.isEmpty { answer[.streamClosed] = nil }
            }
        },
        Mutant(
            "read.closure-told-once", "Only the first read at the end says that the stream is closed.", .rare,
            breaks: .readAtTailClosed
        ) {
            let told = Tally<String>()
            $0.onAnswer { request, answer in
                guard request.readQuery?.isCatchUp == true, answer[.streamClosed] != nil else { return }
                if told.count(request.path) > 1 { answer[.streamClosed] = nil }
            }
        },
        Mutant(
            "read.closed-tail-is-204", "A read at the end of a closed stream is answered 204.", .status,
            breaks: .readAtTailClosed, .readClosureFoundAtNextOffset
        ) {
            $0.onCatchUp { query, answer in
                if !query.isNow, answer[.streamClosed] != nil, answer.body.isEmpty { answer.status = 204 }
            }
        },
        Mutant(
            "read.offset-cut-at-comma", "An offset ends at the first character that no offset has.", .rule,
            breaks: .readMalformedOffsetRejected
        ) {
            $0.onQuery { query in
                query.offset = query.offset.map { offset in String(offset.prefix { !",&=?/".contains($0) }) }
            }
        },
        Mutant(
            "read.malformed-offset-is-beginning", "An offset that cannot be read counts as the beginning.", .rule,
            breaks: .readMalformedOffsetRejected
        ) {
            $0.onQuery { query in
                if let offset = query.offset, !offset.isEmpty, ReadPosition(queryValue: offset) == nil {
                    query.offset = "-1"
                }
            }
        },
        Mutant(
            "read.malformed-offset-is-404", "An offset that cannot be read is answered 404.", .status,
            breaks: .readMalformedOffsetRejected
        ) {
            $0.onAnswer { request, answer in
                if answer.status == 400, request.readQuery?.offset?.isEmpty == false { answer.status = 404 }
            }
        },
        Mutant(
            "read.empty-offset-is-now", "An empty offset counts as now: the read succeeds without data.", .rule,
            breaks: .readEmptyOffset
        ) {
            $0.onQuery { if $0.offset == "" { $0.offset = "now" } }
        },
        Mutant(
            "read.empty-offset-fails", "An empty offset makes the server fail.", .status, breaks: .readEmptyOffset
        ) {
            $0.onPassage { $0.request.readQuery?.offset == "" ? $0.answer(500) : $0.proceed() }
        },
        Mutant(
            "read.repeated-offset-fails", "Two offsets in a request make the server fail.", .status,
            breaks: .readRepeatedOffset
        ) {
            $0.onPassage { passage in
                let count = passage.request.path.occurrences(of: "offset=")
                count > 1 ? passage.answer(500) : passage.proceed()
            }
        },
        Mutant(
            "read.repeated-offset-is-beginning", "Of two offsets none counts: the read begins at the beginning.",
            .rule, breaks: .readRepeatedOffset
        ) {
            $0.onRequest { request, _ in
                if request.method == .get, request.path.occurrences(of: "offset=") > 1 {
                    request = request.reading(from: nil)
                }
            }
        },
        Mutant(
            "read.any-live-value-waits", "Whatever the value of live, the read is a long-poll.", .rule,
            breaks: .readUnknownLiveValue
        ) {
            $0.onQuery { if $0.live != nil, !$0.isEvents { $0.live = LiveMode.longPoll.rawValue } }
        },
        Mutant(
            "read.unknown-live-value-fails", "A value of live that nobody knows makes the server fail.", .status,
            breaks: .readUnknownLiveValue
        ) {
            $0.onPassage { passage in
                guard let query = passage.request.readQuery, !query.isCatchUp, !query.isEvents, !query.isLongPoll else {
                    return passage.proceed()
                }
                passage.answer(500)
            }
        },
    ]

    static let catchUpMissing: [Mutant] = [
        Mutant(
            "read.missing-is-empty", "A read of a stream that does not exist succeeds without data.", .status,
            breaks: .readMissingStream
        ) {
            $0.onAnswer { request, answer in
                if request.readQuery?.isCatchUp == true, answer.status == 404 {
                    answer = Answer(
                        response: .init(status: .ok, headerFields: [.streamNextOffset: "0000000000000"]), body: [],
                        isStreamed: false)
                }
            }
        },
        Mutant(
            "read.missing-is-created", "A read of a stream that does not exist creates it.", .state,
            breaks: .readMissingStream
        ) {
            $0.onPassage { passage in
                guard passage.request.readQuery?.isCatchUp == true, let answer = passage.ask() else {
                    return passage.proceed()
                }
                guard answer.status == 404 else { return passage.answer(answer) }
                var put = passage.request
                put.method = .put
                put.path = put.streamPath
                _ = passage.server.immediateAnswer(to: put)
                passage.proceed()
            }
        },
        Mutant(
            "read.missing-is-410", "A read of a stream that never existed is answered 410.", .status,
            breaks: .readMissingStream
        ) {
            $0.onAnswer { request, answer in
                if request.method == .get, answer.status == 404 { answer.status = 410 }
            }
        },
        Mutant(
            "read.missing-found-by-prefix", "A read finds a stream whose name is the beginning of what was asked for.",
            .rule, breaks: .readMissingStream
        ) {
            $0.onPassage { passage in
                guard passage.request.readQuery?.isCatchUp == true, let answer = passage.ask() else {
                    return passage.proceed()
                }
                var name = passage.request.streamPath
                guard answer.status == 404, let dash = name.lastIndex(of: "-") else { return passage.answer(answer) }
                name = String(name[..<dash])
                var passage = passage
                passage.request.path = name + passage.request.path.dropFirst(passage.request.streamPath.count)
                passage.proceed()
            }
        },
        Mutant(
            "read.soft-deleted-is-404", "A read of a soft-deleted stream is answered 404.", .status,
            breaks: .readSoftDeleted
        ) {
            $0.onAnswer { request, answer in
                if request.method == .get, answer.status == 410 { answer.status = 404 }
            }
        },
        Mutant(
            "read.soft-deleted-still-read", "A soft-deleted stream is read as if it were there.", .state,
            breaks: .readSoftDeleted
        ) {
            let last = Memory<String, Answer>()
            $0.onPassage { passage in
                guard passage.request.readQuery?.isCatchUp == true else {
                    // What the stream held is kept from before it was deleted.
                    if passage.request.method == .delete {
                        let path = passage.request.streamPath
                        last[path] = passage.server.immediateAnswer(to: passage.request.reading(from: nil))
                    }
                    return passage.proceed()
                }
                guard let answer = passage.ask() else { return passage.proceed() }
                passage.answer(answer.status == 410 ? last[passage.request.streamPath] ?? answer : answer)
            }
        },
    ]
}

extension String {
    /// How often a text occurs.
    fileprivate func occurrences(of text: String) -> Int {
        var (count, rest) = (0, self[...])
        while let range = rest.firstRange(of: text) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
