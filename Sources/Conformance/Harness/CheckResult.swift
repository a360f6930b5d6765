import BlackBox
import Specification

/// What running a check came to.
public enum Outcome: String, Sendable, Hashable, CaseIterable, Codable {
    /// Everything expected came.
    case passed
    /// A mandatory requirement is broken.
    case failed
    /// A recommended requirement is broken.
    case warned
    /// The check did not apply: its profile is not offered, or it was deselected.
    case skipped
    /// The target or the runner got in the way before anything could be judged.
    case inconclusive
    /// It failed, and the baseline said it would.
    case known
}

/// One expectation that was not met.
public struct Finding: Sendable, Hashable {
    /// The requirement it breaks.
    public var requirement: Requirement
    /// What was expected, in a clause that follows "expected".
    public var expected: String
    /// What came instead, in a clause that follows "got".
    public var observed: String
    /// The position of the exchange it was seen in, among the exchanges of the check.
    public var exchange: Int?

    /// An unmet expectation.
    public init(requirement: Requirement, expected: String, observed: String, exchange: Int?) {
        self.requirement = requirement
        self.expected = expected
        self.observed = observed
        self.exchange = exchange
    }
}

/// The outcome of one check, with what is needed to understand and repeat it.
public struct CheckResult: Sendable {
    /// The check.
    public var check: Check
    /// What it came to.
    public var outcome: Outcome
    /// Why, in a sentence; empty when it passed.
    public var message: String
    /// The expectations that were not met.
    public var findings: [Finding]
    /// The exchanges, in the order in which they ended. Kept when the check did not pass.
    public var exchanges: [Exchange]
    /// The position of the exchange by which each requirement was judged first.
    public var judged: [Requirement.ID: Int] = [:]
    /// How many exchanges there were.
    public var exchangeCount: Int
    /// How many bytes the bodies of its requests and answers had.
    public var bodyBytes = 0
    /// Why it failed among others, when it was repeated alone after that.
    public var firstAttempt: String?
    /// How long it took.
    public var duration: Duration
    /// Whether the target broke off or refused a connection during the check, which no baseline excuses.
    public var targetBroke: Bool

    /// Whether the check ended without passing and a limit of time had passed in it.
    var ranOutOfTime = false

    /// A result.
    public init(
        check: Check, outcome: Outcome, message: String = "", findings: [Finding] = [], exchanges: [Exchange] = [],
        exchangeCount: Int = 0, duration: Duration = .zero, targetBroke: Bool = false
    ) {
        self.check = check
        self.outcome = outcome
        self.message = message
        self.findings = findings
        self.exchanges = exchanges
        self.exchangeCount = exchangeCount
        self.duration = duration
        self.targetBroke = targetBroke
    }

    /// The exchange that shows the first finding, or the last one when there is none.
    public var decisiveExchange: Exchange? {
        if let index = findings.first?.exchange, exchanges.indices.contains(index) { return exchanges[index] }
        return exchanges.last
    }
}

extension Exchange {
    /// How many bytes the bodies of request and answer have.
    var bodyBytes: Int { (request.body?.count ?? 0) + ((try? outcome.get())?.body.count ?? 0) }
}
