import BlackBox
import Specification

/// What readers that waited at the tail of a stream were told when something happened to it.
struct Woken: Sendable {
    /// The stream.
    let stream: ProbedStream
    /// Its tail while they waited.
    let tail: Offset
    /// Their answers.
    let replies: [Reply]

    /// When each answer was there, in the time of the run.
    fileprivate let ends: [Duration]
    /// When what happened to the stream began and when it was done.
    fileprivate let (began, acted): (Duration, Duration)
    /// When a reader of another stream, to which nothing happened, was sent away; `nil` when it was still waiting.
    fileprivate let idleEnd: Duration?

    /// The answer of the first reader.
    var reply: Reply { replies[0] }

    /// Expects every reader to have been told at once: within the time allowed, and not by its timeout.
    ///
    /// A server with a short timeout answers soon whether it notices anything or not. What gives it away is that the
    /// reader of another stream, who came shortly before, is sent away first.
    func expectPrompt(breaks requirement: Requirement? = nil) {
        for (reply, end) in zip(replies, ends) {
            reply.expectPrompt(ended: end, since: acted, idleEnd: idleEnd, breaks: requirement)
        }
    }

    /// Whether the server's own timeout ended a wait before anything had happened to the stream.
    fileprivate func endedTooSoon(before moment: Duration) -> Bool {
        zip(replies, ends).contains { reply, end in reply.status == 204 && !reply.isClosed && end < moment }
    }
}

extension Reply {
    /// The time that must lie between an event and the timeout of a reader for its answer to tell one from the other.
    static let discernible = Duration.milliseconds(200)

    /// Expects an answer to have come by itself and not by the timeout.
    fileprivate func expectPrompt(
        ended: Duration, since event: Duration, idleEnd: Duration?, breaks requirement: Requirement?
    ) {
        let limit = probe.context.patience.promptness
        expect(
            ended - event <= limit, "an answer within \(limit)", observed: "one after \(ended - event)",
            breaks: requirement)
        if let idleEnd, idleEnd - event >= Self.discernible {
            expect(
                ended < idleEnd, "an answer before the timeout", observed: "one after the timeout", breaks: requirement)
        }
    }
}

extension Probe {
    /// How often a story with a waiting reader is told anew because the server's timeout came in between.
    private static let attempts = 3

    /// Has readers wait at the tail of a stream, does something to it, and hands back what they were told.
    ///
    /// The check is skipped when the server's timeout is too short for anything to happen while a reader waits.
    func wake(
        readers: Int = 1, from position: ReadPosition? = nil, contentType: String = "text/plain",
        initial: Payload? = nil, by action: @escaping @Sendable (ProbedStream) async throws -> Void
    ) async throws -> Woken {
        for attempt in 1...Self.attempts {
            let stream = try await createStream(contentType: contentType, initial)
            let woken = try await wakeOnce(stream, readers: readers, from: position, by: action)
            let isLast = attempt == Self.attempts
            if !woken.endedTooSoon(before: isLast ? woken.began : woken.acted) { return woken }
        }
        throw notApplicable("the server's own timeout ends before anything can happen to a waiting reader")
    }

    private func wakeOnce(
        _ stream: ProbedStream, readers: Int, from position: ReadPosition?,
        by action: @escaping @Sendable (ProbedStream) async throws -> Void
    ) async throws -> Woken {
        let tail = try await stream.tail()
        let (told, idleEnd) = try await besideAnIdleReader {
            try await whileWaiting {
                try await concurrently(readers) { _ in
                    (try await stream.longPoll(from: position ?? .at(tail)), context.clock.elapsed)
                }
            } _: {
                let began = context.clock.elapsed
                try await action(stream)
                return (began, context.clock.elapsed)
            }
        }
        return Woken(
            stream: stream, tail: tail, replies: told.waited.map(\.0), ends: told.waited.map(\.1), began: told.done.0,
            acted: told.done.1, idleEnd: idleEnd)
    }

    /// Sends a live read that must not wait, while a reader of another stream does, and expects it to come at once.
    func expectAtOnce(
        breaks requirement: Requirement? = nil, _ read: @escaping @Sendable () async throws -> Reply
    ) async throws -> Reply {
        let (timed, idleEnd) = try await besideAnIdleReader {
            let start = context.clock.elapsed
            let reply = try await read()
            return (reply: reply, start: start, end: context.clock.elapsed)
        }
        timed.reply.expectPrompt(ended: timed.end, since: timed.start, idleEnd: idleEnd, breaks: requirement)
        return timed.reply
    }

    /// How long before a story its idle reader begins to wait, so that its timeout ends first.
    private static let idleLead = Duration.milliseconds(50)

    /// Does something while a reader waits at the tail of a stream to which nothing happens, and tells when that
    /// reader was sent away, if that came first.
    private func besideAnIdleReader<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws -> (Value, idleEnd: Duration?) {
        let idle = try await createStream()
        var request = idle.request(.get, query: [("live", "long-poll"), ("offset", try await idle.tail().token)])
        request.timeouts = longPollTimeouts
        let live = await open(request)
        async let sentAway: Duration? = (try? await live.head()).map { _ in context.clock.elapsed }
        defer { live.cancel() }
        try await pause(Self.idleLead)
        let value = try await body()
        let end = context.clock.elapsed
        live.cancel()
        let idleEnd = await sentAway
        return (value, idleEnd.flatMap { $0 < end ? $0 : nil })
    }
}

/// What following a stream with long-polls brought.
struct Followed: Sendable {
    /// The answers, in order.
    var replies: [Reply] = []

    /// The bytes of all answers after each other.
    var bytes: [UInt8] { replies.flatMap(\.body) }

    /// The messages of all answers; `nil` when an answer with data is not a JSON array.
    var messages: [JSONValue]? {
        StreamContents(pieces: replies.filter { !$0.body.isEmpty }).messages
    }

    /// Whether the reader was told of the end.
    var isClosed: Bool { replies.last?.isClosed ?? false }

    /// The last answer.
    var last: Reply { replies[replies.count - 1] }

    /// Expects the bytes that were followed.
    func expect(_ expected: Payload, breaks requirement: Requirement? = nil) {
        last.expect(
            bytes == expected.bytes, "\(expected.shown) in all", observed: Payload(bytes).shown, breaks: requirement)
    }
}

extension ProbedStream {
    /// The most answers that ``follow(from:until:)`` takes.
    private static let longestFollowing = 2000

    /// Follows the stream with long-polls, each from where the answer before it ended, until enough has come, the
    /// stream is closed, or nothing has come for a while.
    func follow(from start: ReadPosition, until isEnough: (Followed) -> Bool) async throws -> Followed {
        var position = start
        var followed = Followed()
        var lastNews = probe.context.clock.elapsed
        while followed.replies.count < Self.longestFollowing {
            let reply = try await longPoll(from: position)
            followed.replies.append(reply)
            guard reply.isSuccess, !reply.isClosed, !isEnough(followed) else { break }
            position = .at(try reply.requireNextOffset())
            if !reply.body.isEmpty {
                lastNews = probe.context.clock.elapsed
            } else if probe.context.clock.elapsed - lastNews > probe.context.patience.promptness {
                break
            }
        }
        return followed
    }
}
