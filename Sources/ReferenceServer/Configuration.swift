import Specification

extension ReferenceServer {
    /// What can be set about a server. Every limit is here.
    public struct Configuration: Sendable {
        /// The path below which streams are created, without a slash at its end.
        public var rootPath = "/v1/stream"

        /// How long a long-poll waits for data (§5.7).
        public var longPollTimeout: Duration = .seconds(30)

        /// How long an event stream stays open (§10.2).
        public var sseLifetime: Duration = .seconds(60)

        /// How many bytes one read answers with at most (§5.6); a message that is longer is answered by itself.
        public var chunkSize = 1 << 20

        /// How many bytes of an event stream may wait for a slow client before the server stops reading for it.
        public var sseBufferSize = 1 << 18

        /// The number of bytes above which a request body is refused with 413.
        public var maximumBodySize = 64 << 20

        /// The number of streams above which none is created.
        public var maximumStreamCount = 1_000_000

        /// The number of producers that one stream remembers; none beyond them is accepted.
        public var maximumProducerCount = 100_000

        /// How deeply a JSON message may be nested.
        public var maximumJSONDepth = JSONMessages.defaultMaximumDepth

        /// The number of bytes above which the path of a stream is refused.
        public var maximumPathLength = 2048

        /// Who may keep what streams hold (§10.1).
        public var cacheVisibility = CacheVisibility.shared

        /// The token that every request has to carry (§12.1); none when `nil`.
        public var bearerToken: String?

        /// What is set about subscriptions (§6, §7).
        public var subscriptions = SubscriptionSettings()

        /// Makes entity tags and jitter repeatable; drawn by lot when `nil`.
        public var seed: UInt64?

        /// The defaults.
        public init() {}
    }
}
