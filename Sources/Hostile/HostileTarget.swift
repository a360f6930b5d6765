/// A server that misbehaves below the protocol: a way in which a connection, its framing or its bytes go wrong.
///
/// Behind each stands the reference server; what it would have answered is mangled, or never sent. A runner that is
/// pointed at one has to end in time, to stay small, to say what happened, and never to call the target conformant.
public struct HostileTarget: Sendable, Identifiable {
    /// The id, in kebab case; it never changes.
    public let id: String

    /// What the target does, in a sentence.
    public let summary: String

    let behaviour: Behaviour

    /// Where a target goes wrong.
    enum Behaviour: Sendable {
        /// It listens and accepts no connection.
        case neverAccepts
        /// As soon as a connection is there.
        case connections(@Sendable (HostilePeer) throws -> Void)
        /// In the answer to some requests; the others are answered as the reference server answers them.
        case answers(Strike, @Sendable (Turn) throws -> Void)
    }

    /// A target that goes wrong as soon as a connection is there.
    init(
        connecting id: String, _ summary: String, _ behave: @escaping @Sendable (HostilePeer) throws -> Void
    ) {
        self.init(id: id, summary: summary, behaviour: .connections(behave))
    }

    /// A target that goes wrong in the answers to some requests.
    init(
        _ id: String, _ summary: String, _ strike: Strike = .always,
        _ behave: @escaping @Sendable (Turn) throws -> Void
    ) {
        self.init(id: id, summary: summary, behaviour: .answers(strike, behave))
    }

    init(id: String, summary: String, behaviour: Behaviour) {
        self.id = id
        self.summary = summary
        self.behaviour = behaviour
    }

    /// Every target, those that go wrong alike together.
    public static let all: [HostileTarget] =
        silent + slow + endless + misframed + chunked + brokenOff + garbled + fields + contradictory + bodies + events

    /// The target with an id.
    public static func named(_ id: String) -> HostileTarget? {
        all.first { $0.id == id }
    }
}
