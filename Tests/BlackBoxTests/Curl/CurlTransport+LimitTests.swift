import BlackBox
import HTTPMessage
import Testing

/// Answers that are too much, or say two things at once.
struct CurlTransportLimitTests {
    private func failure(
        _ answer: String, _ location: SourceLocation = #_sourceLocation
    ) async throws -> TransportFailure {
        let server = try ScriptedServer { connection in
            connection.readRequest()
            connection.send(answer)
        }
        let exchange = await CurlTransport(target: try server.target()).send(.get())
        return try #require(exchange.failure, sourceLocation: location)
    }

    @Test(arguments: [
        ("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "stands beside Transfer-Encoding"),
        ("Transfer-Encoding: rot13, chunked\r\n\r\n0\r\n\r\n", "'rot13, chunked'"),
        ("Content-Length: +3\r\n\r\nabc", "Content-Length"),
        ("Content-Length: \r\n\r\nabc", "Content-Length"),
        ("X: a\u{1B}[2Jb\r\nContent-Length: 0\r\n\r\n", "the value of X holds a control character: 'a\\u{1b}[2Jb'"),
        (String(repeating: "a:\r\n", count: 1001) + "\r\n", "more than 1000 header fields"),
    ])
    func whatNoAnswerMaySay(_ rest: String, _ words: String) async throws {
        let failure = try await failure("HTTP/1.1 200 OK\r\n" + rest)
        #expect(failure.kind == .malformed)
        #expect(failure.message.contains(words), "\(failure.message)")
    }

    @Test func chunksAreNotHTTP10() async throws {
        let failure = try await failure("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        #expect(failure.kind == .malformed)
        #expect(failure.message.contains("HTTP/1.0"), "\(failure.message)")
    }

    @Test func interimAnswersAreCounted() async throws {
        let interim = String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 101)
        let failure = try await failure(interim + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        #expect(failure.kind == .malformed)
        #expect(failure.message.contains("100 interim answers"), "\(failure.message)")
    }

    @Test func halfAStatusLineIsNamed() async throws {
        let server = try ScriptedServer { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 2")
            connection.waitForClose()
        }
        let transport = CurlTransport(target: try server.target())
        let failure = await transport.send(.get(timeouts: Timeouts(firstByte: .milliseconds(200)))).failure
        #expect(failure?.message.contains("did not end the first line") == true)
    }

    /// More large bodies at once than may be on their way: they take turns, and each arrives whole.
    @Test func largeBodiesTakeTurns() async throws {
        let size = 3 << 20
        let server = try ScriptedServer { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            connection.send([UInt8](repeating: 0x61, count: size))
            connection.waitForClose()
        }
        let transport = CurlTransport(target: try server.target())
        await withTaskGroup(of: Exchange.self) { group in
            for _ in 0..<20 { group.addTask { await transport.send(.get()) } }
            for await exchange in group {
                #expect((try? exchange.outcome.get().body.count) == size)
            }
        }
    }

    @Test func theRecordOfALongLiveAnswerIsItsBeginning() async throws {
        let size = 600_000
        let server = try ScriptedServer { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            connection.send([UInt8](repeating: 0x61, count: size))
            connection.waitForClose()
        }
        let transport = CurlTransport(target: try server.target())
        let live = await transport.open(.get())
        var received = 0
        while case .bytes(let bytes) = await live.nextChunk(within: .seconds(20)) { received += bytes.count }
        #expect(received == size)
        let answer = try live.record().requireAnswer()
        #expect(answer.body.count < 100_000)
        #expect(answer.body.count + answer.omittedByteCount == size)
    }

    /// One exchange after another, so that what libcurl keeps of the one before could be followed.
    @Test func aFoldedFirstFieldIsNoFieldAndNothingWorse() async throws {
        let server = try ScriptedServer { connection in
            while connection.readRequest() != nil {
                let first = connection.number == 1 ? "A: b" : " folded"
                connection.send("HTTP/1.1 200 OK\r\n\(first)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                return
            }
        }
        let transport = CurlTransport(target: try server.target())
        _ = try await transport.send(.get()).requireAnswer()
        for _ in 0..<20 {
            #expect(await transport.send(.get()).failure?.kind == .malformed)
        }
    }
}
