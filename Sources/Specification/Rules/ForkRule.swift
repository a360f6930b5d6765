/// What a `PUT` asks to fork from (§4.2).
public struct ForkOrigin: Sendable, Hashable {
    /// The path of the source stream: `Stream-Forked-From`.
    public var source: String

    /// The position that `Stream-Fork-Offset` names; `nil` when the request leaves it out and means the tail.
    public var anchor: Int?

    /// `Stream-Fork-Sub-Offset`; zero when the request leaves it out.
    public var subOffset: Int

    /// An origin.
    public init(source: String, anchor: Int? = nil, subOffset: Int = 0) {
        self.source = source
        self.anchor = anchor
        self.subOffset = subOffset
    }
}

/// Where a fork branched off (§4.2).
public struct ForkPoint: Sendable, Hashable {
    /// What the request asked for.
    public var origin: ForkOrigin

    /// The position its offset stood for.
    public var anchor: Int

    /// The position before which everything is inherited.
    public var position: Int { anchor + origin.subOffset }

    /// A point.
    public init(origin: ForkOrigin, anchor: Int) {
        self.origin = origin
        self.anchor = anchor
    }
}

/// Why a stream cannot be forked as a request asks (§4.2).
public enum ForkRefusal: Error, Sendable, Hashable {
    /// The source was deleted and still has forks: 409.
    case softDeleted
    /// The request names another content type than the source's: 409.
    case contentType
    /// The offset is beyond the source's tail: 400.
    case beyondTail
    /// The sub-offset leads past the end of the append it lies in: 400.
    case overshoot
}

/// Decisions about forks (§4.2).
public enum ForkRule {
    /// Where a fork branches off, or why it cannot.
    ///
    /// A sub-offset refines its offset and may lead as far as the next position at which an append ended, no further.
    ///
    /// - Parameter boundary: the first position after another one at which an append ended.
    public static func decide(
        _ request: CreateRequest, _ origin: ForkOrigin, _ source: StreamFacts, _ boundary: (Int) -> Int?
    ) -> Result<ForkPoint, ForkRefusal> {
        if source.isSoftDeleted { return .failure(.softDeleted) }
        if let type = request.contentType, !type.isIdentical(to: source.configuration.contentType) {
            return .failure(.contentType)
        }
        let anchor = origin.anchor ?? source.tail
        guard anchor <= source.tail else { return .failure(.beyondTail) }
        if origin.subOffset > 0 {
            guard let next = boundary(anchor), origin.subOffset <= next - anchor else { return .failure(.overshoot) }
        }
        return .success(ForkPoint(origin: origin, anchor: anchor))
    }

    /// Whether a repeated `PUT` names the origin a fork has.
    ///
    /// A request that leaves the offset out means "the tail at the time", and so does its retry; that matches only a
    /// fork which was made by leaving it out. The text does not count the sub-offset; a different one would name other
    /// contents, so it is compared.
    public static func isSameOrigin(_ asked: ForkOrigin?, _ existing: ForkPoint?) -> Bool {
        guard let asked, let existing else { return asked == nil && existing == nil }
        guard asked.source == existing.origin.source, asked.subOffset == existing.origin.subOffset else { return false }
        return asked.anchor == existing.origin.anchor || asked.anchor == existing.anchor
    }

    /// The lifetime of a fork: its own when the request names one, else its source's (table of §4.2).
    ///
    /// A time-to-live is inherited as a length and runs by itself; an expiry is inherited as the same instant.
    public static func lifetime(requested: StreamLifetime, source: StreamLifetime) -> StreamLifetime {
        requested == .unlimited ? source : requested
    }

    /// The number in `Stream-Fork-Sub-Offset`, or `nil` when it is no non-negative integer.
    public static func subOffset(_ value: String) -> Int? {
        StrictDecimal.parse(value, leadingZeros: true).map(Int.init)
    }
}
