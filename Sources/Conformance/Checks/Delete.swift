import HTTPMessage
import Specification

// §5.4 Delete Stream

extension Check {
    static let delete: [Check] = deleting + deleted + recreated + softDeleted

    private static let deleting: [Check] = [
        // Deleting a stream succeeds.
        Check(.deleteSucceeds) { probe in
            let stream = try await probe.createStream("some words")
            try await stream.delete().expectPermittedStatus()
            try await stream.read().expectRefused()
        },

        Check(.deleteSucceeds, "empty-stream") { probe in
            let stream = try await probe.createStream()
            try await stream.delete().expectPermittedStatus()
            try await stream.read().expectRefused()
        },

        Check(.deleteSucceeds, "closed-stream", needs: [.closure]) { probe in
            let stream = try await probe.createStream("all of it", closed: true)
            try await stream.delete().expectPermittedStatus()
            try await stream.read().expectRefused()
        },

        // Deleting a URL without a stream is refused.
        Check(.deleteMissingStream) { probe in
            try await probe.unusedStream().delete().expectPermittedStatus()
        },

        // Deleting a deleted stream is refused like deleting one that never was.
        Check(.deleteAgain) { probe in
            let stream = try await probe.createDeletedStream()
            for _ in 0..<3 { try await stream.delete().expectPermittedStatus() }
        },

        Check(.deleteAgain, "ten-at-once") { probe in
            let stream = try await probe.createStream("some words")
            try await stream.requireHolds("some words")
            let answers = try await probe.concurrently(10) { _ in try await stream.delete() }
            try probe.require(answers.contains { $0.isSuccess }, "none of ten requests deleted the stream")
            for answer in answers where !answer.isSuccess { answer.expectPermittedStatus() }
            try await stream.delete().expectPermittedStatus()
        },
    ]

    private static let deleted: [Check] = [
        // A deleted stream cannot be read.
        Check(.deleteReadAfterwards) { probe in
            let stream = try await probe.createDeletedStream()
            try await stream.read().expectPermittedStatus()
            try await stream.read(from: .beginning, freshConnection: true).expectPermittedStatus()
        },

        Check(.deleteReadAfterwards, "from-an-offset") { probe in
            let stream = try await probe.createStream("some words")
            let tail = try await stream.tail()
            try await stream.delete().requireSuccess("deleting the stream")
            try await stream.read(from: .at(tail)).expectPermittedStatus()
        },

        Check(.deleteReadAfterwards, "read-before") { probe in
            let stream = try await probe.createStream("some words")
            for start in [nil, ReadPosition.beginning] { try await stream.read(from: start).requireSuccess("a read") }
            try await stream.delete().requireSuccess("deleting the stream")
            for start in [nil, ReadPosition.beginning] { try await stream.read(from: start).expectPermittedStatus() }
        },

        Check(.deleteReadAfterwards, "from-now") { probe in
            let stream = try await probe.createDeletedStream()
            try await stream.read(from: .now).expectPermittedStatus()
        },

        Check(.deleteReadAfterwards, "long-poll", needs: [.longPoll]) { probe in
            let stream = try await probe.createStream("some words")
            let tail = try await stream.tail()
            try await stream.delete().requireSuccess("deleting the stream")
            try await stream.longPoll(from: .at(tail)).expectPermittedStatus()
        },

        // A deleted stream has no metadata.
        Check(.deleteHeadAfterwards) { probe in
            let stream = try await probe.createDeletedStream()
            try await stream.head().expectPermittedStatus()
        },

        Check(.deleteHeadAfterwards, "asked-before") { probe in
            let stream = try await probe.createStream("some words")
            try await stream.head().requireSuccess("HEAD")
            try await stream.delete().requireSuccess("deleting the stream")
            try await stream.head().expectPermittedStatus()
        },

        // A deleted stream takes no appends and is not revived by one.
        Check(.deleteAppendAfterwards) { probe in
            let stream = try await probe.createDeletedStream()
            try await stream.append("too late").expectPermittedStatus()
            try await stream.head().expectPermittedStatus()
        },

        Check(.deleteAppendAfterwards, "producer", needs: [.producers]) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            try await stream.delete().requireSuccess("deleting the stream")
            try await stream.append("0 ", as: Producer("writer", seq: 0)).expectPermittedStatus()
            try await stream.append("1 ", as: Producer("writer", seq: 1)).expectPermittedStatus()
        },
    ]

    private static let recreated: [Check] = [
        // Where a server lets the URL be used again, the new stream shows nothing of the old one.
        Check(.deleteRecreatedIsEmpty) { probe in
            let stream = try await probe.createStream("old")
            try await stream.recreate()
            try await stream.contents().expect("")
            try await stream.write("new")
            try await stream.contents().expect("new")
        },

        Check(.deleteRecreatedIsEmpty, "with-initial-content") { probe in
            let stream = try await probe.createStream("old and longer")
            try await stream.recreate("new")
            try await stream.contents().expect("new")
        },

        Check(.deleteRecreatedIsEmpty, "closure", needs: [.closure]) { probe in
            let stream = try await probe.createStream("old", closed: true)
            try await stream.recreate()
            try await stream.head().expectNotClosed()
            try await stream.expectOpen()
        },

        Check(.deleteRecreatedIsEmpty, "content-type") { probe in
            let old = try await probe.createStream("old")
            try await old.delete().requireSuccess("deleting the stream")
            let again = try await old.put("a,b\n", contentType: "text/csv")
            guard again.isSuccess else { throw probe.notApplicable("the URL of a deleted stream cannot be used again") }
            try await old.head().requireSuccess("HEAD").expectContentType("text/csv")
            try await old.contents().expect("a,b\n")
        },

        Check(.deleteRecreatedIsEmpty, "five-times") { probe in
            let stream = try await probe.createStream("life 0")
            for number in 1...5 {
                try await stream.recreate(Payload("life \(number)"))
                try await stream.contents().expect(Payload("life \(number)"))
            }
        },

        // In a stream made anew at the URL, sequences and producers start over.
        Check(.deleteRecreatedForgetsWriters) { probe in
            let stream = try await probe.createStream()
            try await stream.write("old ", as: Producer("writer", epoch: 3, seq: 0))
            try await stream.write("old ", as: Producer("writer", epoch: 3, seq: 1))
            try await stream.recreate()
            try await stream.append("new", as: Producer("writer", epoch: 0, seq: 0)).expectSuccess()
            try await stream.contents().expect("new")
        },

        Check(.deleteRecreatedForgetsWriters, "same-stamp") { probe in
            let stream = try await probe.createStream()
            try await stream.write("old ", as: Producer("writer", seq: 0))
            try await stream.recreate()
            try await stream.append("new", as: Producer("writer", seq: 0)).expectSuccess()
            try await stream.contents().expect("new")
        },
    ]

    private static let softDeleted: [Check] = [
        // Deleting a stream that has forks soft-deletes it: direct access to it is then refused.
        Check(.deleteSoftDeletedWithForks) { probe in
            let source = try await probe.createStream("inherited")
            let fork = probe.unusedStream()
            try await fork.put(fields: [.streamForkedFrom: source.path]).requireSuccess("forking a stream")
            try await source.delete().expectPermittedStatus()
            try await source.read().expectPermittedStatus().expectRefused()
            try await source.head().expectPermittedStatus().expectRefused()
            try await source.append("too late").expectPermittedStatus().expectRefused()
        },

        // The URL of a soft-deleted stream cannot be used for a new one.
        Check(.deleteSoftDeletedBlocksCreation) { probe in
            let (source, fork) = try await probe.createSoftDeletedStream("inherited")
            try await source.put().expectPermittedStatus()
            try await source.put("other", contentType: "text/csv").expectPermittedStatus()
            try await fork.contents().expect("inherited")
        },

        // Its forks still deliver all they inherited.
        Check(.deleteSoftDeletedKeepsForkData) { probe in
            let (_, fork) = try await probe.createSoftDeletedStream("inherited ")
            try await fork.read().expectPermittedStatus()
            try await fork.write("and its own")
            try await fork.contents().expect("inherited and its own")
        },

        // Deleting a soft-deleted stream is refused.
        Check(.deleteSoftDeletedAgain) { probe in
            let (source, fork) = try await probe.createSoftDeletedStream("inherited")
            for _ in 0..<3 { try await source.delete().expectPermittedStatus() }
            try await fork.contents().expect("inherited")
        },
    ]
}

extension Probe {
    /// A stream that held something and is deleted.
    fileprivate func createDeletedStream() async throws -> ProbedStream {
        let stream = try await createStream("some words")
        try await stream.delete().requireSuccess("deleting the stream")
        return stream
    }
}

extension ProbedStream {
    /// Deletes the stream and creates it again; skips the check where the server does not allow that (§4).
    fileprivate func recreate(_ body: Payload? = nil) async throws {
        try await delete().requireSuccess("deleting the stream")
        guard try await put(body).isSuccess else {
            throw probe.notApplicable("the URL of a deleted stream cannot be used again")
        }
    }
}
