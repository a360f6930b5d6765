import HTTPMessage
import ReferenceServer
import Specification
import Synchronization
import Testing

@Suite struct WorkerRaceTests {
    /// What tasks tell each other.
    private final class Ledger: Sendable {
        let holders = Mutex<[Int64: [String]]>([:])
        let isOver = Atomic(false)
    }

    @Test func everyGenerationHasOneHolder() async {
        let server = TestServer()
        server.create("a")
        server.subscribe(#""streams":["a"]"#)
        let ledger = Ledger()
        let rounds = 200
        server.append("a", "x")
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    while true {
                        let claim = server.claim("w-\(worker)")
                        if claim.status == 409 {
                            #expect(["ALREADY_CLAIMED", "NO_PENDING_WORK"].contains(claim.code))
                            if claim.code == "NO_PENDING_WORK" { return }
                            await Task.yield()
                            continue
                        }
                        let wake = HeldWake(claim)
                        ledger.holders.withLock { $0[wake.generation, default: []].append("w-\(worker)") }
                        // Every round but the last leaves more work behind.
                        let tail = claim.json["streams"]?.elements?.first?["tail_offset"]?.text ?? ""
                        if wake.generation < rounds { server.append("a", "x") }
                        let done = server.control(
                            .post, "subscriptions/s/ack", wake.report(["a": tail], done: true), bearer: wake.token)
                        #expect(done.status == 200)
                        #expect(done.json["next_wake"]?.bool == (wake.generation < rounds))
                    }
                }
            }
        }
        let result = ledger.holders.withLock { $0 }
        #expect(result.count == rounds)
        #expect(result.values.allSatisfy { $0.count == 1 })
        #expect(server.events().map { $0["generation"]?.integer } == (1...Int64(rounds)).map { $0 })
    }

    @Test func noAppendIsForgottenWhileWorkersFinish() async {
        let server = TestServer()
        server.create("a")
        server.subscribe(#""streams":["a"]"#)
        let ledger = Ledger()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await withTaskGroup(of: Void.self) { writers in
                    for _ in 0..<4 {
                        writers.addTask { for _ in 0..<250 { server.append("a", "x") } }
                    }
                }
                ledger.isOver.store(true, ordering: .releasing)
            }
            for worker in 0..<3 {
                group.addTask {
                    while true {
                        let wasOver = ledger.isOver.load(ordering: .acquiring)
                        let claim = server.claim("w-\(worker)")
                        guard claim.status == 200 else {
                            if wasOver && claim.code == "NO_PENDING_WORK" { return }
                            await Task.yield()
                            continue
                        }
                        let wake = HeldWake(claim)
                        let tail = claim.json["streams"]?.elements?.first?["tail_offset"]?.text ?? ""
                        server.control(
                            .post, "subscriptions/s/ack", wake.report(["a": tail], done: true), bearer: wake.token)
                    }
                }
            }
        }
        #expect(server.acked("a") == server.send(.head, "a").next)
    }
}
