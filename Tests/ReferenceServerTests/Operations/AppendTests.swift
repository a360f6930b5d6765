import HTTPMessage
import ReferenceServer
import Specification
import Testing

@Suite struct AppendTests {
    let server = TestServer()

    private func producer(_ epoch: Int, _ seq: Int, id: String = "p", closes: Bool = false) -> HTTPFields {
        var fields: HTTPFields = [.producerId: id, .producerEpoch: "\(epoch)", .producerSeq: "\(seq)"]
        if closes { fields[.streamClosed] = "true" }
        return fields
    }

    @Test func appendsFollowEachOther() {
        let created = server.create("a")
        let first = server.append("a", "one")
        let second = server.append("a", "two")
        #expect(first.status == 204)
        #expect(first.text.isEmpty)
        #expect(created.next < first.next)
        #expect(first.next < second.next)
        #expect(server.read("a").text == "onetwo")
        #expect(server.read("a", from: first.next).text == "two")
    }

    @Test func refusalsOfAppends() {
        server.create("a")
        #expect(server.send(.post, "a", [.contentType: "text/plain"]).status == 400)
        #expect(server.send(.post, "a", [:], "x").status == 400)
        #expect(server.append("a", "x", "image/png").status == 409)
        #expect(server.append("missing", "x").status == 404)
        #expect(server.append("a", "x", "text/plain", [.producerId: "p"]).status == 400)
        #expect(server.append("a", "x", "text/plain", producer(-1, 0)).status == 400)
        #expect(server.read("a").text.isEmpty)
    }

    @Test func sequencesOnlyRise() {
        server.create("a")
        #expect(server.append("a", "1", "text/plain", [.streamSeq: "b"]).status == 204)
        #expect(server.append("a", "2", "text/plain", [.streamSeq: "b"]).status == 409)
        #expect(server.append("a", "3", "text/plain", [.streamSeq: "a"]).status == 409)
        #expect(server.append("a", "4", "text/plain", [.streamSeq: "c"]).status == 204)
        #expect(server.append("a", "5").status == 204)
        #expect(server.read("a").text == "145")
    }

    @Test func aRefusedAppendIsNotRememberedAtAll() {
        server.create("a", "application/json")
        var fields = producer(0, 0)
        fields[.streamSeq] = "m"
        #expect(server.append("a", "{", "application/json", fields).status == 400)
        #expect(server.append("a", "[]", "application/json", fields).status == 400)
        #expect(server.append("a", "{}", "application/json", fields).status == 200)
    }

    @Test func aProducerIsStoredOnce() {
        server.create("a")
        let first = server.append("a", "1", "text/plain", producer(0, 0))
        #expect(first.status == 200)
        #expect(first[.producerEpoch] == "0")
        #expect(first[.producerSeq] == "0")
        #expect(server.append("a", "2", "text/plain", producer(0, 1)).status == 200)
        let retry = server.append("a", "1", "text/plain", producer(0, 0))
        #expect(retry.status == 204)
        #expect(retry[.producerSeq] == "1")
        #expect(!retry.next.isEmpty)
        let gap = server.append("a", "9", "text/plain", producer(0, 9))
        #expect(gap.status == 409)
        #expect(gap[.producerExpectedSeq] == "2")
        #expect(gap[.producerReceivedSeq] == "9")
        #expect(server.append("a", "3", "text/plain", producer(1, 0)).status == 200)
        let zombie = server.append("a", "x", "text/plain", producer(0, 2))
        #expect(zombie.status == 403)
        #expect(zombie[.producerEpoch] == "1")
        #expect(server.append("a", "x", "text/plain", producer(2, 1)).status == 400)
        #expect(server.append("a", "4", "text/plain", producer(0, 0, id: "q")).status == 200)
        #expect(server.read("a").text == "1234")
    }

    @Test func closingHasItsOwnDuplicates() {
        server.create("a")
        server.append("a", "1", "text/plain", producer(0, 0))
        let closing = server.append("a", "2", "text/plain", producer(0, 1, closes: true))
        #expect(closing.status == 200)
        #expect(closing.isClosed)
        let retry = server.append("a", "2", "text/plain", producer(0, 1, closes: true))
        #expect(retry.status == 204)
        #expect(retry.isClosed)
        #expect(server.append("a", "1", "text/plain", producer(0, 0)).status == 409)
        #expect(server.append("a", "x", "text/plain", [.streamClosed: "true"]).status == 409)
        #expect(server.send(.post, "a", [.streamClosed: "true"]).status == 204)
        #expect(server.read("a").text == "12")
    }

    @Test func closingAloneIgnoresTheContentTypeAndRepeats() {
        let created = server.create("a")
        for _ in 0..<2 {
            let closed = server.send(.post, "a", [.streamClosed: "true", .contentType: "image/png"])
            #expect(closed.status == 204)
            #expect(closed.isClosed)
            #expect(closed.next == created.next)
        }
        #expect(server.send(.head, "a").isClosed)
    }

    @Test(arguments: ["false", "yes", "1", "", "true, true"])
    func otherValuesOfStreamClosedDoNotClose(value: String) {
        server.create("a")
        #expect(server.append("a", "x", "text/plain", [.streamClosed: value]).status == 204)
        #expect(!server.send(.head, "a").isClosed)
        #expect(server.send(.post, "a", [.streamClosed: value]).status == 400)
    }

    @Test func aStreamKnowsOnlySoManyProducers() {
        let server = TestServer { $0.maximumProducerCount = 1 }
        server.create("a")
        #expect(server.append("a", "1", "text/plain", producer(0, 0)).status == 200)
        #expect(server.append("a", "2", "text/plain", producer(0, 0, id: "q")).status == 507)
        #expect(server.append("a", "3", "text/plain", producer(0, 1)).status == 200)
        #expect(server.read("a").text == "13")
    }

    @Test func messagesKeepTheirBytes() {
        server.create("j", "application/json", [:], #"[{"n": 9007199254740993}, 1.0 ]"#)
        server.append("j", " [[1,2], [3]] ", "application/json; charset=utf-8")
        let read = server.read("j")
        #expect(read[.contentType] == "application/json")
        #expect(read.text == #"[{"n": 9007199254740993},1.0,[1,2],[3]]"#)
        #expect(server.read("j", from: read.next).text == "[]")
        let refused = server.append("j", "{\"a\":}", "application/json")
        #expect(refused.status == 400)
        #expect(refused.text.contains("byte 5"))
    }

    @Test func aStoreThatFailsChangesNothing() {
        let server = TestServer(store: FailingStore())
        server.create("a")
        let failed = server.append("a", "x", "text/plain", producer(0, 0))
        #expect(failed.status == 500)
        #expect(server.read("a").text.isEmpty)
        #expect(server.send(.post, "a", [.streamClosed: "true"]).status == 500)
        #expect(!server.send(.head, "a").isClosed)
    }
}

/// A store that takes no appends.
private final class FailingStore: StreamStore {
    struct Full: Error {}

    private let inner = MemoryStore()

    func create(_ name: String, _ facts: StreamFacts) -> any StreamLog { Log(inner.create(name, facts)) }

    func fork(_ source: any StreamLog, at position: Int, as name: String, _ facts: StreamFacts) throws -> any StreamLog
    {
        throw Full()
    }

    func remove(_ log: any StreamLog) {}

    private final class Log: StreamLog {
        let inner: any StreamLog

        init(_ inner: any StreamLog) { self.inner = inner }

        func append(_ payload: StreamPayload, _ change: StreamChange) throws -> Int { throw Full() }
        func read(from start: Int, limit: Int) throws -> StreamSlice { try inner.read(from: start, limit: limit) }
        func boundary(after position: Int) throws -> Int? { try inner.boundary(after: position) }
        func record(_ facts: StreamFacts) throws { throw Full() }
    }
}
