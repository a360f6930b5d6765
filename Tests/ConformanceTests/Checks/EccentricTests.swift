import Testing

@testable import Conformance

/// What the protocol leaves open is held against no server, however odd its choice.
@Suite struct EccentricTests {
    @Test(arguments: Eccentric.all)
    func nothingIsHeldAgainst(_ eccentric: Eccentric) async {
        let report = await eccentric.subject.run(eccentric.suite)
        let unjust = report.results.filter { ![.passed, .skipped].contains($0.outcome) }
            .filter { $0.outcome != .warned || !eccentric.discouraged.contains($0.check.requirement) }
        for result in unjust { Issue.record("\(result.check.id): \(result.outcome.rawValue): \(result.message)") }
        // Nor is it taken for a server of a smaller protocol.
        for offer in report.profiles where offer.isOffered != true {
            Issue.record("\(offer.profile.rawValue) counts as absent: \(offer.evidence)")
        }
    }
}
