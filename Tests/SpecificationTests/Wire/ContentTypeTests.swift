import Specification
import Testing

@Suite struct ContentTypeTests {
    struct Case: Sendable {
        let value: String
        let essence: String
        var parameters: [[String]] = []
    }

    @Test(arguments: [
        Case(value: "text/plain", essence: "text/plain"),
        Case(value: "Application/JSON", essence: "application/json"),
        Case(value: "text/plain;charset=UTF-8", essence: "text/plain", parameters: [["charset", "UTF-8"]]),
        Case(
            value: "text/plain \t; \tCharSet=utf-8 ;q=\"a;\\\"b\\\\\"", essence: "text/plain",
            parameters: [["charset", "utf-8"], ["q", "a;\"b\\"]]),
        Case(value: "a/b;", essence: "a/b"),
        Case(value: "a/b ; ;; x=1;", essence: "a/b", parameters: [["x", "1"]]),
        Case(value: "a/b;x=\"\"", essence: "a/b", parameters: [["x", ""]]),
        Case(value: "a/b;x=\"\u{E9}\t\"", essence: "a/b", parameters: [["x", "\u{E9}\t"]]),
        Case(value: "application/vnd.api+json", essence: "application/vnd.api+json"),
        Case(value: "!#$/&'*", essence: "!#$/&'*"),
    ])
    func accepts(_ example: Case) throws {
        let type = try #require(ContentType(example.value))
        #expect(type.rawValue == example.value)
        #expect(type.essence == example.essence)
        #expect(type.parameters.map { [$0.name, $0.value] } == example.parameters)
    }

    @Test(arguments: [
        "", "text", "text/", "/plain", "text /plain", "text/ plain", " text/plain", "text/plain, text/html",
        "text/plain;charset", "text/plain;charset=", "text/plain;charset =utf-8", "text/plain;charset= utf-8",
        "text/plain;charset=\"utf-8", "text/plain;charset=\"a\" b", "text/plain;charset=\"\\", "text/plain charset=a",
        "text/plain;charset=\"\u{0}\"", "text/plain;charset=\"\u{7F}\"", "text/pl\u{E9}in", "text/plain/x", "a/b;x=1 y",
        "text/plain\r\n",
    ])
    func refuses(_ value: String) {
        #expect(ContentType(value) == nil)
    }

    @Test func knowsJSONAndText() throws {
        let table: [(String, json: Bool, text: Bool, carries: Bool)] = [
            ("application/json", true, false, true), ("APPLICATION/Json; charset=latin1", true, false, true),
            ("application/ld+json", false, false, false), ("application/json5", false, false, false),
            ("text/json", false, true, true), ("TEXT/csv", false, true, true),
            ("application/ndjson", false, false, false), ("application/octet-stream", false, false, false),
        ]
        for (value, isJSON, isText, carriesText) in table {
            let type = try #require(ContentType(value))
            #expect(type.isJSON == isJSON, "\(value)")
            #expect(type.isText == isText, "\(value)")
            #expect(type.carriesTextInSSE == carriesText, "\(value)")
        }
        for type in [ContentType.json, .octetStream, .eventStream, .plainText] {
            #expect(ContentType(type.rawValue) == type)
        }
    }

    @Test(arguments: [
        ("application/json", "application/json; charset=utf-8", true, false),
        ("application/json", "APPLICATION/JSON", true, true),
        ("text/plain; a=1; b=2", "text/plain;B=\"2\";A=1", true, true),
        ("text/plain; charset=UTF-8", "text/plain; charset=utf-8", true, true),
        ("text/plain; a=X", "text/plain; a=x", true, false),
        ("text/plain; a=1", "text/plain; a=1; a=1", true, false),
        ("text/plain", "text/html", false, false),
        ("text/plain", "application/plain", false, false),
    ])
    func compares(left: String, right: String, matches: Bool, identical: Bool) throws {
        let (left, right) = (try #require(ContentType(left)), try #require(ContentType(right)))
        #expect(left.matches(right) == matches && right.matches(left) == matches)
        #expect(left.isIdentical(to: right) == identical && right.isIdentical(to: left) == identical)
    }

    @Test func findsParameters() throws {
        let type = try #require(ContentType("multipart/mixed; Boundary=aBc; boundary=second"))
        #expect(type.parameter("boundary") == "aBc")
        #expect(type.parameter("charset") == nil)
    }
}
