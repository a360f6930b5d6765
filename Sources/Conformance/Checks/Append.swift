import HTTPMessage
import Specification

// §5.2 Append to Stream: bodies, content types, answers. Stream-Seq is in Append+Sequence.swift, closing and closed
// streams are in Append+Closure.swift.

extension Check {
    static let append: [Check] =
        appending + appendedBytes + appendingChunks + appendingNowhere + appendTypes + appendingNothing + appendAnswers
        + appendEndurance + appendSequence + appendClosure

    // MARK: Appending

    private static let appending: [Check] = [
        // An append of a body with the stream's content type succeeds.
        Check(.appendAccepted) { probe in
            let stream = try await probe.createStream()
            try await stream.append("some words").expectPermittedStatus()
            try await stream.contents().expect("some words")
        },

        Check(.appendAccepted, "one-byte") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            try await stream.append([0]).expectPermittedStatus()
            try await stream.contents().expect([0])
        },

        Check(.appendAccepted, "other-connection") { probe in
            let stream = try await probe.createStream()
            try await stream.append("some words", freshConnection: true).expectPermittedStatus()
            try await stream.contents().expect("some words")
        },

        Check(.appendAccepted, "unusual-content-type") { probe in
            let stream = try await probe.createStream(contentType: "application/vnd.example.log+text")
            try await stream.append("some words").expectPermittedStatus()
            try await stream.contents().expect("some words")
        },

        // The bytes of an append stand behind everything that was there before.
        Check(.appendAddedAtEnd, "after-initial-content") { probe in
            let stream = try await probe.createStream("first ")
            try await stream.write("second")
            try await stream.contents().expect("first second")
        },

        Check(.appendAddedAtEnd, "ten-appends") { probe in
            let stream = try await probe.createStream()
            for number in 0..<10 { try await stream.write("\(number) ") }
            try await stream.contents().expect("0 1 2 3 4 5 6 7 8 9 ")
        },

        Check(.appendAddedAtEnd, "the-same-ten-times") { probe in
            // Without producer fields an equal body is not a repetition.
            let stream = try await probe.createStream()
            for _ in 0..<10 { try await stream.write("same ") }
            try await stream.contents().expect(Payload(String(repeating: "same ", count: 10)))
        },

        Check(.appendAddedAtEnd, "ten-connections") { probe in
            let stream = try await probe.createStream()
            for number in 0..<10 {
                try await stream.append("\(number) ", freshConnection: true).requireSuccess("an append")
            }
            try await stream.contents().expect("0 1 2 3 4 5 6 7 8 9 ")
        },

        Check(.appendAddedAtEnd, "small-after-large") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            try await stream.append(.large).requireSuccess("an append")
            try await stream.write("and a little")
            try await stream.contents().expect(.large + "and a little")
        },
    ]

    // MARK: Bytes

    private static let appendedBytes: [Check] =
        // What is read back of an append is byte for byte what was sent.
        bodies.map { name, body in
            Check(.appendBytesUnchanged, name) { probe in
                let stream = try await probe.createStream(contentType: "application/octet-stream", "<")
                try await stream.append(body).requireSuccess("an append")
                try await stream.write(">")
                try await stream.contents().expect("<" + body + ">")
            }
        } + appendedText

    private static let bodies: [(name: String, body: Payload)] = [
        ("every-byte-value", Payload((0...255).map { UInt8($0) })),
        ("only-zeros", Payload(repeating: 0, count: 1000)),
        ("line-ends", "\r\n\r\n\n\r\r\n"),
        ("looks-like-chunks", "5\r\nhello\r\n0\r\n\r\n"),
        ("looks-like-gzip", [0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xFF]),
        ("just-past-64-kib", Payload(pseudoRandomBytes: 65_537, seed: 1)),
        ("large", .large),
    ]

    private static let appendedText: [Check] = [
        Check(.appendBytesUnchanged, "text-of-many-scripts") { probe in
            let text: Payload = "\u{FEFF}naïve 日本語 \u{1F30A} e\u{301} \u{2028}\u{0}\u{7F}"
            let stream = try await probe.createStream()
            try await stream.write(text)
            try await stream.contents().expect(text)
        },

        Check(.appendBytesUnchanged, "text-that-is-not-utf-8") { probe in
            let bytes: Payload = [0x66, 0xFC, 0x72, 0xC3, 0x28, 0xFF, 0xED, 0xA0, 0x80]
            let stream = try await probe.createStream()
            try await stream.write(bytes)
            try await stream.contents().expect(bytes)
        },

        Check(.appendBytesUnchanged, "text-that-looks-like-json") { probe in
            let stream = try await probe.createStream()
            try await stream.write("[1, 2]")
            try await stream.write("{\"a\" : 1.0}")
            try await stream.contents().expect("[1, 2]{\"a\" : 1.0}")
        },

        Check(.appendBytesUnchanged, "character-cut-in-two") { probe in
            let bytes = Array("日".utf8)
            let stream = try await probe.createStream()
            try await stream.write(Payload(Array(bytes.prefix(1))))
            try await stream.write(Payload(Array(bytes.dropFirst())))
            try await stream.contents().expect("日")
        },
    ]

    // MARK: Chunks

    private static let appendingChunks: [Check] = [
        // A body sent with chunked transfer coding is accepted like any other.
        Check(.appendChunkedBodyAccepted) { probe in
            let stream = try await probe.createStream()
            try await stream.append("in chunks", chunked: true).expectPermittedStatus()
            try await stream.contents().require("in chunks")
        },

        // Of a body accepted in chunks the stream holds exactly the content.
        Check(.appendChunkedBodyStoredWhole) { probe in
            let stream = try await probe.createStream("before ")
            try await stream.append("in chunks", chunked: true).requireSuccess("a chunked append")
            try await stream.contents().expect("before in chunks")
        },

        Check(.appendChunkedBodyStoredWhole, "large") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            let reply = try await stream.append(.large, chunked: true)
            try reply.requireSuccess("a chunked append")
            try await stream.contents().expect(.large)
        },

        Check(.appendChunkedBodyStoredWhole, "looks-like-chunks") { probe in
            let stream = try await probe.createStream()
            let body: Payload = "0\r\n\r\nffff\r\n"
            try await stream.append(body, chunked: true).requireSuccess("a chunked append")
            try await stream.write("after")
            try await stream.contents().expect(body + "after")
        },
    ]

    // MARK: No stream

    private static let appendingNowhere: [Check] = [
        // An append to a URL without a stream is refused.
        Check(.appendMissingStream) { probe in
            try await probe.unusedStream().append("nowhere").expectPermittedStatus()
        },

        Check(.appendMissingStream, "and-close", needs: [.closure]) { probe in
            try await probe.unusedStream().append("nowhere", closing: true).expectPermittedStatus()
        },

        Check(.appendMissingStream, "producer", needs: [.producers]) { probe in
            try await probe.unusedStream().append("nowhere", as: Producer("p", seq: 0)).expectPermittedStatus()
        },

        // A refused append to a URL without a stream does not create one.
        Check(.appendMissingStreamNotCreated) { probe in
            let stream = probe.unusedStream()
            probe.removeAfterwards(stream)
            try await stream.append("nowhere").expectRefused()
            try await stream.head().expectPermittedStatus()
            try await stream.append("nowhere").expectPermittedStatus()
        },

        Check(.appendMissingStreamNotCreated, "created-later") { probe in
            let stream = probe.unusedStream()
            try await stream.append("too early").expectRefused()
            try await stream.put().requireSuccess("creating a stream")
            try await stream.contents().expect("")
        },

        // An append to a soft-deleted stream is refused.
        Check(.appendSoftDeleted) { probe in
            let (source, fork) = try await probe.createSoftDeletedStream("inherited")
            try await source.append("too late").expectPermittedStatus()
            try await fork.contents().expect("inherited")
        },
    ]

    // MARK: Content types

    private static let otherTypes: [(name: String, own: String, other: String)] = [
        ("binary-to-text", "text/plain", "application/octet-stream"),
        ("same-type", "text/plain", "text/csv"),
        ("same-subtype", "application/xml", "text/xml"),
        ("longer-name", "application/x-log", "application/x-logs"),
        ("json-to-text", "text/plain", "application/json"),
        ("text-to-json", "application/json", "text/plain"),
    ]

    private static let appendTypes: [Check] =
        // An append with a body of another, valid content type is refused.
        otherTypes.map { name, own, other in
            Check(.appendContentTypeMismatchRejected, name) { probe in
                let stream = try await probe.createStream(contentType: own)
                try await stream.append("{\"a\":1}", contentType: other).expectPermittedStatus()
            }
        } + appendTypesOnward

    private static let appendTypesOnward: [Check] = [
        // An append refused for its content type leaves content and tail offset as they were.
        Check(.appendContentTypeMismatchStoresNothing) { probe in
            let stream = try await probe.createStream("kept")
            let before = try await stream.snapshot(holding: "kept")
            try await stream.append("other", contentType: "text/csv")
            try await stream.expectUnchanged(since: before)
        },

        Check(.appendContentTypeMismatchStoresNothing, "large") { probe in
            let stream = try await probe.createStream("kept ")
            try await stream.append(
                Payload(pseudoRandomBytes: 40_000, seed: 2), contentType: "application/octet-stream"
            ).expectRefused()
            try await stream.write("and added to")
            try await stream.contents().expect("kept and added to")
        },

        // An append with a body but without `Content-Type` is refused.
        Check(.appendContentTypeMissingRejected) { probe in
            let stream = try await probe.createStream("kept")
            try await stream.append("untyped", contentType: .some(nil)).expectPermittedStatus()
            try await stream.contents().expect("kept")
        },

        Check(.appendContentTypeMissingRejected, "binary-stream") { probe in
            // HTTP takes a body of unknown type for octets; the text asks for the field all the same.
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            try await stream.append("untyped", contentType: .some(nil)).expectPermittedStatus()
            try await stream.contents().expect("")
        },

        // An append whose `Content-Type` is no media type at all is refused.
        Check(.appendContentTypeMalformedRejected, "no-slash") { probe in
            let stream = try await probe.createStream("kept")
            try await stream.append("mistyped", contentType: "text").expectPermittedStatus()
            try await stream.contents().expect("kept")
        },

        Check(.appendContentTypeMalformedRejected, "no-subtype") { probe in
            let stream = try await probe.createStream("kept")
            try await stream.append("mistyped", contentType: "text/").expectPermittedStatus()
            try await stream.contents().expect("kept")
        },

        Check(.appendContentTypeMalformedRejected, "empty") { probe in
            let stream = try await probe.createStream("kept")
            try await stream.append("mistyped", contentType: "").expectPermittedStatus()
            try await stream.contents().expect("kept")
        },

        // An append with several conflicts at once is refused as a conflict and stores nothing.
        Check(.appendSeveralConflictsConflict) { probe in
            let stream = try await probe.createStream()
            try await stream.write("kept", sequence: "5")
            try await stream.append("other", contentType: "text/csv", sequence: "4").expectPermittedStatus()
            try await stream.contents().expect("kept")
        },

        Check(.appendSeveralConflictsConflict, "closed-too", needs: [.closure]) { probe in
            let stream = try await probe.createStream()
            try await stream.write("kept", sequence: "5")
            try await stream.writeClosed()
            try await stream.append("other", contentType: "text/csv", sequence: "4").expectPermittedStatus()
            try await stream.contents().expect("kept")
        },
    ]

    // MARK: Nothing to append

    private static let appendingNothing: [Check] = [
        // An append without a body is refused, unless it asks for closure.
        Check(.appendEmptyBodyRejected, "content-length-zero") { probe in
            let stream = try await probe.createStream()
            try await stream.append([]).expectPermittedStatus()
        },

        Check(.appendEmptyBodyRejected, "no-body") { probe in
            let stream = try await probe.createStream()
            try await probe.send(stream.request(.post, fields: [.contentType: stream.contentType]))
                .expectPermittedStatus()
        },

        Check(.appendEmptyBodyRejected, "no-content-type") { probe in
            let stream = try await probe.createStream("before")
            try await stream.append([], contentType: .some(nil)).expectPermittedStatus()
        },

        // A chunked body that turns out to be empty is refused like any other empty body.
        Check(.appendEmptyChunkedBodyRejected) { probe in
            let stream = try await probe.createStream("before")
            try await stream.append([], chunked: true).expectPermittedStatus()
        },

        // An append refused for its empty body leaves the stream as it was.
        Check(.appendEmptyBodyChangesNothing) { probe in
            let stream = try await probe.createStream("kept")
            let before = try await stream.snapshot(holding: "kept")
            try await stream.append([])
            try await stream.append([], chunked: true)
            try await stream.expectUnchanged(since: before)
            try await stream.expectOpen()
        },
    ]

    // MARK: Answers

    private static let appendAnswers: [Check] = [
        // The answer to a successful append carries the new tail offset.
        Check(.appendNextOffset) { probe in
            let stream = try await probe.createStream()
            let before = try await stream.tail()
            let reply = try await stream.write("some words").expectPresent(.streamNextOffset)
            try await reply.expectNextOffset(stream.tail())
            reply.expect(reply.nextOffset != before, "another offset than before", observed: before.token)
        },

        Check(.appendNextOffset, "after-each-of-ten") { probe in
            let stream = try await probe.createStream()
            var earlier: Set<Offset?> = [try await stream.tail()]
            for number in 0..<10 {
                let reply = try await stream.write("word \(number)").expectPresent(.streamNextOffset)
                try await reply.expectNextOffset(stream.tail())
                reply.expect(
                    earlier.insert(reply.nextOffset).inserted, "an offset not given before",
                    observed: reply[.streamNextOffset] ?? "none")
            }
        },

        Check(.appendNextOffset, "where-the-next-append-begins") { probe in
            let stream = try await probe.createStream("before ")
            let tail = try await stream.write("this ").requireNextOffset()
            try await stream.write("next")
            try await stream.contents(from: .at(tail)).expect("next")
        },

        Check(.appendNextOffset, "large-body") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            let reply = try await stream.append(.large)
            let tail = try await stream.tail()
            try probe.require(tail != stream.createdTail, "HEAD shows the same tail after an append as before it")
            try reply.requireSuccess("an append").expectNextOffset(tail)
        },

        Check(.appendNextOffset, "many-at-once") { probe in
            // Each answer's offset lies behind the bytes of its own append, and what is there to read is the rest.
            let stream = try await probe.createStream()
            let bodies = (0..<16).map { "<\($0)>" }
            let answers = try await probe.concurrently(16) { try await stream.write(Payload(bodies[$0])) }
            let whole = try await stream.contents().bytes
            for (body, answer) in zip(bodies, answers) {
                let rest = try await stream.contents(from: .at(answer.requireNextOffset())).bytes
                let before = String(decoding: whole.dropLast(rest.count), as: UTF8.self)
                answer.expect(
                    whole.suffix(rest.count) == rest[...] && before.contains(body),
                    "a Stream-Next-Offset behind '\(body)'", observed: "one from which \(Payload(rest).shown) is read")
            }
        },

        // The answer to an append that leaves the stream open carries no `Stream-Closed: true`.
        Check(.appendOpenNotClosed) { probe in
            let stream = try await probe.createStream()
            try await stream.write("first").expectNotClosed()
            try await stream.write("second").expectNotClosed()
            try await stream.requireHolds("firstsecond")
        },
    ]
}
