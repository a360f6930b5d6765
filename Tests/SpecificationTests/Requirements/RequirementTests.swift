import Testing

@testable import Specification

@Suite struct RequirementTests {
    @Test func idsAreUnique() {
        let ids = Requirement.all.map(\.id)
        var seen: Set<Requirement.ID> = []
        #expect(ids.filter { !seen.insert($0).inserted } == [])
        #expect(Requirement.named("append.empty-body-rejected") == .appendEmptyBodyRejected)
        #expect(Requirement.named("append.no-such-thing") == nil)
    }

    @Test(arguments: [
        "append", "append.", ".empty", "append.Empty", "append.empty.body", "append.-empty", "append.empty-", "a b.c",
        "",
    ])
    func malformedSlugs(slug: String) {
        #expect(Requirement.ID(slug) == nil)
    }

    @Test func aSlugHasAGroup() {
        #expect(("long-poll.offset-required" as Requirement.ID).group == "long-poll")
    }

    @Test func groupsAreTheKnownOnes() {
        let known: Set<String> = [
            "append", "cache", "close", "closure", "content-type", "create", "delete", "expiry", "extension", "fence",
            "fork", "head", "iana", "json", "long-poll", "model", "offset", "producer", "pull-wake", "read", "security",
            "sse",
            "subscription", "webhook",
        ]
        #expect(Set(Requirement.all.map(\.id.group)) == known)
    }

    @Test func statementsAreShortSentences() {
        for requirement in Requirement.all {
            let statement = requirement.statement
            #expect(statement.hasSuffix(".") && statement.first?.isLowercase == false, "\(requirement.id)")
            #expect(!statement.contains("  ") && !statement.contains("\n"), "\(requirement.id)")
            #expect(statement.split(separator: " ").count <= 60, "\(requirement.id)")
        }
    }

    @Test func noNameIsBrokenAtItsHyphen() {
        let texts = Requirement.all.flatMap { [$0.statement] + $0.permitted.map(\.reason) }
        let broken = texts.filter { $0.contains("- ") }
        #expect(broken.isEmpty, "\(broken)")
    }

    @Test func sectionsOfTheTextAreCovered() {
        let covered = Set(Requirement.all.map(\.section))
        // §10.2 repeats §5.8, which carries its sentence.
        #expect(ProtocolSection.all.filter { !covered.contains($0) } == [.sseCaching])
    }

    @Test func theListFollowsTheOrderOfTheText() {
        var order: [ProtocolSection] = []
        for requirement in Requirement.all where order.last != requirement.section { order.append(requirement.section) }
        #expect(order == ProtocolSection.all.filter { $0 != .sseCaching })
    }

    @Test func permittedOutcomesAreDistinctStatusesWithReasons() {
        for requirement in Requirement.all {
            let statuses = requirement.permittedStatuses
            #expect(Set(statuses).count == statuses.count, "\(requirement.id)")
            for outcome in requirement.permitted {
                #expect((200..<600).contains(outcome.status) && !outcome.reason.isEmpty, "\(requirement.id)")
            }
        }
    }

    @Test func aRefusalNamesItsStatuses() {
        for requirement in Requirement.all where requirement.statement.contains("is refused.") {
            #expect(!requirement.permitted.isEmpty, "\(requirement.id)")
            #expect(requirement.permittedStatuses.allSatisfy { $0 >= 400 }, "\(requirement.id)")
        }
    }

    @Test func permissionsAreExcludedWithAReason() {
        for requirement in Requirement.all {
            if requirement.level == .may { #expect(requirement.exclusion != nil, "\(requirement.id)") }
            if let exclusion = requirement.exclusion {
                #expect(exclusion.reason.hasSuffix("."), "\(requirement.id)")
            }
        }
    }
}
