import Specification

extension SpecCommand {
    /// Carries out `spec show`.
    static func runShow(_ parsed: ParsedArguments, console: Console) throws(UsageError) -> Int32 {
        let name = parsed.operands[0]
        // The id of a check names its requirement before the slash.
        let slug = String(name.prefix { $0 != "/" })
        guard let requirement = Requirement.all.first(where: { $0.id.rawValue == slug }) else {
            throw UsageError("there is no requirement '\(name)'\(suggestions(for: slug))")
        }
        console.out(page(for: requirement))
        return ExitStatus.success
    }

    private static func suggestions(for slug: String) -> String {
        let ids = Requirement.all.map(\.id.rawValue)
        var near = NearestName.candidates(for: slug, among: ids, limit: 5)
        if near.isEmpty { near = Array(ids.filter { $0.contains(slug) }.prefix(5)) }
        return near.isEmpty
            ? "; see tidemark spec list" : "; near it:\n" + near.map { "  \($0)" }.joined(separator: "\n")
    }

    private static func page(for requirement: Requirement) -> String {
        var text = """
            \(requirement.id)
              level      \(requirement.level.rawValue)
              section    \(requirement.section) \(requirement.section.title)
              profile    \(requirement.profile.rawValue)

            \(paragraph(requirement.statement, indent: 2))

            """
        if !requirement.permitted.isEmpty {
            text += "\npermitted outcomes\n"
            for outcome in requirement.permitted {
                text += "  \(outcome.status)  " + paragraph(outcome.reason, indent: 7).drop { $0 == " " } + "\n"
            }
        }
        let checks = CheckIndex.checksByRequirement[requirement.id] ?? []
        if let exclusion = requirement.exclusion, checks.isEmpty {
            text += "\nno check proves it: \(exclusion.kind)\n\(paragraph(exclusion.reason, indent: 2))\n"
        } else {
            text += checks.isEmpty ? "\nno check proves it yet\n" : "\nproved by\n"
            for check in checks { text += "  \(check)\n" }
        }
        let places = requirement.sources.map { "line \($0.line)" }.joined(separator: ", ")
        if !places.isEmpty {
            text += "\nread from \(places) of \(PinnedText.document) at \(PinnedText.revision)\n"
        }
        return text
    }

    /// The text in lines of 90 columns at most, indented.
    static func paragraph(_ text: String, indent: Int) -> String {
        let lead = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent + line.count + 1 + word.count > 90 {
                lines.append(lead + line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " " + word
        }
        return (lines + [lead + line]).joined(separator: "\n")
    }
}
