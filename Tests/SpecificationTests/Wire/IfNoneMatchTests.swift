import Specification
import Testing

@Suite struct IfNoneMatchTests {
    @Test(arguments: [
        ("*", true), (" * ", true), ("\"a\"", true), ("W/\"a\"", true), ("\"x\", \"a\"", true), ("\"x\",\"a\",", true),
        (", ,\"x\" ,\t W/\"a\"", true), ("\"x\"", false), ("\"a,b\"", false), ("\"x\", \"A\"", false),
    ])
    func matches(value: String, expected: Bool) throws {
        let condition = try #require(IfNoneMatch(value))
        #expect(condition.matches(try #require(EntityTag("\"a\""))) == expected)
    }

    @Test(arguments: ["", " ", ",", "a", "\"a\" \"b\"", "\"a", "*, \"a\"", "\"a\", *", "\"a\", b", "W/", "\"a\"x"])
    func refuses(value: String) {
        #expect(IfNoneMatch(value) == nil)
    }
}
