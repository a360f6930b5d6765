extension HTTPField.Name {
    // A literal written here is a token; both forms are literals, which are never allocated and never counted.
    private static func known(_ raw: String, _ canonical: String) -> Self {
        Self(raw: raw, canonical: canonical)
    }

    // MARK: HTTP

    /// `Accept` (RFC 9110 §12.5.1).
    public static let accept = known("Accept", "accept")
    /// `Allow` (RFC 9110 §10.2.1).
    public static let allow = known("Allow", "allow")
    /// `Authorization` (RFC 9110 §11.6.2).
    public static let authorization = known("Authorization", "authorization")
    /// `Cache-Control` (RFC 9111 §5.2).
    public static let cacheControl = known("Cache-Control", "cache-control")
    /// `Connection` (RFC 9110 §7.6.1).
    public static let connection = known("Connection", "connection")
    /// `Content-Length` (RFC 9110 §8.6).
    public static let contentLength = known("Content-Length", "content-length")
    /// `Content-Type` (RFC 9110 §8.3).
    public static let contentType = known("Content-Type", "content-type")
    /// `Cross-Origin-Resource-Policy` (Fetch standard).
    public static let crossOriginResourcePolicy = known("Cross-Origin-Resource-Policy", "cross-origin-resource-policy")
    /// `Date` (RFC 9110 §6.6.1).
    public static let date = known("Date", "date")
    /// `ETag` (RFC 9110 §8.8.3).
    public static let eTag = known("ETag", "etag")
    /// `Expect` (RFC 9110 §10.1.1).
    public static let expect = known("Expect", "expect")
    /// `Host` (RFC 9110 §7.2).
    public static let host = known("Host", "host")
    /// `If-None-Match` (RFC 9110 §13.1.2).
    public static let ifNoneMatch = known("If-None-Match", "if-none-match")
    /// `Keep-Alive` (RFC 2068 §19.7.1).
    public static let keepAlive = known("Keep-Alive", "keep-alive")
    /// `Location` (RFC 9110 §10.2.2).
    public static let location = known("Location", "location")
    /// `Retry-After` (RFC 9110 §10.2.3).
    public static let retryAfter = known("Retry-After", "retry-after")
    /// `Server` (RFC 9110 §10.2.4).
    public static let server = known("Server", "server")
    /// `TE` (RFC 9110 §10.1.4).
    public static let te = known("TE", "te")
    /// `Trailer` (RFC 9110 §6.6.2).
    public static let trailer = known("Trailer", "trailer")
    /// `Transfer-Encoding` (RFC 9112 §6.1).
    public static let transferEncoding = known("Transfer-Encoding", "transfer-encoding")
    /// `Upgrade` (RFC 9110 §7.8).
    public static let upgrade = known("Upgrade", "upgrade")
    /// `User-Agent` (RFC 9110 §10.1.5).
    public static let userAgent = known("User-Agent", "user-agent")
    /// `X-Content-Type-Options` (Fetch standard).
    public static let xContentTypeOptions = known("X-Content-Type-Options", "x-content-type-options")

    // MARK: Durable Streams

    /// `Stream-Closed` (Durable Streams §4.1).
    public static let streamClosed = known("Stream-Closed", "stream-closed")
    /// `Stream-Cursor` (Durable Streams §10.1).
    public static let streamCursor = known("Stream-Cursor", "stream-cursor")
    /// `Stream-Expires-At` (Durable Streams §5.1).
    public static let streamExpiresAt = known("Stream-Expires-At", "stream-expires-at")
    /// `Stream-Fork-Offset` (Durable Streams §4.2).
    public static let streamForkOffset = known("Stream-Fork-Offset", "stream-fork-offset")
    /// `Stream-Fork-Sub-Offset` (Durable Streams §4.2).
    public static let streamForkSubOffset = known("Stream-Fork-Sub-Offset", "stream-fork-sub-offset")
    /// `Stream-Forked-From` (Durable Streams §4.2).
    public static let streamForkedFrom = known("Stream-Forked-From", "stream-forked-from")
    /// `Stream-Next-Offset` (Durable Streams §5.2, §5.6).
    public static let streamNextOffset = known("Stream-Next-Offset", "stream-next-offset")
    /// `Stream-Seq` (Durable Streams §5.2).
    public static let streamSeq = known("Stream-Seq", "stream-seq")
    /// `Stream-SSE-Data-Encoding` (Durable Streams §5.8).
    public static let streamSSEDataEncoding = known("Stream-SSE-Data-Encoding", "stream-sse-data-encoding")
    /// `Stream-TTL` (Durable Streams §5.1).
    public static let streamTTL = known("Stream-TTL", "stream-ttl")
    /// `Stream-Up-To-Date` (Durable Streams §5.6).
    public static let streamUpToDate = known("Stream-Up-To-Date", "stream-up-to-date")
    /// `Producer-Epoch` (Durable Streams §5.2.1).
    public static let producerEpoch = known("Producer-Epoch", "producer-epoch")
    /// `Producer-Expected-Seq` (Durable Streams §5.2.1).
    public static let producerExpectedSeq = known("Producer-Expected-Seq", "producer-expected-seq")
    /// `Producer-Id` (Durable Streams §5.2.1).
    public static let producerId = known("Producer-Id", "producer-id")
    /// `Producer-Received-Seq` (Durable Streams §5.2.1).
    public static let producerReceivedSeq = known("Producer-Received-Seq", "producer-received-seq")
    /// `Producer-Seq` (Durable Streams §5.2.1).
    public static let producerSeq = known("Producer-Seq", "producer-seq")
    /// `Webhook-Signature` (Durable Streams §7.1).
    public static let webhookSignature = known("Webhook-Signature", "webhook-signature")

    /// The names above, so that a parser can hand out the one instance of a name instead of making a new one.
    public static let allKnown: [Self] = [
        accept, allow, authorization, cacheControl, connection, contentLength, contentType,
        crossOriginResourcePolicy, date, eTag, expect, host, ifNoneMatch, keepAlive, location, retryAfter, server, te,
        trailer, transferEncoding, upgrade, userAgent, xContentTypeOptions,
        streamClosed, streamCursor, streamExpiresAt, streamForkOffset, streamForkSubOffset, streamForkedFrom,
        streamNextOffset, streamSeq, streamSSEDataEncoding, streamTTL, streamUpToDate,
        producerEpoch, producerExpectedSeq, producerId, producerReceivedSeq, producerSeq, webhookSignature,
    ]
}
