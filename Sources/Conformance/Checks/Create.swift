import HTTPMessage
import Specification

// §5.1 Create Stream: creating. What meets an existing stream is in Create+Matching.swift, lifetimes are in Expiry.swift.

extension Check {
    static let create: [Check] =
        creating + creatingWithContent + creatingClosed + creatingTypes + createAnswers + createMatching + createForks

    // MARK: Creating

    private static let creating: [Check] = [
        // A `PUT` to a URL without a stream creates one.
        Check(.createNewStreamCreated) { probe in
            let stream = probe.unusedStream()
            try await stream.put("some words").expectPermittedStatus()
            try await stream.requireHolds("some words")
        },

        Check(.createNewStreamCreated, "after-a-missing-read") { probe in
            let stream = probe.unusedStream()
            try await stream.read()
            try await stream.head()
            try await stream.append("too early")
            try await stream.put("some words").expectPermittedStatus()
            try await stream.requireHolds("some words")
        },

        Check(.createNewStreamCreated, "many-at-once") { probe in
            _ = try await probe.concurrently(20) { number in
                let stream = probe.unusedStream()
                try await stream.put("stream \(number)").expectPermittedStatus()
                try await stream.requireHolds("stream \(number)")
            }
        },

        Check(.createNewStreamCreated, "name-that-begins-like-another") { probe in
            let stream = try await probe.createStream("other")
            let longer = stream.neighbour("0")
            try await longer.put().expectPermittedStatus()
            try await longer.contents().expect("")
            try await longer.requireTakesAppends()
            try await stream.requireHolds("other")
        },

        Check(.createNewStreamCreated, "long-names") { probe in
            // They differ in their last character only; where a server takes no such names, there is nothing to tell.
            let name = probe.unusedStream().neighbour("-" + String(repeating: "long", count: 40))
            let (one, two) = (name.neighbour("1"), name.neighbour("2"))
            guard try await one.put("one").isSuccess else {
                throw probe.notApplicable("the target takes no name of that length")
            }
            try await two.put("two").expectPermittedStatus()
            try await one.contents().expect("one")
            try await two.contents().expect("two")
        },

        // A created stream exists at once: metadata and reads of its URL succeed.
        Check(.createExistsAfterwards, "head") { probe in
            let stream = probe.unusedStream()
            try await probe.require(!stream.head().isSuccess, "HEAD finds a stream that was never created")
            try await stream.put().requireSuccess("creating a stream")
            try await stream.head().expectPermittedStatus()
        },

        Check(.createExistsAfterwards, "read") { probe in
            let stream = probe.unusedStream()
            try await probe.require(!stream.read().isSuccess, "a read finds a stream that was never created")
            try await stream.put().requireSuccess("creating a stream")
            try await stream.read().expectPermittedStatus()
        },

        Check(.createExistsAfterwards, "other-connection") { probe in
            let stream = try await probe.createStream("some words")
            try await stream.read(freshConnection: true).expectPermittedStatus().requireStart(of: "some words")
            try await stream.contents().require("some words")
        },
    ]

    // MARK: Initial content

    private static let creatingWithContent: [Check] = [
        // The body of a create request becomes the first content of the stream, byte for byte.
        Check(.createBodyBecomesContent) { probe in
            let stream = probe.unusedStream()
            try await stream.put("first words").expectPermittedStatus()
            try await stream.contents().expect("first words")
        },

        Check(.createBodyBecomesContent, "every-byte-value") { probe in
            let bytes = Payload((0...255).map { UInt8($0) })
            let stream = probe.unusedStream(contentType: "application/octet-stream")
            try await stream.put(bytes).expectPermittedStatus()
            try await stream.contents().expect(bytes)
        },

        Check(.createBodyBecomesContent, "line-ends-and-accents") { probe in
            let text: Payload = "café\r\n日本語\n\n\t\u{1F30A}\r\n"
            let stream = probe.unusedStream()
            try await stream.put(text).expectPermittedStatus()
            try await stream.contents().expect(text)
        },

        Check(.createBodyBecomesContent, "large") { probe in
            let stream = probe.unusedStream(contentType: "application/octet-stream")
            let created = try await stream.put(.large)
            created.expectPermittedStatus()
            try await stream.contents().expect(.large)
        },

        Check(.createBodyBecomesContent, "chunked") { probe in
            let stream = probe.unusedStream()
            var request = stream.request(
                .put, fields: [.contentType: stream.contentType], body: "in\r\n0\r\n\r\nchunks")
            request.isChunked = true
            probe.removeAfterwards(stream)
            try await probe.send(request).requireSuccess("a create request with a chunked body")
            try await stream.contents().expect("in\r\n0\r\n\r\nchunks")
        },

        Check(.createBodyBecomesContent, "before-appends") { probe in
            let stream = try await probe.createStream("one ")
            try await stream.write("two")
            try await stream.contents().expect("one two")
        },

        // A create request without a body makes an empty stream.
        Check(.createNoBodyEmptyStream) { probe in
            let stream = probe.unusedStream()
            try await stream.put().expectPermittedStatus()
            guard try await stream.read().expectSuccess().isSuccess else { return }
            try await stream.contents().expect("")
            try await stream.requireTakesAppends()
        },

        Check(.createNoBodyEmptyStream, "content-length-zero") { probe in
            let stream = probe.unusedStream()
            try await stream.put([]).expectPermittedStatus()
            guard try await stream.read(from: .beginning).expectSuccess().isSuccess else { return }
            try await stream.contents().expect("")
            try await stream.requireTakesAppends()
        },

        Check(.createNoBodyEmptyStream, "before-the-first-append") { probe in
            let stream = try await probe.createStream()
            let tail = try await stream.tail()
            try await stream.write("first")
            try await stream.contents().expect("first")
            try await stream.contents(from: .at(tail)).expect("first")
        },
    ]

    // MARK: Created closed

    private static let creatingClosed: [Check] = [
        // With `Stream-Closed: true` and no body, an empty stream is made that is closed from the start.
        Check(.createClosedEmpty) { probe in
            let stream = probe.unusedStream()
            try await stream.put(closed: true).expectPermittedStatus()
            try await stream.contents().expect("")
            try await stream.expectRefusesAppends()
        },

        // With `Stream-Closed: true` and a body, the body is the whole content.
        Check(.createClosedWithBody) { probe in
            let stream = probe.unusedStream()
            try await stream.put("all of it", closed: true).expectPermittedStatus()
            try await stream.contents().expect("all of it")
            try await stream.expectRefusesAppends()
        },

        Check(.createClosedWithBody, "large") { probe in
            let stream = probe.unusedStream(contentType: "application/octet-stream")
            let created = try await stream.put(.large, closed: true)
            created.expectPermittedStatus()
            let contents = try await stream.contents()
            contents.expect(.large)
            contents.last.expectClosed()
        },

        // A stream created closed takes no append.
        Check(.createClosedRefusesAppends) { probe in
            let stream = try await probe.createStream("all of it", closed: true)
            try await stream.append("more").expectPermittedStatus()
            try await stream.contents().expect("all of it")
        },

        Check(.createClosedRefusesAppends, "append-and-close") { probe in
            let stream = try await probe.createStream(closed: true)
            try await stream.append("more", closing: true).expectPermittedStatus()
            try await stream.contents().expect("")
        },
    ]

    // MARK: Content types

    private static let creatingTypes: [Check] =
        // The `Content-Type` of the create request becomes the stream's content type.
        [
            "text/csv", "application/octet-stream", "application/x-protobuf", "image/svg+xml",
            "application/vnd.a.b-c+d",
        ]
        .map { type in
            Check(.createContentTypeSet, String(type.map { $0.isLetter ? $0 : "-" })) { probe in
                let stream = try await probe.createStream(contentType: type, "some bytes")
                try await stream.head().requireSuccess("HEAD").expectContentType(type)
                try await stream.read().requireStart(of: "some bytes").expectContentType(type)
            }
        } + creatingWithoutType

    private static let creatingWithoutType: [Check] = [
        // A stream created without `Content-Type` has one content type, and all answers report it.
        Check(.createDefaultContentTypeConsistent) { probe in
            let stream = probe.unusedStream()
            let created = try await stream.put("some bytes", contentType: .some(nil))
            guard created.isSuccess else {
                throw probe.notApplicable("a create request without Content-Type is refused")
            }
            let type = created[.contentType]
            created.expect(
                type.flatMap { ContentType($0) } != nil, "a media type in Content-Type", observed: type ?? "none")
            guard let type else { return }
            try await stream.head().requireSuccess("HEAD").expectContentType(type)
            try await stream.read().requireStart(of: "some bytes").expectContentType(type)
        },

        Check(.createDefaultContentTypeConsistent, "appends-of-that-type") { probe in
            let stream = probe.unusedStream()
            let created = try await stream.put(contentType: .some(nil))
            guard created.isSuccess else {
                throw probe.notApplicable("a create request without Content-Type is refused")
            }
            let type = try await stream.head().requireSuccess("HEAD")[.contentType]
            try probe.require(type != nil, "HEAD shows no Content-Type")
            try await stream.append("1", contentType: type).expectSuccess()
            let contents = try await stream.contents()
            try contents.require("1")
            contents.last.expectContentType(type ?? "")
        },

        // Repeating a create request that named no content type matches the stream it made.
        Check(.createDefaultContentTypeRepeatMatches) { probe in
            let stream = probe.unusedStream()
            let created = try await stream.put("some bytes", contentType: .some(nil))
            guard created.isSuccess else {
                throw probe.notApplicable("a create request without Content-Type is refused")
            }
            try await stream.put("some bytes", contentType: .some(nil)).expectPermittedStatus()
            try await stream.requireHolds("some bytes")
        },
    ]

    // MARK: Answers

    private static let createAnswers: [Check] = [
        // The answer to a created stream carries `Location`, and it names the stream's URL.
        Check(.createLocation) { probe in
            let stream = probe.unusedStream()
            let created = try await stream.put("some words").requireSuccess("creating a stream")
            let location = created[.location]
            let expected = [stream.path, probe.context.target.base.origin + stream.path]
            created.expect(
                location.map { expected.contains($0) } ?? false, "Location: \(expected[1])",
                observed: location.map { "Location: \($0)" } ?? "no Location")
            try await stream.requireHolds("some words")
        },

        // The answer carries the stream's content type.
        Check(.createResponseContentType) { probe in
            let stream = probe.unusedStream(contentType: "text/csv")
            try await stream.put("a,b\n").requireSuccess("creating a stream").expectContentType("text/csv")
            try await stream.requireHolds("a,b\n")
        },

        Check(.createResponseContentType, "with-body") { probe in
            let stream = probe.unusedStream(contentType: "application/x-ndjson")
            try await stream.put("{}\n").requireSuccess("creating a stream").expectContentType("application/x-ndjson")
            try await stream.requireHolds("{}\n")
        },

        // The answer carries the tail offset behind the initial content.
        Check(.createResponseNextOffset, "empty") { probe in
            let stream = probe.unusedStream()
            let created = try await stream.put().requireSuccess("creating a stream").expectPresent(.streamNextOffset)
            try await created.expectNextOffset(stream.tail())
            try await stream.write("first")
            guard let tail = created.nextOffset else { return }
            try await stream.contents(from: .at(tail)).expect("first")
        },

        Check(.createResponseNextOffset, "with-body") { probe in
            let stream = probe.unusedStream()
            let created = try await stream.put("some words").requireSuccess("creating a stream")
            try await created.expectPresent(.streamNextOffset).expectNextOffset(stream.tail())
            try await stream.write("more")
            guard let tail = created.nextOffset else { return }
            try await stream.contents(from: .at(tail)).expect("more")
        },

        // The answer to a stream created closed carries `Stream-Closed: true`.
        Check(.createResponseClosed, "empty") { probe in
            let stream = probe.unusedStream()
            try await stream.put(closed: true).requireSuccess("creating a stream").expectClosed()
            try await stream.requireRefusesAppends()
        },

        Check(.createResponseClosed, "with-body") { probe in
            let stream = probe.unusedStream()
            try await stream.put("all", closed: true).requireSuccess("creating a stream").expectClosed()
            try await stream.requireHolds("all")
        },

        // The answer to a stream created open carries no `Stream-Closed: true`.
        Check(.createResponseOpenNotClosed) { probe in
            let empty = probe.unusedStream()
            try await empty.put().requireSuccess("creating a stream").expectNotClosed()
            let stream = probe.unusedStream()
            try await stream.put("first").requireSuccess("creating a stream").expectNotClosed()
            try await stream.requireHolds("first")
        },

        // The answer to a matching repeated request carries the same fields.
        Check(.createRepeatResponseContentType) { probe in
            let stream = try await probe.createStream(contentType: "text/csv", "a,b\n")
            try await stream.put("a,b\n").requireSuccess("a repeated create request").expectContentType("text/csv")
            try await stream.requireHolds("a,b\n")
        },

        Check(.createRepeatResponseNextOffset) { probe in
            let stream = try await probe.createStream("first ")
            try await stream.write("second")
            let tail = try await stream.tail()
            try probe.require(tail != stream.createdTail, "HEAD shows the same tail after an append as before it")
            try await stream.put("first ").requireSuccess("a repeated create request").expectNextOffset(tail)
        },

        Check(.createRepeatResponseClosed) { probe in
            let stream = try await probe.createStream("all", closed: true)
            try await stream.put("all", closed: true).requireSuccess("a repeated create request").expectClosed()
            try await stream.requireHolds("all")
        },
    ]
}
