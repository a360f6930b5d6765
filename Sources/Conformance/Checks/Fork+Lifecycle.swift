import HTTPMessage
import Specification

// §4.2 Stream forking: chains of forks, and streams that were deleted and are still needed. With what §5.4 says of them.

extension Check {
    static let forkLifecycle: [Check] = forkChains + forkSoftDeleted + forkCleanedUp + forkDeleting

    // MARK: Chains

    private static let forkChains: [Check] = [
        // A fork can be the source of another fork, which inherits what it shows.
        Check(.forkOfFork) { probe in
            let (source, _) = try await probe.createSource("one ")
            let middle = try await probe.createFork(of: source)
            try await middle.write("two ")
            let fork = probe.unusedStream()
            try await fork.putFork(of: middle).expectPermittedStatus()
            try await fork.write("three")
            try await fork.contents().expect("one two three")
        },

        Check(.forkOfFork, "at-an-inherited-offset") { probe in
            let (source, offsets) = try await probe.createSource("one ", "two ", "three ")
            let middle = try await probe.createFork(of: source)
            try await middle.write("own ")
            let fork = probe.unusedStream()
            try await fork.putFork(of: middle, at: offsets[1]).expectPermittedStatus()
            try await fork.write("other")
            try await fork.contents().expect("one other")
        },

        Check(.forkOfFork, "at-the-fork-offset") { probe in
            let (source, offsets) = try await probe.createSource("one ", "not inherited")
            let middle = try await probe.createFork(of: source, at: offsets[1])
            try await middle.write("own ")
            let fork = probe.unusedStream()
            try await fork.putFork(of: middle, at: offsets[1]).expectPermittedStatus()
            try await fork.contents().expect("one ")
        },

        Check(.forkOfFork, "between-own-appends") { probe in
            let (source, _) = try await probe.createSource("one ")
            let middle = try await probe.createFork(of: source)
            let offset = try await middle.write("two ").requireNextOffset()
            try await middle.write("not inherited")
            let fork = probe.unusedStream()
            try await fork.putFork(of: middle, at: offset).expectPermittedStatus()
            try await fork.contents().expect("one two ")
        },

        Check(.forkOfFork, "ten-deep") { probe in
            var (stream, offsets) = try await probe.createSource("0")
            for number in 1...9 {
                let fork = probe.unusedStream()
                try await fork.putFork(of: stream).expectPermittedStatus()
                offsets.append(try await fork.write(Payload("\(number)")).requireNextOffset())
                stream = fork
            }
            for (count, offset) in offsets.enumerated() {
                try await stream.contents(from: .at(offset)).expect(Payload(String("0123456789".dropFirst(count))))
            }
        },

        Check(.forkOfFork, "json", needs: [.json]) { probe in
            let (source, _) = try await probe.createJSONSource("[1]")
            let middle = try await probe.createFork(of: source)
            try await middle.write("[2,3]")
            let fork = probe.unusedStream(contentType: "application/json")
            try await fork.putFork(of: middle).expectPermittedStatus()
            try await fork.write("[[4]]")
            try await fork.contents().expectMessages("1", "2", "3", "[4]")
        },

        Check(.forkOfFork, "siblings") { probe in
            let (source, _) = try await probe.createSource("root ")
            let left = try await probe.createFork(of: source)
            let right = try await probe.createFork(of: source)
            try await left.write("left ")
            try await right.write("right ")
            let below = probe.unusedStream()
            try await below.putFork(of: left).expectPermittedStatus()
            try await left.write("more")
            try await below.contents().expect("root left ")
            try await right.contents().expect("root right ")
        },

        Check(.forkOfFork, "source-goes-on") { probe in
            let (source, _) = try await probe.createSource("one ")
            let middle = try await probe.createFork(of: source)
            let fork = probe.unusedStream()
            try await fork.putFork(of: middle).expectPermittedStatus()
            try await source.write("the root's")
            try await middle.write("the middle's")
            try await fork.write("two")
            try await fork.contents().expect("one two")
        },
    ]

    // MARK: Soft-deleted

    private static let forkSoftDeleted: [Check] = [
        // Every direct operation on a soft-deleted stream is refused.
        Check(.forkSoftDeletedRefusesAccess, "middle-of-a-chain") { probe in
            let (source, _) = try await probe.createSource("one ")
            let middle = try await probe.createFork(of: source)
            try await middle.write("two")
            let fork = try await probe.createFork(of: middle)
            try await middle.remove()
            try await middle.expectSoftDeleted()
            try await source.read().expectSuccess()
            try await fork.contents().expect("one two")
        },

        Check(.forkSoftDeletedRefusesAccess, "whole-chain") { probe in
            let (source, _) = try await probe.createSource("one ")
            let middle = try await probe.createFork(of: source)
            try await middle.write("two")
            let fork = try await probe.createFork(of: middle)
            try await source.remove()
            try await middle.remove()
            try await source.expectSoftDeleted()
            try await middle.expectSoftDeleted()
            try await fork.contents().expect("one two")
        },

        Check(.forkSoftDeletedRefusesAccess, "one-of-two-forks-left") { probe in
            let (source, _) = try await probe.createSource("inherited")
            let first = try await probe.createFork(of: source)
            let second = try await probe.createFork(of: source)
            try await source.remove()
            try await first.remove()
            try await source.expectSoftDeleted()
            try await second.contents().expect("inherited")
        },

        Check(.forkSoftDeletedRefusesAccess, "nothing-inherited") { probe in
            let (source, offsets) = try await probe.createSource("not inherited")
            let fork = try await probe.createFork(of: source, at: offsets[0])
            try await source.remove()
            try await source.expectSoftDeleted()
            try await fork.head().expectSuccess()
        },

        Check(.forkSoftDeletedRefusesAccess, "closed", needs: [.closure]) { probe in
            let (source, _) = try await probe.createSource("inherited")
            let fork = try await probe.createFork(of: source)
            try await source.writeClosed(" and the end")
            try await source.remove()
            try await source.expectSoftDeleted()
            try await source.close().expectPermittedStatus()
            try await fork.contents().expect("inherited")
        },

        Check(.forkSoftDeletedRefusesAccess, "producer", needs: [.producers]) { probe in
            let source = try await probe.createStream()
            try await source.write("inherited", as: Producer("writer", seq: 0))
            let fork = try await probe.createFork(of: source)
            try await source.remove()
            try await source.append("inherited", as: Producer("writer", seq: 0)).expectPermittedStatus()
            try await source.append("more", as: Producer("writer", seq: 1)).expectPermittedStatus()
            try await fork.contents().expect("inherited")
        },

        Check(.forkSoftDeletedRefusesAccess, "over-fresh-connections") { probe in
            let (source, _) = try await probe.createSoftDeletedStream("inherited")
            try await source.read(freshConnection: true).expectPermittedStatus()
            try await source.append("too late", freshConnection: true).expectPermittedStatus()
        },
    ]

    // MARK: Cleaned up

    private static let forkCleanedUp: [Check] = [
        // When the last fork of a soft-deleted stream is deleted, the stream goes too, and so on up the chain.
        Check(.forkSourceCleanedUp) { probe in
            let (source, fork) = try await probe.createSoftDeletedStream("inherited")
            try await fork.remove()
            try await source.expectGone()
        },

        Check(.forkSourceCleanedUp, "chain") { probe in
            let (source, _) = try await probe.createSource("one ")
            let middle = try await probe.createFork(of: source)
            let fork = try await probe.createFork(of: middle)
            try await source.remove()
            try await middle.remove()
            try await fork.remove()
            try await source.expectGone()
            try await middle.expectGone()
        },

        Check(.forkSourceCleanedUp, "made-anew") { probe in
            let (source, fork) = try await probe.createSoftDeletedStream("old")
            try await fork.remove()
            guard try await source.put().isSuccess else {
                throw probe.notApplicable("the URL of a stream that was cleaned up is not free, or not yet")
            }
            try await source.contents().expect("")
            try await source.write("new")
            try await source.contents().expect("new")
        },

        Check(.forkSourceCleanedUp, "fork-name-used-again") { probe in
            let (source, _) = try await probe.createSource("inherited")
            let fork = try await probe.createFork(of: source)
            try await fork.remove()
            guard try await fork.put("of its own").isSuccess else {
                throw probe.notApplicable("the URL of a deleted stream cannot be used again")
            }
            try await source.remove()
            try await source.expectGone()
            try await fork.contents().expect("of its own")
        },

        Check(.forkSourceCleanedUp, "open-source-stays") { probe in
            let (source, _) = try await probe.createSource("kept")
            let middle = try await probe.createFork(of: source)
            let fork = try await probe.createFork(of: middle)
            try await middle.remove()
            try await fork.remove()
            try await middle.expectGone()
            try await source.contents().expect("kept")
        },
    ]

    // MARK: Deleting

    private static let forkDeleting: [Check] = [
        // Deleting a stream that has forks soft-deletes it.
        Check(.deleteSoftDeletedWithForks, "fork-of-a-fork") { probe in
            let (source, _) = try await probe.createSource("inherited")
            let middle = try await probe.createFork(of: source)
            _ = try await probe.createFork(of: middle)
            try await middle.delete().expectPermittedStatus()
            try await middle.read().expectPermittedStatus().expectRefused()
        },

        Check(.deleteSoftDeletedWithForks, "last-of-two-forks") { probe in
            let (source, _) = try await probe.createSource("inherited")
            let first = try await probe.createFork(of: source)
            _ = try await probe.createFork(of: source)
            try await first.remove()
            try await source.delete().expectPermittedStatus()
            try await source.read().expectPermittedStatus().expectRefused()
        },

        // The URL of a soft-deleted stream cannot be used for a new one.
        Check(.deleteSoftDeletedBlocksCreation, "by-a-fork") { probe in
            let (source, fork) = try await probe.createSoftDeletedStream("inherited")
            let (other, _) = try await probe.createSource("another")
            try await source.putFork(of: other).expectPermittedStatus()
            try await source.putFork(of: fork).expectPermittedStatus()
            try await fork.contents().expect("inherited")
        },

        Check(.deleteSoftDeletedBlocksCreation, "closed", needs: [.closure]) { probe in
            let (source, fork) = try await probe.createSoftDeletedStream("inherited")
            try await source.put("other", closed: true).expectPermittedStatus()
            try await fork.head().requireSuccess("HEAD").expectNotClosed()
            try await fork.contents().expect("inherited")
        },

        // After the source is soft-deleted, its forks still deliver all they inherited.
        Check(.deleteSoftDeletedKeepsForkData, "past-64-kib") { probe in
            let source = try await probe.createStream(contentType: "application/octet-stream")
            try await source.append(.large).requireSuccess("an append")
            let fork = try await probe.createFork(of: source)
            try await source.remove()
            try await fork.contents().expect(.large)
        },

        Check(.deleteSoftDeletedKeepsForkData, "sub-offset", needs: [.json]) { probe in
            let (source, offsets) = try await probe.createJSONSource("[0]", "[1,2,3]")
            let fork = try await probe.createFork(of: source, at: offsets[1], plus: 2)
            try await source.remove()
            try await fork.contents().expectMessages("0", "1", "2")
            try await fork.contents(from: .at(offsets[1])).expectMessages("1", "2")
        },

        Check(.deleteSoftDeletedKeepsForkData, "chain") { probe in
            let (source, offsets) = try await probe.createSource("one ", "two ")
            let middle = try await probe.createFork(of: source, at: offsets[1])
            try await middle.write("own ")
            let fork = try await probe.createFork(of: middle)
            try await middle.remove()
            try await source.remove()
            try await fork.write("too")
            try await fork.contents().expect("one own too")
            try await fork.contents(from: .at(offsets[1])).expect("own too")
        },

        Check(.deleteSoftDeletedKeepsForkData, "waiting-reader", needs: [.longPoll]) { probe in
            let (source, _) = try await probe.createSource("inherited")
            let fork = try await probe.createFork(of: source)
            let tail = try await fork.tail()
            let (polled, _) = try await probe.whileWaiting {
                try await fork.longPoll(from: .at(tail))
            } _: {
                try await source.remove()
                try await probe.pause(.milliseconds(100))
                try await fork.write("own")
            }
            polled.expectSuccess()
            try await fork.expectNothingSkipped(after: polled, then: "own")
        },

        // Deleting a soft-deleted stream is refused.
        Check(.deleteSoftDeletedAgain, "ten-at-once") { probe in
            let (source, _) = try await probe.createSource("inherited")
            let fork = try await probe.createFork(of: source)
            let answers = try await probe.concurrently(10) { _ in try await source.delete() }
            try probe.require(answers.contains { $0.isSuccess }, "none of ten requests deleted the stream")
            try await source.delete().expectPermittedStatus()
            try await fork.contents().expect("inherited")
        },

        // A deleted stream without forks cannot be read: refused fork requests leave nothing that holds it back.
        Check(.deleteReadAfterwards, "after-refused-forks", needs: [.fork, .expiry]) { probe in
            let (source, offsets) = try await probe.createSource("inherited")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source, contentType: "text/csv").expectRefused()
            try await fork.putFork(of: source, at: offsets[0], plus: "1000").expectRefused()
            try await fork.putFork(of: source, ttl: "soon").expectRefused()
            try await source.remove()
            try await source.read().expectPermittedStatus()
        },
    ]
}

extension ProbedStream {
    /// Expects reading, metadata, appending and deleting to be refused as the check's requirement says.
    fileprivate func expectSoftDeleted() async throws {
        try await read().expectPermittedStatus()
        try await head().expectPermittedStatus()
        try await append("too late").expectPermittedStatus()
        try await delete().expectPermittedStatus()
        try await read(from: .now).expectPermittedStatus()
    }

    /// Expects a stream that was cleaned up, or is about to be, to stay away.
    fileprivate func expectGone() async throws {
        try await read().expectPermittedStatus(of: .forkSourceCleanedUp)
        try await head().expectPermittedStatus(of: .forkSourceCleanedUp)
        try await append("too late").expectPermittedStatus(of: .forkSourceCleanedUp)
    }
}
