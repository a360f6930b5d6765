import Conformance
import Specification

/// Why a check did not pass, in plain lines for the formats that hold a text per check.
struct FailureWords: Sendable {
    let result: CheckResult
    let report: PublishableReport

    /// Requirement, expectation, what came, the exchange, the lines that repeat it.
    var lines: [String] {
        var lines: [String] = []
        if result.findings.isEmpty {
            let requirement = result.check.requirement
            lines.append("\(requirement.id) (\(requirement.level.rawValue), \(requirement.section))")
            lines.append(requirement.statement)
            lines.append(result.message.visible)
        }
        var stated: Requirement?
        for finding in result.findings {
            let requirement = finding.requirement
            if requirement != stated {
                lines.append("\(requirement.id) (\(requirement.level.rawValue), \(requirement.section))")
                lines.append(requirement.statement)
                stated = requirement
            }
            lines.append("expected  \(finding.expected.visible)")
            lines.append("got       \(finding.observed.visible)")
        }
        if let exchange = result.decisiveExchange {
            let words = ExchangeWords(exchange: exchange)
            lines += Self.labelled("sent", words.request)
            lines += Self.labelled("answer", words.answer)
            lines.append("curl      \(report.curlLine(for: exchange).visible)")
        }
        lines.append("repeat    \(report.repeatLine(for: result))")
        return lines
    }

    private static func labelled(_ label: String, _ lines: [String]) -> [String] {
        lines.enumerated().map { number, line in
            (number == 0 ? label : "").padded(to: 10) + line
        }
    }
}
