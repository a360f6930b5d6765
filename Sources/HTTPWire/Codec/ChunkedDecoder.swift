import HTTPMessage

/// Takes the chunks off a body (RFC 9112 §7.1).
struct ChunkedDecoder: Sendable {
    private enum Phase {
        case size
        case data(Int)
        case dataEnd
        case trailers
    }

    private var phase = Phase.size
    private var trailers = FieldBlock()

    /// The fields after the last chunk.
    var trailerFields: HTTPFields { trailers.fields }

    /// Reads at `offset`, moves it, and adds what it finds to `body`.
    ///
    /// - Returns: whether the body has ended; `false` when more bytes are needed.
    mutating func decode(
        _ bytes: UnsafeRawBufferPointer, at offset: inout Int, lines: inout LineScanner, into body: inout [UInt8],
        limits: HTTPLimits
    ) throws(HTTPMessageError) -> Bool {
        while true {
            switch phase {
            case .size:
                let found = try lines.next(
                    in: bytes, at: offset, limit: limits.maximumChunkLineBytes, overlong: .malformed
                )
                guard let length = found else { return false }
                let size = try Self.size(bytes.part(offset..<offset + length))
                offset += length + 2
                guard size <= limits.maximumBodyBytes - body.count else {
                    throw MessageFraming.bodyTooLarge(limits.maximumBodyBytes)
                }
                phase = size == 0 ? .trailers : .data(size)
            case .data(let remaining):
                let taken = min(remaining, bytes.count - offset)
                guard taken > 0 else { return false }
                body.append(contentsOf: bytes.part(offset..<offset + taken))
                offset += taken
                phase = taken == remaining ? .dataEnd : .data(remaining - taken)
            case .dataEnd:
                let available = bytes.count - offset
                guard available > 0 else { return false }
                guard bytes[offset] == 0x0D else { throw Self.unterminated }
                guard available > 1 else { return false }
                guard bytes[offset + 1] == 0x0A else { throw Self.unterminated }
                offset += 2
                phase = .size
            case .trailers:
                guard try trailers.read(bytes, at: &offset, lines: &lines, limits: limits) else { return false }
                let framing = trailers.framing
                guard framing.contentLength == nil, !framing.hasTransferEncoding, framing.hostLines == 0 else {
                    throw .malformed("a trailer holds a field that decides about framing or routing")
                }
                return true
            }
        }
    }

    private static let unterminated = HTTPMessageError.malformed("the data of a chunk is not followed by CRLF")

    // Hexadecimal digits and extensions, which are checked and forgotten.
    private static func size(_ line: UnsafeRawBufferPointer) throws(HTTPMessageError) -> Int {
        var size = 0
        var index = 0
        while index < line.count, let digit = hexadecimal(line[index]) {
            // Once too large for a number, the value no longer matters, only that the line is well formed.
            size = size > Int.max >> 4 ? .max : size << 4 | digit
            index += 1
        }
        guard index > 0 else { throw .malformed("a chunk size is not a hexadecimal number") }
        try checkExtensions(line.part(index..<line.count))
        return size
    }

    private static func hexadecimal(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - 0x30)
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - 0x61 + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - 0x41 + 10)
        default: nil
        }
    }

    // *( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )
    private static func checkExtensions(_ bytes: UnsafeRawBufferPointer) throws(HTTPMessageError) {
        let fault = HTTPMessageError.malformed("a chunk size is followed by something that is not an extension")
        var index = 0
        func skipSpace() { while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 } }
        func skipToken() -> Bool {
            let start = index
            while index < bytes.count, HTTPField.Name.isTokenByte(bytes[index]) { index += 1 }
            return index > start
        }
        while index < bytes.count {
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: ";") else { throw fault }
            index += 1
            skipSpace()
            guard skipToken() else { throw fault }
            let end = index
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else {
                // The white space may belong to the next extension, but not to the end of the line.
                guard index == end || index < bytes.count else { throw fault }
                continue
            }
            index += 1
            skipSpace()
            guard index < bytes.count else { throw fault }
            if bytes[index] == UInt8(ascii: "\"") {
                guard skipQuoted(bytes, &index) else { throw fault }
            } else if !skipToken() {
                throw fault
            }
        }
    }

    private static func skipQuoted(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) -> Bool {
        index += 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return true
            case UInt8(ascii: "\\"):
                index += 1
                guard index < bytes.count, isText(bytes[index]) else { return false }
            default:
                guard isText(bytes[index]) else { return false }
            }
            index += 1
        }
        return false
    }

    private static func isText(_ byte: UInt8) -> Bool {
        byte == 0x09 || (byte >= 0x20 && byte != 0x7F)
    }
}
