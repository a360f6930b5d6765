/// How far the checks cover the requirements, and the requirements the sentences of the pinned text.
public struct Coverage: Sendable {
    /// The requirements of one section at one level, sorted by what becomes of them.
    public struct Row: Sendable {
        /// The section.
        public let section: ProtocolSection
        /// The level.
        public let level: Requirement.Level
        /// Requirements with at least one check.
        public let checked: [Requirement]
        /// Requirements that carry a reason why no check proves them.
        public let excluded: [Requirement]
        /// Requirements with neither.
        public let unchecked: [Requirement]

        /// How many requirements the row counts.
        public var total: Int { checked.count + excluded.count + unchecked.count }
    }

    /// Section by section in the order of the text, and level by level within; rows without requirements are left out.
    public let rows: [Row]

    /// Pinned sentences that neither a requirement nor an exclusion accounts for.
    public let unaccountedSentences: [KeywordSentence]

    /// References of requirements and exclusions to sentences that are not pinned.
    public let danglingReferences: [SentenceReference]

    /// Ids that checks claim to prove and that no requirement has.
    public let unknownIDs: [Requirement.ID]

    /// Computes the coverage.
    ///
    /// - Parameters:
    ///   - checks: The ids of the checks that prove each requirement.
    ///   - requirements: What is to be covered.
    ///   - sentences: The keyword sentences of the text.
    ///   - exclusions: The sentences that state no requirement.
    public init(
        checks: [Requirement.ID: [String]], of requirements: [Requirement] = Requirement.all,
        sentences: [KeywordSentence] = PinnedText.sentences, exclusions: [SentenceExclusion] = SentenceExclusion.all
    ) {
        var rows: [Row] = []
        let bySection = Dictionary(grouping: requirements, by: \.section)
        for section in bySection.keys.sorted() {
            let byLevel = Dictionary(grouping: bySection[section] ?? [], by: \.level)
            for level in Requirement.Level.allCases {
                guard let members = byLevel[level] else { continue }
                let isChecked = { (requirement: Requirement) in !(checks[requirement.id] ?? []).isEmpty }
                rows.append(
                    Row(
                        section: section, level: level, checked: members.filter(isChecked),
                        excluded: members.filter { !isChecked($0) && $0.exclusion != nil },
                        unchecked: members.filter { !isChecked($0) && $0.exclusion == nil }))
            }
        }
        self.rows = rows

        let used = requirements.flatMap(\.sources) + exclusions.map(\.reference)
        let accounted = Set(used)
        let known = Set(sentences.map(\.reference))
        var seen: Set<SentenceReference> = []
        unaccountedSentences = sentences.filter { !accounted.contains($0.reference) }
        danglingReferences = used.filter { !known.contains($0) && seen.insert($0).inserted }
        unknownIDs = Set(checks.keys).subtracting(requirements.map(\.id)).sorted()
    }

    /// The requirements that have neither a check nor a reason to have none, in the order of the text.
    public var unchecked: [Requirement] { rows.flatMap(\.unchecked) }

    /// Whether every sentence is accounted for and every requirement is checked or excluded.
    public var isComplete: Bool {
        unchecked.isEmpty && unaccountedSentences.isEmpty && danglingReferences.isEmpty && unknownIDs.isEmpty
    }

    /// The share of checked among the requirements of the levels that a check can prove, from 0 to 1; 1 when there are none.
    public func checkedShare(of levels: Set<Requirement.Level>) -> Double {
        let members = rows.filter { levels.contains($0.level) }
        let checked = members.reduce(0) { $0 + $1.checked.count }
        let provable = members.reduce(checked) { $0 + $1.unchecked.count }
        return provable == 0 ? 1 : Double(checked) / Double(provable)
    }
}
