import Conformance
import Testing

@testable import Reporting

struct MarkdownReportTests {
    @Test func showsVerdictTableAndFailures() throws {
        let text = MarkdownReport.text(for: try SyntheticRun.publishable())
        #expect(text.hasPrefix("# NOT CONFORMANT\n"))
        #expect(text.contains("| §5.2 Append to Stream | 0 | 1 |"))
        #expect(text.contains("<code>append.empty-body-rejected/synthetic</code>"))
        #expect(text.contains("curl -i -X POST"))
        #expect(text.contains("- known failure 'create.\\*' does not fail any more"))
    }

    @Test func whatATargetSentCannotEndTheFence() throws {
        var report = try SyntheticRun.report()
        report.results[1].findings[0].observed = "``` and ````"
        let text = MarkdownReport.text(for: try SyntheticRun.publishable(report))
        #expect(text.contains("\n`````text\n"))
    }

    @Test func anObstacleIsAllThereIs() throws {
        let report = RunReport(target: try SyntheticRun.target().base, seed: 1, obstacle: "nobody listens there")
        let text = MarkdownReport.text(for: try SyntheticRun.publishable(report))
        #expect(text.hasPrefix("# INCONCLUSIVE\n"))
        #expect(text.contains("nobody listens there"))
        #expect(!text.contains("| Section |"))
    }
}
