import ReferenceServer
import Specification
import Testing

@testable import Conformance

/// However a server cuts its answers and sets its limits, no check may hold that against it.
@Suite struct ConfigurationTests {
    /// The checks of the sections that read.
    private static let reading = Check.all.filter {
        [ProtocolSection.catchUp, .longPoll, .sse, .offsets, .json, .caching].contains($0.requirement.section)
    }

    @Test(arguments: [1, 7])
    func aServerThatReturnsFewBytesAtATime(chunkSize: Int) async throws {
        let report = try await Subject(chunkSize: chunkSize).run(Self.reading)
        #expect(report.accusations == [])
    }
}
