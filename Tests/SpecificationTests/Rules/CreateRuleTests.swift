import Specification
import Testing

@Suite struct CreateRuleTests {
    private func stream(
        _ type: String, _ lifetime: StreamLifetime = .unlimited, closed: Bool = false, fork: ForkPoint? = nil
    ) -> StreamFacts {
        StreamFacts(
            configuration: StreamConfiguration(contentType: ContentType(type)!, lifetime: lifetime, fork: fork),
            isClosed: closed)
    }

    private func request(_ type: String?, _ lifetime: StreamLifetime = .unlimited, closes: Bool = false)
        -> CreateRequest
    {
        CreateRequest(contentType: type.flatMap { ContentType($0) }, lifetime: lifetime, closes: closes)
    }

    @Test func contentTypesMatchAsMediaTypes() {
        #expect(CreateRule.decide(request("text/plain"), stream("Text/Plain")) == .confirm)
        #expect(CreateRule.decide(request("text/html"), stream("text/plain")) == .refuse(.contentType))
        #expect(CreateRule.decide(request(nil), stream("application/octet-stream")) == .confirm)
        #expect(CreateRule.decide(request(nil), stream("text/plain")) == .refuse(.contentType))
    }

    @Test func lifetimesMatchAsValues() throws {
        let hour = StreamLifetime.sliding(try #require(StreamTTL("3600")))
        let instant = StreamLifetime.until(try #require(RFC3339Instant("2030-01-01T00:00:00Z")))
        let sameInstant = StreamLifetime.until(try #require(RFC3339Instant("2030-01-01T01:00:00+01:00")))
        #expect(CreateRule.decide(request("a/b", hour), stream("a/b", hour)) == .confirm)
        #expect(CreateRule.decide(request("a/b", sameInstant), stream("a/b", instant)) == .confirm)
        #expect(CreateRule.decide(request("a/b"), stream("a/b", hour)) == .refuse(.lifetime))
        #expect(CreateRule.decide(request("a/b", instant), stream("a/b", hour)) == .refuse(.lifetime))
    }

    @Test(arguments: [false, true], [false, true])
    func closureMustMatchBothWays(asked: Bool, closed: Bool) {
        let decision = CreateRule.decide(request("a/b", closes: asked), stream("a/b", closed: closed))
        #expect(decision == (asked == closed ? .confirm : .refuse(.closure)))
    }

    @Test func forksMatchBySourceOffsetAndSubOffset() {
        let point = ForkPoint(origin: ForkOrigin(source: "/s", anchor: nil), anchor: 9)
        let fork = stream("a/b", fork: point)
        func decide(_ origin: ForkOrigin?) -> CreateDecision {
            CreateRule.decide(CreateRequest(origin: origin), fork)
        }
        #expect(decide(ForkOrigin(source: "/s")) == .confirm)
        #expect(decide(ForkOrigin(source: "/s", anchor: 9)) == .confirm)
        #expect(decide(ForkOrigin(source: "/s", anchor: 8)) == .refuse(.origin))
        #expect(decide(ForkOrigin(source: "/t")) == .refuse(.origin))
        #expect(decide(ForkOrigin(source: "/s", subOffset: 1)) == .refuse(.origin))
        #expect(decide(nil) == .refuse(.origin))
    }

    @Test func aSoftDeletedStreamBlocksItsPath() {
        var facts = stream("a/b")
        facts.isSoftDeleted = true
        #expect(CreateRule.decide(request("a/b"), facts) == .refuse(.softDeleted))
    }
}
