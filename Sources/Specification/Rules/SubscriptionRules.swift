/// The decisions of subscriptions, each of them replaceable by itself, as in ``Rules``.
public struct SubscriptionRules: Sendable {
    // MARK: Configuration

    /// Whether a request says what to subscribe to (§6.2).
    public var namesStreams: @Sendable (_ pattern: String?, _ streams: [String]?) -> Bool =
        SubscriptionRule.namesStreams

    /// The normal form of a list of streams (§6.2).
    public var normalised: @Sendable ([String]) -> [String] = SubscriptionRule.normalised

    /// Whether two configurations are the same (§6.2).
    public var isSame: @Sendable (SubscriptionConfiguration, SubscriptionConfiguration) -> Bool =
        SubscriptionRule.isSame

    /// Whether a pattern matches a path, as a function of the path; `nil` for a text that is no pattern (§6.2).
    public var glob: @Sendable (_ pattern: String) -> (@Sendable (_ path: String) -> Bool)? = SubscriptionRule.glob

    /// Why the URL of a webhook is not allowed, in a sentence; `nil` when it is (§6.2, §12.8).
    public var refusalOfWebhook: @Sendable (_ url: String, _ allowsLocal: Bool) -> String? =
        SubscriptionRule.refusalOfWebhook

    /// How long a lease may last, in milliseconds (§6.2).
    public var leaseRange = LeaseRule.range

    /// How long a lease lasts by default, in milliseconds (§6.2).
    public var defaultLease = LeaseRule.standard

    // MARK: Links

    /// Where the cursor of a new link stands (§6.2, §6.4).
    public var linkStart: @Sendable (SubscriptionLink.Occasion, _ beginning: Int, _ tail: Int) -> Int = {
        SubscriptionLinkRule.start($0, beginning: $1, tail: $2)
    }

    /// How a link is shown (§6.1).
    public var shownKind: @Sendable (SubscriptionLink) -> SubscriptionLink.Kind = SubscriptionLinkRule.shownKind

    /// What remains of a link that is taken off the list (§6.1, §6.4).
    public var withoutExplicit: @Sendable (SubscriptionLink) -> SubscriptionLink? =
        SubscriptionLinkRule.withoutExplicit

    /// Whether there is something behind a cursor (§7).
    public var isPending: @Sendable (_ acked: Int, _ tail: Int) -> Bool = {
        SubscriptionLinkRule.isPending(acked: $0, tail: $1)
    }

    /// Where an ack moves a cursor (§7).
    public var acknowledged: @Sendable (_ acked: Int, _ ack: Int) -> Int = {
        SubscriptionLinkRule.acknowledged($0, by: $1)
    }

    /// Whether a position can be acknowledged: nobody has processed what is not there.
    public var mayAcknowledge: @Sendable (_ position: Int, _ tail: Int) -> Bool = { $0 <= $1 }

    // MARK: Wakes

    /// Whether pending work begins a wake (§7).
    public var mayWake: @Sendable (SubscriptionPhase) -> Bool = { $0 == .idle }

    /// The generation of the next wake (§7, §7.3).
    public var nextGeneration: @Sendable (Int64) -> Int64 = { $0 + 1 }

    /// Whether pending work wakes again after a wake that ended so (§7.1, §7.2, §7.3).
    public var wakesAgain: @Sendable (SubscriptionWakeEnd) -> Bool = { _ in true }

    /// Whether a wake can be claimed (§7.2).
    public var mayClaim: @Sendable (SubscriptionPhase) -> Bool = LeaseRule.mayClaim

    /// Whether a lease has run out (§7.3).
    public var isLeaseOver: @Sendable (_ deadline: RFC3339Instant, _ now: RFC3339Instant) -> Bool = LeaseRule.isOver

    /// Whether a report that is not the last one extends the lease (§7.2, §7.3).
    public var extendsLease = true

    /// Whether a report comes too late (§7.3).
    public var isFenced: @Sendable (FenceFacts) -> Bool = FenceRule.isFenced

    /// What is wrong with a token (§7.3, §12.9).
    public var refusalOfToken: @Sendable (WakeTokenFacts) -> SubscriptionFault? = FenceRule.refusal

    // MARK: Webhooks

    /// Whether a status says that a delivery succeeded (§7.1).
    public var isDelivered: @Sendable (_ status: Int) -> Bool = WebhookRule.isDelivered

    /// Whether an answer says that the receiver is done (§7.1).
    public var isDone: @Sendable (_ body: [UInt8]) -> Bool = WebhookRule.isDone

    /// The position that such an answer acknowledges: the tail of the snapshot, not the one of now (§7.1).
    public var doneAcknowledges: @Sendable (_ snapshotTail: Int, _ tail: Int) -> Int = { snapshot, _ in snapshot }

    /// The delay before the next attempt, in milliseconds (§7.1).
    public var retryDelay: @Sendable (_ failures: Int, _ chance: Double) -> Int64 = WebhookRule.retryDelay

    /// What a signature is made over (§7.1).
    public var signedContent: @Sendable (_ timestamp: Int64, _ body: [UInt8]) -> [UInt8] =
        { WebhookSignature.signedContent(timestamp: $0, body: $1) }

    /// Whether a key that was replaced is still published (§6.5).
    public var publishesOldKey:
        @Sendable (_ replacedAt: RFC3339Instant, _ now: RFC3339Instant, _ window: Int64) -> Bool =
            SubscriptionRule.publishesOldKey

    /// The protocol as it is written.
    public static let standard = SubscriptionRules()

    private init() {}
}

/// What makes two requests ask for the same subscription, and what may be asked for (§6.2).
public enum SubscriptionRule {
    /// A pattern, or at least one stream.
    public static func namesStreams(_ pattern: String?, _ streams: [String]?) -> Bool {
        pattern != nil || streams?.isEmpty == false
    }

    /// Each path once, in the order of the bytes.
    public static func normalised(_ streams: [String]) -> [String] {
        Array(Set(streams)).sorted(by: WireOrder.precedes)
    }

    /// Configurations are the same when their fingerprints are.
    public static func isSame(_ left: SubscriptionConfiguration, _ right: SubscriptionConfiguration) -> Bool {
        left.fingerprint == right.fingerprint
    }

    /// The paths that a pattern matches.
    public static func glob(_ pattern: String) -> (@Sendable (String) -> Bool)? {
        guard let glob = GlobPattern(pattern) else { return nil }
        return { glob.matches($0) }
    }

    /// Why a URL is not allowed as a webhook.
    public static func refusalOfWebhook(_ url: String, _ allowsLocal: Bool) -> String? {
        do {
            _ = try WebhookAddressRules(allowsLocalhost: allowsLocal).check(url: url)
            return nil
        } catch {
            return error.description
        }
    }

    /// Old keys stay as long as anything signed with them may be checked.
    ///
    /// - Parameter window: That time in seconds.
    public static func publishesOldKey(_ replacedAt: RFC3339Instant, _ now: RFC3339Instant, _ window: Int64) -> Bool {
        now <= replacedAt.adding(seconds: window)
    }
}
