import Specification

// §4.2 Stream forking: what a fork knows of the writers of its source, which is nothing.

extension Check {
    static let forkWriters: [Check] = forkProducers + forkSequences + forkSourceWriters

    private static let forkProducers: [Check] = [
        // A fork knows no producer of its source: each starts at sequence 0.
        Check(.forkProducersNotInherited, "same-stamp", needs: [.producers]) { probe in
            let source = try await probe.createStream()
            try await source.write("inherited ", as: Producer("writer", seq: 0))
            let fork = try await probe.createFork(of: source)
            try await fork.append("own", as: Producer("writer", seq: 0)).expectPermittedStatus()
            try await fork.contents().expect("inherited own")
        },

        Check(.forkProducersNotInherited, "lower-epoch", needs: [.producers]) { probe in
            let source = try await probe.createStream()
            try await source.write("inherited ", as: Producer("writer", epoch: 7, seq: 0))
            let fork = try await probe.createFork(of: source)
            try await fork.append("own", as: Producer("writer", epoch: 2, seq: 0)).expectPermittedStatus()
            try await fork.contents().expect("inherited own")
        },

        Check(.forkProducersNotInherited, "next-sequence", needs: [.producers]) { probe in
            let source = try await probe.createStream()
            try await source.write("0 ", as: Producer("writer", seq: 0))
            try await source.write("1 ", as: Producer("writer", seq: 1))
            let fork = try await probe.createFork(of: source)
            try await fork.append("2 ", as: Producer("writer", seq: 2)).expectRefused()
            try await fork.contents().expect("0 1 ")
        },

        Check(.forkProducersNotInherited, "earlier-offset", needs: [.producers]) { probe in
            let source = try await probe.createStream()
            let offset = try await source.write("0 ", as: Producer("writer", seq: 0)).requireNextOffset()
            try await source.write("1 ", as: Producer("writer", seq: 1))
            let fork = try await probe.createFork(of: source, at: offset)
            try await fork.append("own 0 ", as: Producer("writer", seq: 0)).expectPermittedStatus()
            try await fork.append("own 1", as: Producer("writer", seq: 1)).expectSuccess()
            try await fork.contents().expect("0 own 0 own 1")
        },

        Check(.forkProducersNotInherited, "inside-a-batch", needs: [.json, .producers]) { probe in
            let source = try await probe.createJSONStream()
            let start = try await source.tail()
            try await source.write("[1,2,3]", as: Producer("writer", seq: 0))
            let fork = try await probe.createFork(of: source, at: start, plus: 2)
            try await fork.append("[1,2,3]", as: Producer("writer", seq: 0)).expectPermittedStatus()
            try await fork.contents().expectMessages("1", "2", "1", "2", "3")
        },

        Check(.forkProducersNotInherited, "through-a-fork", needs: [.producers]) { probe in
            let source = try await probe.createStream()
            try await source.write("one ", as: Producer("writer", epoch: 4, seq: 0))
            let middle = try await probe.createFork(of: source)
            try await middle.write("two ", as: Producer("writer", epoch: 5, seq: 0))
            let fork = try await probe.createFork(of: middle)
            try await fork.append("three", as: Producer("writer", epoch: 4, seq: 0)).expectPermittedStatus()
            try await fork.contents().expect("one two three")
        },

        Check(.forkProducersNotInherited, "made-after-the-source-closed", needs: [.closure, .producers]) { probe in
            let source = try await probe.createStream()
            try await source.writeClosed("the end ", as: Producer("writer", seq: 0))
            let fork = probe.unusedStream()
            guard try await fork.putFork(of: source).isSuccess else {
                throw probe.notApplicable("the target does not fork closed streams")
            }
            try await fork.append("own", as: Producer("writer", seq: 0)).expectPermittedStatus()
            try await fork.contents().expect("the end own")
        },
    ]

    private static let forkSequences: [Check] = [
        // A fork does not know the last `Stream-Seq` of its source: a lower one is accepted.
        Check(.forkStreamSeqNotInherited) { probe in
            let source = try await probe.createStream()
            try await source.write("inherited ", sequence: "m")
            let fork = try await probe.createFork(of: source)
            try await fork.append("own", sequence: "a").expectPermittedStatus()
            try await fork.contents().expect("inherited own")
        },

        Check(.forkStreamSeqNotInherited, "same-value") { probe in
            let source = try await probe.createStream()
            try await source.write("inherited ", sequence: "0001")
            let fork = try await probe.createFork(of: source)
            try await fork.append("own", sequence: "0001").expectPermittedStatus()
            try await fork.contents().expect("inherited own")
        },

        Check(.forkStreamSeqNotInherited, "through-a-fork") { probe in
            let source = try await probe.createStream()
            try await source.write("one ", sequence: "x")
            let middle = try await probe.createFork(of: source)
            let fork = try await probe.createFork(of: middle)
            try await fork.append("two", sequence: "b").expectPermittedStatus()
            try await middle.append("two", sequence: "a").expectPermittedStatus()
            try await fork.contents().require("one two")
            try await middle.contents().require("one two")
        },
    ]

    private static let forkSourceWriters: [Check] = [
        // Forking leaves the state of the source's producers as it is: their next sequence is still accepted there.
        Check(.forkSourceWritersUnchanged, needs: [.producers]) { probe in
            let source = try await probe.createStream()
            try await source.write("0 ", as: Producer("writer", seq: 0))
            _ = try await probe.createFork(of: source)
            try await source.append("1 ", as: Producer("writer", seq: 1)).expectPermittedStatus()
            try await source.append("1 ", as: Producer("writer", seq: 1)).expectSuccess()
            try await source.contents().expect("0 1 ")
        },

        Check(.forkSourceWritersUnchanged, "writer-goes-on-in-the-fork", needs: [.producers]) { probe in
            let source = try await probe.createStream()
            try await source.write("0 ", as: Producer("writer", epoch: 1, seq: 0))
            let fork = try await probe.createFork(of: source)
            try await fork.write("own ", as: Producer("writer", epoch: 9, seq: 0))
            try await source.append("1 ", as: Producer("writer", epoch: 1, seq: 1)).expectPermittedStatus()
            try await source.contents().expect("0 1 ")
        },

        Check(.forkSourceWritersUnchanged, "forked-inside-a-batch", needs: [.json, .producers]) { probe in
            let source = try await probe.createJSONStream()
            let start = try await source.tail()
            try await source.write("[1,2,3]", as: Producer("writer", seq: 0))
            _ = try await probe.createFork(of: source, at: start, plus: 1)
            try await source.append("[1,2,3]", as: Producer("writer", seq: 0)).expectSuccess()
            try await source.append("[4]", as: Producer("writer", seq: 1)).expectPermittedStatus()
            try await source.contents().expectMessages("1", "2", "3", "4")
        },

        Check(.forkSourceWritersUnchanged, "stream-seq") { probe in
            let source = try await probe.createStream()
            try await source.write("m ", sequence: "m")
            let fork = try await probe.createFork(of: source)
            try await fork.write("own", sequence: "z")
            try await source.append("n ", sequence: "n").expectSuccess()
            try await source.append("a ", sequence: "a").expectRefused()
            try await source.contents().expect("m n ")
        },
    ]
}
