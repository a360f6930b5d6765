import Signatures
import Specification

/// What can be set about subscriptions. Every limit is here.
public struct SubscriptionSettings: Sendable {
    /// What bounds a configuration, and whether webhooks of the local host are accepted.
    public var limits = SubscriptionLimits()

    /// The number of subscriptions above which none is created.
    public var maximumCount = 10_000

    /// The number of bytes above which the id of a subscription is refused.
    public var maximumIDLength = 512

    /// The number of bytes above which the body of a control request is refused with 413.
    public var maximumBodySize = 1 << 20

    /// The URL of the stream root as workers reach it, without a slash at its end; `nil` takes what the request that
    /// creates a subscription says about itself.
    public var publicURL: String?

    /// The key that signs deliveries; `nil` makes one, which lasts as long as the process.
    public var signingKey: SigningKey?

    /// How long a signing key is used before another one replaces it; `nil` keeps it.
    public var signingKeyLifetime: Duration?

    /// How old a signature may be for those who check it (§7.1). Replaced keys stay published that long, and
    /// ``signingKeySlack`` more.
    public var replayWindow: Duration = .seconds(300)

    /// What is added to ``replayWindow`` for deliveries under way and clocks that differ.
    public var signingKeySlack: Duration = .seconds(60)

    /// How long a callback or claim token is good, however often its lease is extended (§12.9).
    public var tokenLifetime: Duration = .seconds(86_400)

    /// How long a webhook may take to answer; a lease that is shorter ends the wait before.
    public var webhookTimeout: Duration = .seconds(30)

    /// How many bytes of a webhook's answer are read.
    public var maximumAnswerSize = 1 << 16

    /// The defaults.
    public init() {}
}
