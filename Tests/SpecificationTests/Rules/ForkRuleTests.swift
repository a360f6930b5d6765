import Specification
import Testing

@Suite struct ForkRuleTests {
    private let source = StreamFacts(configuration: StreamConfiguration(contentType: .plainText), tail: 10)
    /// Appends ended at 4 and 10.
    private let boundary: (Int) -> Int? = { position in position < 4 ? 4 : position < 10 ? 10 : nil }

    private func decide(_ origin: ForkOrigin, type: ContentType? = nil) -> Result<ForkPoint, ForkRefusal> {
        ForkRule.decide(CreateRequest(contentType: type, origin: origin), origin, source, boundary)
    }

    @Test func theTailIsTheDefault() throws {
        #expect(try decide(ForkOrigin(source: "/s")).get().position == 10)
        #expect(try decide(ForkOrigin(source: "/s", anchor: 4)).get().position == 4)
        #expect(decide(ForkOrigin(source: "/s", anchor: 11)) == .failure(.beyondTail))
    }

    @Test(arguments: [(0, 4, true), (0, 5, false), (4, 6, true), (4, 7, false), (10, 0, true), (10, 1, false)])
    func aSubOffsetEndsAtTheNextBoundary(anchor: Int, subOffset: Int, isAccepted: Bool) {
        let result = decide(ForkOrigin(source: "/s", anchor: anchor, subOffset: subOffset))
        if isAccepted {
            #expect((try? result.get())?.position == anchor + subOffset)
        } else {
            #expect(result == .failure(.overshoot))
        }
    }

    @Test func aForkHasTheTypeOfItsSource() {
        #expect(decide(ForkOrigin(source: "/s"), type: .json) == .failure(.contentType))
        #expect((try? decide(ForkOrigin(source: "/s"), type: .plainText).get()) != nil)
    }

    @Test func theLifetimeTable() throws {
        let ttl = StreamLifetime.sliding(try #require(StreamTTL("5")))
        let other = StreamLifetime.sliding(try #require(StreamTTL("6")))
        let end = StreamLifetime.until(RFC3339Instant(secondsSince1970: 9))
        let later = StreamLifetime.until(RFC3339Instant(secondsSince1970: 99))
        let table: [(source: StreamLifetime, request: StreamLifetime, fork: StreamLifetime)] = [
            (.unlimited, .unlimited, .unlimited), (.unlimited, ttl, ttl), (.unlimited, end, end),
            (ttl, .unlimited, ttl), (ttl, other, other), (ttl, end, end),
            (end, .unlimited, end), (end, ttl, ttl), (end, later, later),
        ]
        for row in table {
            #expect(ForkRule.lifetime(requested: row.request, source: row.source) == row.fork)
        }
    }

    @Test(arguments: [("0", 0), ("17", 17), ("-1", nil), ("1.5", nil), ("", nil), ("9223372036854775808", nil)])
    func subOffsets(value: String, number: Int?) {
        #expect(ForkRule.subOffset(value) == number)
    }
}
