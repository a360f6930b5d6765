import HTTPMessage
import Specification

// §5.7: what long-polls are answered with.
extension Mutant {
    static let longPollAnswers: [Mutant] = longPollData + longPollTimeouts + longPollEnds + longPollForks

    // MARK: With data

    private static let longPollData: [Mutant] = [
        Mutant(
            "long-poll.data-without-next-offset", "Long-polls with data carry no `Stream-Next-Offset`.", .field,
            breaks: .longPollDataNextOffset
        ) {
            $0.onLongPollData { $1[.streamNextOffset] = nil }
        },
        Mutant(
            "long-poll.next-offset-of-the-request",
            "A reader that waited is told to go on from the offset at which it waited.", .rule,
            breaks: .longPollDataNextOffset, .longPollReturnsNewBytes
        ) {
            $0.onLateAnswer { late in
                var late = late
                if late.hasData, let offset = late.query.offset, offset != "-1", offset != "now" {
                    late.answer[.streamNextOffset] = offset
                }
                late.send()
            }
        },
        Mutant(
            "long-poll.data-of-another-type", "Long-polls with data are answered as `application/octet-stream`.",
            .field, breaks: .longPollDataContentType
        ) {
            $0.onLongPollData { query, answer in
                if !answer.isJSON { answer[.contentType] = "application/octet-stream" }
            }
        },
        Mutant(
            "long-poll.woken-without-type", "The answer to a reader that waited carries no `Content-Type`.", .field,
            breaks: .longPollDataContentType
        ) {
            $0.onLateAnswer { late in
                var late = late
                late.answer[.contentType] = nil
                late.send()
            }
        },
        Mutant(
            "long-poll.data-never-up-to-date", "Long-polls with data never carry `Stream-Up-To-Date`.", .field,
            breaks: .longPollDataUpToDate
        ) {
            $0.onLongPollData { $1[.streamUpToDate] = nil }
        },
        Mutant(
            "long-poll.woken-not-up-to-date", "The answer to a reader that waited lacks `Stream-Up-To-Date`.", .field,
            breaks: .longPollDataUpToDate
        ) {
            $0.onLateAnswer { late in
                var late = late
                if late.hasData { late.answer[.streamUpToDate] = nil }
                late.send()
            }
        },
        Mutant(
            "long-poll.last-data-not-closed", "A long-poll with the last data of a closed stream does not say so.",
            .field, breaks: .longPollDataClosed
        ) {
            $0.onLongPollData { $1[.streamClosed] = nil }
        },
        Mutant(
            "long-poll.woken-is-closed", "A reader that waited is told that the stream is closed while it is open.",
            .field, breaks: .longPollDataClosed
        ) {
            $0.onLateAnswer { late in
                var late = late
                if late.hasData, late.answer[.streamUpToDate] != nil { late.answer[.streamClosed] = "true" }
                late.send()
            }
        },
        Mutant(
            "long-poll.data-without-cursor", "Long-polls with data carry no `Stream-Cursor`.", .field,
            breaks: .longPollDataCursor
        ) {
            $0.onLongPollData { $1[.streamCursor] = nil }
        },
        Mutant(
            "long-poll.woken-without-cursor", "The answer to a reader that waited carries no `Stream-Cursor`.", .field,
            breaks: .longPollDataCursor
        ) {
            $0.onLateAnswer { late in
                var late = late
                if late.hasData { late.answer[.streamCursor] = nil }
                late.send()
            }
        },
    ]

    // MARK: Without

    private static let longPollTimeouts: [Mutant] = [
        Mutant(
            "long-poll.timeout-is-200", "A wait that ends without data is answered an empty 200.", .status,
            breaks: .longPollTimeoutStatus
        ) {
            $0.onLongPollTimeout { $1.status = 200 }
        },
        Mutant(
            "long-poll.timeout-is-408", "A wait that ends without data is answered 408.", .status,
            breaks: .longPollTimeoutStatus
        ) {
            $0.onLongPollTimeout { $1.status = 408 }
        },
        Mutant(
            "long-poll.timeout-of-json-has-a-body", "A wait for JSON that ends without data is answered `[]`.",
            .encoding, breaks: .longPollTimeoutStatus
        ) {
            $0.onLateAnswer { late in
                var late = late
                if late.isTimeout, late.server.metadata(of: late.request)?.isJSON == true {
                    late.answer.status = 200
                    late.answer[.contentType] = "application/json"
                    late.answer.body = Array("[]".utf8)
                }
                late.send()
            }
        },
        Mutant(
            "long-poll.timeout-without-next-offset", "A wait that ends without data names no next offset.", .field,
            breaks: .longPollTimeoutNextOffset
        ) {
            $0.onLongPollTimeout { $1[.streamNextOffset] = nil }
        },
        Mutant(
            "long-poll.timeout-starts-over", "A wait that ends without data names the beginning as its next offset.",
            .rule, breaks: .longPollTimeoutNextOffset, .longPollTimeoutSkipsNothing
        ) {
            let beginning = $0.rules.offset(0)
            $0.onLongPollTimeout { $1[.streamNextOffset] = beginning }
        },
        Mutant(
            "long-poll.timeout-skips-an-append",
            "A wait that ends without data names the tail of the moment in which its answer leaves.", .race,
            breaks: .longPollTimeoutSkipsNothing
        ) {
            $0.onLateAnswer { late in
                guard late.isTimeout else { return late.send() }
                _ = late.clock.schedule(after: .milliseconds(8)) {
                    var late = late
                    if let tail = late.tail { late.answer[.streamNextOffset] = tail }
                    late.send()
                }
            }
        },
        Mutant(
            "long-poll.timeout-offset-ahead", "A wait that ends without data names an offset one byte past the tail.",
            .rule, breaks: .longPollTimeoutSkipsNothing, .longPollTimeoutNextOffset
        ) {
            let (offset, position) = ($0.rules.offset, $0.rules.position)
            $0.onLongPollTimeout { _, answer in
                if let tail = answer[.streamNextOffset].flatMap(position) {
                    answer[.streamNextOffset] = offset(tail + 1)
                }
            }
        },
        Mutant(
            "long-poll.timeout-not-up-to-date", "A wait that ends without data carries no `Stream-Up-To-Date`.",
            .field, breaks: .longPollTimeoutUpToDate
        ) {
            $0.onLongPollTimeout { $1[.streamUpToDate] = nil }
        },
        Mutant(
            "long-poll.timeout-without-cursor", "A wait that ends without data carries no `Stream-Cursor`.", .field,
            breaks: .longPollTimeoutCursor
        ) {
            $0.onLongPollTimeout { $1[.streamCursor] = nil }
        },
        Mutant(
            "long-poll.timeout-is-the-end", "A wait that ends without data says that the stream is closed.", .rule,
            breaks: .longPollTimeoutOpenNotClosed
        ) {
            $0.onLateAnswer { late in
                var late = late
                if late.isTimeout { late.answer[.streamClosed] = "true" }
                late.send()
            }
        },
    ]

    // MARK: At the end

    private static let longPollEnds: [Mutant] = [
        Mutant(
            "long-poll.end-told-once",
            "Only the first two long-polls at the end of a stream are told that it is closed.",
            .state, breaks: .longPollTimeoutClosed
        ) {
            let told = Tally<String>()
            $0.onAnswer { request, answer in
                guard let query = request.readQuery, query.isLongPoll, answer.status == 204,
                    answer[.streamClosed] != nil
                else { return }
                if told.count(request.streamPath) > 2 { answer[.streamClosed] = nil }
            }
        },
        Mutant(
            "long-poll.closed-waits", "A long-poll at the end of a closed stream waits for its timeout.", .rule,
            breaks: .longPollClosedDoesNotWait
        ) {
            $0.rules.longPoll = { start, stream in start < stream.tail ? .answer : .wait }
        },
        Mutant(
            "long-poll.closed-while-empty-waits", "A long-poll of a stream that was closed while empty waits.", .rule,
            breaks: .longPollClosedDoesNotWait
        ) {
            $0.rules.longPoll = { start, stream in
                stream.tail == 0 ? .wait : ReadRule.longPoll(start: start, stream)
            }
        },
        Mutant(
            "long-poll.closed-is-200", "A long-poll at the end of a closed stream is answered an empty 200.", .status,
            breaks: .longPollClosedStatus
        ) {
            $0.onLongPollEnd { $1.status = 200 }
        },
        Mutant(
            "long-poll.closed-json-has-a-body", "A long-poll at the end of closed JSON is answered 200 and `[]`.",
            .encoding, breaks: .longPollClosedStatus
        ) {
            $0.onPassage { passage in
                guard passage.request.readQuery?.isLongPoll == true, var answer = passage.ask(),
                    answer.status == 204, passage.server.metadata(of: passage.request)?.isJSON == true
                else { return passage.proceed() }
                answer.status = 200
                answer[.contentType] = "application/json"
                answer.body = Array("[]".utf8)
                passage.answer(answer)
            }
        },
        Mutant(
            "long-poll.closed-is-gone", "A long-poll at the end of a closed stream is answered 410.", .status,
            breaks: .longPollClosedStatus
        ) {
            $0.onLongPollEnd { $1.status = 410 }
        },
        Mutant(
            "long-poll.closed-without-header", "A long-poll at the end of an empty closed stream does not say so.",
            .field, breaks: .longPollClosedCarriesClosedHeader
        ) {
            let beginning = $0.rules.offset(0)
            $0.onLongPollEnd { _, answer in
                if answer[.streamNextOffset] == beginning { answer[.streamClosed] = nil }
            }
        },
        Mutant(
            "long-poll.closed-says-false", "A long-poll at the end of a closed stream says `Stream-Closed: false`.",
            .field, breaks: .longPollClosedCarriesClosedHeader
        ) {
            $0.onLongPollEnd { $1[.streamClosed] = "false" }
        },
        Mutant(
            "long-poll.closed-not-up-to-date", "A long-poll at the end of a closed stream lacks `Stream-Up-To-Date`.",
            .field, breaks: .longPollClosedCarriesUpToDate
        ) {
            $0.onLongPollEnd { $1[.streamUpToDate] = nil }
        },
        Mutant(
            "long-poll.closed-without-next-offset", "A long-poll at the end of a closed stream names no offset.",
            .field, breaks: .longPollClosedNextOffset
        ) {
            $0.onLongPollEnd { $1[.streamNextOffset] = nil }
        },
        Mutant(
            "long-poll.closed-next-offset-behind",
            "A long-poll at the end of a closed stream names the offset before its last byte.", .rule,
            breaks: .longPollClosedNextOffset
        ) {
            let (offset, position) = ($0.rules.offset, $0.rules.position)
            $0.onLongPollEnd { _, answer in
                if let tail = answer[.streamNextOffset].flatMap(position), tail > 0 {
                    answer[.streamNextOffset] = offset(tail - 1)
                }
            }
        },
    ]

    // MARK: Forks

    private static let longPollForks: [Mutant] = [
        Mutant(
            "long-poll.fork-waits-for-inherited", "A long-poll of a fork waits although inherited data is before it.",
            .rule, breaks: .longPollForkInheritedAtOnce
        ) {
            $0.rules.longPoll = { start, stream in
                let isInherited = stream.configuration.fork.map { start < $0.position } ?? false
                return isInherited && !stream.isClosed ? .wait : ReadRule.longPoll(start: start, stream)
            }
        },
        Mutant(
            "long-poll.fork-begins-at-its-point", "A long-poll from the beginning of a fork begins at its fork point.",
            .rule, breaks: .longPollForkInheritedAtOnce
        ) {
            let offset = $0.rules.offset
            let points = Memory<String, String>()
            $0.onQuery { query in
                guard query.isLongPoll, query.isBeginning, let point = points[""] else { return }
                query.offset = point
            }
            $0.onPassage { passage in
                // Where a fork begins is what its metadata says right after it was made.
                points[""] = nil
                if passage.request.readQuery?.isLongPoll == true { points[""] = points[passage.request.streamPath] }
                passage.proceed()
                if passage.request.method == .put, passage.request.headerFields[.streamForkedFrom] != nil {
                    points[passage.request.streamPath] = passage.server.tail(of: passage.request) ?? offset(0)
                }
            }
        },
        Mutant(
            "long-poll.fork-not-woken", "An append to a fork does not end the wait of a reader of the fork.", .race,
            breaks: .longPollForkWokenByOwnAppend
        ) {
            let forks = $0.noteForks()
            $0.onLateAnswer { $0.hasData && forks.source(of: $0.path) != nil ? $0.lose() : $0.send() }
        },
        Mutant(
            "long-poll.fork-listens-to-its-source", "A long-poll at the tail of a fork waits at the source instead.",
            .state, breaks: .longPollForkNotWokenBySource
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                var passage = passage
                if let query = passage.request.readQuery, query.isLongPoll,
                    let source = forks.source(of: passage.request.streamPath),
                    query.offset == passage.server.tail(of: passage.request)
                {
                    passage.request.path = source
                    passage.request.readQuery = query
                }
                passage.proceed()
            }
        },
        Mutant(
            "long-poll.fork-woken-by-its-source", "An append to the source sends the readers of its forks away.",
            .race, breaks: .longPollForkNotWokenBySource
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                passage.proceed()
                guard passage.request.method == .post else { return }
                var alike = passage.request
                for fork in forks.forks(of: passage.request.streamPath) {
                    alike.path = fork
                    _ = passage.server.immediateAnswer(to: alike, body: passage.body)
                }
            }
        },
    ]
}
