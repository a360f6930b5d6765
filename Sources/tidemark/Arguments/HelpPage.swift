/// The help page of a command.
struct HelpPage: Sendable {
    /// The column at which the explanations of options begin.
    static let explanationColumn = 28

    let command: CommandSpec

    /// The page, ending in a line end.
    var text: String {
        var lines = ["tidemark \(command.name): \(command.summary)", ""]
        var usage = "usage: tidemark \(command.name)"
        for operand in command.operands where !operand.isRepeatable {
            usage += operand.isOptional ? " [\(operand.placeholder)]" : " \(operand.placeholder)"
        }
        if !command.groups.isEmpty { usage += " [options]" }
        for operand in command.operands where operand.isRepeatable { usage += " \(operand.placeholder)" }
        lines.append(usage)
        for group in command.groups + [OptionGroup("", [.help])] {
            lines.append(group.title.isEmpty ? "" : "\n\(group.title):")
            if group.title.isEmpty { lines.removeLast() }
            for option in group.options { lines += Self.explain(option) }
        }
        lines += ["", command.notes]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func explain(_ option: OptionSpec) -> [String] {
        let explanation = option.help.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let indent = String(repeating: " ", count: explanationColumn)
        var head = "  " + option.usage
        var lines: [String] = []
        if head.count > explanationColumn - 2 {
            lines.append(head)
            head = indent
        } else {
            head += String(repeating: " ", count: explanationColumn - head.count)
        }
        for (number, line) in explanation.enumerated() {
            lines.append((number == 0 ? head : indent) + line)
        }
        return lines
    }
}
