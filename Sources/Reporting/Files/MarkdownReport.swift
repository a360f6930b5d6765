import Conformance
import Specification

/// Writes a run as Markdown, for the summary page of a pipeline or a comment on a change.
public enum MarkdownReport {
    /// The file.
    public static func text(for report: PublishableReport) -> String {
        let run = report.run
        var lines = [
            "# \(run.verdictTitle)", "",
            "`\(run.target)`: \(escape(run.verdictReason)). \(run.scope), seed \(run.seed).", "",
        ]
        lines += run.runProblems.map { "- \(escape($0))" }
        if !run.runProblems.isEmpty { lines.append("") }
        guard run.obstacle == nil else { return lines.joined(separator: "\n") }
        lines += sections(of: run) + coverage(of: run) + profiles(of: run)
        lines += details("Failures", [.failed], in: report)
        lines += details("Warnings", [.warned], in: report)
        lines += list("Inconclusive", .inconclusive, of: run) + list("Known failures", .known, of: run)
        return lines.joined(separator: "\n")
    }

    private static func sections(of run: RunReport) -> [String] {
        let outcomes: [Outcome] = [.passed, .failed, .warned, .skipped, .inconclusive, .known]
        var lines = [
            "| Section | " + outcomes.map(\.rawValue).joined(separator: " | ") + " |",
            "| --- |" + String(repeating: " ---: |", count: outcomes.count),
        ]
        let tallies = SectionTally.all(of: run)
        for tally in tallies {
            let counts = outcomes.map { "\(tally[$0])" }.joined(separator: " | ")
            lines.append("| \(tally.section) \(escape(tally.section.title)) | \(counts) |")
        }
        let totals = outcomes.map { outcome in "**\(tallies.reduce(0) { $0 + $1[outcome] })**" }.joined(
            separator: " | ")
        return lines + ["| **all** | \(totals) |", ""]
    }

    private static func coverage(of run: RunReport) -> [String] {
        let must = RequirementCoverage.must(of: run)
        let should = RequirementCoverage.should(of: run)
        return [
            """
            Judged \(must.judged) of the \(must.provable) mandatory and \(should.judged) of the \
            \(should.provable) recommended requirements that a check can prove.
            """, "",
        ]
    }

    private static func profiles(of run: RunReport) -> [String] {
        guard !run.profiles.isEmpty else { return [] }
        var lines = ["## Profiles", "", "| Profile | Offered | Evidence |", "| --- | --- | --- |"]
        for offer in run.profiles {
            lines.append("| \(offer.profile.rawValue) | \(offer.offeredWord) | \(escape(offer.evidence)) |")
        }
        return lines + [""]
    }

    private static func details(_ title: String, _ outcomes: Set<Outcome>, in report: PublishableReport) -> [String] {
        let groups = report.run.bySection(outcomes)
        guard !groups.isEmpty else { return [] }
        var lines = ["## \(title)", ""]
        for (section, results) in groups {
            lines += ["### \(section) \(escape(section.title))", ""]
            for result in results {
                let text = FailureWords(result: result, report: report).lines
                let fence = fence(around: text)
                lines += ["<details><summary><code>\(result.check.id)</code></summary>", "", fence + "text"]
                lines += text + [fence, "", "</details>", ""]
            }
        }
        return lines
    }

    private static func list(_ title: String, _ outcome: Outcome, of run: RunReport) -> [String] {
        let results = run.results.filter { $0.outcome == outcome }
        guard !results.isEmpty else { return [] }
        return ["## \(title)", ""] + results.map { "- `\($0.check.id)`: \(escape($0.message))" } + [""]
    }

    // A fence must be longer than any run of backticks inside it.
    private static func fence(around lines: [String]) -> String {
        var longest = 0
        for line in lines {
            longest = max(longest, line.split { $0 != "`" }.map(\.count).max() ?? 0)
        }
        return String(repeating: "`", count: max(3, longest + 1))
    }

    private static func escape(_ text: String) -> String {
        var escaped = ""
        for character in text.visible {
            if "\\`*_{}[]<>|#".contains(character) { escaped += "\\" }
            escaped.append(character)
        }
        return escaped
    }
}

extension ProfileOffer {
    /// Whether the profile is offered, in a word.
    var offeredWord: String {
        switch isOffered {
        case true?: "offered"
        case false?: "absent"
        case nil: "unknown"
        }
    }
}
