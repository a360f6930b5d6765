import Reporting
import Specification

extension SpecCommand {
    /// Carries out `spec list`.
    static func runList(_ parsed: ParsedArguments, console: Console) throws(UsageError) -> Int32 {
        let filter = try SpecFilter(parsed)
        let requirements = Requirement.all.filter(filter.contains).sorted { $0.section < $1.section }
        if parsed.has("--json") {
            console.out(JSONText.encode(requirements.map(RequirementEntry.init)))
            return ExitStatus.success
        }
        let width = requirements.map(\.id.rawValue.count).max() ?? 0
        var text = ""
        for requirement in requirements {
            let checks = CheckIndex.checksByRequirement[requirement.id]?.count ?? 0
            let proof =
                checks > 0
                ? "\(checks) \(checks == 1 ? "check" : "checks")"
                : requirement.exclusion.map { "excluded: \($0.kind)" } ?? "no check"
            text += pad(requirement.id.rawValue, width + 2) + pad(requirement.level.rawValue, 12)
            text += pad(requirement.section.description, 8) + pad(requirement.profile.rawValue, 11) + proof + "\n"
        }
        let count = requirements.count
        text += "\(count) \(count == 1 ? "requirement" : "requirements")\n"
        console.out(text)
        return ExitStatus.success
    }

    static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}

/// A requirement as `spec list --json` writes it.
struct RequirementEntry: Encodable {
    struct Permitted: Encodable {
        var status: Int
        var reason: String
    }

    struct Excluded: Encodable {
        var kind: String
        var reason: String
    }

    var id: String
    var level: Requirement.Level
    var section: String
    var profile: Profile
    var statement: String
    var permitted: [Permitted]
    var excluded: Excluded?
    var checks: [String]
    var sources: [String]

    init(_ requirement: Requirement) {
        id = requirement.id.rawValue
        level = requirement.level
        section = requirement.section.number
        profile = requirement.profile
        statement = requirement.statement
        permitted = requirement.permitted.map { Permitted(status: $0.status, reason: $0.reason) }
        excluded = requirement.exclusion.map { Excluded(kind: $0.kind, reason: $0.reason) }
        checks = CheckIndex.checksByRequirement[requirement.id] ?? []
        sources = requirement.sources.map(\.description)
    }
}
