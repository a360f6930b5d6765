import BlackBox
import Foundation
import HTTPMessage
import Testing

/// What targets do wrong, and what is said about it.
@Suite(.timeLimit(.minutes(1)))
struct CurlTransportTroubleTests {
    private func failure(
        _ request: OutgoingRequest = .get(), of script: @escaping @Sendable (ScriptedConnection) -> Void
    ) async throws -> TransportFailure {
        let server = try ScriptedServer(script)
        let exchange = await CurlTransport(target: try server.target()).send(request)
        return try #require(exchange.failure)
    }

    /// Limits that leave one stage short and the others long.
    private func limits(_ change: (inout Timeouts) -> Void) -> Timeouts {
        var timeouts = Timeouts(connect: .seconds(30), firstByte: .seconds(30), idle: .seconds(30), total: .seconds(40))
        change(&timeouts)
        return timeouts
    }

    // MARK: Nobody there

    @Test func aNameThatDoesNotResolve() async throws {
        let target = Target(base: try BaseURL("http://nosuchhost.invalid:8080/v1"))
        let exchange = await CurlTransport(target: target).send(.get())
        let failure = try #require(exchange.failure)
        #expect(failure.kind == .unresolved)
        #expect(failure.message == "the name 'nosuchhost.invalid' does not resolve")
        #expect(exchange.connection == nil)
    }

    @Test func aPortNobodyListensAt() async throws {
        let (descriptor, port) = try ScriptedServer.listen()
        close(descriptor)
        let target = Target(base: try BaseURL("http://127.0.0.1:\(port)"))
        let failure = try #require(await CurlTransport(target: target).send(.get()).failure)
        #expect(failure.kind == .unreachable)
        #expect(failure.kind.isUnreachable)
        #expect(failure.message == "nobody listens at 127.0.0.1:\(port) (connection refused)")
    }

    // MARK: Limits

    @Test func noConnectionInTime() async throws {
        // A full backlog: the handshake of one more connection is not answered.
        let (listener, port) = try ScriptedServer.listen(backlog: 0)
        var fillers: [Int32] = []
        defer { for descriptor in fillers + [listener] { close(descriptor) } }
        for _ in 0..<4 { fillers.append(try connectWithoutWaiting(to: port)) }
        let target = Target(base: try BaseURL("http://127.0.0.1:\(port)"))
        let request = OutgoingRequest.get(timeouts: limits { $0.connect = .milliseconds(150) })
        let failure = try #require(await CurlTransport(target: target).send(request).failure)
        #expect(failure.kind == .connectTimeout)
        #expect(failure.message == "no connection to 127.0.0.1:\(port) within 0.15 s")
    }

    @Test func anAcceptThatNeverAnswers() async throws {
        let request = OutgoingRequest.get(timeouts: limits { $0.firstByte = .milliseconds(100) })
        let failure = try await failure(request) { $0.waitForClose() }
        #expect(failure.kind == .firstByteTimeout)
        #expect(failure.message.hasSuffix("took the request and did not begin to answer within 0.1 s"))
        #expect(failure.partial == nil)
    }

    @Test func aServerThatTakesNoBody() async throws {
        let request = OutgoingRequest(
            method: .post, path: "/p", body: [UInt8](repeating: 1, count: 32 << 20),
            timeouts: limits { $0.firstByte = .milliseconds(200) })
        let gate = Gate(1)
        let failure = try await failure(request) { _ in gate.wait() }
        gate.arrive()
        #expect(failure.kind == .firstByteTimeout)
    }

    @Test func anAnswerThatStops() async throws {
        let request = OutgoingRequest.get(timeouts: limits { $0.idle = .milliseconds(100) })
        let failure = try await failure(request) { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 10\r\n\r\nabc")
            connection.waitForClose()
        }
        #expect(failure.kind == .idleTimeout)
        #expect(failure.partial?.text == "abc")
        #expect(failure.partial?.head.headerFields[.name("X")] == "y")
    }

    @Test func headersThatStop() async throws {
        let request = OutgoingRequest.get(timeouts: limits { $0.idle = .milliseconds(100) })
        let failure = try await failure(request) { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nX: y\r\n")
            connection.waitForClose()
        }
        #expect(failure.kind == .idleTimeout)
        #expect(failure.partial?.head.status == .ok)
    }

    @Test func anAnswerThatDripsForever() async throws {
        let request = OutgoingRequest.get(timeouts: limits { $0.total = .milliseconds(300) })
        let failure = try await failure(request) { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            while connection.send("x") { usleep(5000) }
        }
        #expect(failure.kind == .totalTimeout)
        #expect(failure.message.hasSuffix("was not over after 0.3 s"))
    }

    @Test func anEndlessBody() async throws {
        let request = OutgoingRequest.get(timeouts: limits { $0.maximumBodyBytes = 1 << 20 })
        let failure = try await failure(request) { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            let piece = [UInt8](repeating: 7, count: 65536)
            while connection.send(piece) {}
        }
        #expect(failure.kind == .bodyTooLarge)
        let partial = try #require(failure.partial)
        #expect(partial.body.count <= 1 << 20)
        #expect(partial.body.count > 1 << 19)
    }

    @Test(arguments: ["X: y\r\n", "", "HTTP/1.1 100 Continue\r\n\r\n"])
    func endlessHeaders(_ line: String) async throws {
        let failure = try await failure { connection in
            connection.readRequest()
            connection.send(line.hasPrefix("HTTP") ? line : "HTTP/1.1 200 OK\r\nLong: ")
            if !line.isEmpty, !line.hasPrefix("HTTP") { connection.send("\r\n") }
            let piece = String(repeating: line.isEmpty ? "x" : line, count: 500)
            while connection.send(piece) {}
        }
        #expect(failure.kind == .malformed)
    }

    // MARK: Broken off

    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Ty", "HTTP/1.1 20", "HTTP/1.1 100 C\r\n\r\n",
    ])
    func closedBeforeTheHeadEnds(_ sent: String) async throws {
        let failure = try await failure { connection in
            connection.readRequest()
            connection.send(sent)
        }
        #expect(failure.kind == .closedEarly, "\(failure.message)")
        #expect(failure.message.contains("127.0.0.1:"))
    }

    @Test(
        arguments: [
            "Content-Length: 10\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
            "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n", "Transfer-Encoding: chunked\r\n\r\nff\r\nabc",
        ])
    func closedInTheBody(_ rest: String) async throws {
        let failure = try await failure { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n" + rest)
        }
        #expect(failure.kind == .closedEarly, "\(failure.message)")
        #expect(failure.partial?.text == "abc")
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"])
    func reset(_ sent: String) async throws {
        let failure = try await failure { connection in
            connection.readRequest()
            connection.send(sent)
            connection.resetOnClose()
        }
        #expect(failure.kind == .closedEarly, "\(failure.message)")
    }

    /// A request may have had its effect although no answer came: sending it again would be a second one.
    @Test(arguments: [HTTPRequest.Method.post, .put, .delete])
    func whatMayHaveHadAnEffectIsNotRepeated(_ method: HTTPRequest.Method) async throws {
        let server = try ScriptedServer { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            connection.readRequest()
        }
        let transport = CurlTransport(target: try server.target())
        _ = try await transport.send(.get()).requireAnswer()
        let exchange = await transport.send(OutgoingRequest(method: method, path: "/p", body: [1]))
        #expect(exchange.failure?.kind == .closedEarly)
        await transport.shutdown()
        #expect(server.received.count == 2)
    }

    @Test func aReadOverADeadConnectionIsRepeated() async throws {
        let server = try ScriptedServer { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            if connection.number == 1 { connection.readRequest() } else { connection.waitForClose() }
        }
        let transport = CurlTransport(target: try server.target())
        _ = try await transport.send(.get()).requireAnswer()
        let second = await transport.send(.get())
        #expect(try second.requireAnswer().head.status == .ok)
        #expect(second.connection?.isReused == false)
    }

    @Test func anAnswerBeforeTheRequestIsReadCounts() async throws {
        let server = try ScriptedServer { connection in
            connection.send("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nno!")
        }
        let body = [UInt8](repeating: 1, count: 16 << 20)
        let exchange = await CurlTransport(target: try server.target()).send(
            OutgoingRequest(method: .post, path: "/p", body: body))
        // The unread request makes the close a reset, which may overtake the answer.
        if let failure = exchange.failure {
            #expect(failure.kind == .closedEarly)
        } else {
            #expect(try exchange.requireAnswer().text == "no!")
        }
    }

    // MARK: Not HTTP

    @Test(
        arguments: [
            "SSH-2.0-OpenSSH_9.2\r\n", "\u{16}\u{3}\u{1}\u{0}\u{0}", "<html><body>hello</body></html>\n",
            "HTTP/1.1 OK\r\n\r\n", "HTTP/1.1 099 Low\r\n\r\n", "HTTP/1.1 2000 Long\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nSpace : x\r\n\r\n",
            "HTTP/1.1 200 OK\r\n: x\r\n\r\n", "HTTP/1.1 200 OK\r\nNul: a\u{0}b\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
        ])
    func garbage(_ bytes: String) async throws {
        let failure = try await failure { connection in
            connection.readRequest()
            connection.send(bytes)
        }
        #expect(failure.kind == .malformed, "\(failure.message)")
        #expect(failure.message.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }

    @Test func randomBytesNeverEndTheRunner() async throws {
        let server = try ScriptedServer { connection in
            connection.readRequest()
            var generator = SystemRandomNumberGenerator()
            connection.send(connection.number % 2 == 0 ? "HTTP/1.1 200 OK\r\n" : "")
            connection.send((0..<2000).map { _ in UInt8.random(in: 0...255, using: &generator) })
        }
        let transport = CurlTransport(target: try server.target())
        await withTaskGroup(of: Exchange.self) { group in
            for _ in 0..<60 { group.addTask { await transport.send(.get()) } }
            for await exchange in group {
                #expect(
                    exchange.failure.map { [.malformed, .closedEarly].contains($0.kind) } ?? true,
                    "\(exchange.failure?.message ?? "")")
            }
        }
    }

    // MARK: Cancelled

    @Test func cancellingTheTaskClosesTheConnection() async throws {
        let (left, tellLeft) = AsyncStream.makeStream(of: Void.self)
        let (asked, tellAsked) = AsyncStream.makeStream(of: Void.self)
        let server = try ScriptedServer { connection in
            connection.readRequest()
            tellAsked.finish()
            connection.waitForClose()
            tellLeft.finish()
        }
        let transport = CurlTransport(target: try server.target())
        let task = Task { await transport.send(.get()) }
        for await _ in asked {}
        task.cancel()
        #expect(await task.value.failure?.kind == .cancelled)
        for await _ in left {}
    }

    @Test func aCancelledTaskSendsNothing() async throws {
        let server = try ScriptedServer { $0.waitForClose() }
        let transport = CurlTransport(target: try server.target())
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await transport.send(.get())
        }
        #expect(await task.value.failure?.kind == .cancelled)
    }

    @Test func shuttingDownEndsWhatIsRunning() async throws {
        let (asked, tellAsked) = AsyncStream.makeStream(of: Void.self)
        let server = try ScriptedServer { connection in
            connection.readRequest()
            tellAsked.finish()
            connection.waitForClose()
        }
        let transport = CurlTransport(target: try server.target())
        async let exchange = transport.send(.get())
        for await _ in asked {}
        await transport.shutdown()
        #expect(await exchange.failure?.kind == .cancelled)
        #expect(await transport.send(.get()).failure?.kind == .cancelled)
        await transport.shutdown()
    }

    private func connectWithoutWaiting(to port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = UInt16(port).bigEndian
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }
}
