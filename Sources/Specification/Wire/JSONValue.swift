/// A JSON value, for comparing messages by what they mean (§9.1).
///
/// Numbers compare by their exact decimal value and strings after their escapes are resolved. Objects compare without
/// regard to the order of members; of members with the same name the last one counts, as in the parsers that servers
/// of most languages use, so a server that keeps the bytes and one that drops the earlier member are both right.
public enum JSONValue: Sendable, Hashable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A number.
    case number(JSONNumber)
    /// A string.
    case string(JSONString)
    /// An array.
    case array([JSONValue])
    /// An object.
    case object([JSONString: JSONValue])

    /// The value of a JSON text.
    ///
    /// - Parameters:
    ///   - bytes: The whole text, white space around the value allowed.
    ///   - maximumDepth: How deeply arrays and objects may be nested. The default leaves room for an array around
    ///     messages that are as deep as ``JSONMessages`` lets them be.
    /// - Throws: Where and why the bytes are not acceptable JSON text.
    public static func parse(
        _ bytes: [UInt8], maximumDepth: Int = JSONMessages.defaultMaximumDepth + 1
    ) throws(JSONSyntaxError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONSyntaxError) in
            var builder = JSONValueBuilder(buffer)
            return try builder.build(maximumDepth: maximumDepth)
        }
    }

    /// The value of a JSON text.
    ///
    /// - Throws: Where and why the text is not acceptable.
    public static func parse(_ text: String) throws(JSONSyntaxError) -> JSONValue {
        try parse(Array(text.utf8))
    }

    /// The member of an object; `nil` when there is none or the value is no object.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[JSONString(name)]
    }

    /// The elements, when the value is an array.
    public var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The text, when the value is a string.
    public var text: String? {
        if case .string(let string) = self { string.text } else { nil }
    }

    /// The truth value, when it is one.
    public var bool: Bool? {
        if case .bool(let bool) = self { bool } else { nil }
    }

    /// The integer, when the value is a number that is one and 64 bits hold it.
    public var integer: Int64? {
        if case .number(let number) = self { number.integer } else { nil }
    }
}

extension JSONValue: CustomStringConvertible {
    /// The value as JSON without white space, members in the order of their names.
    public var description: String {
        switch self {
        case .null: "null"
        case .bool(let bool): bool ? "true" : "false"
        case .number(let number): number.description
        case .string(let string): string.description
        case .array(let elements): "[" + elements.map(\.description).joined(separator: ",") + "]"
        case .object(let members):
            "{"
                + members.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }
                .map { "\($0.key):\($0.value)" }.joined(separator: ",") + "}"
        }
    }
}
