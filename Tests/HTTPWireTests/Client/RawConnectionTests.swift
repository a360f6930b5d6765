import HTTPMessage
import Testing

@testable import HTTPWire

@Suite(.timeLimit(.minutes(2))) struct RawConnectionTests {
    @Test func saysThatNobodyListens() async throws {
        // Port 1 is never handed out as a free one, so no other test can come to listen there.
        let error = await #expect(throws: RawConnectionError.self) {
            try await RawConnection.connect(to: "127.0.0.1", port: 1, within: patience)
        }
        #expect(error?.kind == .unreachable)
        let port = await #expect(throws: RawConnectionError.self) {
            try await RawConnection.connect(to: "127.0.0.1", port: 0, within: patience)
        }
        #expect(port?.kind == .unreachable)
    }

    @Test func saysThatANameDoesNotResolve() async throws {
        let error = await #expect(throws: RawConnectionError.self) {
            try await RawConnection.connect(to: "no such name.invalid", port: 80, within: patience)
        }
        #expect(error?.kind == .unresolved)
    }

    @Test func connectsByName() async throws {
        try await withServer(echo) { server in
            let connection = try await RawConnection.connect(to: "localhost", port: server.port, within: patience)
            #expect(try await connection.response(to: plainGet).response.status == .ok)
        }
    }

    @Test func waitsOnlySoLong() async throws {
        try await withServer(HoldingService()) { server in
            let connection = try await server.connect()
            try await connection.send(plainGet, within: patience)
            let error = await #expect(throws: RawConnectionError.self) {
                try await connection.receiveResponse(answering: .get, within: .milliseconds(30))
            }
            #expect(error?.kind == .timedOut)
        }
    }

    @Test func endsItsWaitWhenCancelled() async throws {
        try await withServer(HoldingService()) { server in
            let connection = try await server.connect()
            let task = Task { try await connection.receive(within: patience) }
            task.cancel()
            let error = await #expect(throws: RawConnectionError.self) { try await task.value }
            #expect(error?.kind == .cancelled)
        }
    }

    @Test func endsItsWaitWhenClosedOrReset() async throws {
        try await withServer(HoldingService()) { server in
            for resets in [false, true] {
                let connection = try await server.connect()
                let task = Task { try await connection.receive(within: patience) }
                if resets { connection.reset() } else { connection.close() }
                let bytes = try? await task.value
                #expect(bytes == nil || bytes == [])
            }
        }
    }

    @Test func keepsWhatFollowsAResponse() async throws {
        try await withServer(echo) { server in
            let connection = try await server.connect()
            try await connection.send(String(repeating: plainGet, count: 3), within: patience)
            for _ in 0..<2 {
                _ = try await connection.receiveResponse(answering: .get, within: patience)
            }
            var rest: [UInt8] = []
            while !text(rest).hasSuffix("GET / ") { rest += try await connection.receive(atMost: 7, within: patience) }
            #expect(text(rest).hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test func sendsMoreThanTheSocketHolds() async throws {
        let body = [UInt8](repeating: 65, count: 8 << 20)
        try await withServer(echo) { server in
            let connection = try await server.connect()
            try await connection.send(
                "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: \(body.count)\r\n\r\n", within: patience)
            try await connection.send(body, within: patience)
            let response = try await connection.receiveResponse(answering: .put, within: patience)
            #expect(response.body.count == body.count + 6)
        }
    }

    @Test func carriesManyExchangesAtOnce() async throws {
        try await withServer(echo) { server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        let connection = try await server.connect()
                        for _ in 0..<10 {
                            let response = try await connection.response(
                                to: "GET /\(number) HTTP/1.1\r\nHost: h\r\n\r\n"
                            )
                            #expect(text(response.body) == "GET /\(number) ")
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
