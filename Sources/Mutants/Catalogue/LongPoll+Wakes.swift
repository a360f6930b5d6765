import HTTPMessage
import ReferenceServer
import Specification

// §5.7: what long-polls bring that had to wait.
extension Mutant {
    // MARK: What they bring

    static let longPollWakes: [Mutant] = [
        Mutant(
            "long-poll.first-byte-lost", "The answer to a reader that waited lacks the first byte.", .rule,
            breaks: .longPollReturnsNewBytes
        ) {
            $0.onLateAnswer { late in
                var late = late
                if late.hasData, late.answer.body.first != UInt8(ascii: "["), late.answer.body.count > 4 {
                    late.answer.body.removeFirst()
                }
                late.send()
            }
        },
        Mutant(
            "long-poll.whole-stream", "A reader that waited is sent the stream from its beginning.", .rule,
            breaks: .longPollReturnsNewBytes
        ) {
            $0.onLateAnswer { late in
                var late = late
                if late.hasData, let whole = late.server.immediateAnswer(to: late.request.reading(from: "-1")) {
                    late.answer.body = whole.body
                }
                late.send()
            }
        },
        Mutant(
            "long-poll.one-append-behind", "A reader that waited is sent the append before the one that woke it.",
            .state, breaks: .longPollReturnsNewBytes
        ) {
            let last = Memory<String, [UInt8]>()
            $0.onLateAnswer { late in
                var late = late
                if late.hasData, !late.answer.isJSON {
                    late.answer.body = last.exchange(late.path, for: late.answer.body) ?? late.answer.body
                }
                late.send()
            }
        },
        Mutant(
            "long-poll.shares-a-buffer",
            "Of two readers that are woken one after the other the second gets both bodies.",
            .race, breaks: .longPollAllWaitersWoken
        ) {
            let last = Memory<[String?], [UInt8]>()
            $0.onLateAnswer { late in
                var late = late
                if late.hasData, !late.answer.isJSON {
                    let key = [late.path, late.answer[.streamNextOffset]]
                    late.answer.body += last.exchange(key, for: late.answer.body) ?? []
                }
                late.send()
            }
        },
        Mutant(
            "long-poll.body-ends-at-nul", "The answer to a reader that waited ends at the first NUL.", .encoding,
            breaks: .longPollReturnsNewBytes
        ) {
            $0.onLateAnswer { late in
                var late = late
                if late.hasData, late.answer.body.first != 0 {
                    late.answer.body = Array(late.answer.body.prefix { $0 != 0 })
                }
                late.send()
            }
        },
        Mutant(
            "long-poll.head-of-a-later-moment",
            "The body of an answer is read when the append comes, its next offset a moment later.", .race,
            breaks: .longPollReturnsNewBytes
        ) {
            let clock = $0.clock
            $0.onLateAnswer { late in
                guard late.hasData else { return late.send() }
                _ = clock.schedule(after: .milliseconds(1)) {
                    var late = late
                    if let tail = late.tail { late.answer[.streamNextOffset] = tail }
                    late.send()
                }
            }
        },
        Mutant(
            "long-poll.next-offset-is-the-tail",
            "A long-poll that is cut short names the tail of the stream as its next offset.", .rule,
            breaks: .longPollReturnsNewBytes
        ) {
            $0.onPassage { passage in
                guard passage.request.readQuery?.isLongPoll == true, var answer = passage.ask(), answer.status == 200,
                    let tail = passage.server.tail(of: passage.request)
                else { return passage.proceed() }
                answer[.streamNextOffset] = tail
                passage.answer(answer)
            }
        },
        Mutant(
            "long-poll.every-thirtieth-answer-cut", "Every thirtieth answer with data lacks its last byte.", .rare,
            breaks: .longPollReturnsNewBytes
        ) {
            let answers = Tally<String>()
            $0.onLongPollData { _, answer in
                if answers.count("").isMultiple(of: 30) { answer.body.removeLast() }
            }
        },
        Mutant(
            "long-poll.json-array-unwrapped", "A reader of JSON that waited is sent the message without an array.",
            .encoding, breaks: .longPollReturnsNewBytes
        ) {
            $0.onLateAnswer { late in
                var late = late
                if late.hasData, late.answer.isJSON, late.answer.messages?.count == 2 {
                    late.answer.body = Array(late.answer.body.dropFirst().dropLast())
                }
                late.send()
            }
        },
        Mutant(
            "long-poll.closed-before-the-last-bytes",
            "A reader that waits when the last append closes the stream is told of the end and not sent the data.",
            .race, breaks: .longPollWokenByFinalAppend
        ) {
            $0.onLateAnswer { late in
                var late = late
                if late.hasData, late.answer[.streamClosed] != nil {
                    late.answer.status = 204
                    late.answer.body = []
                }
                late.send()
            }
        },
        Mutant(
            "long-poll.closed-flag-ahead-of-data",
            "While the last append is on its way, readers that still have data before them are told of the end.",
            .race, breaks: .longPollWokenByFinalAppend
        ) {
            $0.onLateAnswer { late in
                guard late.hasData, late.answer[.streamClosed] == nil else { return late.send() }
                _ = late.clock.schedule(after: .milliseconds(1)) {
                    var late = late
                    if let metadata = late.server.metadata(of: late.request), metadata[.streamClosed] != nil {
                        late.answer[.streamClosed] = "true"
                    }
                    late.send()
                }
            }
        },
        Mutant(
            "long-poll.end-never-told", "After the append that closes a stream, waiting readers wait on at the tail.",
            .state, breaks: .longPollWokenByFinalAppend
        ) {
            $0.rules.readFlags = { end, stream in
                var flags = ReadRule.flags(end: end, stream)
                if stream.closedBy == nil, stream.configuration.contentType.isJSON { flags.isClosed = false }
                return flags
            }
        },
        Mutant(
            "long-poll.final-append-does-not-wake", "The append that closes a stream wakes only the first reader.",
            .race, breaks: .longPollWokenByFinalAppend
        ) {
            let woken = Tally<String>()
            $0.onLateAnswer { late in
                let isFinal = late.hasData && late.answer[.streamClosed] != nil
                isFinal && woken.count(late.path) > 1 ? late.lose() : late.send()
            }
        },
        Mutant(
            "long-poll.close-does-not-wake", "Closing a stream without data does not end the wait of its readers.",
            .race, breaks: .longPollWokenByClose
        ) {
            $0.onLateAnswer { $0.answer[.streamClosed] != nil && !$0.hasData ? $0.lose() : $0.send() }
        },
        Mutant(
            "long-poll.close-wakes-nine-in-ten", "One reader in ten is not told that its stream was closed.", .rare,
            breaks: .longPollWokenByClose
        ) {
            let told = Tally<String>()
            $0.onLateAnswer { late in
                let isEnd = late.answer[.streamClosed] != nil && !late.hasData
                isEnd && told.count(late.path).isMultiple(of: 10) ? late.lose() : late.send()
            }
        },
        Mutant(
            "long-poll.close-wakes-without-a-word", "Readers whose stream is closed are sent an empty 200.", .field,
            breaks: .longPollWokenByClose
        ) {
            $0.onLateAnswer { late in
                var late = late
                if late.answer.status == 204, late.answer[.streamClosed] != nil {
                    late.answer.status = 200
                    late.answer[.streamClosed] = nil
                }
                late.send()
            }
        },
        Mutant(
            "long-poll.producer-close-does-not-wake", "The close of a producer does not end the wait of readers.",
            .race, breaks: .longPollWokenByClose
        ) {
            let isProducer = Memory<String, Bool>()
            $0.onLateAnswer { late in
                let isEnd = late.answer[.streamClosed] != nil && !late.hasData
                isEnd && isProducer[late.path] == true ? late.lose() : late.send()
            }
            $0.onRequest { request, _ in
                if request.headerFields[.producerId] != nil { isProducer[request.streamPath] = true }
            }
        },
    ]
}
