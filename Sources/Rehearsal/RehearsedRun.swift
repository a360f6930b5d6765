import BlackBox
import Conformance
import HTTPMessage
import Mutants
import ReferenceServer
import Specification

/// A run of the suite against a server in this process, on a virtual time of its own.
public struct RehearsedRun: Sendable {
    /// The checks.
    public var checks: [Check] = Check.all

    /// What every random choice is derived from.
    public var seed: UInt64 = 1

    /// What is set about the server.
    public var configuration: ReferenceServer.Configuration

    /// Whether checks that take long run too: time is virtual, so they cost little.
    public var includesExhaustive = false

    /// Profiles that must be offered.
    public var required: Set<Profile> = []

    /// Fields added to every request.
    public var headerFields: HTTPFields

    /// Whether the server is asked what it offers before it is judged.
    public var probesFirst = true

    /// How many checks are under way at once.
    public var jobs = 1_000

    /// How long the run may take by the clock on the wall; one that takes longer is interrupted.
    public var limit: Duration?

    /// A run against a hasty server with small chunks, which lets every story be told that a patient one would not, and
    /// which wants credentials, so that it can be seen what it does without.
    public init() {
        configuration = ReferenceServer.Configuration()
        configuration.chunkSize = 4096
        configuration.longPollTimeout = .milliseconds(500)
        configuration.seed = 1
        configuration.bearerToken = "rehearsal"
        headerFields = [.authorization: "Bearer rehearsal"]
        configuration.subscriptions.limits.allowsLocalWebhooks = true
    }

    /// Runs the checks against the reference with the changes of a mutant, or against the reference as it is.
    public func report(on mutant: Mutant? = nil) async -> RunReport {
        await report { blueprint in
            if let mutant { blueprint = mutant.applied(to: blueprint) }
        }
    }

    /// Runs the checks against the reference with some of its parts changed.
    public func report(changing change: (inout Blueprint) -> Void) async -> RunReport {
        let time = VirtualTime()
        let webhooks = WebhookReceiver.rehearsed(on: time)
        var blueprint = Blueprint(
            configuration: configuration, clock: time, webhookSender: DirectWebhookSender(to: webhooks, time: time))
        change(&blueprint)
        return await report(
            on: blueprint.service(), time, webhooks: webhooks, sendsBodyOfHead: blueprint.sendsBodyOfHead)
    }

    /// Runs the checks against a service that lives on a virtual time.
    ///
    /// - Parameters:
    ///   - webhooks: where its webhooks arrive; `nil` when they arrive nowhere.
    ///   - sendsBodyOfHead: whether what it answers `HEAD` with arrives, as from a server that is broken.
    public func report(
        on service: any HTTPService, _ time: VirtualTime, webhooks: WebhookReceiver? = nil,
        sendsBodyOfHead: Bool = false
    ) async -> RunReport {
        let runner = runner(on: service, time, webhooks, sendsBodyOfHead: sendsBodyOfHead)
        return await time.run(limit: limit) { [checks] in await runner.run(checks) }
    }

    /// Runs each check against a service of its own, so that none has a part in what another one sees.
    ///
    /// - Parameter make: makes the service, from the parts of a reference.
    /// - Returns: a report for each check, in no order.
    public func reports(onEach make: @escaping @Sendable (Blueprint) -> any HTTPService) async -> [RunReport] {
        let time = VirtualTime()
        return await time.run(limit: limit) { [self] in
            await withTaskGroup(of: RunReport.self) { group in
                for check in checks {
                    let webhooks = WebhookReceiver.rehearsed(on: time)
                    let blueprint = Blueprint(
                        configuration: configuration, clock: time,
                        webhookSender: DirectWebhookSender(to: webhooks, time: time))
                    let runner = runner(on: make(blueprint), time, webhooks)
                    group.addTask { await runner.run([check]) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
    }

    private func runner(
        on service: any HTTPService, _ time: VirtualTime, _ webhooks: WebhookReceiver?, sendsBodyOfHead: Bool = false
    ) -> Runner {
        guard let base = try? BaseURL("http://reference.invalid/v1/stream") else {
            preconditionFailure("the base of rehearsals is not a URL")
        }
        let target = Target(base: base, headerFields: headerFields)
        var transport = ServiceTransport(service: service, target: target, timekeeper: time.timekeeper)
        transport.sendsBodyOfHead = sendsBodyOfHead
        var context = RunContext(
            target: target, transport: transport, clock: time, seed: seed, runName: "inprocess", webhooks: webhooks)
        context.triesWithoutCredentials = true
        var runner = Runner(context: context, jobs: jobs, required: required, isStrict: true)
        runner.selection.includesExhaustive = includesExhaustive
        runner.probesFirst = probesFirst
        // No machine is busy on virtual time: what fails here has failed.
        runner.repetitions = 0
        return runner
    }
}
