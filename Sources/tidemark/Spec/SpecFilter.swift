import Specification

/// Which requirements `spec list` shows.
struct SpecFilter: Sendable {
    var profiles: Set<Profile>
    var sections: [String]
    var levels: Set<Requirement.Level>

    /// Reads the options.
    ///
    /// - Throws: ``UsageError`` for a section or a level that does not exist.
    init(_ parsed: ParsedArguments) throws(UsageError) {
        profiles = try OptionValue.profiles("--profile", of: parsed)
        sections = []
        for word in Self.words("--section", of: parsed) {
            let number = word.hasPrefix("§") ? String(word.dropFirst()) : word
            guard ProtocolSection.all.contains(where: { Self.lies($0.number, within: number) }) else {
                let numbers = ProtocolSection.all.map(\.number).joined(separator: ", ")
                throw UsageError("--section: the protocol has no section '\(word)'\nsections: \(numbers)")
            }
            sections.append(number)
        }
        levels = []
        for word in Self.words("--level", of: parsed) {
            // A level asked for in one word brings its negation: both bind equally.
            switch word.lowercased().replacing("-", with: " ") {
            case "must": levels.formUnion([.must, .mustNot])
            case "must not": levels.insert(.mustNot)
            case "should": levels.formUnion([.should, .shouldNot])
            case "should not": levels.insert(.shouldNot)
            case "may": levels.insert(.may)
            default: throw UsageError("--level: '\(word)' is not one of must, must-not, should, should-not, may")
            }
        }
    }

    /// Whether a requirement is shown.
    func contains(_ requirement: Requirement) -> Bool {
        (profiles.isEmpty || profiles.contains(requirement.profile))
            && (levels.isEmpty || levels.contains(requirement.level))
            && (sections.isEmpty || sections.contains { Self.lies(requirement.section.number, within: $0) })
    }

    private static func lies(_ number: String, within section: String) -> Bool {
        number == section || number.hasPrefix(section + ".")
    }

    private static func words(_ option: String, of parsed: ParsedArguments) -> [String] {
        parsed.all(option).flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }
}
