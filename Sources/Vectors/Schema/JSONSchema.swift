import Specification

/// A schema in the part of JSON Schema 2020-12 that the vectors' own schema uses.
///
/// A keyword outside this part is an error, not an annotation: a constraint that is passed over would not be kept.
public final class JSONSchema: Sendable {
    /// The types a value may have; empty when any will do.
    let types: [JSONType]
    /// The values of which one is required; `nil` when any will do.
    let values: [JSONValue]?
    /// The members that an object must have.
    let required: [String]
    /// The schemas of members by name.
    let properties: [String: JSONSchema]
    /// The schema of all other members.
    let additionalProperties: JSONSchema?
    /// The schema of every element.
    let items: JSONSchema?
    /// How many elements an array may have.
    let elementCounts: ClosedRange<Int>
    /// Whether no element may be there twice.
    let hasUniqueItems: Bool
    /// The least number.
    let minimum: Int64?
    /// The greatest number.
    let maximum: Int64?
    /// The fewest characters (Unicode scalars) of a text.
    let minimumLength: Int
    /// A regular expression that has to be found in a text.
    let pattern: String?
    /// Schemas of which one at least must hold; empty when nothing is asked.
    let anyOf: [JSONSchema]
    /// Schemas that all must hold.
    let allOf: [JSONSchema]
    /// When this one holds, ``consequence`` must too.
    let condition: JSONSchema?
    /// See ``condition``.
    let consequence: JSONSchema?
    /// The name of a definition that must hold too.
    let reference: String?
    /// Whether nothing fits: the schema `false`.
    let isNever: Bool
    /// The definitions by name; at the root only.
    let definitions: [String: JSONSchema]

    init(_ reader: borrowing SchemaReader) throws(SchemaError) {
        isNever = reader.isNever
        types = try reader.types()
        values = try reader.values()
        required = try reader.texts("required")
        properties = try reader.schemas(named: "properties")
        additionalProperties = try reader.schema("additionalProperties")
        items = try reader.schema("items")
        elementCounts = try reader.elementCounts()
        hasUniqueItems = try reader.flag("uniqueItems")
        minimum = try reader.integer("minimum")
        maximum = try reader.integer("maximum")
        minimumLength = Int(try reader.integer("minLength") ?? 0)
        pattern = try reader.pattern()
        anyOf = try reader.schemas(listed: "anyOf")
        allOf = try reader.schemas(listed: "allOf")
        condition = try reader.schema("if")
        consequence = try reader.schema("then")
        reference = try reader.reference()
        definitions = try reader.schemas(named: "$defs")
    }

    /// A schema of JSON text.
    ///
    /// - Throws: What is wrong with it, or which keyword is not known here.
    public convenience init(text: [UInt8]) throws(SchemaError) {
        let value: JSONValue
        do { value = try JSONValue.parse(text) } catch { throw SchemaError(path: "", "\(error)") }
        try self.init(SchemaReader(value, at: ""))
        try checkReferences(to: Set(definitions.keys))
    }

    private func checkReferences(to names: Set<String>) throws(SchemaError) {
        if let reference, !names.contains(reference) {
            throw SchemaError(path: "", "there is no definition '\(reference)'")
        }
        let parts = [additionalProperties, items, condition, consequence].compactMap(\.self)
        for part in parts + anyOf + allOf + Array(properties.values) + Array(definitions.values) {
            try part.checkReferences(to: names)
        }
    }
}

/// A type of JSON Schema.
enum JSONType: String, Sendable, CaseIterable {
    case null, boolean, object, array, number, string, integer

    /// Whether a value is of the type; `1.0` is an integer.
    func contains(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.null, .null), (.boolean, .bool), (.object, .object), (.array, .array), (.number, .number),
            (.string, .string):
            true
        case (.integer, .number(let number)): number.exponent >= 0
        default: false
        }
    }
}

/// Why a schema cannot be used.
public struct SchemaError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where and why.
    public let description: String

    init(path: String, _ reason: String) {
        description = path.isEmpty ? reason : "\(path): \(reason)"
    }
}
