import Specification

/// A place in a JSON text that a schema does not permit.
public struct SchemaViolation: Sendable, Hashable, CustomStringConvertible {
    /// The place, for example `groups[2].tests[0].id`; empty for the whole text.
    public let path: String

    /// What is wrong there.
    public let reason: String

    /// Place and reason.
    public var description: String { path.isEmpty ? reason : "\(path): \(reason)" }
}

/// Holds values against a schema.
public struct SchemaValidator {
    private let root: JSONSchema
    private var expressions: [String: Regex<AnyRegexOutput>] = [:]

    /// A validator for one schema.
    public init(_ schema: JSONSchema) {
        root = schema
    }

    /// Every place of a value that the schema does not permit, in order.
    public mutating func violations(of value: JSONValue) -> [SchemaViolation] {
        var found: [SchemaViolation] = []
        check(value, root, at: "", &found)
        return found
    }

    private mutating func holds(_ value: JSONValue, _ schema: JSONSchema) -> Bool {
        var found: [SchemaViolation] = []
        check(value, schema, at: "", &found)
        return found.isEmpty
    }

    private mutating func check(
        _ value: JSONValue, _ schema: JSONSchema, at path: String, _ found: inout [SchemaViolation]
    ) {
        func violate(_ reason: String) { found.append(SchemaViolation(path: path, reason: reason)) }
        if schema.isNever { return violate("nothing is permitted here") }
        if !schema.types.isEmpty, !schema.types.contains(where: { $0.contains(value) }) {
            return violate("\(Self.excerpt(value)) is not of type \(Self.list(schema.types.map(\.rawValue)))")
        }
        if let values = schema.values, !values.contains(value) {
            violate("\(Self.excerpt(value)) is not \(Self.list(values.map(\.description)))")
        }
        switch value {
        case .object(let members): checkObject(members, schema, at: path, &found)
        case .array(let elements): checkArray(elements, schema, at: path, &found)
        case .string(let string):
            if string.text.unicodeScalars.count < schema.minimumLength { violate("the text is too short") }
            if let pattern = schema.pattern, !matches(pattern, string.text) {
                violate("\(Self.excerpt(value)) does not match \(pattern)")
            }
        case .number(let number):
            if let minimum = schema.minimum, Self.isLess(number, minimum) { violate("\(number) is below \(minimum)") }
            if let maximum = schema.maximum, Self.isGreater(number, maximum) {
                violate("\(number) is above \(maximum)")
            }
        case .null, .bool: break
        }
        for part in schema.allOf { check(value, part, at: path, &found) }
        if !schema.anyOf.isEmpty, !anyHolds(value, schema.anyOf) { violate("none of the alternatives holds") }
        if let condition = schema.condition, let consequence = schema.consequence, holds(value, condition) {
            check(value, consequence, at: path, &found)
        }
        if let name = schema.reference, let definition = root.definitions[name] {
            check(value, definition, at: path, &found)
        }
    }

    private mutating func checkObject(
        _ members: [JSONString: JSONValue], _ schema: JSONSchema, at path: String, _ found: inout [SchemaViolation]
    ) {
        for name in schema.required where members[JSONString(name)] == nil {
            found.append(SchemaViolation(path: path, reason: "'\(name)' is missing"))
        }
        for (key, member) in members.sorted(by: { $0.key.text < $1.key.text }) {
            let place = path.isEmpty ? key.text : path + "." + key.text
            if let property = schema.properties[key.text] {
                check(member, property, at: place, &found)
            } else if let additional = schema.additionalProperties {
                check(member, additional, at: place, &found)
            }
        }
    }

    private mutating func checkArray(
        _ elements: [JSONValue], _ schema: JSONSchema, at path: String, _ found: inout [SchemaViolation]
    ) {
        if !schema.elementCounts.contains(elements.count) {
            let reason =
                "\(elements.count) elements are too \(elements.count < schema.elementCounts.lowerBound ? "few" : "many")"
            found.append(SchemaViolation(path: path, reason: reason))
        }
        if schema.hasUniqueItems, Set(elements).count < elements.count {
            found.append(SchemaViolation(path: path, reason: "an element is there twice"))
        }
        guard let items = schema.items else { return }
        for (index, element) in elements.enumerated() { check(element, items, at: "\(path)[\(index)]", &found) }
    }

    private mutating func anyHolds(_ value: JSONValue, _ schemas: [JSONSchema]) -> Bool {
        for schema in schemas where holds(value, schema) { return true }
        return false
    }

    private mutating func matches(_ pattern: String, _ text: String) -> Bool {
        if expressions[pattern] == nil { expressions[pattern] = try? Regex(pattern) }
        guard let expression = expressions[pattern] else { return false }
        return text.firstMatch(of: expression) != nil
    }

    private static func isLess(_ number: JSONNumber, _ bound: Int64) -> Bool {
        number.integer.map { $0 < bound } ?? (Double(number.description).map { $0 < Double(bound) } ?? false)
    }

    private static func isGreater(_ number: JSONNumber, _ bound: Int64) -> Bool {
        number.integer.map { $0 > bound } ?? (Double(number.description).map { $0 > Double(bound) } ?? false)
    }

    private static func list(_ words: [String]) -> String {
        words.count > 1 ? words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "") : words.first ?? ""
    }

    private static func excerpt(_ value: JSONValue) -> String {
        let text = value.description
        return text.count > 60 ? text.prefix(60) + "…" : text
    }
}
