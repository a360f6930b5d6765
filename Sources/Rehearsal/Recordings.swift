import BlackBox
import Conformance
import ReferenceServer
import Signatures
import Specification

/// What keeping each requirement looks like: exchanges of the reference, the same ones at every recording.
///
/// Every story has a server and a time of its own, so that none depends on what was told before it. What no seed makes
/// repeatable, such as the secrets of tokens, is left as it is; whoever writes it down masks it.
public enum Recordings {
    /// The stream root that recorded exchanges name.
    public static let base = "http://streams.example/v1/stream"

    /// The part of a stream's name that tells recordings from other runs.
    public static let runName = "spec"

    /// An exchange for each requirement that a check proves, as far as one can be told in this process.
    public static func all(of checks: [Check] = Check.all) async -> [Requirement.ID: RecordedExchange] {
        var candidates: [Requirement.ID: [Check]] = [:]
        // A check proves best what it was written for.
        for check in checks { candidates[check.requirement.id, default: []].append(check) }
        for check in checks {
            for requirement in check.alsoProves { candidates[requirement.id, default: []].append(check) }
        }
        var recordings: [Requirement.ID: RecordedExchange] = [:]
        for requirement in Requirement.all {
            recordings[requirement.id] = await exchange(for: requirement, among: candidates[requirement.id] ?? [])
        }
        return recordings
    }

    /// The exchange of the first check that yields one.
    public static func exchange(for requirement: Requirement, among checks: [Check]) async -> RecordedExchange? {
        for check in checks {
            if let recorded = await record(requirement, by: check) { return recorded }
        }
        return nil
    }

    private static func record(_ requirement: Requirement, by check: Check) async -> RecordedExchange? {
        guard let base = try? BaseURL(base) else { preconditionFailure("the base of recordings is not a URL") }
        var configuration = ReferenceServer.Configuration()
        configuration.seed = 1
        configuration.subscriptions.signingKey = try? SigningKey(seed: Array(0..<UInt8(SigningKey.seedSize)))
        configuration.subscriptions.limits.allowsLocalWebhooks = true
        let time = VirtualTime()
        let target = Target(base: base)
        let webhooks = WebhookReceiver.rehearsed(on: time)
        let server = ReferenceServer(
            configuration: configuration, clock: time, webhookSender: DirectWebhookSender(to: webhooks, time: time))
        let transport = ServiceTransport(service: server, target: target, timekeeper: time.timekeeper)
        let runner = Runner(
            context: RunContext(
                target: target, transport: transport, clock: time, seed: 1, runName: runName, webhooks: webhooks))
        return await time.run { await runner.record(requirement, by: check) }
    }
}
