import Conformance

/// The list that `tidemark test --list` prints: one check a line, for people and for `cut`.
enum CheckListing {
    /// Id, level, section and profiles of every check.
    static func text(for checks: [Check]) -> String {
        let width = checks.map(\.id.count).max() ?? 0
        return checks.map { check in
            let requirement = check.requirement
            let pad = String(repeating: " ", count: width - check.id.count)
            let level =
                requirement.level.rawValue + String(repeating: " ", count: 10 - requirement.level.rawValue.count)
            let section = requirement.section.description
            let gap = String(repeating: " ", count: max(1, 8 - section.count))
            let profiles = check.profiles.subtracting([.core]).map(\.rawValue).sorted()
            let names = profiles.isEmpty ? "core" : profiles.joined(separator: ",")
            return "\(check.id)\(pad)  \(level) \(section)\(gap)\(names)\n"
        }.joined()
    }
}
