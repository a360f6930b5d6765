// §4 Stream Model

extension Requirement {
    /// `model.bytes-persist` (MUST).
    public static let modelBytesPersist = Requirement(
        "model.bytes-persist", .must, .streamModel,
        """
        What was acknowledged stays: it can be read, as often as one likes and over any connection, until the \
        stream is deleted or expires, whatever happens to other streams.
        """
    )

    /// `model.survives-restart` (MUST).
    public static let modelSurvivesRestart = Requirement(
        "model.survives-restart", .must, .streamModel,
        "Acknowledged bytes are still there after the server restarts.",
        excluded: .notObservable("A runner that is given only a URL cannot restart the server it tests.")
    )

    /// `model.immutable-by-position` (MUST).
    public static let modelImmutableByPosition = Requirement(
        "model.immutable-by-position", .must, .streamModel,
        "The bytes at an offset never change: a later read from it begins with what an earlier one returned."
    )

    /// `model.ordered` (MUST).
    public static let modelOrdered = Requirement(
        "model.ordered", .must, .streamModel,
        "All readers see the bytes of a stream in the same order, the order of their offsets."
    )

    /// `model.concurrent-appends-whole` (MUST).
    public static let modelConcurrentAppendsWhole = Requirement(
        "model.concurrent-appends-whole", .must, .streamModel,
        "Appends that arrive at once are each stored whole and once, one behind the other and never interleaved."
    )

    /// `model.content-type-fixed` (MUST).
    public static let modelContentTypeFixed = Requirement(
        "model.content-type-fixed", .must, .streamModel,
        "A stream keeps the content type it was created with."
    )

    /// `model.starts-open` (MUST).
    public static let modelStartsOpen = Requirement(
        "model.starts-open", .must, .streamModel,
        "A stream that is not created closed begins open and takes appends."
    )

    /// `model.deleted-url-not-reused` (SHOULD NOT).
    public static let modelDeletedUrlNotReused = Requirement(
        "model.deleted-url-not-reused", .shouldNot, .streamModel,
        "At the URL of a deleted stream no new stream is created.",
        sources: [SentenceReference(124, "287478015fb1")],
        excluded: .permissionOnly(
            """
            The text does not say who should refrain, the writer or the server, and most servers allow it; what a \
            new stream must not show of the old one is `delete.recreated-is-empty`.
            """)
    )

    /// `model.retention` (MAY).
    public static let modelRetention = Requirement(
        "model.retention", .may, .streamModel,
        "A server may drop data older than a certain age while the stream goes on.",
        sources: [SentenceReference(124, "df19cf67f89d")],
        excluded: .permissionOnly("A run is too short to bring it about, and no server has to.")
    )

    /// The requirements of this file in the order of the text.
    static let modelSection: [Requirement] = [
        .modelBytesPersist, .modelSurvivesRestart, .modelImmutableByPosition, .modelOrdered,
        .modelConcurrentAppendsWhole, .modelContentTypeFixed, .modelStartsOpen, .modelDeletedUrlNotReused,
        .modelRetention,
    ]
}
