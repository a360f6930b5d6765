import HTTPMessage
import Specification

// §5.7 Read Stream: live by long-poll. Requests and waiting; the answers are in LongPoll+Answers.swift, what closing
// does in LongPoll+Closure.swift.

extension Check {
    static let longPoll: [Check] =
        longPollRequests + longPollWaiting + longPollFollowing + longPollData + longPollTimeouts + longPollClosed
        + longPollClosing

    // MARK: Requests

    private static let longPollRequests: [Check] = [
        // A long-poll request without an offset is refused.
        Check(.longPollOffsetRequired) { probe in
            let stream = try await probe.createStream("some data")
            try await stream.get(query: [("live", "long-poll")]).expectPermittedStatus()
        },

        Check(.longPollOffsetRequired, "empty-stream") { probe in
            let stream = try await probe.createStream()
            try await stream.get(query: [("live", "long-poll")], timeouts: probe.longPollTimeouts)
                .expectPermittedStatus()
        },

        Check(.longPollOffsetRequired, "with-a-cursor") { probe in
            let stream = try await probe.createStream("some data")
            try await stream.get(query: [("cursor", "1"), ("live", "long-poll")]).expectPermittedStatus()
        },

        // A long-poll request with an offset that cannot be one is refused.
        Check(.longPollMalformedOffsetRejected) { probe in
            let stream = try await probe.createStream("some data")
            let token = try await stream.tail().token
            let query = [("live", "long-poll"), ("offset", token + "," + token)]
            try await stream.get(query: query, timeouts: probe.longPollTimeouts).expectPermittedStatus()
        },

        Check(.longPollMalformedOffsetRejected, "slash") { probe in
            let stream = try await probe.createStream("some data")
            let token = try await stream.tail().token
            let query = [("live", "long-poll"), ("offset", token + "/" + token)]
            try await stream.get(query: query, timeouts: probe.longPollTimeouts).expectPermittedStatus()
        },

        // A long-poll request for a URL without a stream is refused at once.
        Check(.longPollMissingStream) { probe in
            let stream = probe.unusedStream()
            try await probe.expectAtOnce { try await stream.longPoll(from: .beginning) }.expectPermittedStatus()
        },

        Check(.longPollMissingStream, "from-now") { probe in
            let stream = probe.unusedStream()
            try await probe.expectAtOnce { try await stream.longPoll(from: .now) }.expectPermittedStatus()
        },

        Check(.longPollMissingStream, "deleted-while-a-reader-waits") { probe in
            // What becomes of the waiting reader is left open; that it goes on to get data is not.
            let woken = try await probe.wake(initial: "doomed") { try await $0.delete().requireSuccess("DELETE") }
            woken.reply.expect(
                !woken.reply.isSuccess || woken.reply.body.isEmpty, "no data of a deleted stream",
                observed: woken.reply.text)
            try await probe.expectAtOnce { try await woken.stream.longPoll(from: .at(woken.tail)) }
                .expectPermittedStatus()
        },

        // A request that echoes the cursor of an earlier answer is answered like one without: data when there is some,
        // else a wait.
        Check(.longPollCursorAccepted) { probe in
            let stream = try await probe.createStream("some data")
            let cursor = try await stream.longPoll(from: .beginning).requireCursor()
            let reply = try await stream.longPoll(from: .beginning, cursor: cursor)
            reply.expectPermittedStatus().expectStart(of: "some data")
        },

        Check(.longPollCursorAccepted, "while-waiting") { probe in
            let stream = try await probe.createStream("seen, ")
            let cursor = try await stream.longPoll(from: .beginning).requireCursor()
            let next = try await stream.tail()
            let (polled, _) = try await probe.whileWaiting {
                try await stream.longPoll(from: .at(next), cursor: cursor)
            } _: {
                try await stream.write("unseen")
            }
            polled.expectPermittedStatus()
            try await stream.expectNothingSkipped(after: polled, then: "unseen")
        },

        Check(.longPollCursorAccepted, "round-after-round") { probe in
            let stream = try await probe.createStream()
            var position = try await stream.tail()
            var cursor: String?
            for number in 0..<10 {
                try await stream.write("\(number)")
                let reply = try await stream.longPoll(from: .at(position), cursor: cursor)
                reply.expectPermittedStatus().expectBody("\(number)")
                position = try reply.requireNextOffset()
                cursor = try reply.requireCursor()
            }
        },
    ]

    // MARK: Waiting

    private static let longPollWaiting: [Check] = [
        // Where data stands behind the offset already, it is returned without waiting.
        Check(.longPollExistingDataAtOnce) { probe in
            let stream = try await probe.createStream("already there")
            try await probe.expectAtOnce { try await stream.longPoll(from: .beginning) }
                .expectPermittedStatus().expectStart(of: "already there")
        },

        Check(.longPollExistingDataAtOnce, "from-the-middle") { probe in
            let stream = try await probe.createStream("seen, ")
            let offset = try await stream.tail()
            try await stream.write("unseen")
            try await probe.expectAtOnce { try await stream.longPoll(from: .at(offset)) }
                .expectPermittedStatus().expectStart(of: "unseen")
        },

        Check(.longPollExistingDataAtOnce, "just-appended") { probe in
            let stream = try await probe.createStream()
            for number in 0..<10 {
                let before = try await stream.tail()
                try await stream.write("\(number)")
                let reply = try await stream.longPoll(from: .at(before))
                reply.expectPermittedStatus().expectBody("\(number)")
            }
        },

        // Where nothing stands behind the offset, the server keeps the request until data comes or its timeout ends.
        Check(.longPollWaitsForData, waits: longPollWait) { probe in
            let stream = try await probe.createStream("seen")
            let tail = try await stream.tail()
            let (reply, time) = try await probe.timed { try await stream.longPoll(from: .at(tail)) }
            reply.expectPermittedStatus()
            reply.expect(time >= shortestTimeout, "a wait", observed: "an answer after \(time)")
        },

        Check(.longPollWaitsForData, "empty-stream") { probe in
            let woken = try await probe.wake { try await $0.write("first") }
            woken.reply.expectPermittedStatus()
            try await woken.stream.expectNothingSkipped(after: woken.reply, then: "first")
        },

        Check(.longPollWaitsForData, "from-the-beginning-of-an-empty-stream") { probe in
            let woken = try await probe.wake(from: .beginning) { try await $0.write("first") }
            try await woken.expectBrought("first")
            woken.expectPrompt()
        },

        Check(.longPollWaitsForData, "not-woken-by-a-refused-append") { probe in
            let woken = try await probe.wake(initial: "seen, ") { stream in
                try await stream.append("")
                try await stream.append("of another type", contentType: "application/octet-stream")
                try await stream.write("unseen")
            }
            woken.reply.expectPermittedStatus()
            try await woken.stream.expectNothingSkipped(after: woken.reply, then: "unseen")
        },

        Check(.longPollWaitsForData, "not-woken-by-other-requests") { probe in
            let woken = try await probe.wake(initial: "seen, ") { stream in
                try await stream.head()
                try await stream.read()
                try await stream.put()
                try await stream.write("unseen")
            }
            woken.reply.expectPermittedStatus()
            try await woken.stream.expectNothingSkipped(after: woken.reply, then: "unseen")
        },

        Check(.longPollWaitsForData, "not-woken-by-another-stream") { probe in
            let other = try await probe.createStream()
            let woken = try await probe.wake(initial: "seen, ") { stream in
                try await other.write("not for this reader")
                try await stream.write("unseen")
            }
            woken.reply.expectPermittedStatus()
            try await woken.stream.expectNothingSkipped(after: woken.reply, then: "unseen")
        },

        // An append ends the wait: the waiting request returns well before its timeout.
        Check(.longPollWokenByAppend) { probe in
            let woken = try await probe.wake(initial: "seen, ") { try await $0.write("unseen") }
            woken.reply.expectPermittedStatus()
            try woken.reply.requireStart(of: "unseen")
            woken.expectPrompt()
        },

        Check(.longPollWokenByAppend, "single-byte") { probe in
            let woken = try await probe.wake(contentType: "application/octet-stream") { try await $0.write([0x00]) }
            woken.reply.expectPermittedStatus().expectBody([0x00])
            woken.expectPrompt()
        },

        Check(.longPollWokenByAppend, "past-64-kib") { probe in
            let data = Payload(repeating: 0x2E, count: 100_000)
            let woken = try await probe.wake(contentType: "application/octet-stream") {
                try await $0.write(data)
            }
            woken.reply.expectPermittedStatus()
            try woken.reply.requireStart(of: data)
            woken.expectPrompt()
        },

        Check(.longPollWokenByAppend, "by-a-producer", needs: [.producers]) { probe in
            let woken = try await probe.wake { try await $0.write("produced", as: Producer("writer", seq: 0)) }
            try await woken.expectBrought("produced")
            woken.expectPrompt()
        },

        Check(.longPollWokenByAppend, "chunked-append") { probe in
            let woken = try await probe.wake {
                try await $0.append("in chunks", chunked: true).requireSuccess("a chunked append")
            }
            try await woken.expectBrought("in chunks")
            woken.expectPrompt()
        },

        Check(.longPollWokenByAppend, "every-time") { probe in
            let stream = try await probe.createStream()
            for number in 0..<5 {
                let woken = try await probe.wake(at: stream) { try await $0.write("\(number)") }
                woken.reply.expectPermittedStatus().expectBody("\(number)")
                woken.expectPrompt()
            }
        },
    ]
}

/// A long-poll timeout below which nobody would call it waiting.
private let shortestTimeout = Duration.milliseconds(10)

extension ProbedStream {
    /// Expects an answer to hold this, or, where the timeout came first, what follows its offset.
    func expectNothingSkipped(
        after reply: Reply, then expected: Payload, breaks requirement: Requirement? = nil
    ) async throws {
        guard reply.status == 204 else {
            var bytes = reply.body
            // What the answer leaves out has to stand behind it: a server may cut it anywhere.
            if bytes.count < expected.bytes.count && reply.isStart(of: expected) {
                bytes += try await contents(from: .at(reply.requireNextOffset())).bytes
            }
            reply.expect(
                bytes == expected.bytes, "the body \(expected.shown), or how that begins and then the rest",
                observed: Payload(bytes).shown, breaks: requirement)
            return
        }
        try await contents(from: .at(reply.requireNextOffset())).expect(expected, breaks: requirement)
    }
}

extension Woken {
    /// Expects every answer to bring these bytes: since a server may cut a read anywhere, what an answer leaves out has
    /// to stand behind it.
    func expectBrought(_ expected: Payload) async throws {
        for reply in replies {
            if !reply.probe.check.requirement.permitted.isEmpty { reply.expectPermittedStatus() }
            reply.expectStart(of: expected)
            guard reply.isStart(of: expected), reply.body.count < expected.bytes.count else { continue }
            let rest = Payload(Array(expected.bytes[reply.body.count...]))
            try await stream.contents(from: .at(reply.requireNextOffset())).expect(rest)
        }
    }

    /// Expects the answer to bring these messages, or the first of them: what it leaves out has to stand behind it.
    func expectBroughtMessages(_ expected: String...) async throws {
        reply.expectPermittedStatus()
        let brought = StreamContents(pieces: [reply])
        let count = brought.messages?.count ?? 0
        guard (1..<expected.count).contains(count) else { return brought.expectMessages(expected) }
        brought.expectMessages(Array(expected[..<count]))
        try await stream.contents(from: .at(reply.requireNextOffset())).expectMessages(Array(expected[count...]))
    }
}

extension Reply {
    /// The cursor of a live answer; without one the check ends as inconclusive.
    func requireCursor() throws -> String {
        guard let cursor = self[.streamCursor] else {
            throw Interruption.preconditionUnmet("a live answer carries no Stream-Cursor")
        }
        return cursor
    }
}
