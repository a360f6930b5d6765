import HTTPMessage
import Specification

// §4.1: closure.
extension Mutant {
    static let closure: [Mutant] = closureValues + closureProperties + closureSeen

    private static let closureValues: [Mutant] = [
        Mutant(
            "closure.lower-case-only", "Only `true` in lower case closes a stream.", .rule,
            breaks: .closureHeaderValueCaseInsensitive
        ) {
            $0.rules.asksForClosure = { $0 == "true" }
        },
        Mutant(
            "closure.true-or-upper-case", "`true` and `TRUE` close a stream, `True` does not.", .rule,
            breaks: .closureHeaderValueCaseInsensitive
        ) {
            $0.rules.asksForClosure = { $0 == "true" || $0 == "TRUE" }
        },
        Mutant(
            "closure.any-value-closes", "A Stream-Closed with any value at all closes the stream.", .rule,
            breaks: .closureHeaderOtherValuesDoNotClose, .closureHeaderOtherValuesOnCreate,
            .closureHeaderOtherValuesEmptyAppendRejected
        ) {
            $0.rules.asksForClosure = { $0 != nil }
        },
        Mutant(
            "closure.truthy-value-closes", "A Stream-Closed that a configuration file would take for true closes.",
            .rule, breaks: .closureHeaderOtherValuesDoNotClose, .closureHeaderOtherValuesOnCreate
        ) {
            $0.rules.asksForClosure = { value in
                value.map { ["true", "1", "t", "yes", "on"].contains($0.lowercased()) } ?? false
            }
        },
        Mutant(
            "closure.beginning-is-enough", "A Stream-Closed that begins with `true` closes the stream.", .rule,
            breaks: .closureHeaderOtherValuesDoNotClose
        ) {
            $0.rules.asksForClosure = { $0?.lowercased().hasPrefix("true") ?? false }
        },
        Mutant(
            "closure.quotes-removed",
            "Quotation marks around the value of Stream-Closed are removed before it is read.",
            .encoding, breaks: .closureHeaderOtherValuesDoNotClose
        ) {
            $0.rules.asksForClosure = { value in
                StreamClosed.isPresent(value?.trimmingPrefix("\"").split(separator: "\"").joined())
            }
        },
        Mutant(
            "closure.any-value-creates-closed", "A create request with any Stream-Closed makes a closed stream.", .rule,
            breaks: .closureHeaderOtherValuesOnCreate
        ) {
            $0.onRequest { request, _ in
                if request.method == .put, request.headerFields.contains(.streamClosed) {
                    request.headerFields[.streamClosed] = "true"
                }
            }
        },
        Mutant(
            "closure.other-value-acknowledged",
            "An empty append with another Stream-Closed than true is acknowledged, and nothing happens.", .status,
            breaks: .closureHeaderOtherValuesEmptyAppendRejected
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.method == .post, body.isEmpty, request.headerFields[.streamClosed] != nil,
                    !request.closes, answer.status == 400
                else { return }
                answer.acknowledge(204, at: server.ask(.head, like: request)[.streamNextOffset])
            }
        },
        Mutant(
            "closure.says-one", "The refusal of an append to a closed stream says `Stream-Closed: 1`.", .field,
            breaks: .closureResponseValueTrue, .appendClosedCarriesClosedHeader
        ) {
            $0.onAnswer { request, answer in
                if request.method == .post, answer.status == 409, answer.isClosed { answer[.streamClosed] = "1" }
            }
        },
        Mutant(
            "closure.head-says-closed", "HEAD of a closed stream says `Stream-Closed: closed`.", .field,
            breaks: .closureResponseValueTrue, .headClosed
        ) {
            $0.onAnswer { request, answer in
                if request.method == .head, answer.isClosed { answer[.streamClosed] = "closed" }
            }
        },
    ]

    private static let closureProperties: [Mutant] = [
        Mutant(
            "closure.forgotten-after-a-while", "Half a second after the close, HEAD no longer shows it.", .time,
            breaks: .closureDurable
        ) {
            let clock = $0.clock
            let closings = Memory<String, Int64>()
            $0.onAnswer { request, answer in
                guard answer.isClosed else { return }
                let now = clock.now.millisecondsSince1970
                let closed = closings[request.stream] ?? now
                closings[request.stream] = closed
                if request.method == .head, now - closed >= 500 { answer[.streamClosed] = nil }
            }
        },
        Mutant(
            "closure.forgotten-after-refusals", "From the sixth refused append on, refusals do not show the closure.",
            .rare, breaks: .closureDurable
        ) {
            let refusals = Tally<String>()
            $0.onAnswer { request, answer in
                guard request.method == .post, answer.status == 409, answer.isClosed else { return }
                if refusals.count(request.stream) > 5 { answer[.streamClosed] = nil }
            }
        },
        Mutant(
            "closure.reopened-by-create", "A create request without Stream-Closed opens a closed stream again.", .state,
            breaks: .closureMonotonic, .createOpenRequestConflictsWithClosed
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.method == .put, answer.status == 409, !request.closes, server.isClosed(like: request)
                else { return }
                server.remake(like: request, closed: false)
                answer = server.ask(request, body: body)
            }
        },
        Mutant(
            "closure.reopened-by-false", "A request with `Stream-Closed: false` opens a closed stream again.", .state,
            breaks: .closureMonotonic
        ) {
            $0.interpose { request, body, server, writer in
                if request.method == .post, request.headerFields[.streamClosed] == "false",
                    server.isClosed(like: request)
                {
                    server.remake(like: request, closed: false)
                }
                server.serve(request, body: body, to: writer)
            }
        },
        Mutant(
            "closure.refusal-clears-it", "The refusal of an append clears the mark by which it was refused.", .state,
            breaks: .closureMonotonic
        ) {
            $0.afterwards { request, _, answer, server in
                if request.isPlainAppend, answer.status == 409, answer.isClosed {
                    server.remake(like: request, closed: false)
                }
            }
        },
        Mutant(
            "closure.new-producer-appends", "A producer that was not seen before may append to a closed stream.", .rule,
            breaks: .closureMonotonic, .producerClosedRejected
        ) {
            $0.rules.appendToClosed = { attempt, facts, known in
                if let stamp = attempt.stamp, known == nil, stamp.seq == 0 {
                    return .accept(ProducerState(epoch: stamp.epoch, lastSeq: 0))
                }
                return AppendRule.decideOnClosed(attempt, facts, producer: known)
            }
        },
        Mutant(
            "closure.second-close-bad-request", "A second request to close is a bad request.", .status,
            breaks: .closureIdempotent, .closeAgainSucceeds, .appendCloseAgainSucceeds
        ) {
            $0.rules.appendToClosed = { attempt, facts, known in
                let decision = AppendRule.decideOnClosed(attempt, facts, producer: known)
                return decision == .alreadyClosed ? .refuse(.emptyBody) : decision
            }
        },
        Mutant(
            "closure.close-alternates", "Requests to close a closed stream are answered 204 and 409 in turn.", .rare,
            breaks: .closureIdempotent
        ) {
            let closings = Tally<String>()
            $0.afterwards { request, body, answer, _ in
                guard request.method == .post, request.closes, body.isEmpty, answer.isSuccess else { return }
                let count = closings.count(request.stream)
                if count > 1, !count.isMultiple(of: 2) { answer.status = 409 }
            }
        },
        Mutant(
            "closure.closers-collide", "Of several requests to close that arrive at once, all but one fail.", .race,
            breaks: .closureIdempotent
        ) {
            let clock = $0.clock
            $0.interpose { request, body, server, writer in
                guard request.method == .post, request.closes, body.isEmpty, !server.isClosed(like: request) else {
                    return server.serve(request, body: body, to: writer)
                }
                _ = clock.schedule(after: .milliseconds(1)) {
                    guard server.isClosed(like: request) else { return server.serve(request, body: body, to: writer) }
                    writer.respond(HTTPResponse(status: .serviceUnavailable), body: [])
                }
            }
        },
        Mutant(
            "closure.final-append-leaves-open", "An append that is to close the stream is stored and closes nothing.",
            .state, breaks: .closureAtomicWithFinalAppend, .appendCloseWithBody, .appendCloseCarriesClosedHeader
        ) {
            $0.onRequest { request, body in
                if request.method == .post, request.closes, !body.isEmpty { request.headerFields[.streamClosed] = nil }
            }
        },
        Mutant(
            "closure.final-body-lost", "An append that closes the stream closes it and forgets its body.", .state,
            breaks: .closureAtomicWithFinalAppend, .appendCloseWithBody, .appendCloseNextOffset
        ) {
            $0.onRequest { request, body in
                if request.method == .post, request.closes { body = [] }
            }
        },
    ]

    private static let closureSeen: [Mutant] = [
        Mutant(
            "closure.empty-end-unseen", "No read of an empty stream says that it is closed.", .rule,
            breaks: .closureObservable
        ) {
            $0.rules.readFlags = { end, facts in
                var flags = ReadRule.flags(end: end, facts)
                if end == 0 { flags.isClosed = false }
                return flags
            }
        },
        Mutant(
            "closure.large-end-unseen", "No read that ends beyond 64 KiB says that the stream is closed.", .rare,
            breaks: .closureObservable
        ) {
            $0.rules.readFlags = { end, facts in
                var flags = ReadRule.flags(end: end, facts)
                if end > 65_536 { flags.isClosed = false }
                return flags
            }
        },
        Mutant(
            "closure.created-closed-unseen", "No read of a stream that was created closed says that it is closed.",
            .state, breaks: .closureObservable
        ) {
            let created = Names()
            $0.onAnswer { request, answer in
                if request.method == .put, answer.status == 201 {
                    answer.isClosed ? created.insert(request.stream) : created.remove(request.stream)
                } else if request.method == .get, !request.isLive, created.contains(request.stream) {
                    answer[.streamClosed] = nil
                }
            }
        },
        Mutant(
            "closure.seen-only-with-data", "A read that finds nothing left does not say that the stream is closed.",
            .field, breaks: .closureObservable
        ) {
            $0.onAnswer { request, answer in
                if request.method == .get, answer.status == 200, answer.body.isEmpty, !answer.isStreamed {
                    answer[.streamClosed] = nil
                }
            }
        },
        Mutant(
            "closure.only-whole-reads", "A closed stream can be read from its beginning and its end only.", .rule,
            breaks: .closureDataStaysReadable
        ) {
            $0.rules.readStart = { start, facts in
                if facts.isClosed, case .position(let position) = start, 0 < position, position < facts.tail {
                    return nil
                }
                return ReadRule.start(start, facts)
            }
        },
        Mutant(
            "closure.last-segment-lost", "Closing a stream loses what is behind its last 64 KiB segment.", .rare,
            breaks: .closureDataStaysReadable
        ) {
            $0.wrapLogs(UnflushedLog.init)
        },
        Mutant(
            "closure.append-acknowledged", "An append to a closed stream is acknowledged and thrown away.", .status,
            breaks: .closureAppendsRejected, .appendClosedRejected, .createClosedRefusesAppends,
            .appendCloseWithBodyAgainRejected
        ) {
            $0.rules.appendToClosed = { attempt, facts, known in
                let decision = AppendRule.decideOnClosed(attempt, facts, producer: known)
                return decision == .refuse(.closed) ? .alreadyClosed : decision
            }
        },
        Mutant(
            "closure.append-stored", "An append to a closed stream is stored, and the stream stays closed.", .rule,
            breaks: .closureAppendsRejected, .appendClosedRejected, .createClosedRefusesAppends
        ) {
            $0.rules.appendToClosed = { attempt, facts, known in
                let decision = AppendRule.decideOnClosed(attempt, facts, producer: known)
                return decision == .refuse(.closed) && attempt.stamp == nil && !attempt.closes ? .accept(nil) : decision
            }
        },
        Mutant(
            "closure.lost-to-the-close", "An append that a close overtakes is acknowledged and not stored.", .race,
            breaks: .closureAppendsRejected
        ) {
            let clock = $0.clock
            $0.interpose { request, body, server, writer in
                guard request.isPlainAppend, !server.isClosed(like: request) else {
                    return server.serve(request, body: body, to: writer)
                }
                _ = clock.schedule(after: .milliseconds(1)) {
                    let head = server.ask(.head, like: request)
                    guard head.isClosed, let tail = head[.streamNextOffset] else {
                        return server.serve(request, body: body, to: writer)
                    }
                    writer.respond(
                        HTTPResponse(status: .noContent, headerFields: [.streamNextOffset: tail]), body: [])
                }
            }
        },
    ]
}
