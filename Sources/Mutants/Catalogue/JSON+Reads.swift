import HTTPMessage
import ReferenceServer
import Specification

// §9.1: how JSON is read.
extension Mutant {
    static let jsonReads: [Mutant] = [
        Mutant(
            "json.single-message-bare", "A read of one message answers with it, without an array around it.", .encoding,
            breaks: .jsonReadsReturnArray, .jsonReadsValid
        ) {
            $0.onCatchUp { _, answer in
                if let messages = answer.messages, messages.count == 1 {
                    answer.body = Array(messages[0].description.utf8)
                }
            }
        },
        Mutant(
            "json.reads-as-lines", "A read answers with a line for each message.", .encoding,
            breaks: .jsonReadsReturnArray, .jsonReadsValid, .jsonLongPollArray
        ) {
            $0.onReadAnswer { _, answer in
                if let messages = answer.messages, !messages.isEmpty {
                    answer.body = Array(messages.map { $0.description + "\n" }.joined().utf8)
                }
            }
        },
        Mutant(
            "json.array-in-array", "A read answers with the appends: an array of arrays.", .rule,
            breaks: .jsonReadsReturnArray
        ) {
            $0.onCatchUp { _, answer in
                if let messages = answer.messages, !messages.isEmpty { answer.messages = [.array(messages)] }
            }
        },
        Mutant(
            "json.cut-array-left-open", "An answer that stops short of the tail lacks its closing bracket.", .rare,
            breaks: .jsonReadsValid
        ) {
            $0.onCatchUp { _, answer in
                if answer.isJSON, answer[.streamUpToDate] == nil, !answer.body.isEmpty { answer.body.removeLast() }
            }
        },
        Mutant(
            "json.comma-where-cut", "An answer that stops short of the tail has a comma behind its last message.",
            .rare, breaks: .jsonReadsValid
        ) {
            $0.onCatchUp { _, answer in
                if answer.isJSON, answer[.streamUpToDate] == nil, !answer.body.isEmpty {
                    answer.body.insert(UInt8(ascii: ","), at: answer.body.count - 1)
                }
            }
        },
        Mutant(
            "json.cut-by-bytes", "An answer is cut at 16 KiB wherever that is.", .encoding, breaks: .jsonReadsValid
        ) {
            $0.onCatchUp { _, answer in
                if answer.isJSON { answer.body = Array(answer.body.prefix(1 << 14)) }
            }
        },
        Mutant(
            "json.message-lost-where-cut", "The first message behind a cut is lost.", .rare,
            breaks: .jsonReadsValid
        ) {
            $0.onCatchUp { _, answer in
                if answer.isJSON, answer[.streamUpToDate] == nil { answer.moveNextOffset(by: 1) }
            }
        },
        Mutant(
            "json.answers-as-lines-type", "A read of JSON is answered as application/x-ndjson.", .field,
            breaks: .jsonResponseContentType
        ) {
            $0.onCatchUp { _, answer in
                if answer.isJSON { answer[.contentType] = "application/x-ndjson" }
            }
        },
        Mutant(
            "json.empty-answer-as-text", "A read of JSON without messages is answered as text/plain.", .field,
            breaks: .jsonResponseContentType
        ) {
            $0.onCatchUp { _, answer in
                if answer.isJSON, answer.body == Array("[]".utf8) { answer[.contentType] = "text/plain" }
            }
        },
        Mutant(
            "json.empty-range-without-body", "A read of JSON without messages has no body.", .encoding,
            breaks: .jsonEmptyRange, .jsonReadsValid
        ) {
            $0.onCatchUp { query, answer in
                if !query.isNow, answer.isJSON, answer.body == Array("[]".utf8) { answer.body = [] }
            }
        },
        Mutant(
            "json.empty-range-is-null", "A read of JSON without messages answers null.", .encoding,
            breaks: .jsonEmptyRange, .jsonReadsValid
        ) {
            $0.onCatchUp { query, answer in
                if !query.isNow, answer.isJSON, answer.body == Array("[]".utf8) { answer.body = Array("null".utf8) }
            }
        },
        Mutant(
            "json.empty-range-is-204", "A read of JSON without messages is answered 204.", .status,
            breaks: .jsonEmptyRange
        ) {
            $0.onCatchUp { query, answer in
                if !query.isNow, answer.isJSON, answer.body == Array("[]".utf8) {
                    answer.body = []
                    answer.status = 204
                }
            }
        },
        Mutant(
            "json.range-repeats-last-message", "A read of JSON from an offset repeats the message before it.", .rule,
            breaks: .jsonRangeFromOffset, .jsonEmptyRange
        ) {
            $0.rules.readStart = { start, stream in
                if case .position(let position) = start, stream.configuration.isJSON, position > 0 {
                    return position - 1
                }
                return ReadRule.start(start, stream)
            }
        },
        Mutant(
            "json.range-begins-with-a-batch",
            "A read from an offset within the appends of a batch begins behind that batch.", .rule,
            breaks: .jsonRangeFromOffset
        ) {
            $0.wrapStore { store in
                ReadingStore(store) { log, start, limit in
                    guard let end = try log.boundary(after: start), end - start == 2 else {
                        return try log.read(from: start, limit: limit)
                    }
                    return try log.read(from: start + 1, limit: limit)
                }
            }
        },
        Mutant(
            "json.long-poll-bare", "A long-poll answers with the new message, without an array around it.", .encoding,
            breaks: .jsonLongPollArray
        ) {
            $0.onReadAnswer { query, answer in
                if query.isLongPoll, let messages = answer.messages, messages.count == 1 {
                    answer.body = Array(messages[0].description.utf8)
                }
            }
        },
        Mutant(
            "json.woken-reader-gets-the-body",
            "A long-poll that waited is answered with the appended body as it was sent.",
            .race, breaks: .jsonLongPollArray
        ) {
            let bodies = Memory<String, [UInt8]>()
            $0.onRequest { request, body in
                if request.method == .post, !body.isEmpty { bodies[request.streamPath] = body }
            }
            $0.onAnswer { request, answer in
                guard request.readQuery?.isLongPoll == true, answer.status == 200, answer.isJSON else { return }
                answer.body = bodies[request.streamPath] ?? answer.body
            }
        },
        Mutant(
            "json.fork-two-arrays",
            "A read across the boundary of a fork answers with two arrays, one behind the other.",
            .encoding, breaks: .jsonForkSingleArray
        ) {
            let forks = Memory<String, Int>()
            $0.onPassage { passage in
                guard let answer = passage.ask() else { return passage.proceed() }
                if passage.request.headerFields[.streamForkedFrom] != nil, answer.status == 201 {
                    forks[passage.request.streamPath] = answer.position
                }
                var cut = answer
                if passage.request.readQuery?.isBeginning == true, let boundary = forks[passage.request.streamPath],
                    let messages = answer.messages, messages.count > boundary, boundary > 0
                {
                    let pieces = [messages[..<boundary], messages[boundary...]]
                    cut.body = pieces.flatMap { Array(JSONValue.array(Array($0)).description.utf8) }
                }
                passage.answer(cut)
            }
        },
    ]
}

extension Answer {
    /// The position of `Stream-Next-Offset`.
    fileprivate var position: Int? { self[.streamNextOffset].flatMap { OffsetRule.position(of: $0) } }
}
