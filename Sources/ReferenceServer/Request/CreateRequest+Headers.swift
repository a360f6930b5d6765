import Specification

extension CreateRequest {
    /// Reads the headers of a `PUT` (§5.1, §4.2).
    init(_ headers: StreamHeaders, _ rules: borrowing Rules) throws(Refusal) {
        self.init(
            contentType: try Self.contentType(headers),
            lifetime: try Self.lifetime(headers),
            closes: rules.asksForClosure(headers.closed),
            origin: try Self.origin(headers, rules))
    }

    private static func contentType(_ headers: StreamHeaders) throws(Refusal) -> ContentType? {
        guard let value = headers.contentType else { return nil }
        guard let type = ContentType(value) else { throw .badRequest("The Content-Type is not a media type.") }
        return type
    }

    private static func lifetime(_ headers: StreamHeaders) throws(Refusal) -> StreamLifetime {
        switch (headers.ttl, headers.expiresAt) {
        case (nil, nil): return .unlimited
        case (let value?, nil):
            guard let ttl = StreamTTL(value) else {
                throw .badRequest("Stream-TTL must be a number of seconds in plain digits without leading zeros.")
            }
            return .sliding(ttl)
        case (nil, let value?):
            guard let instant = RFC3339Instant(value) else {
                throw .badRequest("Stream-Expires-At must be an RFC 3339 timestamp.")
            }
            return .until(instant)
        case (_?, _?):
            throw .badRequest("Stream-TTL and Stream-Expires-At exclude each other.")
        }
    }

    private static func origin(_ headers: StreamHeaders, _ rules: borrowing Rules) throws(Refusal) -> ForkOrigin? {
        guard let source = headers.forkedFrom else {
            guard headers.forkOffset == nil, headers.forkSubOffset == nil else {
                throw .badRequest("Stream-Fork-Offset and Stream-Fork-Sub-Offset need Stream-Forked-From.")
            }
            return nil
        }
        var origin = ForkOrigin(source: source)
        if let value = headers.forkOffset {
            guard let anchor = value == ReadPosition.beginning.queryValue ? 0 : rules.position(value) else {
                throw .badRequest("Stream-Fork-Offset is not one of this server's offsets.")
            }
            origin.anchor = anchor
        }
        if let value = headers.forkSubOffset {
            guard let subOffset = ForkRule.subOffset(value) else {
                throw .badRequest("Stream-Fork-Sub-Offset must be a non-negative integer.")
            }
            origin.subOffset = subOffset
        }
        return origin
    }
}
