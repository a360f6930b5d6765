import BlackBox
import Conformance

/// A run that may be shown to anybody: what every writer takes, so that none of them can let a secret out.
public struct PublishableReport: Sendable {
    /// The run, without the values of the target's own fields.
    public let run: RunReport

    /// How the target is reached, for the lines that repeat a request.
    private let target: Target

    /// A run of a target, with every value of `target.headerFields` taken out.
    public init(_ run: RunReport, target: Target) {
        self.run = Secrets(of: target.headerFields).hide(in: run)
        self.target = target
    }

    /// The `curl` line that repeats an exchange of this run.
    public func curlLine(for exchange: Exchange) -> String {
        exchange.curlCommand(for: target).description
    }

    /// The command that runs one check again with the seed of this run.
    public func repeatLine(for result: CheckResult) -> String {
        "tidemark test \(run.target) --run '\(result.check.id)' --seed \(run.seed)"
    }
}
