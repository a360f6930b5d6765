import HTTPMessage
import Specification

/// What a `GET` asks for, for defects of reads.
struct ReadQuery: Sendable, Hashable {
    /// The parameter `offset`, decoded.
    var offset: String?

    /// The parameter `live`, decoded.
    var live: String?

    /// The parameter `cursor`, decoded.
    var cursor: String?

    /// Whether it is a read that never waits (§5.6).
    var isCatchUp: Bool { live == nil }

    /// Whether it is a long-poll (§5.7).
    var isLongPoll: Bool { live == LiveMode.longPoll.rawValue }

    /// Whether it is an event stream (§5.8).
    var isEvents: Bool { live == LiveMode.sse.rawValue }

    /// Whether it begins at the tail.
    var isNow: Bool { offset == "now" }

    /// Whether it begins at the beginning.
    var isBeginning: Bool { offset == nil || offset == "-1" }
}

extension HTTPRequest {
    /// The path of the stream, without the query.
    var streamPath: String { String(StreamQuery.split(target: path).path) }

    /// What a `GET` asks for; `nil` for other methods.
    var readQuery: ReadQuery? {
        get {
            guard method == .get else { return nil }
            guard let raw = StreamQuery.split(target: path).rawQuery, let query = StreamQuery(raw) else {
                return ReadQuery()
            }
            return ReadQuery(offset: query.first("offset"), live: query.first("live"), cursor: query.first("cursor"))
        }
        set {
            let items = [("cursor", newValue?.cursor), ("live", newValue?.live), ("offset", newValue?.offset)]
                .compactMap { name, value in value.map { "\(name)=\(PercentCoding.encodeFieldValue($0))" } }
            path = streamPath + (items.isEmpty ? "" : "?" + items.joined(separator: "&"))
        }
    }

    /// A `HEAD` of the same stream.
    var asHead: HTTPRequest {
        var head = withoutProducer
        head.method = .head
        head.path = streamPath
        return head
    }

    /// A read of the same stream from somewhere else.
    func reading(from offset: String?) -> HTTPRequest {
        var other = self
        other.method = .get
        other.headerFields[.ifNoneMatch] = nil
        other.readQuery = ReadQuery(offset: offset)
        return other
    }
}

extension Blueprint {
    /// Changes what reads ask for.
    mutating func onQuery(_ change: @escaping @Sendable (inout ReadQuery) -> Void) {
        onRequest { request, _ in
            guard var query = request.readQuery else { return }
            let before = query
            change(&query)
            if query != before { request.readQuery = query }
        }
    }

    /// Changes the answers to reads that succeeded, of event streams the head.
    mutating func onReadAnswer(_ change: @escaping @Sendable (ReadQuery, inout Answer) -> Void) {
        onAnswer { request, answer in
            guard let query = request.readQuery, answer.status < 300 else { return }
            change(query, &answer)
        }
    }

    /// Changes the answers to catch-up reads that succeeded.
    mutating func onCatchUp(_ change: @escaping @Sendable (ReadQuery, inout Answer) -> Void) {
        onReadAnswer { query, answer in
            if query.isCatchUp { change(query, &answer) }
        }
    }
}

extension Answer {
    /// Whether it is an answer of a stream of JSON messages.
    var isJSON: Bool { self[.contentType].flatMap { ContentType($0) }?.isJSON == true }

    /// The messages of a read of JSON; setting them writes a new body.
    var messages: [JSONValue]? {
        get { isJSON ? (try? JSONValue.parse(body))?.elements : nil }
        set { if let newValue { body = Array(JSONValue.array(newValue).description.utf8) } }
    }
}

extension Answer {
    /// Moves `Stream-Next-Offset` by a number of positions, as far as there are such.
    mutating func moveNextOffset(by distance: Int) {
        guard let position = self[.streamNextOffset].flatMap({ OffsetRule.position(of: $0) }) else { return }
        self[.streamNextOffset] = OffsetRule.token(of: max(0, position + distance))
    }
}
