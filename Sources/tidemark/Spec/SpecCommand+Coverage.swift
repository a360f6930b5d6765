import Specification

extension SpecCommand {
    /// Carries out `spec coverage`.
    static func runCoverage(_ parsed: ParsedArguments, console: Console) throws(UsageError) -> Int32 {
        let text: String? = if let file = parsed["--text"] { try TextFile.read(file, for: "--text") } else { nil }
        if parsed.has("--print-ledger") {
            guard let text else { throw UsageError("--print-ledger wants --text FILE") }
            console.out(SentenceLedger.source(for: text))
            return ExitStatus.success
        }
        let coverage = Coverage(checks: CheckIndex.checksByRequirement)
        let drift = text.map { SentenceDrift(of: $0) }
        console.out(
            parsed.has("--json")
                ? JSONText.encode(CoverageEntry(coverage, drift: drift)) : page(for: coverage, drift: drift))
        let isAccounted =
            coverage.unaccountedSentences.isEmpty && coverage.danglingReferences.isEmpty
            && coverage.unknownIDs.isEmpty && (drift?.isEmpty ?? true)
        return isAccounted ? ExitStatus.success : ExitStatus.failure
    }

    private static func page(for coverage: Coverage, drift: SentenceDrift?) -> String {
        var text = pad("Section", 42) + "level       requirements  checked  excluded  open\n"
        var last: ProtocolSection?
        for row in coverage.rows {
            let name = row.section == last ? "" : pad(row.section.description, 8) + row.section.title
            last = row.section
            text += pad(name, 42) + pad(row.level.rawValue, 12)
            text += right(row.total, 12) + right(row.checked.count, 9) + right(row.excluded.count, 10)
            text += right(row.unchecked.count, 6) + "\n"
        }
        text += excluded(of: coverage) + open(of: coverage)
        text += "\n\(PinnedText.title), \(PinnedText.document) at \(PinnedText.revision): "
        text +=
            "\(PinnedText.sentences.count) keyword sentences, \(coverage.unaccountedSentences.count) unaccounted for\n"
        for sentence in coverage.unaccountedSentences { text += "  \(describe(sentence))\n" }
        for reference in coverage.danglingReferences { text += "  \(reference) is cited and is not in the text\n" }
        for id in coverage.unknownIDs { text += "  \(id) is proved by a check and is no requirement\n" }
        if let drift { text += self.drift(drift) }
        return text
    }

    private static func excluded(of coverage: Coverage) -> String {
        let rows = coverage.rows.filter { !$0.excluded.isEmpty }
        guard !rows.isEmpty else { return "" }
        var text = "\nExcluded, with reasons\n"
        for requirement in rows.flatMap(\.excluded) {
            guard let exclusion = requirement.exclusion else { continue }
            text += "  \(requirement.id) (\(requirement.level.rawValue), \(requirement.section)): \(exclusion.kind)\n"
            text += paragraph(exclusion.reason, indent: 6) + "\n"
        }
        return text
    }

    private static func open(of coverage: Coverage) -> String {
        guard !coverage.unchecked.isEmpty else { return "" }
        return "\nOpen: no check yet, and no reason to have none\n"
            + coverage.unchecked.map { "  \($0.id) (\($0.level.rawValue), \($0.section))\n" }.joined()
    }

    private static func drift(_ drift: SentenceDrift) -> String {
        guard !drift.isEmpty else { return "The text has exactly these sentences.\n" }
        var text = "The text differs from the pinned one:\n"
        for sentence in drift.added { text += "  new       \(describe(sentence))\n" }
        for sentence in drift.removed { text += "  gone      \(describe(sentence))\n" }
        for move in drift.moved { text += "  moved     \(describe(move.from)) to \(describe(move.to))\n" }
        return text
    }

    static func describe(_ sentence: KeywordSentence) -> String {
        let keywords = sentence.keywords.map(\.rawValue).joined(separator: ", ")
        return "line \(sentence.reference.line), §\(sentence.section) (\(keywords))"
    }

    private static func right(_ number: Int, _ width: Int) -> String {
        let text = "\(number)"
        return String(repeating: " ", count: max(1, width - text.count)) + text
    }
}

/// The coverage as `spec coverage --json` writes it.
struct CoverageEntry: Encodable {
    struct Row: Encodable {
        var section: String
        var level: Requirement.Level
        var requirements: Int
        var checked: [String]
        var excluded: [Exclusion]
        var open: [String]
    }

    struct Exclusion: Encodable {
        var id: String
        var kind: String
        var reason: String
    }

    struct Drift: Encodable {
        var added: [String]
        var removed: [String]
        var moved: [String]
    }

    var text: String
    var sentences: Int
    var rows: [Row]
    var unaccounted_sentences: [String]
    var dangling_references: [String]
    var unknown_ids: [String]
    var drift: Drift?

    init(_ coverage: Coverage, drift: SentenceDrift?) {
        text = "\(PinnedText.document) at \(PinnedText.revision)"
        sentences = PinnedText.sentences.count
        rows = coverage.rows.map { row in
            Row(
                section: row.section.number, level: row.level, requirements: row.total,
                checked: row.checked.map(\.id.rawValue),
                excluded: row.excluded.map { requirement in
                    Exclusion(
                        id: requirement.id.rawValue, kind: requirement.exclusion?.kind ?? "",
                        reason: requirement.exclusion?.reason ?? "")
                },
                open: row.unchecked.map(\.id.rawValue))
        }
        unaccounted_sentences = coverage.unaccountedSentences.map(\.reference.description)
        dangling_references = coverage.danglingReferences.map(\.description)
        unknown_ids = coverage.unknownIDs.map(\.rawValue)
        self.drift = drift.map { drift in
            Drift(
                added: drift.added.map(\.reference.description), removed: drift.removed.map(\.reference.description),
                moved: drift.moved.map { "\($0.from.reference) to \($0.to.reference)" })
        }
    }
}
