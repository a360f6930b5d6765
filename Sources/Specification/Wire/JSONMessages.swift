/// The messages in a JSON body: where each of them stands, its bytes untouched (§9.1).
///
/// An array is flattened by one level, so that each of its elements is a message (§9.1.2); any other value is one
/// message. The bytes are checked against the whole grammar of RFC 8259 and against UTF-8, and nothing is rewritten:
/// number spelling, key order and duplicate keys of a message stay what they were.
public struct JSONMessages: Sendable, Hashable {
    /// How deeply arrays and objects of one message may be nested unless the caller says otherwise.
    public static let defaultMaximumDepth = 512

    /// Where the messages stand in the body, white space around them left out.
    public private(set) var ranges: [Range<Int>]

    /// Whether the body is an array, whose elements are the messages.
    public private(set) var isBatch: Bool

    /// Whether the body is `[]`, which an append refuses and a create takes for no messages (§9.1.3).
    public var isEmptyBatch: Bool { isBatch && ranges.isEmpty }

    /// Finds the messages of a body.
    ///
    /// - Parameters:
    ///   - body: The bytes of the body.
    ///   - maximumDepth: How deeply arrays and objects of one message may be nested; the array of a batch is not
    ///     counted.
    /// - Throws: Where and why the body is not acceptable JSON text.
    public init(
        slicing body: UnsafeBufferPointer<UInt8>, maximumDepth: Int = Self.defaultMaximumDepth
    ) throws(JSONSyntaxError) {
        ranges = []
        isBatch = false
        var scanner = JSONScanner(body)
        scanner.skipWhiteSpace()
        guard scanner.next != nil else { throw JSONSyntaxError(position: scanner.position, reason: .noValue) }
        if scanner.take(UInt8(ascii: "[")) {
            isBatch = true
            try sliceElements(of: &scanner, maximumDepth: maximumDepth)
        } else {
            try sliceMessage(of: &scanner, maximumDepth: maximumDepth)
        }
        scanner.skipWhiteSpace()
        guard scanner.next == nil else { throw scanner.failure(.trailingBytes) }
    }

    /// Finds the messages of a body.
    ///
    /// - Throws: Where and why the body is not acceptable JSON text.
    public init(
        slicing body: [UInt8], maximumDepth: Int = Self.defaultMaximumDepth
    ) throws(JSONSyntaxError) {
        self = try body.withUnsafeBufferPointer { (buffer) throws(JSONSyntaxError) in
            try JSONMessages(slicing: buffer, maximumDepth: maximumDepth)
        }
    }

    private mutating func sliceMessage(of scanner: inout JSONScanner, maximumDepth: Int) throws(JSONSyntaxError) {
        let start = scanner.position
        try scanner.skipValue(maximumDepth: maximumDepth)
        ranges.append(start..<scanner.position)
    }

    private mutating func sliceElements(of scanner: inout JSONScanner, maximumDepth: Int) throws(JSONSyntaxError) {
        scanner.skipWhiteSpace()
        if scanner.take(UInt8(ascii: "]")) { return }
        while true {
            try sliceMessage(of: &scanner, maximumDepth: maximumDepth)
            scanner.skipWhiteSpace()
            if scanner.take(UInt8(ascii: "]")) { return }
            guard scanner.take(UInt8(ascii: ",")) else { throw scanner.failure(.arrayNotContinued) }
            scanner.skipWhiteSpace()
        }
    }
}
