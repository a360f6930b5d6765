import Foundation

/// JSON for standard output.
enum JSONText {
    /// A value as indented JSON with sorted names and a line end.
    static func encode(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // The values are made of strings, whole numbers and lists, which always encode.
        guard let data = try? encoder.encode(value) else { preconditionFailure("a value does not encode as JSON") }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
