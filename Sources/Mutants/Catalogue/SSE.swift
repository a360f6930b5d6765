import HTTPMessage
import ReferenceServer
import Specification

// §5.8: live reads by Server-Sent Events: answers and delivery.
extension Mutant {
    static let sse: [Mutant] = sseAnswers + sseDelivery

    // MARK: Answers

    private static let sseAnswers: [Mutant] = [
        Mutant("sse.begins-with-206", "An event stream begins with 206.", .status, breaks: .sseSucceeds) {
            $0.onEventsHead { $1.status = 206 }
        },
        Mutant(
            "sse.empty-stream-is-no-content", "An SSE read of an empty stream is answered 204.", .status,
            breaks: .sseSucceeds
        ) {
            let beginning = $0.rules.offset(0)
            $0.onPassage { passage in
                guard passage.request.readQuery?.isEvents == true, passage.server.tail(of: passage.request) == beginning
                else { return passage.proceed() }
                passage.answer(204)
            }
        },
        Mutant(
            "sse.type-of-the-stream", "An SSE read of a binary stream is answered with the stream's content type.",
            .field, breaks: .sseEventStreamType
        ) {
            $0.onEventsHead { _, answer in
                if answer[.streamSSEDataEncoding] != nil { answer[.contentType] = "application/octet-stream" }
            }
        },
        Mutant(
            "sse.offset-optional", "An SSE read without an offset begins at the beginning.", .rule,
            breaks: .sseOffsetRequired
        ) {
            $0.onQuery { query in
                if query.isEvents, query.offset == nil { query.offset = "-1" }
            }
        },
        Mutant(
            "sse.malformed-offset-is-the-beginning", "An SSE read from an offset that is none begins at the beginning.",
            .rule, breaks: .sseMalformedOffsetRejected
        ) {
            $0.onQuery { query in
                if query.isEvents, query.offset?.contains(",") == true { query.offset = "-1" }
            }
        },
        Mutant(
            "sse.missing-stream-is-200", "An SSE read of a URL without a stream is answered 200 and ends.", .status,
            breaks: .sseMissingStream
        ) {
            $0.onAnswer { request, answer in
                guard request.readQuery?.isEvents == true, answer.status == 404 else { return }
                answer.status = 200
                answer[.contentType] = "text/event-stream"
                answer.body = []
            }
        },
        Mutant(
            "sse.soft-deleted-is-404", "An SSE read of a soft-deleted stream is answered 404.", .status,
            breaks: .sseSoftDeleted
        ) {
            $0.onAnswer { request, answer in
                if request.readQuery?.isEvents == true, answer.status == 410 { answer.status = 404 }
            }
        },
        Mutant(
            "sse.soft-deleted-is-empty", "An SSE read from the tail of a soft-deleted stream begins and ends at once.",
            .state, breaks: .sseSoftDeleted
        ) {
            $0.onAnswer { request, answer in
                guard let query = request.readQuery, query.isEvents, query.isNow, answer.status == 410 else { return }
                answer.status = 200
                answer[.contentType] = "text/event-stream"
                answer.body = []
            }
        },
    ]

    // MARK: Delivery

    private static let sseDelivery: [Mutant] = [
        Mutant(
            "sse.existing-data-skipped", "An event stream begins at the tail, wherever it is asked to begin.", .rule,
            breaks: .sseExistingDataDelivered
        ) {
            $0.onQuery { query in
                if query.isEvents { query.offset = "now" }
            }
        },
        Mutant(
            "sse.starts-over", "An event stream begins at the beginning, whatever offset it is asked for.", .rule,
            breaks: .sseExistingDataDelivered
        ) {
            $0.onQuery { query in
                if query.isEvents, !query.isNow { query.offset = "-1" }
            }
        },
        Mutant(
            "sse.data-past-64-kib-lost", "What stands more than 64 KiB behind the beginning of a connection is lost.",
            .rare, breaks: .sseExistingDataDelivered
        ) {
            $0.onEvents { passage in
                // A piece of the rehearsed reference has 4 KiB.
                if !passage.isLate, passage.piece > 16 { passage.dropData() }
            }
        },
        Mutant(
            "sse.new-data-not-sent", "What is appended while a connection is open is announced and not sent.", .race,
            breaks: .sseNewDataDelivered
        ) {
            $0.onEvents { passage in
                if passage.isLate { passage.dropData() }
            }
        },
        Mutant(
            "sse.eighth-reader-forgotten", "Of the readers of a stream, the eighth is never sent anything new.", .rare,
            breaks: .sseNewDataDelivered
        ) {
            $0.onEvents { passage in
                if passage.isLate, passage.connection == 8 { passage.events = [] }
            }
        },
        Mutant(
            "sse.one-wake-up-only", "A connection is sent what comes first, and nothing that comes after it.", .race,
            breaks: .sseNewDataDelivered, .sseDataComplete
        ) {
            $0.onEvents { passage in
                if passage.isLate, passage.piece > 2 { passage.events = [] }
            }
        },
        Mutant(
            "sse.now-sends-history", "An event stream from `now` begins at the beginning.", .rule,
            breaks: .sseNewDataDelivered
        ) {
            $0.onQuery { query in
                if query.isEvents, query.isNow { query.offset = "-1" }
            }
        },
        Mutant(
            "sse.twentieth-event-lost", "Every twentieth piece of a connection lacks its data.", .rare,
            breaks: .sseDataComplete
        ) {
            $0.onEvents { passage in
                if passage.piece.isMultiple(of: 20) { passage.dropData() }
            }
        },
        Mutant(
            "sse.twentieth-event-twice", "Every twentieth piece of a connection is sent twice.", .rare,
            breaks: .sseDataComplete
        ) {
            $0.onEvents { passage in
                if passage.piece.isMultiple(of: 20) { passage.events += passage.events }
            }
        },
        Mutant(
            "sse.events-overtake-each-other", "Now and then two pieces of a connection change places.", .race,
            breaks: .sseDataComplete
        ) {
            let held = Memory<String, [SentEvent]>()
            $0.onEvents { passage in
                let key = "\(passage.connection) \(passage.request.streamPath)"
                if passage.isLate, passage.piece.isMultiple(of: 7) {
                    held[key] = passage.events
                    passage.events = []
                } else if let before = held[key] {
                    held[key] = nil
                    passage.events += before
                }
            }
        },
        Mutant(
            "sse.events-without-name", "Data events have no name.", .encoding, breaks: .sseWellFormed
        ) {
            $0.onDataEvent { $0.name = "message" }
        },
        Mutant(
            "sse.ping-events", "Every connection begins with an event of the name `ping`.", .encoding,
            breaks: .sseWellFormed
        ) {
            $0.onEvents { passage in
                if passage.piece == 1 { passage.events.insert(SentEvent("ping", []), at: 0) }
            }
        },
        Mutant(
            "sse.names-in-capitals", "Events are named `Data` and `Control`.", .encoding, breaks: .sseWellFormed
        ) {
            $0.onEvents { passage in
                for index in passage.events.indices {
                    passage.events[index].name = passage.events[index].isData ? "Data" : "Control"
                }
            }
        },
    ]
}
