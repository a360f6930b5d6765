// §5.5 Stream Metadata

extension Requirement {
    /// `head.exists` (MUST).
    public static let headExists = Requirement(
        "head.exists", .must, .metadata,
        "A `HEAD` request for a stream succeeds.",
        permits: [
            .status(200, "the stream exists")
        ]
    )

    /// `head.missing-stream` (MUST).
    public static let headMissingStream = Requirement(
        "head.missing-stream", .must, .metadata,
        "A `HEAD` request for a URL without a stream is refused.",
        permits: [
            .status(404, "there is no stream")
        ]
    )

    /// `head.soft-deleted` (MUST).
    public static let headSoftDeleted = Requirement(
        "head.soft-deleted", .must, .metadata, profile: .fork,
        "A `HEAD` request for a soft-deleted stream is refused.",
        permits: [
            .status(410, "the stream is soft-deleted")
        ]
    )

    /// `head.no-body` (MUST).
    public static let headNoBody = Requirement(
        "head.no-body", .must, .metadata,
        "The answer to a `HEAD` request has no body, whatever the stream holds."
    )

    /// `head.content-type` (MUST).
    public static let headContentType = Requirement(
        "head.content-type", .must, .metadata,
        "The answer carries the stream's content type in `Content-Type`."
    )

    /// `head.next-offset` (MUST).
    public static let headNextOffset = Requirement(
        "head.next-offset", .must, .metadata,
        """
        The answer carries the tail offset in `Stream-Next-Offset`: the one the last append was given, and \
        the one a full read ends at.
        """
    )

    /// `head.closed` (MUST).
    public static let headClosed = Requirement(
        "head.closed", .must, .metadata, profile: .closure,
        "The answer for a closed stream carries `Stream-Closed: true`."
    )

    /// `head.open-not-closed` (MUST).
    public static let headOpenNotClosed = Requirement(
        "head.open-not-closed", .must, .metadata, profile: .closure,
        """
        The answer for an open stream carries no `Stream-Closed: true`, since its absence says that the \
        stream is open.
        """
    )

    /// `head.ttl-truthful` (MUST).
    public static let headTtlTruthful = Requirement(
        "head.ttl-truthful", .must, .metadata, profile: .expiry,
        "Where the answer carries `Stream-TTL`, it is the window the stream was created with, in seconds."
    )

    /// `head.ttl-reported` (SHOULD).
    public static let headTtlReported = Requirement(
        "head.ttl-reported", .should, .metadata, profile: .expiry,
        "Metadata are the place to find a stream's TTL: the answer for a stream that has one carries it."
    )

    /// `head.expires-at-truthful` (MUST).
    public static let headExpiresAtTruthful = Requirement(
        "head.expires-at-truthful", .must, .metadata, profile: .expiry,
        """
        Where the answer carries `Stream-Expires-At` for a stream created with an expiry time, it is an RFC \
        3339 timestamp of the same instant.
        """
    )

    /// `head.expires-at-reported` (SHOULD).
    public static let headExpiresAtReported = Requirement(
        "head.expires-at-reported", .should, .metadata, profile: .expiry,
        """
        Metadata are the place to find a stream's expiry time: the answer for a stream created with one \
        carries it.
        """
    )

    /// `head.not-cacheable` (SHOULD).
    public static let headNotCacheable = Requirement(
        "head.not-cacheable", .should, .metadata,
        """
        The answer cannot be served from a cache without asking the server: `no-store` is preferred, \
        `private, max-age=0, must-revalidate` is enough.
        """,
        sources: [SentenceReference(572, "c5c5a8e777b1"), SentenceReference(572, "f5f7776fbc0f")]
    )

    /// `head.private-cache-control` (MAY).
    public static let headPrivateCacheControl = Requirement(
        "head.private-cache-control", .may, .metadata,
        "A server may use `private, max-age=0, must-revalidate` in place of `no-store`.",
        sources: [SentenceReference(572, "f5f7776fbc0f")],
        excluded: .permissionOnly("It is the alternative that `head.not-cacheable` accepts.")
    )

    /// `head.rate-limited` (MAY).
    public static let headRateLimited = Requirement(
        "head.rate-limited", .may, .metadata,
        "A server may refuse a `HEAD` request because too many came.",
        permits: [
            .status(429, "the rate limit is exceeded")
        ],
        excluded: .permissionOnly("No server has to limit its rate, and a runner must not provoke it.")
    )

    /// The requirements of this file in the order of the text.
    static let headSection: [Requirement] = [
        .headExists, .headMissingStream, .headSoftDeleted, .headNoBody, .headContentType, .headNextOffset,
        .headClosed, .headOpenNotClosed, .headTtlTruthful, .headTtlReported, .headExpiresAtTruthful,
        .headExpiresAtReported, .headNotCacheable, .headPrivateCacheControl, .headRateLimited,
    ]
}
