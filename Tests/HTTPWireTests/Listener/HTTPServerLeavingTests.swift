import HTTPMessage
import Synchronization
import Testing

@testable import HTTPWire

@Suite(.timeLimit(.minutes(2))) struct HTTPServerLeavingTests {
    enum Departure: CaseIterable {
        case close, reset, halfClose
    }

    @Test(arguments: Departure.allCases)
    func noticesThatAWaitingClientLeaves(departure: Departure) async throws {
        let wasLeft = Latch()
        let service = HoldingService(wasLeft: wasLeft)
        try await withServer(service) { server in
            let connection = try await server.connect()
            try await connection.send(plainGet, within: patience)
            let writers = await service.take(1)
            switch departure {
            case .close: connection.close()
            case .reset: connection.reset()
            case .halfClose: connection.finishSending()
            }
            await wasLeft.wait()
            let late = Latch()
            writers[0].onDisconnect { late.open() }
            await late.wait()
            writers[0].respond(HTTPResponse(status: .ok), body: [7])
            guard departure == .halfClose else { return }
            // It may still be listening, and then it gets its answer.
            #expect(try await connection.receiveResponse(answering: .get, within: patience).body == [7])
            #expect(try await connection.receive(within: patience).isEmpty)
        }
    }

    @Test func noticesThatAClientLeavesAStream() async throws {
        let wasLeft = Latch()
        let service = HoldingService(wasLeft: wasLeft)
        try await withServer(service) { server in
            let connection = try await server.connect()
            try await connection.send(plainGet, within: patience)
            let writers = await service.take(1)
            writers[0].begin(HTTPResponse(status: .ok))
            writers[0].send([1])
            _ = try await connection.receive(within: patience)
            connection.close()
            await wasLeft.wait()
            writers[0].send([2])
            writers[0].finish()
        }
    }

    @Test func noticesDeparturesBehindUnreadRequests() async throws {
        let wasLeft = Latch()
        let service = HoldingService(wasLeft: wasLeft)
        try await withServer(service) { server in
            let connection = try await server.connect()
            try await connection.send(plainGet, within: patience)
            let writers = await service.take(1)
            try await connection.send(plainGet, within: patience)
            connection.close()
            await wasLeft.wait()
            #expect(writers.count == 1)
        }
    }

    @Test func doesNotReportClientsThatWereAnswered() async throws {
        let reports = Mutex(0)
        let service = ClosureService { _, _, writer in
            writer.onDisconnect { reports.withLock { $0 += 1 } }
            writer.respond(HTTPResponse(status: .ok), body: [])
        }
        try await withServer(service) { server in
            for _ in 0..<10 {
                let connection = try await server.connect()
                #expect(try await connection.response(to: plainGet).response.status == .ok)
                connection.close()
            }
        }
        #expect(reports.withLock { $0 } == 0)
    }

    @Test func holdsBackForASlowClient() async throws {
        let service = HoldingService()
        let piece = [UInt8](repeating: 65, count: 1 << 20)
        try await withServer(service) { server in
            let connection = try await server.connect()
            try await connection.send(plainGet, within: patience)
            let writer = (await service.take(1))[0]
            writer.begin(HTTPResponse(status: .ok))
            for _ in 0..<32 { writer.send(piece) }
            #expect(writer.bufferedByteCount > 0)
            let drained = Latch()
            writer.onDrain { drained.open() }
            async let received = connection.receiveToEnd(atMost: 32 << 20, within: patience)
            await drained.wait()
            #expect(writer.bufferedByteCount == 0)
            writer.finish()
            #expect(try await received.count == 32 << 20)
        }
    }

    @Test func readsNoMoreRequestsWhileAClientDoesNotRead() async throws {
        let served = Mutex(0)
        let answer = [UInt8](repeating: 65, count: 64 << 10)
        let service = ClosureService { _, _, writer in
            served.withLock { $0 += 1 }
            writer.respond(HTTPResponse(status: .ok), body: answer)
        }
        let count = 1000
        try await withServer(service, .init(highWaterBytes: 100 << 10)) { server in
            let connection = try await server.connect()
            try await connection.send(String(repeating: plainGet, count: count), within: patience)
            for number in 0..<count {
                let response = try await connection.receiveResponse(answering: .get, within: patience)
                #expect(response.body.count == answer.count)
                // What is ahead of the client fits into the buffers of the sockets and the room allowed.
                if number == 0 { #expect(served.withLock { $0 } < count / 2) }
            }
            #expect(served.withLock { $0 } == count)
        }
    }

    @Test func cutsOffAClientThatTakesNothing() async throws {
        let wasLeft = Latch()
        let service = HoldingService(wasLeft: wasLeft)
        try await withServer(service, .init(writeTimeout: .milliseconds(100))) { server in
            let connection = try await server.connect()
            try await connection.send(plainGet, within: patience)
            let writer = (await service.take(1))[0]
            writer.begin(HTTPResponse(status: .ok))
            writer.send([UInt8](repeating: 65, count: 64 << 20))
            await wasLeft.wait()
            connection.close()
        }
    }

    @Test(arguments: [
        ("GET / HT", 408), ("GET / HTTP/1.1\r\nHost: h\r\n", 408),
        ("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab", 408), ("", 0), ("\(plainGet)", 200),
    ])
    func waitsOnlySoLong(sent: String, status: Int) async throws {
        // Only what has begun to arrive is given little time, so that a busy machine does not lose the beginning.
        let configuration = HTTPServer.Configuration(
            idleTimeout: .seconds(status == 408 ? 75 : 5), headerTimeout: .milliseconds(80),
            bodyTimeout: .milliseconds(80)
        )
        try await withServer(echo, configuration) { server in
            let connection = try await server.connect()
            try await connection.send(sent, within: patience)
            let answer = text(try await connection.receiveToEnd(within: patience))
            if status == 0 {
                #expect(answer.isEmpty)
            } else {
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
                #expect(answer.split(separator: "HTTP/1.1 ").count == 1)
            }
        }
    }
}
