/// The query of a stream URL: names and values in the order of the wire, percent-encoding removed.
///
/// Values hold one scalar for each decoded byte, as header fields do, so that an offset in a URL compares with the
/// same offset in a header whatever bytes it has. A plus sign stays a plus sign, as RFC 3986 has it: no value of the
/// protocol holds a space, and a client that left the plus sign of an offset unescaped means the plus sign.
public struct StreamQuery: Sendable, Hashable {
    /// One parameter.
    public struct Parameter: Sendable, Hashable {
        /// The name, decoded.
        public let name: String
        /// The value, decoded; empty when there is no equals sign.
        public let value: String
    }

    /// The parameters in the order of the wire; a name may be there several times.
    public let parameters: [Parameter]

    /// The parameters of a raw query, without the question mark; `nil` when an escape is broken.
    ///
    /// Empty pieces between ampersands are no parameters.
    public init?(_ rawQuery: some StringProtocol) {
        var parameters: [Parameter] = []
        // Split by bytes: as characters, an ampersand and a combining mark after it would be one.
        for piece in Substring(rawQuery).utf8.split(separator: UInt8(ascii: "&")) {
            let equals = piece.firstIndex(of: UInt8(ascii: "=")) ?? piece.endIndex
            guard let name = Self.decode(Substring(piece[..<equals])),
                let value = Self.decode(Substring(piece[equals...].dropFirst()))
            else { return nil }
            parameters.append(Parameter(name: name, value: value))
        }
        self.parameters = parameters
    }

    /// Splits the target of a request at its first question mark; the query is `nil` where there is none.
    public static func split(target: String) -> (path: Substring, rawQuery: Substring?) {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (target[...], nil) }
        return (target[..<mark], target[target.utf8.index(after: mark)...])
    }

    /// The values of a name in the order of the wire.
    public func values(of name: String) -> [String] {
        parameters.filter { $0.name == name }.map(\.value)
    }

    /// The first value of a name; `nil` when it is absent.
    public func first(_ name: String) -> String? {
        parameters.first { $0.name == name }?.value
    }

    private static func decode(_ piece: Substring) -> String? {
        guard piece.utf8.contains(UInt8(ascii: "%")) else { return String(piece) }
        var decoded = String.UnicodeScalarView()
        var scalars = piece.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == "%" else {
                decoded.append(scalar)
                continue
            }
            guard let high = hexadecimal(scalars.next()), let low = hexadecimal(scalars.next()) else { return nil }
            decoded.append(Unicode.Scalar(high << 4 | low))
        }
        return String(decoded)
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar?) -> UInt8? {
        guard let scalar, let byte = UInt8(exactly: scalar.value) else { return nil }
        return PercentCoding.hexadecimalValue(byte)
    }
}
