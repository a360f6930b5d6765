import BlackBox
import HTTPMessage
import ReferenceServer
import Testing

@testable import Conformance

/// The suite against the reference server in this process: whatever disagrees, one of the two is wrong.
@Suite struct ReferenceRunTests {
    @Test(arguments: [1 << 20, 4096]) func referenceHoldsWhateverItsChunkSize(_ chunkSize: Int) async throws {
        let target = Target(base: try BaseURL("http://reference.test/v1/stream"))
        var configuration = ReferenceServer.Configuration()
        configuration.longPollTimeout = .milliseconds(500)
        configuration.chunkSize = chunkSize
        let server = ReferenceServer(configuration: configuration)
        let context = RunContext(
            target: target, transport: ServiceTransport(service: server, target: target), seed: 1, runName: "reference")
        // What has to be slow to be told is another suite's business, on virtual time.
        let suite = Check.all.filter { $0.requirement.profile != .expiry && !$0.isExhaustive }
        let report = await Runner(context: context).run(suite)
        for result in report.results where [.failed, .warned, .known].contains(result.outcome) {
            Issue.record("\(result.check.id): \(result.message)")
        }
        #expect(report.obstacle == nil)
        #expect(report.count(.passed) > 500)
    }
}
