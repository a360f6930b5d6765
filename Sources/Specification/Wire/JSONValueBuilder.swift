/// Builds a value from JSON text, open containers on a stack of its own rather than on the call stack.
struct JSONValueBuilder {
    private struct Container {
        let isObject: Bool
        var keys: [JSONString] = []
        var values: [JSONValue] = []

        consuming func value() -> JSONValue {
            guard isObject else { return .array(values) }
            return .object(Dictionary(zip(keys, values), uniquingKeysWith: { _, last in last }))
        }
    }

    private var scanner: JSONScanner
    private var open: [Container] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        scanner = JSONScanner(bytes)
    }

    mutating func build(maximumDepth: Int) throws(JSONSyntaxError) -> JSONValue {
        scanner.skipWhiteSpace()
        guard scanner.next != nil else { throw JSONSyntaxError(position: scanner.position, reason: .noValue) }
        while true {
            guard var value = try begin(maximumDepth: maximumDepth) else { continue }
            while !open.isEmpty {
                guard let container = try addToInnermost(value) else { break }
                value = container
            }
            if open.isEmpty {
                scanner.skipWhiteSpace()
                guard scanner.next == nil else { throw scanner.failure(.trailingBytes) }
                return value
            }
        }
    }

    /// Reads a value that is complete at once; `nil` when it opened a container that is to be filled.
    private mutating func begin(maximumDepth: Int) throws(JSONSyntaxError) -> JSONValue? {
        let start = scanner.position
        guard let byte = scanner.next else { throw scanner.failure(.unexpectedEnd) }
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            guard open.count < maximumDepth else { throw scanner.failure(.tooDeep(maximum: maximumDepth)) }
            scanner.advance()
            scanner.skipWhiteSpace()
            if byte == UInt8(ascii: "[") {
                if scanner.take(UInt8(ascii: "]")) { return .array([]) }
                open.append(Container(isObject: false))
            } else {
                if scanner.take(UInt8(ascii: "}")) { return .object([:]) }
                open.append(Container(isObject: true, keys: [try readKey()]))
            }
            return nil
        case UInt8(ascii: "\""):
            return .string(try readString())
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            try scanner.skipNumber()
            return .number(JSONNumber(validated: scanner.bytes[start..<scanner.position]))
        default:
            try scanner.skipLiteral()
            return byte == UInt8(ascii: "n") ? .null : .bool(byte == UInt8(ascii: "t"))
        }
    }

    /// Puts a value into the innermost open container; gives that container when it is complete.
    private mutating func addToInnermost(_ value: JSONValue) throws(JSONSyntaxError) -> JSONValue? {
        let innermost = open.count - 1
        open[innermost].values.append(value)
        let isObject = open[innermost].isObject
        scanner.skipWhiteSpace()
        if scanner.take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return open.removeLast().value() }
        guard scanner.take(UInt8(ascii: ",")) else {
            throw scanner.failure(isObject ? .objectNotContinued : .arrayNotContinued)
        }
        scanner.skipWhiteSpace()
        if isObject { open[innermost].keys.append(try readKey()) }
        return nil
    }

    private mutating func readKey() throws(JSONSyntaxError) -> JSONString {
        let start = scanner.position
        try scanner.skipKey()
        // The name ends at the last quotation mark before the colon.
        var end = scanner.position - 1
        while scanner.bytes[end] != UInt8(ascii: "\"") { end -= 1 }
        return JSONString(validated: scanner.bytes[(start + 1)..<end])
    }

    private mutating func readString() throws(JSONSyntaxError) -> JSONString {
        let start = scanner.position
        try scanner.skipString()
        return JSONString(validated: scanner.bytes[(start + 1)..<(scanner.position - 1)])
    }
}
