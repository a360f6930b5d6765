/// One option of a command, as the parser and the help page see it.
struct OptionSpec: Sendable, Hashable {
    /// The name with its two hyphens, for example `--jobs`.
    let name: String

    /// What stands for the value in the help page, for example `N`; `nil` for a switch.
    let value: String?

    /// Whether the option may be given more than once.
    let isRepeatable: Bool

    /// What it does, in one or two lines of the help page.
    let help: String

    /// An option with a value.
    static func value(_ name: String, _ value: String, repeatable: Bool = false, _ help: String) -> OptionSpec {
        OptionSpec(name: name, value: value, isRepeatable: repeatable, help: help)
    }

    /// An option without a value.
    static func flag(_ name: String, _ help: String) -> OptionSpec {
        OptionSpec(name: name, value: nil, isRepeatable: true, help: help)
    }

    /// The option as the help page shows it.
    var usage: String {
        value.map { "\(name) \($0)" } ?? name
    }
}

/// A group of options under one heading of the help page.
struct OptionGroup: Sendable, Hashable {
    let title: String
    let options: [OptionSpec]

    init(_ title: String, _ options: [OptionSpec]) {
        self.title = title
        self.options = options
    }
}
