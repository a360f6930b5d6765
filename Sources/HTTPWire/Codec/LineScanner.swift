import Glibc

/// Finds the ends of lines in bytes that arrive piece by piece, looking at no byte twice.
///
/// Lines end in CRLF. A bare LF is refused although RFC 9112 §2.2 would let it pass: where one party of a chain sees a
/// line end and another does not, requests can be smuggled.
struct LineScanner: Sendable {
    // How many bytes of the unfinished line were searched in vain.
    private(set) var scanned = 0

    /// The length of the line at `start` without its CRLF, or `nil` when it has not ended yet.
    ///
    /// - Throws: `overlong` when the line with its end is longer than `limit`.
    @inline(__always)
    mutating func next(
        in bytes: UnsafeRawBufferPointer, at start: Int, limit: Int, overlong: HTTPMessageError.Kind
    ) throws(HTTPMessageError) -> Int? {
        let available = bytes.count - start
        guard available > scanned, let base = bytes.baseAddress else { return nil }
        guard let found = memchr(base + start + scanned, 0x0A, available - scanned) else {
            scanned = available
            guard available <= limit else { throw tooLong(overlong, limit) }
            return nil
        }
        scanned = 0
        let length = UnsafeRawPointer(found) - (base + start)
        guard length < limit else { throw tooLong(overlong, limit) }
        guard length > 0, bytes[start + length - 1] == 0x0D else {
            throw .malformed("a line ends in LF without CR")
        }
        return length - 1
    }

    private func tooLong(_ kind: HTTPMessageError.Kind, _ limit: Int) -> HTTPMessageError {
        switch kind {
        case .startLineTooLong: HTTPMessageError(kind, "the start line is longer than its limit of \(limit) bytes")
        case .headerTooLarge: HTTPMessageError(kind, "the fields are longer than their limit in bytes")
        default: HTTPMessageError(kind, "the line that begins a chunk is longer than its limit of \(limit) bytes")
        }
    }
}
