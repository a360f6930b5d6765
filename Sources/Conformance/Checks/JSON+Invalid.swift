import HTTPMessage
import Specification

// §9.1 JSON Mode: what is refused, and that nothing of it is stored.

extension Check {
    static let jsonRefusals: [Check] =
        jsonEmptyArrays + jsonBrokenStructures + jsonBrokenScalars + jsonBrokenStrings + jsonSeveralValues
        + jsonNothingStored + jsonOtherRefusals

    /// A story in which a body is refused and nothing of it is stored.
    private static func refuses(
        _ variant: String, _ body: Payload, by requirement: Requirement = .jsonInvalidRejected
    ) -> Check {
        Check(requirement, variant, also: [.jsonInvalidStoresNothing]) { probe in
            let stream = try await probe.createJSONStream("[1]")
            let tail = try await stream.tail()
            let refused = try await stream.append(body).expectPermittedStatus()
            guard !refused.isSuccess else { return }
            try await stream.contents().expectMessages("1", breaks: .jsonInvalidStoresNothing)
            try await stream.head().expectNextOffset(tail, breaks: .jsonInvalidStoresNothing)
        }
    }

    // MARK: Empty arrays

    private static let jsonEmptyArrays: [Check] = [
        // An append of the empty array is refused.
        Check(.jsonEmptyArrayRejected) { probe in
            let stream = try await probe.createJSONStream()
            try await stream.append("[]").expectPermittedStatus()
        },

        Check(.jsonEmptyArrayRejected, "white-space-inside") { probe in
            let stream = try await probe.createJSONStream("[1]")
            try await stream.append("[ \n\t]").expectPermittedStatus()
        },

        Check(.jsonEmptyArrayRejected, "white-space-around") { probe in
            let stream = try await probe.createJSONStream("[1]")
            try await stream.append("\r\n [] ").expectPermittedStatus()
        },

        Check(.jsonEmptyArrayRejected, "sent-in-chunks") { probe in
            let stream = try await probe.createJSONStream("[1]")
            try await stream.append("[]", chunked: true).expectPermittedStatus()
        },

        Check(.jsonEmptyArrayRejected, "while-closing", needs: [.closure]) { probe in
            let stream = try await probe.createJSONStream("[1]")
            try await stream.append("[]", closing: true).expectPermittedStatus()
            try await stream.head().requireSuccess("HEAD").expectNotClosed()
        },

        // A refused empty array leaves content and tail offset as they were.
        Check(.jsonEmptyArrayStoresNothing) { probe in
            let stream = try await probe.createJSONStream("[1]")
            let tail = try await stream.tail()
            try await stream.append("[]")
            try await stream.contents().expectMessages("1")
            try await stream.head().expectNextOffset(tail)
        },

        Check(.jsonEmptyArrayStoresNothing, "between-appends") { probe in
            let stream = try await probe.createJSONStream()
            try await stream.write("1")
            for _ in 0..<3 { try await stream.append("[]") }
            try await stream.write("2")
            try await stream.contents().expectMessages("1", "2")
        },
    ]

    // MARK: Malformed

    // An append that is not well-formed JSON is refused.
    private static let jsonBrokenStructures: [Check] = [
        refuses("truncated-object", #"{"a":1"#),
        refuses("truncated-array", "[1,2"),
        refuses("truncated-in-the-middle", #"{"a":"#),
        refuses("trailing-comma-in-array", "[1,2,]"),
        refuses("trailing-comma-in-object", #"{"a":1,}"#),
        refuses("leading-comma", "[,1]"),
        refuses("two-commas", "[1,,2]"),
        refuses("missing-comma", "[1 2]"),
        refuses("missing-colon", #"{"a" 1}"#),
        refuses("missing-value", #"{"a":}"#),
        refuses("name-without-quotes", "{a:1}"),
        refuses("number-as-name", "{1:2}"),
        refuses("brackets-that-do-not-match", "[1}"),
        refuses("closing-bracket-too-many", "[1]]"),
        refuses("comment", "[1, /* two */ 3]"),
        refuses("line-comment", "1 // one"),
        refuses("only-white-space", " \r\n\t "),
        refuses("text", "hello"),
    ]

    private static let jsonBrokenScalars: [Check] = [
        refuses("not-a-number", "NaN"),
        refuses("infinity", "-Infinity"),
        refuses("undefined", "undefined"),
        refuses("upper-case-true", "TRUE"),
        refuses("python-none", "None"),
        refuses("truncated-word", "nul"),
        refuses("leading-zero", "012"),
        refuses("leading-plus", "+1"),
        refuses("leading-point", ".5"),
        refuses("trailing-point", "5."),
        refuses("exponent-without-digits", "1e"),
        refuses("lone-minus", "-"),
        refuses("hexadecimal", "0x1F"),
        refuses("digits-in-groups", "1_000"),
    ]

    private static let jsonBrokenStrings: [Check] = [
        refuses("single-quotes", "{'a':'b'}"),
        refuses("open-string", #""open"#),
        refuses("line-break-in-string", "\"a\nb\""),
        refuses("tab-in-string", "\"a\tb\""),
        refuses("nul-in-string", "\"a\u{0}b\""),
        refuses("nul-behind-a-value", "{}\u{0}"),
        refuses("unknown-escape", #""\x41""#),
        refuses("short-unicode-escape", #""\u12""#),
        refuses("unicode-escape-with-letters", #""\u00zz""#),
        refuses("escape-at-the-end", #""\"#),
        refuses("no-break-space-around", "\u{A0}1"),
        refuses("form-feed-around", "\u{0C}1"),

        // An append whose strings are not valid UTF-8 is refused.
        refuses("lone-byte", Payload([0x22, 0xFF, 0x22]), by: .jsonInvalidUtf8Rejected),
        refuses("truncated-letter", Payload([0x22, 0xE2, 0x82, 0x22]), by: .jsonInvalidUtf8Rejected),
        refuses("overlong-form", Payload([0x22, 0xC0, 0xAF, 0x22]), by: .jsonInvalidUtf8Rejected),
        refuses("surrogate", Payload([0x22, 0xED, 0xA0, 0x80, 0x22]), by: .jsonInvalidUtf8Rejected),
        refuses("latin-1", Payload([0x22, 0x63, 0x61, 0x66, 0xE9, 0x22]), by: .jsonInvalidUtf8Rejected),
    ]

    private static let jsonSeveralValues: [Check] = [
        // An append of several JSON values that are not in an array is refused, whatever separates them.
        refuses("separated-by-a-space", "1 2", by: .jsonSeveralValuesRejected),
        refuses("lines", "{\"a\":1}\n{\"b\":2}\n", by: .jsonSeveralValuesRejected),
        refuses("nothing-between", #"{"a":1}{"b":2}"#, by: .jsonSeveralValuesRejected),
        refuses("separated-by-a-comma", "1,2", by: .jsonSeveralValuesRejected),
        refuses("arrays", "[1][2]", by: .jsonSeveralValuesRejected),
        refuses("value-and-word", "{} trailing", by: .jsonSeveralValuesRejected),
    ]

    // MARK: Nothing is stored

    private static let jsonNothingStored: [Check] = [
        // A refused append leaves content and tail offset as they were; of a batch with one bad element nothing is
        // stored.
        Check(.jsonInvalidStoresNothing) { probe in
            let stream = try await probe.createJSONStream("[1]")
            let tail = try await stream.tail()
            let refused = try await stream.append("[2,3,oops]")
            try probe.require(!refused.isSuccess, "a malformed batch was accepted")
            try await stream.contents().expectMessages("1")
            try await stream.head().expectNextOffset(tail)
        },

        Check(.jsonInvalidStoresNothing, "bad-element-behind-many") { probe in
            let good = (0..<2000).map(String.init).joined(separator: ",")
            let stream = try await probe.createJSONStream("[1]")
            let refused = try await stream.append(Payload("[\(good),]"))
            try probe.require(!refused.isSuccess, "a malformed batch was accepted")
            try await stream.contents().expectMessages("1")
        },

        Check(.jsonInvalidStoresNothing, "between-good-appends") { probe in
            let stream = try await probe.createJSONStream()
            for number in 0..<5 {
                try await stream.write("\(number)")
                let refused = try await stream.append("{")
                try probe.require(!refused.isSuccess, "a malformed append was accepted")
            }
            try await stream.contents().expectMessages("0", "1", "2", "3", "4")
        },

        Check(.jsonInvalidStoresNothing, "does-not-close", needs: [.closure]) { probe in
            let stream = try await probe.createJSONStream("[1]")
            let refused = try await stream.append("[2,", closing: true)
            try probe.require(!refused.isSuccess, "a malformed append was accepted")
            try await stream.head().requireSuccess("HEAD").expectNotClosed()
            try await stream.append("2").expectSuccess()
            try await stream.contents().expectMessages("1", "2")
        },

        Check(.jsonInvalidStoresNothing, "does-not-count-for-a-producer", needs: [.producers]) { probe in
            let stream = try await probe.createJSONStream()
            let producer = Producer("writer", seq: 0)
            let refused = try await stream.append("[1,", as: producer)
            try probe.require(!refused.isSuccess, "a malformed append was accepted")
            try await stream.append("[1]", as: producer).expectSuccess()
            try await stream.contents().expectMessages("1")
        },

        Check(.jsonInvalidStoresNothing, "readers-see-nothing", needs: [.longPoll]) { probe in
            let woken = try await probe.wake(contentType: "application/json", initial: "[1]") { stream in
                let refused = try await stream.append("[2,")
                try probe.require(!refused.isSuccess, "a malformed append was accepted")
                try await stream.write("3")
            }
            let followed = try await woken.stream.follow(from: .at(woken.tail)) { !$0.bytes.isEmpty }
            followed.last.expectJSON("[3]")
            if !woken.reply.body.isEmpty { woken.reply.expectJSON("[3]") }
        },
    ]

    // MARK: Explanations and create requests

    private static let jsonOtherRefusals: [Check] = [
        // The refusal of an invalid append says in its body what is wrong.
        Check(.jsonInvalidExplained) { probe in
            let stream = try await probe.createJSONStream()
            let refused = try await stream.append(#"{"a":"#)
            try probe.require(!refused.isSuccess, "a malformed append was accepted")
            refused.expect(!refused.body.isEmpty, "an explanation in the body", observed: "an empty body")
        },

        // A create request whose body is not well-formed JSON is refused.
        Check(.jsonCreateInvalidRejected) { probe in
            let stream = probe.unusedStream(contentType: "application/json")
            try await stream.put(#"{"a":"#).expectPermittedStatus()
        },

        Check(.jsonCreateInvalidRejected, "several-values") { probe in
            let stream = probe.unusedStream(contentType: "application/json")
            try await stream.put("1 2").expectPermittedStatus()
        },
    ]
}
