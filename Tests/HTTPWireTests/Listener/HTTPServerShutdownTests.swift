import Glibc
import HTTPMessage
import Testing

@testable import HTTPWire

@Suite(.timeLimit(.minutes(2))) struct HTTPServerShutdownTests {
    @Test func answersWhatIsUnderWayAndFreesThePort() async throws {
        let wasLeft = Latch()
        let service = HoldingService(wasLeft: wasLeft)
        let server = try HTTPServer.start(service: service)
        let connection = try await server.connect()
        try await connection.send(plainGet, within: patience)
        let writer = (await service.take(1))[0]
        async let end: Void = server.shutdown(grace: patience)
        await wasLeft.wait()
        writer.respond(HTTPResponse(status: .ok), body: [9])
        let response = try await connection.receiveResponse(answering: .get, within: patience)
        #expect(response.body == [9])
        #expect(!response.keepsConnection)
        connection.close()
        await end
        let next = try HTTPServer.start(port: server.port, service: echo)
        await next.shutdown(grace: .zero)
    }

    @Test func closesIdleConnectionsAtOnce() async throws {
        let server = try HTTPServer.start(service: echo)
        let connection = try await server.connect()
        #expect(try await connection.response(to: plainGet).response.status == .ok)
        await server.shutdown(grace: patience)
        #expect(try await connection.receive(within: patience).isEmpty)
    }

    @Test func endsTheConnectionsOfServicesThatLetGo() async throws {
        // The service forgets its client when it is told that it has left, as a long-poll does.
        let isWaiting = Latch()
        let service = ClosureService { _, _, writer in
            writer.onDisconnect { [writer] in withExtendedLifetime(writer) {} }
            isWaiting.open()
        }
        let server = try HTTPServer.start(service: service)
        let connection = try await server.connect()
        try await connection.send(plainGet, within: patience)
        await isWaiting.wait()
        await server.shutdown(grace: patience)
        #expect(try await connection.receive(within: patience).isEmpty)
    }

    @Test func doesNotWaitLongerThanItsGrace() async throws {
        let service = HoldingService()
        let server = try HTTPServer.start(service: service)
        let connection = try await server.connect()
        try await connection.send(plainGet, within: patience)
        let writers = await service.take(1)
        await server.shutdown(grace: .milliseconds(50))
        #expect(try await connection.receive(within: patience).isEmpty)
        let late = Latch()
        writers[0].onDisconnect { late.open() }
        await late.wait()
        writers[0].respond(HTTPResponse(status: .ok), body: [])
        #expect(writers[0].bufferedByteCount == 0)
    }

    @Test func sendsALargeAnswerToItsEnd() async throws {
        let answer = [UInt8](repeating: 65, count: 16 << 20)
        let isAnswered = Latch()
        let service = ClosureService { _, _, writer in
            writer.respond(HTTPResponse(status: .ok), body: answer)
            isAnswered.open()
        }
        let server = try HTTPServer.start(service: service)
        let connection = try await server.connect()
        try await connection.send(plainGet, within: patience)
        await isAnswered.wait()
        async let end: Void = server.shutdown(grace: patience)
        let response = try await connection.receiveResponse(answering: .get, within: patience)
        #expect(response.body.count == answer.count)
        connection.close()
        await end
    }

    @Test func stopsTwiceWithoutHarm() async throws {
        let server = try HTTPServer.start(service: echo)
        async let one: Void = server.shutdown()
        async let two: Void = server.shutdown()
        _ = await (one, two)
        await server.shutdown()
    }

    @Test func catchesASignal() async throws {
        let waiter = try #require(SignalWaiter([SIGUSR1]))
        kill(getpid(), SIGUSR1)
        #expect(await waiter.wait() == SIGUSR1)
    }
}

@Suite struct HTTPDateTests {
    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_102_444_799, "Thu, 31 Dec 2099 23:59:59 GMT"),
    ])
    func writesTheDate(second: Int, date: String) {
        #expect(HTTPDate.text(second) == date)
    }

    @Test func roundsDurationsUp() {
        #expect(Duration.microseconds(1).milliseconds == 1)
        #expect(Duration.milliseconds(1500).milliseconds == 1500)
        #expect(Duration.zero.milliseconds == 0)
        #expect(Duration.seconds(-1).milliseconds == 0)
    }
}
