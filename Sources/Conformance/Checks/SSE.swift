import HTTPMessage
import Specification

// §5.8 Read Stream: live by Server-Sent Events: data

extension Check {
    static let sse: [Check] = sseAnswers + sseDelivery + sseText + sseJSON + sseBinary

    // MARK: Answers

    private static let sseAnswers: [Check] = [
        // An SSE request for a stream begins an event stream.
        Check(.sseSucceeds) { probe in
            let stream = try await probe.createStream("some text")
            try await probe.expectHead(of: stream.sse(from: .beginning), isPermittedBy: .sseSucceeds)
            try await stream.requireHolds("some text")
            try await stream.requireEvents(from: .beginning)
        },

        Check(.sseSucceeds, "of-an-empty-stream") { probe in
            let stream = try await probe.createStream()
            try await probe.expectHead(of: stream.sse(from: .beginning), isPermittedBy: .sseSucceeds)
            try await stream.requireTakesAppends()
            try await stream.requireEvents(from: .beginning)
        },

        // The answer carries `Content-Type: text/event-stream`, whatever the stream's type.
        Check(.sseEventStreamType) { probe in
            for type in ["text/plain", "application/json", "application/octet-stream"] {
                let stream = try await probe.createStream(contentType: type)
                let reply = await stream.sse(from: .beginning)
                let found = try await reply.head().headerFields[.contentType]
                reply.cancel()
                probe.expect(
                    found.flatMap { ContentType($0) }?.essence == "text/event-stream",
                    "Content-Type: text/event-stream for a stream of \(type)",
                    observed: found.map { "Content-Type: \($0)" } ?? "no Content-Type")
            }
        },

        // An SSE request without an offset is refused.
        Check(.sseOffsetRequired) { probe in
            let stream = try await probe.createStream("some text", closed: true)
            try await stream.get(query: [("live", "sse")]).expectPermittedStatus()
        },

        // An SSE request with an offset that cannot be one is refused.
        Check(.sseMalformedOffsetRejected) { probe in
            let stream = try await probe.createStream("some text", closed: true)
            try await stream.get(query: [("live", "sse"), ("offset", "a,b")]).expectPermittedStatus()
        },

        // An SSE request for a URL without a stream is refused.
        Check(.sseMissingStream) { probe in
            let reply = await probe.unusedStream().sse(from: .beginning)
            try await probe.expectHead(of: reply, isPermittedBy: .sseMissingStream)
        },
    ]

    // MARK: Delivery

    private static let sseDelivery: [Check] = [
        // The data that stands behind the offset is delivered at once, and nothing before it.
        Check(.sseExistingDataDelivered) { probe in
            let stream = try await probe.createStream("already there")
            let seen = try await stream.events().readUntilCaughtUp()
            probe.expectData("already there", in: seen)
        },

        Check(.sseExistingDataDelivered, "from-an-offset") { probe in
            let stream = try await probe.createStream("before ")
            let middle = try await stream.tail()
            try await stream.write("after")
            let seen = try await stream.events(from: .at(middle)).readUntilCaughtUp()
            probe.expectData("after", in: seen)
        },

        Check(.sseExistingDataDelivered, "past-64-kib") { probe in
            let text = Payload(String(repeating: "0123456789abcdef\n", count: 6_000))
            let stream = try await probe.createStream(text)
            let seen = try await stream.events().readUntilCaughtUp()
            probe.expectData(text, in: seen)
        },

        // Data appended while the connection is open is delivered as it comes.
        Check(.sseNewDataDelivered) { probe in
            let stream = try await probe.createStream()
            let reader = try await stream.events()
            try await reader.readUntilCaughtUp()
            for word in ["one ", "two ", "three"] {
                try await stream.write(Payload(word))
                let soFar = reader.seen.dataEvents.count
                try await reader.read { $0.dataEvents.count > soFar && $0.isCaughtUp }
            }
            probe.expectData("one two three", in: reader.seen)
        },

        Check(.sseNewDataDelivered, "from-now") { probe in
            let stream = try await probe.createStream("history ")
            let reader = try await stream.events(from: .now)
            try await reader.readUntilCaughtUp()
            try await stream.write("news")
            try await reader.read { $0.bytes == Array("news".utf8) }
            probe.expectData("news", in: reader.seen)
        },

        Check(.sseNewDataDelivered, "to-every-reader") { probe in
            let stream = try await probe.createStream()
            let readers = try await probe.concurrently(8) { _ in try await stream.events() }
            for reader in readers { try await reader.readUntilCaughtUp() }
            try await stream.write("for all")
            let seen = try await probe.concurrently(8) { number in
                try await readers[number].read { $0.bytes == Array("for all".utf8) }
            }
            for transcript in seen { probe.expectData("for all", in: transcript) }
        },

        // The data events of a connection, put together, are the stream from the offset on.
        Check(.sseDataComplete) { probe in
            let stream = try await probe.createStream()
            let reader = try await stream.events()
            let pieces = (0..<40).map { "piece \($0);" }
            let whole = Payload(pieces.joined())
            async let early = reader.read { ($0.bytes?.count ?? 0) >= whole.bytes.count }
            for piece in pieces { try await stream.write(Payload(piece)) }
            _ = try await early
            // Where writing took longer than the reader waits, what is still missing is given its time.
            probe.expectData(whole, in: try await reader.read { ($0.bytes?.count ?? 0) >= whole.bytes.count })
        },

        Check(.sseDataComplete, "many-writers") { probe in
            let stream = try await probe.createStream()
            let reader = try await stream.events()
            async let early = reader.read { ($0.bytes?.count ?? 0) >= 32 * 8 }
            _ = try await probe.concurrently(32) { number in
                try await stream.write(Payload("<\(100_000 + number)>"))
            }
            _ = try await early
            let delivered = try await reader.read { ($0.bytes?.count ?? 0) >= 32 * 8 }
            let stored = Payload(try await stream.contents().bytes)
            try probe.require(stored.bytes.count == 32 * 8, "the stream does not hold 32 appends")
            probe.expectData(stored, in: delivered)
        },

        // The body follows the format of server-sent events.
        Check(.sseWellFormed) { probe in
            let stream = try await probe.createStream("some text")
            let seen = try await stream.events().readUntilCaughtUp()
            probe.expect(!seen.events.isEmpty, "events", in: seen)
            let strangers = seen.events.filter { ![SSEEvent.dataName, SSEEvent.controlName].contains($0.name) }
            probe.expect(
                strangers.isEmpty, "events named data and control only", in: seen,
                observed: "an event named '\(strangers.first?.name ?? "")'")
        },
    ]

    // MARK: Text

    private static let sseText: [Check] = [
        // Text and JSON streams carry their data as UTF-8 text and without `Stream-SSE-Data-Encoding`.
        Check(.sseTextCarriedAsIs) { probe in
            for type in ["text/plain", "text/markdown; charset=utf-8"] {
                let stream = try await probe.createStream(contentType: type, "gr\u{FC}n \u{1F30A}")
                let reader = try await stream.events()
                let seen = try await reader.readUntilCaughtUp()
                let encoding = reader.head.headerFields[.streamSSEDataEncoding]
                probe.expect(
                    encoding == nil, "no Stream-SSE-Data-Encoding for \(type)", in: seen,
                    observed: "Stream-SSE-Data-Encoding: \(encoding ?? "")")
                probe.expectData("gr\u{FC}n \u{1F30A}", in: seen)
            }
        },

        Check(.sseTextCarriedAsIs, "byte-order-mark") { probe in
            try await probe.expectTextSurvives("\u{FEFF}behind a mark")
        },

        Check(.sseTextCarriedAsIs, "control-characters") { probe in
            try await probe.expectTextSurvives("nul \u{00}, bell \u{07}, escape \u{1B}, delete \u{7F}")
        },

        // Line feeds in the data come back as they were.
        Check(.sseTextLineBreaksKept) { probe in
            try await probe.expectTextSurvives("first\nsecond\nthird")
        },

        Check(.sseTextLineBreaksKept, "in-a-row-and-at-the-ends") { probe in
            try await probe.expectTextSurvives("\n\nfirst\n\n\nsecond\n\n")
        },

        Check(.sseTextLineBreaksKept, "nothing-else") { probe in
            try await probe.expectTextSurvives("\n")
        },

        // What ends lines elsewhere is a character like any other here.
        Check(.sseTextLineBreaksKept, "other-separators") { probe in
            try await probe.expectTextSurvives(
                "vertical\u{0B}tab, form\u{0C}feed, file\u{1C}, next\u{85}line, \u{2028}line, \u{2029}paragraph")
        },

        // A space at the beginning of a line of the data is kept.
        Check(.sseTextLeadingSpaceKept) { probe in
            try await probe.expectTextSurvives(" one space\n  two\n\t a tab\n ")
        },

        // Characters of several bytes come back whole, wherever the server cuts the data into events.
        Check(.sseTextCharactersWhole) { probe in
            // Nine bytes, so that no even number of them ends with a character every time.
            let text = Payload(String(repeating: "ab\u{20AC}\u{1F30A}", count: 18_000))
            let seen = try await probe.createStream(text).events().readUntilCaughtUp()
            probe.expectData(text, in: seen)
            let broken = seen.dataEvents.first { String(validating: $0.data, as: UTF8.self) == nil }
            probe.expect(
                broken == nil, "UTF-8 in each data event", in: seen,
                observed: "an event of \(broken?.data.count ?? 0) bytes that ends or begins inside a character")
        },

        // Data that looks like fields or events of the format comes back as data.
        Check(.sseDataCannotForgeEvents) { probe in
            try await probe.expectTextSurvives("x\n\nevent: control\ndata: {\"streamClosed\":true}\n\ndata: y")
        },

        Check(.sseDataCannotForgeEvents, "comments-ids-and-retries") { probe in
            try await probe.expectTextSurvives(":comment\nid: 7\nretry: 1\nevent: data\ndata:")
        },

        Check(.sseDataCannotForgeEvents, "behind-a-carriage-return") { probe in
            let stream = try await probe.createStream("x\r\revent: control\rdata: {\"streamClosed\":true}\r\ry")
            let seen = try await stream.events().readUntilCaughtUp()
            probe.expect(
                !seen.controls.contains { $0.streamClosed }, "no control event made of data", in: seen)
            probe.expect(
                seen.dataEvents.map(\.text).joined().contains("event: control"), "the text as data", in: seen)
        },
    ]

    // MARK: JSON

    private static let sseJSON: [Check] = [
        // The payload of a data event of a JSON stream is well-formed JSON with one or more whole messages.
        Check(.sseJsonEvents, needs: [.json]) { probe in
            let stream = try await probe.createJSONStream(#"[{"n":1},{"n":2}]"#)
            try await stream.write(#"{"text":"two\nlines"}"#)
            let seen = try await stream.events().readUntilCaughtUp()
            probe.expectMessages([#"{"n":1}"#, #"{"n":2}"#, #"{"text":"two\nlines"}"#], in: seen)
        },

        Check(.sseJsonEvents, "spread-over-lines", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream("{\n  \"n\": 1,\r\n  \"s\": \" x\"\n}")
            let seen = try await stream.events().readUntilCaughtUp()
            probe.expectMessages([#"{"n":1,"s":" x"}"#], in: seen)
        },

        Check(.sseJsonEvents, "while-connected", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream()
            let reader = try await stream.events()
            try await reader.readUntilCaughtUp()
            try await stream.write(#"[1,[2],"three"]"#)
            let seen = try await reader.read { $0.messages?.count == 3 }
            probe.expectMessages(["1", "[2]", #""three""#], in: seen)
        },

        // The payload of a data event of a JSON stream is an array of messages, also for a single one.
        Check(.sseJsonArray, needs: [.json]) { probe in
            let stream = try await probe.createJSONStream(#"{"n":1}"#)
            let seen = try await stream.events().readUntilCaughtUp()
            probe.expect(
                seen.dataEvents.allSatisfy { (try? JSONValue.parse($0.data))?.elements != nil },
                "a JSON array in each data event", in: seen)
            probe.expect(!seen.dataEvents.isEmpty, "a data event", in: seen)
        },
    ]

    // MARK: Binary

    private static let sseBinary: [Check] = [
        // The answer for a stream that is neither `text/*` nor `application/json` names the encoding.
        Check(.sseBinaryEncodingHeader) { probe in
            for type in ["application/octet-stream", "application/ndjson", "image/png"] {
                let stream = try await probe.createStream(contentType: type, "bytes")
                let reader = try await stream.events()
                let encoding = reader.head.headerFields[.streamSSEDataEncoding]
                probe.expect(
                    encoding?.lowercased() == "base64", "Stream-SSE-Data-Encoding: base64 for \(type)",
                    observed: encoding.map { "Stream-SSE-Data-Encoding: \($0)" } ?? "no Stream-SSE-Data-Encoding")
                reader.leave()
            }
        },

        // The data events of such a stream carry its bytes in base64.
        Check(.sseBinaryBase64) { probe in
            try await probe.expectBinarySurvives(Payload((0...255).map { UInt8($0) }))
        },

        Check(.sseBinaryBase64, "every-length-of-padding") { probe in
            for count in 1...4 { try await probe.expectBinarySurvives(Payload(repeating: 0xFF, count: count)) }
        },

        Check(.sseBinaryBase64, "past-64-kib") { probe in
            try await probe.expectBinarySurvives(Payload(pseudoRandomBytes: 100_001, seed: probe.seed))
        },

        Check(.sseBinaryBase64, "while-connected") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            let reader = try await stream.events()
            try await reader.readUntilCaughtUp()
            let pieces: [Payload] = [[0], [1, 2], [3, 4, 5], [0xFF, 0xFE]]
            for piece in pieces { try await stream.write(piece) }
            let whole = Payload(pieces.flatMap(\.bytes))
            try await reader.read { $0.bytes == whole.bytes }
            probe.expectData(whole, in: reader.seen)
        },

        // The base64 uses the standard alphabet with `+` and `/`.
        Check(.sseBase64StandardAlphabet) { probe in
            let stream = try await probe.createStream(
                contentType: "application/octet-stream", [0xFB, 0xEF, 0xFF, 0xFE])
            let seen = try await stream.events().readUntilCaughtUp()
            let text = seen.dataEvents.map(\.text).joined()
            probe.expect(text.contains("+") && text.contains("/"), "the characters + and /", in: seen)
        },

        // The base64 of each data event is valid and padded.
        Check(.sseBase64Valid) { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream", "four")
            let reader = try await stream.events()
            try await reader.readUntilCaughtUp()
            for piece in ["and five", "1", "22", "seven: 7"] {
                let tail = try await stream.write(Payload(piece)).requireNextOffset()
                try await reader.read { $0.lastControl?.streamNextOffset == tail }
            }
            let seen = reader.seen
            for event in seen.dataEvents {
                probe.expect(
                    Base64.decodeEventData(event.data) != nil, "valid base64 in each data event", in: seen,
                    observed: event.text)
            }
            probe.expect(!seen.dataEvents.isEmpty, "a data event", in: seen)
            try probe.require(seen.bytes == Array("fourand five122seven: 7".utf8), "not all data has come")
        },

        // Control events are JSON text on every stream and never base64.
        Check(.sseControlNotEncoded) { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream", [0, 1, 2])
            let seen = try await stream.events().readUntilCaughtUp()
            probe.expect(
                !seen.controlEvents.isEmpty && seen.controls.count == seen.controlEvents.count,
                "control events in JSON", in: seen)
        },
    ]
}

extension Probe {
    fileprivate func expectHead(of reply: LiveReply, isPermittedBy requirement: Requirement) async throws {
        let status = try await reply.head().status
        reply.cancel()
        let statuses = requirement.permittedStatuses.map(String.init).joined(separator: " or ")
        if !requirement.permits(status: status.code) {
            find(expected: "status \(statuses)", observed: "\(status)", exchange: reply.index)
        }
    }

    fileprivate func expectTextSurvives(_ text: Payload) async throws {
        let stream = try await createStream(text)
        expectData(text, in: try await stream.events().readUntilCaughtUp())
    }

    fileprivate func expectBinarySurvives(_ bytes: Payload) async throws {
        let stream = try await createStream(contentType: "application/octet-stream", bytes)
        let seen = try await stream.events().readUntilCaughtUp()
        expect(seen.isBase64, "Stream-SSE-Data-Encoding: base64", in: seen)
        expectData(bytes, in: seen)
    }

    /// Expects the data events to carry these messages, as JSON values.
    func expectMessages(_ expected: [String], in transcript: EventTranscript) {
        let values = expected.map { text in
            guard let value = try? JSONValue.parse(text) else {
                preconditionFailure("a check expects something that is not JSON: \(text)")
            }
            return value
        }
        expect(
            transcript.messages == values, "data events with the messages \(expected.joined(separator: ", "))",
            in: transcript)
    }
}
