import HTTPMessage
import Specification
import Synchronization

// Conformant choices in the heads and bodies of answers that the reference does not make.

/// Fields nobody asked for, others spelled as few do, and bodies that come in pieces.
struct OddFields: Alteration {
    func alter(_ head: inout HTTPResponse, of request: HTTPRequest) {
        head.headerFields = HTTPFields(
            head.headerFields.map { field in
                guard let name = HTTPField.Name(field.name.canonicalName) else { return field }
                let value =
                    switch field.name {
                    case .streamClosed: "TRUE"
                    case .contentType: Self.spelled(field.value)
                    default: field.value
                    }
                return HTTPField(name: name, value: value)
            })
        for (name, value) in [
            ("server", "odd/1.0"), ("via", "1.1 somewhere"), ("vary", "Accept-Encoding, Authorization"),
            ("set-cookie", "lb=7; Path=/"), ("date", "Sat, 21 Nov 2026 12:00:00 GMT"), ("age", "0"),
            ("access-control-allow-origin", "*"), ("access-control-expose-headers", "*"),
            ("x-request-id", "0d9b7c6e"), ("connection", "close"), ("stream-extension", "yes"),
        ] {
            if let name = HTTPField.Name(name) { head.headerFields.append(HTTPField(name: name, value: value)) }
        }
        if request.method == .get, head.status == .ok, head.headerFields[.streamCursor] == nil,
            head.headerFields[.streamClosed] == nil
        {
            head.headerFields[.streamCursor] = "7"
        }
    }

    /// Upper case and a parameter where there is none: the same media type.
    private static func spelled(_ value: String) -> String {
        if value.contains(";") { return value.replacing("; ", with: ";  ") }
        guard let type = ContentType(value) else { return value }
        let isText = type.essence.hasPrefix("text/") || type.essence == "application/json"
        let essence = type.essence.split(separator: "/").map { $0.prefix(1).uppercased() + $0.dropFirst() }
            .joined(separator: "/")
        return isText ? essence + "; charset=UTF-8" : essence
    }
}

/// Refusals with a page for people, acknowledgements with a word, and the other of two permitted statuses.
struct OddStatuses: Alteration {
    func alter(_ head: inout HTTPResponse, of request: HTTPRequest) {
        if Self.isPage(head, request) { head.headerFields[.contentType] = "text/html; charset=utf-8" }
        let isClosing = StreamClosed.isPresent(request.headerFields[.streamClosed])
        if request.method == .post, head.status == .ok, request.headerFields[.producerId] != nil, !isClosing {
            head.status = .noContent
        }
    }

    func alter(_ body: inout [UInt8], of head: HTTPResponse, for request: HTTPRequest) {
        if Self.isPage(head, request) { body = Array("<!doctype html><p>\(head.status)</p>".utf8) }
        if head.status == .created, !request.path.contains("/__ds/") { body = Array("created\n".utf8) }
    }

    /// Refusals of subscriptions have a body that the text describes.
    private static func isPage(_ head: HTTPResponse, _ request: HTTPRequest) -> Bool {
        (400...599).contains(head.status.code) && !request.path.contains("/__ds/")
    }
}

/// JSON written again by a serialiser with a taste of its own.
struct RewrittenJSON: Alteration {
    func alter(_ body: inout [UInt8], of head: HTTPResponse, for request: HTTPRequest) {
        guard head.status == .ok, ContentType(head.headerFields[.contentType] ?? "")?.essence == "application/json"
        else { return }
        body = Self.spread(body) + [0x0A]
    }

    /// The same JSON over many lines, with solidi escaped.
    static func spread(_ json: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var isInString = false
        var isEscaped = false
        for byte in json {
            if isInString, byte == UInt8(ascii: "/"), !isEscaped { output.append(UInt8(ascii: "\\")) }
            output.append(byte)
            if isEscaped {
                isEscaped = false
            } else if isInString {
                isEscaped = byte == UInt8(ascii: "\\")
                if byte == UInt8(ascii: "\"") { isInString = false }
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            } else if [UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ",")].contains(byte) {
                output += Array("\n  ".utf8)
            }
        }
        return output
    }
}

/// Says as little as the text allows: no optional field, no cursor once a stream is closed.
struct Taciturn: Alteration {
    func alter(_ head: inout HTTPResponse, of request: HTTPRequest) {
        if head.headerFields[.streamClosed] != nil { head.headerFields[.streamCursor] = nil }
        let isNeeded: [HTTPField.Name]? =
            switch (request.method, head.status) {
            case (.delete, .noContent), (_, .notFound), (_, .badRequest), (_, .gone): []
            case (_, .notModified): [.eTag]
            default: nil
            }
        if let isNeeded {
            head.headerFields = HTTPFields(
                head.headerFields.filter { field in
                    isNeeded.contains(field.name) || [.cacheControl, .contentType].contains(field.name)
                        || field.name.canonicalName.hasPrefix("x-") || field.name.canonicalName.hasPrefix("cross-")
                })
        }
        if let expiry = head.headerFields[.streamExpiresAt], expiry.hasSuffix("Z"), !expiry.contains(".") {
            head.headerFields[.streamExpiresAt] = expiry.dropLast() + ".000+00:00"
        }
    }
}

/// Takes its time before it looks at a request, or before it gives an answer it has.
struct Slow: Alteration {
    var delay: Duration = .zero
    var answerDelay: Duration = .zero
}

/// Remembers the streams there have been: an expired one is gone, and a deleted one is not made again.
final class LongMemory: Alteration {
    private struct Memory {
        var mortal: Set<String> = []
        var deleted: Set<String> = []
    }

    private let memory = Mutex(Memory())

    private static func name(of request: HTTPRequest) -> String {
        String(request.path.prefix { $0 != "?" })
    }

    func answer(_ request: HTTPRequest, body: [UInt8]) -> (head: HTTPResponse, body: [UInt8])? {
        guard request.method == .put, memory.withLock({ $0.deleted.contains(Self.name(of: request)) }) else {
            return nil
        }
        return (HTTPResponse(status: .conflict), Array("There was a stream of that name.\n".utf8))
    }

    func alter(_ head: inout HTTPResponse, of request: HTTPRequest) {
        let name = Self.name(of: request)
        guard !name.contains("/__ds/") else { return }
        let status = head.status
        let isGone = memory.withLock { memory in
            switch (request.method, status) {
            case (.put, .created):
                memory.mortal.insert(name)
            case (.delete, .noContent):
                memory.mortal.remove(name)
                memory.deleted.insert(name)
            case (_, .notFound):
                return memory.mortal.contains(name)
            default: break
            }
            return false
        }
        if isGone { head.status = .gone }
    }
}

/// Wants to be told the content type of a new stream.
struct NoDefaultType: Alteration {
    func answer(_ request: HTTPRequest, body: [UInt8]) -> (head: HTTPResponse, body: [UInt8])? {
        guard request.method == .put, request.headerFields[.contentType] == nil,
            request.headerFields[.streamForkedFrom] == nil
        else { return nil }
        return (HTTPResponse(status: .badRequest), Array("Content-Type is missing.\n".utf8))
    }
}
