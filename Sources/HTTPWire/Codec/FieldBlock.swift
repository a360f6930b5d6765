import HTTPMessage

/// The field lines of a header or of a trailer, read one by one up to the empty line.
struct FieldBlock: Sendable {
    private(set) var fields = HTTPFields()
    private(set) var framing = MessageFraming()
    /// The value of the first `Host` line.
    private(set) var host: String?
    /// Whether that value is a host with an optional port.
    private(set) var hasValidHost = true

    private var byteCount = 0

    /// Makes room for as many lines as the message before had.
    mutating func reserve(_ count: Int) {
        fields.reserveCapacity(count)
    }

    /// Reads lines at `offset` and moves it behind them.
    ///
    /// - Returns: whether the empty line was reached; `false` when more bytes are needed.
    mutating func read(
        _ bytes: UnsafeRawBufferPointer, at offset: inout Int, lines: inout LineScanner, limits: HTTPLimits
    ) throws(HTTPMessageError) -> Bool {
        while true {
            // The empty line at the end is not counted against the room for fields.
            let room = limits.maximumHeaderBytes - byteCount + 2
            guard let length = try lines.next(in: bytes, at: offset, limit: room, overlong: .headerTooLarge) else {
                return false
            }
            let line = bytes.part(offset..<offset + length)
            offset += length + 2
            if length == 0 { return true }
            byteCount += length + 2
            guard byteCount <= limits.maximumHeaderBytes else {
                throw HTTPMessageError(.headerTooLarge, "the fields are longer than their limit in bytes")
            }
            guard fields.count < limits.maximumHeaderCount else {
                throw HTTPMessageError(
                    .headerTooLarge, "there are more than \(limits.maximumHeaderCount) field lines"
                )
            }
            try readLine(line)
        }
    }

    @inline(__always)
    private mutating func readLine(_ line: UnsafeRawBufferPointer) throws(HTTPMessageError) {
        var colon = 0
        while colon < line.count, HTTPField.Name.isTokenByte(line[colon]) { colon += 1 }
        guard colon > 0, colon < line.count, line[colon] == UInt8(ascii: ":") else {
            throw Self.fault(line, stop: colon)
        }
        let (name, role) = FieldNameTable.shared.name(line.part(0..<colon))
        let value = line.part(colon + 1..<line.count).trimmed
        let survey = Latin1.survey(value)
        guard !survey.hasControl else {
            throw .malformed("the value of \(name) holds a control character")
        }
        let text = Latin1.string(value, isASCII: survey.isASCII)
        if role != .other {
            try framing.note(role, value)
            if role == .host, host == nil {
                host = text
                hasValidHost = RequestLine.isAuthority(value)
            }
        }
        fields.append(HTTPField(name: name, value: text))
    }

    private static func fault(_ line: UnsafeRawBufferPointer, stop: Int) -> HTTPMessageError {
        if stop == 0, line[0] == 0x20 || line[0] == 0x09 {
            return .malformed("a field line begins with white space; folded lines are not taken")
        }
        if stop == line.count { return .malformed("a field line has no colon") }
        switch line[stop] {
        case UInt8(ascii: ":"): return .malformed("a field has no name")
        case 0x20, 0x09: return .malformed("there is white space between a field name and its colon")
        default: return .malformed("a field name holds a byte that no name may hold")
        }
    }
}
