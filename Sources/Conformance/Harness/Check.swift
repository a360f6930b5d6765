import Specification

/// One story told to a server, and what its answers must be.
///
/// A check proves one requirement (and sometimes others along the way). Its id is the requirement's slug, followed by
/// a variant when several checks prove the same requirement: `append.empty-body-rejected/without-length`.
public struct Check: Sendable, Identifiable {
    /// The id under which the check is selected and reported.
    public let id: String

    /// The requirement that decides the section, the profile and how bad a failure is.
    public let requirement: Requirement

    /// Further requirements the story proves on its way.
    public let alsoProves: [Requirement]

    /// Profiles besides the requirement's own that the story needs.
    public let needs: Set<Profile>

    /// How long the story has to wait by the clock on a conformant server; the longest are started first.
    public let waits: Duration

    /// Whether it takes so long that it runs only when that is asked for (`--exhaustive`).
    public let isExhaustive: Bool

    /// The story.
    public let body: @Sendable (Probe) async throws -> Void

    /// A check of a requirement.
    ///
    /// - Parameters:
    ///   - requirement: what it proves.
    ///   - variant: what tells it from the other checks of that requirement, in kebab case.
    ///   - also: further requirements it proves.
    ///   - needs: profiles besides the requirement's own without which the story makes no sense.
    ///   - waits: how long it waits by the clock.
    ///   - isExhaustive: whether it runs only when that is asked for.
    ///   - body: the story.
    public init(
        _ requirement: Requirement, _ variant: String? = nil, also: [Requirement] = [], needs: Set<Profile> = [],
        waits: Duration = .zero, isExhaustive: Bool = false, _ body: @escaping @Sendable (Probe) async throws -> Void
    ) {
        self.id = variant.map { "\(requirement.id)/\($0)" } ?? requirement.id.rawValue
        self.requirement = requirement
        self.alsoProves = also
        self.needs = needs
        self.waits = waits
        self.isExhaustive = isExhaustive
        self.body = body
    }

    /// Every requirement the check proves.
    public var requirements: [Requirement] { [requirement] + alsoProves }

    /// Every profile a server must offer for the check to mean anything.
    public var profiles: Set<Profile> {
        let named = needs.union(requirements.map(\.profile)).union([.core])
        // A subscription's wakes are JSON messages in a stream (§7.2).
        return named.contains(.subscriptions) ? named.union([.json]) : named
    }
}
