import HTTPMessage

/// What the fields of a message say about where it ends and what becomes of the connection (RFC 9112 §6, §9.3).
struct MessageFraming: Sendable {
    private(set) var contentLength: Int?
    private(set) var hasTransferEncoding = false
    private(set) var saysClose = false
    private(set) var saysKeepAlive = false
    private(set) var expectsContinue = false
    private(set) var hostLines = 0

    private var lengthOverflows = false
    private var hasUnknownCoding = false
    private var chunkedCount = 0
    private var endsInChunked = false

    /// Takes the value of a field into account.
    mutating func note(_ role: FieldRole, _ value: UnsafeRawBufferPointer) throws(HTTPMessageError) {
        switch role {
        case .other, .date: break
        case .host: hostLines += 1
        case .contentLength: try noteContentLength(value)
        case .transferEncoding: try noteTransferEncoding(value)
        case .expect:
            if Latin1.equalsIgnoringCase(value, "100-continue") { expectsContinue = true }
        case .connection:
            var elements = ListElements(value)
            while let element = elements.next() {
                if Latin1.equalsIgnoringCase(element, "close") { saysClose = true }
                if Latin1.equalsIgnoringCase(element, "keep-alive") { saysKeepAlive = true }
            }
        }
    }

    /// Whether the connection outlives the message.
    func keepsConnection(_ version: HTTPVersion) -> Bool {
        !saysClose && (version == .http11 || saysKeepAlive)
    }

    /// How the end of the body is found, as far as the fields tell.
    enum Body: Sendable {
        case absent
        case fixed(Int)
        case chunked
    }

    /// Judges the fields once all of them are there.
    func body(_ version: HTTPVersion, limit: Int) throws(HTTPMessageError) -> Body {
        if hasTransferEncoding {
            guard version == .http11 else { throw .malformed("an HTTP/1.0 message has a Transfer-Encoding") }
            guard contentLength == nil, !lengthOverflows else {
                throw .malformed("the message has both Content-Length and Transfer-Encoding")
            }
            guard endsInChunked, chunkedCount == 1 else {
                throw .malformed("the last transfer coding, and it alone, must be chunked")
            }
            guard !hasUnknownCoding else {
                throw HTTPMessageError(.unsupportedTransferCoding, "chunked is the only transfer coding understood")
            }
            return .chunked
        }
        guard !lengthOverflows else { throw Self.bodyTooLarge(limit) }
        guard let contentLength else { return .absent }
        guard contentLength <= limit else { throw Self.bodyTooLarge(limit) }
        return .fixed(contentLength)
    }

    static func bodyTooLarge(_ limit: Int) -> HTTPMessageError {
        HTTPMessageError(.bodyTooLarge, "the body is larger than its limit of \(limit) bytes")
    }

    // MARK: Values

    // A list of equal lengths is one length (RFC 9110 §8.6); anything else that is not digits is refused.
    private mutating func noteContentLength(_ value: UnsafeRawBufferPointer) throws(HTTPMessageError) {
        var elements = ListElements(value)
        var isEmpty = true
        while let element = elements.next() {
            isEmpty = false
            var length = 0
            guard !element.isEmpty else { throw .malformed("Content-Length is not a number") }
            for byte in element {
                guard byte >= 0x30, byte <= 0x39 else { throw .malformed("Content-Length is not a number") }
                let (product, overflow) = length.multipliedReportingOverflow(by: 10)
                let (sum, carry) = product.addingReportingOverflow(Int(byte - 0x30))
                if overflow || carry {
                    lengthOverflows = true
                    length = .max
                } else if length != .max {
                    length = sum
                }
            }
            if let contentLength, contentLength != length {
                throw .malformed("the message has differing values of Content-Length")
            }
            contentLength = length
        }
        guard !isEmpty else { throw .malformed("Content-Length is empty") }
    }

    private mutating func noteTransferEncoding(_ value: UnsafeRawBufferPointer) throws(HTTPMessageError) {
        hasTransferEncoding = true
        var elements = ListElements(value)
        var isEmpty = true
        while let element = elements.next() {
            isEmpty = false
            guard !element.isEmpty else { throw .malformed("Transfer-Encoding has an empty element") }
            if Latin1.equalsIgnoringCase(element, "chunked") {
                chunkedCount += 1
                endsInChunked = true
            } else {
                hasUnknownCoding = true
                endsInChunked = false
            }
        }
        guard !isEmpty else { throw .malformed("Transfer-Encoding is empty") }
    }
}

/// The elements of a comma-separated list, white space removed; none of an empty list, empty ones where commas say so.
private struct ListElements {
    private let bytes: UnsafeRawBufferPointer
    private var start = 0
    private var isOver: Bool

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        isOver = bytes.isEmpty
    }

    mutating func next() -> UnsafeRawBufferPointer? {
        guard !isOver else { return nil }
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: ",") { end += 1 }
        let element = bytes.part(start..<end).trimmed
        isOver = end == bytes.count
        start = end + 1
        return element
    }
}
