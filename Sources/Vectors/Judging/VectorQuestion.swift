import Specification

/// What an implementation is asked.
struct VectorQuestion: Hashable {
    let operation: VectorOperation
    let input: [String: JSONValue]

    /// A member of the input that has to be text.
    func text(_ name: String) throws(VectorFileError) -> String {
        guard let text = input[name]?.text else { throw VectorFileError("the input has no text '\(name)'") }
        return text
    }

    /// A member of the input that may be `null`, which stands for a field that is not there.
    func optionalText(_ name: String) throws(VectorFileError) -> String? {
        guard let value = input[name] else { throw VectorFileError("the input has no '\(name)'") }
        if value == .null { return nil }
        guard let text = value.text else { throw VectorFileError("'\(name)' is neither text nor null") }
        return text
    }

    /// A member of the input that has to be a whole number.
    func integer(_ name: String) throws(VectorFileError) -> Int64 {
        guard let number = input[name]?.integer else { throw VectorFileError("the input has no number '\(name)'") }
        return number
    }

    /// Bytes: a text as UTF-8 under one name, or hexadecimal digits under another.
    func bytes(text: String, hex: String) throws(VectorFileError) -> [UInt8] {
        if let plain = input[text]?.text { return Array(plain.utf8) }
        return try bytes(hex: hex)
    }

    /// Bytes in hexadecimal digits.
    func bytes(hex name: String) throws(VectorFileError) -> [UInt8] {
        guard let bytes = Hexadecimal.bytes(try text(name)) else {
            throw VectorFileError("'\(name)' does not hold pairs of hexadecimal digits")
        }
        return bytes
    }
}

/// Bytes as pairs of hexadecimal digits in lower case.
enum Hexadecimal {
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count % 2 == 0 else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    static func text(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
