// §9 Content Types

extension Requirement {
    /// `content-type.any-accepted` (MUST).
    public static let contentTypeAnyAccepted = Requirement(
        "content-type.any-accepted", .must, .contentTypes,
        "A stream can be created with any media type: registered, with parameters or made up.",
        permits: [
            .status(201, "the protocol supports arbitrary content types")
        ],
        sources: [SentenceReference(1256, "bdcba154cf7f")]
    )

    /// `content-type.bytes-untouched` (MUST).
    public static let contentTypeBytesUntouched = Requirement(
        "content-type.bytes-untouched", .must, .contentTypes,
        """
        A stream whose type is not `application/json` is a sequence of bytes: its content is not parsed, \
        validated, reframed or re-encoded, even where it looks like JSON.
        """
    )

    /// `content-type.appends-concatenate` (MUST).
    public static let contentTypeAppendsConcatenate = Requirement(
        "content-type.appends-concatenate", .must, .contentTypes,
        """
        In a stream whose type is not `application/json` the appends stand one behind the other without \
        anything between them.
        """
    )

    /// `content-type.case-insensitive` (SHOULD).
    public static let contentTypeCaseInsensitive = Requirement(
        "content-type.case-insensitive", .should, .contentTypes,
        """
        Media types are compared without regard to the case of letters, as HTTP defines them: an append with \
        the stream's type in other letters is accepted.
        """,
        permits: [
            .status(204, "the media type is the same (RFC 9110, 8.3.1)")
        ]
    )

    /// `content-type.json-with-parameters` (SHOULD).
    public static let contentTypeJsonWithParameters = Requirement(
        "content-type.json-with-parameters", .should, .contentTypes, profile: .json,
        "A type `application/json` with parameters is still JSON: such a stream has the semantics of JSON mode.",
        permits: [
            .status(201, "the media type is `application/json`")
        ]
    )

    /// `content-type.json-suffix-is-bytes` (SHOULD).
    public static let contentTypeJsonSuffixIsBytes = Requirement(
        "content-type.json-suffix-is-bytes", .should, .contentTypes,
        """
        Only `application/json` has the semantics of JSON mode: a type with the suffix `+json` is a sequence \
        of bytes.
        """,
        permits: [
            .status(201, "any content type can be used")
        ]
    )

    /// The requirements of this file in the order of the text.
    static let contentTypesSection: [Requirement] = [
        .contentTypeAnyAccepted, .contentTypeBytesUntouched, .contentTypeAppendsConcatenate,
        .contentTypeCaseInsensitive, .contentTypeJsonWithParameters, .contentTypeJsonSuffixIsBytes,
    ]
}
