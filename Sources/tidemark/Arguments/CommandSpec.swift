/// One command: what it takes, and what its help page says.
struct CommandSpec: Sendable, Hashable {
    /// The words that name it, for example `spec list`.
    let name: String

    /// What it does, in a clause for the list of commands.
    let summary: String

    /// What it takes besides options, for example `<base-url>`.
    let operands: [Operand]

    /// Its options.
    let groups: [OptionGroup]

    /// What the help page says below the options: exit statuses, examples.
    let notes: String

    init(_ name: String, _ summary: String, operands: [Operand] = [], groups: [OptionGroup] = [], notes: String) {
        self.name = name
        self.summary = summary
        self.operands = operands
        self.groups = groups
        self.notes = notes
    }

    /// Something given by its place.
    struct Operand: Sendable, Hashable {
        /// What stands for it in the help page, for example `<base-url>`.
        let placeholder: String
        /// Whether the command can do without.
        let isOptional: Bool
        /// Whether it takes all that follows; the last operand only.
        let isRepeatable: Bool

        init(_ placeholder: String, isOptional: Bool = false, isRepeatable: Bool = false) {
            self.placeholder = placeholder
            self.isOptional = isOptional
            self.isRepeatable = isRepeatable
        }
    }

    /// Every option, with `--help`, which every command has.
    var options: [OptionSpec] { groups.flatMap(\.options) + [.help] }
}

extension OptionSpec {
    /// `--help`, which every command has.
    static let help = OptionSpec.flag("--help", "show this page")
}
