/// Reads long options (`--name value`, `--name=value`), switches and operands.
///
/// Options and operands may stand in any order; what follows `--` is taken by its place.
struct ArgumentParser: Sendable {
    let command: CommandSpec

    init(_ command: CommandSpec) {
        self.command = command
    }

    /// Reads the words behind the command's name.
    ///
    /// Does not look for missing operands, so that `--help` can be answered first: see ``checkOperands(of:)``.
    ///
    /// - Throws: ``UsageError`` that names the option and says what to change.
    func parse(_ words: some Sequence<String>) throws(UsageError) -> ParsedArguments {
        var parsed = ParsedArguments()
        var rest = Array(words)[...]
        while let word = rest.popFirst() {
            if word == "--" {
                parsed.operands += rest
                break
            }
            if word == "-h" {
                parsed.values["--help"] = [""]
                continue
            }
            guard word.hasPrefix("-"), word.count > 1 else {
                parsed.operands.append(word)
                continue
            }
            let name = String(word.prefix { $0 != "=" })
            let inline = word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) }
            guard let option = command.options.first(where: { $0.name == name }) else { throw unknown(name) }
            try add(option, inline: inline, rest: &rest, to: &parsed)
        }
        return parsed
    }

    /// Makes sure that every operand is there and none is too many.
    ///
    /// - Throws: ``UsageError`` that names what is missing or too much.
    func checkOperands(of parsed: ParsedArguments) throws(UsageError) {
        let missing = command.operands.dropFirst(parsed.operands.count).first { !$0.isOptional }
        if let missing {
            throw UsageError("\(missing.placeholder) is missing")
        }
        if command.operands.last?.isRepeatable ?? false { return }
        if let extra = parsed.operands.dropFirst(command.operands.count).first {
            let taken =
                command.operands.isEmpty
                ? "takes options only" : "takes \(command.operands.map(\.placeholder).joined(separator: " ")) only"
            throw UsageError("'\(extra)' is one argument too many: the command \(taken)")
        }
    }

    private func add(
        _ option: OptionSpec, inline: String?, rest: inout ArraySlice<String>, to parsed: inout ParsedArguments
    ) throws(UsageError) {
        let name = option.name
        if !option.isRepeatable, parsed.has(name) { throw UsageError("\(name) is given twice; give it once") }
        guard let placeholder = option.value else {
            if let inline { throw UsageError("\(name) takes no value; leave out '=\(inline)'") }
            parsed.values[name, default: []].append("")
            return
        }
        let value: String
        if let inline {
            value = inline
        } else {
            // The next word is the value, unless it is an option of this command and so a value was forgotten.
            guard let next = rest.first, next != "--", !command.options.contains(where: { $0.name == next }) else {
                throw UsageError("\(name) wants a value: \(name) \(placeholder)")
            }
            value = next
            rest.removeFirst()
        }
        guard !value.isEmpty else {
            throw UsageError("\(name) wants a value that is not empty: \(name) \(placeholder)")
        }
        parsed.values[name, default: []].append(value)
    }

    private func unknown(_ name: String) -> UsageError {
        let near = NearestName.suggestion(for: name, among: command.options.map(\.name))
        return UsageError("\(name) is not an option of this command\(near)")
    }
}
