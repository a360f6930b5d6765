import BlackBox
import Conformance
import Specification

/// Writes a run for a person at a terminal: profiles, what is wrong and how to see it again, a table, the verdict.
public struct TerminalReport: Sendable {
    /// How many findings of one check are shown; the JSON report has all.
    public static let shownFindings = 4

    let report: PublishableReport
    let style: TerminalStyle

    var run: RunReport { report.run }

    /// A report of a run in a style.
    public init(_ report: PublishableReport, style: TerminalStyle) {
        self.report = report
        self.style = style
    }

    /// The whole report.
    public var text: String {
        var blocks: [[String]] = []
        if run.obstacle == nil {
            blocks = [profiles, failures, warnings, inconclusive, known, skipped, problems, table, coverage]
        }
        blocks.append([verdict])
        return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    /// The last line: the verdict in words, why, and how much was judged.
    public var verdict: String {
        let mark: TerminalStyle.Mark =
            switch run.verdict {
            case .conformant: .greenBold
            case .notConformant: .redBold
            case .inconclusive: .yellowBold
            }
        let scope = run.obstacle == nil ? " (\(run.scope))" : ""
        return "\(style(mark, run.verdictTitle)): \(run.verdictReason.visible)\(scope)"
    }

    /// One result as it is told while the run goes on.
    public static func notice(_ result: CheckResult, style: TerminalStyle) -> String {
        let word = style(result.outcome.mark, result.outcome.word.padded(to: 13))
        return "\(word) \(result.check.id)  \(result.message.visible.cut(to: 160))"
    }

    private var profiles: [String] {
        guard !run.profiles.isEmpty else { return [] }
        let width = run.profiles.map(\.profile.rawValue.count).max() ?? 0
        var lines = [heading("Profiles")]
        for offer in run.profiles {
            let word = offer.offeredWord.padded(to: 8)
            let mark: TerminalStyle.Mark = offer.isOffered == true ? .green : offer.isOffered == nil ? .yellow : .dim
            let lead = "  \(offer.profile.rawValue.padded(to: width))  "
            let evidence = offer.evidence.visible.wrapped(to: style.width - lead.count - 10)
            for (number, line) in evidence.enumerated() {
                let isFirst = number == 0
                lines.append(
                    (isFirst ? lead : String(repeating: " ", count: lead.count))
                        + (isFirst ? style(mark, word) : String(repeating: " ", count: 8)) + "  " + line)
            }
        }
        return lines
    }

    private var inconclusive: [String] {
        grouped("Inconclusive", run.results.filter { $0.outcome == .inconclusive })
    }

    private var skipped: [String] {
        // What was deselected is what the person asked for.
        let results = run.results.filter { $0.outcome == .skipped && !$0.isDeselected }
        var counts: [String: Int] = [:]
        for result in results { counts[result.message, default: 0] += 1 }
        guard !counts.isEmpty else { return [] }
        var lines = [heading("Skipped")]
        for (reason, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            lines += hanging("  \(RunReport.counted(count, "check").padded(to: 11))", reason.visible)
        }
        return lines
    }

    private var known: [String] {
        let results = run.results.filter { $0.outcome == .known }
        guard !results.isEmpty else { return [] }
        return [heading("Known failures")]
            + results.flatMap { ["  \($0.check.id)"] + hanging("      ", $0.message.visible.cut(to: 200)) }
    }

    private var problems: [String] {
        let problems = run.runProblems
        guard !problems.isEmpty else { return [] }
        return [heading("The run as a whole")] + problems.flatMap { hanging("  - ", $0.visible) }
    }

    private func grouped(_ title: String, _ results: [CheckResult]) -> [String] {
        guard !results.isEmpty else { return [] }
        var order: [String] = []
        var ids: [String: [String]] = [:]
        for result in results {
            if ids[result.message] == nil { order.append(result.message) }
            ids[result.message, default: []].append(result.check.id)
        }
        var lines = [heading(title)]
        for message in order {
            lines += hanging("  ", message.visible)
            lines += hanging("      ", (ids[message] ?? []).joined(separator: " "))
        }
        return lines
    }

    func heading(_ title: String) -> String {
        style(.bold, title)
    }

    /// A text behind a lead, further lines below its beginning.
    func hanging(_ lead: String, _ text: String) -> [String] {
        let indent = String(repeating: " ", count: lead.count)
        return text.wrapped(to: style.width - lead.count).enumerated().map { number, line in
            (number == 0 ? lead : indent) + line
        }
    }
}

extension Outcome {
    /// The outcome in a word that stands alone.
    var word: String {
        switch self {
        case .passed: "passed"
        case .failed: "FAILED"
        case .warned: "warned"
        case .skipped: "skipped"
        case .inconclusive: "inconclusive"
        case .known: "known failure"
        }
    }

    var mark: TerminalStyle.Mark {
        switch self {
        case .passed: .green
        case .failed: .red
        case .warned, .inconclusive: .yellow
        case .skipped, .known: .dim
        }
    }
}
