import Specification

/// What came out of an operation: a word, and the values that belong to it.
public struct VectorAnswer: Sendable, Hashable, CustomStringConvertible {
    /// The word, for example `valid`.
    public let result: String

    /// The values by name; empty where the word says it all.
    public let output: [String: JSONValue]

    /// An answer.
    public init(_ result: String, _ output: [String: JSONValue] = [:]) {
        self.result = result
        self.output = output
    }

    /// The word and its values, as a report shows them.
    public var description: String {
        guard !output.isEmpty else { return result }
        let values = output.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return result + ": " + values.joined(separator: ", ")
    }
}

extension JSONValue {
    /// A whole number as a value.
    static func integer(_ number: Int64) -> JSONValue { .number(JSONNumber(number)) }

    /// Text as a value.
    static func text(_ text: String) -> JSONValue { .string(JSONString(text)) }

    /// An object of members whose names are plain text.
    static func members(_ members: [String: JSONValue]) -> JSONValue {
        .object(Dictionary(uniqueKeysWithValues: members.map { (JSONString($0.key), $0.value) }))
    }

    /// The members by name as text, when the value is an object.
    var membersByName: [String: JSONValue]? {
        guard case .object(let members) = self else { return nil }
        return Dictionary(members.map { ($0.key.text, $0.value) }, uniquingKeysWith: { _, last in last })
    }
}
