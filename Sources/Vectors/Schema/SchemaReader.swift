import Specification

/// Reads one schema object, keyword by keyword.
struct SchemaReader {
    private static let keywords: Set<String> = [
        "type", "const", "enum", "required", "properties", "additionalProperties", "items", "minItems", "maxItems",
        "uniqueItems", "minimum", "maximum", "minLength", "pattern", "anyOf", "allOf", "if", "then", "$ref", "$defs",
        "$schema", "$id", "$comment", "title", "description",
    ]

    private static let definitionPrefix = "#/$defs/"

    private let members: [String: JSONValue]
    private let path: String

    /// Whether the schema is `false`.
    let isNever: Bool

    init(_ value: JSONValue, at path: String) throws(SchemaError) {
        self.path = path
        if let bool = value.bool {
            members = [:]
            isNever = !bool
            return
        }
        guard let members = value.membersByName else { throw SchemaError(path: path, "a schema is an object") }
        if let unknown = members.keys.sorted().first(where: { !Self.keywords.contains($0) }) {
            throw SchemaError(path: path, "the keyword '\(unknown)' is not known here")
        }
        self.members = members
        isNever = false
    }

    func types() throws(SchemaError) -> [JSONType] {
        guard let value = members["type"] else { return [] }
        var types: [JSONType] = []
        for name in value.elements ?? [value] {
            guard let type = name.text.flatMap(JSONType.init) else { throw wrong("type", "a name of a type") }
            types.append(type)
        }
        return types
    }

    func values() throws(SchemaError) -> [JSONValue]? {
        if let value = members["const"] {
            guard members["enum"] == nil else { throw wrong("enum", "left out where 'const' is") }
            return [value]
        }
        guard let value = members["enum"] else { return nil }
        guard let values = value.elements else { throw wrong("enum", "an array") }
        return values
    }

    func texts(_ name: String) throws(SchemaError) -> [String] {
        guard let value = members[name] else { return [] }
        let texts = value.elements?.compactMap(\.text)
        guard let texts, texts.count == value.elements?.count else { throw wrong(name, "an array of texts") }
        return texts
    }

    func schema(_ name: String) throws(SchemaError) -> JSONSchema? {
        guard let value = members[name] else { return nil }
        return try JSONSchema(SchemaReader(value, at: path + "/" + name))
    }

    func schemas(named name: String) throws(SchemaError) -> [String: JSONSchema] {
        guard let value = members[name] else { return [:] }
        guard let parts = value.membersByName else { throw wrong(name, "an object") }
        var schemas: [String: JSONSchema] = [:]
        for (key, part) in parts { schemas[key] = try JSONSchema(SchemaReader(part, at: "\(path)/\(name)/\(key)")) }
        return schemas
    }

    func schemas(listed name: String) throws(SchemaError) -> [JSONSchema] {
        guard let value = members[name] else { return [] }
        guard let parts = value.elements, !parts.isEmpty else { throw wrong(name, "an array that is not empty") }
        var schemas: [JSONSchema] = []
        for (index, part) in parts.enumerated() {
            schemas.append(try JSONSchema(SchemaReader(part, at: "\(path)/\(name)/\(index)")))
        }
        return schemas
    }

    func integer(_ name: String) throws(SchemaError) -> Int64? {
        guard let value = members[name] else { return nil }
        guard let integer = value.integer else { throw wrong(name, "a whole number") }
        return integer
    }

    func elementCounts() throws(SchemaError) -> ClosedRange<Int> {
        let least = Int(try integer("minItems") ?? 0)
        let most = try integer("maxItems").map(Int.init) ?? .max
        guard (0...most).contains(least) else { throw wrong("minItems", "a number up to 'maxItems'") }
        return least...most
    }

    func flag(_ name: String) throws(SchemaError) -> Bool {
        guard let value = members[name] else { return false }
        guard let flag = value.bool else { throw wrong(name, "true or false") }
        return flag
    }

    func pattern() throws(SchemaError) -> String? {
        guard let value = members["pattern"] else { return nil }
        guard let pattern = value.text, (try? Regex(pattern)) != nil else {
            throw wrong("pattern", "a regular expression")
        }
        return pattern
    }

    func reference() throws(SchemaError) -> String? {
        guard let value = members["$ref"] else { return nil }
        guard let text = value.text, text.hasPrefix(Self.definitionPrefix) else {
            throw wrong("$ref", "'\(Self.definitionPrefix)' and the name of a definition")
        }
        return String(text.dropFirst(Self.definitionPrefix.count))
    }

    private func wrong(_ name: String, _ expected: String) -> SchemaError {
        SchemaError(path: path, "'\(name)' has to be \(expected)")
    }
}
