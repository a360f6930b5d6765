import Specification
import Testing

@testable import Conformance

/// A server of a smaller protocol is told apart by what its answers do: what it does not know is skipped, with what
/// showed it, and all else is judged.
@Suite struct SmallerProtocolTests {
    @Test(arguments: SmallerProtocol.Ignorance.allCases)
    func whatIsNotKnownIsSkipped(_ ignorance: SmallerProtocol.Ignorance) async throws {
        let profile = ignorance.profile
        var subject = Subject(altered: [SmallerProtocol(ignorance: ignorance)])
        subject.rehearsal.required = [profile]
        // Of all else a part, each time another one.
        let others = Check.all.filter { !$0.profiles.contains(profile) }
        let part = SmallerProtocol.Ignorance.allCases.firstIndex(of: ignorance) ?? 0
        let report = await subject.run(
            Check.all.filter { $0.profiles.contains(profile) }
                + others.indices.filter { $0 % SmallerProtocol.Ignorance.allCases.count == part }.map { others[$0] })

        let offer = try #require(report.profiles.first { $0.profile == profile })
        #expect(offer.isOffered == false)
        for result in report.results where result.check.profiles.contains(profile) && !result.check.isExhaustive {
            #expect(result.outcome == .skipped, "\(result.check.id): \(result.outcome.rawValue): \(result.message)")
            #expect(result.message.contains("does not offer"), "\(result.check.id): \(result.message)")
        }
        for other in report.profiles where other.profile != profile {
            #expect(other.isOffered == true, "\(other.profile.rawValue): \(other.evidence)")
        }
        #expect(report.accusations == [])
        #expect(report.missingProfiles == [profile])
        #expect(report.verdict == .notConformant)
    }
}
