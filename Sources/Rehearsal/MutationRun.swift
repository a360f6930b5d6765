import Conformance
import Mutants
import Specification

/// Runs the suite against every mutant and tells what it noticed.
public struct MutationRun: Sendable {
    /// The mutants.
    public var mutants: [Mutant] = Mutant.all

    /// The suite that is tried.
    public var rehearsal = RehearsedRun()

    /// How many servers are tried at once: each needs a core.
    public var jobs: Int

    /// Whether only the checks that prove what a mutant breaks are tried on it.
    public var isFocused = false

    /// Whether every check is tried on every mutant, those that are killed by their own checks too: the whole matrix.
    public var isWhole = false

    /// The number of bytes above which a check is tried only on mutants that break what it proves: a handful of checks
    /// move most of the bytes.
    public static let bulk = 200_000

    /// How long one mutant may take by the clock on the wall: a defect can keep a reader going round for ever.
    public static let defaultLimit = Duration.seconds(20)

    /// A run of every mutant.
    public init(jobs: Int) {
        self.jobs = max(1, jobs)
        rehearsal.limit = Self.defaultLimit
    }

    /// Tries every mutant.
    ///
    /// - Parameter observer: told of every row as soon as it is known, in the order in which they end.
    public func report(
        observing observer: @escaping @Sendable (MutationReport.Row) -> Void = { _ in }
    ) async -> MutationReport {
        let clock = ContinuousClock()
        let start = clock.now
        let sound = isFocused ? nil : await rehearsal.report()
        let unsound = (sound?.results ?? []).filter { ![.passed, .skipped].contains($0.outcome) }.map(\.check.id)

        let bulky = Set((sound?.results ?? []).filter { $0.bodyBytes > Self.bulk }.map(\.check.id))

        let rows = await withTaskGroup(of: (Int, MutationReport.Row).self) { group in
            var rows: [Int: MutationReport.Row] = [:]
            var waiting = mutants.enumerated().makeIterator()
            func addNext() {
                guard !Task.isCancelled, let (index, mutant) = waiting.next() else { return }
                group.addTask { (index, await row(of: mutant, sparing: bulky)) }
            }
            for _ in 0..<jobs { addNext() }
            while let (index, row) = await group.next() {
                rows[index] = row
                observer(row)
                addNext()
            }
            return rows
        }
        return MutationReport(
            rows: mutants.indices.compactMap { rows[$0] }, unsound: unsound, withoutMutant: withoutMutant,
            checkCount: rehearsal.checks.count, duration: clock.now - start)
    }

    /// Mandatory requirements that a check proves and no mutant is made for.
    var withoutMutant: [Requirement] {
        let proved = Set(rehearsal.checks.flatMap(\.requirements).map(\.id))
        let broken = Set(mutants.compactMap(\.breaks.first?.id))
        return Requirement.all.filter {
            $0.level.isMandatory && proved.contains($0.id) && !broken.contains($0.id)
        }
    }

    /// Tries one mutant: first on the checks of what it breaks, then on all when that does not kill it.
    ///
    /// - Parameter bulky: checks that are tried only when they prove what it breaks.
    func row(of mutant: Mutant, sparing bulky: Set<String> = []) async -> MutationReport.Row {
        if !isWhole {
            let row = await trial(of: mutant) { _ in false }
            if isFocused || row.verdict == .killed { return row }
        }
        return await trial(of: mutant) { !bulky.contains($0.id) }
    }

    /// Tries a mutant on the checks of what it breaks, and on others.
    private func trial(of mutant: Mutant, and isTried: (Check) -> Bool) async -> MutationReport.Row {
        let clock = ContinuousClock()
        let start = clock.now
        var rehearsal = rehearsal
        rehearsal.checks.removeAll { check in
            !isTried(check) && !mutant.breaks.contains { check.requirements.contains($0) }
        }
        if !mutant.breaks.contains(.securityAccessControl) {
            // A mutant that asks the server behind it for something brings no credentials.
            rehearsal.configuration.bearerToken = nil
            rehearsal.headerFields = [:]
        }
        let report = await rehearsal.report(on: mutant)
        let noticing = report.results.filter { [.failed, .warned].contains($0.outcome) }
        let broken = Set(mutant.breaks.map(\.id))
        let explained = noticing.count { result in result.brokenRequirements.contains { broken.contains($0) } }
        let isProved = mutant.breaks.first.map { first in
            rehearsal.checks.contains { $0.requirements.contains(first) }
        }
        let verdict: MutationReport.Verdict =
            if isProved != true {
                .unexplained
            } else if noticing.isEmpty {
                .survived
            } else if noticing.contains(where: { $0.brokenRequirements.contains(mutant.breaks[0].id) }) {
                .killed
            } else {
                .misattributed
            }
        return MutationReport.Row(
            mutant: mutant, verdict: verdict, noticed: noticing.map(\.check.id), explained: explained,
            inconclusive: report.count(.inconclusive),
            profilesGone: report.profiles.filter { $0.isOffered != true }.map(\.profile),
            wasInterrupted: report.wasInterrupted, duration: clock.now - start)
    }
}

extension CheckResult {
    /// What the check says is broken.
    var brokenRequirements: Set<Requirement.ID> {
        Set(findings.map(\.requirement.id)).union([check.requirement.id])
    }
}
