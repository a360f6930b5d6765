import HTTPMessage
import Specification

// §9.1 JSON Mode: what values a message may have, and that they come back as they were.

extension Check {
    static let jsonValues: [Check] = jsonKinds + jsonNumbers + jsonStrings + jsonStructures

    /// A story in which values are appended one by one, then as a batch, and come back equal.
    private static func survives(_ variant: String, _ values: String...) -> Check {
        Check(.jsonValuesPreserved, variant) { probe in
            let stream = try await probe.createJSONStream()
            for value in values { try await stream.write(Payload("[\(value)]")) }
            try await stream.write(Payload("[\(values.joined(separator: ","))]"))
            try await stream.contents().expectMessages(values + values)
        }
    }

    // MARK: Kinds

    private static let jsonKinds: [Check] =
        [
            ("string", #""a word""#), ("empty-string", #""""#), ("number", "17"), ("zero", "0"), ("true", "true"),
            ("false", "false"), ("null", "null"), ("empty-object", "{}"),
        ].map { (name: String, value: String) in
            // Every JSON value is a message: strings, numbers, `true`, `false` and `null` like objects.
            Check(.jsonScalarsAccepted, name) { probe in
                let stream = try await probe.createJSONStream()
                try await stream.append(Payload(value)).expectPermittedStatus()
                try await stream.append(Payload(" \(value)\n")).expectPermittedStatus()
                try await stream.contents().expectMessages(value, value)
            }
        }

    // MARK: Numbers

    // A message comes back as the same JSON value: strings character for character, numbers with their exact decimal
    // value, arrays in order, members of objects with their names and values.
    private static let jsonNumbers: [Check] = [
        survives("small-numbers", "0", "1", "-1", "10", "3.25", "-0.5"),

        survives("integers-around-2-to-the-53", "9007199254740991", "9007199254740992", "9007199254740993"),

        survives("negative-integers-around-2-to-the-53", "-9007199254740991", "-9007199254740993"),

        survives("integers-around-2-to-the-64", "9223372036854775807", "18446744073709551615", "18446744073709551617"),

        survives("integer-of-forty-digits", "1234567890123456789012345678901234567890"),

        survives("large-integer-in-an-object", #"{"id":9007199254740993,"ids":[12345678901234567890]}"#),

        survives("fraction-of-twenty-digits", "0.12345678901234567891", "3.14159265358979323846"),

        survives("exponents", "1e3", "1E+2", "25e-2", "6.02e23", "1.5e-7"),

        Check(.jsonValuesPreserved, "beyond-the-range-of-doubles") { probe in
            // A server may set limits to the range of numbers (RFC 8259 §9): it may refuse these, and not change them.
            let values = ["1e400", "-25e399", "1e-400", #"{"a":[12345678901234567890e300]}"#]
            let stream = try await probe.createJSONStream()
            for value in values {
                guard try await stream.append(Payload("[\(value)]")).isSuccess else {
                    throw probe.notApplicable("the server takes no numbers beyond the range of doubles")
                }
            }
            try await stream.contents().expectMessages(values)
        },

        survives("trailing-zeros", "1.0", "100.00", "0.10"),
    ]

    // MARK: Strings

    private static let jsonStrings: [Check] = [
        survives("escapes", #""\" \\ \/ \b \f \n \r \t""#),

        survives("escaped-control-characters", #""\u0000""#, #""\u0001\u001f""#, #""a\u0000b""#),

        survives("letters-as-escapes", #""\u00e9 \u20AC""#, #""é €""#),

        survives("surrogate-pairs", #""\ud83d\ude00""#, #""😀""#, #""\uD834\uDD1E""#),

        survives("utf8-of-every-length", #""aé€😀""#, #""\#u{7F}\#u{80}\#u{7FF}\#u{800}\#u{FFFD}\#u{10FFFF}""#),

        survives("line-separators", #""\#u{2028}\#u{2029}\#u{85}""#, #""\u2028""#),

        survives("composed-and-decomposed", #""\#u{E9}""#, #""e\#u{301}""#),

        survives("markup", #""</script><!-- &amp; ' -->""#),

        survives("text-like-the-fields-of-an-event", #""data: x\n\nevent: control\n\n""#),

        survives("spaces-at-the-ends", #""  two before and after  ""#, #"" ""#),
    ]

    // MARK: Structures

    private static let jsonStructures: [Check] = [
        survives("objects-in-objects", #"{"a":{"b":{"c":[{"d":null}]}}}"#),

        survives("empty-structures", #"{"a":{},"b":[],"c":[{}],"d":[[]]}"#),

        survives("sixty-levels", String(repeating: "[", count: 60) + "1" + String(repeating: "]", count: 60)),

        survives(
            "sixty-levels-of-objects", String(repeating: #"{"a":"#, count: 60) + "1" + String(repeating: "}", count: 60)
        ),

        survives("names-that-need-escapes", #"{"":1,"\"":2,"\u0000":3,"a b":4,"é":5}"#),

        survives("names-that-languages-reserve", #"{"__proto__":1,"constructor":{"a":2},"toString":3,"length":4}"#),

        survives("numbers-as-names", #"{"10":"a","9":"b","1":"c"}"#),

        survives("white-space-everywhere", " { \"a\" :\t[ 1 , 2 ]\r\n, \"b\" : { } } "),

        Check(.jsonValuesPreserved, "hundred-members") { probe in
            let members = (0..<100).map { "\"name \($0)\":{\"value\":\($0)}" }.joined(separator: ",")
            let stream = try await probe.createJSONStream()
            try await stream.write(Payload("{\(members)}"))
            try await stream.contents().expectMessages("{\(members)}")
        },

        Check(.jsonValuesPreserved, "repeated-name") { probe in
            // Which of the two members counts is open (RFC 8259 §4); that there is one message is not.
            let stream = try await probe.createJSONStream()
            try await stream.write(#"{"a":1,"b":[3],"a":2}"#)
            let contents = try await stream.contents()
            let message = contents.messages?.first
            contents.last.expect(
                contents.messages?.count == 1 && message?["b"] == .array([.number(JSONNumber(3))])
                    && [1, 2].contains(message?["a"]?.integer),
                "one message with the member b and one of the members a", observed: Payload(contents.bytes).shown)
        },

        Check(.jsonValuesPreserved, "from-a-create-request") { probe in
            let values = ["9007199254740993", #""\u0000é😀""#, #"{"a":[0.12345678901234567891]}"#]
            let stream = try await probe.createJSONStream(Payload("[\(values.joined(separator: ","))]"))
            try await stream.contents().expectMessages(values)
        },
    ]
}
