import BlackBox
import Specification
import Synchronization

/// What readers that waited at the tail of a stream were told when something happened to it.
///
/// A server with a short timeout answers soon whether it notices anything or not. What gives it away is a reader who
/// came shortly before and waits at another stream, to which nothing happens: being told before that one is sent away
/// is being told at once.
struct Woken: Sendable {
    /// The stream.
    let stream: ProbedStream
    /// Its tail while they waited.
    let tail: Offset
    /// Their answers.
    let replies: [Reply]

    /// When each answer was there, in the time of the run.
    fileprivate let ends: [Duration]
    /// When what happened to the stream was done.
    fileprivate let acted: Duration
    /// What can be said of the time it took.
    fileprivate let backdrop: Backdrop

    /// The answer of the first reader.
    var reply: Reply { replies[0] }

    /// Expects every reader to have been told at once: within the time allowed, and not by its timeout.
    func expectPrompt(breaks requirement: Requirement? = nil) {
        for (reply, end) in zip(replies, ends) {
            backdrop.expectPrompt(reply, ended: end, since: acted, breaks: requirement)
        }
    }

    /// Whether a reader may have been sent away by its timeout without having missed anything: one who was sent away
    /// long after the event has missed it.
    fileprivate var isSpoiled: Bool {
        guard backdrop.idleEnd != nil else { return false }
        return zip(replies, ends).contains { reply, end in
            reply.status == 204 && !reply.isClosed && !backdrop.isLate(end, since: acted)
        }
    }

    /// Whether a reader seems to have been told by its timeout alone.
    fileprivate var isLate: Bool { ends.contains { backdrop.isLate($0, since: acted) } }

    /// Whether a reader was sent away so long before the idle one that no timeout of the server explains it.
    fileprivate var isEarly: Bool {
        zip(replies, ends).contains { $0.status == 204 && !$0.isClosed && backdrop.isEarly($1) }
    }
}

/// What else was seen while something had to come at once.
private struct Backdrop: Sendable {
    /// When the reader of a stream to which nothing happened was sent away; `nil` when it was still waiting.
    var idleEnd: Duration?
    /// How long an ordinary request took meanwhile.
    var ordinary: Duration

    /// The time that must lie between an event and a timeout for an answer to tell one from the other.
    static let discernible = Duration.milliseconds(200)

    /// How many times as long as an ordinary request an answer may take on a busy machine.
    static let patience = 20

    /// Whether an answer came only after a reader who began to wait earlier was sent away.
    ///
    /// On a machine so busy that an ordinary request takes half as long as what has to be told apart, nothing is.
    func isLate(_ end: Duration, since event: Duration) -> Bool {
        guard let idleEnd, ordinary < Self.discernible / 2 else { return false }
        return idleEnd - event >= Self.discernible && end > idleEnd
    }

    /// Whether an answer came well before a reader who began to wait earlier was sent away.
    func isEarly(_ end: Duration) -> Bool {
        guard let idleEnd, ordinary < Self.discernible / 2 else { return false }
        return idleEnd - end >= Self.discernible
    }

    /// Expects an answer to have come by itself and not by the timeout.
    func expectPrompt(_ reply: Reply, ended: Duration, since event: Duration, breaks requirement: Requirement?) {
        let limit = max(reply.probe.context.patience.promptness, ordinary * Self.patience)
        reply.expect(
            ended - event <= limit, "an answer within \(limit)", observed: "one after \(ended - event)",
            breaks: requirement)
        reply.expect(
            !isLate(ended, since: event), "an answer before the timeout", observed: "one after the timeout",
            breaks: requirement)
    }
}

extension Probe {
    /// How often a story with a waiting reader is told anew when a timeout or a busy machine spoilt it.
    private static let attempts = 3

    /// Has readers wait at the tail of a stream, does something to it, and hands back what they were told.
    ///
    /// The check is skipped when the server's timeout is too short for anything to happen while a reader waits.
    ///
    /// - Parameter existing: the stream to wait at; `nil` for a new one.
    func wake(
        readers: Int = 1, at existing: ProbedStream? = nil, from position: ReadPosition? = nil,
        contentType: String = "text/plain", initial: Payload? = nil,
        by action: @escaping @Sendable (ProbedStream) async throws -> Void
    ) async throws -> Woken {
        var isAlwaysEarly = true
        for attempt in 1...Self.attempts {
            let stream = if let existing { existing } else { try await createStream(contentType: contentType, initial) }
            let woken = try await wakeOnce(stream, readers: readers, from: position, by: action)
            let isLast = attempt == Self.attempts
            isAlwaysEarly = isAlwaysEarly && woken.isEarly
            if woken.isSpoiled && !(isLast && isAlwaysEarly) || woken.isLate && !isLast { continue }
            return woken
        }
        throw notApplicable("the server's own timeout ends before anything can happen to a waiting reader")
    }

    private func wakeOnce(
        _ stream: ProbedStream, readers: Int, from position: ReadPosition?,
        by action: @escaping @Sendable (ProbedStream) async throws -> Void
    ) async throws -> Woken {
        let tail = try await stream.tail()
        let (told, backdrop) = try await besideAnIdleReader { idle in
            try await whileWaiting {
                try await concurrently(readers) { _ in
                    (try await stream.longPoll(from: position ?? .at(tail)), context.clock.elapsed)
                }
            } _: {
                try await action(stream)
                return (context.clock.elapsed, try await idle.timedHead())
            }
        } mayBeTimeout: { told in
            told.waited.contains { $0.0.status == 204 && !$0.0.isClosed }
        }
        return Woken(
            stream: stream, tail: tail, replies: told.waited.map(\.0), ends: told.waited.map(\.1),
            acted: told.done.0, backdrop: Backdrop(idleEnd: backdrop, ordinary: told.done.1))
    }

    /// Sends a live read that must not wait, while a reader of another stream does, and expects it to come at once.
    func expectAtOnce(
        breaks requirement: Requirement? = nil, _ read: @escaping @Sendable () async throws -> Reply
    ) async throws -> Reply {
        var attempt = 1
        while true {
            let (timed, idleEnd) = try await besideAnIdleReader { idle in
                async let ordinary = idle.timedHead()
                let start = context.clock.elapsed
                let reply = try await read()
                let end = context.clock.elapsed
                return (reply: reply, start: start, end: end, ordinary: try await ordinary)
            } mayBeTimeout: { _ in
                false
            }
            let backdrop = Backdrop(idleEnd: idleEnd, ordinary: timed.ordinary)
            if attempt == Self.attempts || !backdrop.isLate(timed.end, since: timed.start) {
                backdrop.expectPrompt(timed.reply, ended: timed.end, since: timed.start, breaks: requirement)
                return timed.reply
            }
            attempt += 1
        }
    }

    /// How long before a story its idle reader begins to wait, so that its timeout ends first.
    private static let idleLead = Duration.milliseconds(50)

    /// How long after a story its idle reader may be sent away for the timeouts of both to have been one event.
    private static let idleGrace = Duration.milliseconds(300)

    /// Does something while a reader waits at the tail of a stream to which nothing happens, and tells when that
    /// reader was sent away, if it was.
    ///
    /// - Parameters:
    ///   - body: what is done; it is given the stream of the idle reader.
    ///   - mayBeTimeout: whether it ended in a way that makes it worth looking whether the idle reader is about to be
    ///     sent away, too.
    private func besideAnIdleReader<Value: Sendable>(
        _ body: (ProbedStream) async throws -> Value, mayBeTimeout: (Value) -> Bool
    ) async throws -> (Value, idleEnd: Duration?) {
        let idle = try await createStream()
        var request = idle.request(.get, query: [("live", "long-poll"), ("offset", try await idle.tail().token)])
        request.timeouts = longPollTimeouts
        let live = await open(request)
        let sentAway = moment()
        async let watching: Void = {
            if (try? await live.head()) != nil { sentAway.note() }
        }()
        defer { live.cancel() }
        try await pause(Self.idleLead)
        let value = try await body(idle)
        let end = context.clock.elapsed
        if mayBeTimeout(value) {
            while sentAway.time == nil, context.clock.elapsed - end < Self.idleGrace {
                try await pause(.milliseconds(20))
            }
        }
        let idleEnd = sentAway.time
        live.cancel()
        await watching
        return (value, idleEnd)
    }
}

extension ProbedStream {
    /// How long a HEAD takes.
    fileprivate func timedHead() async throws -> Duration {
        try await probe.timed { try await head() }.1
    }
}

/// A moment that one task notes and another asks for.
final class Moment: Sendable {
    private let clock: any ProbeClock
    private let noted = Mutex<Duration?>(nil)

    fileprivate init(_ clock: any ProbeClock) { self.clock = clock }

    /// The moment, once it has been noted.
    var time: Duration? { noted.withLock { $0 } }

    /// Notes the present moment.
    func note() { noted.withLock { $0 = clock.elapsed } }

    /// Does something and notes the moment when it ends, however it ends.
    func ending<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        defer { note() }
        return try await body()
    }
}

extension Probe {
    /// A moment that has not come yet.
    func moment() -> Moment { Moment(context.clock) }
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
    /// The most answers that ``follow(from:after:until:)`` takes, empty ones included.
    private static let longestFollowing = 2 * ReadingChain.longest

    /// How soon an empty answer shows that the target does not wait.
    private static let shortestWait = Duration.milliseconds(50)

    /// How long the reader of a target that does not wait does so instead, at first and after several such answers.
    private static let pauses = (first: Duration.milliseconds(50), longest: Duration.milliseconds(800))

    /// Follows the stream with long-polls, each from where the answer before it ended, until enough has come, the
    /// stream is closed, or nothing has come for a while.
    ///
    /// - Parameter writing: when the last append is through; until then a silent stream means only a slow writer.
    func follow(
        from start: ReadPosition, after writing: Moment? = nil, until isEnough: (Followed) -> Bool
    ) async throws -> Followed {
        let clock = probe.context.clock
        let begun = clock.elapsed
        var position = start
        var followed = Followed()
        var byteCount = 0
        var lastNews = begun
        var pause = Self.pauses.first
        var chain = ReadingChain(probe: probe)
        while followed.replies.count < Self.longestFollowing {
            let asked = clock.elapsed
            let reply = try await longPoll(from: position)
            followed.replies.append(reply)
            guard reply.isSuccess, !reply.isClosed, !isEnough(followed) else { break }
            byteCount += reply.body.count
            if byteCount > Self.largestContents { break }
            position = .at(try reply.requireNextOffset())
            if !reply.body.isEmpty {
                lastNews = clock.elapsed
                try chain.grow(by: reply)
            } else if let written = writing.map(\.time) ?? begun {
                if clock.elapsed - max(written, lastNews) > probe.context.patience.promptness { break }
            }
            if reply.body.isEmpty, clock.elapsed - asked < Self.shortestWait {
                try await probe.pause(pause)
                pause = min(pause * 2, Self.pauses.longest)
            } else {
                pause = Self.pauses.first
            }
        }
        return followed
    }
}
