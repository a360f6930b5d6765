import HTTPMessage
import Specification

// §8: the sentinel now in live reads.
extension Mutant {
    static let offsetsLive: [Mutant] = [
        Mutant(
            "offset.now-long-poll-at-once", "A long-poll from now is answered at once, with nothing.", .rule,
            breaks: .offsetNowLongPollWaits, .offsetNowLongPollNewData
        ) {
            $0.onPassage { passage in
                guard let query = passage.request.readQuery, query.isNow, query.isLongPoll,
                    var answer = passage.server.immediateAnswer(to: passage.request.reading(from: "now"))
                else { return passage.proceed() }
                answer.body = []
                answer.status = 204
                answer[.streamCursor] = "1"
                passage.answer(answer)
            }
        },
        Mutant(
            "offset.now-long-poll-misses-first",
            "A long-poll from now begins to wait a little late: what comes at once is missed.", .race,
            breaks: .offsetNowLongPollWaits, .offsetNowLongPollNewData
        ) {
            let clock = $0.clock
            $0.onPassage { passage in
                guard let query = passage.request.readQuery, query.isNow, query.isLongPoll else {
                    return passage.proceed()
                }
                _ = clock.schedule(after: .milliseconds(300), passage.proceed)
            }
        },
        Mutant(
            "offset.now-long-poll-brings-history", "A long-poll from now brings the whole stream when data comes.",
            .rule, breaks: .offsetNowLongPollNewData, .offsetNowLongPollWaits
        ) {
            $0.onPassage { passage in
                guard let query = passage.request.readQuery, query.isNow, query.isLongPoll else {
                    return passage.proceed()
                }
                let history = passage.server.immediateAnswer(to: passage.request.reading(from: "-1"))?.body ?? []
                ChangedService(
                    service: passage.server,
                    answer: { _, answer in
                        if answer.status == 200, !answer.isJSON { answer.body = history + answer.body }
                    }
                ).serve(passage.request, body: [], to: passage.writer)
            }
        },
        Mutant(
            "offset.now-long-poll-one-of-ten", "Of ten readers that wait from now, the last is told nothing.", .rare,
            breaks: .offsetNowLongPollNewData
        ) {
            let waiting = Tally<String>()
            $0.onAnswer { request, answer in
                guard let query = request.readQuery, query.isNow, query.isLongPoll, answer.status == 200,
                    waiting.count(request.streamPath) == 10
                else { return }
                answer.status = 204
                answer.body = []
            }
        },
        Mutant(
            "offset.now-timeout-not-up-to-date", "A long-poll from now that gets no data has no Stream-Up-To-Date.",
            .field, breaks: .offsetNowLongPollTimeout
        ) {
            $0.onReadAnswer { query, answer in
                if query.isNow, answer.status == 204 { answer[.streamUpToDate] = nil }
            }
        },
        Mutant(
            "offset.now-timeout-is-200", "A long-poll from now that gets no data ends with 200.", .status,
            breaks: .offsetNowLongPollTimeout
        ) {
            $0.onReadAnswer { query, answer in
                if query.isNow, answer.status == 204, answer[.streamClosed] == nil { answer.status = 200 }
            }
        },
        Mutant(
            "offset.now-long-poll-without-offset", "Answers to long-polls from now have no Stream-Next-Offset.", .field,
            breaks: .offsetNowLongPollNextOffset, .offsetNowClosedNextOffset
        ) {
            $0.onReadAnswer { query, answer in
                if query.isNow, query.isLongPoll { answer[.streamNextOffset] = nil }
            }
        },
        Mutant(
            "offset.now-long-poll-offset-of-its-start",
            "A long-poll from now is answered with the offset at which it began to wait.", .race,
            breaks: .offsetNowLongPollNextOffset, .offsetNowLongPollNewData
        ) {
            $0.onPassage { passage in
                guard let query = passage.request.readQuery, query.isNow, query.isLongPoll else {
                    return passage.proceed()
                }
                let tail = passage.server.immediateAnswer(to: passage.request.asHead)?[.streamNextOffset]
                ChangedService(
                    service: passage.server,
                    answer: { _, answer in
                        if answer.status == 200 { answer[.streamNextOffset] = tail }
                    }
                ).serve(passage.request, body: [], to: passage.writer)
            }
        },
        Mutant(
            "offset.now-sse-refused", "An SSE read from now is refused.", .status, breaks: .offsetNowSseStartsAtTail
        ) {
            $0.onPassage { passage in
                guard let query = passage.request.readQuery, query.isNow, query.isEvents else {
                    return passage.proceed()
                }
                passage.answer(400)
            }
        },
        Mutant(
            "offset.now-sse-is-the-beginning", "An SSE read from now begins at the beginning.", .rule,
            breaks: .offsetNowSseNoHistory, .offsetNowSseStartsAtTail, .offsetNowClosedSse
        ) {
            $0.onQuery { if $0.isEvents, $0.isNow { $0.offset = "-1" } }
        },
        Mutant(
            "offset.now-sse-first-offset-is-the-beginning",
            "The first control event of an SSE read from now names the beginning.", .field,
            breaks: .offsetNowSseFirstControlOffset
        ) {
            $0.onPiece { request, bytes in
                guard let query = request.readQuery, query.isNow else { return }
                bytes = editingControls(in: bytes) { control in
                    SSEControl(
                        streamNextOffset: Offset(unchecked: OffsetRule.token(of: 0)),
                        streamCursor: control.streamCursor, upToDate: control.upToDate,
                        streamClosed: control.streamClosed)
                }
            }
        },
        Mutant(
            "offset.now-sse-first-not-up-to-date", "The first control event of an SSE read from now has no upToDate.",
            .field, breaks: .offsetNowSseFirstControlUpToDate
        ) {
            $0.onPiece { request, bytes in
                guard let query = request.readQuery, query.isNow else { return }
                bytes = editingControls(in: bytes) { control in
                    SSEControl(
                        streamNextOffset: control.streamNextOffset, streamCursor: control.streamCursor,
                        upToDate: false, streamClosed: control.streamClosed)
                }
            }
        },
        Mutant(
            "offset.now-sse-history-with-the-news",
            "An SSE read from now is sent everything from the beginning once data comes.", .state,
            breaks: .offsetNowSseNoHistory
        ) {
            $0.onPassage { passage in
                guard let query = passage.request.readQuery, query.isNow, query.isEvents else {
                    return passage.proceed()
                }
                let history = passage.server.immediateAnswer(to: passage.request.reading(from: "-1"))
                let pieces = Tally<Bool>()
                ChangedService(
                    service: passage.server,
                    piece: { _, bytes in
                        guard pieces.count(true) == 2, let history else { return }
                        var event: [UInt8] = []
                        SSEEncoder.appendData(history.body, base64: false, to: &event)
                        bytes = event + bytes
                    }
                ).serve(passage.request, body: [], to: passage.writer)
            }
        },
        Mutant(
            "offset.now-closed-sse-stays-open", "An SSE read from now on a closed stream is not ended.", .rule,
            breaks: .offsetNowClosedSse
        ) {
            $0.onPassage { passage in
                guard let query = passage.request.readQuery, query.isNow, query.isEvents else {
                    return passage.proceed()
                }
                passage.server.serve(passage.request, body: [], to: EndlessWriter(passage.writer))
            }
        },
        Mutant(
            "offset.now-closed-sse-says-nothing", "An SSE read from now on a closed stream ends without an event.",
            .field, breaks: .offsetNowClosedSse
        ) {
            $0.onPassage { passage in
                guard let query = passage.request.readQuery, query.isNow, query.isEvents else {
                    return passage.proceed()
                }
                let isClosed = passage.server.immediateAnswer(to: passage.request.asHead)?[.streamClosed] != nil
                ChangedService(service: passage.server, piece: { if isClosed { $1 = [] } })
                    .serve(passage.request, body: [], to: passage.writer)
            }
        },
    ]
}
