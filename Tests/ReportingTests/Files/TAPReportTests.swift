import Conformance
import Testing

@testable import Reporting

struct TAPReportTests {
    @Test func pointsMatchThePlan() throws {
        let lines = TAPReport.text(for: try SyntheticRun.publishable()).split(separator: "\n").map(String.init)
        #expect(lines[0] == "TAP version 14")
        let points = lines.filter { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") }
        #expect(lines.contains("1..\(points.count)"))
        for (number, point) in points.enumerated() {
            #expect(point.contains(" \(number + 1) - "))
        }
    }

    @Test func outcomesHaveTheirDirectives() throws {
        let text = TAPReport.text(for: try SyntheticRun.publishable())
        #expect(text.contains("not ok 2 - append.empty-body-rejected/synthetic\n  ---\n  severity: failed\n"))
        #expect(text.contains("# SKIP the target does not offer long-poll"))
        #expect(text.contains("# TODO known failure"))
        #expect(text.contains("profile sse is required and not offered"))
        #expect(text.hasSuffix("\n"))
        #expect(!text.contains("\u{1B}"))
    }
}
