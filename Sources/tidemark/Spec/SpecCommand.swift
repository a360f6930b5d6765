import Specification

/// `tidemark spec`: what the protocol demands, and which checks prove it.
enum SpecCommand {
    /// `spec list`.
    static let list = CommandSpec(
        "spec list", "list the requirements of the protocol",
        groups: [
            OptionGroup(
                "Which requirements",
                [
                    .value("--profile", "P,..", repeatable: true, "only these profiles"),
                    .value(
                        "--section", "S,..", repeatable: true,
                        "only these sections and the sections inside them, as in 5.2"),
                    .value(
                        "--level", "L,..", repeatable: true,
                        "only these levels: must, should, may (with their negations)"),
                    .flag("--json", "as JSON on standard output"),
                ])
        ],
        notes: """
            Example: what must a server do when it takes an append?
              tidemark spec list --section 5.2 --level must
            """)

    /// `spec show`.
    static let show = CommandSpec(
        "spec show", "show one requirement and the checks that prove it", operands: [.init("<id>")],
        notes: """
            exit status: 0 shown, 2 there is no such requirement

            Example:
              tidemark spec show append.empty-body-rejected
            """)

    /// `spec coverage`.
    static let coverage = CommandSpec(
        "spec coverage", "show how far the checks cover the protocol",
        groups: [
            OptionGroup(
                "Options",
                [
                    .value(
                        "--text", "FILE", "compare a PROTOCOL.md with the sentences the requirements were read from"),
                    .flag("--print-ledger", "print the list of sentences of --text as Swift source, and nothing else"),
                    .flag("--json", "as JSON on standard output"),
                ])
        ],
        notes: """
            exit status: 0 every keyword sentence is accounted for, 1 one is not, or --text has others

            Example: what does a new revision of the protocol change?
              tidemark spec coverage --text PROTOCOL.md
            """)
}
