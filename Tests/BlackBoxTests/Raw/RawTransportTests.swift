import BlackBox
import Foundation
import HTTPMessage
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RawTransportTests {
    private func exchange(
        _ request: RawRequest, with script: @escaping @Sendable (ScriptedConnection) -> Void
    ) async throws -> (RawExchange, ScriptedServer) {
        let server = try ScriptedServer(script)
        return (await RawTransport(target: try server.target()).send(request), server)
    }

    private let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    @Test func bytesGoOutAsTheyAre() async throws {
        let text = "GE\u{0}T /\u{FF} HTTP/9.9\nX : y\r\n\r\n"
        let ok = self.ok
        let (exchange, server) = try await exchange(RawRequest(text)) { connection in
            connection.readRequest()
            connection.send(ok)
            connection.waitForClose()
        }
        #expect(server.received == [exchange.request.sentBytes])
        #expect(exchange.request.sentBytes.count == text.unicodeScalars.count)
        #expect(exchange.answers.map(\.text) == ["ok"])
        #expect(exchange.received == Array(ok.utf8))
        #expect(exchange.ending == .open)
        #expect(exchange.failure == nil)
        #expect(exchange.timings.firstByte > .zero)
    }

    @Test func severalAnswersOverOneConnection() async throws {
        let request = RawRequest(
            [.send(Array("GET /1 HTTP/1.1\r\n\r\nHEAD /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n".utf8))],
            answering: [.get, .head, .get])
        let (exchange, server) = try await exchange(request) { connection in
            for number in 1...3 {
                connection.readRequest()
                connection.send("HTTP/1.1 20\(number) X\r\nContent-Length: 2\r\n\r\n" + (number == 2 ? "" : "ok"))
            }
            connection.waitForClose()
        }
        #expect(exchange.answers.map(\.head.status.code) == [201, 202, 203])
        #expect(server.connectionCount == 1)
    }

    @Test func waitingForContinue() async throws {
        let request = RawRequest([
            .send(Array("POST / HTTP/1.1\r\nExpect: 100-continue\r\n\r\n".utf8)), .awaitBytes,
            .send(Array("body\r\n\r\n".utf8)),
        ])
        let ok = self.ok
        let (exchange, server) = try await exchange(request) { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 100 Continue\r\n\r\n")
            connection.readRequest()
            connection.send(ok)
        }
        #expect(server.received.count == 2)
        #expect(exchange.interimAnswers.map(\.status.code) == [100])
        #expect(exchange.answers.count == 1)
    }

    @Test(arguments: [RawRequest.Step.disconnect, .reset, .finishSending])
    func cuttingOff(_ step: RawRequest.Step) async throws {
        let (ended, tellEnded) = AsyncStream.makeStream(of: Int.self)
        let request = RawRequest([.send(Array("POST / HT".utf8)), .pause(.milliseconds(20)), step])
        let (exchange, _) = try await exchange(request) { connection in
            var buffer = [UInt8](repeating: 0, count: 100)
            var count = 0
            repeat { count = recv(connection.descriptor, &buffer, buffer.count, 0) } while count > 0
            tellEnded.yield(count)
            tellEnded.finish()
        }
        for await count in ended { #expect(count == (step == .reset ? -1 : 0)) }
        if step == .finishSending {
            #expect(exchange.failure?.kind == .closedEarly)
            #expect(exchange.ending == .closed)
        } else {
            #expect(exchange.failure == nil)
            #expect(exchange.answers.isEmpty)
        }
    }

    @Test func readingUntilClose() async throws {
        let bad = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        let (closed, _) = try await exchange(RawRequest("nonsense\r\n\r\n", readsUntilClose: true)) { connection in
            connection.readRequest()
            connection.send(bad)
        }
        #expect(closed.ending == .closed)
        #expect(closed.answers.map(\.head.status.code) == [400])

        let (twice, _) = try await exchange(RawRequest("nonsense\r\n\r\n", readsUntilClose: true)) { connection in
            connection.readRequest()
            connection.send(bad + bad)
        }
        #expect(twice.answers.count == 2)

        let limits = Timeouts(idle: .milliseconds(100))
        let patient = RawRequest("nonsense\r\n\r\n", readsUntilClose: true, timeouts: limits)
        let (open, _) = try await exchange(patient) { connection in
            connection.readRequest()
            connection.send(bad)
            connection.waitForClose()
        }
        #expect(open.ending == .open)
        #expect(open.failure == nil)
        #expect(open.answers.count == 1)
    }

    @Test func aBodyUntilClose() async throws {
        let (exchange, _) = try await exchange(RawRequest("GET / HTTP/1.1\r\n\r\n")) { connection in
            connection.readRequest()
            connection.send("HTTP/1.0 200 OK\r\n\r\nrest")
        }
        #expect(exchange.answers.map(\.text) == ["rest"])
        #expect(exchange.failure == nil)
    }

    @Test func troubleHasAName() async throws {
        func failure(
            _ limits: Timeouts = .standard, _ script: @escaping @Sendable (ScriptedConnection) -> Void
        ) async throws -> TransportFailure? {
            try await exchange(RawRequest("GET / HTTP/1.1\r\n\r\n", timeouts: limits), with: script).0.failure
        }
        let silent = try await failure(Timeouts(firstByte: .milliseconds(100))) { $0.waitForClose() }
        #expect(silent?.kind == .firstByteTimeout)
        let stalled = try await failure(Timeouts(idle: .milliseconds(100))) { connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
            connection.waitForClose()
        }
        #expect(stalled?.kind == .idleTimeout)
        #expect(stalled?.partial?.text == "abc")
        let dripping = try await failure(Timeouts(total: .milliseconds(200))) { connection in
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            while connection.send("x") { usleep(5000) }
        }
        #expect(dripping?.kind == .totalTimeout)
        let endless = try await failure(Timeouts(maximumBodyBytes: 100_000)) { connection in
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            while connection.send([UInt8](repeating: 1, count: 50_000)) {}
        }
        #expect(endless?.kind == .bodyTooLarge)
        let empty = try await failure { $0.readRequest() }
        #expect(empty?.kind == .closedEarly)
        let cut = try await failure { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
        }
        #expect(cut?.kind == .closedEarly)
        let reset = try await failure { connection in
            connection.readRequest()
            connection.resetOnClose()
        }
        #expect(reset?.kind == .closedEarly)
        let garbage = try await failure { connection in
            connection.readRequest()
            connection.send("SSH-2.0-x\r\n\r\n")
        }
        #expect(garbage?.kind == .malformed)

        let (descriptor, port) = try ScriptedServer.listen()
        close(descriptor)
        let nobody = RawTransport(target: Target(base: try BaseURL("http://127.0.0.1:\(port)")))
        let refused = await nobody.send(RawRequest("x"))
        #expect(refused.failure?.message == "nobody listens at 127.0.0.1:\(port) (connection refused)")
        #expect(refused.ending == .notConnected)
        #expect(refused.exchange(as: .get()).failure?.kind == .unreachable)
        let nowhere = RawTransport(target: Target(base: try BaseURL("http://nosuchhost.invalid")))
        #expect(await nowhere.send(RawRequest("x")).failure?.kind == .unresolved)
    }

    /// A target that answers early and then takes no more must be heard.
    @Test func anAnswerInTheMiddleOfALongRequest() async throws {
        let body = [UInt8](repeating: 65, count: 8 << 20)
        let request = RawRequest(
            [
                .send(Array("POST / HTTP/1.1\r\nContent-Length: \(body.count)\r\n\r\n".utf8)), .awaitAnswers(1),
                .send(body),
            ],
            timeouts: Timeouts(firstByte: .milliseconds(200)))
        let (exchange, _) = try await exchange(request) { connection in
            connection.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n")
            usleep(400_000)
        }
        #expect(exchange.answers.map(\.head.status.code) == [413])
    }

    @Test func cancellingClosesTheConnection() async throws {
        let (asked, tellAsked) = AsyncStream.makeStream(of: Void.self)
        let (left, tellLeft) = AsyncStream.makeStream(of: Void.self)
        let server = try ScriptedServer { connection in
            connection.readRequest()
            tellAsked.finish()
            connection.waitForClose()
            tellLeft.finish()
        }
        let transport = RawTransport(target: try server.target())
        let task = Task { await transport.send(RawRequest("GET / HTTP/1.1\r\n\r\n")) }
        for await _ in asked {}
        task.cancel()
        #expect(await task.value.failure?.kind == .cancelled)
        for await _ in left {}
    }

    @Test func wireBytesOfARequest() throws {
        let target = Target(base: try BaseURL("http://h:1/v1"))
        func text(_ request: OutgoingRequest) -> String { String(latin1Wire: target.wireBytes(of: request)) }
        let head = "Host: h:1\r\nUser-Agent: \(ProductVersion.userAgent)\r\n"
        #expect(text(.get("/a")) == "GET /a HTTP/1.1\r\n\(head)\r\n")
        var post = OutgoingRequest(
            method: .post, path: "/a", headerFields: [.name("X"): "\u{E9}"], body: Array("hi".utf8))
        #expect(text(post) == "POST /a HTTP/1.1\r\n\(head)X: \u{E9}\r\nContent-Length: 2\r\n\r\nhi")
        post.isChunked = true
        #expect(
            text(post)
                == "POST /a HTTP/1.1\r\n\(head)X: \u{E9}\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n")
        post.isChunked = false
        post.headerFields[.contentLength] = "7"
        #expect(text(post).hasSuffix("Content-Length: 7\r\n\r\nhi"))
    }

    @Test func theLineRepeatsTheBytes() async throws {
        let target = Target(base: try BaseURL("http://h:1"), headerFields: [.authorization: "Bearer s3cret"])
        let bytes =
            Array("GET / HTTP/1.1\r\nAuthorization: Bearer s3cret\r\n\r\n".utf8) + [0, 255] + Array("%d \\ ' -".utf8)
        let line = RawCommand(RawRequest(bytes), target: target).description
        #expect(!line.contains("s3cret"))
        #expect(line.hasSuffix(" | nc h 1"))
        let cut = RawRequest([.send([65]), .pause(.milliseconds(1500)), .send([66]), .disconnect])
        #expect(RawCommand(cut, target: target).description == "{ printf 'A'; sleep 1.5; printf 'B'; } | nc -N h 1")
        let secure = Target(base: try BaseURL("https://[::1]:9"))
        #expect(
            RawCommand(RawRequest("A"), target: secure).description
                == "printf 'A' | openssl s_client -quiet -connect '[::1]:9'")

        // The shell's printf writes exactly the bytes, the variable's value in place of the secret.
        let bash = try #require(TestProcess.find("bash"))
        let folder = try TemporaryFolder()
        let command = String(line.dropLast(" | nc h 1".count))
        try await TestProcess.run(
            bash, ["-c", "\(command) > \(folder.path("bytes"))"], environment: ["TOKEN": "s3cret"])
        let written = try Data(contentsOf: URL(fileURLWithPath: folder.path("bytes")))
        #expect(Array(written) == bytes)
    }
}
