import Specification
import Testing

@Suite struct JSONValueTests {
    @Test(arguments: [
        ("1", "1.000", true), ("1e400", "10e399", true), ("1e400", "1e401", false), ("-1", "1", false),
        ("-0", "0", true),
        ("0e99999999999999999999999", "0", true), ("1e99999999999999999999999", "1e99999999999999999999999", true),
        ("1e99999999999999999999999", "1e99999999999999999999998", false),
        ("1e99999999999999999999999", "1e-99999999999999999999999", false),
        ("1e0000000000000000000000001", "10", true), ("1E+00", "1", true),
        ("0.1", "0.1000000000000000055511151231257827", false), ("9007199254740993", "9007199254740992", false),
    ])
    func comparesNumbersExactly(left: String, right: String, equal: Bool) throws {
        #expect((try JSONValue.parse(left) == JSONValue.parse(right)) == equal)
    }

    @Test func theLastOfDuplicateMembersCounts() throws {
        #expect(try JSONValue.parse(#"{"a":1,"b":2,"a":3}"#) == JSONValue.parse(#"{"b":2,"\u0061":3}"#))
        #expect(try JSONValue.parse(#"{"a":1,"a":3}"#) != JSONValue.parse(#"{"a":1}"#))
    }

    @Test func givesAccess() throws {
        let value = try JSONValue.parse(#" {"n":null,"b":true,"i":-12,"f":1.5,"s":"x\ny\ud800","a":[1,2e1]} "#)
        #expect(value["n"] == .null)
        #expect(value["b"]?.bool == true)
        #expect(value["i"]?.integer == -12)
        #expect(value["f"]?.integer == nil)
        #expect(value["s"]?.text == "x\ny\u{FFFD}\u{FFFD}\u{FFFD}" || value["s"]?.text == "x\ny\u{FFFD}")
        #expect(value["a"]?.elements?.map(\.integer) == [1, 20])
        #expect(value["missing"] == nil && value["n"]?["x"] == nil && value.elements == nil && value.text == nil)
    }

    @Test(
        arguments: [
            ("9223372036854775807", Int64.max), ("-9223372036854775808", .min), ("1e18", 1_000_000_000_000_000_000),
            ("0.0", 0), ("120e-1", 12), ("1.5e1", 15), ("9223372036854775808", nil), ("1e19", nil), ("1e999999", nil),
            ("0.5", nil), ("1e99999999999999999999999", nil),
        ] as [(String, Int64?)])
    func givesIntegers(text: String, expected: Int64?) throws {
        #expect(try JSONValue.parse(text).integer == expected)
    }

    @Test func describesItselfAsJSON() throws {
        let value = try JSONValue.parse(#"{"b":[1.50,true,null,"q\"\\\u0001\u001fé"],"a":{},"c":-1e30}"#)
        #expect(value.description == #"{"a":{},"b":[15e-1,true,null,"q\"\\\u0001\u001fé"],"c":-1e30}"#)
        #expect(try JSONValue.parse(value.description) == value)
        #expect(JSONNumber(-42).description == "-42")
        #expect(JSONNumber(.min).integer == .min)
    }

    @Test func largeArraysTakeLinearTime() throws {
        let body = "[" + String(repeating: "{\"a\":1},", count: 50_000) + "2]"
        #expect(try JSONValue.parse(body).elements?.count == 50_001)
    }
}
