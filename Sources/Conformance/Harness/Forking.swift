import HTTPMessage
import Specification

// Forks (§4.2): the requests that ask for them, and the steps that stories about them stand on.

extension ProbedStream {
    /// Sends a PUT that asks for a fork of a stream.
    @discardableResult
    func putFork(
        of source: ProbedStream, at offset: Offset? = nil, plus subOffset: String? = nil, _ body: Payload? = nil,
        contentType: String?? = .none, ttl: String? = nil, expiresAt: String? = nil
    ) async throws -> Reply {
        var fields: HTTPFields = [.streamForkedFrom: source.path]
        if let offset { fields[.streamForkOffset] = offset.token }
        if let subOffset { fields[.streamForkSubOffset] = subOffset }
        return try await put(body, contentType: contentType, ttl: ttl, expiresAt: expiresAt, fields: fields)
    }

    /// Deletes and stands on it.
    func remove() async throws {
        try await probe.step("DELETE") { try await delete() }.requireSuccess("DELETE")
    }
}

extension Probe {
    /// Creates a fork of a stream, at its tail or elsewhere; inconclusive when that does not succeed.
    func createFork(
        of source: ProbedStream, at offset: Offset? = nil, plus subOffset: Int? = nil, ttl: String? = nil,
        expiresAt: String? = nil
    ) async throws -> ProbedStream {
        let fork = unusedStream(contentType: source.contentType)
        try await step("creating a fork") {
            try await fork.putFork(
                of: source, at: offset, plus: subOffset.map(String.init), ttl: ttl, expiresAt: expiresAt)
        }.requireSuccess("creating a fork")
        return fork
    }

    /// A stream written in several appends, and the offsets between them: the first before everything, the last the
    /// tail. Inconclusive unless it holds what was written.
    func createSource(
        contentType: String = "text/plain", _ parts: Payload...
    ) async throws -> (stream: ProbedStream, offsets: [Offset]) {
        let stream = try await createStream(contentType: contentType)
        var offsets = [try await stream.tail()]
        for part in parts { offsets.append(try await stream.write(part).requireNextOffset()) }
        try await stream.contents().require(Payload(parts.flatMap(\.bytes)))
        return (stream, offsets)
    }

    /// A stream of JSON messages written in several appends, and the offsets between them.
    func createJSONSource(_ parts: Payload...) async throws -> (stream: ProbedStream, offsets: [Offset]) {
        let stream = try await createJSONStream()
        var offsets = [try await stream.tail()]
        for part in parts { offsets.append(try await stream.write(part).requireNextOffset()) }
        return (stream, offsets)
    }

    /// A stream that was deleted while a fork still needs its data, and that fork (§5.4).
    func createSoftDeletedStream(_ body: Payload) async throws -> (source: ProbedStream, fork: ProbedStream) {
        let source = try await createStream(body)
        let fork = try await createFork(of: source)
        try await source.remove()
        return (source, fork)
    }
}
