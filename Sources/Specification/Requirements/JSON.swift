// §9.1 JSON Mode: messages

extension Requirement {
    /// `json.boundaries-preserved` (MUST).
    public static let jsonBoundariesPreserved = Requirement(
        "json.boundaries-preserved", .must, .json, profile: .json,
        "Each JSON value appended comes back as one message, neither merged with its neighbours nor split.",
        sources: [SentenceReference(1270, "545b74fb07db")]
    )

    /// `json.reads-return-array` (MUST).
    public static let jsonReadsReturnArray = Requirement(
        "json.reads-return-array", .must, .json, profile: .json,
        "A read returns one JSON array with all messages of the range, also for a single message.",
        permits: [
            .status(200, "there is data behind the offset")
        ],
        sources: [SentenceReference(1270, "f91dff30999c"), SentenceReference(1297, "84807f7b80c9")]
    )

    /// `json.reads-valid` (MUST).
    public static let jsonReadsValid = Requirement(
        "json.reads-valid", .must, .json, profile: .json,
        "Every body of a read is well-formed JSON, wherever the server cuts the range.",
        permits: [
            .status(200, "the stream exists")
        ],
        sources: [SentenceReference(1297, "84807f7b80c9")]
    )

    /// `json.order-preserved` (MUST).
    public static let jsonOrderPreserved = Requirement(
        "json.order-preserved", .must, .json, profile: .json,
        """
        Messages come back in the order in which they were appended, and those of a batch in the order of \
        the batch.
        """,
        sources: [SentenceReference(1270, "f91dff30999c")]
    )

    /// `json.values-preserved` (MUST).
    public static let jsonValuesPreserved = Requirement(
        "json.values-preserved", .must, .json, profile: .json,
        """
        A message comes back as the same JSON value: strings character for character, numbers with their \
        exact decimal value, arrays in order, members of objects with their names and values.
        """,
        sources: [SentenceReference(1270, "f91dff30999c")]
    )

    /// `json.bytes-preserved` (MAY).
    public static let jsonBytesPreserved = Requirement(
        "json.bytes-preserved", .may, .json, profile: .json,
        """
        A server may keep the spelling of a message: white space, escapes, the order of members, the form of \
        numbers.
        """,
        excluded: .permissionOnly("The text promises messages and not their spelling.")
    )

    /// `json.scalars-accepted` (MUST).
    public static let jsonScalarsAccepted = Requirement(
        "json.scalars-accepted", .must, .json, profile: .json,
        "Every JSON value is a message: strings, numbers, `true`, `false` and `null` like objects.",
        permits: [
            .status(204, "the body is valid JSON")
        ]
    )

    /// `json.array-flattened` (MUST).
    public static let jsonArrayFlattened = Requirement(
        "json.array-flattened", .must, .json, profile: .json,
        "A body that is an array appends each element as a message of its own.",
        permits: [
            .status(204, "a batch was appended")
        ],
        sources: [SentenceReference(1274, "89420468681f")]
    )

    /// `json.array-flattened-once` (MUST).
    public static let jsonArrayFlattenedOnce = Requirement(
        "json.array-flattened-once", .must, .json, profile: .json,
        "Only one level is flattened: arrays within the array are messages as they are.",
        permits: [
            .status(204, "a batch was appended")
        ],
        sources: [SentenceReference(1274, "89420468681f")]
    )

    /// `json.nested-empty-array-kept` (MUST).
    public static let jsonNestedEmptyArrayKept = Requirement(
        "json.nested-empty-array-kept", .must, .json, profile: .json,
        "An empty array within the array is a message: `[[]]` appends one.",
        permits: [
            .status(204, "a batch of one message was appended")
        ],
        sources: [SentenceReference(1274, "89420468681f")]
    )

    /// `json.empty-array-rejected` (MUST).
    public static let jsonEmptyArrayRejected = Requirement(
        "json.empty-array-rejected", .must, .json, profile: .json,
        "An append of the empty array is refused.",
        permits: [
            .status(400, "there is no message in it")
        ],
        sources: [SentenceReference(1287, "272adc880329")]
    )

    /// `json.empty-array-stores-nothing` (MUST).
    public static let jsonEmptyArrayStoresNothing = Requirement(
        "json.empty-array-stores-nothing", .must, .json, profile: .json,
        "A refused empty array leaves content and tail offset as they were.",
        sources: [SentenceReference(1287, "272adc880329")]
    )

    /// `json.create-empty-array` (MUST).
    public static let jsonCreateEmptyArray = Requirement(
        "json.create-empty-array", .must, .json, profile: .json,
        "A create request with the empty array as its body makes an empty stream.",
        permits: [
            .status(201, "an empty stream was created")
        ]
    )

    /// `json.create-flattens` (MUST).
    public static let jsonCreateFlattens = Requirement(
        "json.create-flattens", .must, .json, profile: .json,
        "A create request with an array as its body makes a stream with each element as a message.",
        permits: [
            .status(201, "a stream was created with messages")
        ]
    )

    /// `json.create-single-value` (MUST).
    public static let jsonCreateSingleValue = Requirement(
        "json.create-single-value", .must, .json, profile: .json,
        "A create request with any other JSON value as its body makes a stream with that one message.",
        permits: [
            .status(201, "a stream was created with a message")
        ]
    )

    /// `json.invalid-rejected` (MUST).
    public static let jsonInvalidRejected = Requirement(
        "json.invalid-rejected", .must, .json, profile: .json,
        "An append that is not well-formed JSON is refused.",
        permits: [
            .status(400, "the body is no JSON")
        ],
        sources: [SentenceReference(1293, "03f43cc0266c"), SentenceReference(1293, "cda5df3bd86f")]
    )

    /// `json.several-values-rejected` (MUST).
    public static let jsonSeveralValuesRejected = Requirement(
        "json.several-values-rejected", .must, .json, profile: .json,
        "An append of several JSON values that are not in an array is refused, whatever separates them.",
        permits: [
            .status(400, "the body is not one JSON value")
        ],
        sources: [SentenceReference(1293, "03f43cc0266c"), SentenceReference(1293, "cda5df3bd86f")]
    )

    /// `json.invalid-utf8-rejected` (SHOULD).
    public static let jsonInvalidUtf8Rejected = Requirement(
        "json.invalid-utf8-rejected", .should, .json, profile: .json,
        "An append whose strings are not valid UTF-8 is refused.",
        permits: [
            .status(400, "JSON that systems exchange is UTF-8 (RFC 8259, 8.1)")
        ],
        sources: [SentenceReference(1293, "03f43cc0266c")]
    )

    /// `json.invalid-stores-nothing` (MUST).
    public static let jsonInvalidStoresNothing = Requirement(
        "json.invalid-stores-nothing", .must, .json, profile: .json,
        """
        A refused append leaves content and tail offset as they were; of a batch with one bad element \
        nothing is stored.
        """,
        sources: [SentenceReference(1293, "03f43cc0266c")]
    )

    /// `json.invalid-explained` (SHOULD).
    public static let jsonInvalidExplained = Requirement(
        "json.invalid-explained", .should, .json, profile: .json,
        "The refusal of an invalid append says in its body what is wrong.",
        permits: [
            .status(400, "the body is no JSON")
        ],
        sources: [SentenceReference(1293, "cda5df3bd86f")]
    )

    /// `json.create-invalid-rejected` (SHOULD).
    public static let jsonCreateInvalidRejected = Requirement(
        "json.create-invalid-rejected", .should, .json, profile: .json,
        "A create request whose body is not well-formed JSON is refused.",
        permits: [
            .status(400, "the text speaks of appended data, which the first content is in effect")
        ],
        sources: [SentenceReference(1293, "03f43cc0266c")]
    )

    /// `json.response-content-type` (MUST).
    public static let jsonResponseContentType = Requirement(
        "json.response-content-type", .must, .json, profile: .json,
        "A read of a JSON stream carries `Content-Type: application/json`.",
        permits: [
            .status(200, "the stream exists")
        ],
        sources: [SentenceReference(1297, "84807f7b80c9")]
    )

    /// `json.empty-range` (MUST).
    public static let jsonEmptyRange = Requirement(
        "json.empty-range", .must, .json, profile: .json,
        "A read of a range without messages returns the empty array.",
        permits: [
            .status(200, "the stream exists")
        ],
        sources: [SentenceReference(1306, "e0acd515f003")]
    )

    /// `json.range-from-offset` (MUST).
    public static let jsonRangeFromOffset = Requirement(
        "json.range-from-offset", .must, .json, profile: .json,
        "A read from an offset returns the messages appended behind it and no other.",
        permits: [
            .status(200, "there is data behind the offset")
        ],
        sources: [SentenceReference(1270, "f91dff30999c")]
    )

    /// `json.long-poll-array` (MUST).
    public static let jsonLongPollArray = Requirement(
        "json.long-poll-array", .must, .json, profile: .json,
        "A long-poll that returns data returns one JSON array with the messages that came.",
        permits: [
            .status(200, "data came within the timeout")
        ],
        sources: [SentenceReference(1270, "f91dff30999c")]
    )

    /// `json.fork-single-array` (MUST).
    public static let jsonForkSingleArray = Requirement(
        "json.fork-single-array", .must, .json, profile: .fork,
        "A read across the boundary of a JSON fork returns inherited and own messages in one array.",
        permits: [
            .status(200, "there is data behind the offset")
        ],
        sources: [SentenceReference(1310, "afce8607a1a4")]
    )

    /// `json.clients-wrap` (MAY).
    public static let jsonClientsWrap = Requirement(
        "json.clients-wrap", .may, .json, profile: .json,
        "Client libraries may wrap single values in an array before they send them.",
        sources: [SentenceReference(1283, "5d410f8e9036")],
        excluded: .bindsClients("It describes a client's choice; the server's half is `json.array-flattened`.")
    )

    /// The requirements of this file in the order of the text.
    static let jsonSection: [Requirement] = [
        .jsonBoundariesPreserved, .jsonReadsReturnArray, .jsonReadsValid, .jsonOrderPreserved,
        .jsonValuesPreserved, .jsonBytesPreserved, .jsonScalarsAccepted, .jsonArrayFlattened,
        .jsonArrayFlattenedOnce, .jsonNestedEmptyArrayKept, .jsonEmptyArrayRejected,
        .jsonEmptyArrayStoresNothing, .jsonCreateEmptyArray, .jsonCreateFlattens, .jsonCreateSingleValue,
        .jsonInvalidRejected, .jsonSeveralValuesRejected, .jsonInvalidUtf8Rejected, .jsonInvalidStoresNothing,
        .jsonInvalidExplained, .jsonCreateInvalidRejected, .jsonResponseContentType, .jsonEmptyRange,
        .jsonRangeFromOffset, .jsonLongPollArray, .jsonForkSingleArray, .jsonClientsWrap,
    ]
}
