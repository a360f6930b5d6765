// §6.5 Webhook Signing Key Discovery

extension Requirement {
    /// `webhook.jwks-published` (MUST).
    public static let webhookJwksPublished = Requirement(
        "webhook.jwks-published", .must, .webhookKeys, profile: .subscriptions,
        """
        A server with webhook subscriptions publishes its public signing keys as a JSON Web Key Set under \
        the reserved prefix.
        """,
        permits: [
            .status(200, "the key set is served")
        ],
        sources: [SentenceReference(977, "644518fae3ea")]
    )

    /// `webhook.jwks-content-type` (MUST).
    public static let webhookJwksContentType = Requirement(
        "webhook.jwks-content-type", .must, .webhookKeys, profile: .subscriptions,
        "The key set has the content type `application/jwk-set+json`."
    )

    /// `webhook.jwks-cacheable` (SHOULD).
    public static let webhookJwksCacheable = Requirement(
        "webhook.jwks-cacheable", .should, .webhookKeys, profile: .subscriptions,
        "The key set may be cached for some minutes, as its `Cache-Control` says."
    )

    /// `webhook.jwks-key-fields` (MUST).
    public static let webhookJwksKeyFields = Requirement(
        "webhook.jwks-key-fields", .must, .webhookKeys, profile: .subscriptions,
        """
        Each key is an Ed25519 key for signatures: `kty` `OKP`, `crv` `Ed25519`, `use` `sig`, `alg` `EdDSA`, \
        with `kid` and `x`.
        """
    )

    /// `webhook.jwks-aliases` (MAY).
    public static let webhookJwksAliases = Requirement(
        "webhook.jwks-aliases", .may, .webhookKeys, profile: .subscriptions,
        "A server may serve the key set under other URLs too, and receivers rely on the one they were told.",
        sources: [SentenceReference(1000, "4f5c761f4781")],
        excluded: .permissionOnly("Further URLs are a server's choice, and what receivers rely on is theirs.")
    )

    /// `webhook.kid-stable` (MUST).
    public static let webhookKidStable = Requirement(
        "webhook.kid-stable", .must, .webhookKeys, profile: .subscriptions,
        "The `kid` of a key stays the same and is unique within the set.",
        sources: [SentenceReference(1002, "6bb5b5bec6e9")]
    )

    /// `webhook.kid-derived` (SHOULD).
    public static let webhookKidDerived = Requirement(
        "webhook.kid-derived", .should, .webhookKeys, profile: .subscriptions,
        "A `kid` is derived from the key.",
        sources: [SentenceReference(1002, "7aa67008b56f")],
        excluded: .notObservable(
            """
            The text leaves the derivation open, so no `kid` can be told from a derived one.
            """)
    )

    /// `webhook.private-keys-secret` (MUST).
    public static let webhookPrivateKeysSecret = Requirement(
        "webhook.private-keys-secret", .must, .webhookKeys, profile: .subscriptions,
        "No private key is published: no key of the set has a private part.",
        sources: [SentenceReference(1002, "011b35a8f546")]
    )

    /// `webhook.keys-persistent` (SHOULD).
    public static let webhookKeysPersistent = Requirement(
        "webhook.keys-persistent", .should, .webhookKeys, profile: .subscriptions,
        "Signing keys outlive a restart of the server.",
        sources: [SentenceReference(1002, "011b35a8f546")],
        excluded: .notObservable("A runner that is given only a URL cannot restart the server it tests.")
    )

    /// `webhook.old-keys-published` (MUST).
    public static let webhookOldKeysPublished = Requirement(
        "webhook.old-keys-published", .must, .webhookKeys, profile: .subscriptions,
        """
        After a change of keys the old public keys stay published as long as signatures made with them may \
        be checked.
        """,
        sources: [SentenceReference(1002, "31efe95d4433")],
        excluded: .notObservable("A runner cannot make a server change its keys.")
    )

    /// The requirements of this file in the order of the text.
    static let webhookKeysSection: [Requirement] = [
        .webhookJwksPublished, .webhookJwksContentType, .webhookJwksCacheable, .webhookJwksKeyFields,
        .webhookJwksAliases, .webhookKidStable, .webhookKidDerived, .webhookPrivateKeysSecret,
        .webhookKeysPersistent, .webhookOldKeysPublished,
    ]
}
