import HTTPMessage
import Specification

// §8: the sentinel now, in catch-up reads and in closed streams.
extension Mutant {
    static let offsetsNow: [Mutant] = [
        Mutant(
            "offset.now-refused", "A catch-up read from now is refused.", .status, breaks: .offsetNowCatchUpSucceeds
        ) {
            $0.onAnswer { request, answer in
                if request.readQuery?.isCatchUp == true, request.readQuery?.isNow == true { answer.status = 400 }
            }
        },
        Mutant(
            "offset.now-is-204", "A catch-up read from now is answered 204.", .status,
            breaks: .offsetNowCatchUpSucceeds, .offsetNowCatchUpEmptyBody, .offsetNowCatchUpEmptyArray,
            .offsetNowClosedCatchUp
        ) {
            $0.onCatchUp { query, answer in
                if query.isNow {
                    answer.status = 204
                    answer.body = []
                }
            }
        },
        Mutant(
            "offset.now-of-empty-stream-is-404", "A catch-up read from now of an empty stream is answered 404.",
            .status, breaks: .offsetNowCatchUpSucceeds
        ) {
            $0.onCatchUp { query, answer in
                if query.isNow, answer[.streamNextOffset] == OffsetRule.token(of: 0) { answer.status = 404 }
            }
        },
        Mutant(
            "offset.now-brings-the-last", "A catch-up read from now brings the last byte or message.", .rule,
            breaks: .offsetNowCatchUpEmptyBody, .offsetNowCatchUpEmptyArray, .offsetNowNoHistory,
            .offsetNowClosedCatchUp
        ) {
            $0.onPassage { passage in
                guard let query = passage.request.readQuery, query.isCatchUp, query.isNow,
                    var answer = passage.ask()
                else { return passage.proceed() }
                var last = answer
                last.moveNextOffset(by: -1)
                let request = passage.request.reading(from: last[.streamNextOffset])
                answer.body = passage.server.immediateAnswer(to: request)?.body ?? []
                passage.answer(answer)
            }
        },
        Mutant(
            "offset.now-array-for-anything-with-json",
            "A read from now answers with an empty array whenever the content type contains json.", .rule,
            breaks: .offsetNowCatchUpEmptyBody
        ) {
            $0.onCatchUp { query, answer in
                if query.isNow, answer[.contentType]?.contains("json") == true { answer.body = Array("[]".utf8) }
            }
        },
        Mutant(
            "offset.now-array-is-missing", "A catch-up read from now of a JSON stream has no body.", .encoding,
            breaks: .offsetNowCatchUpEmptyArray, .offsetNowClosedCatchUp
        ) {
            $0.onCatchUp { query, answer in
                if query.isNow { answer.body = [] }
            }
        },
        Mutant(
            "offset.now-array-is-null", "A catch-up read from now of a JSON stream answers null.", .encoding,
            breaks: .offsetNowCatchUpEmptyArray, .offsetNowClosedCatchUp
        ) {
            $0.onCatchUp { query, answer in
                if query.isNow, answer.isJSON { answer.body = Array("null".utf8) }
            }
        },
        Mutant(
            "offset.now-without-next-offset", "A catch-up read from now is answered without an offset.", .field,
            breaks: .offsetNowCatchUpNextOffset, .offsetNowClosedNextOffset
        ) {
            $0.onCatchUp { query, answer in
                if query.isNow { answer[.streamNextOffset] = nil }
            }
        },
        Mutant(
            "offset.now-remembered", "The first answer to a read from now is given to all that follow.", .state,
            breaks: .offsetNowCatchUpNextOffset
        ) {
            let kept = Memory<String, Answer>()
            $0.onPassage { passage in
                guard let query = passage.request.readQuery, query.isCatchUp, query.isNow else {
                    return passage.proceed()
                }
                guard let answer = kept[passage.request.path] ?? passage.ask() else { return passage.proceed() }
                if answer.status == 200 { kept[passage.request.path] = answer }
                passage.answer(answer)
            }
        },
        Mutant(
            "offset.now-offset-one-behind", "The offset of a read from now stands before the last byte or message.",
            .rule, breaks: .offsetNowCatchUpResumes, .offsetNowCatchUpNextOffset, .offsetNowClosedNextOffset
        ) {
            $0.onCatchUp { query, answer in
                if query.isNow { answer.moveNextOffset(by: -1) }
            }
        },
        Mutant(
            "offset.now-offset-of-the-beginning", "The offset of a read from now is that of the beginning.", .rule,
            breaks: .offsetNowCatchUpResumes, .offsetNowCatchUpNextOffset, .offsetNowClosedNextOffset
        ) {
            $0.onCatchUp { query, answer in
                if query.isNow { answer[.streamNextOffset] = OffsetRule.token(of: 0) }
            }
        },
        Mutant(
            "offset.now-not-up-to-date", "A catch-up read from now has no Stream-Up-To-Date.", .field,
            breaks: .offsetNowCatchUpUpToDate, .offsetNowClosedHeaders
        ) {
            $0.onCatchUp { query, answer in
                if query.isNow { answer[.streamUpToDate] = nil }
            }
        },
        Mutant(
            "offset.now-is-the-beginning", "The sentinel now is not known: the read begins at the beginning.", .rule,
            breaks: .offsetNowNoHistory, .offsetNowCatchUpEmptyBody, .offsetNowCatchUpEmptyArray,
            .offsetNowClosedCatchUp
        ) {
            $0.onQuery { if $0.isCatchUp, $0.isNow { $0.offset = "-1" } }
        },
        Mutant(
            "offset.now-history-past-64-kib", "Of a stream of more than 64 KiB, now brings what is above that.", .rare,
            breaks: .offsetNowNoHistory
        ) {
            $0.rules.readStart = { start, stream in
                start == .now && stream.tail > 65_536 ? 65_536 : ReadRule.start(start, stream)
            }
        },
        Mutant(
            "offset.now-closed-waits", "A long-poll from now on a closed stream ends with its timeout.", .time,
            breaks: .offsetNowClosedAtOnce, .offsetNowClosedLongPoll
        ) {
            let (clock, timeout) = ($0.clock, $0.configuration.longPollTimeout)
            $0.onPassage { passage in
                guard let query = passage.request.readQuery, query.isNow, query.isLongPoll,
                    passage.server.immediateAnswer(to: passage.request.asHead)?[.streamClosed] != nil
                else { return passage.proceed() }
                _ = clock.schedule(after: timeout, passage.proceed)
            }
        },
        Mutant(
            "offset.now-closed-catch-up-waits", "A catch-up read from now on a closed stream takes six seconds.", .time,
            breaks: .offsetNowClosedAtOnce
        ) {
            let clock = $0.clock
            $0.onPassage { passage in
                guard let query = passage.request.readQuery, query.isNow, query.isCatchUp,
                    passage.server.immediateAnswer(to: passage.request.asHead)?[.streamClosed] != nil
                else { return passage.proceed() }
                _ = clock.schedule(after: .seconds(6), passage.proceed)
            }
        },
        Mutant(
            "offset.now-hides-closure", "A read from now does not say that the stream is closed.", .field,
            breaks: .offsetNowClosedHeaders, .offsetNowClosedAtOnce
        ) {
            $0.onReadAnswer { query, answer in
                if query.isNow, !query.isEvents { answer[.streamClosed] = nil }
            }
        },
        Mutant(
            "offset.now-closed-not-up-to-date", "A long-poll from now on a closed stream has no Stream-Up-To-Date.",
            .field, breaks: .offsetNowClosedHeaders
        ) {
            $0.onReadAnswer { query, answer in
                if query.isNow, query.isLongPoll, answer[.streamClosed] != nil { answer[.streamUpToDate] = nil }
            }
        },
        Mutant(
            "offset.now-closed-without-next-offset", "A read from now on a closed stream has no Stream-Next-Offset.",
            .field, breaks: .offsetNowClosedNextOffset
        ) {
            $0.onReadAnswer { query, answer in
                if query.isNow, answer[.streamClosed] != nil { answer[.streamNextOffset] = nil }
            }
        },
        Mutant(
            "offset.now-closed-is-410", "A catch-up read from now on a closed stream is answered 410.", .status,
            breaks: .offsetNowClosedCatchUp
        ) {
            $0.onCatchUp { query, answer in
                if query.isNow, answer[.streamClosed] != nil { answer.status = 410 }
            }
        },
        Mutant(
            "offset.now-closed-brings-everything", "A catch-up read from now on a closed stream brings all of it.",
            .rule, breaks: .offsetNowClosedCatchUp
        ) {
            $0.rules.readStart = { start, stream in
                start == .now && stream.isClosed ? 0 : ReadRule.start(start, stream)
            }
        },
        Mutant(
            "offset.now-closed-long-poll-is-200", "A long-poll from now on a closed stream is answered 200.", .status,
            breaks: .offsetNowClosedLongPoll
        ) {
            $0.onReadAnswer { query, answer in
                if query.isNow, query.isLongPoll, answer.status == 204, answer[.streamClosed] != nil {
                    answer.status = 200
                }
            }
        },
    ]
}
