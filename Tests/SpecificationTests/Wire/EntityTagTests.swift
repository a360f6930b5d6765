import Specification
import Testing

@Suite struct EntityTagTests {
    @Test(arguments: [
        ("\"\"", "", false), ("\"s:0:5\"", "s:0:5", false), ("W/\"a,b\"", "a,b", true), ("\"\\\"", "\\", false),
    ])
    func accepts(value: String, opaque: String, isWeak: Bool) throws {
        let tag = try #require(EntityTag(value))
        #expect(tag.opaque == opaque)
        #expect(tag.isWeak == isWeak)
        #expect(tag.description == value)
        #expect(EntityTag(opaque: opaque, isWeak: isWeak) == tag)
    }

    @Test(arguments: [
        "", "s:0:5", "\"", "\"a", "a\"", "\"a\"b", "\"a b\"", "w/\"a\"", "W\"a\"", "W/a", "W/", "W", "*",
        "\"a\", \"b\"", " \"a\"",
        "\"\u{7F}\"", "\"\u{1}\"",
    ])
    func refuses(value: String) {
        #expect(EntityTag(value) == nil)
    }

    @Test func refusesWhatCannotBeQuoted() {
        for opaque in ["a\"b", "a b", "a\n"] { #expect(EntityTag(opaque: opaque) == nil) }
    }

    @Test func comparesWeakly() throws {
        let (strong, weak) = (try #require(EntityTag("\"a\"")), try #require(EntityTag("W/\"a\"")))
        #expect(strong != weak)
        #expect(strong.matchesWeakly(weak) && weak.matchesWeakly(strong) && weak.matchesWeakly(weak))
        #expect(!strong.matchesWeakly(try #require(EntityTag("\"A\""))))
    }
}
