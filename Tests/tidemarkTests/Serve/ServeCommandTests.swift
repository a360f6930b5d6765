import BlackBox
import Foundation
import Testing

/// The reference server as a process.
struct ServeCommandTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func saysWhereItListensAndStopsInGoodOrder(signal: Int32) async throws {
        let server = try Command(["serve", "--listen", "127.0.0.1:0"])
        let url = await server.firstLine()
        #expect(url.wholeMatch(of: /http:\/\/127\.0\.0\.1:[1-9][0-9]*\/v1\/stream/) != nil, "\(url)")
        let base = try BaseURL(url)
        let transport = CurlTransport(target: Target(base: base))
        let exchange = await transport.send(
            OutgoingRequest(method: .put, path: base.path + "/a", headerFields: [.contentType: "text/plain"]))
        #expect(try exchange.outcome.get().head.status.code == 201)
        server.signal(signal)
        let result = await server.ended()
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        await transport.shutdown()
    }

    @Test func anAddressInUseIsNamed() async throws {
        let first = try Command(["serve", "--listen", "127.0.0.1:0"])
        let address = try BaseURL(await first.firstLine()).authority
        let second = try await Command.run("serve", "--listen", address)
        #expect(second.status == 2)
        #expect(second.errors.contains("something else listens there"))
        first.signal(SIGTERM)
        _ = await first.ended()
    }

    @Test func aSelectionOfTheSuiteHoldsAgainstItAndReportsAreWritten() async throws {
        let server = try Command(["serve", "--listen", "127.0.0.1:0", "--long-poll-timeout", "0.5"])
        let url = await server.firstLine()
        let folder = FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let names = ["json", "junit", "markdown", "tap"]
        let options = names.flatMap { ["--\($0)", folder.appending(path: $0).path] }
        let result = try await Command(
            ["test", url, "--run", "create.*", "--require", "core", "--bearer", "very-secret-token"] + options
        ).ended()
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.lastLine.hasPrefix("CONFORMANT: "))
        #expect(!result.output.contains("\u{1B}"))
        for name in names {
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            #expect(!text.isEmpty)
            #expect(!text.contains("very-secret-token"))
        }
        server.signal(SIGTERM)
        _ = await server.ended()
    }

    @Test func quietPrintsTheVerdictAlone() async throws {
        let server = try Command(["serve", "--listen", "127.0.0.1:0"])
        let url = await server.firstLine()
        let result = try await Command.run(
            "test", url, "--run", "head.exists*", "--quiet", environment: ["NO_COLOR": "1"])
        #expect(result.output.split(separator: "\n").count == 1)
        #expect(result.output.hasPrefix("CONFORMANT: "), "\(result.output)")
        #expect(result.errors.isEmpty)
        server.signal(SIGTERM)
        _ = await server.ended()
    }

    @Test func anAbsentProfileFailsWhenRequired() async throws {
        let server = try Command(["serve", "--listen", "127.0.0.1:0"])
        let url = await server.firstLine()
        let result = try await Command.run("test", url, "--run", "head.exists*", "--require", "sessions")
        #expect(result.status == 1, "\(result.output)")
        #expect(result.lastLine.contains("required and not offered: sessions"))
        server.signal(SIGTERM)
        _ = await server.ended()
    }
}
