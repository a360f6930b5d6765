// §8 Offsets: properties and format

extension Requirement {
    /// `offset.opaque` (MUST NOT).
    public static let offsetOpaque = Requirement(
        "offset.opaque", .mustNot, .offsets,
        "Clients do not interpret the structure or meaning of offsets.",
        sources: [SentenceReference(1188, "3721d5d310ad")],
        excluded: .bindsClients("It says what a client may not do.")
    )

    /// `offset.sortable` (MUST).
    public static let offsetSortable = Requirement(
        "offset.sortable", .must, .offsets,
        "Comparing any two offsets of a stream byte by byte tells which position comes first."
    )

    /// `offset.clients-compare` (MAY).
    public static let offsetClientsCompare = Requirement(
        "offset.clients-compare", .may, .offsets,
        "Clients may compare offsets to learn their order.",
        sources: [SentenceReference(1189, "578bc1b0595c")],
        excluded: .bindsClients(
            """
            It describes a client's choice; that the comparison is right is `offset.sortable`.
            """)
    )

    /// `offset.persistent` (MUST).
    public static let offsetPersistent = Requirement(
        "offset.persistent", .must, .offsets,
        """
        An offset stays valid as long as the stream: a read from an old offset returns everything behind it, \
        however much was appended since.
        """,
        permits: [
            .status(200, "the offset is still valid")
        ]
    )

    /// `offset.unique` (MUST NOT).
    public static let offsetUnique = Requirement(
        "offset.unique", .mustNot, .offsets,
        "No two positions of a stream share an offset.",
        sources: [SentenceReference(1191, "f93000838818")]
    )

    /// `offset.strictly-increasing` (MUST).
    public static let offsetStrictlyIncreasing = Requirement(
        "offset.strictly-increasing", .must, .offsets,
        "Each append that adds data is given an offset greater than every offset given before.",
        sources: [SentenceReference(1192, "58adf93b2bcb")]
    )

    /// `offset.increasing-under-bursts` (MUST NOT).
    public static let offsetIncreasingUnderBursts = Requirement(
        "offset.increasing-under-bursts", .mustNot, .offsets,
        """
        Offsets neither repeat nor go back when many appends arrive in a short time or at once, as offsets \
        made from a clock would.
        """,
        sources: [SentenceReference(1192, "f5ab42cde546")]
    )

    // It is advice because the text only recommends that a read without data behind its offset keeps that offset
    // (§5.6), and says nothing of offsets that a stream has not reached.

    /// `offset.next-offset-never-behind-request` (SHOULD).
    public static let offsetNextOffsetNeverBehindRequest = Requirement(
        "offset.next-offset-never-behind-request", .should, .offsets,
        """
        An answer never sends its reader back: a read from beyond the tail is refused, or its next offset is \
        no smaller than the requested one.
        """,
        permits: [
            .status(400, "the offset was never given out for this stream"),
            .status(200, "a read without data"),
            .status(204, "a live read without data"),
        ]
    )

    /// `offset.case-sensitive` (MUST).
    public static let offsetCaseSensitive = Requirement(
        "offset.case-sensitive", .must, .offsets,
        "Offsets that differ only in the case of a letter are different offsets.",
        excluded: .notObservable(
            """
            A server's offsets need not contain letters, and a made-up offset has no defined meaning.
            """)
    )

    /// `offset.forbidden-characters` (MUST NOT).
    public static let offsetForbiddenCharacters = Requirement(
        "offset.forbidden-characters", .mustNot, .offsets,
        "An offset contains none of the characters `,`, `&`, `=`, `?` and `/`.",
        sources: [SentenceReference(1194, "6e81bb9a59f8")]
    )

    /// `offset.url-safe` (SHOULD).
    public static let offsetUrlSafe = Requirement(
        "offset.url-safe", .should, .offsets,
        "An offset consists of characters that need no encoding in a URL: letters, digits, `-`, `.`, `_` and `~`.",
        sources: [SentenceReference(1194, "6f1da8084f9b")]
    )

    /// `offset.percent-encoded-accepted` (MUST).
    public static let offsetPercentEncodedAccepted = Requirement(
        "offset.percent-encoded-accepted", .must, .offsets,
        "An offset is understood in percent-encoded form, since clients encode it.",
        permits: [
            .status(200, "the encoded offset is the same offset")
        ],
        sources: [SentenceReference(1194, "6f1da8084f9b")]
    )

    /// `offset.clients-encode` (MUST).
    public static let offsetClientsEncode = Requirement(
        "offset.clients-encode", .must, .offsets,
        "Clients percent-encode offsets in query parameters as URLs demand.",
        sources: [SentenceReference(1194, "6f1da8084f9b")],
        excluded: .bindsClients(
            """
            It says what a client has to do; `offset.percent-encoded-accepted` is the server's half.
            """)
    )

    /// `offset.short` (SHOULD).
    public static let offsetShort = Requirement(
        "offset.short", .should, .offsets,
        "An offset is shorter than 256 characters.",
        sources: [SentenceReference(1194, "8b647b770f9e")]
    )

    /// `offset.beginning-sentinel` (MUST).
    public static let offsetBeginningSentinel = Requirement(
        "offset.beginning-sentinel", .must, .offsets,
        "The offset `-1` means the beginning of the stream: a read from it returns the stream from its first byte.",
        permits: [
            .status(200, "the sentinel is a valid offset")
        ],
        sources: [SentenceReference(1198, "b95e6d3b6d42")]
    )

    /// `offset.beginning-equals-omitted` (MUST).
    public static let offsetBeginningEqualsOmitted = Requirement(
        "offset.beginning-equals-omitted", .must, .offsets,
        "A read from `-1` returns the same as a read without an offset.",
        permits: [
            .status(200, "both start at the beginning")
        ],
        sources: [SentenceReference(1198, "5e22b5cc3415")]
    )

    /// `offset.reserved-values-not-generated` (MUST NOT).
    public static let offsetReservedValuesNotGenerated = Requirement(
        "offset.reserved-values-not-generated", .mustNot, .offsets,
        "No answer gives `-1` or `now` as an offset.",
        sources: [SentenceReference(1234, "d427604ffe9a")]
    )

    /// `offset.sub-offset-not-in-answers` (MUST NOT).
    public static let offsetSubOffsetNotInAnswers = Requirement(
        "offset.sub-offset-not-in-answers", .mustNot, .offsets, profile: .fork,
        "No answer carries `Stream-Fork-Sub-Offset`: offsets given to clients are whole in themselves."
    )

    /// `offset.sub-offset-for-reads` (MAY).
    public static let offsetSubOffsetForReads = Requirement(
        "offset.sub-offset-for-reads", .may, .offsets, profile: .fork,
        "A later revision may let reads use sub-offsets.",
        sources: [SentenceReference(1236, "54e5daca44be")],
        excluded: .organisational("It speaks about future revisions of the document.")
    )

    /// `offset.clients-use-next-offset` (MUST).
    public static let offsetClientsUseNextOffset = Requirement(
        "offset.clients-use-next-offset", .must, .offsets,
        "Clients read on from the `Stream-Next-Offset` they were given.",
        sources: [SentenceReference(1240, "4aaccc32f6fd")],
        excluded: .bindsClients("It says what a client has to do.")
    )

    /// `offset.clients-persist` (SHOULD).
    public static let offsetClientsPersist = Requirement(
        "offset.clients-persist", .should, .offsets,
        "Clients keep their offset where it survives a restart.",
        sources: [SentenceReference(1240, "a430513cd1ce")],
        excluded: .bindsClients("It says what a client should do.")
    )

    /// `offset.fork-shares-offset-space` (MUST).
    public static let offsetForkSharesOffsetSpace = Requirement(
        "offset.fork-shares-offset-space", .must, .offsets, profile: .fork,
        "A fork shows the same offsets as its source up to the fork offset, and its own greater ones behind it."
    )

    /// `offset.fork-offset-from-server` (MUST).
    public static let offsetForkOffsetFromServer = Requirement(
        "offset.fork-offset-from-server", .must, .offsets, profile: .fork,
        """
        The fork offset of a request is one that the server gave out, and clients do not make up or change \
        offsets.
        """,
        sources: [SentenceReference(1246, "3bca3637ebb5"), SentenceReference(1246, "5957689583d1")],
        excluded: .bindsClients("It says what a client may send.")
    )

    /// `offset.fork-offset-alignment` (MAY).
    public static let offsetForkOffsetAlignment = Requirement(
        "offset.fork-offset-alignment", .may, .offsets, profile: .fork,
        """
        A server may refuse a fork offset that is no position of the stream; it need not, and what a fork \
        made from one returns is not defined.
        """,
        permits: [
            .status(400, "the fork offset is no position of the source"),
            .status(201, "the server does not look"),
        ],
        sources: [
            SentenceReference(1246, "8d1d7b72a372"),
            SentenceReference(1246, "af01efd82087"),
            SentenceReference(1246, "a62bb3c5b0be"),
        ],
        excluded: .permissionOnly("The text leaves validation open and the result without it undefined.")
    )

    /// The requirements of this file in the order of the text.
    static let offsetsSection: [Requirement] = [
        .offsetOpaque, .offsetSortable, .offsetClientsCompare, .offsetPersistent, .offsetUnique,
        .offsetStrictlyIncreasing, .offsetIncreasingUnderBursts, .offsetNextOffsetNeverBehindRequest,
        .offsetCaseSensitive, .offsetForbiddenCharacters, .offsetUrlSafe, .offsetPercentEncodedAccepted,
        .offsetClientsEncode, .offsetShort, .offsetBeginningSentinel, .offsetBeginningEqualsOmitted,
        .offsetReservedValuesNotGenerated, .offsetSubOffsetNotInAnswers, .offsetSubOffsetForReads,
        .offsetClientsUseNextOffset, .offsetClientsPersist, .offsetForkSharesOffsetSpace,
        .offsetForkOffsetFromServer, .offsetForkOffsetAlignment,
    ]
}
