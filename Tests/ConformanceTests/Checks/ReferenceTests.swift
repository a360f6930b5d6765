import BlackBox
import HTTPMessage
import ReferenceServer
import Rehearsal
import Specification
import Testing

@testable import Conformance

/// The reference keeps every requirement there is a check for, in this process and on virtual time.
@Suite struct ReferenceTests {
    /// A story that needs a patient server is told to the second one, a story that needs a hasty one to the first.
    private static let servers: [(chunkSize: Int, longPollTimeout: Duration)] = [
        (4096, .milliseconds(500)), (1 << 20, .seconds(30)),
    ]

    @Test func theReferenceIsConformant() async throws {
        var passed: Set<String> = []
        for (chunkSize, longPollTimeout) in Self.servers {
            let report = try await run(chunkSize: chunkSize, longPollTimeout: longPollTimeout)
            for result in report.results where ![.passed, .skipped].contains(result.outcome) {
                Issue.record("\(result.check.id): \(result.outcome.rawValue): \(result.message)")
            }
            #expect(report.verdict == .conformant)
            passed.formUnion(report.results.filter { $0.outcome == .passed }.map(\.check.id))
            // Here is no socket to write raw bytes to; `ReferenceSocketTests` has one.
            passed.formUnion(report.results.filter { $0.message == Probe.noRawBytes }.map(\.check.id))
        }
        let untold = Set(Check.all.map(\.id)).subtracting(passed)
        #expect(untold.isEmpty, "\(untold.sorted())")
    }

    private func run(chunkSize: Int, longPollTimeout: Duration) async throws -> RunReport {
        let time = VirtualTime()
        let target = Target(base: try BaseURL("http://reference.invalid/v1/stream"))
        var configuration = ReferenceServer.Configuration()
        configuration.chunkSize = chunkSize
        configuration.longPollTimeout = longPollTimeout
        let transport = ServiceTransport(
            service: ReferenceServer(configuration: configuration, clock: time), target: target,
            timekeeper: time.timekeeper)
        var runner = Runner(
            context: RunContext(target: target, transport: transport, clock: time, seed: 1, runName: "inprocess"),
            jobs: 1_000, isStrict: true)
        runner.selection.includesExhaustive = true
        return await time.run { [runner] in await runner.run() }
    }
}
