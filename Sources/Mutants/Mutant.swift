import ReferenceServer
import Specification

/// A server with exactly one defect: the reference with one decision, one store operation or one step of the wire
/// replaced.
public struct Mutant: Sendable, Identifiable {
    /// What the defect is of. A suite should be tried on every kind.
    public enum Kind: String, Sendable, CaseIterable {
        /// An answer with another status.
        case status
        /// A field that is missing, wrong or one too many.
        case field
        /// A decision that is off by one, inverted or left out.
        case rule
        /// State that is lost, or shared where it must not be.
        case state
        /// Two things that must happen at once, in order or at all, and do not.
        case race
        /// Bytes, text, JSON or events put down wrongly.
        case encoding
        /// A defect that shows only now and then.
        case rare
        /// Something that time does and should not, or does not and should.
        case time
        /// Something that lets in or gives away what it must not.
        case security
    }

    /// A stable name in kebab case, after the area of its section: `append.empty-body-stored`.
    public let id: String

    /// The defect, in one sentence.
    public let summary: String

    /// What the defect is of.
    public let kind: Kind

    /// The requirements it breaks: the one it is made for, and those that cannot be kept once that one is broken.
    public let breaks: [Requirement]

    private let change: @Sendable (inout Blueprint) -> Void

    /// A mutant.
    ///
    /// - Parameters:
    ///   - breaks: the requirement it is made for, and those that necessarily fall with it.
    ///   - change: replaces one part of the blueprint; called anew for every server, so that state in it is fresh.
    public init(
        _ id: String, _ summary: String, _ kind: Kind, breaks: Requirement...,
        change: @escaping @Sendable (inout Blueprint) -> Void
    ) {
        self.id = id
        self.summary = summary
        self.kind = kind
        self.breaks = breaks
        self.change = change
    }

    /// The parts of the server, with the defect among them.
    ///
    /// - Parameter blueprint: the parts of the server without it.
    public func applied(to blueprint: Blueprint) -> Blueprint {
        var changed = blueprint
        change(&changed)
        return changed
    }
}
