import BlackBox
import HTTPMessage
import Specification

// What many stories have to find out about a stream, by effect rather than by what an answer says.

/// What a stream was at some moment, so that it can be shown to be the same later.
struct StreamSnapshot: Sendable {
    /// The tail offset.
    let tail: Offset
    /// Everything up to it, as the answers brought it.
    let contents: StreamContents
}

extension ProbedStream {
    /// A stream whose name begins with this one's.
    func neighbour(_ suffix: String) -> ProbedStream {
        ProbedStream(path: path + suffix, contentType: contentType, createdTail: nil, probe: probe)
    }

    /// What the stream is now; inconclusive when it cannot be read.
    func snapshot() async throws -> StreamSnapshot {
        StreamSnapshot(tail: try await tail(), contents: try await contents())
    }

    /// Expects content and tail offset to be what they were.
    func expectUnchanged(since before: StreamSnapshot, breaks requirement: Requirement? = nil) async throws {
        let contents = try await contents()
        if let earlier = before.contents.messages, contentType == "application/json" {
            contents.last.expect(
                contents.messages == earlier, "the messages that were there before",
                observed: Shown.bytes(contents.bytes), breaks: requirement)
        } else {
            contents.expect(Payload(before.contents.bytes), breaks: requirement)
        }
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

extension Reply {
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

extension Probe {
    /// Ends the check as skipped when the target has a limit below the size the story needs (413, §5.2).
    func requireRoom(_ reply: Reply) throws {
        if Requirement.appendTooLarge.permits(status: reply.status) {
            throw notApplicable("the target refuses a body of that size as too large")
        }
    }
}
extension Probe {
    /// A stream that was deleted while a fork still needs its data, and that fork (§5.4).
    func createSoftDeletedStream(_ body: Payload) async throws -> (source: ProbedStream, fork: ProbedStream) {
        let source = try await createStream(body)
        let fork = unusedStream()
        try await fork.put(fields: [.streamForkedFrom: source.path]).requireSuccess("forking a stream")
        try await source.delete().requireSuccess("deleting the source of a fork")
        return (source, fork)
    }
}
