import Foundation
import Specification
import Testing

struct SpecCommandTests {
    @Test func listAsJSONHasEveryRequirement() async throws {
        let result = try await Command.run("spec", "list", "--json")
        let list = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
        #expect(list.count == Requirement.all.count)
        #expect(list.allSatisfy { $0["statement"] is String && $0["checks"] is [String] })
    }

    @Test func showTellsStatementOutcomesAndChecks() async throws {
        let result = try await Command.run("spec", "show", "append.empty-body-rejected")
        #expect(result.status == 0)
        for part in [
            "append.empty-body-rejected\n", "level      MUST", "§5.2 Append to Stream", "permitted outcomes\n  400",
        ] {
            #expect(result.output.contains(part), "\(part)")
        }
    }

    @Test func showTakesTheIdOfACheck() async throws {
        let result = try await Command.run("spec", "show", "append.empty-body-rejected/any-variant")
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("append.empty-body-rejected\n"))
    }

    @Test func coverageOfAnotherTextShowsWhatMoved() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString).md")
        try Data("# A text\n\n## 5. Something\n\nServers **MUST** do what no server did before.\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let result = try await Command.run("spec", "coverage", "--text", file.path)
        #expect(result.status == 1)
        #expect(result.output.contains("The text differs from the pinned one:"))
        #expect(result.output.contains("  new       line 5, §5 (MUST)"))
        #expect(result.output.contains("  gone      "))
    }

    @Test func theLedgerNeedsAText() async throws {
        let result = try await Command.run("spec", "coverage", "--print-ledger")
        #expect(result.status == 2)
        #expect(result.errors.contains("--print-ledger wants --text FILE"))
    }
}

/// Recording takes seconds, so that it is done once, on the pages that matter.
struct SpecExportTests {
    @Test func thePagesInTheRepositoryAreThoseOfThisProgram() async throws {
        let folder = URL(filePath: #filePath).appending(path: "../../../../Spec").standardizedFileURL.path
        let result = try await Command.run("spec", "export", "--dir", folder, "--check")
        #expect(result.status == 0, "run: tidemark spec export --dir Spec\n\(result.output)\(result.errors)")
    }

    @Test func itWantsAPlace() async throws {
        let result = try await Command.run("spec", "export")
        #expect(result.status == 2)
        #expect(result.errors.contains("--dir or --html is missing"))
    }
}
