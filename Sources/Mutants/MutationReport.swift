import Specification

/// What a suite noticed of every mutant.
public struct MutationReport: Sendable {
    /// The judgement of the suite by one mutant.
    public enum Verdict: String, Sendable, CaseIterable {
        /// A check of the requirement it breaks noticed.
        case killed
        /// No check noticed.
        case survived
        /// Only checks of other requirements noticed.
        case misattributed
        /// It names no requirement that a check proves, so nothing can explain what is noticed.
        case unexplained
    }

    /// One row of the kill matrix.
    public struct Row: Sendable {
        /// The mutant.
        public var mutant: Mutant
        /// What the suite came to.
        public var verdict: Verdict
        /// The ids of the checks that noticed, in the order of the suite.
        public var noticed: [String]
        /// How many of these prove a requirement that the mutant says it breaks.
        public var explained: Int
        /// How many checks did not get far enough to say anything.
        public var inconclusive: Int
        /// Profiles that the server no longer seemed to offer.
        public var profilesGone: [Profile]
        /// Whether the run took so long that it was interrupted.
        public var wasInterrupted: Bool
        /// How long it took, by the clock on the wall.
        public var duration: Duration

        /// A row.
        public init(
            mutant: Mutant, verdict: Verdict, noticed: [String] = [], explained: Int = 0, inconclusive: Int = 0,
            profilesGone: [Profile] = [], wasInterrupted: Bool = false, duration: Duration = .zero
        ) {
            self.mutant = mutant
            self.verdict = verdict
            self.noticed = noticed
            self.explained = explained
            self.inconclusive = inconclusive
            self.profilesGone = profilesGone
            self.wasInterrupted = wasInterrupted
            self.duration = duration
        }
    }

    /// A row for every mutant, in their order.
    public var rows: [Row]

    /// Checks that did not hold for the reference itself; nothing can be concluded while there are any.
    public var unsound: [String]

    /// Mandatory requirements that a check proves and no mutant breaks.
    public var withoutMutant: [Requirement]

    /// How many checks there are.
    public var checkCount: Int

    /// How long the run took, by the clock on the wall.
    public var duration: Duration

    /// A report.
    public init(
        rows: [Row], unsound: [String], withoutMutant: [Requirement], checkCount: Int, duration: Duration = .zero
    ) {
        self.rows = rows
        self.unsound = unsound
        self.withoutMutant = withoutMutant
        self.checkCount = checkCount
        self.duration = duration
    }

    /// How many mutants have a verdict.
    public func count(_ verdict: Verdict) -> Int { rows.count { $0.verdict == verdict } }

    /// Whether every mutant was killed, by a suite that holds for the reference.
    public var isPerfect: Bool { unsound.isEmpty && rows.allSatisfy { $0.verdict == .killed } }
}
