import HTTPMessage
import Specification

// §9 Content Types

extension Check {
    static let contentTypes: [Check] = contentTypesAccepted + contentTypesAsBytes + contentTypesCompared

    // MARK: Any type

    private static let contentTypesAccepted: [Check] = [
        ("ndjson", "application/ndjson"), ("protobuf", "application/x-protobuf"), ("image", "image/png"),
        ("with-charset", "text/html; charset=utf-8"), ("quoted-parameter", #"multipart/mixed; boundary="a b""#),
        ("vendor-tree", "application/vnd.tidemark.example+xml; version=2"), ("made-up", "x-tidemark/x-made-up"),
        ("every-kind-of-character", "application/a!#$&-^_.+0"), ("event-stream", "text/event-stream"),
    ].map { (name: String, type: String) in
        // A stream can be created with any media type: registered, with parameters or made up.
        Check(.contentTypeAnyAccepted, name) { probe in
            let stream = probe.unusedStream(contentType: type)
            try await stream.put("initial").expectPermittedStatus().requireSuccess("creating the stream")
            try await stream.write(" and appended")
            let contents = try await stream.contents()
            contents.expect("initial and appended")
            contents.last.expectContentType(type)
        }
    }

    // MARK: Bytes

    /// A story in which bytes that invite a server to meddle with them come back as they were.
    private static func keeps(_ variant: String, as type: String, _ bytes: Payload) -> Check {
        Check(.contentTypeBytesUntouched, variant) { probe in
            let stream = try await probe.createStream(contentType: type)
            try await stream.append(bytes).expectSuccess()
            try await stream.contents().expect(bytes)
        }
    }

    // A stream whose type is not `application/json` is a sequence of bytes: its content is not parsed, validated,
    // reframed or re-encoded, even where it looks like JSON.
    private static let contentTypesAsBytes: [Check] = [
        keeps("array-as-text", as: "text/plain", "[1, 2, 3]"),
        keeps("empty-array-as-text", as: "text/plain", "[]"),
        keeps("broken-json-as-text", as: "text/plain", #"{"a":"#),
        keeps("lines-of-json", as: "application/ndjson", "{\"a\": 1}\n[2, 3]\n"),
        keeps("broken-line-of-json", as: "application/x-ndjson", "{\"a\":\n"),
        keeps("json-sequence", as: "application/json-seq", "\u{1E}{\"a\":1}\n"),
        keeps("json-as-bytes", as: "application/octet-stream", #" {"a" : 1.0, "a" : 2} "#),
        keeps("other-type-named-json", as: "text/json", "[ 1 ]"),
        keeps("byte-order-mark", as: "text/plain", "\u{FEFF}text"),
        keeps("bytes-that-are-not-utf8", as: "text/plain", [0xFF, 0xFE, 0x00, 0xC3, 0x28]),
        keeps("latin-1", as: "text/plain; charset=iso-8859-1", [0x63, 0x61, 0x66, 0xE9]),
        keeps("all-line-breaks", as: "text/plain", "a\rb\nc\r\nd\n\re"),
        keeps("fields-of-an-event", as: "text/plain", "data: x\n\nevent: control\n\n"),
        keeps("markup", as: "text/html", "<p>a &amp; b</p><script>1</script>"),
        keeps("compressed", as: "application/gzip", [0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03]),
        keeps("spaces-at-the-ends", as: "text/csv", "  a,b \t\n\n"),

        Check(.contentTypeBytesUntouched, "initial-content") { probe in
            let stream = probe.unusedStream(contentType: "application/ndjson")
            try await stream.put("[]\n[1, 2]\n").expectSuccess()
            try await stream.contents().expect("[]\n[1, 2]\n")
        },

        Check(.contentTypeBytesUntouched, "long-poll", needs: [.longPoll]) { probe in
            let woken = try await probe.wake(contentType: "application/ndjson") { try await $0.write("[1, 2]\n") }
            try await woken.expectBrought("[1, 2]\n")
        },

        // In a stream whose type is not `application/json` the appends stand one behind the other without anything
        // between them.
        Check(.contentTypeAppendsConcatenate) { probe in
            let stream = try await probe.createStream()
            try await stream.write("one")
            try await stream.write("two")
            try await stream.contents().expect("onetwo")
        },

        Check(.contentTypeAppendsConcatenate, "lines-without-ends") { probe in
            let stream = try await probe.createStream(contentType: "application/ndjson", #"{"a":1}"#)
            try await stream.write(#"{"b":2}"#)
            try await stream.contents().expect(#"{"a":1}{"b":2}"#)
        },

        Check(.contentTypeAppendsConcatenate, "bytes-of-one-letter") { probe in
            let stream = try await probe.createStream()
            for byte in Array("€😀".utf8) { try await stream.write(Payload([byte])) }
            try await stream.contents().expect("€😀")
        },

        Check(.contentTypeAppendsConcatenate, "zero-bytes") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream", [0x00])
            try await stream.write([0x00, 0x00])
            try await stream.write([0x00])
            try await stream.contents().expect([0x00, 0x00, 0x00, 0x00])
        },
    ]

    // MARK: Comparing types

    private static let contentTypesCompared: [Check] = [
        // Media types are compared without regard to the case of letters, as HTTP defines them: an append with the
        // stream's type in other letters is accepted.
        Check(.contentTypeCaseInsensitive) { probe in
            let stream = try await probe.createStream("a")
            try await stream.append("b", contentType: "TEXT/Plain").expectPermittedStatus()
            try await stream.contents().expect("ab")
        },

        Check(.contentTypeCaseInsensitive, "created-in-upper-case") { probe in
            let stream = try await probe.createStream(contentType: "Application/Octet-Stream", "a")
            try await stream.append("b", contentType: "application/octet-stream").expectPermittedStatus()
            try await stream.contents().expect("ab")
        },

        Check(.contentTypeCaseInsensitive, "json", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream("[1]")
            try await stream.append("[2,3]", contentType: "Application/JSON").expectPermittedStatus()
            try await stream.contents().expectMessages("1", "2", "3")
        },

        Check(.contentTypeCaseInsensitive, "json-created-in-upper-case", needs: [.json]) { probe in
            let stream = try await probe.createStream(contentType: "Application/JSON", "[1]")
            try await stream.append("[2,3]", contentType: "application/json").expectPermittedStatus()
            try await stream.contents().expectMessages("1", "2", "3")
        },

        // A type `application/json` with parameters is still JSON: such a stream has the semantics of JSON mode.
        Check(.contentTypeJsonWithParameters) { probe in
            let stream = probe.unusedStream(contentType: "application/json; charset=utf-8")
            try await stream.put().expectPermittedStatus().requireSuccess("creating the stream")
            try await stream.write("[1,2]")
            try await stream.write("3")
            try await stream.contents().expectMessages("1", "2", "3")
        },

        Check(.contentTypeJsonWithParameters, "without-a-space") { probe in
            let stream = probe.unusedStream(contentType: "application/json;charset=UTF-8")
            try await stream.put("[1,2]").expectPermittedStatus().requireSuccess("creating the stream")
            try await stream.contents().expectMessages("1", "2")
        },

        Check(.contentTypeJsonWithParameters, "malformed-body-refused") { probe in
            let stream = probe.unusedStream(contentType: "application/json; charset=utf-8")
            try await stream.put().expectPermittedStatus().requireSuccess("creating the stream")
            try await stream.append(#"{"a":"#).expectRefused()
            try await stream.requireTakesAppends()
        },

        // Only `application/json` has the semantics of JSON mode: a type with the suffix `+json` is a sequence of bytes.
        Check(.contentTypeJsonSuffixIsBytes) { probe in
            let stream = probe.unusedStream(contentType: "application/vnd.tidemark+json")
            try await stream.put().expectPermittedStatus().requireSuccess("creating the stream")
            try await stream.append("[1, 2]").expectSuccess()
            try await stream.contents().expect("[1, 2]")
        },

        Check(.contentTypeJsonSuffixIsBytes, "broken-json") { probe in
            let stream = probe.unusedStream(contentType: "application/problem+json")
            try await stream.put().expectPermittedStatus().requireSuccess("creating the stream")
            try await stream.append(#"{"a":"#).expectSuccess()
            try await stream.contents().expect(#"{"a":"#)
        },
    ]
}
