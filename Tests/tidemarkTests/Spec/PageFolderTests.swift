import Foundation
import Reporting
import Testing

@testable import tidemark

@Suite struct PageFolderTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString)").path
    private let pages = [
        Page(name: "README", title: "All", blocks: []), Page(name: "1-one", title: "One", blocks: []),
    ]

    private func folder(_ format: any PageFormat.Type = MarkdownPage.self) -> PageFolder {
        PageFolder(format, "--dir", at: path)
    }

    private func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

    private func write(_ text: String, to name: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
    }

    @Test func pagesAreWrittenOnce() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let changes = try folder().changes(to: pages)
        #expect(changes.map(\.name) == ["README.md", "1-one.md"])
        try folder().apply(changes)
        #expect(try files() == ["1-one.md", "README.md"])
        #expect(try folder().changes(to: pages).isEmpty)
    }

    @Test func filesOfOtherOriginAreLeftAlone() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try write("# By hand\n", to: "ARCHITECTURE.md")
        try folder().apply(folder().changes(to: pages))
        #expect(try folder().changes(to: pages).isEmpty)
        #expect(try String(contentsOfFile: "\(path)/ARCHITECTURE.md", encoding: .utf8) == "# By hand\n")
    }

    @Test func whatIsStaleIsFound() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try folder().apply(folder().changes(to: pages))
        let renamed = [pages[0], Page(name: "2-two", title: "Two", blocks: [])]
        let changes = try folder().changes(to: renamed)
        #expect(changes.map { "\($0.verb) \($0.name)" } == ["new      2-two.md", "obsolete 1-one.md"])
        try folder().apply(changes)
        #expect(try files() == ["2-two.md", "README.md"])
        let rewritten = [Page(name: "README", title: "Everything", blocks: []), renamed[1]]
        #expect(try folder().changes(to: rewritten).map(\.verb) == ["changed "])
    }

    @Test func whatSomebodyWroteIsNotOverwritten() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try write("# By hand\n", to: "README.md")
        #expect(throws: UsageError.self) { try folder().changes(to: pages) }
    }

    @Test func bothFormatsMayShareAFolder() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try folder().apply(folder().changes(to: pages))
        try folder(HTMLPage.self).apply(folder(HTMLPage.self).changes(to: pages))
        #expect(try files() == ["1-one.html", "1-one.md", "README.md", "index.html"])
        #expect(try folder().changes(to: pages).isEmpty)
    }
}
