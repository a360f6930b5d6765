// §4.1 Stream Closure

extension Requirement {
    /// `closure.header-value-case-insensitive` (MUST).
    public static let closureHeaderValueCaseInsensitive = Requirement(
        "closure.header-value-case-insensitive", .must, .closure, profile: .closure,
        """
        The value `true` of `Stream-Closed` means closure in any letter case: a close request that says \
        `TRUE` or `True` closes the stream.
        """,
        permits: [
            .status(204, "a close request is answered as if the value were written in lower case")
        ],
        sources: [SentenceReference(149, "c6af649e6c54")]
    )

    /// `closure.header-other-values-do-not-close` (MUST).
    public static let closureHeaderOtherValuesDoNotClose = Requirement(
        "closure.header-other-values-do-not-close", .must, .closure, profile: .closure,
        """
        A request whose `Stream-Closed` is anything but `true` (`false`, `yes`, `1`, an empty value) closes \
        nothing: the stream stays open and takes further appends.
        """,
        sources: [SentenceReference(149, "c6af649e6c54"), SentenceReference(149, "ad9e44f46c4e")]
    )

    /// `closure.header-other-values-on-create` (MUST).
    public static let closureHeaderOtherValuesOnCreate = Requirement(
        "closure.header-other-values-on-create", .must, .closure, profile: .closure,
        "A create request whose `Stream-Closed` is anything but `true` does not make a closed stream.",
        sources: [SentenceReference(149, "c6af649e6c54"), SentenceReference(149, "ad9e44f46c4e")]
    )

    /// `closure.header-other-values-empty-append-rejected` (MUST).
    public static let closureHeaderOtherValuesEmptyAppendRejected = Requirement(
        "closure.header-other-values-empty-append-rejected", .must, .closure, profile: .closure,
        """
        An empty `POST` whose `Stream-Closed` is anything but `true` is an ordinary append without a body \
        and is refused as one.
        """,
        permits: [
            .status(400, "the header counts as absent, and an empty append without it is a bad request")
        ],
        sources: [SentenceReference(149, "ad9e44f46c4e"), SentenceReference(327, "90d2f6fecae9")]
    )

    /// `closure.header-other-values-no-error` (SHOULD NOT).
    public static let closureHeaderOtherValuesNoError = Requirement(
        "closure.header-other-values-no-error", .shouldNot, .closure, profile: .closure,
        """
        A `Stream-Closed` with a value other than `true` is not itself a reason for an error: the append \
        that carries it is accepted and stored.
        """,
        permits: [
            .status(204, "the header is ignored and the append goes ahead")
        ],
        sources: [SentenceReference(149, "cd3e45bd9990")]
    )

    /// `closure.response-value-true` (MUST).
    public static let closureResponseValueTrue = Requirement(
        "closure.response-value-true", .must, .closure, profile: .closure,
        """
        Where an answer about a closed stream carries `Stream-Closed`, its value is `true`, in any letter case; any \
        other value would count as absent.
        """
    )

    /// `closure.durable` (MUST).
    public static let closureDurable = Requirement(
        "closure.durable", .must, .closure, profile: .closure,
        """
        A closed stream stays closed: every later answer about it, by any operation and after any wait, \
        still reports closure.
        """
    )

    /// `closure.survives-restart` (MUST).
    public static let closureSurvivesRestart = Requirement(
        "closure.survives-restart", .must, .closure, profile: .closure,
        "The closed state is stored with the stream and is still there after the server restarts.",
        excluded: .notObservable("A runner that is given only a URL cannot restart the server it tests.")
    )

    /// `closure.monotonic` (MUST).
    public static let closureMonotonic = Requirement(
        "closure.monotonic", .must, .closure, profile: .closure,
        """
        No request reopens a closed stream: not an append, not a create request without `Stream-Closed`, not \
        a close request with another value.
        """
    )

    /// `closure.idempotent` (MUST).
    public static let closureIdempotent = Requirement(
        "closure.idempotent", .must, .closure, profile: .closure,
        """
        Closing a closed stream again succeeds, or answers with the same stable "already closed" response \
        every time; the stream is unchanged.
        """,
        permits: [
            .status(204, "the close is repeated without effect"),
            .status(200, "a success without effect, should a server prefer a body"),
            .status(409, "a stable already-closed answer, which carries `Stream-Closed: true`"),
        ]
    )

    /// `closure.observable` (MUST).
    public static let closureObservable = Requirement(
        "closure.observable", .must, .closure, profile: .closure,
        "A reader that has all the data of a closed stream is told so: its answer carries `Stream-Closed: true`."
    )

    /// `closure.atomic-with-final-append` (MUST).
    public static let closureAtomicWithFinalAppend = Requirement(
        "closure.atomic-with-final-append", .must, .closure, profile: .closure,
        """
        A writer can append its last message and close the stream in one request: afterwards the message is \
        stored and the stream is closed.
        """,
        permits: [
            .status(204, "the append that closes is an append like any other")
        ]
    )

    /// `closure.data-stays-readable` (MUST).
    public static let closureDataStaysReadable = Requirement(
        "closure.data-stays-readable", .must, .closure, profile: .closure,
        """
        Closing takes nothing away: every byte of a closed stream can be read from every offset that was \
        valid before.
        """,
        permits: [
            .status(200, "reads of a closed stream succeed")
        ]
    )

    /// `closure.appends-rejected` (MUST).
    public static let closureAppendsRejected = Requirement(
        "closure.appends-rejected", .must, .closure, profile: .closure,
        "Every append after closure is refused and stores nothing.",
        permits: [
            .status(409, "the stream is closed")
        ]
    )

    /// The requirements of this file in the order of the text.
    static let closureSection: [Requirement] = [
        .closureHeaderValueCaseInsensitive, .closureHeaderOtherValuesDoNotClose,
        .closureHeaderOtherValuesOnCreate, .closureHeaderOtherValuesEmptyAppendRejected,
        .closureHeaderOtherValuesNoError, .closureResponseValueTrue, .closureDurable, .closureSurvivesRestart,
        .closureMonotonic, .closureIdempotent, .closureObservable, .closureAtomicWithFinalAppend,
        .closureDataStaysReadable, .closureAppendsRejected,
    ]
}
