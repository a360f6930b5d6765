/// What is asked of an implementation: one pure part of the protocol.
///
/// Input and answers of each are described in `Vectors/README.md`.
public enum VectorOperation: String, Sendable, Hashable, CaseIterable {
    /// Whether a server may mint an offset, and whether it is safe in a URL (§8).
    case offsetToken = "offset-token"
    /// Which of two offsets comes first (§8).
    case offsetOrder = "offset-order"
    /// What the `offset` parameter asks for (§8).
    case readPosition = "read-position"
    /// Whether a `Stream-Seq` may follow another (§5.2).
    case streamSequence = "stream-seq"
    /// Whether a `Stream-TTL` is well-formed (§5.1).
    case streamTTL = "stream-ttl"
    /// Which instant a `Stream-Expires-At` names (§5.1).
    case instant
    /// Whether a `Stream-Closed` counts as present (§4.1).
    case streamClosed = "stream-closed"
    /// What a content type means for reading (§5.8, §9).
    case contentType = "content-type"
    /// Whether an append's content type matches its stream's (§5.2).
    case contentTypeMatch = "content-type-match"
    /// What the three producer fields say (§5.2.1).
    case producerFields = "producer-fields"
    /// What one batch of a producer does (§5.2.1).
    case producerTransition = "producer-transition"
    /// What many batches do, one after another (§5.2.1).
    case producerHistory = "producer-history"
    /// Which events a stream of Server-Sent Events holds (§5.8).
    case sseDecode = "sse-decode"
    /// How an event is written (§5.8).
    case sseEncode = "sse-encode"
    /// What a control event says (§5.8).
    case sseControl = "sse-control"
    /// The base64 text of bytes (§5.8).
    case base64Encode = "base64-encode"
    /// The bytes of the data of an event of a binary stream (§5.8).
    case base64Decode = "base64-decode"
    /// The messages in a JSON text (§9.1).
    case jsonMessages = "json-messages"
    /// The messages that an append of a JSON text stores (§9.1).
    case jsonAppend = "json-append"
    /// The cursor of an instant (§10.1).
    case cursorInterval = "cursor-interval"
    /// The cursor that answers a client's (§10.1).
    case cursorAnswer = "cursor-answer"
    /// What an `ETag` says (§10.1).
    case entityTag = "entity-tag"
    /// Whether an `If-None-Match` names a tag (§10.1).
    case ifNoneMatch = "if-none-match"
    /// Whether a pattern matches a path (§6.2).
    case glob
    /// When a fork ends (§4.2).
    case forkLifetime = "fork-lifetime"
    /// What a `Stream-Fork-Sub-Offset` says (§4.2).
    case forkSubOffset = "fork-sub-offset"
    /// Whether a delivery is the server's (§7.1).
    case webhookVerify = "webhook-verify"
    /// The signature of a delivery (§7.1).
    case webhookSign = "webhook-sign"
    /// The name of a key that follows from the key (§6.5).
    case keyThumbprint = "key-thumbprint"
    /// Whether a webhook may be sent to a URL (§6.2, §12.8).
    case webhookURL = "webhook-url"
    /// Whether a webhook may be sent to an address that a name resolved to (§6.2, §12.8).
    case webhookAddress = "webhook-address"
}
