import HTTPMessage
import Specification

// §5.6 Read Stream: catch-up. Where a read begins and what it brings; its fields are in CatchUp+Answers.swift.

extension Check {
    static let catchUp: [Check] =
        readingFromOffsets + readingFromTheStart + readingAtTheTail + readingOn + malformedOffsets + readingWhatIsWrong
        + readAnswers

    // MARK: From an offset

    private static let readingFromOffsets: [Check] = [
        // A read returns the bytes of the stream from the given offset on, and nothing that stands before it.
        Check(.readFromOffset) { probe in
            let stream = try await probe.createStream("before ")
            let offset = try await stream.write("and before, ").requireNextOffset()
            try await stream.write("after")
            try await stream.read(from: .at(offset)).expectPermittedStatus()
            try await stream.contents(from: .at(offset)).expect("after")
        },

        Check(.readFromOffset, "created-tail") { probe in
            let stream = try await probe.createStream("initial")
            guard let offset = stream.createdTail else { throw probe.notApplicable("creating gives no offset") }
            try await stream.write("appended")
            try await stream.contents(from: .at(offset)).expect("appended")
        },

        Check(.readFromOffset, "tail-of-empty-stream") { probe in
            let stream = try await probe.createStream()
            let offset = try await stream.tail()
            try await stream.write("first")
            try await stream.contents(from: .at(offset)).expect("first")
        },

        Check(.readFromOffset, "offset-of-a-read") { probe in
            let stream = try await probe.createStream("seen")
            let offset = try await stream.contents().last.requireNextOffset()
            try await stream.write("unseen")
            try await stream.contents(from: .at(offset)).expect("unseen")
        },

        Check(.readFromOffset, "after-each-of-ten-appends") { probe in
            let stream = try await probe.createStream()
            let pieces = (1...10).map { Payload(String(repeating: "\($0 % 10)", count: $0 * 3)) }
            var offsets: [Offset] = []
            for piece in pieces { offsets.append(try await stream.write(piece).requireNextOffset()) }
            for (number, offset) in offsets.enumerated() {
                let rest = Payload(pieces[(number + 1)...].flatMap(\.bytes))
                try await stream.contents(from: .at(offset)).expect(rest)
            }
        },

        Check(.readFromOffset, "over-a-fresh-connection") { probe in
            let stream = try await probe.createStream("left behind, ")
            let offset = try await stream.tail()
            try await stream.write("picked up")
            let reply = try await stream.read(from: .at(offset), freshConnection: true)
            reply.expectPermittedStatus().expectStart(of: "picked up")
        },

        Check(.readFromOffset, "past-64-kib") { probe in
            let data = Payload(pseudoRandomBytes: 150_000, seed: probe.seed)
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            let offset = try await stream.write(Payload(Array(data.bytes[..<70_000]))).requireNextOffset()
            let rest = Payload(Array(data.bytes[70_000...]))
            try await stream.write(rest)
            try await stream.read(from: .at(offset)).expectStart(of: rest)
            try await stream.contents(from: .at(offset)).expect(rest)
        },

        Check(.readFromOffset, "between-bytes-that-belong-together") { probe in
            // CR and LF, and the two halves of "é", each in an append of its own.
            let stream = try await probe.createStream("\r")
            let amidLine = try await stream.tail()
            let amidLetter = try await stream.write([0x0A, 0xC3]).requireNextOffset()
            try await stream.write([0xA9])
            try await stream.contents(from: .at(amidLine)).expect([0x0A, 0xC3, 0xA9])
            try await stream.contents(from: .at(amidLetter)).expect([0xA9])
        },

        Check(.readFromOffset, "the-same-bytes-again") { probe in
            let stream = try await probe.createStream("past, ")
            let offset = try await stream.tail()
            try await stream.write("fixed, ")
            try await stream.contents(from: .at(offset)).expect("fixed, ")
            try await stream.contents(from: .at(offset)).expect("fixed, ")
            try await stream.write("later")
            try await stream.contents(from: .at(offset)).expect("fixed, later")
        },

        Check(.readFromOffset, "twenty-readers-at-once") { probe in
            let stream = try await probe.createStream()
            var offsets = [try await stream.tail()]
            for number in 0..<10 { offsets.append(try await stream.write("\(number)").requireNextOffset()) }
            let known = offsets
            _ = try await probe.concurrently(20) { reader in
                let rest = (reader % 10..<10).map { "\($0)" }.joined()
                try await stream.contents(from: .at(known[reader % 10])).expect(Payload(rest))
            }
        },
    ]

    // MARK: From the beginning

    private static let readingFromTheStart: [Check] = [
        // A read without an offset starts at the beginning of the stream.
        Check(.readOffsetOmitted) { probe in
            let stream = try await probe.createStream("from the ")
            try await stream.write("first byte")
            let reply = try await stream.read()
            reply.expectPermittedStatus().expectStart(of: "from the first byte")
        },

        Check(.readOffsetOmitted, "empty-stream") { probe in
            let stream = try await probe.createStream()
            try await stream.read().expectPermittedStatus().expectBody("")
            try await stream.requireTakesAppends()
        },

        Check(.readOffsetOmitted, "after-other-reads") { probe in
            // A server that remembered its readers would go on where the last one stopped.
            let stream = try await probe.createStream("all of it")
            let tail = try await stream.contents().last.requireNextOffset()
            try await stream.read(from: .at(tail))
            try await stream.read().expectPermittedStatus().expectStart(of: "all of it")
        },

        Check(.readOffsetOmitted, "past-64-kib") { probe in
            let data = Payload(pseudoRandomBytes: 100_000, seed: probe.seed)
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            for start in stride(from: 0, to: 100_000, by: 10_000) {
                try await stream.write(Payload(Array(data.bytes[start..<start + 10_000])))
            }
            try await stream.read().expectPermittedStatus().expectStart(of: data)
        },
    ]

    // MARK: At the tail

    private static let readingAtTheTail: [Check] = [
        // A read at the tail succeeds with an empty body.
        Check(.readAtTailSucceeds) { probe in
            let stream = try await probe.createStream("everything")
            try await stream.read(from: .at(stream.tail())).expectPermittedStatus().expectBody("")
            try await stream.requireHolds("everything")
        },

        Check(.readAtTailSucceeds, "empty-stream") { probe in
            let stream = try await probe.createStream()
            try await stream.read(from: .at(stream.tail())).expectPermittedStatus().expectBody("")
            try await stream.requireTakesAppends()
        },

        // A read at the tail returns the requested offset in `Stream-Next-Offset`.
        Check(.readAtTailKeepsOffset) { probe in
            let stream = try await probe.createStream("everything")
            let tail = try await stream.contents().last.requireNextOffset()
            try await stream.read(from: .at(tail)).expectNextOffset(tail)
            try await stream.requireHolds("everything")
        },

        Check(.readAtTailKeepsOffset, "offset-of-an-append") { probe in
            let stream = try await probe.createStream()
            let tail = try await stream.write("everything").requireNextOffset()
            try await stream.read(from: .at(tail)).expectNextOffset(tail)
            try await stream.requireHolds("everything")
        },

        Check(.readAtTailKeepsOffset, "empty-stream") { probe in
            let stream = try await probe.createStream()
            let tail = try await stream.tail()
            try await stream.read(from: .at(tail)).expectNextOffset(tail)
            try await stream.requireTakesAppends()
        },

        // A read at the tail delivers no data.
        Check(.readAtTailNoData) { probe in
            let stream = try await probe.createStream("x")
            let tail = try await stream.contents().last.requireNextOffset()
            let reply = try await stream.read(from: .at(tail))
            reply.expect(!reply.isSuccess || reply.body.isEmpty, "no data", observed: reply.text)
            try await stream.requireHolds("x")
        },

        Check(.readAtTailNoData, "after-ten-appends") { probe in
            let stream = try await probe.createStream()
            for number in 0..<10 {
                let tail = try await stream.write("append \(number)").requireNextOffset()
                let reply = try await stream.read(from: .at(tail))
                reply.expect(!reply.isSuccess || reply.body.isEmpty, "no data", observed: reply.text)
            }
            try await stream.read(from: .beginning).requireBeginning("append 0")
        },

        Check(.readAtTailNoData, "ten-times-the-same") { probe in
            let stream = try await probe.createStream("said once")
            let tail = try await stream.tail()
            for _ in 0..<10 {
                let reply = try await stream.read(from: .at(tail))
                reply.expect(!reply.isSuccess || reply.body.isEmpty, "no data", observed: reply.text)
            }
            try await stream.requireHolds("said once")
        },

        // A read at the tail of a closed stream carries `Stream-Closed: true`.
        Check(.readAtTailClosed) { probe in
            let stream = try await probe.createStream("the end")
            let tail = try await stream.writeClosed().requireNextOffset()
            try await stream.read(from: .at(tail)).expectPermittedStatus().expectClosed().expectBody("")
        },

        Check(.readAtTailClosed, "closed-by-an-append") { probe in
            let stream = try await probe.createStream("nearly ")
            let tail = try await stream.writeClosed("the end").requireNextOffset()
            try await stream.read(from: .at(tail)).expectPermittedStatus().expectClosed().expectBody("")
        },

        Check(.readAtTailClosed, "created-closed") { probe in
            let stream = try await probe.createStream("all there is", closed: true)
            try await stream.read(from: .at(stream.tail())).expectPermittedStatus().expectClosed().expectBody("")
        },

        Check(.readAtTailClosed, "closed-while-empty") { probe in
            let stream = try await probe.createStream()
            try await stream.writeClosed()
            try await stream.read().expectPermittedStatus().expectClosed().expectBody("")
        },

        Check(.readAtTailClosed, "every-time") { probe in
            let stream = try await probe.createStream("the end")
            let tail = try await stream.writeClosed().requireNextOffset()
            for _ in 0..<5 { try await stream.read(from: .at(tail), freshConnection: true).expectClosed() }
        },
    ]

    // MARK: On and on

    private static let readingOn: [Check] = [
        // Reading on from each `Stream-Next-Offset` until the tail yields the whole stream once: no gap, no overlap,
        // however the server cuts it.
        Check(.readNextOffsetContinues) { probe in
            let data = Payload(pseudoRandomBytes: largeStreamBytes, seed: probe.seed)
            let stream = try await probe.createLargeStream(data)
            try await stream.contents().expect(data)
        },

        Check(.readNextOffsetContinues, "one-large-append") { probe in
            let data = Payload(pseudoRandomBytes: 700_001, seed: probe.seed)
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            let reply = try await stream.append(data)
            try reply.requireSuccess("an append")
            try await stream.contents().expect(data)
        },

        Check(.readNextOffsetContinues, "hundred-small-appends") { probe in
            let stream = try await probe.createStream()
            for number in 0..<100 { try await stream.write("\(number);") }
            try await stream.contents().expect(Payload((0..<100).map { "\($0);" }.joined()))
        },

        Check(.readNextOffsetContinues, "while-a-writer-appends") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            let pieces = (0..<40).map { Payload(pseudoRandomBytes: 1 + $0 * 97, seed: probe.seed &+ UInt64($0)) }
            async let writing: Void = { for piece in pieces { try await stream.write(piece) } }()
            var bytes: [UInt8] = []
            var position = ReadPosition.beginning
            for _ in 0..<30 {
                let seen = try await stream.contents(from: position)
                bytes += seen.bytes
                position = .at(try seen.last.requireNextOffset())
            }
            try await writing
            let rest = try await stream.contents(from: position)
            let all = Payload(bytes + rest.bytes)
            rest.last.expect(
                all.bytes == pieces.flatMap(\.bytes), "every append once, in order", observed: all.shown)
        },

        // A read that does not reach the tail delivers data and moves its reader forward, so that reading on ends.
        Check(.readMakesProgress) { probe in
            let data = Payload(pseudoRandomBytes: largeStreamBytes, seed: probe.seed)
            let stream = try await probe.createLargeStream(data)
            let contents = try await stream.contents()
            for piece in contents.pieces.dropLast() {
                piece.expect(!piece.body.isEmpty, "data in every read before the tail", observed: "an empty body")
            }
            contents.last.expect(
                contents.bytes.count == data.bytes.count, "reading on to end after \(data.bytes.count) bytes",
                observed: "the end after \(contents.bytes.count)")
        },

        Check(.readMakesProgress, "offsets-go-forward") { probe in
            let stream = try await probe.createLargeStream(
                Payload(pseudoRandomBytes: largeStreamBytes, seed: probe.seed))
            let contents = try await stream.contents()
            try probe.require(contents.bytes.count == largeStreamBytes, "the stream does not hold what was written")
            let offsets = contents.pieces.compactMap(\.nextOffset)
            probe.expect(
                zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 },
                "each Stream-Next-Offset no smaller than the one before", observed: "\(offsets.map(\.token))")
        },

        // Being up to date is not the end: an open stream takes appends after a reader was told it is up to date, and
        // the reader finds them at its offset.
        Check(.readUpToDateIsNotEnd) { probe in
            let stream = try await probe.createStream("so far, ")
            let seen = try await stream.contents().last
            try probe.require(seen.isUpToDate, "no read was up to date")
            let appended = try await stream.append("and further")
            appended.expectSuccess()
            try await stream.contents(from: .at(seen.requireNextOffset())).expect("and further")
        },

        Check(.readUpToDateIsNotEnd, "ten-times") { probe in
            let stream = try await probe.createStream()
            var position = ReadPosition.beginning
            for number in 0..<10 {
                try await stream.append("\(number)").expectSuccess()
                let seen = try await stream.contents(from: position)
                seen.expect("\(number)")
                position = .at(try seen.last.requireNextOffset())
            }
        },
    ]

    // MARK: What is wrong

    private static let malformedOffsets: [Check] = [
        ("comma", ","), ("ampersand", "&"), ("equals-sign", "="), ("question-mark", "?"), ("slash", "/"),
    ].map { (name: String, character: String) in
        // An offset that cannot be one, such as a token with a comma, is refused.
        Check(.readMalformedOffsetRejected, name) { probe in
            let stream = try await probe.createStream("some data")
            let token = try await stream.tail().token
            try await stream.get(query: [("offset", token + character + token)]).expectPermittedStatus()
        }
    }

    private static let readingWhatIsWrong: [Check] = [
        // An offset parameter without a value is refused or counts as omitted.
        Check(.readEmptyOffset) { probe in
            let stream = try await probe.createStream("some data")
            let reply = try await stream.get(query: [("offset", "")]).expectPermittedStatus()
            if reply.isSuccess { reply.expectStart(of: "some data") }
        },

        // A request with two offset parameters is refused or answered for one of them.
        Check(.readRepeatedOffset) { probe in
            let stream = try await probe.createStream("one")
            let first = try await stream.tail()
            let second = try await stream.write("two").requireNextOffset()
            try await stream.write("three")
            let query = [("offset", first.token), ("offset", second.token)]
            let reply = try await stream.get(query: query).expectPermittedStatus()
            guard reply.isSuccess else { return }
            reply.expect(
                reply.isStart(of: "twothree") || reply.isStart(of: "three"),
                "what stands behind one of the two offsets", observed: reply.text)
        },

        // A request with a value of `live` that the text does not define is refused or answered as a catch-up read.
        Check(.readUnknownLiveValue) { probe in
            let stream = try await probe.createStream("some data")
            let query = [("live", "carrier-pigeon"), ("offset", "-1")]
            let reply = try await stream.get(query: query).expectPermittedStatus()
            if reply.isSuccess { reply.expectStart(of: "some data") }
        },

        Check(.readUnknownLiveValue, "at-the-tail") { probe in
            let stream = try await probe.createStream("some data")
            let query = [("live", "carrier-pigeon"), ("offset", try await stream.tail().token)]
            let reply = try await stream.get(query: query).expectPermittedStatus()
            if reply.isSuccess { reply.expectBody("") }
            try await stream.requireHolds("some data")
        },

        // Reading a URL without a stream is refused.
        Check(.readMissingStream) { probe in
            try await probe.unusedStream().read().expectPermittedStatus()
        },

        Check(.readMissingStream, "from-the-beginning") { probe in
            try await probe.unusedStream().read(from: .beginning).expectPermittedStatus()
        },

        Check(.readMissingStream, "from-now") { probe in
            try await probe.unusedStream().read(from: .now).expectPermittedStatus()
        },

        Check(.readMissingStream, "beside-one-that-exists") { probe in
            let stream = try await probe.createStream("here")
            try await stream.neighbour("-not").read().expectPermittedStatus()
            try await stream.contents().expect("here")
        },
    ]
}
