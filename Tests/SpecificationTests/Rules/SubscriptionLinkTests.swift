import Specification
import Testing

@Suite struct SubscriptionLinkTests {
    let rules = SubscriptionRules.standard

    @Test func streamsThatWereThereAreLinkedAtTheirTail() {
        var bench = SubscriptionBench(pattern: "events/*")
        bench.state.link("events/a", .backfill, beginning: 0, tail: 7, isMatched: true, rules)
        bench.state.link("events/b", .listed, beginning: 0, tail: 5, isMatched: false, rules)
        #expect(bench.acked("events/a") == 7)
        #expect(bench.acked("events/b") == 5)
        #expect(!bench.state.hasPending(rules))
    }

    @Test func aLaterStreamIsLinkedInFrontOfWhatRevealedIt() {
        var bench = SubscriptionBench(pattern: "events/*")
        let event = bench.appear("events/new", tail: 3)?.event
        #expect(event?.stream == "events/new")
        #expect(bench.acked("events/new") == 0)
    }

    @Test func aLaterStreamWithoutContentsWakesNobody() {
        var bench = SubscriptionBench(pattern: "events/*")
        #expect(bench.appear("events/new", tail: 0) == nil)
        #expect(bench.state.links["events/new"]?.isGlob == true)
        #expect(bench.grow("events/new", to: 1)?.event != nil)
    }

    @Test func whatAForkInheritsIsItsPast() {
        var bench = SubscriptionBench(pattern: "**")
        #expect(bench.appear("fork", beginning: 9, tail: 9) == nil)
        #expect(bench.acked("fork") == 9)
        #expect(bench.grow("fork", to: 10) != nil)
    }

    @Test func aListedStreamThatComesLaterStartsAtItsBeginning() {
        var bench = SubscriptionBench(pattern: nil, streams: [])
        bench.state.link("later", .listed, beginning: 0, tail: nil, isMatched: false, rules)
        #expect(bench.state.views(rules).map(\.tail) == [0])
        #expect(bench.appear("later", tail: 2, isMatched: false)?.event?.stream == "later")
        #expect(bench.state.links["later"]?.isGlob == false)
    }

    @Test func explicitTakesPrecedenceAndItsRemovalKeepsTheGlob() {
        var bench = SubscriptionBench(pattern: "events/*")
        bench.state.link("events/a", .backfill, beginning: 0, tail: 4, isMatched: true, rules)
        bench.state.link("events/a", .listed, beginning: 0, tail: 9, isMatched: true, rules)
        #expect(bench.state.views(rules).map(\.kind) == [.explicit])
        #expect(bench.acked("events/a") == 4, "Listing a linked stream leaves its cursor alone.")
        bench.state.unlinkExplicit("events/a", rules)
        #expect(bench.state.views(rules).map(\.kind) == [.glob])
        bench.state.unlinkExplicit("events/a", rules)
        #expect(bench.state.views(rules).map(\.kind) == [.glob])
        #expect(bench.acked("events/a") == 4)
    }

    @Test func removingTheOnlyLinkRemovesTheStream() {
        var bench = SubscriptionBench(streams: ["a", "b"])
        bench.state.unlinkExplicit("a", rules)
        bench.state.unlinkExplicit("absent", rules)
        #expect(bench.state.views(rules).map(\.path) == ["b"])
        #expect(bench.grow("a", to: 5) == nil)
    }

    @Test func aStreamThatCameBackIsAnotherOne() throws {
        var bench = SubscriptionBench(pattern: "g/*", streams: ["a"])
        _ = bench.appear("g/b", tail: 5)
        _ = bench.grow("a", to: 8)
        let wake = try #require(bench.state.wake)
        _ = try bench.claim()
        bench.state.streamVanished("a")
        bench.state.streamVanished("g/b")
        #expect(bench.state.views(rules).map(\.path) == ["a"])
        #expect(bench.appear("a", tail: 3, isMatched: false) == nil)
        // The worker still speaks of the earlier stream of that name.
        _ = try bench.report(wake, acks: ["a": 2])
        #expect(bench.acked("a") == 0)
        let end = try bench.report(wake, acks: ["g/b": 5], isDone: true)
        #expect(end.effect?.event?.stream == "a")
    }

    @Test func aSubscriptionDoesNotFollowItsOwnWakeStream() {
        var bench = SubscriptionBench(pattern: "**")
        bench.state.link("wake/pool", .backfill, beginning: 0, tail: 4, isMatched: true, rules)
        #expect(bench.appear("wake/pool", tail: 1) == nil)
        #expect(bench.state.links.isEmpty)
    }

    @Test func viewsAreInTheOrderOfTheBytes() {
        let bench = SubscriptionBench(streams: ["b", "a/b", "a-b", "a"])
        #expect(bench.state.views(rules).map(\.path) == ["a", "a-b", "a/b", "b"])
    }
}
