import BlackBox
import HTTPMessage
import Specification

// What many stories have to find out about a stream, by effect rather than by what an answer says.

/// What a stream was at some moment, so that it can be shown to be the same later.
struct StreamSnapshot: Sendable {
    /// The tail offset.
    let tail: Offset
    /// Everything up to it.
    let bytes: Payload
}

extension ProbedStream {
    /// A stream whose name begins with this one's.
    func neighbour(_ suffix: String) -> ProbedStream {
        ProbedStream(path: path + suffix, contentType: contentType, createdTail: nil, probe: probe)
    }

    /// What the stream is now; inconclusive unless it holds what the story put there.
    func snapshot(holding bytes: Payload) async throws -> StreamSnapshot {
        try await contents().require(bytes)
        return StreamSnapshot(tail: try await tail(), bytes: bytes)
    }

    /// Expects content and tail offset to be what they were.
    func expectUnchanged(since before: StreamSnapshot, breaks requirement: Requirement? = nil) async throws {
        try await contents().expect(before.bytes, breaks: requirement)
        try await probe.step("HEAD") { try await head() }.requireSuccess("HEAD")
            .expectNextOffset(before.tail, breaks: requirement)
    }

    /// Expects the stream to take an append and to hold it afterwards, which is what being open means.
    func expectOpen(breaks requirement: Requirement? = nil) async throws {
        let tail = try await tail()
        let reply = try await append("still open").expectSuccess(breaks: requirement)
        guard reply.isSuccess else { return }
        try await contents(from: .at(tail)).expect("still open", breaks: requirement)
    }

    /// Expects the stream to refuse an append and to hold nothing of it, which is what being closed means.
    func expectRefusesAppends(breaks requirement: Requirement? = nil) async throws {
        let before = try await contents().bytes
        try await append("too late").expectRefused(breaks: requirement)
        try await contents().expect(Payload(before), breaks: requirement)
    }
}

extension StreamContents {
    /// Ends the check as inconclusive unless the stream holds what the story put there.
    func require(_ expected: Payload) throws {
        guard bytes == expected.bytes else {
            throw Interruption.preconditionUnmet(
                "the stream holds \(Payload(bytes).shown) where \(expected.shown) was written")
        }
    }
}

extension Reply {
    /// Ends the check as inconclusive when `Stream-Next-Offset` is still an offset from before something was written.
    func requireMoved(from earlier: Offset?) throws -> Reply {
        guard let earlier, nextOffset == earlier else { return self }
        throw Interruption.preconditionUnmet("Stream-Next-Offset is the same after a write as before it")
    }

    /// Expects anything but success, where the status is another requirement's business.
    @discardableResult
    func expectRefused(breaks requirement: Requirement? = nil) -> Reply {
        expect(!isSuccess, "a refusal", observed: "\(answer.head.status)", breaks: requirement)
    }
}

extension Payload {
    /// More bytes than one piece of a read or one buffer of a server is likely to hold.
    static let large = Payload(pseudoRandomBytes: 300_000, seed: 0x7469_6465)
}
