/// Which checks pass on servers that do not implement the protocol.
public struct VacuityReport: Sendable {
    /// What the suite came to on one server.
    public struct Row: Sendable {
        /// The server.
        public var server: DegenerateServer
        /// Checks that passed although nothing shows that the requirement is kept.
        public var vacuous: [String] = []
        /// Checks that passed because the server does keep the requirement, and how.
        public var kept: [(check: String, reason: String)] = []
        /// How many checks noticed.
        public var noticed = 0
        /// How many checks did not get far enough to say anything.
        public var inconclusive = 0
        /// How many checks said that they do not apply.
        public var skipped = 0
        /// Whether the run took so long that it was interrupted.
        public var wasInterrupted = false

        /// A row with nothing in it.
        public init(server: DegenerateServer) { self.server = server }
    }

    /// A row for every server.
    public var rows: [Row]

    /// How many checks there are.
    public var checkCount: Int

    /// A report.
    public init(rows: [Row], checkCount: Int) {
        self.rows = rows
        self.checkCount = checkCount
    }

    /// Whether no check passes for nothing.
    public var isPerfect: Bool { rows.allSatisfy(\.vacuous.isEmpty) }
}
