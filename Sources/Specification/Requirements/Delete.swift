// §5.4 Delete Stream

extension Requirement {
    /// `delete.succeeds` (MUST).
    public static let deleteSucceeds = Requirement(
        "delete.succeeds", .must, .delete,
        "Deleting a stream succeeds.",
        permits: [
            .status(204, "the stream was deleted")
        ]
    )

    /// `delete.missing-stream` (MUST).
    public static let deleteMissingStream = Requirement(
        "delete.missing-stream", .must, .delete,
        "Deleting a URL without a stream is refused.",
        permits: [
            .status(404, "there is no stream")
        ]
    )

    /// `delete.again` (MUST).
    public static let deleteAgain = Requirement(
        "delete.again", .must, .delete,
        "Deleting a deleted stream that had no forks is refused like deleting one that never was.",
        permits: [
            .status(404, "there is no stream any more")
        ]
    )

    /// `delete.read-afterwards` (MUST).
    public static let deleteReadAfterwards = Requirement(
        "delete.read-afterwards", .must, .delete,
        "A deleted stream without forks cannot be read.",
        permits: [
            .status(404, "there is no stream any more")
        ]
    )

    /// `delete.head-afterwards` (MUST).
    public static let deleteHeadAfterwards = Requirement(
        "delete.head-afterwards", .must, .delete,
        "A deleted stream without forks has no metadata.",
        permits: [
            .status(404, "there is no stream any more")
        ]
    )

    /// `delete.append-afterwards` (MUST).
    public static let deleteAppendAfterwards = Requirement(
        "delete.append-afterwards", .must, .delete,
        "A deleted stream without forks takes no appends and is not revived by one.",
        permits: [
            .status(404, "there is no stream any more")
        ]
    )

    /// `delete.recreated-is-empty` (MUST).
    public static let deleteRecreatedIsEmpty = Requirement(
        "delete.recreated-is-empty", .must, .delete,
        """
        Deletion takes all data along: where a server lets the URL be used again, the new stream shows \
        nothing of the old one.
        """
    )

    /// `delete.recreated-forgets-writers` (MUST).
    public static let deleteRecreatedForgetsWriters = Requirement(
        "delete.recreated-forgets-writers", .must, .delete, profile: .producers,
        """
        Deletion takes the writers' state along: in a stream made anew at the URL, sequences and producers \
        start over.
        """
    )

    /// `delete.in-flight-reads` (MAY).
    public static let deleteInFlightReads = Requirement(
        "delete.in-flight-reads", .may, .delete,
        "Reads under way when a stream is deleted may find it missing at their next request.",
        permits: [
            .status(404, "there is no stream any more")
        ],
        excluded: .permissionOnly("The text allows an ending and prescribes none.")
    )

    /// `delete.unsupported-status` (MUST).
    public static let deleteUnsupportedStatus = Requirement(
        "delete.unsupported-status", .must, .delete,
        "A server that deletes no streams says so.",
        permits: [
            .status(405, "the method is not allowed for this stream"),
            .status(501, "the server does not implement deletion"),
        ],
        excluded: .permissionOnly(
            """
            Only a server without deletion can show it; the statuses tell a runner when to skip.
            """)
    )

    /// `delete.soft-deleted-with-forks` (MUST).
    public static let deleteSoftDeletedWithForks = Requirement(
        "delete.soft-deleted-with-forks", .must, .delete, profile: .fork,
        """
        Deleting a stream that has forks soft-deletes it: the request succeeds, and direct access to the \
        stream is then refused.
        """,
        permits: [
            .status(204, "the delete request itself"),
            .status(410, "every later operation on the stream's URL"),
        ],
        sources: [SentenceReference(540, "40ed69bf1596")]
    )

    /// `delete.soft-deleted-blocks-creation` (MUST).
    public static let deleteSoftDeletedBlocksCreation = Requirement(
        "delete.soft-deleted-blocks-creation", .must, .delete, profile: .fork,
        "The URL of a soft-deleted stream cannot be used for a new one.",
        permits: [
            .status(409, "the path is still taken")
        ]
    )

    /// `delete.soft-deleted-keeps-fork-data` (MUST).
    public static let deleteSoftDeletedKeepsForkData = Requirement(
        "delete.soft-deleted-keeps-fork-data", .must, .delete, profile: .fork,
        "After the source is soft-deleted, its forks still deliver all they inherited.",
        permits: [
            .status(200, "reads of the fork succeed")
        ]
    )

    /// `delete.soft-deleted-again` (MUST).
    public static let deleteSoftDeletedAgain = Requirement(
        "delete.soft-deleted-again", .must, .delete, profile: .fork,
        "Deleting a soft-deleted stream is refused.",
        permits: [
            .status(410, "the stream is soft-deleted")
        ],
        sources: [SentenceReference(542, "61c193f334a1")]
    )

    /// `delete.cleanup-asynchronous` (MAY).
    public static let deleteCleanupAsynchronous = Requirement(
        "delete.cleanup-asynchronous", .may, .delete, profile: .fork,
        "The data of a soft-deleted stream may be cleaned up some time after its last fork is gone.",
        sources: [SentenceReference(540, "a10b8b85a6e8")],
        excluded: .permissionOnly("The text allows delay and sets no limit to it.")
    )

    /// The requirements of this file in the order of the text.
    static let deleteSection: [Requirement] = [
        .deleteSucceeds, .deleteMissingStream, .deleteAgain, .deleteReadAfterwards, .deleteHeadAfterwards,
        .deleteAppendAfterwards, .deleteRecreatedIsEmpty, .deleteRecreatedForgetsWriters,
        .deleteInFlightReads, .deleteUnsupportedStatus, .deleteSoftDeletedWithForks,
        .deleteSoftDeletedBlocksCreation, .deleteSoftDeletedKeepsForkData, .deleteSoftDeletedAgain,
        .deleteCleanupAsynchronous,
    ]
}
