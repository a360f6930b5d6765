import Foundation
import Testing

@testable import Specification

/// Reads the module's own source, since a constant does not know its name.
@Suite struct RequirementSourceTests {
    private struct Declaration {
        let name: String
        let documentation: String
        let slug: String
    }

    private func declarations() throws -> [Declaration] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/Specification/Requirements").standardizedFileURL
        var declarations: [Declaration] = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            for (index, line) in lines.enumerated() {
                guard let match = line.firstMatch(of: /^\ {4}public static let (\w+) = Requirement\(/) else { continue }
                let slug = lines[index + 1].firstMatch(of: /"([^"]+)"/).map { String($0.1) } ?? ""
                declarations.append(Declaration(name: String(match.1), documentation: lines[index - 1], slug: slug))
            }
        }
        return declarations
    }

    @Test func constantsAreNamedAfterTheirSlugs() throws {
        for declaration in try declarations() {
            let words = declaration.slug.split { $0 == "." || $0 == "-" }
            let name = words.dropFirst().reduce(String(words.first ?? "")) { name, word in
                name + word.prefix(1).uppercased() + word.dropFirst()
            }
            #expect(declaration.name == name)
        }
    }

    @Test func everyConstantIsListed() throws {
        let declared = try declarations().map(\.slug).sorted()
        #expect(declared == Requirement.all.map(\.id.rawValue).sorted())
    }

    @Test func documentationNamesSlugAndLevel() throws {
        for declaration in try declarations() {
            let id = try #require(Requirement.ID(declaration.slug))
            let requirement = try #require(Requirement.named(id))
            #expect(declaration.documentation == "    /// `\(declaration.slug)` (\(requirement.level.rawValue)).")
        }
    }
}
