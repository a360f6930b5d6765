import Signatures
import Specification

/// The keys of webhook signatures: the one that signs, and those it replaced (§6.5).
struct SigningKeyring {
    private let settings: SubscriptionSettings
    private var active: (key: SigningKey, since: RFC3339Instant)?
    private var replaced: [(key: VerifyingKey, at: RFC3339Instant)] = []

    init(_ settings: SubscriptionSettings) {
        self.settings = settings
    }

    /// The key that signs now; made, or replaced, when the time for that has come.
    mutating func current(_ now: RFC3339Instant) throws(SignatureFailure) -> SigningKey {
        guard let active else {
            let key = if let given = settings.signingKey { given } else { try SigningKey() }
            self.active = (key, now)
            return key
        }
        if let lifetime = settings.signingKeyLifetime, active.since.adding(lifetime) <= now {
            return try rotate(now)
        }
        return active.key
    }

    /// Replaces the key that signs.
    @discardableResult
    mutating func rotate(_ now: RFC3339Instant) throws(SignatureFailure) -> SigningKey {
        let next = try SigningKey()
        if let active { replaced.append((active.key.publicKey, now)) }
        active = (next, now)
        return next
    }

    /// The public keys with which signatures may still be checked, the current one first.
    mutating func published(
        _ now: RFC3339Instant, _ rules: SubscriptionRules
    ) throws(SignatureFailure) -> [VerifyingKey] {
        let current = try current(now).publicKey
        let window = (settings.replayWindow + settings.signingKeySlack).components.seconds
        replaced.removeAll { !rules.publishesOldKey($0.at, now, window) }
        return [current] + replaced.map(\.key)
    }
}
