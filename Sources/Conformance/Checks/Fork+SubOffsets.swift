import HTTPMessage
import Specification

// §4.2 Stream forking: `Stream-Fork-Sub-Offset`, in bytes and in messages.

extension Check {
    static let forkSubOffsets: [Check] =
        forkSubOffsetBytes + forkSubOffsetMessages + forkSubOffsetZero + forkSubOffsetMalformed + forkSubOffsetTooFar

    // MARK: Bytes

    private static let forkSubOffsetBytes: [Check] = [
        // On a stream that is not JSON, it is the number of content bytes inherited beyond the fork offset.
        Check(.forkSubOffsetBytes) { probe in
            let (source, offsets) = try await probe.createSource("ab", "cdef")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source, at: offsets[1], plus: "2").expectPermittedStatus()
            try await fork.contents().expect("abcd")
        },

        Check(.forkSubOffsetBytes, "from-the-beginning") { probe in
            let (source, offsets) = try await probe.createSource("abcdef")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source, at: offsets[0], plus: "5").expectPermittedStatus()
            try await fork.contents().expect("abcde")
        },

        Check(.forkSubOffsetBytes, "each-of-an-append") { probe in
            let (source, offsets) = try await probe.createSource("|", "abcdefgh", "|")
            for count in 1...8 {
                let fork = probe.unusedStream()
                try await fork.putFork(of: source, at: offsets[1], plus: "\(count)").expectPermittedStatus()
                try await fork.contents().expect(Payload("|" + "abcdefgh".prefix(count)))
            }
        },

        Check(.forkSubOffsetBytes, "inside-a-character") { probe in
            let (source, offsets) = try await probe.createSource("größer")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source, at: offsets[0], plus: "3").expectPermittedStatus()
            try await fork.contents().expect([0x67, 0x72, 0xC3])
        },

        Check(.forkSubOffsetBytes, "binary") { probe in
            let bytes = Payload(Array(0...255))
            let (source, offsets) = try await probe.createSource(contentType: "application/octet-stream", "ab", bytes)
            let fork = probe.unusedStream(contentType: source.contentType)
            try await fork.putFork(of: source, at: offsets[1], plus: "200").expectPermittedStatus()
            try await fork.contents().expect("ab" + Payload(Array(0...199)))
        },

        Check(.forkSubOffsetBytes, "past-64-kib") { probe in
            let source = try await probe.createStream(contentType: "application/octet-stream")
            let start = try await source.tail()
            try await source.append(.large).requireSuccess("an append")
            let fork = probe.unusedStream(contentType: source.contentType)
            try await fork.putFork(of: source, at: start, plus: "200001").expectPermittedStatus()
            try await fork.contents().expect(Payload(Array(Payload.large.bytes.prefix(200_001))))
        },

        Check(.forkSubOffsetBytes, "appended-in-chunks") { probe in
            let source = try await probe.createStream()
            let start = try await source.tail()
            try await source.append("abcdefghij", chunked: true).requireSuccess("an append in chunks")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source, at: start, plus: "7").expectPermittedStatus()
            try await fork.contents().expect("abcdefg")
        },

        Check(.forkSubOffsetBytes, "own-appends-follow") { probe in
            let (source, offsets) = try await probe.createSource("ab", "cdef")
            let fork = try await probe.createFork(of: source, at: offsets[1], plus: 2)
            let tail = try await fork.tail()
            try await fork.write("XY")
            try await fork.contents().expect("abcdXY")
            try await fork.contents(from: .at(offsets[1])).expect("cdXY")
            try await fork.contents(from: .at(tail)).expect("XY")
        },

        Check(.forkSubOffsetBytes, "source-unchanged") { probe in
            let (source, offsets) = try await probe.createSource("ab", "cdef")
            let fork = try await probe.createFork(of: source, at: offsets[1], plus: 1)
            try await fork.write("XYZ")
            try await source.contents().expect("abcdef")
            try await source.contents(from: .at(offsets[1])).expect("cdef")
        },

        Check(.forkSubOffsetBytes, "in-what-a-fork-inherited") { probe in
            let (source, offsets) = try await probe.createSource("ab", "cdef")
            let middle = try await probe.createFork(of: source)
            try await middle.write("own")
            let fork = probe.unusedStream()
            try await fork.putFork(of: middle, at: offsets[1], plus: "3").expectPermittedStatus()
            try await fork.contents().expect("abcde")
        },

        Check(.forkSubOffsetBytes, "in-a-fork-made-with-one") { probe in
            let (source, offsets) = try await probe.createSource("ab", "cdef")
            let middle = try await probe.createFork(of: source, at: offsets[1], plus: 2)
            let tail = try await middle.tail()
            try await middle.write("own")
            let fork = probe.unusedStream()
            try await fork.putFork(of: middle, at: tail, plus: "2").expectPermittedStatus()
            try await fork.contents().expect("abcdow")
        },
    ]

    // MARK: Messages

    private static let forkSubOffsetMessages: [Check] = [
        // On a JSON stream, it is the number of messages inherited beyond the fork offset, counted after flattening.
        Check(.forkSubOffsetMessages, needs: [.json]) { probe in
            let (source, offsets) = try await probe.createJSONSource("[0]", "[1,2,3]")
            let fork = probe.unusedStream(contentType: "application/json")
            try await fork.putFork(of: source, at: offsets[1], plus: "2").expectPermittedStatus()
            try await fork.contents().expectMessages("0", "1", "2")
        },

        Check(.forkSubOffsetMessages, "each-of-a-batch", needs: [.json]) { probe in
            let (source, offsets) = try await probe.createJSONSource("[1,2,3,4,5]")
            for count in 1...5 {
                let fork = probe.unusedStream(contentType: "application/json")
                try await fork.putFork(of: source, at: offsets[0], plus: "\(count)").expectPermittedStatus()
                try await fork.contents().expectMessages((1...count).map(String.init))
            }
        },

        Check(.forkSubOffsetMessages, "nested-arrays", needs: [.json]) { probe in
            let (source, offsets) = try await probe.createJSONSource(#"[[1,2],{"a":[3,4]},"],[",5]"#)
            let fork = probe.unusedStream(contentType: "application/json")
            try await fork.putFork(of: source, at: offsets[0], plus: "3").expectPermittedStatus()
            try await fork.contents().expectMessages("[1,2]", #"{"a":[3,4]}"#, #""],[""#)
        },

        Check(.forkSubOffsetMessages, "white-space-between", needs: [.json]) { probe in
            let (source, offsets) = try await probe.createJSONSource("[ 1 ,\n\t{ \"a\" : 2 } ,\r\n 3 ]")
            let fork = probe.unusedStream(contentType: "application/json")
            try await fork.putFork(of: source, at: offsets[0], plus: "2").expectPermittedStatus()
            try await fork.contents().expectMessages("1", #"{"a":2}"#)
        },

        Check(.forkSubOffsetMessages, "large-numbers", needs: [.json]) { probe in
            let source = try await probe.createJSONStream()
            let start = try await source.tail()
            try await source.write("[9007199254740993,0.10000000000000000001,3]")
            let whole = try await source.contents()
            try probe.require(
                whole.messages == [JSONValue].parsing("[9007199254740993,0.10000000000000000001,3]"),
                "the source does not hold the numbers that were written")
            let fork = probe.unusedStream(contentType: "application/json")
            try await fork.putFork(of: source, at: start, plus: "2").expectPermittedStatus()
            try await fork.contents().expectMessages("9007199254740993", "0.10000000000000000001")
        },

        Check(.forkSubOffsetMessages, "single-value", needs: [.json]) { probe in
            let (source, offsets) = try await probe.createJSONSource(#"{"one":1}"#, "[2]")
            let fork = probe.unusedStream(contentType: "application/json")
            try await fork.putFork(of: source, at: offsets[0], plus: "1").expectPermittedStatus()
            try await fork.contents().expectMessages(#"{"one":1}"#)
        },

        Check(.forkSubOffsetMessages, "a-thousand", needs: [.json]) { probe in
            let numbers = (0..<1_000).map(String.init)
            let (source, offsets) = try await probe.createJSONSource(Payload("[\(numbers.joined(separator: ","))]"))
            let fork = probe.unusedStream(contentType: "application/json")
            try await fork.putFork(of: source, at: offsets[0], plus: "777").expectPermittedStatus()
            try await fork.contents().expectMessages(Array(numbers.prefix(777)))
        },

        Check(.forkSubOffsetMessages, "own-appends-follow", needs: [.json]) { probe in
            let (source, offsets) = try await probe.createJSONSource("[0]", "[1,2,3]")
            let fork = try await probe.createFork(of: source, at: offsets[1], plus: 1)
            let tail = try await fork.tail()
            try await fork.write(#"["own",9]"#)
            try await fork.contents().expectMessages("0", "1", #""own""#, "9")
            try await fork.contents(from: .at(offsets[1])).expectMessages("1", #""own""#, "9")
            try await fork.contents(from: .at(tail)).expectMessages(#""own""#, "9")
            try await source.contents().expectMessages("0", "1", "2", "3")
        },

        Check(.forkSubOffsetMessages, "in-what-a-fork-inherited", needs: [.json]) { probe in
            let (source, offsets) = try await probe.createJSONSource("[0]", "[1,2,3]")
            let middle = try await probe.createFork(of: source)
            try await middle.write("[4]")
            let fork = probe.unusedStream(contentType: "application/json")
            try await fork.putFork(of: middle, at: offsets[1], plus: "2").expectPermittedStatus()
            try await fork.contents().expectMessages("0", "1", "2")
        },
    ]

    // MARK: Zero

    private static let forkSubOffsetZero: [Check] = [
        // The sub-offset 0 means the same as none.
        Check(.forkSubOffsetZero) { probe in
            let (source, offsets) = try await probe.createSource("ab", "cdef")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source, at: offsets[1], plus: "0").expectPermittedStatus()
            try await fork.contents().expect("ab")
        },

        Check(.forkSubOffsetZero, "at-the-tail") { probe in
            let (source, offsets) = try await probe.createSource("ab")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source, at: offsets[1], plus: "0").expectPermittedStatus()
            try await fork.contents().expect("ab")
        },

        Check(.forkSubOffsetZero, "json", needs: [.json]) { probe in
            let (source, offsets) = try await probe.createJSONSource("[1]", "[2,3]")
            let fork = probe.unusedStream(contentType: "application/json")
            try await fork.putFork(of: source, at: offsets[1], plus: "0").expectPermittedStatus()
            try await fork.contents().expectMessages("1")
        },

        Check(.forkSubOffsetZero, "added-to-a-repeated-request") { probe in
            let (source, offsets) = try await probe.createSource("ab", "cdef")
            let fork = try await probe.createFork(of: source, at: offsets[1])
            try await fork.putFork(of: source, at: offsets[1]).requireSuccess("repeating a fork request")
            try await fork.putFork(of: source, at: offsets[1], plus: "0").expectPermittedStatus()
            try await fork.contents().expect("ab")
        },
    ]

    // MARK: Malformed

    private static let malformedSubOffsets = [
        ("negative", "-1"), ("fraction", "1.5"), ("word", "two"), ("with-unit", "2b"), ("two-numbers", "1 2"),
        ("underscore", "1_0"),
    ]

    private static let forkSubOffsetMalformed: [Check] =
        // A sub-offset that is no non-negative integer is refused.
        malformedSubOffsets.map { name, value in
            Check(.forkSubOffsetMalformedRejected, name) { probe in
                let (source, offsets) = try await probe.createSource("ab", "cdefghijklmnop")
                let fork = probe.unusedStream()
                try await fork.putFork(of: source, at: offsets[1], plus: value).expectPermittedStatus()
                try await fork.head().expectRefused()
            }
        }

    // MARK: Too far

    private static let forkSubOffsetTooFar: [Check] = [
        // A sub-offset that names a position past the next boundary of the data is refused.
        Check(.forkSubOffsetOvershootRejected) { probe in
            let (source, offsets) = try await probe.createSource("ab", "cdef")
            try await probe.expectOvershoot(of: source, at: offsets[1], plus: "5")
        },

        Check(.forkSubOffsetOvershootRejected, "at-the-tail") { probe in
            let (source, _) = try await probe.createSource("ab")
            try await probe.expectOvershoot(of: source, at: nil, plus: "1")
        },

        Check(.forkSubOffsetOvershootRejected, "of-an-empty-stream") { probe in
            try await probe.expectOvershoot(of: probe.createStream(), at: nil, plus: "1")
        },

        Check(.forkSubOffsetOvershootRejected, "characters-are-not-bytes") { probe in
            let (source, offsets) = try await probe.createSource("ab", "größer")
            try await probe.expectOvershoot(of: source, at: offsets[1], plus: "9")
        },

        Check(.forkSubOffsetOvershootRejected, "beyond-32-bits") { probe in
            let (source, offsets) = try await probe.createSource("ab", "cdef")
            try await probe.expectOvershoot(of: source, at: offsets[1], plus: "4294967298")
        },

        Check(.forkSubOffsetOvershootRejected, "beyond-64-bits") { probe in
            let (source, offsets) = try await probe.createSource("ab", "cdef")
            try await probe.expectOvershoot(of: source, at: offsets[1], plus: "18446744073709551618")
        },

        Check(.forkSubOffsetOvershootRejected, "sum-beyond-64-bits") { probe in
            let (source, offsets) = try await probe.createSource("ab", "cdef")
            try await probe.expectOvershoot(of: source, at: offsets[1], plus: "9223372036854775807")
        },

        Check(.forkSubOffsetOvershootRejected, "json", needs: [.json]) { probe in
            let (source, offsets) = try await probe.createJSONSource("[0]", "[1,[2,3],4]")
            try await probe.expectOvershoot(of: source, at: offsets[1], plus: "4")
        },

        Check(.forkSubOffsetOvershootRejected, "fork-shorter-than-its-source") { probe in
            let (source, offsets) = try await probe.createSource("ab", "cdef")
            let middle = try await probe.createFork(of: source, at: offsets[1], plus: 2)
            try await probe.expectOvershoot(of: middle, at: offsets[1], plus: "3")
        },

        // A sub-offset past the end of the append it begins in is refused or counted on into the next one exactly.
        Check(.forkSubOffsetPastBoundary) { probe in
            let (source, offsets) = try await probe.createSource("ab", "cd", "efgh")
            let fork = probe.unusedStream()
            let reply = try await fork.putFork(of: source, at: offsets[1], plus: "3").expectPermittedStatus()
            if reply.isSuccess {
                try await fork.contents().expect("abcde")
            } else {
                try await fork.head().expectRefused()
            }
        },

        Check(.forkSubOffsetPastBoundary, "json", needs: [.json]) { probe in
            let (source, offsets) = try await probe.createJSONSource("[0]", "[1,2]", "[3,4]")
            let fork = probe.unusedStream(contentType: "application/json")
            let reply = try await fork.putFork(of: source, at: offsets[1], plus: "3").expectPermittedStatus()
            if reply.isSuccess {
                try await fork.contents().expectMessages("0", "1", "2", "3")
            } else {
                try await fork.head().expectRefused()
            }
        },
    ]
}

extension Probe {
    /// Expects a fork with a sub-offset that leads past the tail to be refused and to leave nothing behind.
    fileprivate func expectOvershoot(of source: ProbedStream, at offset: Offset?, plus subOffset: String) async throws {
        let fork = unusedStream(contentType: source.contentType)
        try await fork.putFork(of: source, at: offset, plus: subOffset).expectPermittedStatus()
        try await fork.head().expectRefused()
    }
}

extension [JSONValue] {
    /// The elements of an array written as JSON.
    fileprivate static func parsing(_ text: String) -> [JSONValue]? { (try? JSONValue.parse(text))?.elements }
}
