import Conformance
import Reporting
import Specification
import Testing

@testable import Rehearsal

@Suite struct RecordingsTests {
    private func text(_ requirement: Requirement, _ checks: [Check]) async throws -> String {
        let recorded = try #require(await Recordings.exchange(for: requirement, among: checks))
        return RecordedWords(recorded.exchange).text
    }

    private func checks(of requirement: Requirement) -> [Check] {
        Check.all.filter { $0.requirement == requirement }
    }

    @Test(arguments: [Requirement.appendAccepted, .sseDataComplete, .forkOwnTtl, .cacheCursorOnLiveAnswers])
    func recordingsAreTheSameEveryTime(requirement: Requirement) async throws {
        let first = try await text(requirement, checks(of: requirement))
        let second = try await text(requirement, checks(of: requirement))
        #expect(first == second)
        #expect(first.contains("\n\nHTTP/1.1 "))
    }

    @Test func theExchangeIsTheOneThatIsJudged() async throws {
        let check = Check(.appendAccepted) { probe in
            let stream = try await probe.createStream()
            try await stream.append("some words").expectPermittedStatus()
            try await stream.head()
        }
        let text = try await text(.appendAccepted, [check])
        #expect(text.hasPrefix("POST /v1/stream/stream-1 HTTP/1.1\n"))
        #expect(text.contains("\n\nsome words\n\nHTTP/1.1 204 No Content\n"))
    }

    @Test func aStoryThatDoesNotPassIsNotShown() async throws {
        let failing = Check(.appendAccepted) { probe in
            try await probe.unusedStream().append("some words").expectPermittedStatus()
        }
        #expect(await Recordings.exchange(for: .appendAccepted, among: [failing]) == nil)
    }

    @Test func whatIsJudgedByAllExchangesShowsTheLast() async throws {
        let check = Check(.offsetSortable) { probe in
            let stream = try await probe.createStream()
            try await stream.write("some words")
        }
        let text = try await text(.offsetSortable, [check])
        #expect(text.hasPrefix("POST "))
    }
}
