import Specification
import Testing

@Suite struct ExpiryRuleTests {
    static let now = RFC3339Instant(secondsSince1970: 1_000)

    @Test func deadlines() throws {
        let ttl = try #require(StreamTTL("60"))
        #expect(ExpiryRule.deadline(.unlimited, lastActivity: Self.now) == nil)
        #expect(ExpiryRule.deadline(.sliding(ttl), lastActivity: Self.now) == Self.now.adding(seconds: 60))
        let end = RFC3339Instant(secondsSince1970: 5)
        #expect(ExpiryRule.deadline(.until(end), lastActivity: Self.now) == end)
    }

    @Test(arguments: StreamAccess.allCases)
    func onlyReadsAndWritesRefresh(access: StreamAccess) {
        #expect(ExpiryRule.refreshes(access) == (access == .read || access == .write))
    }

    @Test func liveReadersHoldAWindowAndNoInstant() throws {
        let ttl = try #require(StreamTTL("60"))
        #expect(ExpiryRule.isHeld(.sliding(ttl), liveReaders: 1))
        #expect(!ExpiryRule.isHeld(.sliding(ttl), liveReaders: 0))
        #expect(!ExpiryRule.isHeld(.until(Self.now), liveReaders: 1))
    }
}
