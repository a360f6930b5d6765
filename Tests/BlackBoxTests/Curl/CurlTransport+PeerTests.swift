import BlackBox
import HTTPMessage
import Synchronization
import Testing

/// Judging where a connection leads before anything is said on it.
@Suite(.timeLimit(.minutes(1)))
struct CurlTransportPeerTests {
    @Test func aPeerThatIsNotAcceptedHearsNothing() async throws {
        let server = try ScriptedServer { $0.readRequest() }
        var target = try server.target()
        target.acceptsPeer = { $0 != "127.0.0.1" }
        let exchange = await CurlTransport(target: target).send(.get())
        let failure = try #require(exchange.failure)
        #expect(failure.kind == .unsendable)
        #expect(failure.message == "'127.0.0.1' leads to 127.0.0.1, which is not accepted")
        #expect(server.received.isEmpty)
    }

    @Test func everyConnectionIsAskedFor() async throws {
        let asked = Asked()
        let server = try ScriptedServer { connection in
            while connection.readRequest() != nil { connection.send("HTTP/1.1 204 No Content\r\n\r\n") }
        }
        var target = try server.target()
        target.acceptsPeer = { address in
            asked.addresses.withLock { $0.append(address) }
            return true
        }
        let transport = CurlTransport(target: target)
        for _ in 0..<2 { #expect(try await transport.send(.get()).requireAnswer().head.status.code == 204) }
        #expect(asked.addresses.withLock { $0 } == ["127.0.0.1", "127.0.0.1"])
    }

    private final class Asked: Sendable {
        let addresses = Mutex<[String]>([])
    }
}
