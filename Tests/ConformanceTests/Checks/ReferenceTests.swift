import Rehearsal
import Testing

@testable import Conformance

/// The reference keeps every requirement there is a check for, in this process and on virtual time.
@Suite struct ReferenceTests {
    /// A story that needs a patient server is told to the second one, a story that needs a hasty one to the first.
    private static let servers: [(chunkSize: Int, longPollTimeout: Duration)] = [
        (4096, .milliseconds(500)), (1 << 20, .seconds(30)),
    ]

    @Test func theReferenceIsConformant() async throws {
        var untold = Check.all
        for (chunkSize, longPollTimeout) in Self.servers {
            let results = await run(untold, chunkSize: chunkSize, longPollTimeout: longPollTimeout)
            for result in results where ![.passed, .skipped].contains(result.outcome) {
                Issue.record("\(result.check.id): \(result.outcome.rawValue): \(result.message)")
            }
            let told = results.filter {
                // Here is no socket to write raw bytes to; `ReferenceSocketTests` has one.
                $0.outcome == .passed || $0.message == Probe.noRawBytes
            }
            let ids = Set(told.map(\.check.id))
            untold.removeAll { ids.contains($0.id) }
        }
        #expect(untold.isEmpty, "\(untold.map(\.id).sorted())")
    }

    /// Every other check in a world of its own, so that two cores share the work.
    private func run(_ checks: [Check], chunkSize: Int, longPollTimeout: Duration) async -> [CheckResult] {
        await withTaskGroup(of: RunReport.self) { group in
            for half in 0..<2 {
                var rehearsal = RehearsedRun()
                rehearsal.checks = checks.indices.filter { $0 % 2 == half }.map { checks[$0] }
                rehearsal.configuration.chunkSize = chunkSize
                rehearsal.configuration.longPollTimeout = longPollTimeout
                rehearsal.includesExhaustive = true
                group.addTask { [rehearsal] in await rehearsal.report() }
            }
            return await group.reduce(into: []) { $0 += $1.results }
        }
    }
}
