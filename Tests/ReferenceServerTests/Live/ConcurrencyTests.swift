import HTTPMessage
import ReferenceServer
import Specification
import Testing

@Suite struct ConcurrencyTests {
    let server = TestServer()

    @Test func manyWritersGetOffsetsOfTheirOwn() async {
        server.create("a", "application/json")
        let server = server
        let offsets = await withTaskGroup(of: [String].self) { group in
            for writer in 0..<8 {
                group.addTask {
                    (0..<500).map { server.append("a", "\"\(writer).\($0)\"", "application/json").next }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for own in offsets { #expect(own == own.sorted()) }
        let all = offsets.flatMap(\.self)
        #expect(Set(all).count == 4000)
        #expect(server.read("a").text.split(separator: ",").count == 4000)
        #expect(server.send(.head, "a").next == all.max())
    }

    @Test func aProducerRacingWithItselfIsStoredOnce() async {
        server.create("a")
        let server = server
        let accepted = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<200).count { seq in
                        let fields: HTTPFields = [.producerId: "p", .producerEpoch: "0", .producerSeq: "\(seq)"]
                        let status = server.append("a", "x", "text/plain", fields).status
                        #expect(status == 200 || status == 204)
                        return status == 200
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(accepted == 200)
        #expect(server.read("a").text.utf8.count == 200)
    }

    @Test func noWakeIsLost() async {
        server.create("a")
        let server = server
        var offset = server.send(.head, "a").next
        for round in 0..<10_000 {
            async let polled = {
                let writer = server.start(.get, "a?offset=\(offset)&live=long-poll")
                await writer.wait { _, _, isFinished in isFinished }
                return Answer(writer)
            }()
            let appended = server.append("a", "x")
            let answer = await polled
            guard answer.status == 200, answer.text == "x", answer.next == appended.next else {
                Issue.record("Round \(round): \(answer)")
                return
            }
            offset = answer.next
        }
    }

    @Test func appendAndCloseIsOneStepForEveryReader() async {
        let server = server
        for round in 0..<500 {
            let path = "s\(round)"
            server.create(path)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        while true {
                            let read = server.read(path)
                            #expect(read.isClosed == (read.text == "end"))
                            if read.isClosed { return }
                        }
                    }
                }
                group.addTask {
                    let writer = server.start(.get, "\(path)?offset=-1&live=long-poll")
                    await writer.wait { _, _, isFinished in isFinished }
                    let answer = Answer(writer)
                    #expect(answer.isClosed && answer.text == "end")
                }
                server.append(path, "end", "text/plain", [.streamClosed: "true"])
            }
        }
    }

    @Test func eventsDoNotOvertakeEachOther() async {
        server.create("a", "application/json")
        let server = server
        let stream = server.start(.get, "a?offset=-1&live=sse")
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<500 { server.append("a", "7", "application/json") }
                }
            }
        }
        server.send(.post, "a", [.streamClosed: "true"])
        await stream.wait { _, _, isFinished in isFinished }
        let events = EventLog(stream.body)
        #expect(events.data.joined().utf8.count { $0 == UInt8(ascii: "7") } == 2000)
        let offsets = events.controls.map(\.streamNextOffset)
        #expect(offsets == offsets.sorted())
        #expect(events.controls.last?.streamClosed == true)
    }
}
