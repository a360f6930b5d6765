import BlackBox
import Conformance
import Glibc
import HTTPWire
import Reporting
import Specification

/// One run of the checks: progress while it goes on, reports when it is over.
struct TestRun: Sendable {
    let options: TestOptions
    let target: Target
    let files: ReportFiles
    let console: Console
    /// Where webhooks of the target are received.
    let webhooks: WebhookReceiver?

    /// Runs, writes every report and tells the exit status.
    func run() async -> Int32 {
        let jobs = affordableJobs()
        let transport = CurlTransport(target: target)
        var context = RunContext(
            target: target, transport: transport,
            raw: target.version == .http11 ? RawTransport(target: target) : nil, seed: options.seed,
            runName: Self.runName(), patience: options.patience, webhooks: webhooks)
        context.triesWithoutCredentials = options.triesWithoutCredentials
        var runner = Runner(
            context: context, jobs: jobs, selection: options.selection, baseline: options.baseline,
            required: options.required, isStrict: options.isStrict, giveUpAfter: options.giveUpAfter)
        runner.repetitions = options.repetitions

        let progress = LiveProgress(
            console: console, secrets: Secrets(of: target.headerFields), style: style(forError: true),
            isQuiet: options.isQuiet)
        // Before anything is said, because whoever reads it may interrupt at once.
        let signals = SignalWaiter([SIGINT, SIGTERM])
        progress.begin(target: target.base.description, seed: options.seed)
        let running = Task { [runner] in await runner.run { progress.note($0) } }
        let ticking = Task { await progress.tick() }
        if let signals { Task { await interrupt(running, by: signals, progress: progress) } }

        var outcome = await running.value
        if running.isCancelled, outcome.obstacle != nil {
            outcome.obstacle = "the run was interrupted before the target had answered"
            outcome.wasInterrupted = true
        }
        let report = PublishableReport(outcome, target: target)
        ticking.cancel()
        progress.end()
        await transport.shutdown()

        let terminal = TerminalReport(report, style: style(forError: false))
        console.out(options.isQuiet ? terminal.verdict + "\n" : terminal.text)
        let troubles = files.write(report)
        for trouble in troubles { console.error("tidemark test: \(trouble)\n") }
        return troubles.isEmpty ? report.run.verdict.exitStatus : ExitStatus.internalError
    }

    /// How many file descriptors one check needs at most, as a rule: connections of its own and those kept for others.
    private static let descriptorsForOneJob = 12

    /// File descriptors for everything but checks.
    private static let otherDescriptors = 64

    /// The number of jobs asked for, or what the limit of file descriptors allows once it has been raised.
    private func affordableJobs() -> Int {
        let wanted = options.jobs * Self.descriptorsForOneJob + Self.otherDescriptors
        let limit = DescriptorLimit.raise(to: wanted)
        guard limit < wanted else { return options.jobs }
        let jobs = max(1, (limit - Self.otherDescriptors) / Self.descriptorsForOneJob)
        console.error(
            "tidemark test: \(limit) file descriptors allow \(jobs) of \(options.jobs) jobs; raise 'ulimit -n'\n")
        return jobs
    }

    /// Ends the run at the first signal; the second one ends the process, because the waiter catches one of each kind.
    private func interrupt(
        _ running: Task<RunReport, Never>, by signals: SignalWaiter, progress: LiveProgress
    ) async {
        _ = await signals.wait()
        progress.say("interrupted: ending the checks under way and removing their streams; once more to stop at once")
        running.cancel()
    }

    private func style(forError isError: Bool) -> TerminalStyle {
        let isTerminal = isError ? console.errorIsTerminal : console.outIsTerminal
        let width = isTerminal ? Console.columns(of: isError ? STDERR_FILENO : STDOUT_FILENO) : 96
        return TerminalStyle(
            hasColour: isTerminal && console.environmentAllowsColour && options.allowsColour, width: width)
    }

    /// Six letters and digits by lot: enough to keep runs against one server apart.
    private static func runName() -> String {
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        return String((0..<6).map { _ in letters[Int.random(in: 0..<letters.count)] })
    }
}
