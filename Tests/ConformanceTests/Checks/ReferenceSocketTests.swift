import BlackBox
import HTTPMessage
import HTTPWire
import ReferenceServer
import Specification
import Testing

@testable import Conformance

/// What can only be asked over a socket, asked of the reference behind its listener.
@Suite struct ReferenceSocketTests {
    @Test func urlsAndFieldsAreTakenAsTheyStandOnTheWire() async throws {
        let server = try HTTPServer.start(service: ReferenceServer())
        let target = Target(base: try BaseURL("http://127.0.0.1:\(server.port)/v1/stream"))
        let transport = CurlTransport(target: target)
        let context = RunContext(
            target: target, transport: transport, raw: RawTransport(target: target), seed: 1, runName: "socket")

        let report = await Runner(context: context, isStrict: true)
            .run(Check.securityURLs + Check.securityFields)

        await transport.shutdown()
        await server.shutdown(grace: .zero)
        for result in report.results where result.outcome != .passed {
            Issue.record("\(result.check.id): \(result.outcome.rawValue): \(result.message)")
        }
        #expect(report.verdict == .conformant)
    }
}
