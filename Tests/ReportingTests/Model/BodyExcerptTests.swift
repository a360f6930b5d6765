import Testing

@testable import Reporting

struct BodyExcerptTests {
    @Test func aCutFallsBetweenCharacters() {
        let excerpt = BodyExcerpt(Array("aéé".utf8), limit: 4)
        #expect(excerpt.content == "aé")
        #expect(excerpt.isTruncated)
        #expect(excerpt.encoding == .utf8)
        #expect(excerpt.size == 5)
    }

    @Test func aWholeTextIsNotTruncated() {
        let excerpt = BodyExcerpt(Array("text".utf8), limit: 4)
        #expect(excerpt.content == "text")
        #expect(!excerpt.isTruncated)
        #expect(excerpt.line == "\"text\"")
    }

    @Test func bytesAreBase64() {
        #expect(BodyExcerpt([0xFF, 0x00], limit: 10).line == "base64 /wA=")
        #expect(BodyExcerpt([0xC3], limit: 10).encoding == .base64)
    }

    @Test func controlCharactersAreWrittenOut() {
        #expect(BodyExcerpt(Array("a\u{1B}[2J\nb".utf8), limit: 10).line == #""a\u{1b}[2J\nb""#)
        #expect(BodyExcerpt([], limit: 10).line == "(empty body)")
    }
}
