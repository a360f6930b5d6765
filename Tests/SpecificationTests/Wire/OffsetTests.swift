import Specification
import Testing

@Suite struct OffsetTests {
    @Test(arguments: ["0", "0000000000000001_0000000000000042", "a+b", "-2", "-10", "Now", "NOW", "é", "%41", "\"\\"])
    func accepts(token: String) throws {
        let offset = try #require(Offset(token))
        #expect(offset.token == token)
        #expect(offset.description == token)
    }

    @Test(arguments: [
        ("", "is empty"), ("-1", "is the reserved value '-1'"), ("now", "is the reserved value 'now'"),
        ("a b", "holds a space"), ("a\u{0}", "holds a control character"), ("a\tb", "holds a control character"),
        ("a\r\nb", "holds a control character"), ("\u{7F}", "holds a control character"),
        ("a,b", "holds ',', which is forbidden in offsets"), ("a&b", "holds '&', which is forbidden in offsets"),
        ("a=b", "holds '=', which is forbidden in offsets"), ("a?b", "holds '?', which is forbidden in offsets"),
        ("a/b", "holds '/', which is forbidden in offsets"), ("a/\u{301}", "holds '/', which is forbidden in offsets"),
    ])
    func refuses(token: String, defect: String) {
        #expect(Offset(token) == nil)
        #expect(Offset.defect(of: token) == defect)
    }

    @Test func comparesByBytes() throws {
        let sorted = try ["0", "00", "01", "1", "10", "9", "A", "Z", "a", "aa", "b", "~", "é"].map {
            try #require(Offset($0))
        }
        #expect(sorted.shuffled().sorted() == sorted)
        let (composed, decomposed) = (try #require(Offset("\u{E9}")), try #require(Offset("e\u{301}")))
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
    }

    @Test func knowsWhatIsSafeInURLs() throws {
        #expect(try #require(Offset("Az09-._~")).isURLSafe)
        for token in ["a+b", "a%b", "a:b", "é", "a;b", "a\"b"] {
            #expect(try #require(Offset(token)).isURLSafe == false)
        }
        #expect(Offset.recommendedMaximumLength == 256)
    }
}
