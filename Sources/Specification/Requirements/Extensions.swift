// §11 Extensibility

extension Requirement {
    /// `extension.pure-superset` (SHOULD).
    public static let extensionPureSuperset = Requirement(
        "extension.pure-superset", .should, .extensibility,
        """
        Extensions only add to the protocol: what they bring is optional, has defaults and works with any \
        client of the base protocol.
        """,
        sources: [
            SentenceReference(1404, "0bc6aa0072b9"),
            SentenceReference(1410, "7b0e1125c262"),
            SentenceReference(1414, "83fb1e9a9786"),
            SentenceReference(1414, "fcb750a7e34e"),
            SentenceReference(1416, "6b4c96f46867"),
        ],
        excluded: .organisational(
            """
            It advises those who design extensions; an unknown extension cannot be judged.
            """)
    )

    /// `extension.base-unbroken` (MUST NOT).
    public static let extensionBaseUnbroken = Requirement(
        "extension.base-unbroken", .mustNot, .extensibility,
        "Extensions do not break the base protocol: a client that knows none of them can use it in full.",
        sources: [
            SentenceReference(1412, "0cbd8476a94e"),
            SentenceReference(1412, "6d5627e9d6e7"),
            SentenceReference(1416, "7485fbd99156"),
        ],
        excluded: .notObservable("Every check is such a client, so each demand is judged where it is stated.")
    )

    /// `extension.further-parameters` (MAY).
    public static let extensionFurtherParameters = Requirement(
        "extension.further-parameters", .may, .extensibility,
        "Implementations may add query parameters, headers and fields, for authentication too, and negotiate them.",
        sources: [
            SentenceReference(1408, "d04fccdda1aa"),
            SentenceReference(1416, "7485fbd99156"),
            SentenceReference(1420, "3474a9e2a30f"),
        ],
        excluded: .permissionOnly("The text allows extensions and prescribes none.")
    )

    /// The requirements of this file in the order of the text.
    static let extensionsSection: [Requirement] = [
        .extensionPureSuperset, .extensionBaseUnbroken, .extensionFurtherParameters,
    ]
}
