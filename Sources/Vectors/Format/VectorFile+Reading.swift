import Specification

/// Why a file holds no vectors.
public struct VectorFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A sentence.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension VectorFile {
    /// Reads a file whose JSON fits the schema; says in a word what is missing when it does not.
    ///
    /// - Throws: What cannot be read, and where.
    public init(name: String, _ value: JSONValue) throws(VectorFileError) {
        self.name = name
        title = try Self.text("title", of: value, name)
        section = try Self.text("section", of: value, name)
        count = try Self.number("count", of: value, name)
        retired = (value["retired"]?.elements ?? []).compactMap { $0.integer.map(Int.init) }
        notes = (value["notes"]?.membersByName ?? [:]).compactMapValues(\.text)
        var groups: [VectorGroup] = []
        for group in value["groups"]?.elements ?? [] { groups.append(try Self.group(group)) }
        self.groups = groups
        guard try Self.text("kind", of: value, name) == name else {
            throw VectorFileError("the kind is not the name of the file")
        }
    }

    private static func group(_ value: JSONValue) throws(VectorFileError) -> VectorGroup {
        let name = try text("name", of: value, "a group")
        let operation = try text("operation", of: value, "group '\(name)'")
        guard let known = VectorOperation(rawValue: operation) else {
            throw VectorFileError("group '\(name)' has the unknown operation '\(operation)'")
        }
        var cases: [VectorCase] = []
        for test in value["tests"]?.elements ?? [] { cases.append(try read(test)) }
        return VectorGroup(
            name: name, operation: known, about: try text("about", of: value, "group '\(name)'"), cases: cases)
    }

    private static func read(_ value: JSONValue) throws(VectorFileError) -> VectorCase {
        let id = try number("id", of: value, "a test")
        guard let input = value["input"]?.membersByName else { throw VectorFileError("test \(id) has no input") }
        var acceptable: [VectorAnswer] = []
        for answer in value["acceptable"]?.elements ?? [] { acceptable.append(try self.answer(answer, "test \(id)")) }
        return VectorCase(
            id: id, comment: try text("comment", of: value, "test \(id)"), input: input,
            expected: try answer(value, "test \(id)"), acceptable: acceptable,
            flags: (value["flags"]?.elements ?? []).compactMap(\.text))
    }

    private static func answer(_ value: JSONValue, _ place: String) throws(VectorFileError) -> VectorAnswer {
        VectorAnswer(try text("result", of: value, place), value["output"]?.membersByName ?? [:])
    }

    private static func text(_ member: String, of value: JSONValue, _ place: String) throws(VectorFileError) -> String {
        guard let text = value[member]?.text else { throw VectorFileError("\(place) has no text '\(member)'") }
        return text
    }

    private static func number(_ member: String, of value: JSONValue, _ place: String) throws(VectorFileError) -> Int {
        guard let number = value[member]?.integer else { throw VectorFileError("\(place) has no number '\(member)'") }
        return Int(number)
    }
}
