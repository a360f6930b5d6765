import BlackBox
import HTTPMessage
import ReferenceServer
import Specification
import Testing

@testable import Conformance

/// The reference keeps every requirement there is a check for, in this process and on virtual time.
@Suite struct ReferenceTests {
    @Test(arguments: [1 << 20, 4096]) func theReferenceIsConformant(chunkSize: Int) async throws {
        let time = VirtualTime()
        let target = Target(base: try BaseURL("http://reference.invalid/v1/stream"))
        var configuration = ReferenceServer.Configuration()
        configuration.longPollTimeout = .milliseconds(500)
        configuration.chunkSize = chunkSize
        let transport = ServiceTransport(
            service: ReferenceServer(configuration: configuration, clock: time), target: target,
            timekeeper: time.timekeeper)
        var runner = Runner(
            context: RunContext(target: target, transport: transport, clock: time, seed: 1, runName: "inprocess"),
            jobs: 1_000, isStrict: true)
        runner.selection.includesExhaustive = true
        let suite = runner

        let report = time.run { await suite.run() }

        for result in report.results where result.outcome != .passed {
            Issue.record("\(result.check.id): \(result.outcome.rawValue): \(result.message)")
        }
        #expect(report.verdict == .conformant)
    }
}
