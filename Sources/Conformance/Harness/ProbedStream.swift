import BlackBox
import HTTPMessage
import Specification

/// A stream of the target that belongs to one check.
///
/// The methods named after operations of the protocol send exactly what they say and hand back the answer unjudged.
public struct ProbedStream: Sendable {
    /// Path below the target's origin, as it stands on the wire.
    public let path: String
    /// The content type the check gave it, or means to give it.
    public let contentType: String
    /// The tail the server reported when the stream was created; `nil` for a stream that was only named.
    public let createdTail: Offset?

    let probe: Probe

    // MARK: Operations

    /// Sends a PUT (§5.1).
    @discardableResult
    public func put(
        _ body: Payload? = nil, contentType: String?? = .none, closed: Bool = false, ttl: String? = nil,
        expiresAt: String? = nil, fields: HTTPFields = [:]
    ) async throws -> Reply {
        probe.removeAfterwards(self)
        var all = HTTPFields()
        if let type = contentType ?? self.contentType { all[.contentType] = type }
        if closed { all[.streamClosed] = "true" }
        if let ttl { all[.streamTTL] = ttl }
        if let expiresAt { all[.streamExpiresAt] = expiresAt }
        all.append(contentsOf: fields)
        return try await probe.send(request(.put, fields: all, body: body))
    }

    /// Sends a POST with a body (§5.2).
    @discardableResult
    public func append(
        _ body: Payload, contentType: String?? = .none, closing: Bool = false, as producer: Producer? = nil,
        sequence: String? = nil, chunked: Bool = false, freshConnection: Bool = false, fields: HTTPFields = [:]
    ) async throws -> Reply {
        var all = HTTPFields()
        if let type = contentType ?? self.contentType { all[.contentType] = type }
        if closing { all[.streamClosed] = "true" }
        if let producer { all.append(contentsOf: producer.fields) }
        if let sequence { all[.streamSeq] = sequence }
        all.append(contentsOf: fields)
        var outgoing = request(.post, fields: all, body: body)
        outgoing.isChunked = chunked
        outgoing.usesFreshConnection = freshConnection
        return try await probe.send(outgoing)
    }

    /// Sends a POST with `Stream-Closed: true` and no body (§5.3).
    @discardableResult
    public func close(
        contentType: String? = nil, as producer: Producer? = nil, value: String = "true", fields: HTTPFields = [:]
    ) async throws -> Reply {
        var all = HTTPFields()
        if let contentType { all[.contentType] = contentType }
        all[.streamClosed] = value
        if let producer { all.append(contentsOf: producer.fields) }
        all.append(contentsOf: fields)
        return try await probe.send(request(.post, fields: all, body: []))
    }

    /// Sends a GET (§5.6); without a position the `offset` parameter is left out.
    @discardableResult
    public func read(
        from position: ReadPosition? = nil, fields: HTTPFields = [:], freshConnection: Bool = false
    ) async throws -> Reply {
        let query = position.map { [("offset", $0.queryValue)] } ?? []
        return try await get(query: query, fields: fields, freshConnection: freshConnection)
    }

    /// Sends a GET with this query, percent-encoded, in this order.
    @discardableResult
    public func get(
        query: [(String, String)] = [], fields: HTTPFields = [:], freshConnection: Bool = false,
        timeouts: Timeouts? = nil
    ) async throws -> Reply {
        var outgoing = request(.get, query: query, fields: fields)
        outgoing.usesFreshConnection = freshConnection
        if let timeouts { outgoing.timeouts = timeouts }
        return try await probe.send(outgoing)
    }

    /// Sends a long-poll GET (§5.7) and waits for its answer, if need be until the server's own timeout.
    @discardableResult
    public func longPoll(from position: ReadPosition, cursor: String? = nil) async throws -> Reply {
        var query = [("live", "long-poll"), ("offset", position.queryValue)]
        if let cursor { query.insert(("cursor", cursor), at: 0) }
        return try await get(query: query, timeouts: probe.longPollTimeouts)
    }

    /// Opens an SSE GET (§5.8).
    public func sse(from position: ReadPosition) async -> LiveReply {
        var outgoing = request(.get, query: [("live", "sse"), ("offset", position.queryValue)])
        outgoing.timeouts = probe.longPollTimeouts
        outgoing.usesFreshConnection = true
        return await probe.open(outgoing)
    }

    /// Sends a HEAD (§5.5).
    @discardableResult
    public func head(fields: HTTPFields = [:]) async throws -> Reply {
        try await probe.send(request(.head, fields: fields))
    }

    /// Sends a DELETE (§5.4).
    @discardableResult
    public func delete() async throws -> Reply {
        try await probe.send(request(.delete))
    }

    /// The request an operation sends, for stories that have to change it.
    public func request(
        _ method: HTTPRequest.Method, query: [(String, String)] = [], fields: HTTPFields = [:], body: Payload? = nil
    ) -> OutgoingRequest {
        var path = path
        for (index, (name, value)) in query.enumerated() {
            path += (index == 0 ? "?" : "&") + "\(name)=\(PercentCoding.encodeFieldValue(value))"
        }
        return probe.request(method, path: path, fields: fields, body: body)
    }
}

/// The producer fields of one request (§5.2.1).
public struct Producer: Sendable, Hashable {
    /// `Producer-Id`.
    public var id: String
    /// `Producer-Epoch`.
    public var epoch: Int64
    /// `Producer-Seq`.
    public var seq: Int64

    /// A producer at a position.
    public init(_ id: String, epoch: Int64 = 0, seq: Int64) {
        self.id = id
        self.epoch = epoch
        self.seq = seq
    }

    /// The three fields.
    public var fields: HTTPFields {
        [.producerId: id, .producerEpoch: String(epoch), .producerSeq: String(seq)]
    }
}
