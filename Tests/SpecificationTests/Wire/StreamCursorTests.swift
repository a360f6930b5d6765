import Specification
import Testing

@Suite struct StreamCursorTests {
    private static let now = RFC3339Instant("2025-01-01T00:00:19Z")!

    @Test func countsIntervalsFromTheEpoch() {
        #expect(StreamCursor.epoch == RFC3339Instant("2024-10-09T00:00:00Z"))
        // 84 days of 4,320 intervals each.
        #expect(StreamCursor.current(at: Self.now).token == "362880")
        #expect(StreamCursor.current(at: Self.now.adding(seconds: 1)).interval == 362_881)
        #expect(StreamCursor.current(at: StreamCursor.epoch).token == "0")
        #expect(StreamCursor.current(at: RFC3339Instant("1970-01-01T00:00:00Z")!).token == "0")
        #expect(StreamCursor.current(at: RFC3339Instant(secondsSince1970: .min)).token == "0")
        #expect(StreamCursor.current(at: RFC3339Instant(secondsSince1970: .max)).interval != nil)
    }

    @Test(
        arguments: [
            (nil, 3600, "362880"), ("", 3600, "362880"), ("abc", 3600, "362880"), ("-1", 1, "362880"),
            ("1.5", 1, "362880"), ("999999x", 1, "362880"), ("362879", 3600, "362880"), ("0", 1, "362880"),
            ("362880", 1, "362881"), ("362880", 39, "362881"), ("362880", 40, "362882"), ("362880", 3600, "363060"),
            ("0362880", 1, "362881"), ("362890", 1, "362891"), ("362880", 0, "362881"), ("362880", -5, "362881"),
            ("362880", .min, "362881"), ("362880", .max, "461168601843101670"),
            ("9223372036854775807", 1, "9223372036854775808"), ("18446744073709551615", 20, "18446744073709551616"),
            ("99999999999999999999999999999999999999", 1, "100000000000000000000000000000000000000"),
        ] as [(String?, Int, String)])
    func answers(client: String?, jitterSeconds: Int, expected: String) {
        let answer = StreamCursor.answering(client: client, at: Self.now, jitterSeconds: jitterSeconds)
        #expect(answer.token == expected)
    }

    @Test func everyAnswerIsAheadOfTheClient() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let digits = String(
                (0..<Int.random(in: 1...40, using: &generator)).map { _ in generator.pick(Array("0199")) })
            let theirs = try #require(StreamCursor(digits))
            let jitter = Int.random(in: StreamCursor.jitterRange, using: &generator)
            let answer = StreamCursor.answering(client: digits, at: Self.now, jitterSeconds: jitter)
            #expect(answer > theirs, "\(digits)")
            #expect(answer >= StreamCursor.current(at: Self.now))
        }
    }

    @Test func advancesByAnyNumber() throws {
        let nine = try #require(StreamCursor("9"))
        #expect(nine.advanced(by: 0) == nine)
        #expect(nine.advanced(by: .max).token == "18446744073709551624")
        #expect(StreamCursor(interval: 0).advanced(by: .max).token == String(UInt64.max))
    }

    @Test func readsTokens() throws {
        #expect(try #require(StreamCursor("0007")).token == "7")
        #expect(try #require(StreamCursor("000")).token == "0")
        #expect(try #require(StreamCursor("9223372036854775808")).interval == nil)
        for token in ["", "+1", " 1", "1 ", "a", "１"] { #expect(StreamCursor(token) == nil) }
        #expect(StreamCursor(String(repeating: "9", count: StreamCursor.maximumDigits)) != nil)
        #expect(StreamCursor(String(repeating: "9", count: StreamCursor.maximumDigits + 1)) == nil)
        #expect(try #require(StreamCursor("9")) < #require(StreamCursor("10")))
        #expect(StreamCursor(interval: -3).token == "0")
    }
}
