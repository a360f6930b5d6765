import Specification
import Testing

@Suite struct StreamQueryTests {
    @Test(arguments: [
        ("offset=-1", [["offset", "-1"]]),
        ("offset=a%2Bb&live=long-poll&cursor=", [["offset", "a+b"], ["live", "long-poll"], ["cursor", ""]]),
        ("&&live&=x&a=b=c&", [["live", ""], ["", "x"], ["a", "b=c"]]),
        ("a=1+2", [["a", "1+2"]]),
        ("a=%00%fF", [["a", "\u{00}\u{FF}"]]),
        ("o%66fset=%6eow", [["offset", "now"]]),
        ("", []),
        ("a=1&\u{301}b=2", [["a", "1"], ["\u{301}b", "2"]]),
    ])
    func decodes(query: String, expected: [[String]]) throws {
        let parsed = try #require(StreamQuery(query))
        #expect(parsed.parameters.map { [$0.name, $0.value] } == expected)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%g1", "%zz=1", "a=%%41", "a=%4\u{661}"])
    func refusesBrokenEscapes(query: String) {
        #expect(StreamQuery(query) == nil)
    }

    @Test func findsValuesOfAName() throws {
        let query = try #require(StreamQuery("offset=1&x=2&offset=3"))
        #expect(query.values(of: "offset") == ["1", "3"])
        #expect(query.first("offset") == "1")
        #expect(query.first("live") == nil)
    }

    @Test func splitsTargets() {
        #expect(StreamQuery.split(target: "/a/b").path == "/a/b")
        #expect(StreamQuery.split(target: "/a/b").rawQuery == nil)
        #expect(StreamQuery.split(target: "/a?b?c").path == "/a")
        #expect(StreamQuery.split(target: "/a?b?c").rawQuery == "b?c")
        #expect(StreamQuery.split(target: "?").rawQuery == "")
    }
}
