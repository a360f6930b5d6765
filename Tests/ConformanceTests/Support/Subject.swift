import Mutants
import Rehearsal
import Specification

@testable import Conformance

/// A server made of the reference, judged in this process and on virtual time.
struct Subject: Sendable {
    /// The decisions of the reference.
    var rules = Rules.standard
    /// How its answers are changed, from the reference outwards.
    var alterations: [any Alteration] = []
    /// How it is judged.
    var rehearsal = RehearsedRun()

    /// The reference with a timeout and pieces of a read that no check has to wait for.
    init(chunkSize: Int = 1 << 20, altered alterations: [any Alteration] = []) {
        rehearsal.configuration.chunkSize = chunkSize
        self.alterations = alterations
    }

    /// Runs checks, SHOULDs counted as MUSTs.
    func run(_ suite: [Check] = Check.all) async -> RunReport {
        var rehearsal = rehearsal
        rehearsal.checks = suite
        return await rehearsal.report { blueprint in
            blueprint.rules = rules
            let time = blueprint.clock
            for alteration in alterations { blueprint.wrap { AlteredService($0, alteration, time: time) } }
        }
    }
}

extension RunReport {
    /// What a conformant server must not get: everything but passed and skipped, one line each.
    var accusations: [String] {
        results.filter { ![.passed, .skipped].contains($0.outcome) }
            .map { "\($0.check.id): \($0.outcome.rawValue): \($0.message)" }
    }
}

extension Check {
    /// Whether its story moves so many bytes that a test has no time to tell it over and over.
    var movesMuch: Bool {
        ["64-kib", "large", "makes-progress", "characters-whole", "truthful", "partial", "much-data", "continues"]
            .contains { id.contains($0) }
    }
}
