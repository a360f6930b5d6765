import Conformance
import Specification

/// Writes a run as JUnit XML, for continuous integration: a suite for each section, a case for each check.
///
/// A case fails for what fails the run, so that a gate on this file and a gate on the exit status agree: an
/// inconclusive check is an error, a warning fails under `--strict` only, a known failure counts as skipped, and
/// troubles of the run as a whole are cases of a suite of their own.
public enum JUnitReport {
    /// The file.
    public static func text(for report: PublishableReport) -> String {
        let run = report.run
        var suites: [Suite] = run.bySection(Set(Outcome.allCases)).map { section, results in
            Suite(name: "\(section) \(section.title)", cases: results.map { testCase(for: $0, in: report) })
        }
        suites.append(
            Suite(
                name: "the run as a whole",
                cases: [
                    Case(
                        name: "verdict", className: "run", seconds: run.duration.seconds,
                        kind: run.runProblems.isEmpty
                            ? .passed(note: "\(run.verdictTitle): \(run.verdictReason)")
                            : .error(message: run.runProblems[0], text: run.runProblems.joined(separator: "\n")))
                ]))
        let cases = suites.flatMap(\.cases)
        var lines = [
            #"<?xml version="1.0" encoding="UTF-8"?>"#,
            "<testsuites name=\"tidemark\" \(counts(cases)) time=\"\(run.duration.seconds)\">",
        ]
        for suite in suites { lines += suite.lines }
        lines.append("</testsuites>")
        return lines.joined(separator: "\n") + "\n"
    }

    private struct Suite {
        var name: String
        var cases: [Case]

        var lines: [String] {
            let time = cases.reduce(0) { $0 + $1.seconds }
            let rounded = (time * 1000).rounded() / 1000
            return ["  <testsuite name=\"\(XMLText.attribute(name))\" \(counts(cases)) time=\"\(rounded)\">"]
                + cases.flatMap(\.lines) + ["  </testsuite>"]
        }
    }

    private struct Case {
        enum Kind {
            case passed(note: String)
            case failure(message: String, text: String)
            case error(message: String, text: String)
            case skipped(message: String)
        }

        var name: String
        var className: String
        var seconds: Double
        var kind: Kind

        var lines: [String] {
            let head = """
                    <testcase name="\(XMLText.attribute(name))" classname="\(XMLText.attribute(className))" \
                time="\(seconds)"
                """
            switch kind {
            case .passed(let note) where note.isEmpty:
                return [head + "/>"]
            case .passed(let note):
                return [head + ">", "      <system-out>\(XMLText.escape(note))</system-out>", "    </testcase>"]
            case .failure(let message, let text):
                return [head + ">", Self.element("failure", message, text), "    </testcase>"]
            case .error(let message, let text):
                return [head + ">", Self.element("error", message, text), "    </testcase>"]
            case .skipped(let message):
                return [head + ">", "      <skipped message=\"\(XMLText.attribute(message))\"/>", "    </testcase>"]
            }
        }

        private static func element(_ name: String, _ message: String, _ text: String) -> String {
            "      <\(name) message=\"\(XMLText.attribute(message))\">\(XMLText.escape(text))</\(name)>"
        }
    }

    private static func testCase(for result: CheckResult, in report: PublishableReport) -> Case {
        let requirement = result.check.requirement
        let text = { FailureWords(result: result, report: report).lines.joined(separator: "\n") }
        let message = result.message.visible
        let kind: Case.Kind =
            switch result.outcome {
            case .passed: .passed(note: "")
            case .failed: .failure(message: message, text: text())
            case .warned where report.run.isStrict: .failure(message: message, text: text())
            case .warned: .passed(note: "warning: \(text())")
            case .skipped: .skipped(message: message)
            case .known: .skipped(message: "known failure: \(message)")
            case .inconclusive: .error(message: message, text: text())
            }
        return Case(
            name: result.check.id, className: "\(requirement.profile.rawValue).\(requirement.id.group)",
            seconds: result.duration.seconds, kind: kind)
    }

    private static func counts(_ cases: [Case]) -> String {
        var failures = 0
        var errors = 0
        var skipped = 0
        for testCase in cases {
            switch testCase.kind {
            case .passed: break
            case .failure: failures += 1
            case .error: errors += 1
            case .skipped: skipped += 1
            }
        }
        return "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
    }
}
