// §12 Security Considerations

extension Requirement {
    /// `security.clients-authenticate` (SHOULD).
    public static let securityClientsAuthenticate = Requirement(
        "security.clients-authenticate", .should, .security,
        "Clients support the usual authentication schemes of HTTP.",
        sources: [SentenceReference(1426, "654595b6a6dc")],
        excluded: .bindsClients("It says what a client should support.")
    )

    /// `security.access-control` (MUST).
    public static let securityAccessControl = Requirement(
        "security.access-control", .must, .security,
        """
        Streams are protected against creation, change and deletion by those who have no right to it: such a request \
        is refused and changes nothing. A run tries that where it has credentials to leave out and is allowed to.
        """,
        permits: [
            .status(401, "credentials are missing or wrong"),
            .status(403, "whoever asks has no right to it"),
            .status(404, "a server may hide from strangers what it has"),
            .status(400, "a request without valid credentials is malformed to the server"),
            .status(407, "a proxy in front wants credentials"),
            .status(302, "the text leaves the means open, and a gateway may send strangers to where they sign in"),
            .status(303, "as 302"),
            .status(307, "as 302"),
        ],
        sources: [SentenceReference(1426, "0b06d8e90b87"), SentenceReference(1430, "b472a3bffe18")]
    )

    /// `security.urls-sanitised` (SHOULD).
    public static let securityUrlsSanitised = Requirement(
        "security.urls-sanitised", .should, .security,
        """
        A URL that a further round of decoding or trimming would turn into that of another stream is refused or names \
        a stream of exactly that name.
        """,
        permits: [
            .status(400, "the URL is not acceptable"),
            .status(403, "the URL is not acceptable"),
            .status(404, "there is no stream of that name"),
            .status(414, "the URL is too long"),
        ],
        sources: [SentenceReference(1430, "8d04694ea205")]
    )

    /// `security.stream-root-kept` (SHOULD).
    public static let securityStreamRootKept = Requirement(
        "security.stream-root-kept", .should, .security,
        "No URL, however its dot segments are written, leads to a file of the server's machine.",
        sources: [SentenceReference(1430, "8d04694ea205")]
    )

    /// `security.odd-urls-answered` (SHOULD).
    public static let securityOddUrlsAnswered = Requirement(
        "security.odd-urls-answered", .should, .security,
        """
        A URL that is broken, oddly encoded or very long is answered like any URL without a stream: a refusal, and no \
        error of the server.
        """,
        permits: [
            .status(400, "the URL is not acceptable"),
            .status(403, "the URL is not acceptable"),
            .status(404, "there is no stream of that name"),
            .status(414, "the URL is too long"),
            .status(431, "the head of the request is too long"),
        ],
        sources: [SentenceReference(1430, "8d04694ea205")]
    )

    /// `security.no-field-injection` (SHOULD).
    public static let securityNoFieldInjection = Requirement(
        "security.no-field-injection", .should, .security,
        """
        Line breaks in a URL or in the value of a request's header field never begin another header field of an answer.
        """,
        sources: [SentenceReference(1430, "8d04694ea205")]
    )

    /// `security.clients-distrust-content` (MUST).
    public static let securityClientsDistrustContent = Requirement(
        "security.clients-distrust-content", .must, .security,
        "Clients treat what they read as untrusted and do not execute it.",
        sources: [SentenceReference(1434, "aa49f36f55c2")],
        excluded: .bindsClients("It says what a client has to do.")
    )

    /// `security.rate-limiting` (SHOULD).
    public static let securityRateLimiting = Requirement(
        "security.rate-limiting", .should, .security,
        "A server limits the rate of requests.",
        permits: [
            .status(429, "the rate limit is exceeded")
        ],
        sources: [SentenceReference(1442, "d1863e70d134")],
        excluded: .notObservable("The text names no rate, and a runner must not flood the server it tests.")
    )

    /// `security.nosniff` (SHOULD).
    public static let securityNosniff = Requirement(
        "security.nosniff", .should, .security, profile: .securityHeaders,
        "Every answer carries `X-Content-Type-Options: nosniff`.",
        sources: [SentenceReference(1450, "eabe3ed3bbf3"), SentenceReference(1453, "0adad00c1565")]
    )

    /// `security.cross-origin-resource-policy` (SHOULD).
    public static let securityCrossOriginResourcePolicy = Requirement(
        "security.cross-origin-resource-policy", .should, .security, profile: .securityHeaders,
        "Answers carry `Cross-Origin-Resource-Policy` with `cross-origin`, `same-site` or `same-origin`.",
        sources: [SentenceReference(1450, "eabe3ed3bbf3"), SentenceReference(1456, "cff157fb1995")]
    )

    /// `security.head-not-stored` (SHOULD).
    public static let securityHeadNotStored = Requirement(
        "security.head-not-stored", .should, .security, profile: .securityHeaders,
        """
        Every answer to `HEAD`, a refusal too, carries `Cache-Control: no-store`, or what §5.5 accepts in its place.
        """,
        sources: [SentenceReference(1450, "eabe3ed3bbf3"), SentenceReference(1459, "49d1fb145995")]
    )

    /// `security.sensitive-not-stored` (SHOULD).
    public static let securitySensitiveNotStored = Requirement(
        "security.sensitive-not-stored", .should, .security, profile: .securityHeaders,
        "Answers with sensitive or personal data carry `Cache-Control: no-store`.",
        sources: [SentenceReference(1459, "49d1fb145995")],
        excluded: .organisational("Which data is sensitive is known to a deployment and not to a run.")
    )

    /// `security.public-cacheable` (MAY).
    public static let securityPublicCacheable = Requirement(
        "security.public-cacheable", .may, .security, profile: .securityHeaders,
        "Public reads of the past may be cached.",
        sources: [SentenceReference(1459, "2e5a1c248f70")],
        excluded: .permissionOnly("It is the alternative for data that is not sensitive.")
    )

    /// `security.content-disposition` (MAY).
    public static let securityContentDisposition = Requirement(
        "security.content-disposition", .may, .security, profile: .securityHeaders,
        "Answers of the type `application/octet-stream` may carry `Content-Disposition: attachment`.",
        sources: [SentenceReference(1462, "f09c80512f54")],
        excluded: .permissionOnly("The text allows the header and demands it nowhere.")
    )

    /// `security.webhook-private-targets` (SHOULD).
    public static let securityWebhookPrivateTargets = Requirement(
        "security.webhook-private-targets", .should, .security, profile: .subscriptions,
        "Webhook URLs of private, link-local and loopback addresses are refused.",
        permits: [
            .status(400, "the URL is not allowed"),
            .status(403, "the URL is not allowed"),
            .status(422, "the URL is not allowed"),
        ],
        sources: [SentenceReference(1468, "379faac5e455"), SentenceReference(1471, "653290ed8fdb")]
    )

    /// `security.webhook-metadata-targets` (SHOULD).
    public static let securityWebhookMetadataTargets = Requirement(
        "security.webhook-metadata-targets", .should, .security, profile: .subscriptions,
        "Webhook URLs of the metadata services of clouds are refused.",
        permits: [
            .status(400, "the URL is not allowed"),
            .status(403, "the URL is not allowed"),
            .status(422, "the URL is not allowed"),
        ],
        sources: [SentenceReference(1472, "794663c4f0c0")]
    )

    /// `security.webhook-redirects` (SHOULD).
    public static let securityWebhookRedirects = Requirement(
        "security.webhook-redirects", .should, .security, profile: .subscriptions,
        "No redirect leads a delivery to a private, link-local or other local address whose URL would be refused.",
        sources: [SentenceReference(1471, "653290ed8fdb")]
    )

    /// `security.webhook-allowlist` (MAY).
    public static let securityWebhookAllowlist = Requirement(
        "security.webhook-allowlist", .may, .security, profile: .subscriptions,
        "A server may accept the webhook URLs of listed domains only.",
        sources: [SentenceReference(1473, "cfb16db11c49")],
        excluded: .permissionOnly("It is a choice of the deployment.")
    )

    /// `security.tokens-in-authorization` (MUST).
    public static let securityTokensInAuthorization = Requirement(
        "security.tokens-in-authorization", .must, .security, profile: .subscriptions,
        """
        Callback and claim tokens travel in the `Authorization` header: no URL that the server gives out \
        contains one.
        """,
        sources: [SentenceReference(1477, "6eb2f591461a")]
    )

    /// `security.tokens-signed` (SHOULD).
    public static let securityTokensSigned = Requirement(
        "security.tokens-signed", .should, .security, profile: .subscriptions,
        "Tokens are signed and contain subscription, generation and expiry.",
        sources: [SentenceReference(1477, "96bc1d6432c0")],
        excluded: .notObservable("Tokens are opaque to those who carry them.")
    )

    /// `security.token-signatures-checked` (MUST).
    public static let securityTokenSignaturesChecked = Requirement(
        "security.token-signatures-checked", .must, .security, profile: .subscriptions,
        "A token whose signature was tampered with is refused by callback, ack and release.",
        permits: [
            .status(401, "the token is invalid"),
            .status(403, "the token is invalid"),
            .status(409, "the text demands a refusal and names this status for a wake that is over"),
        ],
        sources: [SentenceReference(1477, "cb307a405cf9")]
    )

    /// `security.webhook-receivers-check-subscription` (SHOULD).
    public static let securityWebhookReceiversCheckSubscription = Requirement(
        "security.webhook-receivers-check-subscription", .should, .security, profile: .subscriptions,
        "Receivers with one endpoint for several servers or subscriptions check which one a delivery is for.",
        sources: [SentenceReference(1481, "cbefe9434212")],
        excluded: .bindsClients("It says what a receiver should do.")
    )

    /// `security.tls` (MUST).
    public static let securityTls = Requirement(
        "security.tls", .must, .security,
        "In production all operations use TLS.",
        sources: [SentenceReference(1485, "e155b3972a41")],
        excluded: .organisational(
            """
            Whether a URL is one of production is known to its operator and not to a run.
            """)
    )

    /// The requirements of this file in the order of the text.
    static let securitySection: [Requirement] = [
        .securityClientsAuthenticate, .securityAccessControl, .securityUrlsSanitised, .securityStreamRootKept,
        .securityOddUrlsAnswered, .securityNoFieldInjection,
        .securityClientsDistrustContent, .securityRateLimiting, .securityNosniff,
        .securityCrossOriginResourcePolicy, .securityHeadNotStored, .securitySensitiveNotStored,
        .securityPublicCacheable, .securityContentDisposition, .securityWebhookPrivateTargets,
        .securityWebhookMetadataTargets, .securityWebhookRedirects, .securityWebhookAllowlist,
        .securityTokensInAuthorization,
        .securityTokensSigned, .securityTokenSignaturesChecked, .securityWebhookReceiversCheckSubscription,
        .securityTls,
    ]
}
