import Specification
import Testing

@Suite struct StreamSequenceTests {
    @Test func comparesByBytes() {
        let sorted = ["", "0", "00", "1", "10", "2", "9", "A", "a", "aa", "b", "z", "\u{E9}", "\u{FF}"].map(
            StreamSequence.init)
        #expect(sorted.shuffled().sorted() == sorted)
        for (earlier, later) in zip(sorted, sorted.dropFirst()) { #expect(earlier < later && earlier != later) }
    }

    @Test func lettersOfOtherBytesDiffer() {
        #expect(StreamSequence("\u{E9}") != StreamSequence("e\u{301}"))
        #expect(StreamSequence("a") != StreamSequence("A"))
        #expect(StreamSequence("a") == StreamSequence("a"))
        #expect(Set([StreamSequence("\u{E9}"), StreamSequence("e\u{301}"), StreamSequence("\u{E9}")]).count == 2)
    }
}
