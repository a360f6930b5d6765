import ReferenceServer
import Specification
import Testing

@testable import Conformance

/// However a server cuts its answers and sets its limits, no check may hold that against it.
@Suite struct ConfigurationTests {
    /// The checks of the sections that read, but for those that take a server of small pieces very many of them.
    private static let reading = Check.all.filter {
        [ProtocolSection.catchUp, .longPoll, .sse, .offsets, .json, .caching].contains($0.requirement.section)
            && !$0.movesMuch
    }

    @Test(arguments: [1, 7])
    func aServerThatReturnsFewBytesAtATime(chunkSize: Int) async {
        let report = await Subject(chunkSize: chunkSize).run(Self.reading)
        #expect(report.accusations == [])
    }

    @Test func aServerThatKeepsNobodyForLong() async {
        var subject = Subject()
        subject.rehearsal.configuration.longPollTimeout = .milliseconds(50)
        subject.rehearsal.configuration.sseLifetime = .seconds(1)
        let report = await subject.run(Self.reading)
        #expect(report.accusations == [])
    }

    @Test func aServerWithNarrowLimitsForPersonalData() async {
        var subject = Subject()
        subject.rehearsal.configuration.maximumBodySize = 1000
        subject.rehearsal.configuration.maximumPathLength = 150
        subject.rehearsal.configuration.cacheVisibility = .private
        let report = await subject.run(
            Check.all.filter { $0.profiles.isDisjoint(with: [.fork, .subscriptions, .json]) })
        #expect(report.accusations == [])
    }
}
