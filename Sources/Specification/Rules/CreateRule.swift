/// What a `PUT` asks for once its headers are read (§5.1, §4.2).
public struct CreateRequest: Sendable {
    /// The content type, or `nil` when the request names none.
    public var contentType: ContentType?

    /// The lifetime asked for.
    public var lifetime: StreamLifetime

    /// Whether the stream is to be closed from the start.
    public var closes: Bool

    /// What to fork from, when the request is for a fork.
    public var origin: ForkOrigin?

    /// A request.
    public init(
        contentType: ContentType? = nil, lifetime: StreamLifetime = .unlimited, closes: Bool = false,
        origin: ForkOrigin? = nil
    ) {
        self.contentType = contentType
        self.lifetime = lifetime
        self.closes = closes
        self.origin = origin
    }
}

/// What becomes of a `PUT` to a URL where a stream is already (§5.1).
public enum CreateDecision: Sendable, Hashable {
    /// The stream is what the request asks for: 200.
    case confirm
    /// The stream differs: 409, and in what it does.
    case refuse(CreateMismatch)
}

/// In what an existing stream differs from the one a `PUT` asks for.
public enum CreateMismatch: Sendable, Hashable {
    /// The URL belongs to a stream that was deleted and still has forks (§4.2).
    case softDeleted
    /// The content types differ.
    case contentType
    /// The time-to-live or the expiry differs.
    case lifetime
    /// One is closed and the other is not.
    case closure
    /// The one is a fork and the other is not, or they branch off elsewhere.
    case origin
}

/// Whether an existing stream answers for a `PUT` (§5.1, and §4.2 for forks).
public enum CreateRule {
    /// The type of a stream whose `PUT` names none; §5.1 leaves the choice to the server.
    public static let defaultContentType = ContentType.octetStream

    /// Compares everything that §5.1 counts as configuration, closure included; the body is not part of it.
    public static func decide(_ request: CreateRequest, _ stream: StreamFacts) -> CreateDecision {
        let existing = stream.configuration
        if stream.isSoftDeleted { return .refuse(.softDeleted) }
        if !ForkRule.isSameOrigin(request.origin, existing.fork) { return .refuse(.origin) }
        if !isSameContentType(request, existing) { return .refuse(.contentType) }
        if !isSameLifetime(request, existing) { return .refuse(.lifetime) }
        if request.closes != stream.isClosed { return .refuse(.closure) }
        return .confirm
    }

    private static func isSameContentType(_ request: CreateRequest, _ existing: StreamConfiguration) -> Bool {
        // A fork that names no type asks for its source's type, which is the one it has.
        if request.contentType == nil, request.origin != nil { return true }
        return (request.contentType ?? defaultContentType).isIdentical(to: existing.contentType)
    }

    private static func isSameLifetime(_ request: CreateRequest, _ existing: StreamConfiguration) -> Bool {
        // Likewise a fork that names no lifetime asks for the one it inherited.
        if request.lifetime == .unlimited, request.origin != nil { return true }
        return request.lifetime == existing.lifetime
    }
}
