import HTTPMessage
import Specification

// §5.7 and §5.8 where they speak of forks: live reads. Long-polls of plain forks are in Reading+Fork.swift.

extension Check {
    static let forkLive: [Check] = forkEvents + forkLongPolls

    // MARK: Server-Sent Events

    private static let forkEvents: [Check] = [
        // An SSE request for a soft-deleted stream is refused.
        Check(.sseSoftDeleted, needs: [.sse]) { probe in
            let (source, _) = try await probe.createSoftDeletedStream("inherited")
            try await source.expectNoEvents(from: .beginning)
        },

        Check(.sseSoftDeleted, "from-now", needs: [.sse]) { probe in
            let (source, _) = try await probe.createSoftDeletedStream("inherited")
            try await source.expectNoEvents(from: .now)
        },

        // An SSE read of a fork delivers the inherited data, then the fork's own, then waits for appends to the fork.
        Check(.sseForkInheritedThenOwn, needs: [.sse]) { probe in
            let (source, _) = try await probe.createSource("inherited ")
            let fork = try await probe.createFork(of: source)
            try await fork.write("own ")
            let reader = try await fork.events()
            try await reader.readUntilCaughtUp()
            try await fork.write("live")
            let all = "inherited own live".utf8.count
            let seen = try await reader.read { ($0.bytes ?? []).count >= all && $0.isCaughtUp }
            probe.expectData("inherited own live", in: seen)
        },

        Check(.sseForkInheritedThenOwn, "from-an-inherited-offset", needs: [.sse]) { probe in
            let (source, offsets) = try await probe.createSource("one ", "two ")
            let fork = try await probe.createFork(of: source)
            try await fork.write("own")
            let seen = try await fork.events(from: .at(offsets[1])).readUntilCaughtUp()
            probe.expectData("two own", in: seen)
        },

        Check(.sseForkInheritedThenOwn, "from-the-tail", needs: [.sse]) { probe in
            let (source, _) = try await probe.createSource("inherited")
            let fork = try await probe.createFork(of: source)
            let reader = try await fork.events(from: .at(fork.tail()))
            try await reader.read { $0.isCaughtUp }
            try await fork.write("own")
            let seen = try await reader.read { ($0.bytes ?? []).count >= 3 && $0.isCaughtUp }
            probe.expectData("own", in: seen)
        },

        Check(.sseForkInheritedThenOwn, "json", needs: [.json, .sse]) { probe in
            let (source, offsets) = try await probe.createJSONSource("[1,2]", "[3]")
            let fork = try await probe.createFork(of: source, at: offsets[1])
            try await fork.write("[[4]]")
            let seen = try await fork.events().readUntilCaughtUp()
            probe.expectMessages(["1", "2", "[4]"], in: seen)
        },

        Check(.sseForkInheritedThenOwn, "binary", needs: [.sse]) { probe in
            let (source, offsets) = try await probe.createSource(
                contentType: "application/octet-stream", [0, 1, 2, 254, 255])
            let fork = try await probe.createFork(of: source, at: offsets[0], plus: 4)
            try await fork.write([0, 13, 10])
            let seen = try await fork.events().readUntilCaughtUp()
            probe.expectData([0, 1, 2, 254, 0, 13, 10], in: seen)
        },

        Check(.sseForkInheritedThenOwn, "of-a-fork-of-a-fork", needs: [.sse]) { probe in
            let (source, _) = try await probe.createSource("one ")
            let middle = try await probe.createFork(of: source)
            try await middle.write("two ")
            let fork = try await probe.createFork(of: middle)
            try await fork.write("three")
            probe.expectData("one two three", in: try await fork.events().readUntilCaughtUp())
        },

        Check(.sseForkInheritedThenOwn, "source-soft-deleted", needs: [.sse]) { probe in
            let (_, fork) = try await probe.createSoftDeletedStream("inherited ")
            try await fork.write("own")
            probe.expectData("inherited own", in: try await fork.events().readUntilCaughtUp())
        },

        Check(.sseForkInheritedThenOwn, "closed", needs: [.closure, .sse]) { probe in
            let (source, _) = try await probe.createSource("inherited ")
            let fork = try await probe.createFork(of: source)
            try await fork.writeClosed("own end")
            let seen = try await fork.events().readUntilCaughtUp()
            probe.expectData("inherited own end", in: seen)
            probe.expect(seen.lastControl?.streamClosed == true, "streamClosed: true at the end", in: seen)
        },

        // An SSE read of a fork never delivers what was appended to the source after the fork point.
        Check(.sseForkNoSourceAppends, needs: [.sse]) { probe in
            let (source, _) = try await probe.createSource("inherited ")
            let fork = try await probe.createFork(of: source)
            try await source.write("not for the fork")
            probe.expectData("inherited ", in: try await fork.events().readUntilCaughtUp())
        },

        Check(.sseForkNoSourceAppends, "behind-the-fork-offset", needs: [.sse]) { probe in
            let (source, offsets) = try await probe.createSource("one ", "not for the fork")
            let fork = try await probe.createFork(of: source, at: offsets[1])
            probe.expectData("one ", in: try await fork.events().readUntilCaughtUp())
        },

        Check(.sseForkNoSourceAppends, "while-connected", needs: [.sse]) { probe in
            let (source, _) = try await probe.createSource("inherited ")
            let fork = try await probe.createFork(of: source)
            let reader = try await fork.events()
            try await reader.readUntilCaughtUp()
            try await source.write("not for the fork")
            try await probe.pause(.milliseconds(200))
            try await fork.write("own")
            let all = "inherited own".utf8.count
            let seen = try await reader.read { ($0.bytes ?? []).count >= all && $0.isCaughtUp }
            probe.expectData("inherited own", in: seen)
        },

        Check(.sseForkNoSourceAppends, "source-closed-while-connected", needs: [.closure, .sse]) { probe in
            let (source, _) = try await probe.createSource("inherited ")
            let fork = try await probe.createFork(of: source)
            let reader = try await fork.events()
            try await reader.readUntilCaughtUp()
            try await source.writeClosed("the end of the source")
            try await probe.pause(.milliseconds(200))
            try await fork.write("own")
            let all = "inherited own".utf8.count
            let seen = try await reader.read { ($0.bytes ?? []).count >= all && $0.isCaughtUp }
            probe.expectData("inherited own", in: seen)
            probe.expect(seen.controls.allSatisfy { !$0.streamClosed }, "no streamClosed", in: seen)
        },
    ]

    // MARK: Long-polls

    private static let forkLongPolls: [Check] = [
        // A long-poll on a fork from an offset in the inherited range returns the inherited data without waiting.
        Check(.longPollForkInheritedAtOnce, "of-a-fork-of-a-fork", needs: [.longPoll]) { probe in
            let (source, _) = try await probe.createSource("inherited")
            let fork = try await probe.createFork(of: probe.createFork(of: source))
            try await probe.expectAtOnce { try await fork.longPoll(from: .beginning) }
                .expectPermittedStatus().expectStart(of: "inherited")
        },

        Check(.longPollForkInheritedAtOnce, "sub-offset", needs: [.longPoll]) { probe in
            let (source, offsets) = try await probe.createSource("ab", "cdef")
            let fork = try await probe.createFork(of: source, at: offsets[1], plus: 2)
            try await probe.expectAtOnce { try await fork.longPoll(from: .at(offsets[1])) }
                .expectPermittedStatus().expectStart(of: "cd")
        },

        Check(.longPollForkInheritedAtOnce, "source-soft-deleted", needs: [.longPoll]) { probe in
            let (_, fork) = try await probe.createSoftDeletedStream("inherited")
            try await probe.expectAtOnce { try await fork.longPoll(from: .beginning) }
                .expectPermittedStatus().expectStart(of: "inherited")
        },

        // An append to the source does not end the wait of a reader at the tail of the fork.
        Check(.longPollForkNotWokenBySource, "of-a-fork-of-a-fork", needs: [.longPoll]) { probe in
            let (source, _) = try await probe.createSource("inherited")
            let middle = try await probe.createFork(of: source)
            let fork = try await probe.createFork(of: middle)
            let tail = try await fork.tail()
            let (polled, _) = try await probe.whileWaiting {
                try await fork.longPoll(from: .at(tail))
            } _: {
                try await source.write("not for the fork")
                try await middle.write("nor this")
                try await probe.pause(.milliseconds(100))
                try await fork.write("own")
            }
            try await fork.expectNothingSkipped(after: polled, then: "own")
        },

        Check(.longPollForkNotWokenBySource, "source-wrote-before", needs: [.longPoll]) { probe in
            let (source, _) = try await probe.createSource("inherited")
            let fork = try await probe.createFork(of: source)
            let tail = try await fork.tail()
            try await source.write("already behind the fork offset")
            let (polled, _) = try await probe.whileWaiting {
                try await fork.longPoll(from: .at(tail))
            } _: {
                try await fork.write("own")
            }
            try await fork.expectNothingSkipped(after: polled, then: "own")
        },
    ]
}

extension ProbedStream {
    /// Expects an SSE read to be refused as the check's requirement says.
    fileprivate func expectNoEvents(from position: ReadPosition) async throws {
        let reply = await sse(from: position)
        let status = try await reply.head().status
        reply.cancel()
        let requirement = probe.check.requirement
        let statuses = requirement.permittedStatuses.map(String.init).joined(separator: " or ")
        if !requirement.permits(status: status.code) {
            probe.find(expected: "status \(statuses)", observed: "\(status)", exchange: reply.index)
        }
    }
}
