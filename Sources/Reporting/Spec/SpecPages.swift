import Conformance
import Specification

/// The protocol reference: what the requirements say, section by section, and what keeping them looks like.
public struct SpecPages: Sendable {
    /// The name of the page with the table of contents.
    public static let contents = "README"

    private let requirements: [Requirement]
    private let recordings: [Requirement.ID: RecordedExchange]
    private let checks: [Requirement.ID: [Check]]

    /// The pages for these requirements.
    ///
    /// - Parameters:
    ///   - requirements: What is described, in any order.
    ///   - checks: The checks that prove it.
    ///   - recordings: An exchange for each requirement, as far as there is one.
    public init(
        of requirements: [Requirement] = Requirement.all, checks: [Check] = Check.all,
        recordings: [Requirement.ID: RecordedExchange]
    ) {
        self.requirements = requirements
        self.recordings = recordings
        var index: [Requirement.ID: [Check]] = [:]
        for check in checks {
            for requirement in check.requirements { index[requirement.id, default: []].append(check) }
        }
        self.checks = index
    }

    /// Every page: the contents, then the sections in the order of the text.
    public var all: [Page] {
        let sections = sections
        var pages = [contentsPage(sections)]
        for (index, section) in sections.enumerated() {
            let before = index > 0 ? sections[index - 1] : nil
            let after = index + 1 < sections.count ? sections[index + 1] : nil
            pages.append(page(of: section, after: before, before: after))
        }
        return pages
    }

    /// The sections that state anything, in the order of the text.
    private var sections: [ProtocolSection] {
        let stating = Set(requirements.map(\.section))
        return ProtocolSection.all.filter { stating.contains($0) }
    }

    private func members(of section: ProtocolSection) -> [Requirement] {
        requirements.filter { $0.section == section }
    }

    /// The name of the page of a section, for example `4.2-stream-forking`.
    static func name(of section: ProtocolSection) -> String {
        let words = section.title.lowercased().split { !$0.isLetter && !$0.isNumber }
        return "\(section.number)-\(words.joined(separator: "-"))"
    }

    // MARK: Contents

    private func contentsPage(_ sections: [ProtocolSection]) -> Page {
        var rows: [[[Page.Inline]]] = sections.map { section in
            let link = Page.Inline.page(Self.name(of: section), anchor: nil, .text("\(section) \(section.title)"))
            return [[link]] + tally(members(of: section)).map { [.text($0)] }
        }
        rows.append([[.strong("all")]] + tally(requirements).map { [.strong($0)] })
        let header = ["Section", "MUST", "SHOULD", "MAY", "proved", "excluded", "open", "checks"]
        return Page(
            name: Self.contents, title: "The protocol, requirement by requirement",
            blocks: [
                .paragraph(Self.introduction), .paragraph(Self.provenance),
                .table(header.map { [.text($0)] }, rows: rows), .paragraph(Self.legend),
            ])
    }

    private static let introduction: [Page.Inline] = [
        .text("What \(PinnedText.title) demands, in words of our own, read from "),
        .link("\(PinnedText.document) at \(PinnedText.revision)", url: documentURL),
        .text(
            """
            . Each requirement has an id that never changes, a level, the answers it permits with the reason for \
            each, the checks that prove it or the reason why none can, and one exchange as the reference server has it.
            """),
    ]

    private static let provenance: [Page.Inline] = [
        .text("These pages are written by "), .code("tidemark spec export --dir Spec"),
        .text(
            """
             from the values that the checks ask. The exchanges are recorded, never typed: names that checks make up, \
            tokens and ids of wakes are replaced by what they are, while lengths stay those of the wire. How the code \
            is laid out is in \

            """),
        .link("ARCHITECTURE.md", url: "ARCHITECTURE.md"), .text("."),
    ]

    private static let legend: [Page.Inline] = [
        .strong("MUST"), .text(" and "), .strong("SHOULD"), .text(" count their negations too. "), .strong("Proved"),
        .text(" has at least one check, "), .strong("excluded"), .text(" a reason to have none, "), .strong("open"),
        .text(" neither yet."),
    ]

    /// MUST, SHOULD, MAY, proved, excluded, open, checks; a dot stands for none.
    private func tally(_ members: [Requirement]) -> [String] {
        let proved = members.filter { checks[$0.id] != nil }
        let excluded = members.filter { checks[$0.id] == nil && $0.exclusion != nil }
        let told = Set(members.flatMap { (checks[$0.id] ?? []).map(\.id) })
        let numbers = [
            members.count { $0.level.isMandatory }, members.count { $0.level.isAdvisory },
            members.count { $0.level == .may }, proved.count, excluded.count,
            members.count - proved.count - excluded.count, told.count,
        ]
        return numbers.map { $0 == 0 ? "·" : "\($0)" }
    }

    static let documentURL =
        "https://github.com/\(PinnedText.repository)/blob/\(PinnedText.revision)/\(PinnedText.document)"

    // MARK: Sections

    private func page(
        of section: ProtocolSection, after previous: ProtocolSection?, before next: ProtocolSection?
    ) -> Page {
        let members = members(of: section)
        var way: [Page.Inline] = [.page(Self.contents, anchor: nil, .text("Contents"))]
        for (word, other) in [("before", previous), ("next", next)] {
            guard let other else { continue }
            way.append(.text(" · \(word): "))
            way.append(.page(Self.name(of: other), anchor: nil, .text("\(other) \(other.title)")))
        }
        let overview = members.map { requirement -> [[Page.Inline]] in
            [
                [.place(requirement.id.rawValue, .code(requirement.id.rawValue))],
                [.text(requirement.level.rawValue)], [.code(requirement.profile.rawValue)],
                [.text(proof(of: requirement))],
            ]
        }
        return Page(
            name: Self.name(of: section), title: "\(section) \(section.title)",
            blocks: [
                .paragraph(way),
                .table(["Requirement", "Level", "Profile", "Proof"].map { [.text($0)] }, rows: overview),
            ] + members.flatMap(blocks))
    }

    private func proof(of requirement: Requirement) -> String {
        if let count = checks[requirement.id]?.count { return count == 1 ? "1 check" : "\(count) checks" }
        return requirement.exclusion.map { "excluded: \($0.kind)" } ?? "open"
    }

    // MARK: Requirements

    private func blocks(for requirement: Requirement) -> [Page.Block] {
        var blocks: [Page.Block] = [
            .heading(2, [.text(requirement.id.rawValue)], anchor: requirement.id.rawValue),
            .paragraph(origin(of: requirement)),
            .paragraph([Page.Inline](markup: requirement.statement)),
        ]
        if !requirement.permitted.isEmpty {
            let rows = requirement.permitted.map { outcome in
                [[Page.Inline.text("\(outcome.status)")], [Page.Inline](markup: outcome.reason)]
            }
            blocks.append(.table([[.text("Permitted")], [.text("Because")]], rows: rows))
        }
        if let checks = checks[requirement.id] {
            blocks.append(.paragraph(list(of: checks)))
        } else if let exclusion = requirement.exclusion {
            blocks.append(
                .paragraph(
                    [.text("No check, because it is not for one to prove: \(exclusion.kind). ")]
                        + [Page.Inline](markup: exclusion.reason)))
        } else {
            blocks.append(.paragraph([.text("No check proves it yet.")]))
        }
        if let recorded = recordings[requirement.id] {
            blocks += [
                .paragraph([.text("As the reference has it, in "), .code(recorded.checkID), .text(":")]),
                .code(RecordedWords(recorded.exchange).text, language: "http"),
            ]
        }
        return blocks
    }

    private func origin(of requirement: Requirement) -> [Page.Inline] {
        var words: [Page.Inline] = [
            .strong(requirement.level.rawValue), .text(" · profile "), .code(requirement.profile.rawValue),
        ]
        for (index, source) in requirement.sources.enumerated() {
            words += [
                .text(index == 0 ? " · read from " : ", "),
                .link("line \(source.line)", url: "\(Self.documentURL)#L\(source.line)"),
            ]
        }
        return words
    }

    /// The ids of checks; those of the requirement's own by their variants.
    private func list(of checks: [Check]) -> [Page.Inline] {
        var words: [Page.Inline] = [.text(checks.count == 1 ? "Proved by " : "Proved by \(checks.count) checks: ")]
        for (index, check) in checks.enumerated() {
            if index > 0 { words.append(.text(", ")) }
            words.append(.code(check.id))
        }
        return words + [.text(".")]
    }
}
