import HTTPMessage
import Specification

// §5.6, §5.7, §8 and §9.1 where they speak of forks and of streams that are kept for their forks alone.

extension Check {
    static let readingOfForks: [Check] = forksSoftDeleted + forksLongPoll + forksOffsets

    // MARK: Soft-deleted

    private static let forksSoftDeleted: [Check] = [
        // Reading a soft-deleted stream is refused.
        Check(.readSoftDeleted) { probe in
            let source = try await probe.createStream("inherited")
            _ = try await probe.createFork(of: source)
            try await source.delete().requireSuccess("DELETE")
            try await source.read().expectPermittedStatus()
            try await source.read(from: .beginning).expectPermittedStatus()
        },

        Check(.readSoftDeleted, "from-now-and-from-the-tail") { probe in
            let source = try await probe.createStream("inherited")
            let tail = try await source.tail()
            _ = try await probe.createFork(of: source)
            try await source.delete().requireSuccess("DELETE")
            try await source.read(from: .now).expectPermittedStatus()
            try await source.read(from: .at(tail)).expectPermittedStatus()
        },

        // A long-poll request for a soft-deleted stream is refused at once.
        Check(.longPollSoftDeleted, needs: [.longPoll]) { probe in
            let source = try await probe.createStream("inherited")
            let tail = try await source.tail()
            _ = try await probe.createFork(of: source)
            try await source.delete().requireSuccess("DELETE")
            try await probe.expectAtOnce { try await source.longPoll(from: .at(tail)) }.expectPermittedStatus()
        },
    ]

    // MARK: Long-poll

    private static let forksLongPoll: [Check] = [
        // A long-poll on a fork from an offset in the inherited range returns the inherited data without waiting.
        Check(.longPollForkInheritedAtOnce, needs: [.longPoll]) { probe in
            let source = try await probe.createStream("inherited")
            let fork = try await probe.createFork(of: source)
            try await probe.expectAtOnce { try await fork.longPoll(from: .beginning) }
                .expectPermittedStatus().expectStart(of: "inherited")
        },

        Check(.longPollForkInheritedAtOnce, "from-the-middle") { probe in
            let source = try await probe.createStream("before, ")
            let offset = try await source.tail()
            try await source.write("inherited")
            let fork = try await probe.createFork(of: source)
            try await probe.expectAtOnce { try await fork.longPoll(from: .at(offset)) }
                .expectPermittedStatus().expectStart(of: "inherited")
        },

        // A long-poll at the tail of a fork waits for the fork's own appends and is ended by one.
        Check(.longPollForkWokenByOwnAppend, needs: [.longPoll]) { probe in
            let source = try await probe.createStream("inherited")
            let fork = try await probe.createFork(of: source)
            let tail = try await fork.tail()
            let (polled, _) = try await probe.whileWaiting {
                try await probe.timed { try await fork.longPoll(from: .at(tail)) }
            } _: {
                try await fork.write("own")
            }
            try await fork.expectNothingSkipped(after: polled.0, then: "own")
            let limit = probe.context.patience.settling + probe.context.patience.promptness
            polled.0.expect(
                polled.1 <= limit || polled.0.status == 204, "an answer within \(limit)",
                observed: "one after \(polled.1)")
        },

        // An append to the source does not end the wait of a reader at the tail of the fork, and its data never
        // reaches that reader.
        Check(.longPollForkNotWokenBySource, needs: [.longPoll]) { probe in
            let source = try await probe.createStream("inherited")
            let fork = try await probe.createFork(of: source)
            let tail = try await fork.tail()
            let (polled, _) = try await probe.whileWaiting {
                try await fork.longPoll(from: .at(tail))
            } _: {
                try await source.write("not for the fork")
                try await probe.pause(.milliseconds(100))
                try await fork.write("own")
            }
            try await fork.expectNothingSkipped(after: polled, then: "own")
        },
    ]

    // MARK: Offsets and messages

    private static let forksOffsets: [Check] = [
        // No answer carries `Stream-Fork-Sub-Offset`: offsets given to clients are whole in themselves.
        Check(.offsetSubOffsetNotInAnswers) { probe in
            let source = try await probe.createStream("ab")
            let anchor = try await source.tail()
            try await source.write("cdef")
            let fork = probe.unusedStream()
            let fields: HTTPFields = [
                .streamForkedFrom: source.path, .streamForkOffset: anchor.token, .streamForkSubOffset: "2",
            ]
            try await fork.put(fields: fields).requireSuccess("creating a fork").expectAbsent(.streamForkSubOffset)
            try await fork.head().expectAbsent(.streamForkSubOffset)
            try await fork.read().expectAbsent(.streamForkSubOffset)
            try await fork.write("own").expectAbsent(.streamForkSubOffset)
            try await fork.requireHolds("abcdown")
        },

        // A fork shows the same offsets as its source up to the fork offset, and its own greater ones behind it.
        Check(.offsetForkSharesOffsetSpace) { probe in
            let source = try await probe.createStream("one ")
            let first = try await source.tail()
            let second = try await source.write("two ").requireNextOffset()
            let fork = try await probe.createFork(of: source)
            try await fork.head().requireSuccess("HEAD").expectNextOffset(second)
            let own = try await fork.write("own").requireNextOffset()
            probe.expect(own > second, "an offset greater than \(second)", observed: own.token)
            try await fork.contents(from: .at(first)).expect("two own")
            try await fork.contents(from: .at(second)).expect("own")
        },

        Check(.offsetForkSharesOffsetSpace, "forked-in-the-middle") { probe in
            let source = try await probe.createStream("one ")
            let first = try await source.tail()
            let second = try await source.write("two ").requireNextOffset()
            try await source.write("three ")
            let fork = try await probe.createFork(of: source, at: second)
            try await fork.head().requireSuccess("HEAD").expectNextOffset(second)
            try await fork.write("own")
            try await fork.contents(from: .at(first)).expect("two own")
        },

        // A read across the boundary of a JSON fork returns inherited and own messages in one array.
        Check(.jsonForkSingleArray, needs: [.json]) { probe in
            let source = try await probe.createJSONStream("[1,2]")
            let fork = try await probe.createFork(of: source)
            try await fork.write("[3]")
            let contents = try await fork.contents()
            contents.expectMessages("1", "2", "3")
            contents.pieces[0].expectPermittedStatus()
        },

        Check(.jsonForkSingleArray, "from-an-inherited-offset", needs: [.json]) { probe in
            let source = try await probe.createJSONStream("[1]")
            let offset = try await source.tail()
            try await source.write(#"{"two":2}"#)
            let fork = try await probe.createFork(of: source)
            try await fork.write("[[3],4]")
            try await fork.contents(from: .at(offset)).expectMessages(#"{"two":2}"#, "[3]", "4")
        },
    ]
}
