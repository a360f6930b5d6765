import Conformance
import Testing

@testable import Reporting

struct ProgressLineTests {
    private func result(_ outcome: Outcome) -> CheckResult {
        CheckResult(check: SyntheticRun.check(.appendAccepted), outcome: outcome)
    }

    @Test func countsWhatHappened() {
        var line = ProgressLine()
        #expect(line.text(elapsed: .zero, width: 80) == "reaching the target")
        line.note(.started(checks: 100))
        line.note(.ended(result(.passed)))
        line.note(.ended(result(.failed)))
        line.note(.ended(result(.failed)))
        line.note(.ended(result(.skipped)))
        #expect(line.text(elapsed: .milliseconds(2900), width: 80) == "  4/100 checks  2 failed  1 skipped  2 s")
    }

    @Test func saysWhenFewAreLeft() {
        var line = ProgressLine()
        line.note(.started(checks: 3))
        line.note(.ended(result(.passed)))
        #expect(line.text(elapsed: .zero, width: 80) == "1/3 checks  0 s  waiting for the last 2")
    }

    @Test func staysWithinTheTerminal() {
        var line = ProgressLine()
        line.note(.started(checks: 1000))
        line.note(.ended(result(.inconclusive)))
        #expect(line.text(elapsed: .seconds(1), width: 20).count <= 20)
    }
}
