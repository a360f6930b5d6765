import Testing

@testable import Conformance

/// A reader of events is a client like others: it goes on where the last control event told it to.
@Suite struct EventReaderTests {
    /// A story in which a connection grows old before the last append.
    private static let story = Check(.sseDataComplete) { probe in
        let stream = try await probe.createStream("before ")
        let reader = try await stream.events()
        try await reader.readUntilCaughtUp()
        try await probe.pause(.seconds(3))
        try await stream.write("after")
        probe.expectData("before after", in: try await reader.read { $0.bytes?.count == 12 })
    }

    @Test func itGoesOnWhenItsConnectionEndsForItsAge() async {
        var subject = Subject()
        subject.rehearsal.configuration.sseLifetime = .seconds(1)
        let report = await subject.run([Self.story])
        #expect(report.accusations == [])
    }

    @Test func itDoesNotGoOnWhenItsConnectionEndsAtOnce() async {
        var subject = Subject()
        subject.rehearsal.configuration.sseLifetime = .milliseconds(1)
        let report = await subject.run([
            Check(.sseDataComplete) { probe in
                let stream = try await probe.createStream("before ")
                let seen = try await stream.events().read { _ in false }
                probe.expect(seen.hasEnded, "the end", in: seen)
                probe.expectData("before ", in: seen)
            }
        ])
        #expect(report.accusations == [])
    }
}
