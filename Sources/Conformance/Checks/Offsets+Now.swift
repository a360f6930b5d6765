import HTTPMessage
import Specification

// §8 Offsets: the sentinel `now`.

extension Check {
    // MARK: Catch-up

    static let offsetNow: [Check] = [
        // A catch-up read from `now` succeeds, on an empty stream and on one with data.
        Check(.offsetNowCatchUpSucceeds) { probe in
            let stream = try await probe.createStream("history")
            try await stream.read(from: .now).expectPermittedStatus()
            try await stream.requireHolds("history")
        },

        Check(.offsetNowCatchUpSucceeds, "empty-stream") { probe in
            let stream = try await probe.createStream()
            try await stream.read(from: .now).expectPermittedStatus()
            try await stream.requireTakesAppends()
        },

        // A catch-up read from `now` on a stream that is not JSON has a body of no bytes.
        Check(.offsetNowCatchUpEmptyBody) { probe in
            let stream = try await probe.createStream("history")
            try await stream.read(from: .now).expectPermittedStatus().expectBody("")
            try await stream.requireHolds("history")
        },

        Check(.offsetNowCatchUpEmptyBody, "empty-stream") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            try await stream.read(from: .now).expectPermittedStatus().expectBody("")
            try await stream.requireTakesAppends()
        },

        Check(.offsetNowCatchUpEmptyBody, "lines-of-json") { probe in
            let stream = try await probe.createStream(contentType: "application/x-ndjson", "{}\n")
            try await stream.read(from: .now).expectPermittedStatus().expectBody("")
            try await stream.requireHolds("{}\n")
        },

        // A catch-up read from `now` on a JSON stream has the empty array as its body.
        Check(.offsetNowCatchUpEmptyArray) { probe in
            let stream = try await probe.createJSONStream("[1,2,3]")
            try await stream.read(from: .now).expectPermittedStatus().expectJSON("[]")
        },

        Check(.offsetNowCatchUpEmptyArray, "empty-stream") { probe in
            let stream = try await probe.createJSONStream()
            try await stream.read(from: .now).expectPermittedStatus().expectJSON("[]")
        },

        // A catch-up read from `now` carries the tail offset in `Stream-Next-Offset`.
        Check(.offsetNowCatchUpNextOffset) { probe in
            let stream = try await probe.createStream("history ")
            let tail = try await stream.write("and more").requireNextOffset()
            try await stream.read(from: .now).expectNextOffset(tail)
            try await stream.requireHolds("history and more")
        },

        Check(.offsetNowCatchUpNextOffset, "empty-stream") { probe in
            let stream = try await probe.createStream()
            try await stream.read(from: .now).expectNextOffset(stream.tail())
            try await stream.requireTakesAppends()
        },

        Check(.offsetNowCatchUpNextOffset, "moves-with-the-tail") { probe in
            let stream = try await probe.createStream()
            for number in 0..<10 {
                let tail = try await stream.write("\(number)").requireNextOffset()
                try await stream.read(from: .now, freshConnection: number % 3 == 0).expectNextOffset(tail)
            }
            try await stream.requireHolds("0123456789")
        },

        // Reading on from the offset that `now` gave returns exactly what was appended afterwards.
        Check(.offsetNowCatchUpResumes) { probe in
            let stream = try await probe.createStream("history")
            let offset = try await stream.read(from: .now).requireNextOffset()
            try await stream.write("news")
            try await stream.read(from: .at(offset)).expectPermittedStatus()
            try await stream.contents(from: .at(offset)).expect("news")
        },

        Check(.offsetNowCatchUpResumes, "empty-stream") { probe in
            let stream = try await probe.createStream()
            let offset = try await stream.read(from: .now).requireNextOffset()
            try await stream.write("first ")
            try await stream.write("news")
            try await stream.contents(from: .at(offset)).expect("first news")
        },

        Check(.offsetNowCatchUpResumes, "json", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream("[1,2]")
            let offset = try await stream.read(from: .now).requireNextOffset()
            try await stream.write("[3,4]")
            try await stream.contents(from: .at(offset)).expectMessages("3", "4")
        },

        Check(.offsetNowCatchUpResumes, "while-a-writer-appends") { probe in
            // Whenever `now` is asked for, what follows it and what stands before it make up the stream.
            let stream = try await probe.createStream()
            async let writing: Void = { for number in 0..<30 { try await stream.write("\(number % 10)") } }()
            var offsets: [Offset] = []
            for _ in 0..<10 { offsets.append(try await stream.read(from: .now).requireNextOffset()) }
            try await writing
            let whole = try await stream.contents().bytes
            try probe.require(whole.count == 30, "the stream does not hold 30 appends")
            for offset in offsets {
                let rest = try await stream.contents(from: .at(offset))
                rest.last.expect(
                    whole.reversed().starts(with: rest.bytes.reversed()), "the end of \(Payload(whole).shown)",
                    observed: Payload(rest.bytes).shown)
            }
            probe.expect(offsets == offsets.sorted(), "offsets that never go back", observed: "\(offsets)")
        },

        // A catch-up read from `now` carries `Stream-Up-To-Date: true`.
        Check(.offsetNowCatchUpUpToDate) { probe in
            let stream = try await probe.createStream("history")
            try await stream.read(from: .now).expectUpToDate()
            try await stream.requireHolds("history")
        },

        Check(.offsetNowCatchUpUpToDate, "empty-stream") { probe in
            let stream = try await probe.createStream()
            try await stream.read(from: .now).expectUpToDate()
            try await stream.requireTakesAppends()
        },

        // A catch-up read from `now` carries `Cache-Control: no-store`.
        Check(.offsetNowCatchUpNotStored) { probe in
            let stream = try await probe.createStream("history")
            let reply = try await stream.read(from: .now)
            reply.expect(
                reply[.cacheControl]?.lowercased().contains("no-store") ?? false, "Cache-Control: no-store",
                observed: reply[.cacheControl].map { "Cache-Control: \($0)" } ?? "no Cache-Control")
            try await stream.requireHolds("history")
        },

        // A catch-up read from `now` contains no message of the stream, however many it holds.
        Check(.offsetNowNoHistory) { probe in
            let stream = try await probe.createStream()
            for number in 0..<20 { try await stream.write("message \(number)") }
            try await stream.read(from: .now).expectBody("")
            try await stream.read(from: .beginning).requireBeginning("message 0")
        },

        Check(.offsetNowNoHistory, "past-64-kib") { probe in
            let data = Payload(pseudoRandomBytes: 200_000, seed: probe.seed)
            let stream = try await probe.createStream(contentType: "application/octet-stream", data)
            try await stream.read(from: .now).expectBody("")
            try await stream.requireHolds(data)
        },

        Check(.offsetNowNoHistory, "json", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream()
            for number in 0..<20 { try await stream.write("\(number)") }
            let reply = try await stream.read(from: .now)
            reply.expect(
                (try? JSONValue.parse(reply.body))?.elements?.isEmpty ?? reply.body.isEmpty, "no message",
                observed: reply.text)
            try await probe.require(stream.contents().messages?.count == 20, "the stream does not hold 20 messages")
        },
    ]

    // MARK: Long-poll

    static let offsetNowLive: [Check] = [
        // A long-poll from `now` on an open stream waits at once for new data, and no empty answer comes first.
        Check(.offsetNowLongPollWaits) { probe in
            let woken = try await probe.wake(from: .now, initial: "history") { try await $0.write("news") }
            try await woken.expectBrought("news")
            woken.expectPrompt()
        },

        Check(.offsetNowLongPollWaits, "empty-stream") { probe in
            let woken = try await probe.wake(from: .now) { try await $0.write("first news") }
            try await woken.expectBrought("first news")
            woken.expectPrompt()
        },

        // A long-poll from `now` returns the data appended while it waits, and nothing older.
        Check(.offsetNowLongPollNewData) { probe in
            let woken = try await probe.wake(from: .now, initial: "history") { try await $0.write("news") }
            try await woken.expectBrought("news")
        },

        Check(.offsetNowLongPollNewData, "past-64-kib") { probe in
            let history = Payload(repeating: 0x2E, count: 200_000)
            let woken = try await probe.wake(
                from: .now, contentType: "application/octet-stream", initial: history
            ) { try await $0.write("news") }
            try await woken.expectBrought("news")
        },

        Check(.offsetNowLongPollNewData, "json", needs: [.json]) { probe in
            let woken = try await probe.wake(from: .now, contentType: "application/json", initial: "[1,2]") {
                try await $0.write("[3,4]")
            }
            try await woken.expectBroughtMessages("3", "4")
        },

        Check(.offsetNowLongPollNewData, "and-on-from-there") { probe in
            let woken = try await probe.wake(from: .now, initial: "history") { try await $0.write("news, ") }
            let next = try woken.reply.requireNextOffset()
            try await woken.stream.write("more news")
            let rest = Payload(Array("news, more news".utf8.dropFirst(woken.reply.body.count)))
            try await woken.stream.contents(from: .at(next)).expect(rest)
        },

        Check(.offsetNowLongPollNewData, "ten-readers-at-once") { probe in
            let woken = try await probe.wake(readers: 10, from: .now, initial: "history") { try await $0.write("news") }
            try await woken.expectBrought("news")
        },

        // A long-poll from `now` that gets no data ends with `Stream-Up-To-Date: true`.
        Check(.offsetNowLongPollTimeout, waits: longPollWait) { probe in
            let stream = try await probe.createStream("history")
            try await stream.longPoll(from: .now).expectPermittedStatus().expectUpToDate()
            try await stream.requireHolds("history")
        },

        // The answer to a long-poll from `now` carries the tail offset in `Stream-Next-Offset`.
        Check(.offsetNowLongPollNextOffset) { probe in
            // A single byte is never cut, so that the answer reaches the tail.
            let woken = try await probe.wake(from: .now, initial: "history") { try await $0.write("!") }
            try woken.reply.requireStart(of: "!")
            try await woken.reply.expectNextOffset(woken.stream.tail())
        },

        Check(.offsetNowLongPollNextOffset, "after-the-timeout", waits: longPollWait) { probe in
            let stream = try await probe.createStream("history")
            try await stream.longPoll(from: .now).expectNextOffset(stream.tail())
            try await stream.requireHolds("history")
        },
    ]

    // MARK: Closed streams

    static let offsetNowClosed: [Check] = [
        // A read from `now` on a closed stream is answered at once, in every read mode.
        Check(.offsetNowClosedAtOnce) { probe in
            let stream = try await probe.createStream("the end", closed: true)
            let (reply, time) = try await probe.timed { try await stream.read(from: .now) }
            let limit = probe.context.patience.promptness
            reply.expect(time <= limit, "an answer within \(limit)", observed: "one after \(time)")
            reply.expectClosed()
        },

        Check(.offsetNowClosedAtOnce, "long-poll", needs: [.longPoll]) { probe in
            let stream = try await probe.createStream("the end", closed: true)
            try await probe.expectAtOnce { try await stream.longPoll(from: .now) }.expectClosed()
        },

        // A read from `now` on a closed stream, by catch-up or long-poll, carries `Stream-Closed: true` and
        // `Stream-Up-To-Date: true`.
        Check(.offsetNowClosedHeaders) { probe in
            let stream = try await probe.createStream("the end")
            try await stream.writeClosed()
            try await stream.read(from: .now).expectClosed().expectUpToDate()
        },

        Check(.offsetNowClosedHeaders, "closed-while-empty") { probe in
            let stream = try await probe.createStream(closed: true)
            try await stream.read(from: .now).expectClosed().expectUpToDate()
        },

        Check(.offsetNowClosedHeaders, "long-poll", needs: [.longPoll]) { probe in
            let stream = try await probe.createStream("nearly ")
            try await stream.writeClosed("the end")
            try await stream.longPoll(from: .now).expectClosed().expectUpToDate()
        },

        // A read from `now` on a closed stream, by catch-up or long-poll, carries the final offset in
        // `Stream-Next-Offset`.
        Check(.offsetNowClosedNextOffset) { probe in
            let stream = try await probe.createStream("nearly ")
            let tail = try await stream.writeClosed("the end").requireNextOffset()
            try await stream.read(from: .now).expectNextOffset(tail)
            try await stream.requireHolds("nearly the end")
        },

        Check(.offsetNowClosedNextOffset, "closed-while-empty") { probe in
            let stream = try await probe.createStream(closed: true)
            try await stream.read(from: .now).expectNextOffset(stream.tail())
            try await stream.requireRefusesAppends()
        },

        Check(.offsetNowClosedNextOffset, "long-poll", needs: [.longPoll]) { probe in
            let stream = try await probe.createStream("the end", closed: true)
            try await stream.longPoll(from: .now).expectNextOffset(stream.tail())
            try await stream.requireHolds("the end")
        },

        // A catch-up read from `now` on a closed stream succeeds without data: an empty body, or the empty array on a
        // JSON stream.
        Check(.offsetNowClosedCatchUp) { probe in
            let stream = try await probe.createStream("the end", closed: true)
            try await stream.read(from: .now).expectPermittedStatus().expectBody("")
            try await stream.requireHolds("the end")
        },

        Check(.offsetNowClosedCatchUp, "json", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream("[1,2]")
            try await stream.writeClosed("[3]")
            try await stream.read(from: .now).expectPermittedStatus().expectJSON("[]")
        },

        // A long-poll from `now` on a closed stream is answered without data and without waiting.
        Check(.offsetNowClosedLongPoll, needs: [.closure]) { probe in
            let stream = try await probe.createStream("the end", closed: true)
            try await probe.expectAtOnce { try await stream.longPoll(from: .now) }
                .expectPermittedStatus().expectBody("")
        },

        Check(.offsetNowClosedLongPoll, "json", needs: [.closure, .json]) { probe in
            let stream = try await probe.createJSONStream("[1]")
            try await stream.writeClosed("[2]")
            try await probe.expectAtOnce { try await stream.longPoll(from: .now) }
                .expectPermittedStatus().expectBody("")
        },
    ]

    /// What checks that see a server's own timeout declare as their wait, so that they are started first.
    static let longPollWait = Duration.seconds(4)
}
