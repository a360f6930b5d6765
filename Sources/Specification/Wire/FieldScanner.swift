import HTTPMessage

/// A cursor over the value of a header field, one scalar for each byte of the wire.
struct FieldScanner {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ value: String) {
        scalars = Array(value.unicodeScalars)
    }

    var isAtEnd: Bool { position == scalars.count }

    /// Takes a scalar when it is the next one.
    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard position < scalars.count, scalars[position] == scalar else { return false }
        position += 1
        return true
    }

    /// Takes scalars while they satisfy a condition.
    mutating func takeWhile(_ condition: (Unicode.Scalar) -> Bool) -> String {
        var taken = String.UnicodeScalarView()
        while position < scalars.count, condition(scalars[position]) {
            taken.append(scalars[position])
            position += 1
        }
        return String(taken)
    }

    /// Passes over optional white space (RFC 9110 §5.6.3).
    mutating func skipWhiteSpace() {
        while position < scalars.count, scalars[position] == " " || scalars[position] == "\t" { position += 1 }
    }

    /// Takes a token (RFC 9110 §5.6.2); `nil` when there is none.
    mutating func takeToken() -> String? {
        let token = takeWhile { $0.isASCII && HTTPField.Name.isTokenByte(UInt8($0.value)) }
        return token.isEmpty ? nil : token
    }

    /// Takes a quoted string and gives what it stands for (RFC 9110 §5.6.4); `nil` when there is none or it is broken.
    mutating func takeQuotedString() -> String? {
        guard take("\"") else { return nil }
        var content = String.UnicodeScalarView()
        while position < scalars.count {
            var scalar = scalars[position]
            position += 1
            if scalar == "\"" { return String(content) }
            if scalar == "\\" {
                guard position < scalars.count else { return nil }
                scalar = scalars[position]
                position += 1
            }
            guard scalar == "\t" || (scalar.value >= 0x20 && scalar.value != 0x7F) else { return nil }
            content.append(scalar)
        }
        return nil
    }
}
