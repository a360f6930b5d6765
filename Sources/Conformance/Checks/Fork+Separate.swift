import Specification

// §4.2 Stream forking: a fork and its source are two streams, and the fork of a closed stream is open.

extension Check {
    static let forkSeparate: [Check] = forkSourceUnaffected + forkUnaffectedBySource + forkClosed

    // MARK: The source

    private static let forkSourceUnaffected: [Check] = [
        // Appending to a fork, closing it or deleting it changes nothing in its source.
        Check(.forkSourceUnaffected, "append") { probe in
            let (source, _) = try await probe.createSource("the source's")
            let before = try await source.snapshot(holding: "the source's")
            let fork = try await probe.createFork(of: source)
            try await fork.write("the fork's")
            try await source.expectUnchanged(since: before)
        },

        Check(.forkSourceUnaffected, "append-then-append-to-the-source") { probe in
            let (source, _) = try await probe.createSource("one ")
            let fork = try await probe.createFork(of: source)
            try await fork.write("the fork's, and longer")
            try await source.append("two").expectSuccess()
            try await source.contents().expect("one two")
        },

        Check(.forkSourceUnaffected, "json", needs: [.json]) { probe in
            let (source, _) = try await probe.createJSONSource("[1]")
            let fork = try await probe.createFork(of: source)
            try await fork.write("[2,3]")
            try await source.contents().expectMessages("1")
        },

        Check(.forkSourceUnaffected, "close", needs: [.closure]) { probe in
            let (source, _) = try await probe.createSource("the source's")
            let fork = try await probe.createFork(of: source)
            try await fork.writeClosed()
            try await source.head().requireSuccess("HEAD").expectNotClosed()
            try await source.expectOpen()
        },

        Check(.forkSourceUnaffected, "delete") { probe in
            let (source, _) = try await probe.createSource("the source's")
            let before = try await source.snapshot(holding: "the source's")
            let fork = try await probe.createFork(of: source)
            try await fork.write("the fork's")
            try await fork.remove()
            try await source.head().expectSuccess()
            try await source.expectUnchanged(since: before)
            try await source.expectOpen()
        },

        Check(.forkSourceUnaffected, "refused-fork") { probe in
            let (source, _) = try await probe.createSource("the source's")
            let before = try await source.snapshot(holding: "the source's")
            try await probe.unusedStream().putFork(of: source, contentType: "text/csv")
            try await source.expectUnchanged(since: before)
            try await source.expectOpen()
        },

        Check(.forkSourceUnaffected, "waiting-reader", needs: [.longPoll]) { probe in
            let (source, _) = try await probe.createSource("inherited")
            let fork = try await probe.createFork(of: source)
            let tail = try await source.tail()
            let (polled, _) = try await probe.whileWaiting {
                try await source.longPoll(from: .at(tail))
            } _: {
                try await fork.write("not for the source")
                try await probe.pause(.milliseconds(100))
                try await source.write("the source's")
            }
            try await source.expectNothingSkipped(after: polled, then: "the source's")
        },
    ]

    // MARK: The fork

    private static let forkUnaffectedBySource: [Check] = [
        // Appending to the source or closing it after the fork was made changes nothing in the fork.
        Check(.forkUnaffectedBySource, "append") { probe in
            let (source, _) = try await probe.createSource("inherited")
            let fork = try await probe.createFork(of: source)
            let before = try await fork.snapshot(holding: "inherited")
            try await source.write("not for the fork")
            try await fork.expectUnchanged(since: before)
        },

        Check(.forkUnaffectedBySource, "append-then-append-to-the-fork") { probe in
            let (source, _) = try await probe.createSource("one ")
            let fork = try await probe.createFork(of: source)
            let tail = try await fork.tail()
            try await source.write("the source's, and longer")
            try await fork.append("own").expectSuccess()
            try await fork.contents().expect("one own")
            try await fork.contents(from: .at(tail)).expect("own")
        },

        Check(.forkUnaffectedBySource, "json", needs: [.json]) { probe in
            let (source, _) = try await probe.createJSONSource("[1]")
            let fork = try await probe.createFork(of: source)
            try await source.write("[2]")
            try await fork.contents().expectMessages("1")
        },

        Check(.forkUnaffectedBySource, "close", needs: [.closure]) { probe in
            let (source, _) = try await probe.createSource("inherited")
            let fork = try await probe.createFork(of: source)
            try await source.writeClosed()
            try await fork.contents().last.expectNotClosed()
            try await fork.head().requireSuccess("HEAD").expectNotClosed()
            try await fork.expectOpen()
        },

        Check(.forkUnaffectedBySource, "closing-append", needs: [.closure]) { probe in
            let (source, _) = try await probe.createSource("inherited")
            let fork = try await probe.createFork(of: source)
            let before = try await fork.snapshot(holding: "inherited")
            try await source.writeClosed(" and the end")
            try await fork.expectUnchanged(since: before)
            try await fork.expectOpen()
        },

        Check(.forkUnaffectedBySource, "waiting-reader-and-closing", needs: [.closure, .longPoll]) { probe in
            let (source, _) = try await probe.createSource("inherited")
            let fork = try await probe.createFork(of: source)
            let tail = try await fork.tail()
            let (polled, _) = try await probe.whileWaiting {
                try await fork.longPoll(from: .at(tail))
            } _: {
                try await source.writeClosed()
                try await probe.pause(.milliseconds(100))
                try await fork.write("own")
            }
            polled.expectNotClosed()
            try await fork.expectNothingSkipped(after: polled, then: "own")
        },

        Check(.forkUnaffectedBySource, "both-written-at-once") { probe in
            let (source, _) = try await probe.createSource("inherited ")
            let fork = try await probe.createFork(of: source)
            _ = try await probe.concurrently(20) { number in
                try await (number % 2 == 0 ? source : fork).write(number % 2 == 0 ? "s" : "f")
            }
            try await source.contents().expect("inherited ssssssssss")
            try await fork.contents().expect("inherited ffffffffff")
        },
    ]

    // MARK: Closed sources

    private static let forkClosed: [Check] = [
        // The fork of a closed stream is open and takes appends.
        Check(.forkOfClosedSourceOpen, needs: [.closure]) { probe in
            let fork = try await probe.createForkOfClosed("inherited ")
            try await fork.head().requireSuccess("HEAD").expectNotClosed()
            try await fork.append("own").expectSuccess()
            try await fork.contents().expect("inherited own")
        },

        Check(.forkOfClosedSourceOpen, "reading-to-the-tail", needs: [.closure]) { probe in
            let fork = try await probe.createForkOfClosed("inherited")
            try await fork.contents().last.expectNotClosed()
            try await fork.read(from: .at(fork.tail())).expectNotClosed()
            try await fork.read(from: .now).expectNotClosed()
            try await fork.requireHolds("inherited")
        },

        Check(.forkOfClosedSourceOpen, "waiting-reader", needs: [.closure, .longPoll]) { probe in
            let fork = try await probe.createForkOfClosed("inherited")
            let tail = try await fork.tail()
            let (polled, _) = try await probe.whileWaiting {
                try await fork.longPoll(from: .at(tail))
            } _: {
                try await fork.append("own").expectSuccess()
            }
            polled.expectNotClosed()
            try await fork.expectNothingSkipped(after: polled, then: "own")
        },

        Check(.forkOfClosedSourceOpen, "before-the-end", needs: [.closure]) { probe in
            let (source, offsets) = try await probe.createSource("one ", "two ")
            try await source.writeClosed("the end")
            let fork = try await probe.createForkOfClosed(source, at: offsets[1])
            try await fork.append("another end").expectSuccess()
            try await fork.contents().expect("one another end")
        },

        Check(.forkOfClosedSourceOpen, "closed-by-itself", needs: [.closure]) { probe in
            let fork = try await probe.createForkOfClosed("inherited ")
            try await fork.writeClosed("own end")
            let contents = try await fork.contents()
            contents.expect("inherited own end")
            contents.last.expectClosed()
        },
    ]
}

extension Probe {
    /// A fork of a closed stream with this content; skips the check where closed streams cannot be forked (§4.2).
    fileprivate func createForkOfClosed(_ body: Payload) async throws -> ProbedStream {
        try await createForkOfClosed(createStream(body, closed: true))
    }

    /// A fork of a closed stream; skips the check where closed streams cannot be forked (§4.2).
    fileprivate func createForkOfClosed(_ source: ProbedStream, at offset: Offset? = nil) async throws -> ProbedStream {
        let fork = unusedStream(contentType: source.contentType)
        let reply = try await fork.putFork(of: source, at: offset)
        guard Requirement.forkOfClosedSource.permits(status: reply.status), !reply.isSuccess else {
            try reply.requireSuccess("forking a closed stream")
            return fork
        }
        throw notApplicable("the target does not fork closed streams")
    }
}
