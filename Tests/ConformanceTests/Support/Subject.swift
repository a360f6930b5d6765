import BlackBox
import HTTPMessage
import ReferenceServer
import Rehearsal
import Specification

@testable import Conformance

/// A server made of the reference, judged in this process and on virtual time.
struct Subject: Sendable {
    /// What is set about the reference.
    var configuration = ReferenceServer.Configuration()
    /// The decisions of the reference.
    var rules = Rules.standard
    /// How its answers are changed, from the reference outwards.
    var alterations: [any Alteration] = []
    /// Fields added to every request, for example credentials.
    var headerFields: HTTPFields = [:]
    /// Profiles that must be offered.
    var requires: Set<Profile> = []

    /// The reference with a timeout and pieces of a read that no check has to wait for.
    init(longPollTimeout: Duration = .milliseconds(500), chunkSize: Int = 1 << 20) {
        configuration.longPollTimeout = longPollTimeout
        configuration.chunkSize = chunkSize
        configuration.seed = 1
    }

    /// The reference with these changes.
    init(altered alterations: [any Alteration]) {
        self.init()
        self.alterations = alterations
    }

    /// Runs checks, SHOULDs counted as MUSTs.
    func run(_ suite: [Check] = Check.all) async throws -> RunReport {
        let time = VirtualTime()
        let target = Target(
            base: try BaseURL("http://subject.invalid/v1/stream"), headerFields: headerFields)
        let reference = ReferenceServer(configuration: configuration, rules: rules, clock: time)
        let service = alterations.reduce(reference as any HTTPService) { AlteredService($0, $1, time: time) }
        let transport = ServiceTransport(service: service, target: target, timekeeper: time.timekeeper)
        let runner = Runner(
            context: RunContext(target: target, transport: transport, clock: time, seed: 1, runName: "subject"),
            jobs: 1_000, required: requires, isStrict: true)
        return await time.run { await runner.run(suite) }
    }
}

extension RunReport {
    /// What a conformant server must not get: everything but passed and skipped, one line each.
    var accusations: [String] {
        results.filter { ![.passed, .skipped].contains($0.outcome) }
            .map { "\($0.check.id): \($0.outcome.rawValue): \($0.message)" }
    }

    /// The checks that came to this.
    func ids(_ outcome: Outcome) -> Set<String> {
        Set(results.filter { $0.outcome == outcome }.map(\.check.id))
    }
}
