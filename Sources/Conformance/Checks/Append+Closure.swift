import HTTPMessage
import Specification

// §5.2 Append to Stream: closing with an append, and appending to a closed stream

extension Check {
    static let appendClosure: [Check] = closingAppend + closingRace + closingRefused + closingEmpty + appendingToClosed

    // MARK: Closing with a body

    private static let closingAppend: [Check] = [
        // An append with a body and `Stream-Closed: true` stores the body as the last data and closes the stream.
        Check(.appendCloseWithBody) { probe in
            let stream = try await probe.createStream("first ")
            try await stream.write("second ")
            try await stream.append("last", closing: true).expectPermittedStatus()
            try await stream.contents().expect("first second last")
            try await stream.expectRefusesAppends()
        },

        Check(.appendCloseWithBody, "chunked") { probe in
            let stream = try await probe.createStream("first ")
            try await stream.append("last", closing: true, chunked: true).expectPermittedStatus()
            try await stream.contents().expect("first last")
            try await stream.expectRefusesAppends()
        },

        Check(.appendCloseWithBody, "large") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            let reply = try await stream.append(.large, closing: true)
            reply.expectPermittedStatus()
            try await stream.contents().expect(.large)
            try await stream.expectRefusesAppends()
        },

        Check(.appendCloseWithBody, "json", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream("[1]")
            try await stream.append("[2,3]", closing: true).expectPermittedStatus()
            try await stream.contents().expectMessages("1", "2", "3")
            try await stream.append("4").expectRefused()
        },

        Check(.appendCloseWithBody, "with-stream-seq") { probe in
            let stream = try await probe.createStream()
            try await stream.write("first ", sequence: "1")
            try await stream.append("last", closing: true, sequence: "2").expectPermittedStatus()
            try await stream.contents().expect("first last")
            try await stream.expectRefusesAppends()
        },

        // The answer to an append that closes the stream carries `Stream-Closed: true`.
        Check(.appendCloseCarriesClosedHeader) { probe in
            let stream = try await probe.createStream("first ")
            try await stream.writeClosed("last").expectClosed()
            try await stream.requireHolds("first last")
        },

        // The answer to an append that closes the stream carries the final offset.
        Check(.appendCloseNextOffset) { probe in
            let stream = try await probe.createStream("first ")
            let before = try await stream.tail()
            let reply = try await stream.writeClosed("last").expectPresent(.streamNextOffset)
            try await reply.expectNextOffset(stream.tail())
            try await reply.expectNextOffset(stream.contents().last.requireNextOffset())
            reply.expect(
                reply.nextOffset.map { before < $0 } ?? false, "an offset behind \(before)",
                observed: reply[.streamNextOffset] ?? "none")
        },
    ]

    // MARK: At once

    private static let closingRace: [Check] = [
        // Last data and closure become visible in one step.
        Check(.appendCloseWithBodyAtomic, "racing-appends") { probe in
            let stream = try await probe.createStream()
            let answers = try await probe.concurrently(17) { number in
                try await number == 8 ? stream.append("the end", closing: true) : stream.append("<\(number)>")
            }
            try answers[8].requireSuccess("closing the stream")
            let contents = try await stream.contents()
            let text = String(decoding: contents.bytes, as: UTF8.self)
            contents.last.expect(text.hasSuffix("the end"), "'the end' to come last", observed: "'\(text)'")
            for (number, answer) in answers.enumerated() where number != 8 {
                answer.expect(
                    text.contains("<\(number)>") == answer.isSuccess,
                    answer.isSuccess ? "the accepted append to be stored" : "the refused append not to be stored",
                    observed: "the stream holds '\(text)'")
            }
        },

        Check(.appendCloseWithBodyAtomic, "racing-closers") { probe in
            let stream = try await probe.createStream()
            let answers = try await probe.concurrently(8) { try await stream.append("<\($0)>", closing: true) }
            let winners = answers.indices.filter { answers[$0].isSuccess }
            probe.expect(
                winners.count == 1, "one of eight closing appends to be accepted",
                observed: "\(winners.count) accepted")
            guard winners.count == 1 else { return }
            try await stream.contents().expect("<\(winners[0])>")
        },

        Check(.appendCloseWithBodyAtomic, "racing-readers") { probe in
            let stream = try await probe.createStream("first ")
            let reads = try await probe.concurrently(6) { number in
                if number == 0 {
                    try await probe.pause(.milliseconds(20))
                    try await stream.writeClosed("last")
                }
                return try await stream.readUntilClosed()
            }
            for read in reads {
                probe.expect(
                    read == Payload("first last"), "a reader that is told of the end to have 'first last'",
                    observed: read.shown)
            }
        },
    ]

    // MARK: Refused

    private static let closingRefused: [Check] = [
        // An append that asks for closure and is refused neither stores its body nor closes the stream.
        Check(.appendCloseFailedLeavesOpen, "content-type") { probe in
            let stream = try await probe.createStream("kept")
            try await stream.append("other", contentType: "text/csv", closing: true).expectPermittedStatus()
            try await stream.contents().expect("kept")
            try await stream.expectOpen()
        },

        Check(.appendCloseFailedLeavesOpen, "stream-seq") { probe in
            let stream = try await probe.createStream()
            try await stream.write("kept", sequence: "5")
            try await stream.append("other", closing: true, sequence: "5").expectPermittedStatus()
            try await stream.contents().expect("kept")
            try await stream.expectOpen()
        },

        // An append with a body and `Stream-Closed: true` to a closed stream is refused.
        Check(.appendCloseWithBodyAgainRejected) { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            try await stream.append("more", closing: true).expectPermittedStatus()
            try await stream.contents().expect("all of it")
        },

        Check(.appendCloseWithBodyAgainRejected, "the-same-request") { probe in
            let stream = try await probe.createStream()
            try await stream.writeClosed("the end")
            try await stream.append("the end", closing: true).expectPermittedStatus()
            try await stream.contents().expect("the end")
        },

        // That refusal carries `Stream-Closed: true`.
        Check(.appendCloseWithBodyAgainCarriesClosedHeader) { probe in
            let stream = try await probe.createStream()
            try await stream.writeClosed("the end")
            try await stream.append("the end", closing: true).expectRefused().expectClosed()
        },
    ]

    // MARK: Closing without a body

    private static let closingEmpty: [Check] = [
        // With `Stream-Closed: true` an empty body is valid.
        Check(.appendCloseEmptyBody, "content-length-zero") { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.append([], closing: true).expectPermittedStatus()
            try await stream.contents().expect("all of it")
            try await stream.expectRefusesAppends()
        },

        Check(.appendCloseEmptyBody, "no-body") { probe in
            let stream = try await probe.createStream("all of it")
            try await probe.send(stream.request(.post, fields: [.streamClosed: "true"])).expectPermittedStatus()
            try await stream.expectRefusesAppends()
        },

        Check(.appendCloseEmptyBody, "chunked") { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.append([], closing: true, chunked: true).expectPermittedStatus()
            try await stream.contents().expect("all of it")
            try await stream.expectRefusesAppends()
        },

        // A request that only closes may leave out `Content-Type`.
        Check(.appendCloseContentTypeOptional) { probe in
            let stream = try await probe.createStream()
            try await stream.append([], contentType: .some(nil), closing: true).expectPermittedStatus()
            try await stream.expectRefusesAppends()
        },

        // A request with an empty body is not refused for its `Content-Type`.
        Check(.appendCloseContentTypeIgnored) { probe in
            let stream = try await probe.createStream()
            try await stream.close(contentType: "application/octet-stream").expectPermittedStatus()
            try await stream.expectRefusesAppends()
        },

        Check(.appendCloseContentTypeIgnored, "form-by-default") { probe in
            // What common clients add to a POST of their own accord.
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            try await stream.close(contentType: "application/x-www-form-urlencoded").expectPermittedStatus()
            try await stream.expectRefusesAppends()
        },

        Check(.appendCloseContentTypeIgnored, "json") { probe in
            let stream = try await probe.createStream()
            try await stream.close(contentType: "application/json").expectPermittedStatus()
            try await stream.expectRefusesAppends()
        },

        Check(.appendCloseContentTypeIgnored, "no-media-type") { probe in
            let stream = try await probe.createStream()
            try await stream.close(contentType: "none").expectPermittedStatus()
            try await stream.expectRefusesAppends()
        },

        // A request that only closes a stream that is closed already succeeds and says so.
        Check(.appendCloseAgainSucceeds) { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            try await stream.close().expectPermittedStatus().expectClosed()
            try await stream.requireHolds("all of it")
        },

        Check(.appendCloseAgainSucceeds, "other-content-type") { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed("!")
            try await stream.close(contentType: "application/json").expectPermittedStatus().expectClosed()
            try await stream.requireHolds("all of it!")
        },
    ]

    // MARK: Closed streams

    private static let appendingToClosed: [Check] = [
        // An append to a closed stream is refused.
        Check(.appendClosedRejected) { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            try await stream.append("more").expectPermittedStatus()
        },

        Check(.appendClosedRejected, "with-greater-stream-seq") { probe in
            let stream = try await probe.createStream()
            try await stream.write("all of it", sequence: "1")
            try await stream.writeClosed()
            try await stream.append("more", sequence: "2").expectPermittedStatus()
        },

        Check(.appendClosedRejected, "chunked") { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            try await stream.append("more", chunked: true).expectPermittedStatus()
        },

        // The refusal carries `Stream-Closed: true`.
        Check(.appendClosedCarriesClosedHeader) { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            try await stream.append("more").expectRefused().expectClosed()
        },

        Check(.appendClosedCarriesClosedHeader, "closed-by-an-append") { probe in
            let stream = try await probe.createStream()
            try await stream.writeClosed("the end")
            try await stream.append("more").expectRefused().expectClosed()
        },

        Check(.appendClosedCarriesClosedHeader, "created-closed") { probe in
            let stream = try await probe.createStream("all of it", closed: true)
            try await stream.append("more").expectRefused().expectClosed()
        },

        // The refusal carries the stream's final offset.
        Check(.appendClosedCarriesFinalOffset) { probe in
            let stream = try await probe.createStream("first ")
            try await stream.write("second")
            let tail = try await stream.tail()
            try await stream.writeClosed()
            try await stream.append("more").expectRefused().expectNextOffset(tail)
        },

        Check(.appendClosedCarriesFinalOffset, "closed-by-an-append") { probe in
            let stream = try await probe.createStream("first ")
            try await stream.writeClosed("last")
            let tail = try await stream.tail()
            try await stream.append("more").expectRefused().expectNextOffset(tail)
        },

        Check(.appendClosedCarriesFinalOffset, "empty-stream") { probe in
            let stream = try await probe.createStream()
            let tail = try await stream.tail()
            try await stream.writeClosed()
            try await stream.append("more").expectRefused().expectNextOffset(tail)
        },

        // An append refused because the stream is closed leaves content and final offset as they were.
        Check(.appendClosedStoresNothing) { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            let before = try await stream.snapshot(holding: "all of it")
            for number in 0..<3 { try await stream.append("more \(number)") }
            try await stream.expectUnchanged(since: before)
        },

        // Where several conflicts meet, closure decides: the refusal carries `Stream-Closed: true`.
        Check(.appendPrecedenceClosedBeforeContentType) { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            let reply = try await stream.append("more", contentType: "application/json")
            reply.expectPermittedStatus().expectClosed()
        },

        Check(.appendPrecedenceClosedBeforeSequence) { probe in
            let stream = try await probe.createStream()
            try await stream.write("all of it", sequence: "5")
            try await stream.writeClosed()
            try await stream.append("more", sequence: "4").expectPermittedStatus().expectClosed()
        },
    ]
}

extension ProbedStream {
    /// The most reads before a reader stops waiting to be told of the end.
    private static let mostReads = 400

    /// Reads on and on until an answer says that the stream is closed; hands back all that came until then.
    fileprivate func readUntilClosed() async throws -> Payload {
        var position = ReadPosition.beginning
        var bytes: [UInt8] = []
        for _ in 0..<Self.mostReads {
            let reply = try await read(from: position).requireSuccess("a read")
            bytes += reply.body
            if reply.isClosed { return Payload(bytes) }
            let next = try reply.requireNextOffset()
            if position == .at(next) { try await probe.pause(.milliseconds(5)) }
            position = .at(next)
        }
        throw Interruption.preconditionUnmet("no read said that the stream is closed")
    }
}
