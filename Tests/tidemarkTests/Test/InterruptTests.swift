import Foundation
import Synchronization
import Testing

/// Ctrl-C while checks are under way.
struct InterruptTests {
    /// Answers what probing for a server of streams sends, and nothing else: checks wait until their timeout.
    private static func script(_ connection: SmallConnection, silenced: OneShot, removed: CountBox) {
        while let head = connection.readHead() {
            if head.hasPrefix("DELETE") {
                removed.count.withLock { $0 += 1 }
                connection.send("HTTP/1.1 204 No Content\r\n\r\n")
            } else if head.contains("probing-") {
                connection.send(
                    "HTTP/1.1 201 Created\r\nStream-Next-Offset: 0\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"
                )
            } else {
                silenced.fire()
                connection.waitForClose()
                return
            }
        }
    }

    @Test func endsTheRunEarlyWithAPartialReport() async throws {
        let silenced = OneShot()
        let removed = CountBox()
        let server = try SmallServer { Self.script($0, silenced: silenced, removed: removed) }
        let folder = FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "report.json")
        let command = try Command([
            "test", server.url(), "--run", "create.*", "--timeout", "60", "--json", file.path,
        ])
        await silenced.wait()
        command.signal(SIGINT)
        let result = await command.ended()
        #expect(result.status == 3, "\(result.output)\(result.errors)")
        #expect(result.errors.contains("interrupted: "))
        #expect(result.lastLine.hasPrefix("INCONCLUSIVE: "))
        #expect(result.lastLine.contains("the run was interrupted"))
        let report = try JSONSerialization.jsonObject(with: try Data(contentsOf: file)) as? [String: Any]
        #expect(report?["interrupted"] as? Bool == true)
        #expect(report?["verdict"] as? String == "inconclusive")
        // The streams of checks that were cut off are removed too, not those of probing alone.
        #expect(removed.count.withLock { $0 } > 1)
        withExtendedLifetime(server) {}
    }

    @Test func aSecondInterruptEndsTheProcessAtOnce() async throws {
        let silenced = OneShot()
        // Never answers a DELETE, so that cleaning up would last.
        let server = try SmallServer { connection in
            while let head = connection.readHead() {
                guard head.contains("probing-"), head.hasPrefix("PUT") else {
                    silenced.fire()
                    connection.waitForClose()
                    return
                }
                connection.send(
                    "HTTP/1.1 201 Created\r\nStream-Next-Offset: 0\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"
                )
            }
        }
        let command = try Command(["test", server.url(), "--run", "create.*", "--timeout", "60"])
        await silenced.wait()
        command.signal(SIGINT)
        await command.errors(containing: "once more to stop at once")
        command.signal(SIGINT)
        let start = ContinuousClock.now
        _ = await command.ended()
        #expect(ContinuousClock.now - start < .seconds(20))
        withExtendedLifetime(server) {}
    }
}

/// A number that threads count up.
private final class CountBox: Sendable {
    let count = Mutex(0)
}
