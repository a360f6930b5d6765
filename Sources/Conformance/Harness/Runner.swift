import BlackBox
import Specification
import Synchronization

/// Runs checks against a target, all at once as far as the number of jobs allows.
public struct Runner: Sendable {
    /// What the checks share.
    public var context: RunContext
    /// How many checks run at the same time.
    public var jobs: Int
    /// Which checks run.
    public var selection: Selection
    /// Which checks are known to fail.
    public var baseline: Baseline
    /// Profiles that must be offered.
    public var required: Set<Profile>
    /// Whether recommended requirements count as mandatory.
    public var isStrict: Bool
    /// Whether the target is asked what it offers, and whether it is there, before it is judged.
    public var probesFirst = true
    /// How many failures that time may have caused are repeated alone.
    public var repetitions = Runner.defaultRepetitions
    /// How many checks may run into a limit of time before the run is broken off; `nil` for any number.
    public var giveUpAfter: Int?

    /// The number of jobs unless another is asked for: checks mostly wait, so there are many.
    public static let defaultJobs = 128

    /// How many checks `tidemark test` lets run into a limit of time: enough to tell a slow spot from a hopeless case.
    public static let defaultGiveUp = 64

    /// A runner.
    public init(
        context: RunContext, jobs: Int = Runner.defaultJobs, selection: Selection = Selection(),
        baseline: Baseline = Baseline(), required: Set<Profile> = [], isStrict: Bool = false,
        giveUpAfter: Int? = nil
    ) {
        self.context = context
        self.jobs = max(1, jobs)
        self.selection = selection
        self.baseline = baseline
        self.required = required
        self.isStrict = isStrict
        self.giveUpAfter = giveUpAfter
    }

    /// Runs the suite and tells what happens while it does.
    ///
    /// Cancelling the task ends the run early; the report then holds what had ended by then.
    public func run(
        _ suite: [Check] = Check.all, observing observer: @escaping @Sendable (RunEvent) -> Void = { _ in }
    ) async -> RunReport {
        var runner = self
        runner.context.watch = TargetWatch()
        runner.context.keptExchanges = KeptExchanges()
        return await runner.carryOut(suite, observer)
    }

    private func carryOut(_ suite: [Check], _ observer: @escaping @Sendable (RunEvent) -> Void) async -> RunReport {
        let start = context.clock.elapsed
        var report = RunReport(target: context.target.base, seed: context.seed, isStrict: isStrict)
        let selected = suite.filter { selection.contains($0) }
        observer(.started(checks: selected.count))

        if probesFirst, let obstacle = await ProfileProbing(context: context).obstacle() {
            report.obstacle = obstacle
            report.duration = context.clock.elapsed - start
            observer(.finished(report))
            return report
        }

        let offers = OfferBook(context: context)
        var results = await withTaskGroup(of: CheckResult.self) { group in
            // The longest waits first, so that the run lasts no longer than the longest of them.
            var waiting = selected.sorted { $0.waits > $1.waits }.makeIterator()
            var results: [String: CheckResult] = [:]
            for _ in 0..<jobs {
                guard let check = waiting.next() else { break }
                group.addTask { await judge(check, offers: offers) }
            }
            while let result = await group.next() {
                results[result.check.id] = result
                observer(.ended(result))
                if hasToBreakOff(after: results) { group.cancelAll() }
                if !Task.isCancelled, context.watch.brokenOff == nil, let check = waiting.next() {
                    group.addTask { await judge(check, offers: offers) }
                }
            }
            return results
        }

        if context.watch.brokenOff == nil { await repeatAlone(&results, in: suite, observing: observer) }

        report.wasInterrupted = Task.isCancelled
        report.brokenOff = context.watch.brokenOff?.reported
        let isPartial = report.wasInterrupted || report.brokenOff != nil
        if probesFirst {
            report.profiles = await offers.all(for: selected, required: required, probesRest: !isPartial)
        }
        report.missingProfiles = report.profiles
            .filter { required.contains($0.profile) && ($0.isOffered == false || !isPartial && $0.isOffered == nil) }
            .map(\.profile)
        report.staleBaseline = baseline.patterns
            .filter { pattern in
                suite.contains { pattern.matches($0.id) } == false
                    || !isPartial && results.values.contains { pattern.matches($0.check.id) && $0.outcome == .passed }
                        && !results.values.contains { pattern.matches($0.check.id) && $0.outcome == .known }
            }
            .map(\.description)
        for check in suite where results[check.id] == nil {
            let why =
                !selection.contains(check)
                ? "deselected" : report.brokenOff == nil ? "the run was interrupted" : "the run was broken off"
            results[check.id] = CheckResult(check: check, outcome: .skipped, message: why)
        }
        report.results = suite.compactMap { results[$0.id] }
        report.duration = context.clock.elapsed - start
        observer(.finished(report))
        return report
    }

    /// Whether the run is to end now: the target is gone, or too many checks have waited in vain.
    private func hasToBreakOff(after results: [String: CheckResult]) -> Bool {
        if context.watch.brokenOff != nil { return true }
        guard let giveUpAfter else { return false }
        let late = results.values.count(where: \.ranOutOfTime)
        guard late >= giveUpAfter else { return false }
        context.watch.breakOff(
            "\(late) checks ran into a limit of time (--timeout, --long-poll-wait); --give-up sets how many may")
        return true
    }

    /// The result of a check that needs what the target does not offer.
    private func skipped(_ check: Check, offers: OfferBook) async -> CheckResult? {
        for profile in check.profiles.sorted(by: { $0.rawValue < $1.rawValue }) {
            let offer = await offers.offer(of: profile)
            if offer.isOffered == false {
                return CheckResult(
                    check: check, outcome: .skipped,
                    message: "the target does not offer \(profile.rawValue): \(offer.evidence)")
            }
        }
        return nil
    }

    /// Runs one check and decides what it came to.
    private func judge(_ check: Check, offers: OfferBook) async -> CheckResult {
        if probesFirst, let skipped = await skipped(check, offers: offers) { return skipped }
        var result = await run(check)
        let excusable = result.outcome == .failed || result.outcome == .warned
        if excusable, !result.targetBroke, baseline.contains(check.id) { result.outcome = .known }
        return result
    }

    /// Runs one check and keeps its exchanges, or only those of one that did not pass.
    func run(_ check: Check, keepingExchanges: Bool = false) async -> CheckResult {
        let recorder = Recorder()
        let probe = Probe(context: context, check: check, recorder: recorder)
        let start = context.clock.elapsed
        var result = CheckResult(check: check, outcome: .passed)
        do {
            try await check.body(probe)
        } catch let interruption as Interruption {
            if let silence = recorder.silence, let reason = await absence(since: silence.end) {
                result.outcome = .inconclusive
                result.message = reason
                result.targetBroke = silence.failure.kind.isUnreachable
            } else {
                apply(interruption, to: &result, recorder: recorder)
            }
        } catch is CancellationError {
            result.outcome = .inconclusive
        } catch {
            result.outcome = .inconclusive
            result.message = "the check could not be carried out: \(error)"
        }
        result.findings = recorder.findings
        // What was found stands, whatever ended the story afterwards.
        if let first = result.findings.first {
            // A request left without an answer is no matter of recommendation.
            let isMandatory = result.outcome == .failed || result.findings.contains { $0.requirement.level.isMandatory }
            result.outcome = isMandatory ? .failed : .warned
            result.message = "expected \(first.expected), got \(first.observed)"
        }
        if Task.isCancelled {
            // Waits that were cut short look like a target that did nothing.
            result.outcome = .inconclusive
            result.message = context.watch.brokenOff ?? "the run was interrupted"
            result.findings = []
        }
        result.message = result.message.reported
        result.duration = context.clock.elapsed - start
        result.exchangeCount = recorder.exchangeCount
        result.bodyBytes = recorder.exchanges.reduce(0) { $0 + $1.bodyBytes }
        result.judged = recorder.judged
        result.ranOutOfTime = recorder.hasTimedOut && result.outcome != .passed && result.outcome != .skipped
        if keepingExchanges {
            result.exchanges = recorder.exchanges
        } else if result.outcome != .passed {
            context.keptExchanges.put(recorder.exchanges, into: &result)
        }
        await context.removeStreams(recorder)
        return result
    }

    /// Why the target counts as gone, when it has answered nothing since then and does not answer now.
    private func absence(since time: Duration) async -> String? {
        guard !Task.isCancelled else { return nil }
        return await context.watch.absence(since: time) { await ProfileProbing(context: context).silence() }
    }

    private func apply(_ interruption: Interruption, to result: inout CheckResult, recorder: Recorder) {
        switch interruption {
        case .expectationUnmet:
            break
        case .preconditionUnmet(let why):
            result.outcome = .inconclusive
            result.message = why
        case .notApplicable(let why):
            result.outcome = .skipped
            result.message = why
        case .noAnswer(let failure, let exchange):
            if failure.kind.isUnreachable || failure.kind == .unsendable || failure.kind == .cancelled {
                result.outcome = .inconclusive
                result.message = failure.message
                result.targetBroke = failure.kind.isUnreachable
            } else {
                result.targetBroke = failure.kind == .closedEarly || failure.kind == .malformed
                result.outcome = .failed
                recorder.find(
                    Finding(
                        requirement: result.check.requirement, expected: "an answer", observed: failure.message,
                        exchange: exchange))
            }
        }
    }
}

/// What happens during a run, in order.
public enum RunEvent: Sendable {
    /// The run begins, with this many checks.
    case started(checks: Int)
    /// A check has ended.
    case ended(CheckResult)
    /// A check that had ended badly was repeated alone, with this result.
    case repeated(CheckResult, first: Outcome)
    /// The run is over.
    case finished(RunReport)
}
