import BlackBox
import Specification

/// Everything a run found out: the one model every report is written from.
public struct RunReport: Sendable {
    /// The stream root that was tested.
    public var target: BaseURL
    /// The seed of the run.
    public var seed: UInt64
    /// How long the run took.
    public var duration: Duration
    /// Which profiles the target offers, and how that showed.
    public var profiles: [ProfileOffer]
    /// A result for every check that was selected or skipped, in the order of the protocol's text.
    public var results: [CheckResult]
    /// Entries of the baseline that are no longer true.
    public var staleBaseline: [String]
    /// Profiles that were required and are not offered.
    public var missingProfiles: [Profile]
    /// Whether recommended requirements count as mandatory (`--strict`).
    public var isStrict: Bool
    /// Why the target could not be tested at all; `nil` when it could.
    public var obstacle: String?
    /// Whether the run was interrupted before all checks had ended.
    public var wasInterrupted: Bool
    /// Why the run was broken off before all checks had ended; `nil` when it was not.
    public var brokenOff: String?

    /// A report.
    public init(
        target: BaseURL, seed: UInt64, duration: Duration = .zero, profiles: [ProfileOffer] = [],
        results: [CheckResult] = [], staleBaseline: [String] = [], missingProfiles: [Profile] = [],
        isStrict: Bool = false, obstacle: String? = nil, wasInterrupted: Bool = false,
        brokenOff: String? = nil
    ) {
        self.target = target
        self.seed = seed
        self.duration = duration
        self.profiles = profiles
        self.results = results
        self.staleBaseline = staleBaseline
        self.missingProfiles = missingProfiles
        self.isStrict = isStrict
        self.obstacle = obstacle
        self.wasInterrupted = wasInterrupted
        self.brokenOff = brokenOff
    }

    /// How many checks had an outcome.
    public func count(_ outcome: Outcome) -> Int {
        results.count { $0.outcome == outcome }
    }

    /// The judgement of the whole run.
    public var verdict: Verdict {
        if obstacle != nil { return .inconclusive }
        // A broken requirement stays broken, whatever the checks would have found that did not come to run.
        if count(.failed) > 0 || !staleBaseline.isEmpty || !missingProfiles.isEmpty { return .notConformant }
        if isStrict && count(.warned) > 0 { return .notConformant }
        if wasInterrupted || brokenOff != nil || count(.inconclusive) > 0 { return .inconclusive }
        if count(.passed) + count(.warned) + count(.known) == 0 { return .inconclusive }
        return .conformant
    }
}

/// The judgement of a run, with the exit status that tells it.
public enum Verdict: String, Sendable, Hashable, Codable {
    /// Every mandatory requirement that was checked holds.
    case conformant
    /// A mandatory requirement is broken, a required profile is missing, or the baseline is stale.
    case notConformant = "not-conformant"
    /// Too little could be judged to say either.
    case inconclusive

    /// 0, 1 or 3.
    public var exitStatus: Int32 {
        switch self {
        case .conformant: 0
        case .notConformant: 1
        case .inconclusive: 3
        }
    }
}

/// Whether a target offers a profile, and what showed it.
public struct ProfileOffer: Sendable, Hashable {
    /// The profile.
    public var profile: Profile
    /// Whether it is offered; `nil` when that could not be found out.
    public var isOffered: Bool?
    /// What was done and what came, in a sentence.
    public var evidence: String

    /// An answer to the question whether a profile is offered.
    public init(_ profile: Profile, isOffered: Bool?, evidence: String) {
        self.profile = profile
        self.isOffered = isOffered
        self.evidence = evidence
    }
}
