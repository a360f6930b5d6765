import Specification
import Testing

@Suite struct ReadPositionTests {
    @Test func readsAndWritesQueryValues() throws {
        let offset = try #require(Offset("a+b"))
        let table: [(String, ReadPosition, String)] = [
            ("-1", .beginning, "-1"), ("now", .now, "now"), ("a+b", .at(offset), "a%2Bb"),
        ]
        for (value, position, encoded) in table {
            #expect(ReadPosition(queryValue: value) == position)
            #expect(position.queryValue == value)
            #expect(position.description == value)
            #expect(position.encodedQueryValue == encoded)
        }
    }

    @Test(arguments: ["", "a,b", "a b", "a/b", "a\n"])
    func refuses(value: String) {
        #expect(ReadPosition(queryValue: value) == nil)
    }

    @Test func bytesOfAHeaderSurviveTheURL() throws {
        // C3 A9 in a header is two scalars; the URL has to carry the two bytes, not four.
        let offset = try #require(Offset("\u{C3}\u{A9}"))
        #expect(ReadPosition.at(offset).encodedQueryValue == "%C3%A9")
        let query = try #require(StreamQuery("offset=%C3%A9"))
        #expect(query.first("offset").flatMap(Offset.init) == offset)
    }
}
