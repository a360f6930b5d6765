import Specification
import Testing

@testable import tidemark

struct SpecFilterTests {
    private func ids(_ words: String...) throws -> [Requirement] {
        let filter = try SpecFilter(try ArgumentParser(SpecCommand.list).parse(words))
        return Requirement.all.filter(filter.contains)
    }

    @Test func aSectionBringsTheSectionsInsideIt() throws {
        let sections = Set(try ids("--section", "5.2").map(\.section.number))
        #expect(sections == ["5.2", "5.2.1"])
        #expect(Set(try ids("--section=§5.2.1").map(\.section.number)) == ["5.2.1"])
    }

    @Test func aLevelBringsItsNegation() throws {
        #expect(Set(try ids("--level", "must").map(\.level)) == [.must, .mustNot])
        #expect(Set(try ids("--level", "must-not").map(\.level)) == [.mustNot])
    }

    @Test func filtersAreJoined() throws {
        let found = try ids("--profile", "json", "--level", "must")
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0.profile == .json && $0.level.isMandatory })
    }

    @Test func whatDoesNotExistIsRefused() {
        #expect(throws: UsageError.self) { try ids("--section", "99") }
        #expect(throws: UsageError.self) { try ids("--level", "shall") }
        #expect(throws: UsageError.self) { try ids("--profile", "nope") }
    }
}
