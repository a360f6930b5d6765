import BlackBox
import HTTPMessage
import Specification
import Testing

@testable import Conformance

/// Writes without credentials, and with wrong ones (§12.1).
@Suite struct AccessTests {
    private static let access = Check.all.filter { $0.requirement == .securityAccessControl }

    private func outcomes(_ subject: Subject) async -> [String: Outcome] {
        let report = await subject.run(Self.access)
        return Dictionary(uniqueKeysWithValues: report.results.map { ($0.check.id, $0.outcome) })
    }

    @Test func aProtectedServerPasses() async {
        let outcomes = await outcomes(Subject())
        #expect(outcomes.count == 12)
        #expect(outcomes.values.allSatisfy { $0 == .passed })
    }

    @Test func aServerThatProtectsNothingFailsEverywhere() async {
        var subject = Subject()
        subject.rehearsal.configuration.bearerToken = nil
        let outcomes = await outcomes(subject)
        #expect(outcomes.values.allSatisfy { $0 == .failed })
    }

    @Test func aServerThatProtectsOnlyCreationIsCaughtWriting() async {
        let outcomes = await outcomes(Subject(altered: [OpenDoor { $0.method != .put }]))
        for (id, outcome) in outcomes {
            let isCreation = id.contains("/create-") || id.contains("/fork-")
            #expect(outcome == (isCreation ? .passed : .failed), "\(id)")
        }
    }

    @Test func aRefusalThatStoresNeverthelessIsCaught() async {
        let outcomes = await outcomes(Subject(altered: [OpenDoor(saysUnauthorized: true) { _ in true }]))
        #expect(outcomes.values.allSatisfy { $0 == .failed })
    }

    @Test func aServerThatTakesAnyTokenIsCaught() async {
        let outcomes = await outcomes(Subject(altered: [OpenDoor { $0.headerFields[.authorization] != nil }]))
        for (id, outcome) in outcomes {
            #expect(outcome == (id.hasSuffix("wrong-credentials") ? .failed : .passed), "\(id)")
        }
    }

    @Test func nothingIsTriedUnlessThatIsAllowed() async throws {
        let target = Target(base: try BaseURL("http://target.invalid/v1"), headerFields: [.authorization: "Bearer t"])
        let transport = ScriptedTransport(status: 201, fields: [.streamNextOffset: "a"])
        let context = RunContext(target: target, transport: transport, seed: 1, runName: "test")
        let report = await Runner(context: context).run(Self.access.filter { $0.id.contains("/create-") })
        for result in report.results {
            #expect(result.outcome == .skipped)
            #expect(result.message.contains("--unauthenticated-probe"))
        }
        #expect(transport.requests.allSatisfy { $0.headerFields[.authorization] == "Bearer t" })
    }
}

/// Lets some requests in without the right token, perhaps denying that it did.
private struct OpenDoor: Alteration {
    var saysUnauthorized = false
    let letsIn: @Sendable (HTTPRequest) -> Bool

    private static let mark = HTTPField.Name("X-Let-In") ?? .accept

    func alter(_ request: inout HTTPRequest, body: inout [UInt8]) {
        guard request.headerFields[.authorization] != "Bearer rehearsal", letsIn(request) else { return }
        request.headerFields[.authorization] = "Bearer rehearsal"
        request.headerFields[Self.mark] = "yes"
    }

    func alter(_ head: inout HTTPResponse, of request: HTTPRequest) {
        if saysUnauthorized, request.headerFields[Self.mark] != nil { head.status = HTTPResponse.Status(code: 401) }
    }
}
