/// Writes events in the format of Server-Sent Events (§5.8).
///
/// Every CR, LF and CR LF of a payload begins a new `data` line, so that nothing in it can be taken for a field or for
/// the end of the event. A client therefore gets each of them back as LF; all else comes back as it was, a leading
/// space included, because one space is put before every line for the client to remove.
public enum SSEEncoder {
    /// One event.
    ///
    /// - Parameters:
    ///   - name: The name of the event; a line break in it ends the name.
    ///   - payload: The text of the event as UTF-8.
    public static func encode(name: String, payload: some Collection<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        append(name: name, payload: payload, to: &output)
        return output
    }

    /// Appends one event to bytes that are to be sent.
    public static func append(name: String, payload: some Collection<UInt8>, to output: inout [UInt8]) {
        output.append(contentsOf: "event: ".utf8)
        output.append(contentsOf: name.utf8.prefix { !isLineBreak($0) })
        output.append(lineFeed)
        payload.withBytes { appendLines(of: $0, to: &output) }
        output.append(lineFeed)
    }

    private static func appendLines(of payload: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        var rest = payload[...]
        while true {
            output.append(contentsOf: "data: ".utf8)
            guard let end = rest.firstIndex(where: isLineBreak) else { break }
            output.append(contentsOf: rest[..<end])
            output.append(lineFeed)
            let wasCR = rest[end] == carriageReturn
            rest = rest[end...].dropFirst()
            if wasCR, rest.first == lineFeed { rest = rest.dropFirst() }
        }
        output.append(contentsOf: rest)
        output.append(lineFeed)
    }

    /// Appends an event that carries bytes of the stream (§5.8): as text, or in base64 for a binary stream.
    public static func appendData(_ bytes: some Collection<UInt8>, base64: Bool, to output: inout [UInt8]) {
        if base64 {
            append(name: SSEEvent.dataName, payload: Base64.encode(bytes), to: &output)
        } else {
            append(name: SSEEvent.dataName, payload: bytes, to: &output)
        }
    }

    /// Appends an event that carries the state of the read (§5.8).
    public static func appendControl(_ control: SSEControl, to output: inout [UInt8]) {
        append(name: SSEEvent.controlName, payload: control.encoded, to: &output)
    }

    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D

    private static func isLineBreak(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }
}
