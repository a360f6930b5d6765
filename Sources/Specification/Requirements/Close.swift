// §5.3 Close Stream

extension Requirement {
    /// `close.succeeds` (MUST).
    public static let closeSucceeds = Requirement(
        "close.succeeds", .must, .close, profile: .closure,
        "A `POST` with `Stream-Closed: true` and an empty body closes the stream.",
        permits: [
            .status(204, "the stream was closed")
        ]
    )

    /// `close.again-succeeds` (MUST).
    public static let closeAgainSucceeds = Requirement(
        "close.again-succeeds", .must, .close, profile: .closure,
        "Closing a closed stream succeeds or gives a stable already-closed answer, and says `Stream-Closed: true`.",
        permits: [
            .status(204, "closing is idempotent"),
            .status(200, "a success without effect"),
            .status(409, "the stable already-closed answer that §4.1 leaves open"),
        ]
    )

    /// `close.missing-stream` (MUST).
    public static let closeMissingStream = Requirement(
        "close.missing-stream", .must, .close, profile: .closure,
        "Closing a URL without a stream is refused and creates nothing.",
        permits: [
            .status(404, "there is no stream")
        ]
    )

    /// `close.soft-deleted` (MUST).
    public static let closeSoftDeleted = Requirement(
        "close.soft-deleted", .must, .close, profile: .fork,
        "Closing a soft-deleted stream is refused.",
        permits: [
            .status(410, "the stream is soft-deleted")
        ]
    )

    /// `close.unsupported-status` (MUST).
    public static let closeUnsupportedStatus = Requirement(
        "close.unsupported-status", .must, .close, profile: .closure,
        "A server that closes no streams says so.",
        permits: [
            .status(405, "the method is not allowed for this stream"),
            .status(501, "the server does not implement closing"),
        ],
        excluded: .permissionOnly(
            """
            Only a server without closing can show it; the statuses tell a runner when to skip.
            """)
    )

    /// `close.next-offset-unchanged` (MUST).
    public static let closeNextOffsetUnchanged = Requirement(
        "close.next-offset-unchanged", .must, .close, profile: .closure,
        """
        The answer to a close request carries the tail offset in `Stream-Next-Offset`, the same as before \
        the request.
        """
    )

    /// `close.carries-closed-header` (MUST).
    public static let closeCarriesClosedHeader = Requirement(
        "close.carries-closed-header", .must, .close, profile: .closure,
        "The answer to a close request carries `Stream-Closed: true`."
    )

    /// `close.again-next-offset` (MUST).
    public static let closeAgainNextOffset = Requirement(
        "close.again-next-offset", .must, .close, profile: .closure,
        "Each successful repetition of a close request reports the same final offset."
    )

    /// `close.appends-nothing` (MUST).
    public static let closeAppendsNothing = Requirement(
        "close.appends-nothing", .must, .close, profile: .closure,
        "A close request adds nothing to the stream: a read returns what it returned before."
    )

    /// The requirements of this file in the order of the text.
    static let closeSection: [Requirement] = [
        .closeSucceeds, .closeAgainSucceeds, .closeMissingStream, .closeSoftDeleted, .closeUnsupportedStatus,
        .closeNextOffsetUnchanged, .closeCarriesClosedHeader, .closeAgainNextOffset, .closeAppendsNothing,
    ]
}
