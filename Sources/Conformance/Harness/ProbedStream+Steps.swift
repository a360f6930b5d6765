import BlackBox
import HTTPMessage
import Specification

// Steps that stories stand on: they end a check as inconclusive when they do not succeed.
extension Probe {
    /// A stream that has a name and does not exist yet.
    public func unusedStream(contentType: String = "text/plain") -> ProbedStream {
        stream(named: names.next(), contentType: contentType)
    }

    /// A stream at a name below the stream root.
    public func stream(named name: String, contentType: String = "text/plain") -> ProbedStream {
        ProbedStream(
            path: "\(context.target.base.path)/\(name)", contentType: contentType, createdTail: nil, probe: self)
    }

    /// Creates a stream of its own for the check.
    public func createStream(
        contentType: String = "text/plain", _ body: Payload? = nil, closed: Bool = false, ttl: String? = nil,
        expiresAt: String? = nil
    ) async throws -> ProbedStream {
        let named = unusedStream(contentType: contentType)
        let reply = try await step("creating a stream") {
            try await named.put(body, closed: closed, ttl: ttl, expiresAt: expiresAt)
        }
        try reply.requireSuccess("creating a stream")
        return ProbedStream(path: named.path, contentType: contentType, createdTail: reply.nextOffset, probe: self)
    }

    /// Creates a stream of JSON messages.
    public func createJSONStream(_ body: Payload? = nil) async throws -> ProbedStream {
        try await createStream(contentType: "application/json", body)
    }

    /// A request to any path of the target, with the fields every request carries.
    public func request(
        _ method: HTTPRequest.Method, path: String, fields: HTTPFields = [:], body: Payload? = nil
    ) -> OutgoingRequest {
        var all = context.target.headerFields
        all.append(contentsOf: fields)
        return OutgoingRequest(
            method: method, path: path, headerFields: all, body: body?.bytes, timeouts: context.target.timeouts)
    }

    /// Limits for a request that the target may hold until its own long-poll timeout.
    public var longPollTimeouts: Timeouts {
        var timeouts = context.target.timeouts
        timeouts.firstByte = max(timeouts.firstByte, context.patience.longPollTimeout)
        timeouts.idle = max(timeouts.idle, context.patience.longPollTimeout)
        timeouts.total = max(timeouts.total, context.patience.longPollTimeout + .seconds(5))
        return timeouts
    }

    /// Runs a step, so that a target that does not answer makes the check inconclusive instead of failed.
    func step<Value: Sendable>(_ name: String, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch Interruption.noAnswer(let failure, _) {
            throw Interruption.preconditionUnmet("\(name) got no answer: \(failure.message)")
        }
    }

    func removeAfterwards(_ stream: ProbedStream) {
        recorder.afterwards(request(.delete, path: stream.path))
    }
}

extension ProbedStream {
    /// Appends and stands on it: inconclusive unless it is accepted.
    @discardableResult
    public func write(_ body: Payload, as producer: Producer? = nil, sequence: String? = nil) async throws -> Reply {
        try await probe.step("an append") { try await append(body, as: producer, sequence: sequence) }
            .requireSuccess("an append")
    }

    /// Closes and stands on it.
    @discardableResult
    public func writeClosed(_ body: Payload? = nil, as producer: Producer? = nil) async throws -> Reply {
        try await probe.step("closing the stream") {
            if let body {
                try await append(body, closing: true, as: producer)
            } else {
                try await close(as: producer)
            }
        }.requireSuccess("closing the stream")
    }

    /// The current tail, from HEAD.
    public func tail() async throws -> Offset {
        try await probe.step("HEAD") { try await head() }.requireSuccess("HEAD").requireNextOffset()
    }

    /// How many bytes ``contents(from:)`` takes before it stops: more than any story writes.
    static let largestContents = 4 << 20

    /// Everything from a position to the tail, following `Stream-Next-Offset` as a reader does (§5.6, §8).
    ///
    /// An answer that brings bytes without moving on would never end: that is written down, and ends the check. A
    /// stream that a server hands out in too many small pieces makes the story too long, which skips the check.
    public func contents(from start: ReadPosition = .beginning) async throws -> StreamContents {
        var position = start
        var contents = StreamContents(pieces: [])
        var byteCount = 0
        let begun = probe.context.clock.elapsed
        let limit = probe.context.target.timeouts.total
        var seen: Set<Offset> = []
        var chain = ReadingChain(probe: probe)
        while true {
            let reply = try await read(from: position)
            try reply.requireSuccess("reading the stream")
            contents.pieces.append(reply)
            byteCount += reply.body.count
            guard let next = reply.nextOffset else {
                throw Interruption.preconditionUnmet("a read carries no usable Stream-Next-Offset")
            }
            if reply.isUpToDate || reply.isClosed { return contents }
            guard position != .at(next) else {
                if reply.body.isEmpty || reply.text == "[]" { return contents }
                probe.find(
                    expected: "a Stream-Next-Offset beyond the bytes of the answer",
                    observed: "the offset that was asked for", exchange: reply.index)
                throw Interruption.expectationUnmet
            }
            // More than was ever written: what is there is judged as it is.
            if byteCount > Self.largestContents { return contents }
            guard probe.context.clock.elapsed - begun < limit else {
                probe.recorder.noteLostPatience()
                throw Interruption.preconditionUnmet(
                    "the stream did not end after \(limit.components.seconds) s of reading: \(contents.pieces.count) reads"
                )
            }
            guard seen.insert(next).inserted else {
                throw Interruption.preconditionUnmet("reading on leads back to the offset \(next)")
            }
            position = .at(next)
            try chain.grow(by: reply)
        }
    }
}

/// The answers that a reader has followed one another, as far as it matters how many more there may be.
struct ReadingChain {
    /// The most answers a story follows: what a server hands out in more pieces would take too long.
    static let longest = 2000

    /// How many answers show how large a server's pieces are.
    private static let sample = 100

    /// How many answers may bring nothing: a server may look again, and writers may come in between.
    private static let idleAnswers = 1000

    /// How many bytes may be of the server's own making, such as wake events (§7.2).
    private static let ownBytes = 1 << 16

    private let probe: Probe
    private var count = 0
    private var byteCount = 0

    init(probe: Probe) { self.probe = probe }

    /// Takes in an answer that does not end the chain.
    ///
    /// - Throws: an interruption when the chain is longer than anything the check wrote can make it, which leaves the
    ///   story without an end, or when the rest would take too many answers, which skips the check.
    mutating func grow(by reply: Reply) throws {
        count += 1
        byteCount += reply.body.count
        // Nothing that a stream holds came from elsewhere, and no piece of it is smaller than a byte.
        let written = probe.recorder.sentByteCount
        // JSON may come back in longer words, and a server writes events of its own, but not so many.
        let isTooMuch = byteCount > 8 * written + Self.ownBytes
        if count > written + Self.idleAnswers || count > Self.longest && isTooMuch {
            throw Interruption.preconditionUnmet(
                "the stream did not end after \(count) reads and \(byteCount) bytes, where \(written) were written")
        }
        let needed = byteCount == 0 ? count : count * written / byteCount
        if count > Self.longest || count >= Self.sample && needed > Self.longest {
            throw Interruption.notApplicable(
                "the server returns about \(byteCount / count) bytes in one read, too few for a story of \(written)")
        }
    }
}

/// What following a stream to its tail brought.
public struct StreamContents: Sendable {
    /// The answers, in order.
    public var pieces: [Reply]

    /// The bytes of all answers after each other, for streams of bytes.
    public var bytes: [UInt8] { pieces.flatMap(\.body) }

    /// The messages of all answers, for streams of JSON; `nil` when an answer is not a JSON array.
    public var messages: [JSONValue]? {
        var messages: [JSONValue] = []
        for piece in pieces {
            guard case .array(let elements) = try? JSONValue.parse(piece.body) else { return nil }
            messages += elements
        }
        return messages
    }

    /// The last answer.
    public var last: Reply { pieces[pieces.count - 1] }

    /// Expects the bytes of the stream.
    public func expect(_ expected: Payload, breaks requirement: Requirement? = nil) {
        let bytes = bytes
        last.expect(
            bytes == expected.bytes, "the stream to hold \(expected.shown)", observed: Shown.bytes(bytes),
            breaks: requirement)
    }

    /// Expects the messages of the stream, as JSON values.
    public func expectMessages(_ expected: String..., breaks requirement: Requirement? = nil) {
        expectMessages(expected, breaks: requirement)
    }

    /// Expects the messages of the stream, as JSON values.
    public func expectMessages(_ expected: [String], breaks requirement: Requirement? = nil) {
        let values = expected.map { text in
            guard let value = try? JSONValue.parse(Array(text.utf8)) else {
                preconditionFailure("a check expects something that is not JSON: \(text)")
            }
            return value
        }
        last.expect(
            messages == values, "the messages [\(expected.joined(separator: ", "))]",
            observed: pieces.map { Shown.bytes($0.body) }.joined(separator: ", then "), breaks: requirement)
    }
}
