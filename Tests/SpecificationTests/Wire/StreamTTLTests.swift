import Specification
import Testing

@Suite struct StreamTTLTests {
    @Test(arguments: [("0", 0), ("1", 1), ("3600", 3600), ("9223372036854775807", Int64.max)])
    func accepts(value: String, seconds: Int64) throws {
        let ttl = try #require(StreamTTL(value))
        #expect(ttl.seconds == seconds)
        #expect(ttl.description == value)
    }

    @Test(arguments: [
        "", "+3600", "-1", "-0", "03600", "00", "3600.0", "3.6e3", "1e3", " 1", "1 ", "1\n", "0x10", "1_000", "1,000",
        "١",
        "9223372036854775808", "99999999999999999999999999999999", "3600, 3600", "one",
    ])
    func refuses(value: String) {
        #expect(StreamTTL(value) == nil)
    }

    @Test func holdsSeconds() throws {
        #expect(StreamTTL(seconds: -1) == nil)
        #expect(try #require(StreamTTL(seconds: 5)) < #require(StreamTTL("6")))
    }
}
