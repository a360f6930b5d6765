// §5.8 Read Stream: live by Server-Sent Events: data

extension Requirement {
    /// `sse.succeeds` (MUST).
    public static let sseSucceeds = Requirement(
        "sse.succeeds", .must, .sse, profile: .sse,
        "An SSE request for a stream begins an event stream.",
        permits: [
            .status(200, "the event stream begins")
        ]
    )

    /// `sse.event-stream-type` (MUST).
    public static let sseEventStreamType = Requirement(
        "sse.event-stream-type", .must, .sse, profile: .sse,
        "The answer carries `Content-Type: text/event-stream`, whatever the stream's type.",
        sources: [SentenceReference(714, "39366e1e7ed1")]
    )

    /// `sse.offset-required` (MUST).
    public static let sseOffsetRequired = Requirement(
        "sse.offset-required", .must, .sse, profile: .sse,
        "An SSE request without an offset is refused.",
        permits: [
            .status(400, "the offset is required")
        ]
    )

    /// `sse.malformed-offset-rejected` (MUST).
    public static let sseMalformedOffsetRejected = Requirement(
        "sse.malformed-offset-rejected", .must, .sse, profile: .sse,
        "An SSE request with an offset that cannot be one is refused.",
        permits: [
            .status(400, "the parameters are invalid")
        ]
    )

    /// `sse.missing-stream` (MUST).
    public static let sseMissingStream = Requirement(
        "sse.missing-stream", .must, .sse, profile: .sse,
        "An SSE request for a URL without a stream is refused.",
        permits: [
            .status(404, "there is no stream")
        ]
    )

    /// `sse.soft-deleted` (MUST).
    public static let sseSoftDeleted = Requirement(
        "sse.soft-deleted", .must, .sse, profile: .fork,
        "An SSE request for a soft-deleted stream is refused.",
        permits: [
            .status(410, "§4.2 refuses every operation on a soft-deleted stream this way")
        ]
    )

    /// `sse.existing-data-delivered` (MUST).
    public static let sseExistingDataDelivered = Requirement(
        "sse.existing-data-delivered", .must, .sse, profile: .sse,
        "The data that stands behind the offset is delivered at once, and nothing before it."
    )

    /// `sse.new-data-delivered` (MUST).
    public static let sseNewDataDelivered = Requirement(
        "sse.new-data-delivered", .must, .sse, profile: .sse,
        "Data appended while the connection is open is delivered as it comes."
    )

    /// `sse.data-complete` (MUST).
    public static let sseDataComplete = Requirement(
        "sse.data-complete", .must, .sse, profile: .sse,
        """
        The data events of a connection, put together, are the stream from the offset on: nothing missing, \
        nothing twice, in order.
        """
    )

    /// `sse.well-formed` (MUST).
    public static let sseWellFormed = Requirement(
        "sse.well-formed", .must, .sse, profile: .sse,
        """
        The body follows the format of server-sent events: fields on lines, an empty line behind each event, \
        data under the event name `data`, control under `control`.
        """
    )

    /// `sse.text-carried-as-is` (MUST).
    public static let sseTextCarriedAsIs = Requirement(
        "sse.text-carried-as-is", .must, .sse, profile: .sse,
        "Text and JSON streams carry their data as UTF-8 text and without `Stream-SSE-Data-Encoding`."
    )

    /// `sse.text-line-breaks-kept` (MUST).
    public static let sseTextLineBreaksKept = Requirement(
        "sse.text-line-breaks-kept", .must, .sse, profile: .sse,
        """
        Line feeds in the data, also several in a row and at either end, come back as they were: every line \
        has a `data:` of its own.
        """
    )

    /// `sse.text-leading-space-kept` (MUST).
    public static let sseTextLeadingSpaceKept = Requirement(
        "sse.text-leading-space-kept", .must, .sse, profile: .sse,
        """
        A space at the beginning of a line of the data is kept: it is not taken for the one that may follow \
        `data:`.
        """
    )

    /// `sse.text-line-terminators` (MAY).
    public static let sseTextLineTerminators = Requirement(
        "sse.text-line-terminators", .may, .sse, profile: .sse,
        "Carriage returns in text may come back as line feeds.",
        excluded: .permissionOnly(
            """
            Server-sent events end a line at either and cannot tell them apart, so the format itself loses \
            the difference.
            """)
    )

    /// `sse.text-characters-whole` (MUST).
    public static let sseTextCharactersWhole = Requirement(
        "sse.text-characters-whole", .must, .sse, profile: .sse,
        "Characters of several bytes come back whole, wherever the server cuts the data into events."
    )

    /// `sse.data-cannot-forge-events` (MUST).
    public static let sseDataCannotForgeEvents = Requirement(
        "sse.data-cannot-forge-events", .must, .sse, profile: .sse,
        "Data that looks like fields or events of the format comes back as data and is never taken for an event."
    )

    /// `sse.json-events` (MUST).
    public static let sseJsonEvents = Requirement(
        "sse.json-events", .must, .sse, profile: .sse,
        "The payload of a data event of a JSON stream is well-formed JSON with one or more whole messages."
    )

    /// `sse.json-array` (SHOULD).
    public static let sseJsonArray = Requirement(
        "sse.json-array", .should, .sse, profile: .sse,
        "The payload of a data event of a JSON stream is an array of messages, also for a single one."
    )

    /// `sse.json-batching` (MAY).
    public static let sseJsonBatching = Requirement(
        "sse.json-batching", .may, .sse, profile: .sse,
        "A server may put several messages of a JSON stream into one data event.",
        sources: [SentenceReference(747, "e5a57aa7784d")],
        excluded: .permissionOnly("The text allows batches of any size.")
    )

    /// `sse.binary-encoding-header` (MUST).
    public static let sseBinaryEncodingHeader = Requirement(
        "sse.binary-encoding-header", .must, .sse, profile: .sse,
        """
        The answer for a stream that is neither `text/*` nor `application/json` carries \
        `Stream-SSE-Data-Encoding: base64`.
        """,
        sources: [SentenceReference(712, "000fda0030e5"), SentenceReference(716, "463d46bb8268")]
    )

    /// `sse.binary-base64` (MUST).
    public static let sseBinaryBase64 = Requirement(
        "sse.binary-base64", .must, .sse, profile: .sse,
        """
        The data events of such a stream carry its bytes in base64, and decoded and put together they are \
        its bytes.
        """,
        sources: [SentenceReference(712, "000fda0030e5")]
    )

    /// `sse.base64-standard-alphabet` (MUST).
    public static let sseBase64StandardAlphabet = Requirement(
        "sse.base64-standard-alphabet", .must, .sse, profile: .sse,
        "The base64 uses the standard alphabet with `+` and `/`."
    )

    /// `sse.base64-valid` (MUST).
    public static let sseBase64Valid = Requirement(
        "sse.base64-valid", .must, .sse, profile: .sse,
        "The base64 of each data event, line breaks removed, is valid and padded: its length is a multiple of 4.",
        sources: [SentenceReference(744, "502af2cc2e8a")]
    )

    /// `sse.base64-empty` (MUST).
    public static let sseBase64Empty = Requirement(
        "sse.base64-empty", .must, .sse, profile: .sse,
        "A data event for no bytes has the empty string as its base64.",
        sources: [SentenceReference(745, "a659a924faad")],
        excluded: .notObservable("No request obliges a server to emit a data event without bytes.")
    )

    /// `sse.base64-lines` (MAY).
    public static let sseBase64Lines = Requirement(
        "sse.base64-lines", .may, .sse, profile: .sse,
        "The base64 of one event may be spread over several `data:` lines.",
        sources: [SentenceReference(742, "d41573eb127d")],
        excluded: .permissionOnly("The text allows any split.")
    )

    /// `sse.clients-decode` (MUST).
    public static let sseClientsDecode = Requirement(
        "sse.clients-decode", .must, .sse, profile: .sse,
        "Clients look for the encoding header, join the lines of an event, remove the line breaks and decode.",
        sources: [SentenceReference(716, "36f05fbf8840"), SentenceReference(743, "81e10edf5123")],
        excluded: .bindsClients("It says what a client has to do.")
    )

    /// `sse.control-not-encoded` (MUST).
    public static let sseControlNotEncoded = Requirement(
        "sse.control-not-encoded", .must, .sse, profile: .sse,
        "Control events are JSON text on every stream and never base64."
    )

    /// `sse.rate-limited` (MAY).
    public static let sseRateLimited = Requirement(
        "sse.rate-limited", .may, .sse, profile: .sse,
        "A server may refuse an SSE request because too many came.",
        permits: [
            .status(429, "the rate limit is exceeded")
        ],
        excluded: .permissionOnly("No server has to limit its rate, and a runner must not provoke it.")
    )

    /// `sse.fork-inherited-then-own` (MUST).
    public static let sseForkInheritedThenOwn = Requirement(
        "sse.fork-inherited-then-own", .must, .sse, profile: .fork,
        """
        An SSE read of a fork delivers the inherited data, then the fork's own, then waits for appends to \
        the fork.
        """
    )

    /// `sse.fork-no-source-appends` (MUST).
    public static let sseForkNoSourceAppends = Requirement(
        "sse.fork-no-source-appends", .must, .sse, profile: .fork,
        "An SSE read of a fork never delivers what was appended to the source after the fork point."
    )

    /// The requirements of this file in the order of the text.
    static let sseSection: [Requirement] = [
        .sseSucceeds, .sseEventStreamType, .sseOffsetRequired, .sseMalformedOffsetRejected, .sseMissingStream,
        .sseSoftDeleted, .sseExistingDataDelivered, .sseNewDataDelivered, .sseDataComplete, .sseWellFormed,
        .sseTextCarriedAsIs, .sseTextLineBreaksKept, .sseTextLeadingSpaceKept, .sseTextLineTerminators,
        .sseTextCharactersWhole, .sseDataCannotForgeEvents, .sseJsonEvents, .sseJsonArray, .sseJsonBatching,
        .sseBinaryEncodingHeader, .sseBinaryBase64, .sseBase64StandardAlphabet, .sseBase64Valid,
        .sseBase64Empty, .sseBase64Lines, .sseClientsDecode, .sseControlNotEncoded, .sseRateLimited,
        .sseForkInheritedThenOwn, .sseForkNoSourceAppends,
    ]
}
