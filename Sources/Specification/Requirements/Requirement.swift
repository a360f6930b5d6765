/// One normative statement of the protocol, in our own words.
///
/// A requirement is the only place where an obligation has an id, a level, a section and the outcomes it permits.
/// Checks prove requirements, mutants break them, `Spec/` is generated from them.
public struct Requirement: Sendable, Identifiable {
    /// The slug, for example `append.empty-body-rejected`. It never changes and is never given to another requirement.
    public let id: ID

    /// How binding the statement is (RFC 2119).
    public let level: Level

    /// The section of the protocol's text that states it.
    public let section: ProtocolSection

    /// The part of the protocol it belongs to; a server that does not offer that part is not judged by it.
    public let profile: Profile

    /// What is demanded, in one or two sentences of our own.
    public let statement: String

    /// The outcomes a conformant server may show, where the text allows more than one or leaves room.
    public let permitted: [PermittedOutcome]

    /// Why no check proves it; `nil` for a requirement that must have checks.
    public let exclusion: Exclusion?

    /// The sentences of the pinned text it was read from; empty for a statement that a table or an example makes.
    public let sources: [SentenceReference]

    /// A requirement that checks can prove.
    public init(
        _ id: ID, _ level: Level, _ section: ProtocolSection, profile: Profile = .core, _ statement: String,
        permits permitted: [PermittedOutcome] = [], sources: [SentenceReference] = [], excluded: Exclusion? = nil
    ) {
        self.id = id
        self.level = level
        self.section = section
        self.profile = profile
        self.statement = statement
        self.permitted = permitted
        self.exclusion = excluded
        self.sources = sources
    }

    /// Whether a status is among the permitted outcomes.
    public func permits(status: Int) -> Bool {
        permitted.contains { $0.status == status }
    }

    /// The statuses of the permitted outcomes, in the order in which the requirement lists them.
    public var permittedStatuses: [Int] {
        permitted.map(\.status)
    }
}

extension Requirement: Hashable {
    /// Requirements are equal when their ids are.
    public static func == (left: Requirement, right: Requirement) -> Bool { left.id == right.id }

    /// Feeds the id.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension Requirement {
    /// A slug: two or more words of lower-case letters and digits joined by hyphens, the group before the first full stop.
    public struct ID: Sendable, Hashable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
        /// The slug as it is written.
        public let rawValue: String

        /// A slug, or `nil` when the string does not have the form `group.what-it-says`.
        public init?(_ rawValue: String) {
            let parts = rawValue.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            for part in parts {
                guard let first = part.utf8.first, first != UInt8(ascii: "-"), part.utf8.last != UInt8(ascii: "-"),
                    part.utf8.allSatisfy({ byte in
                        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
                    })
                else { return nil }
            }
            self.rawValue = rawValue
        }

        /// A slug written in the source, which must have the right form.
        public init(stringLiteral value: StaticString) {
            guard let id = ID("\(value)") else { preconditionFailure("not a requirement id: \(value)") }
            self = id
        }

        /// The part before the full stop, for example `append`.
        public var group: String { String(rawValue.prefix { $0 != "." }) }

        /// Alphabetical order.
        public static func < (left: ID, right: ID) -> Bool { left.rawValue < right.rawValue }

        /// The slug as it is written.
        public var description: String { rawValue }
    }

    /// How binding a statement is, in the words of RFC 2119.
    public enum Level: String, Sendable, CaseIterable, Codable {
        /// Required.
        case must = "MUST"
        /// Forbidden.
        case mustNot = "MUST NOT"
        /// Recommended.
        case should = "SHOULD"
        /// Discouraged.
        case shouldNot = "SHOULD NOT"
        /// Permitted.
        case may = "MAY"

        /// Whether breaking it makes a server non-conformant.
        public var isMandatory: Bool { self == .must || self == .mustNot }

        /// Whether breaking it is worth a warning.
        public var isAdvisory: Bool { self == .should || self == .shouldNot }
    }

    /// One answer a conformant server may give.
    public struct PermittedOutcome: Sendable, Hashable {
        /// The status of the answer.
        public let status: Int

        /// Why the text permits it.
        public let reason: String

        /// An answer with this status.
        public static func status(_ status: Int, _ reason: String) -> PermittedOutcome {
            PermittedOutcome(status: status, reason: reason)
        }
    }

    /// Why a requirement has no check.
    public enum Exclusion: Sendable, Hashable {
        /// It binds clients, not servers.
        case bindsClients(String)
        /// It permits something and forbids nothing, so nothing can be wrong.
        case permissionOnly(String)
        /// It cannot be seen from outside.
        case notObservable(String)
        /// It speaks about documents, deployments or operators.
        case organisational(String)

        /// The reason in a sentence a reader can judge.
        public var reason: String {
            switch self {
            case .bindsClients(let why), .permissionOnly(let why), .notObservable(let why), .organisational(let why):
                why
            }
        }

        /// The kind of the reason, for tables.
        public var kind: String {
            switch self {
            case .bindsClients: "binds clients"
            case .permissionOnly: "permission only"
            case .notObservable: "not observable"
            case .organisational: "organisational"
            }
        }
    }
}
