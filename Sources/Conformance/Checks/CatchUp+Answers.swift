import HTTPMessage
import Specification

// §5.6 Read Stream: catch-up. The fields of an answer.

extension Check {
    static let readAnswers: [Check] = readTypesAndOffsets + readBeingUpToDate + readBeingClosed

    // MARK: Content type and next offset

    private static let readTypesAndOffsets: [Check] = [
        // A read carries the stream's content type in `Content-Type`.
        Check(.readContentType) { probe in
            let stream = try await probe.createStream("words")
            try await stream.read().requireStart(of: "words").expectContentType("text/plain")
        },

        Check(.readContentType, "binary") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream", [0x00, 0xFF])
            try await stream.requireHolds([0x00, 0xFF]).expectContentType("application/octet-stream")
        },

        Check(.readContentType, "uncommon-type") { probe in
            let stream = try await probe.createStream(contentType: "application/vnd.tidemark-example", "words")
            try await stream.requireHolds("words").expectContentType("application/vnd.tidemark-example")
        },

        Check(.readContentType, "at-the-tail") { probe in
            let stream = try await probe.createStream(contentType: "text/markdown", "# words")
            try await stream.read(from: .at(stream.tail())).requireSuccess("reading").expectContentType("text/markdown")
        },

        Check(.readContentType, "empty-stream") { probe in
            let stream = try await probe.createStream(contentType: "text/csv")
            try await stream.read().requireSuccess("reading").expectContentType("text/csv")
        },

        // A read carries the offset to go on from in `Stream-Next-Offset`.
        Check(.readNextOffset) { probe in
            let stream = try await probe.createStream("words")
            try await stream.read().requireStart(of: "words").expectPresent(.streamNextOffset)
        },

        Check(.readNextOffset, "at-the-tail") { probe in
            let stream = try await probe.createStream("words")
            try await stream.read(from: .at(stream.tail())).expectPresent(.streamNextOffset)
            try await stream.requireHolds("words")
        },

        Check(.readNextOffset, "empty-stream") { probe in
            let stream = try await probe.createStream()
            try await stream.read().expectPresent(.streamNextOffset)
            try await stream.requireTakesAppends()
        },

        Check(.readNextOffset, "closed-stream", needs: [.closure]) { probe in
            let stream = try await probe.createStream("words", closed: true)
            try await stream.read().requireStart(of: "words").expectPresent(.streamNextOffset)
        },

        Check(.readNextOffset, "is-the-tail-after-everything") { probe in
            let stream = try await probe.createStream("words ")
            let tail = try await stream.write("and more").requireNextOffset()
            let contents = try await stream.contents()
            try contents.require("words and more")
            contents.last.expectNextOffset(tail)
        },
    ]

    // MARK: Up to date

    private static let readBeingUpToDate: [Check] = [
        // A read that includes all data there is carries `Stream-Up-To-Date: true`.
        Check(.readUpToDateAtTail) { probe in
            let stream = try await probe.createStream("all there is")
            let tail = try await stream.tail()
            try await stream.whole("all there is").piece(reaching: tail).expectUpToDate()
        },

        Check(.readUpToDateAtTail, "at-the-tail") { probe in
            let stream = try await probe.createStream("all there is")
            try await stream.read(from: .at(stream.tail())).expectUpToDate()
            try await stream.requireHolds("all there is")
        },

        Check(.readUpToDateAtTail, "empty-stream") { probe in
            let stream = try await probe.createStream()
            try await stream.read().expectUpToDate()
            try await stream.requireTakesAppends()
        },

        Check(.readUpToDateAtTail, "from-the-middle") { probe in
            let stream = try await probe.createStream("before ")
            let offset = try await stream.tail()
            let tail = try await stream.write("after").requireNextOffset()
            try await stream.whole("after", from: .at(offset)).piece(reaching: tail).expectUpToDate()
        },

        Check(.readUpToDateAtTail, "past-64-kib") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            let data = Payload(repeating: 0x2E, count: 200_000)
            let tail = try await stream.write(data).requireNextOffset()
            try await stream.whole(data).piece(reaching: tail).expectUpToDate()
        },

        Check(.readUpToDateAtTail, "after-every-append") { probe in
            let stream = try await probe.createStream()
            for number in 0..<10 {
                let tail = try await stream.write("\(number)").requireNextOffset()
                try await stream.whole(Payload(Array("0123456789".utf8.prefix(number + 1)))).piece(reaching: tail)
                    .expectUpToDate()
            }
        },

        Check(.readUpToDateAtTail, "closed-stream", needs: [.closure]) { probe in
            let stream = try await probe.createStream("all there will be", closed: true)
            let tail = try await stream.tail()
            try await stream.whole("all there will be").piece(reaching: tail).expectUpToDate()
            try await stream.read(from: .at(tail)).expectUpToDate()
        },

        // A read that stops short of the tail does not carry `Stream-Up-To-Date`.
        Check(.readUpToDateAbsentOnPartial) { probe in
            let data = Payload(pseudoRandomBytes: largeStreamBytes, seed: probe.seed)
            let partial = try await probe.createLargeStream(data).requireHolds(data).requirePartial(of: data)
            partial.expectAbsent(.streamUpToDate)
        },
    ]

    // MARK: Closed

    private static let readBeingClosed: [Check] = [
        // A read of an open stream carries no `Stream-Closed: true`, at the tail or before it.
        Check(.readOpenNotClosed) { probe in
            let stream = try await probe.createStream("words")
            try await stream.read().requireStart(of: "words").expectNotClosed()
        },

        Check(.readOpenNotClosed, "at-the-tail") { probe in
            let stream = try await probe.createStream("words")
            try await stream.read(from: .at(stream.tail())).requireSuccess("reading").expectNotClosed()
            try await stream.requireHolds("words")
        },

        Check(.readOpenNotClosed, "empty-stream") { probe in
            let stream = try await probe.createStream()
            try await stream.read().requireSuccess("reading").expectNotClosed()
            try await stream.requireTakesAppends()
        },

        Check(.readOpenNotClosed, "while-another-is-closed") { probe in
            let stream = try await probe.createStream("open")
            _ = try await probe.createStream("closed", closed: true)
            try await stream.read().requireStart(of: "open").expectNotClosed()
        },

        // A read that returns the last data of a stream already closed carries `Stream-Closed: true`.
        Check(.readClosedWithFinalData) { probe in
            let stream = try await probe.createStream("the end")
            let tail = try await stream.writeClosed().requireNextOffset()
            let piece = try await stream.whole("the end").piece(reaching: tail)
            piece.expectPermittedStatus().expectClosed()
        },

        Check(.readClosedWithFinalData, "closed-by-an-append") { probe in
            let stream = try await probe.createStream("nearly ")
            let offset = try await stream.tail()
            let tail = try await stream.writeClosed("the end").requireNextOffset()
            let contents = try await stream.contents(from: .at(offset))
            contents.expect("the end")
            contents.piece(reaching: tail).expectPermittedStatus().expectClosed()
        },

        Check(.readClosedWithFinalData, "created-closed") { probe in
            let stream = try await probe.createStream("all there is", closed: true)
            let tail = try await stream.tail()
            try await stream.whole("all there is").piece(reaching: tail).expectPermittedStatus().expectClosed()
        },

        Check(.readClosedWithFinalData, "past-64-kib") { probe in
            let data = Payload(pseudoRandomBytes: 200_000, seed: probe.seed)
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            let tail = try await stream.writeClosed(data).requireNextOffset()
            let contents = try await stream.contents()
            contents.expect(data)
            contents.piece(reaching: tail).expectPermittedStatus().expectClosed()
        },

        Check(.readClosedWithFinalData, "read-before-and-after") { probe in
            // What was read while the stream was open must not be served again from memory.
            let stream = try await probe.createStream("the end")
            try await stream.read(from: .beginning)
            let tail = try await stream.writeClosed().requireNextOffset()
            try await stream.whole("the end").piece(reaching: tail).expectPermittedStatus().expectClosed()
        },

        // A read of a closed stream that stops short of the final offset does not carry `Stream-Closed`.
        Check(.readClosedAbsentOnPartial) { probe in
            let data = Payload(pseudoRandomBytes: largeStreamBytes, seed: probe.seed)
            let stream = try await probe.createLargeStream(data, closed: true)
            let partial = try await stream.requireHolds(data).requirePartial(of: data)
            partial.expectAbsent(.streamClosed)
        },

        // A reader that got the last data before the stream was closed learns of the closure at the next offset: an
        // empty body with `Stream-Closed: true`.
        Check(.readClosureFoundAtNextOffset) { probe in
            let stream = try await probe.createStream("the end")
            let next = try await stream.contents().last.requireNextOffset()
            try await stream.writeClosed()
            try await stream.read(from: .at(next)).expectPermittedStatus().expectClosed().expectBody("")
        },

        Check(.readClosureFoundAtNextOffset, "reader-was-waiting-at-the-tail") { probe in
            let stream = try await probe.createStream("the end")
            let tail = try await stream.tail()
            for _ in 0..<3 { try await stream.read(from: .at(tail)).expectNotClosed() }
            try await stream.writeClosed()
            try await stream.read(from: .at(tail)).expectPermittedStatus().expectClosed().expectBody("")
        },

        Check(.readClosureFoundAtNextOffset, "empty-stream") { probe in
            let stream = try await probe.createStream()
            let next = try await stream.read().requireNextOffset()
            try await stream.writeClosed()
            try await stream.read(from: .at(next)).expectPermittedStatus().expectClosed().expectBody("")
        },
    ]
}

extension ProbedStream {
    /// Everything from a position to the tail; inconclusive unless it is what was written.
    fileprivate func whole(
        _ expected: Payload, from start: ReadPosition = .beginning
    ) async throws -> StreamContents {
        let contents = try await contents(from: start)
        try contents.require(expected)
        return contents
    }
}
