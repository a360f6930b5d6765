import HTTPMessage
import Specification

// Positive controls: what shows that there is anything to judge. A story about a field, a status or a lifetime passes
// on a server that does nothing at all unless it also sees that the stream is what it was made. That is the business of
// other checks, so that a story whose control fails is inconclusive.

extension Reply {
    /// Ends the check as inconclusive unless the body is these bytes or how they begin.
    @discardableResult
    func requireStart(of expected: Payload) throws -> Reply {
        guard try requireSuccess("a read").isStart(of: expected) else {
            throw Interruption.preconditionUnmet("a read brings \(Payload(body).shown) of \(expected.shown)")
        }
        return self
    }

    /// Ends the check as inconclusive unless the body begins like the stream, which may have grown since.
    @discardableResult
    func requireBeginning(_ beginning: Payload) throws -> Reply {
        if body.starts(with: beginning.bytes) { return try requireSuccess("a read") }
        return try requireStart(of: beginning)
    }

    /// Whether it is a success; one that does not hold the beginning of the stream ends the check as inconclusive.
    func isSuccess(holding beginning: Payload) throws -> Bool {
        if isSuccess { try requireBeginning(beginning) }
        return isSuccess
    }

    /// Ends the check as inconclusive unless the body is an array of these messages or of the first of them.
    @discardableResult
    func requireMessages(_ expected: String...) throws -> Reply {
        let found = (try? JSONValue.parse(requireSuccess("a read").body))?.elements ?? []
        let values = expected.map { try? JSONValue.parse(Array($0.utf8)) }
        guard !found.isEmpty, values.starts(with: found) else {
            throw Interruption.preconditionUnmet("a read brings \(Payload(body).shown) of \(expected)")
        }
        return self
    }

    /// Ends the check as inconclusive unless this is a subscription that the server shows, and not what was sent.
    @discardableResult
    func requireSubscription() throws -> Reply {
        let shown = try requireSuccess("reading the subscription").json
        guard shown?["id"] ?? shown?["subscription_id"] != nil else {
            throw Interruption.preconditionUnmet("reading the subscription brings \(Payload(body).shown)")
        }
        return self
    }
}

extension ProbedStream {
    /// Ends the check as inconclusive unless the stream can be read and holds this.
    @discardableResult
    func requireHolds(_ expected: Payload) async throws -> Reply {
        try await probe.step("a read") { try await read(from: .beginning) }.requireStart(of: expected)
    }

    /// Ends the check as inconclusive unless the stream, which is empty, takes an append and then holds it.
    func requireTakesAppends() async throws {
        let isJSON = ContentType(contentType)?.isJSON ?? false
        try await write(isJSON ? "[1]" : "taken")
        let reply = try await probe.step("a read") { try await read(from: .beginning) }
        if isJSON { try reply.requireMessages("1") } else { try reply.requireStart(of: "taken") }
    }

    /// Ends the check as inconclusive unless the stream refuses an append, as a closed one does.
    func requireRefusesAppends() async throws {
        let reply = try await probe.step("an append") { try await append("too late") }
        try probe.require(!reply.isSuccess, "the stream was closed and takes appends")
    }

    /// Ends the check as inconclusive unless an SSE read of the stream brings an event.
    func requireEvents(from position: ReadPosition) async throws {
        let reader = try await events(from: position)
        let seen = try await reader.read { !$0.events.isEmpty }
        reader.leave()
        try probe.require(!seen.events.isEmpty, "an SSE read brings no event")
    }
}

extension Probe {
    /// Ends the check as inconclusive unless the target keeps streams at all: for stories about a stream that is soon
    /// gone, or never was.
    func requireKeepsStreams() async throws {
        try await createStream("kept").requireHolds("kept")
    }

    /// Ends the check as inconclusive when the target answers for streams that nobody created.
    func requireTellsMissingStreams() async throws {
        try await require(!unusedStream().head().isSuccess, "HEAD finds a stream that was never created")
    }
}
