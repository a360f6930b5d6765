/// Why a request about a subscription is refused (§6, §7).
public struct SubscriptionFault: Error, Sendable, Hashable {
    /// The code that machines read. The text names two of them, ``fenced`` and ``alreadyClaimed``.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The request is not what the protocol asks for.
        case invalidRequest = "INVALID_REQUEST"
        /// The URL of the webhook is not allowed.
        case webhookURLRejected = "WEBHOOK_URL_REJECTED"
        /// The token is missing, forged, or for something else.
        case tokenInvalid = "TOKEN_INVALID"
        /// The token's time is over.
        case tokenExpired = "TOKEN_EXPIRED"
        /// There is no subscription of that id.
        case notFound = "SUBSCRIPTION_NOT_FOUND"
        /// There is one, with another configuration.
        case alreadyExists = "SUBSCRIPTION_ALREADY_EXISTS"
        /// The wake is over.
        case fenced = "FENCED"
        /// Another worker holds the lease.
        case alreadyClaimed = "ALREADY_CLAIMED"
        /// There is nothing to claim.
        case noPendingWork = "NO_PENDING_WORK"
        /// An offset that cannot be acknowledged.
        case invalidOffset = "INVALID_OFFSET"
        /// The server holds as many as it may.
        case limitReached = "LIMIT_REACHED"

        /// The status of the answer.
        public var status: Int {
            switch self {
            case .invalidRequest, .webhookURLRejected: 400
            case .tokenInvalid, .tokenExpired: 401
            case .notFound: 404
            case .alreadyExists, .fenced, .alreadyClaimed, .noPendingWork, .invalidOffset: 409
            case .limitReached: 507
            }
        }
    }

    /// The code.
    public var code: Code

    /// A sentence for people.
    public var message: String

    /// Who holds the lease, for ``Code/alreadyClaimed``.
    public var holder: String?

    /// The current generation, for ``Code/alreadyClaimed``.
    public var generation: Int64?

    /// A fault.
    public init(_ code: Code, _ message: String, holder: String? = nil, generation: Int64? = nil) {
        self.code = code
        self.message = message
        self.holder = holder
        self.generation = generation
    }

    static func invalid(_ message: String) -> SubscriptionFault { SubscriptionFault(.invalidRequest, message) }
}
