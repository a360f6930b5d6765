import HTTPMessage
import Specification

// §5.7 Read Stream: live by long-poll. What the answers hold.

extension Check {
    // MARK: Following

    static let longPollFollowing: [Check] = [
        // The body holds the bytes that came behind the offset, and nothing before it.
        Check(.longPollReturnsNewBytes) { probe in
            let woken = try await probe.wake(initial: "seen, ") { try await $0.write("unseen") }
            try await woken.expectBrought("unseen")
        },

        Check(.longPollReturnsNewBytes, "every-byte-value") { probe in
            let bytes = Payload((0...255).map { UInt8($0) })
            let woken = try await probe.wake(contentType: "application/octet-stream", initial: [0x0D]) {
                try await $0.write(bytes)
            }
            woken.reply.expectPermittedStatus().expectStart(of: bytes)
        },

        Check(.longPollReturnsNewBytes, "past-64-kib") { probe in
            let data = Payload(pseudoRandomBytes: 200_000, seed: probe.seed)
            let woken = try await probe.wake(contentType: "application/octet-stream", initial: "seen") {
                try await $0.write(data)
            }
            let tail = woken.tail
            let followed = try await woken.stream.follow(from: .at(tail)) { $0.bytes.count >= data.bytes.count }
            woken.reply.expectPermittedStatus().expectStart(of: data)
            followed.expect(data)
        },

        Check(.longPollReturnsNewBytes, "following-a-writer") { probe in
            let stream = try await probe.createStream("seen, ")
            let tail = try await stream.tail()
            let pieces = (0..<40).map { "append \($0);" }
            let expected = Payload(pieces.joined())
            let written = probe.moment()
            async let writing: Void = written.ending { for piece in pieces { try await stream.write(Payload(piece)) } }
            let followed = try await stream.follow(from: .at(tail), after: written) {
                $0.bytes.count >= expected.bytes.count
            }
            try await writing
            followed.expect(expected)
        },

        Check(.longPollReturnsNewBytes, "following-a-hesitant-writer") { probe in
            // The pauses let the reader arrive before the data as often as after it.
            let stream = try await probe.createStream()
            let bytes = Payload(pseudoRandomBytes: 12, seed: probe.seed).bytes
            let expected = Payload((0..<12).map { "\($0);" }.joined())
            let written = probe.moment()
            async let writing: Void = written.ending {
                for (number, byte) in bytes.enumerated() {
                    try await probe.pause(.milliseconds(Int(byte) / 4))
                    try await stream.write("\(number);")
                }
            }
            let followed = try await stream.follow(from: .beginning, after: written) {
                $0.bytes.count >= expected.bytes.count
            }
            try await writing
            followed.expect(expected)
        },

        Check(.longPollReturnsNewBytes, "following-several-writers") { probe in
            let stream = try await probe.createStream()
            let written = probe.moment()
            async let writing: [Void] = written.ending {
                try await probe.concurrently(4) { writer in
                    for number in 0..<10 { try await stream.write("<\(writer)\(number)>") }
                }
            }
            let followed = try await stream.follow(from: .beginning, after: written) { $0.bytes.count >= 160 }
            _ = try await writing
            try await followed.expect(Payload(stream.contents().bytes))
            followed.last.expect(followed.bytes.count == 160, "160 bytes", observed: "\(followed.bytes.count)")
        },

        Check(.longPollReturnsNewBytes, "following-large-appends") { probe in
            let data = Payload(pseudoRandomBytes: 500_000, seed: probe.seed)
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            let written = probe.moment()
            async let writing: Void = written.ending {
                for start in stride(from: 0, to: 500_000, by: 50_000) {
                    try await stream.write(Payload(Array(data.bytes[start..<start + 50_000])))
                }
            }
            let followed = try await stream.follow(from: .beginning, after: written) { $0.bytes.count >= 500_000 }
            try await writing
            followed.expect(data)
        },

        Check(.longPollReturnsNewBytes, "following-json", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream()
            let written = probe.moment()
            async let writing: Void = written.ending {
                for number in 0..<20 { try await stream.write("[\(2 * number),\(2 * number + 1)]") }
            }
            let followed = try await stream.follow(from: .beginning, after: written) {
                ($0.messages?.count ?? .max) >= 40
            }
            try await writing
            let found = followed.messages.map { $0.map { $0.integer ?? -1 } }
            followed.last.expect(found == (0..<40).map { $0 }, "0 to 39 in order", observed: "\(found ?? [])")
        },

        // One append ends the wait of every reader at its offset, and each gets the same bytes.
        Check(.longPollAllWaitersWoken) { probe in
            let woken = try await probe.wake(readers: 25, initial: "seen, ") { try await $0.write("unseen") }
            try await woken.expectBrought("unseen")
            woken.expectPrompt()
        },

        Check(.longPollAllWaitersWoken, "at-different-offsets") { probe in
            let stream = try await probe.createStream()
            var offsets = [try await stream.tail()]
            for number in 0..<5 { offsets.append(try await stream.write("\(number)").requireNextOffset()) }
            let known = offsets
            let written = probe.moment()
            let (followed, _) = try await probe.whileWaiting {
                try await probe.concurrently(12) { reader in
                    try await stream.follow(from: .at(known[reader % 6]), after: written) {
                        $0.bytes.last == UInt8(ascii: "!")
                    }
                }
            } _: {
                try await written.ending { try await stream.write("!") }
            }
            for (reader, one) in followed.enumerated() {
                one.expect(Payload((reader % 6..<5).map { "\($0)" }.joined() + "!"))
            }
        },

        Check(.longPollAllWaitersWoken, "one-leaves") { probe in
            let woken = try await probe.wake(readers: 5, initial: "seen, ") { stream in
                var request = stream.request(
                    .get, query: [("live", "long-poll"), ("offset", try await stream.tail().token)])
                request.usesFreshConnection = true
                let leaving = await probe.open(request)
                try await probe.pause(.milliseconds(50))
                leaving.cancel()
                try await stream.write("unseen")
            }
            try await woken.expectBrought("unseen")
            woken.expectPrompt()
        },

        Check(.longPollAllWaitersWoken, "on-many-streams") { probe in
            let streams = try await probe.concurrently(10) { _ in try await probe.createStream() }
            let written = probe.moment()
            let (followed, _) = try await probe.whileWaiting {
                try await probe.concurrently(10) { number in
                    try await streams[number].follow(from: .beginning, after: written) { !$0.bytes.isEmpty }
                }
            } _: {
                try await written.ending {
                    try await probe.concurrently(10) { number in try await streams[number].write("\(number)") }
                }
            }
            for (number, one) in followed.enumerated() { one.expect("\(number)") }
        },
    ]

    // MARK: With data

    static let longPollData: [Check] = [
        // An answer with data carries the offset to go on from in `Stream-Next-Offset`, as catch-up does.
        Check(.longPollDataNextOffset) { probe in
            let stream = try await probe.createStream("seen")
            let reply = try await stream.longPoll(from: .beginning).requireStart(of: "seen")
            reply.expectPresent(.streamNextOffset)
            guard let next = reply.nextOffset else { return }
            try await stream.write(", unseen")
            let rest = Payload(Array("seen, unseen".utf8.dropFirst(reply.body.count)))
            try await stream.contents(from: .at(next)).expect(rest)
        },

        Check(.longPollDataNextOffset, "of-a-woken-reader") { probe in
            let woken = try await probe.wake(initial: "seen") { try await $0.write("woken") }
            try woken.reply.requireStart(of: "woken")
            woken.reply.expectPresent(.streamNextOffset)
            guard let next = woken.reply.nextOffset else { return }
            try await woken.stream.write(", later")
            let rest = Payload(Array("woken, later".utf8.dropFirst(woken.reply.body.count)))
            try await woken.stream.contents(from: .at(next)).expect(rest)
        },

        // An answer with data carries the stream's content type in `Content-Type`, as catch-up does.
        Check(.longPollDataContentType) { probe in
            let stream = try await probe.createStream(contentType: "text/csv", "a,b\n")
            try await stream.longPoll(from: .beginning).requireStart(of: "a,b\n").expectContentType("text/csv")
        },

        Check(.longPollDataContentType, "of-a-woken-reader") { probe in
            let woken = try await probe.wake(contentType: "application/vnd.tidemark-example") {
                try await $0.write("woken")
            }
            try woken.reply.requireStart(of: "woken").expectContentType("application/vnd.tidemark-example")
        },

        // An answer with all data there is carries `Stream-Up-To-Date: true`, as catch-up does.
        Check(.longPollDataUpToDate) { probe in
            let stream = try await probe.createStream("all there is")
            let tail = try await stream.tail()
            try await stream.longPollToEnd(from: .beginning, at: tail, bringing: "all there is").expectUpToDate()
        },

        Check(.longPollDataUpToDate, "of-a-woken-reader") { probe in
            // A single byte is never cut.
            let woken = try await probe.wake(initial: "seen") { try await $0.write("!") }
            try woken.reply.requireStart(of: "!").expectUpToDate()
        },

        // An answer with the last data of a stream already closed carries `Stream-Closed: true`, as catch-up does.
        Check(.longPollDataClosed, needs: [.closure]) { probe in
            let stream = try await probe.createStream("the end")
            let tail = try await stream.writeClosed().requireNextOffset()
            try await stream.longPollToEnd(from: .beginning, at: tail, bringing: "the end").expectClosed()
        },

        Check(.longPollDataClosed, "closed-by-an-append", needs: [.closure]) { probe in
            let stream = try await probe.createStream("nearly ")
            let offset = try await stream.tail()
            let tail = try await stream.writeClosed("the end").requireNextOffset()
            try await stream.longPollToEnd(from: .at(offset), at: tail, bringing: "the end").expectClosed()
        },

        Check(.longPollDataClosed, "not-while-open", needs: [.closure]) { probe in
            let woken = try await probe.wake(initial: "seen") { try await $0.write("woken") }
            try woken.reply.requireStart(of: "woken").expectNotClosed()
        },

        // An answer with data carries `Stream-Cursor`, unless it reports closure.
        Check(.longPollDataCursor) { probe in
            let stream = try await probe.createStream("some data")
            try await stream.longPoll(from: .beginning).requireStart(of: "some data").expectPresent(.streamCursor)
        },

        Check(.longPollDataCursor, "of-a-woken-reader") { probe in
            let woken = try await probe.wake(initial: "seen") { try await $0.write("woken") }
            try woken.reply.requireStart(of: "woken").expectPresent(.streamCursor)
        },
    ]

    // MARK: After the timeout

    static let longPollTimeouts: [Check] = [
        // A wait that ends without data is answered without a body.
        Check(.longPollTimeoutStatus, waits: longPollWait) { probe in
            let stream = try await probe.createStream("seen")
            try await stream.longPoll(from: .at(stream.tail())).expectPermittedStatus().expectBody("")
        },

        Check(.longPollTimeoutStatus, "json", needs: [.json], waits: longPollWait) { probe in
            let stream = try await probe.createJSONStream("[1]")
            try await stream.longPoll(from: .at(stream.tail())).expectPermittedStatus().expectBody("")
        },

        // An answer without data carries the tail offset in `Stream-Next-Offset`.
        Check(.longPollTimeoutNextOffset, waits: longPollWait) { probe in
            let stream = try await probe.createStream("seen")
            let tail = try await stream.tail()
            try await stream.longPoll(from: .at(tail)).requireNoData().expectNextOffset(tail)
            try await stream.requireHolds("seen")
        },

        Check(.longPollTimeoutNextOffset, "empty-stream", waits: longPollWait) { probe in
            let stream = try await probe.createStream()
            let tail = try await stream.tail()
            try await stream.longPoll(from: .beginning).requireNoData().expectNextOffset(tail)
            try await stream.requireTakesAppends()
        },

        // Going on from the offset of an answer without data misses no byte, even when an append meets the end of the
        // wait.
        Check(.longPollTimeoutSkipsNothing, waits: longPollWait) { probe in
            let stream = try await probe.createStream("seen")
            let next = try await stream.longPoll(from: .at(stream.tail())).requireNoData().requireNextOffset()
            try await stream.write("unseen")
            try await stream.contents(from: .at(next)).expect("unseen")
        },

        Check(.longPollTimeoutSkipsNothing, "append-meets-the-timeout", waits: .seconds(4)) { probe in
            let (_, timeout) = try await probe.timed {
                let idle = try await probe.createStream()
                try await idle.longPoll(from: .beginning).requireNoData()
            }
            guard timeout <= .seconds(2) else { throw probe.notApplicable("the timeout is too long to meet it") }
            _ = try await probe.concurrently(16) { number in
                let stream = try await probe.createStream("seen")
                let tail = try await stream.tail()
                async let polled = stream.longPoll(from: .at(tail))
                try await probe.pause(timeout + .milliseconds(5 * (number - 10)))
                try await stream.write("unseen")
                try await stream.expectNothingSkipped(after: polled, then: "unseen")
            }
        },

        // An answer without data carries `Stream-Up-To-Date: true`.
        Check(.longPollTimeoutUpToDate, waits: longPollWait) { probe in
            let stream = try await probe.createStream("seen")
            try await stream.longPoll(from: .at(stream.tail())).requireNoData().expectUpToDate()
            try await stream.requireHolds("seen")
        },

        // An answer without data carries `Stream-Cursor` while the stream is open.
        Check(.longPollTimeoutCursor, waits: longPollWait) { probe in
            let stream = try await probe.createStream("seen")
            try await stream.longPoll(from: .at(stream.tail())).requireNoData().expectPresent(.streamCursor)
            try await stream.requireHolds("seen")
        },

        // An answer without data carries no `Stream-Closed: true` while the stream is open: being up to date is not
        // the end.
        Check(.longPollTimeoutOpenNotClosed, waits: longPollWait) { probe in
            let stream = try await probe.createStream("seen")
            try await stream.longPoll(from: .at(stream.tail())).requireNoData().expectNotClosed()
            try await stream.requireHolds("seen")
        },
    ]
}

extension Reply {
    /// Goes on only with an answer that brought no data.
    @discardableResult
    fileprivate func requireNoData() throws -> Reply {
        try requireSuccess("a long-poll")
        guard body.isEmpty else { throw Interruption.preconditionUnmet("a long-poll at the tail brought data") }
        return self
    }

}

extension ProbedStream {
    /// The answer with data that reaches the tail, the only one or the last of several: servers may cut a read anywhere.
    fileprivate func longPollToEnd(
        from start: ReadPosition, at tail: Offset, bringing expected: Payload
    ) async throws -> Reply {
        let followed = try await follow(from: start) { $0.last.nextOffset == tail }
        try probe.require(followed.last.nextOffset == tail, "no long-poll reached the tail")
        try probe.require(
            followed.bytes == expected.bytes,
            "long-polls bring \(Payload(followed.bytes).shown), not \(expected.shown)")
        return followed.last
    }
}
