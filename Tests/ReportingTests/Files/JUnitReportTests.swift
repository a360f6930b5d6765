import Conformance
import Testing

@testable import Reporting

struct JUnitReportTests {
    private static let counter = """
        import xml.etree.ElementTree as tree
        root = tree.parse("report.xml").getroot()
        cases = root.findall("./testsuite/testcase")
        print(root.tag, len(cases), len(root.findall(".//failure")), len(root.findall(".//error")), len(root.findall(".//skipped")))
        for name in ("tests", "failures", "errors", "skipped"):
            assert int(root.get(name)) == sum(int(suite.get(name)) for suite in root.findall("testsuite")), name
        assert int(root.get("tests")) == len(cases)
        for failure in root.findall(".//failure"): print(failure.get("message"), "|", failure.text)
        """

    private func parsed(_ report: RunReport) throws -> String {
        try Python.run(Self.counter, files: ["report.xml": JUnitReport.text(for: try SyntheticRun.publishable(report))])
    }

    @Test func everyOutcomeIsWellFormedAndCounted() throws {
        let output = try parsed(try SyntheticRun.report())
        // Six checks and the run as a whole: one failed, one inconclusive and the run's troubles, one skipped and one known.
        #expect(output.hasPrefix("testsuites 7 1 2 2\n"))
        #expect(output.contains("expected status 400, got 204 No Content | append.empty-body-rejected (MUST, §5.2)"))
    }

    @Test func underStrictAWarningFails() throws {
        var report = try SyntheticRun.report()
        report.isStrict = true
        #expect(try parsed(report).hasPrefix("testsuites 7 2 2 2\n"))
    }

    @Test func aRunWithoutTroubleHasNoError() throws {
        var report = try SyntheticRun.report()
        report.results = [report.results[0]]
        report.staleBaseline = []
        report.missingProfiles = []
        #expect(report.verdict == .conformant)
        #expect(try parsed(report).hasPrefix("testsuites 2 0 0 0\n"))
    }

    @Test func anObstacleIsAnError() throws {
        let report = RunReport(target: try SyntheticRun.target().base, seed: 1, obstacle: "nobody listens <there>")
        #expect(try parsed(report).hasPrefix("testsuites 1 0 1 0\n"))
    }
}
