import BlackBox
import Conformance
import Specification

extension TerminalReport {
    private static let labelWidth = 10

    /// How many of the exchanges before the decisive one are shown, each in a line.
    private static let shownEarlierExchanges = 5

    /// What is broken, section by section, with everything needed to see it again.
    var failures: [String] {
        let groups = run.bySection([.failed])
        guard !groups.isEmpty else { return [] }
        var lines = [heading("Failures")]
        for (section, results) in groups {
            lines += ["", heading("\(section) \(section.title)")]
            for result in results {
                lines += [""] + head(result) + findings(result) + evidence(result)
            }
        }
        return lines
    }

    /// What is discouraged and done, or recommended and not: shorter.
    var warnings: [String] {
        let groups = run.bySection([.warned])
        guard !groups.isEmpty else { return [] }
        var lines = [heading("Warnings")]
        for (section, results) in groups {
            lines += ["", heading("\(section) \(section.title)")]
            for result in results {
                lines += head(result) + findings(result)
                if let exchange = result.decisiveExchange {
                    lines.append(label("curl") + report.curlLine(for: exchange).visible)
                }
            }
        }
        return lines
    }

    private func head(_ result: CheckResult) -> [String] {
        ["\(style(result.outcome.mark, result.outcome.word)) \(style(.bold, result.check.id))"]
    }

    private func findings(_ result: CheckResult) -> [String] {
        var lines: [String] = []
        var stated: Requirement?
        for finding in result.findings.prefix(Self.shownFindings) {
            if stated != finding.requirement {
                lines += statement(finding.requirement)
                stated = finding.requirement
            }
            lines += hanging(label("expected"), finding.expected.visible)
            lines += hanging(label("got"), finding.observed.visible)
        }
        let more = result.findings.count - Self.shownFindings
        if more > 0 { lines.append(label("") + "and \(more) more, in the JSON report") }
        if result.findings.isEmpty {
            lines += statement(result.check.requirement) + hanging(label("got"), result.message.visible)
        }
        if result.targetBroke {
            lines += hanging(label("note"), "the target broke off or refused a connection, which no baseline excuses")
        }
        return lines
    }

    private func statement(_ requirement: Requirement) -> [String] {
        hanging(
            "  ", "\(requirement.level.rawValue) \(requirement.section) \(requirement.id): \(requirement.statement)")
    }

    private func evidence(_ result: CheckResult) -> [String] {
        var lines: [String] = []
        if let exchange = result.decisiveExchange {
            let words = ExchangeWords(exchange: exchange)
            lines += block("before", before(result))
            lines += block("sent", words.request)
            lines += block("answer", words.answer)
            lines.append(label("curl") + report.curlLine(for: exchange).visible)
        }
        lines.append(label("repeat") + report.repeatLine(for: result))
        return lines
    }

    /// The exchanges that led up to the decisive one, the latest ones when there are many.
    private func before(_ result: CheckResult) -> [String] {
        let position = result.findings.first?.exchange ?? result.exchanges.count - 1
        let earlier = result.exchanges.prefix(max(0, position))
        let shown = earlier.suffix(Self.shownEarlierExchanges).map { ExchangeWords(exchange: $0).brief }
        let more = earlier.count - shown.count
        return (more > 0 ? ["(\(RunReport.counted(more, "earlier exchange")), in the JSON report)"] : []) + shown
    }

    private func block(_ name: String, _ lines: [String]) -> [String] {
        lines.enumerated().map { number, line in label(number == 0 ? name : "") + line }
    }

    private func label(_ name: String) -> String {
        "  " + name.padded(to: Self.labelWidth)
    }
}
