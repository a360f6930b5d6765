import Foundation
import Testing

/// Targets that cannot be judged: each ends in one clear sentence, exit status 3, within the timeout.
struct HostileTargetTests {
    private func expectInconclusive(
        _ url: String, _ sentence: String, within limit: Duration = .seconds(20),
        _ location: SourceLocation = #_sourceLocation
    ) async throws {
        let start = ContinuousClock.now
        let result = try await Command.run("test", url, "--timeout", "1")
        #expect(result.status == 3, "\(result.output)\(result.errors)", sourceLocation: location)
        #expect(result.lastLine.hasPrefix("INCONCLUSIVE: "), sourceLocation: location)
        #expect(result.lastLine.contains(sentence), "\(result.lastLine)", sourceLocation: location)
        // The exchange has a second; the rest is room for a machine with much else to do.
        #expect(ContinuousClock.now - start < limit, sourceLocation: location)
    }

    @Test func nobodyListens() async throws {
        let port = try SmallServer { _ in }.port
        try await expectInconclusive("http://127.0.0.1:\(port)/v1/stream", "connection refused")
    }

    @Test func theNameDoesNotResolve() async throws {
        let result = try await Command.run("test", "http://no-such-host.invalid/v1/stream", "--timeout", "5")
        #expect(result.status == 3)
        #expect(result.lastLine.contains("no-such-host.invalid"), "\(result.lastLine)")
    }

    @Test func aWebPage() async throws {
        let server = try SmallServer { connection in
            while connection.readHead() != nil {
                connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>")
            }
        }
        try await expectInconclusive(server.url(), "answers HTML")
    }

    @Test func aServerThatNeverAnswers() async throws {
        let server = try SmallServer { $0.waitForClose() }
        try await expectInconclusive(server.url(), "did not begin to answer within 0.9 s")
    }

    @Test func aServerThatNeverStopsAnswering() async throws {
        let server = try SmallServer { connection in
            guard connection.readHead() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n")
            while connection.send("4\r\nmore\r\n") { usleep(10_000) }
        }
        try await expectInconclusive(server.url(), "was not over after 1 s")
    }

    @Test func aServerThatClosesInTheMiddleOfTheHead() async throws {
        let server = try SmallServer { connection in
            guard connection.readHead() != nil else { return }
            connection.send("HTTP/1.1 201 Created\r\nStream-Next-Off")
        }
        try await expectInconclusive(server.url(), "closed the connection")
    }

    @Test func aServerThatSpeaksSomethingElse() async throws {
        let server = try SmallServer { connection in
            connection.send("SSH-2.0-OpenSSH_9.2\r\n")
            connection.waitForClose()
        }
        try await expectInconclusive(server.url(), "not HTTP")
    }

    @Test func aConnectionThatCannotBeSecured() async throws {
        let server = try SmallServer { connection in
            connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        }
        try await expectInconclusive(server.url("https"), "could not be secured")
    }
}
