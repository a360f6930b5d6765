/// A media type with its parameters: the value of `Content-Type` (§5.1, §9; RFC 9110 §8.3).
///
/// Two values are equal when they are spelled the same. Whether an append fits a stream is asked with
/// ``matches(_:)``, whether two configurations are the same with ``isIdentical(to:)``.
public struct ContentType: Sendable, Hashable, CustomStringConvertible {
    /// One parameter of a media type.
    public struct Parameter: Sendable, Hashable {
        /// The name in lower case.
        public let name: String
        /// The value without quotation marks and escapes, in its own letter case.
        public let value: String
    }

    /// The value as it was given.
    public let rawValue: String

    /// The part before the slash, in lower case.
    public let type: String

    /// The part after the slash, in lower case.
    public let subtype: String

    /// The parameters in the order given.
    public let parameters: [Parameter]

    /// A media type, or `nil` when the value does not follow the grammar of RFC 9110 §8.3.1.
    ///
    /// White space around a semicolon and empty parameters are part of that grammar, white space around the slash or
    /// an equals sign is not.
    public init?(_ value: String) {
        var scanner = FieldScanner(value)
        guard let type = scanner.takeToken(), scanner.take("/"), let subtype = scanner.takeToken() else { return nil }
        var parameters: [Parameter] = []
        scanner.skipWhiteSpace()
        while !scanner.isAtEnd {
            guard scanner.take(";") else { return nil }
            scanner.skipWhiteSpace()
            if let name = scanner.takeToken() {
                guard scanner.take("="), let value = scanner.takeToken() ?? scanner.takeQuotedString() else {
                    return nil
                }
                parameters.append(Parameter(name: name.lowercased(), value: value))
                scanner.skipWhiteSpace()
            }
        }
        self.rawValue = value
        self.type = type.lowercased()
        self.subtype = subtype.lowercased()
        self.parameters = parameters
    }

    private init(type: String, subtype: String) {
        self.rawValue = "\(type)/\(subtype)"
        self.type = type
        self.subtype = subtype
        self.parameters = []
    }

    /// `application/json`, the type that switches JSON mode on (§9.1).
    public static let json = ContentType(type: "application", subtype: "json")

    /// `application/octet-stream`, which a server may take when a create names no type (§5.1).
    public static let octetStream = ContentType(type: "application", subtype: "octet-stream")

    /// `text/event-stream`, the type of SSE responses (§5.8).
    public static let eventStream = ContentType(type: "text", subtype: "event-stream")

    /// `text/plain`.
    public static let plainText = ContentType(type: "text", subtype: "plain")

    /// Type and subtype in lower case, without parameters.
    public var essence: String { "\(type)/\(subtype)" }

    /// Whether JSON mode applies (§9.1): `application/json` with any parameters, and no `+json` type.
    public var isJSON: Bool { type == "application" && subtype == "json" }

    /// Whether it is a `text/*` type.
    public var isText: Bool { type == "text" }

    /// Whether SSE carries the stream as text rather than as base64 (§5.8).
    public var carriesTextInSSE: Bool { isText || isJSON }

    /// Whether two types agree in type and subtype, whatever their letter case and their parameters.
    ///
    /// This is the reading of "match" (§5.2, §12.4) that no client can be surprised by: a library that adds
    /// `charset=utf-8` to what the user wrote is not sending another type.
    public func matches(_ other: ContentType) -> Bool {
        type == other.type && subtype == other.subtype
    }

    /// Whether two types agree in everything that carries meaning: type, subtype and parameters.
    ///
    /// The order of parameters, the letter case of their names and how their values are quoted carry no meaning;
    /// neither does the letter case of a `charset` (RFC 9110 §8.3.2). Other values compare exactly.
    public func isIdentical(to other: ContentType) -> Bool {
        matches(other) && comparableParameters == other.comparableParameters
    }

    /// The value of the first parameter of a name, which is given in lower case.
    public func parameter(_ name: String) -> String? {
        parameters.first { $0.name == name }?.value
    }

    private var comparableParameters: [String] {
        parameters.map { "\($0.name)=\($0.name == "charset" ? $0.value.lowercased() : $0.value)" }.sorted()
    }

    /// The value as it was given.
    public var description: String { rawValue }
}
