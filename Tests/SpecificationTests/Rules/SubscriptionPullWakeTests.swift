import Specification
import Testing

@Suite struct SubscriptionPullWakeTests {
    @Test func pendingWorkWakesOnce() {
        var bench = SubscriptionBench(streams: ["a", "b"])
        let event = bench.grow("a", to: 1)?.event
        #expect(event?.wakeStream == "wake/pool")
        #expect(event?.generation == 1)
        #expect(
            event?.json == #"{"type":"wake","subscription_id":"sub-1","stream":"a","generation":1,"ts":1750000000000}"#)
        #expect(bench.grow("a", to: 2) == nil)
        #expect(bench.grow("b", to: 1) == nil)
        #expect(bench.state.phase == .waking)
    }

    @Test func aClaimTellsTheStreamsAndStartsTheLease() throws {
        var bench = SubscriptionBench(streams: ["a", "b"])
        #expect(bench.state.deadline == nil)
        _ = bench.grow("a", to: 3)
        #expect(bench.state.deadline == nil, "The lease starts with the claim.")
        let claim = try bench.claim()
        #expect(claim.generation == 1)
        #expect(claim.leaseMilliseconds == 30_000)
        #expect(claim.streams.map(\.path) == ["a", "b"])
        #expect(claim.streams.map(\.hasPending) == [true, false])
        #expect(claim.streams.map(\.tail) == [3, 0])
        #expect(bench.state.deadline == bench.now.adding(seconds: 30))
        #expect(bench.state.phase == .leased)
    }

    @Test func onlyOneWorkerHoldsTheLease() throws {
        var bench = SubscriptionBench(streams: ["a"])
        _ = bench.grow("a", to: 1)
        _ = try bench.claim("first")
        for name in ["second", "first"] {
            do {
                _ = try bench.claim(name)
                Issue.record("\(name) claimed what is held")
            } catch let fault as SubscriptionFault {
                #expect(fault.code == .alreadyClaimed)
                #expect(fault.holder == "first")
                #expect(fault.generation == 1)
            }
        }
    }

    @Test func thereIsNothingToClaimWithoutWork() throws {
        var bench = SubscriptionBench(streams: ["a"])
        #expect(faultCode { _ = try bench.claim() } == .noPendingWork)
        var webhook = SubscriptionBench(streams: ["a"], webhook: "https://worker.example/")
        #expect(faultCode { _ = try webhook.claim() } == .invalidRequest)
    }

    @Test func anAckWithoutDoneMovesTheCursorAndExtendsTheLease() throws {
        var bench = SubscriptionBench(streams: ["a"])
        _ = bench.grow("a", to: 5)
        _ = try bench.claim()
        let wake = bench.state.wake
        #expect(bench.advance(milliseconds: 29_999) == nil)
        let answer = try bench.report(wake, acks: ["a": 3])
        #expect(!answer.nextWake)
        #expect(bench.acked("a") == 3)
        #expect(bench.state.deadline == bench.now.adding(seconds: 30))
        #expect(bench.advance(milliseconds: 29_999) == nil)
        #expect(bench.state.wake?.id == wake?.id)
    }

    @Test func anAckDoesNotMoveACursorBack() throws {
        var bench = SubscriptionBench(streams: ["a"])
        _ = bench.grow("a", to: 5)
        _ = try bench.claim()
        _ = try bench.report(bench.state.wake, acks: ["a": 4])
        _ = try bench.report(bench.state.wake, acks: ["a": 2])
        #expect(bench.acked("a") == 4)
    }

    @Test func doneEndsTheWakeAndSaysWhetherAnotherFollows() throws {
        var bench = SubscriptionBench(streams: ["a"])
        _ = bench.grow("a", to: 5)
        _ = try bench.claim()
        let first = bench.state.wake
        let partly = try bench.report(first, acks: ["a": 4], isDone: true)
        #expect(partly.nextWake)
        #expect(partly.effect?.event?.generation == 2)
        #expect(bench.state.wake?.id != first?.id)
        _ = try bench.claim()
        let wholly = try bench.report(bench.state.wake, acks: ["a": 5], isDone: true)
        #expect(!wholly.nextWake)
        #expect(wholly.effect == nil)
        #expect(bench.state.phase == .idle)
        #expect(bench.grow("a", to: 6)?.event?.generation == 3)
    }

    @Test func releaseKeepsTheCursorAndWakesAgain() throws {
        var bench = SubscriptionBench(streams: ["a"])
        _ = bench.grow("a", to: 5)
        _ = try bench.claim()
        let first = bench.state.wake
        #expect(try bench.release(first)?.event?.generation == 2)
        #expect(bench.acked("a") == 0)
        #expect(faultCode { _ = try bench.release(first) } == .fenced)
        _ = try bench.claim("other")
        _ = try bench.report(bench.state.wake, acks: ["a": 5])
        #expect(try bench.release(bench.state.wake) == nil, "No work is left.")
        #expect(bench.state.phase == .idle)
    }

    @Test func aLeaseThatRunsOutFencesItsHolder() throws {
        var bench = SubscriptionBench(streams: ["a"], leaseMilliseconds: 1000)
        _ = bench.grow("a", to: 5)
        _ = try bench.claim()
        let wake = bench.state.wake
        #expect(bench.advance(milliseconds: 999) == nil)
        let event = bench.advance(milliseconds: 1)?.event
        #expect(event?.generation == 2)
        #expect(bench.state.wake?.worker == nil)
        #expect(faultCode { _ = try bench.report(wake, acks: ["a": 5]) } == .fenced)
        #expect(bench.acked("a") == 0)
        let claim = try bench.claim("worker-2")
        #expect(claim.generation == 2)
    }

    @Test func aLeaseThatRunsOutWithoutWorkLeavesItIdle() throws {
        var bench = SubscriptionBench(streams: ["a"], leaseMilliseconds: 1000)
        _ = bench.grow("a", to: 5)
        _ = try bench.claim()
        let wake = bench.state.wake
        _ = try bench.report(wake, acks: ["a": 5])
        #expect(bench.advance(milliseconds: 1000) == nil)
        #expect(bench.state.phase == .idle)
        #expect(faultCode { _ = try bench.report(wake) } == .fenced)
    }

    @Test func anyOfTheFourConditionsFences() throws {
        var bench = SubscriptionBench(streams: ["a"])
        _ = bench.grow("a", to: 5)
        let wake = try #require(bench.state.wake)
        #expect(faultCode { _ = try bench.report(wake) } == .fenced, "Nobody holds the lease yet.")
        _ = try bench.claim()
        let deadline = bench.state.deadline
        _ = bench.advance(milliseconds: 10)
        #expect(faultCode { _ = try bench.report(wake, acks: ["a": 5], tokenGeneration: 0) } == .fenced)
        #expect(faultCode { _ = try bench.report(wake, acks: ["a": 5], tokenGeneration: 2) } == .fenced)
        for (id, generation) in [("w_2", Int64(1)), ("w_1", 2), ("w_1", 0), ("", 1)] {
            let report = SubscriptionReport(
                wakeID: id, generation: generation, acks: [SubscriptionReport.Ack(stream: "a", offset: "5")])
            let moment = SubscriptionMoment(bench.now, bench.rules, makeWakeID: { "w" }, jitter: { 0 })
            #expect(
                faultCode {
                    _ = try bench.state.report(report, tokenGeneration: 1, position: { Int($0) }, moment)
                } == .fenced)
        }
        #expect(bench.acked("a") == 0)
        #expect(bench.state.deadline == deadline, "A refusal leaves the lease as it is.")
        _ = try bench.report(wake, acks: ["a": 5])
    }

    @Test func acksThatCannotBeAreRefusedAsAWhole() throws {
        var bench = SubscriptionBench(streams: ["a", "b"])
        _ = bench.grow("a", to: 5)
        _ = try bench.claim()
        let wake = bench.state.wake
        #expect(faultCode { _ = try bench.report(wake, acks: ["a": 2, "b": 1], isDone: true) } == .invalidOffset)
        #expect(faultCode { _ = try bench.report(wake, acks: ["a": 6]) } == .invalidOffset)
        #expect(faultCode { _ = try bench.report(wake, acks: ["a": 2, "c": 0]) } == .invalidOffset)
        #expect(bench.acked("a") == 0)
        #expect(bench.state.wake?.id == wake?.id)
    }

    @Test func anAckForAStreamThatWasTakenOffMeanwhileIsNoFault() throws {
        var bench = SubscriptionBench(streams: ["a", "b"])
        _ = bench.grow("a", to: 5)
        _ = try bench.claim()
        bench.state.unlinkExplicit("a", bench.rules)
        let answer = try bench.report(bench.state.wake, acks: ["a": 5], isDone: true)
        #expect(!answer.nextWake)
    }

    @Test func aWakeEventWithoutItsStreamWaits() throws {
        var bench = SubscriptionBench(streams: ["a"])
        let moment = SubscriptionMoment(bench.now, bench.rules, makeWakeID: { "w" }, jitter: { 0 })
        #expect(bench.state.unannounced(moment) == nil)
        _ = bench.grow("a", to: 1)
        #expect(bench.state.unannounced(moment)?.generation == 1)
        bench.state.noteAnnounced(1)
        #expect(bench.state.unannounced(moment) == nil)
    }
}
