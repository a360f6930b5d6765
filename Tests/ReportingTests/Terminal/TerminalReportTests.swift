import Conformance
import Testing

@testable import Reporting

struct TerminalReportTests {
    private func text(_ report: RunReport? = nil, hasColour: Bool = false) throws -> String {
        TerminalReport(
            try SyntheticRun.publishable(report), style: TerminalStyle(hasColour: hasColour, width: 96)
        ).text
    }

    @Test func aFailureSaysAllThatIsNeededToSeeItAgain() throws {
        let text = try text()
        for part in [
            "FAILED append.empty-body-rejected/synthetic", "MUST §5.2 append.empty-body-rejected:",
            "expected  status 400", "got       204 No Content", "before    PUT a?offset=-1: 201 Created",
            "sent      POST /v1/stream/a?offset=-1", "answer    204 No Content  (1.2 ms)", "Stream-Next-Offset: 0_4",
            "curl      curl -i -X POST", "--seed 42", "which no baseline excuses",
        ] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test func everyKindOfOutcomeHasItsPlace() throws {
        let text = try text()
        for part in [
            "Profiles\n  core  offered ", "sse   absent ", "fork  unknown ", "Warnings", "Inconclusive",
            "Known failures",
            "Skipped\n  1 check    ", "The run as a whole", "all ", "MUST   judged", "SHOULD judged",
        ] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test func theLastLineIsTheVerdict() throws {
        let last = try text().split(separator: "\n").last
        #expect(
            last == """
                NOT CONFORMANT: 1 check failed, 1 mandatory requirement broken; required and not offered: sse; \
                1 stale entry in the known failures; 1 check inconclusive (4 checks judged in 4.3 s)
                """)
    }

    @Test func aConformantRunSaysSo() throws {
        var report = try SyntheticRun.report()
        report.results = [report.results[0]]
        report.staleBaseline = []
        report.missingProfiles = []
        #expect(
            try text(report).hasSuffix(
                "\nCONFORMANT: every mandatory requirement that was checked holds (1 check judged in 4.3 s)\n"))
    }

    @Test func whatWasNotSelectedIsCountedAndNotTabulated() throws {
        var report = try SyntheticRun.report()
        report.results[0].outcome = .skipped
        report.results[0].message = "deselected"
        let text = try text(report)
        #expect(text.contains("\n1 check not selected\n"))
        #expect(!text.contains("Stream Closure"))
    }

    @Test func knownFailuresAreNamedInTheVerdict() throws {
        var report = try SyntheticRun.report()
        report.results = report.results.filter { [.passed, .known].contains($0.outcome) }
        report.staleBaseline = []
        report.missingProfiles = []
        #expect(try text(report).contains("requirement that was checked holds, except 1 known failure ("))
    }

    @Test func anObstacleIsOneLine() throws {
        let report = RunReport(target: try SyntheticRun.target().base, seed: 1, obstacle: "nobody listens there")
        #expect(try text(report) == "INCONCLUSIVE: nobody listens there\n")
    }

    @Test func colourAddsNothingButMarks() throws {
        let coloured = try text(hasColour: true)
        #expect(coloured.contains("\u{1B}[31mFAILED\u{1B}[0m"))
        #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == (try text()))
    }

    @Test func whatATargetSentCannotSteerTheTerminal() throws {
        #expect(!(try text().contains("\u{1B}")))
        #expect(try text().contains(#"\u{1b}[31m"#))
    }

    @Test func proseKeepsToTheWidth() throws {
        for line in try text().split(separator: "\n") where !line.hasPrefix("  curl") && !line.hasPrefix("  repeat") {
            #expect(line.count <= 100 || line.hasPrefix("NOT CONFORMANT"), "\(line)")
        }
    }
}
