import HTTPMessage
import ReferenceServer
import Specification

// §5.7: live reads by long-poll: requests and waiting.
extension Mutant {
    static let longPoll: [Mutant] = longPollRequests + longPollWaits

    // MARK: Requests

    private static let longPollRequests: [Mutant] = [
        Mutant(
            "long-poll.offset-optional", "A long-poll without an offset begins at the beginning.", .rule,
            breaks: .longPollOffsetRequired
        ) {
            $0.onQuery { query in
                if query.isLongPoll, query.offset == nil { query.offset = "-1" }
            }
        },
        Mutant(
            "long-poll.malformed-offset-is-now", "A long-poll with an offset that is none begins at the tail.", .rule,
            breaks: .longPollMalformedOffsetRejected
        ) {
            $0.onQuery { query in
                if query.isLongPoll, let offset = query.offset, offset.contains(where: { ",/".contains($0) }) {
                    query.offset = "now"
                }
            }
        },
        Mutant(
            "long-poll.offset-cut-at-comma", "Of the offset of a long-poll, what stands behind a comma is cut off.",
            .encoding, breaks: .longPollMalformedOffsetRejected
        ) {
            $0.onQuery { query in
                if query.isLongPoll, let comma = query.offset?.firstIndex(of: ",") {
                    query.offset = query.offset.map { String($0[..<comma]) }
                }
            }
        },
        Mutant(
            "long-poll.missing-stream-is-no-content", "A long-poll of a URL without a stream is answered 204.",
            .status, breaks: .longPollMissingStream
        ) {
            $0.onLongPoll { _, answer in
                if answer.status == 404 { answer.replace(with: Answer(status: 204)) }
            }
        },
        Mutant(
            "long-poll.missing-stream-waits", "A long-poll from `now` of a URL without a stream is answered late.",
            .time, breaks: .longPollMissingStream
        ) {
            let clock = $0.clock
            $0.onPassage { passage in
                guard let query = passage.request.readQuery, query.isLongPoll, query.isNow,
                    let answer = passage.ask(), answer.status == 404
                else { return passage.proceed() }
                _ = clock.schedule(after: .seconds(20)) { passage.answer(answer) }
            }
        },
        Mutant(
            "long-poll.reader-survives-deletion",
            "A reader that waits while its stream is deleted is handed what the stream held.", .state,
            breaks: .longPollMissingStream
        ) {
            let doomed = Memory<String, Answer>()
            $0.onLateAnswer { late in
                var late = late
                if late.answer.status == 404, let held = doomed[late.path] { late.answer = held }
                late.send()
            }
            $0.onPassage { passage in
                if passage.request.method == .delete {
                    doomed[passage.request.streamPath] = passage.server.immediateAnswer(
                        to: passage.request.reading(from: "-1"))
                }
                passage.proceed()
            }
        },
        Mutant(
            "long-poll.soft-deleted-is-404", "A long-poll of a soft-deleted stream is answered 404.", .status,
            breaks: .longPollSoftDeleted
        ) {
            $0.onLongPoll { _, answer in
                if answer.status == 410 { answer.status = 404 }
            }
        },
        Mutant(
            "long-poll.cursor-refused", "A long-poll that echoes a cursor is refused.", .status,
            breaks: .longPollCursorAccepted
        ) {
            $0.onLongPoll { query, answer in
                if query.cursor != nil { answer.replace(with: Answer(status: 400)) }
            }
        },
        Mutant(
            "long-poll.cursor-skips", "A long-poll that echoes a cursor begins at the tail, whatever its offset says.",
            .rule, breaks: .longPollCursorAccepted
        ) {
            $0.onQuery { query in
                if query.isLongPoll, query.cursor != nil { query.offset = "now" }
            }
        },
        Mutant(
            "long-poll.cursor-refused-in-the-end",
            "From the eighth on, long-polls of a stream that echo a cursor fail.",
            .rare, breaks: .longPollCursorAccepted
        ) {
            let echoed = Tally<String>()
            $0.onAnswer { request, answer in
                guard let query = request.readQuery, query.isLongPoll, query.cursor != nil else { return }
                if echoed.count(request.streamPath) > 8 { answer.replace(with: Answer(status: 500)) }
            }
        },
    ]

    // MARK: Waiting

    private static let longPollWaits: [Mutant] = [
        Mutant(
            "long-poll.existing-data-waits", "Data that is there already is returned when the timeout ends.", .time,
            breaks: .longPollExistingDataAtOnce
        ) {
            let clock = $0.clock
            $0.onPassage { passage in
                guard passage.request.readQuery?.isLongPoll == true,
                    let metadata = passage.server.metadata(of: passage.request),
                    passage.request.readQuery?.offset != metadata[.streamNextOffset], metadata[.streamClosed] == nil,
                    let answer = passage.ask(), answer.status == 200
                else { return passage.proceed() }
                _ = clock.schedule(after: .seconds(20)) { passage.answer(answer) }
            }
        },
        Mutant(
            "long-poll.last-byte-waits", "A single byte behind the offset is not noticed until more follows it.", .rule,
            breaks: .longPollExistingDataAtOnce, .longPollWokenByAppend
        ) {
            $0.rules.longPoll = { start, stream in
                start + 1 == stream.tail && !stream.isClosed ? .wait : ReadRule.longPoll(start: start, stream)
            }
        },
        Mutant(
            "long-poll.empty-stream-does-not-wait",
            "The first long-poll of an empty stream is answered an empty 200 at once.", .rule,
            breaks: .longPollWaitsForData
        ) {
            let asked = Tally<ObjectIdentifier>()
            $0.rules.longPoll = { start, stream in
                // The configuration is one object for each stream.
                let isFirst = asked.count(ObjectIdentifier(stream.configuration)) == 1
                return isFirst && stream.tail == 0 && !stream.isClosed
                    ? .answer : ReadRule.longPoll(start: start, stream)
            }
        },
        Mutant(
            "long-poll.never-waits", "A long-poll at the tail is answered 204 at once.", .time,
            breaks: .longPollWaitsForData
        ) {
            $0.configuration.longPollTimeout = .milliseconds(1)
        },
        Mutant(
            "long-poll.not-woken", "An append does not end the wait of a reader: only the timeout does.", .race,
            breaks: .longPollWokenByAppend, .longPollAllWaitersWoken, .longPollWokenByFinalAppend
        ) {
            $0.onLateAnswer { $0.hasData ? $0.lose() : $0.send() }
        },
        Mutant(
            "long-poll.large-append-does-not-wake", "An append past 64 KiB does not end the wait of a reader.", .rare,
            breaks: .longPollWokenByAppend
        ) {
            $0.rules.longPoll = { start, stream in
                stream.tail - start > 65_536 ? .wait : ReadRule.longPoll(start: start, stream)
            }
        },
        Mutant(
            "long-poll.producer-does-not-wake", "The append of a producer does not end the wait of a reader.", .race,
            breaks: .longPollWokenByAppend
        ) {
            let isProducer = Memory<String, Bool>()
            $0.onLateAnswer { $0.hasData && isProducer[$0.path] == true ? $0.lose() : $0.send() }
            $0.onPassage { passage in
                let path = passage.request.streamPath
                if passage.request.method == .post {
                    isProducer[path] = passage.request.headerFields[.producerId] != nil
                }
                passage.proceed()
            }
        },
        Mutant(
            "long-poll.wakes-once", "A stream wakes a reader only once: whoever waits after that is not noticed.",
            .state, breaks: .longPollWokenByAppend, .longPollReturnsNewBytes
        ) {
            let woken = Tally<String>()
            $0.onLateAnswer { $0.hasData && woken.count($0.path) > 3 ? $0.lose() : $0.send() }
        },
        Mutant(
            "long-poll.first-waiter-only", "An append ends the wait of one reader; the others learn of it later.",
            .race, breaks: .longPollAllWaitersWoken
        ) {
            let woken = Tally<[String?]>()
            $0.onLateAnswer { late in
                let key = [late.path, late.answer[.streamNextOffset]]
                late.hasData && woken.count(key) > 1 ? late.lose() : late.send()
            }
        },
        Mutant(
            "long-poll.one-in-ten-not-woken", "Every tenth wake-up of a reader is lost.", .rare,
            breaks: .longPollAllWaitersWoken
        ) {
            let woken = Tally<String>()
            $0.onLateAnswer { late in
                late.hasData && woken.count(late.path).isMultiple(of: 10) ? late.lose() : late.send()
            }
        },
        Mutant(
            "long-poll.twentieth-waiter-starved",
            "Of many readers that wait at one stream, the twentieth is forgotten.",
            .rare, breaks: .longPollAllWaitersWoken
        ) {
            let woken = Tally<[String?]>()
            $0.onLateAnswer { late in
                let key = [late.path, late.answer[.streamNextOffset]]
                late.hasData && woken.count(key) == 20 ? late.lose() : late.send()
            }
        },
        Mutant(
            "long-poll.waiters-share-an-answer",
            "Whoever waits is sent what the reader who came first is sent, whatever offset it waits at.", .state,
            breaks: .longPollAllWaitersWoken
        ) {
            let first = Memory<[String?], Answer>()
            $0.onPassage { passage in
                // A stream-wide subject of waiting readers, as servers have that keep one list for each stream.
                guard let query = passage.request.readQuery, query.isLongPoll, !query.isNow,
                    let answer = passage.ask(), answer.status == 200, let tail = answer[.streamNextOffset]
                else { return passage.proceed() }
                if let shared = first[[passage.request.streamPath, tail]] { return passage.answer(shared) }
                first[[passage.request.streamPath, tail]] = answer
                passage.answer(answer)
            }
        },
        Mutant(
            "long-poll.leaver-takes-the-wake", "When a waiting reader leaves, the next wake-up goes to it and is lost.",
            .race, breaks: .longPollAllWaitersWoken
        ) {
            let gone = Memory<String, Bool>()
            $0.onLateAnswer { late in
                if late.hasData, gone.exchange(late.path, for: false) == true { late.lose() } else { late.send() }
            }
            $0.onPassage { passage in
                if passage.request.readQuery?.isLongPoll == true {
                    let path = passage.request.streamPath
                    passage.writer.onDisconnect { gone[path] = true }
                }
                passage.proceed()
            }
        },
    ]
}
