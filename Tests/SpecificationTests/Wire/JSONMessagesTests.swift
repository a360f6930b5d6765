import Specification
import Testing

@Suite struct JSONMessagesTests {
    private static func slices(_ body: String) throws -> [String] {
        let bytes = Array(body.utf8)
        return try JSONMessages(slicing: bytes).ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test(arguments: [
        (#"{"event":"created"}"#, [#"{"event":"created"}"#]),
        (#"[{"event":"a"}, {"event":"b"}]"#, [#"{"event":"a"}"#, #"{"event":"b"}"#]),
        ("[[1,2], [3,4]]", ["[1,2]", "[3,4]"]),
        ("[[[1,2,3]]]", ["[[1,2,3]]"]),
        ("[]", []), (" \t\r\n[ \n] ", []), ("[[]]", ["[]"]), ("[ [ ] ]", ["[ ]"]),
        ("  1.0  ", ["1.0"]), ("null", ["null"]), ("\"a\"", ["\"a\""]), ("-0", ["-0"]),
        ("[ 1 ,\t2\n,\r3 ]", ["1", "2", "3"]),
        (#"{"a":1,"a":2, "b" : {"c":[]}}"#, [#"{"a":1,"a":2, "b" : {"c":[]}}"#]),
        (#"["]", "[", "\"", "\\"]"#, [#""]""#, #""[""#, #""\"""#, #""\\""#]),
        ("[9007199254740993,1e400,-1.5E-3]", ["9007199254740993", "1e400", "-1.5E-3"]),
        ("[\"é€😀\",\"\u{7F}\u{2028}\"]", ["\"é€😀\"", "\"\u{7F}\u{2028}\""]),
        (#"["\ud800","\u0000\/"]"#, [#""\ud800""#, #""\u0000\/""#]),
    ])
    func slices(body: String, messages: [String]) throws {
        #expect(try Self.slices(body) == messages)
    }

    @Test func tellsBatchesApart() throws {
        #expect(try JSONMessages(slicing: Array("[]".utf8)).isEmptyBatch)
        let batch = try JSONMessages(slicing: Array("[1]".utf8))
        #expect(batch.isBatch && !batch.isEmptyBatch)
        let single = try JSONMessages(slicing: Array("{}".utf8))
        #expect(!single.isBatch && !single.isEmptyBatch && single.ranges == [0..<2])
    }

    @Test(
        arguments: [
            ("", 0, .noValue), (" \n", 2, .noValue), ("[", 1, .unexpectedEnd), ("{", 1, .unexpectedEnd),
            ("[1", 2, .unexpectedEnd), ("[1,", 3, .unexpectedEnd), ("{\"a\"", 4, .unexpectedEnd),
            ("{\"a\":", 5, .unexpectedEnd), ("\"a", 2, .unexpectedEnd), ("\"\\", 2, .unexpectedEnd),
            ("\"\\u12", 5, .unexpectedEnd), ("tru", 3, .unexpectedEnd), ("-", 1, .unexpectedEnd),
            ("1.", 2, .unexpectedEnd),
            ("[1,]", 3, .notAValue), ("[,1]", 1, .notAValue), ("{\"a\":1,}", 7, .keyExpected),
            ("{1:2}", 1, .keyExpected),
            ("{a:1}", 1, .keyExpected), ("{\"a\" 1}", 5, .colonExpected), ("{\"a\":}", 5, .notAValue),
            ("[1 2]", 3, .arrayNotContinued), ("[1}", 2, .arrayNotContinued), ("{\"a\":1]", 6, .objectNotContinued),
            ("[[1}]", 3, .arrayNotContinued), ("01", 1, .malformedNumber), ("-01", 2, .malformedNumber),
            ("1.e5", 2, .malformedNumber), ("1e", 2, .unexpectedEnd), ("1e+x", 3, .malformedNumber),
            ("+1", 0, .notAValue),
            (".5", 0, .notAValue), ("-x", 1, .malformedNumber), ("0x10", 1, .trailingBytes), ("NaN", 0, .notAValue),
            ("nul1", 3, .notAValue), ("trUe", 2, .notAValue), ("1 2", 2, .trailingBytes), ("{}{}", 2, .trailingBytes),
            ("[]]", 2, .trailingBytes), ("'a'", 0, .notAValue), ("\"a\nb\"", 2, .controlCharacter),
            ("\"12345678\u{1}\"", 9, .controlCharacter), ("\"\\x41\"", 2, .malformedEscape),
            ("\"\\u12g4\"", 5, .malformedEscape), ("\u{FEFF}1", 0, .notAValue), ("\u{A0}1", 0, .notAValue),
            ("// c\n1", 0, .notAValue), ("[1]//", 3, .trailingBytes), ("\u{C}1", 0, .notAValue),
        ] as [(String, Int, JSONSyntaxError.Reason)])
    func refuses(body: String, position: Int, reason: JSONSyntaxError.Reason) {
        let expected = JSONSyntaxError(position: position, reason: reason)
        #expect(throws: expected) { try JSONMessages(slicing: Array(body.utf8)) }
        #expect(throws: expected) { try JSONValue.parse(body) }
        #expect(expected.description.hasPrefix("Invalid JSON at byte \(position): "))
    }

    /// Bytes that are not UTF-8, placed where the fast path and where the slow path meets them.
    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x9F, 0xBF], [0xE2, 0x82],
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80],
            [0xF0, 0x9F, 0x98], [0xFE], [0xFF], [0xC3, 0xA9, 0xC3],
        ] as [[UInt8]])
    func refusesMalformedUTF8(sequence: [UInt8]) {
        for padding in 0..<10 {
            let before = [UInt8](repeating: UInt8(ascii: "x"), count: padding)
            let body = Array("[\"".utf8) + before + sequence + before + Array("\"]".utf8)
            #expect(throws: JSONSyntaxError.self) { try JSONMessages(slicing: body) }
            #expect(throws: JSONSyntaxError.self) { try JSONMessages(slicing: Array("\"".utf8) + before + sequence) }
        }
    }

    @Test func boundsDepthPerMessage() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        func objects(_ depth: Int) -> String {
            String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
        }
        // The outermost array is the batch and is not counted.
        #expect(try Self.slices(nested(513)) == [nested(512)])
        #expect(try Self.slices(objects(512)) == [objects(512)])
        #expect(try Self.slices("[\(objects(512))]") == [objects(512)])
        for body in [nested(514), objects(513), "[\(objects(513))]"] {
            let error = #expect(throws: JSONSyntaxError.self) { try JSONMessages(slicing: Array(body.utf8)) }
            #expect(error?.reason == .tooDeep(maximum: 512))
        }
        let limited = Array("[[[]]]".utf8)
        #expect(throws: JSONSyntaxError(position: 2, reason: .tooDeep(maximum: 1))) {
            try JSONMessages(slicing: limited, maximumDepth: 1)
        }
        #expect(try JSONMessages(slicing: limited, maximumDepth: 2).ranges == [1..<5])
        // A whole read of the deepest messages still parses.
        #expect(try JSONValue.parse("[\(objects(512))]").elements?.count == 1)
        // Hostile depth is refused without a deep call stack.
        let hostile = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(throws: JSONSyntaxError.self) { try JSONMessages(slicing: hostile) }
        #expect(throws: JSONSyntaxError(position: 1_000_000, reason: .unexpectedEnd)) {
            try JSONMessages(slicing: hostile, maximumDepth: .max)
        }
    }

    /// Mixed nesting far beyond one word of kinds closes in the right order and in no other.
    @Test func remembersKindsBeyondOneWord() throws {
        var generator = SeededGenerator(seed: 64)
        for depth in [1, 2, 63, 64, 65, 127, 128, 129, 300] {
            let kinds = (0..<depth).map { _ in Bool.random(using: &generator) }
            let body =
                "{\"a\":" + kinds.map { $0 ? "{\"b\":" : "[0," }.joined() + "1"
                + kinds.reversed().map { $0 ? "}" : ",2]" }.joined()
                + "}"
            #expect(try Self.slices(body) == [body])
            let wrong = body.dropLast(2) + (kinds[0] ? "]" : "}") + "}"
            #expect(throws: JSONSyntaxError.self) { try JSONMessages(slicing: Array(wrong.utf8)) }
        }
    }
}
