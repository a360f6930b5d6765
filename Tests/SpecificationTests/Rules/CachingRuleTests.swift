import Specification
import Testing

@Suite struct CachingRuleTests {
    @Test func dataIsKeptNoLongerThanItsStreamLives() {
        #expect(
            CachingRule.cacheControl(.data, .shared, secondsLeft: nil)
                == "public, max-age=60, stale-while-revalidate=300")
        #expect(
            CachingRule.cacheControl(.liveData, .private, secondsLeft: 60)
                == "private, max-age=60, stale-while-revalidate=300")
        #expect(CachingRule.cacheControl(.data, .shared, secondsLeft: 12) == "public, max-age=12")
        #expect(CachingRule.cacheControl(.data, .shared, secondsLeft: -3) == "public, max-age=0")
    }

    @Test(arguments: CachedResponse.allCases)
    func whatChangesIsNotKept(response: CachedResponse) {
        let value = CachingRule.cacheControl(response, .shared, secondsLeft: nil)
        switch response {
        case .data, .liveData: #expect(value.contains("max-age=60"))
        case .emptyTail: #expect(value == "no-cache")
        default: #expect(value == "no-store")
        }
    }

    @Test func tagsTellEverythingApart() throws {
        let facts = TagFacts(incarnation: 1, start: 2, end: 3, isClosed: false)
        var others = [TagFacts](repeating: facts, count: 4)
        others[0].incarnation = 2
        others[1].start = 1
        others[2].end = 4
        others[3].isClosed = true
        let tags = ([facts] + others).map(CachingRule.entityTag)
        #expect(Set(tags).count == 5)
        for tag in tags { #expect(EntityTag(tag) != nil) }
    }

    @Test(arguments: [
        ("\"a\"", true), ("W/\"a\"", true), ("*", true), ("\"b\", \"a\"", true), ("\"b\"", false), ("a", false),
        ("", false), ("\"a", false),
    ])
    func conditions(value: String, matches: Bool) {
        #expect(CachingRule.isNotModified(value, "\"a\"") == matches)
    }
}
