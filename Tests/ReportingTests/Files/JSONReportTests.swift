import BlackBox
import Conformance
import Foundation
import Specification
import Testing

@testable import Reporting

struct JSONReportTests {
    private static let validator = """
        import json, jsonschema, sys
        schema = json.load(open("schema.json"))
        jsonschema.Draft202012Validator.check_schema(schema)
        errors = list(jsonschema.Draft202012Validator(schema).iter_errors(json.load(open("report.json"))))
        for error in errors: print(list(error.path), error.message)
        sys.exit(1 if errors else 0)
        """

    private static func schema() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "Reports/schema/report.schema.json"), encoding: .utf8)
    }

    private func validate(_ report: RunReport) throws {
        let text = try JSONReport.text(for: try SyntheticRun.publishable(report))
        _ = try Python.run(Self.validator, files: ["schema.json": try Self.schema(), "report.json": text])
    }

    private func parsed(_ report: RunReport? = nil) throws -> [String: Any] {
        let text = try JSONReport.text(for: try SyntheticRun.publishable(report))
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func everyOutcomeFitsTheSchema() throws {
        let report = try SyntheticRun.report()
        #expect(Set(report.results.map(\.outcome)) == Set(Outcome.allCases))
        try validate(report)
    }

    @Test func everyCheckOfTheSuiteFitsTheSchema() throws {
        var report = try SyntheticRun.report()
        report.results = Check.all.map { CheckResult(check: $0, outcome: .skipped, message: "deselected") }
        try validate(report)
    }

    @Test func aRunThatReachedNothingFitsTheSchema() throws {
        try validate(
            RunReport(target: try SyntheticRun.target().base, seed: 0, obstacle: "nobody listens there"))
    }

    @Test func theSchemaRefusesAReportWithoutSummary() throws {
        let script = Self.validator.replacing(
            #"json.load(open("report.json"))"#,
            with: #"{k: v for k, v in json.load(open("report.json")).items() if k != "summary"}"#
        ).replacing("sys.exit(1 if errors else 0)", with: "sys.exit(0 if errors else 1)")
        let text = try JSONReport.text(for: try SyntheticRun.publishable())
        let output = try Python.run(script, files: ["schema.json": try Self.schema(), "report.json": text])
        #expect(output.contains("'summary' is a required property"))
    }

    @Test func contractFieldsAreThere() throws {
        let report = try parsed()
        for name in ["schema", "target", "seed", "duration_ms", "profiles", "summary", "checks", "coverage"] {
            #expect(report[name] != nil, "\(name)")
        }
        #expect(report["verdict"] as? String == "not-conformant")
        let summary = try #require(report["summary"] as? [String: Int])
        #expect(summary == ["passed": 1, "failed": 1, "warned": 1, "skipped": 1, "inconclusive": 1, "known": 1])
        let checks = try #require(report["checks"] as? [[String: Any]])
        #expect(checks.count == 6)
        #expect(checks[1]["id"] as? String == "append.empty-body-rejected/synthetic")
        #expect(checks[1]["section"] as? String == "5.2")
        #expect((checks[1]["exchanges"] as? [Any])?.count == 3)
    }

    @Test func bytesThatAreNoTextAreBase64() throws {
        let checks = try #require(try parsed()["checks"] as? [[String: Any]])
        let exchanges = try #require(checks[1]["exchanges"] as? [[String: Any]])
        let response = try #require(exchanges[2]["response"] as? [String: Any])
        let body = try #require(response["body"] as? [String: Any])
        #expect(body["encoding"] as? String == "base64")
        #expect(body["content"] as? String == "//4AgA==")
    }

    @Test func longListsOfExchangesKeepThoseThatFindingsPointAt() throws {
        var report = try SyntheticRun.report()
        let exchange = try SyntheticRun.exchange("GET", status: 200, body: [])
        report.results[1].exchanges = Array(repeating: exchange, count: 200)
        report.results[1].findings[0].exchange = 177
        let checks = try #require(try parsed(report)["checks"] as? [[String: Any]])
        let exchanges = try #require(checks[1]["exchanges"] as? [[String: Any]])
        let numbers = exchanges.compactMap { $0["number"] as? Int }
        #expect(numbers.count == JSONReport.maximumExchanges)
        #expect(numbers.contains(177))
        #expect(numbers == numbers.sorted())
    }
}
