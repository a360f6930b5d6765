import Specification
import Testing

@Suite struct SubscriptionWebhookTests {
    func bench(leaseMilliseconds: Int64 = 30_000) -> SubscriptionBench {
        SubscriptionBench(
            streams: ["a", "b"], webhook: "https://worker.example/hook", leaseMilliseconds: leaseMilliseconds)
    }

    @Test func anAppendDeliversASnapshot() {
        var bench = bench()
        let delivery = bench.grow("a", to: 2)?.delivery
        #expect(delivery?.url == "https://worker.example/hook")
        #expect(delivery?.generation == 1)
        #expect(delivery?.attempt == 1)
        #expect(delivery?.streams.map(\.tail) == [2, 0])
        #expect(delivery?.streams.map(\.hasPending) == [true, false])
        #expect(bench.state.deadline == bench.now.adding(seconds: 30), "The lease starts with the wake.")
        #expect(bench.grow("b", to: 9) == nil)
    }

    @Test func doneAcknowledgesTheSnapshotAndNoMore() {
        var bench = bench()
        let delivery = bench.grow("a", to: 2)?.delivery
        _ = bench.grow("a", to: 5)
        let next = bench.answer(delivery, 200, #"{"done": true}"#)?.delivery
        #expect(bench.acked("a") == 2)
        #expect(next?.generation == 2)
        #expect(next?.wakeID != delivery?.wakeID)
        #expect(next?.streams.first?.tail == 5)
        #expect(bench.answer(next, 204, #"{"done":true}"#) == nil)
        #expect(bench.acked("a") == 5)
        #expect(bench.state.phase == .idle)
    }

    @Test(arguments: ["", "{}", #"{"done":false}"#, #"{"done":"true"}"#, "true", "done"])
    func anAnswerWithoutDoneLeavesTheLease(_ body: String) throws {
        var bench = bench()
        let delivery = bench.grow("a", to: 2)?.delivery
        #expect(bench.answer(delivery, 200, body) == nil)
        #expect(bench.acked("a") == 0)
        #expect(bench.state.phase == .leased)
        #expect(!bench.state.isFailing)
    }

    @Test func callbacksExtendTheLeaseAndEndTheWake() throws {
        var bench = bench(leaseMilliseconds: 1000)
        let delivery = bench.grow("a", to: 2)?.delivery
        let wake = bench.state.wake
        _ = bench.answer(delivery, 202)
        #expect(bench.advance(milliseconds: 900) == nil)
        #expect(try !bench.report(wake, acks: ["a": 1]).nextWake)
        #expect(bench.advance(milliseconds: 900) == nil)
        #expect(try !bench.report(wake, acks: ["a": 2], isDone: true).nextWake)
        #expect(bench.state.phase == .idle)
        #expect(faultCode { _ = try bench.report(wake) } == .fenced)
    }

    @Test func aReceiverThatNeverReportsIsWokenAgainWhenItsLeaseEnds() {
        var bench = bench(leaseMilliseconds: 1000)
        let delivery = bench.grow("a", to: 2)?.delivery
        _ = bench.answer(delivery, 200)
        let next = bench.advance(milliseconds: 1000)?.delivery
        #expect(next?.generation == 2)
        #expect(!bench.state.isFailing)
    }

    @Test func failuresAreTriedAgainEverMoreSlowly() {
        var bench = bench(leaseMilliseconds: 600_000)
        var delivery = bench.grow("a", to: 2)?.delivery
        var waits: [Int64] = []
        for number in 1...9 {
            #expect(delivery?.attempt == number)
            #expect(delivery?.generation == 1)
            #expect(bench.answer(delivery, 500) == nil)
            #expect(bench.state.isFailing)
            guard let due = bench.state.nextAttemptAt else { break }
            let wait = due.millisecondsSince1970 - bench.now.millisecondsSince1970
            waits.append(wait)
            #expect(bench.advance(milliseconds: wait - 1) == nil)
            delivery = bench.advance(milliseconds: 1)?.delivery
        }
        #expect(waits == [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000])
        _ = bench.answer(delivery, 200)
        #expect(!bench.state.isFailing)
        #expect(bench.state.nextAttemptAt == nil)
    }

    @Test(arguments: [(0.0, Int64(800)), (0.25, 900), (0.5, 1000), (0.75, 1100)])
    func chanceMovesADelayByAFifth(_ chance: Double, _ expected: Int64) {
        #expect(WebhookRule.retryDelay(1, chance) == expected)
        #expect(WebhookRule.retryDelay(100, chance) == expected * 60)
    }

    @Test(arguments: [199, 301, 302, 307, 308, 400, 404, 429, 500, 503])
    func otherStatusesAreFailures(_ status: Int) {
        var bench = bench()
        let delivery = bench.grow("a", to: 2)?.delivery
        #expect(bench.answer(delivery, status, #"{"done":true}"#) == nil)
        #expect(bench.acked("a") == 0)
        #expect(bench.state.isFailing)
    }

    @Test func aReceiverThatDoesNotAnswerInItsLeaseHasFailed() {
        var bench = bench(leaseMilliseconds: 2000)
        let delivery = bench.grow("a", to: 2)?.delivery
        #expect(bench.advance(milliseconds: 2000) == nil)
        #expect(bench.state.phase == .backingOff)
        #expect(bench.state.isFailing)
        #expect(bench.grow("a", to: 3) == nil, "The schedule is honoured, whatever comes.")
        let next = bench.advance(milliseconds: 1000)?.delivery
        #expect(next?.generation == 2, "The first lease was over, so this is another wake.")
        #expect(next?.attempt == 1)
        #expect(bench.answer(delivery, 200, #"{"done":true}"#) == nil, "Too late.")
        #expect(bench.acked("a") == 0)
    }

    @Test func aLeaseThatEndsBeforeTheRetryFencesItsToken() throws {
        var bench = bench(leaseMilliseconds: 1000)
        var delivery = bench.grow("a", to: 2)?.delivery
        _ = bench.answer(delivery, 500)
        delivery = bench.advance(milliseconds: 1000)?.delivery
        #expect(delivery?.generation == 2, "Lease and delay end together.")
        _ = bench.answer(delivery, 500)
        let wake = bench.state.wake
        #expect(bench.advance(milliseconds: 1000) == nil)
        #expect(bench.state.wake == nil)
        #expect(faultCode { _ = try bench.report(wake) } == .fenced)
        #expect(bench.advance(milliseconds: 1000)?.delivery?.generation == 3)
    }

    @Test func aCallbackShowsThatADeliveryArrivedAfterAll() throws {
        var bench = bench()
        let delivery = bench.grow("a", to: 2)?.delivery
        _ = bench.answer(delivery, 502)
        #expect(bench.state.isFailing)
        _ = try bench.report(bench.state.wake, acks: ["a": 1])
        #expect(!bench.state.isFailing)
        #expect(bench.state.nextAttemptAt == nil)
        #expect(bench.advance(milliseconds: 5000) == nil)
    }

    @Test func nothingIsTriedAgainOnceTheWorkIsGone() {
        var bench = bench()
        let delivery = bench.grow("a", to: 2)?.delivery
        _ = bench.answer(delivery, 500)
        bench.state.streamVanished("a")
        #expect(bench.advance(milliseconds: 1000) == nil)
        #expect(bench.state.phase == .idle)
        #expect(!bench.state.isFailing)
        #expect(bench.grow("b", to: 1)?.delivery?.generation == 2)
    }

    @Test func anAnswerCountsOnce() {
        var bench = bench()
        let delivery = bench.grow("a", to: 2)?.delivery
        _ = bench.answer(delivery, 500)
        #expect(bench.answer(delivery, 200, #"{"done":true}"#) == nil)
        #expect(bench.acked("a") == 0)
        #expect(bench.state.failures == 1)
    }
}
