/// What a command line gave, by option name.
struct ParsedArguments: Sendable, Hashable {
    /// The values of every option that was given; a switch has one empty value for each time.
    var values: [String: [String]] = [:]

    /// What was given by its place.
    var operands: [String] = []

    /// Whether an option was given.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The value of an option, when it was given.
    subscript(name: String) -> String? { values[name]?.last }

    /// Every value of an option, in order.
    func all(_ name: String) -> [String] { values[name] ?? [] }
}
