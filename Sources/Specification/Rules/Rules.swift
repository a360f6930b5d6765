/// The decisions of the protocol, each of them replaceable by itself.
///
/// A server asks these and decides nothing of the kind on its own. ``standard`` is the protocol; a copy with one
/// member replaced is a server with exactly one defect.
public struct Rules: Sendable {
    // MARK: Closure

    /// Whether a value of `Stream-Closed` asks for closure (§4.1).
    public var asksForClosure: @Sendable (_ value: String?) -> Bool = StreamClosed.isPresent

    // MARK: Create

    /// Whether an existing stream answers for a `PUT` (§5.1).
    public var create: @Sendable (CreateRequest, StreamFacts) -> CreateDecision = CreateRule.decide

    // MARK: Append

    /// The order in which an append is questioned (§5.2).
    public var appendPrecedence: [AppendStep] = AppendRule.precedence

    /// A `POST` to a closed stream (§5.2, §5.2.1, §5.3).
    public var appendToClosed: @Sendable (AppendAttempt, StreamFacts, ProducerState?) -> AppendDecision =
        AppendRule.decideOnClosed

    /// What is wrong with the content type of an append (§5.2).
    public var appendContentType: @Sendable (AppendAttempt, StreamFacts) -> AppendRefusal? =
        AppendRule.refusalOfContentType

    /// What a producer's stamp says about its batch (§5.2.1).
    public var producer: @Sendable (ProducerStamp, ProducerState?) -> ProducerVerdict = ProducerRule.decide

    /// Whether a `Stream-Seq` is greater than the last one (§5.2).
    public var sequenceAdvances: @Sendable (StreamSequence, _ last: StreamSequence?) -> Bool =
        AppendRule.sequenceAdvances

    /// What a body is made of (§9.1).
    public var payload:
        @Sendable (_ body: [UInt8], PayloadUse, StreamConfiguration, _ maximumDepth: Int)
            -> Result<StreamPayload, PayloadFault> = PayloadRule.read

    // MARK: Expiry

    /// The instant from which a stream is gone (§5.1).
    public var deadline: @Sendable (StreamLifetime, _ lastActivity: RFC3339Instant) -> RFC3339Instant? =
        ExpiryRule.deadline

    /// Whether an operation starts the window of `Stream-TTL` anew (§5.1).
    public var refreshes: @Sendable (StreamAccess) -> Bool = ExpiryRule.refreshes

    /// Whether live readers keep a stream (§5.1).
    public var isHeld: @Sendable (StreamLifetime, _ liveReaders: Int) -> Bool = ExpiryRule.isHeld

    // MARK: Read

    /// The position a read begins at (§5.6, §8).
    public var readStart: @Sendable (ReadStart, StreamFacts) -> Int? = ReadRule.start

    /// What a response says about the end of the stream (§5.6).
    public var readFlags: @Sendable (_ end: Int, StreamFacts) -> ReadFlags = ReadRule.flags

    /// Whether a long-poll waits (§5.7).
    public var longPoll: @Sendable (_ start: Int, StreamFacts) -> LongPollDecision = ReadRule.longPoll

    /// The offset of a position (§8).
    public var offset: @Sendable (_ position: Int) -> String = OffsetRule.token

    /// The position of an offset (§8).
    public var position: @Sendable (_ offset: String) -> Int? = OffsetRule.position

    // MARK: Caching

    /// The cursor of a live answer (§10.1).
    public var cursor: @Sendable (_ client: String?, _ now: RFC3339Instant, _ jitterSeconds: Int) -> StreamCursor =
        StreamCursor.answering

    /// What caches are told (§10).
    public var cacheControl: @Sendable (CachedResponse, CacheVisibility, _ secondsLeft: Int64?) -> String =
        CachingRule.cacheControl

    /// The entity tag of a read (§10.1).
    public var entityTag: @Sendable (TagFacts) -> String = CachingRule.entityTag

    /// Whether an `If-None-Match` names an entity tag (§10.1).
    public var isNotModified: @Sendable (_ ifNoneMatch: String, _ entityTag: String) -> Bool =
        CachingRule.isNotModified

    // MARK: Fork

    /// Whether a stream can be forked by a request, and where the fork branches off (§4.2).
    public var fork:
        @Sendable (CreateRequest, ForkOrigin, _ source: StreamFacts, _ boundary: (Int) -> Int?)
            -> Result<ForkPoint, ForkRefusal> = ForkRule.decide

    /// The lifetime of a fork (§4.2).
    public var forkLifetime: @Sendable (_ requested: StreamLifetime, _ source: StreamLifetime) -> StreamLifetime =
        ForkRule.lifetime

    // MARK: Subscriptions

    /// The decisions of subscriptions (§6, §7).
    public var subscriptions = SubscriptionRules.standard

    /// The protocol as it is written.
    public static let standard = Rules()

    private init() {}
}
