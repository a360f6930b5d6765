import Signatures
import Specification

/// Writes the JSON of subscriptions (§6, §7).
enum SubscriptionJSON {
    private static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String?) -> String { text.map(JSONText.quoted) ?? "null" }

    /// A subscription as it is shown (§6.3).
    static func subscription(
        _ entry: SubscriptionEntry, keyID: String?, offset: (Int) -> String, _ rules: SubscriptionRules
    ) -> [UInt8] {
        let (state, configuration) = (entry.state, entry.state.configuration)
        let streams = state.views(rules).map { view in
            object([
                ("path", quoted(view.path)), ("link_type", quoted(view.kind.rawValue)),
                ("acked_offset", quoted(offset(view.acked))),
            ])
        }
        var webhook = "null"
        if let url = configuration.webhookURL {
            var members = [("url", quoted(url))]
            if let keyID {
                let signing = [("alg", quoted("ed25519")), ("kid", quoted(keyID)), ("jwks_url", quoted(entry.keysURL))]
                members.append(("signing", object(signing)))
            }
            webhook = object(members)
        }
        var members = [
            ("id", quoted(state.id)), ("subscription_id", quoted(state.id)), ("type", quoted(configuration.type)),
            ("pattern", quoted(configuration.pattern)), ("streams", "[" + streams.joined(separator: ",") + "]"),
            ("webhook", webhook), ("wake_stream", quoted(configuration.wakeStream)),
            ("lease_ttl_ms", String(configuration.leaseMilliseconds)), ("created_at", quoted(instant(state.createdAt))),
            ("status", quoted(state.isFailing ? "failed" : "active")),
        ]
        if let next = state.nextAttemptAt { members.append(("next_attempt_at", quoted(instant(next)))) }
        members.append(("description", quoted(configuration.description)))
        return Array(object(members).utf8)
    }

    /// An instant to the millisecond, which is as exact as anything here.
    private static func instant(_ instant: RFC3339Instant) -> String {
        RFC3339Instant(millisecondsSince1970: instant.millisecondsSince1970).description
    }

    /// The streams of a wake (§7.1, §7.2).
    private static func streams(_ views: [SubscriptionStreamView], _ offset: (Int) -> String) -> String {
        let streams = views.map { view in
            object([
                ("path", quoted(view.path)), ("link_type", quoted(view.kind.rawValue)),
                ("acked_offset", quoted(offset(view.acked))), ("tail_offset", quoted(offset(view.tail))),
                ("has_pending", view.hasPending ? "true" : "false"),
            ])
        }
        return "[" + streams.joined(separator: ",") + "]"
    }

    /// The body of a request to a webhook (§7.1).
    static func delivery(
        _ delivery: SubscriptionDelivery, callbackURL: String, token: String, offset: (Int) -> String
    ) -> [UInt8] {
        Array(
            object([
                ("subscription_id", quoted(delivery.subscription)), ("wake_id", quoted(delivery.wakeID)),
                ("generation", String(delivery.generation)), ("streams", streams(delivery.streams, offset)),
                ("callback_url", quoted(callbackURL)), ("callback_token", quoted(token)),
            ]).utf8)
    }

    /// The answer to a claim (§7.2).
    static func claim(_ claim: SubscriptionClaim, token: String, offset: (Int) -> String) -> [UInt8] {
        Array(
            object([
                ("wake_id", quoted(claim.wakeID)), ("generation", String(claim.generation)), ("token", quoted(token)),
                ("streams", streams(claim.streams, offset)), ("lease_ttl_ms", String(claim.leaseMilliseconds)),
            ]).utf8)
    }

    /// The answer to a callback or an ack (§7.1, §7.2).
    static func report(nextWake: Bool) -> [UInt8] {
        Array(object([("ok", "true"), ("next_wake", nextWake ? "true" : "false")]).utf8)
    }

    /// The body of a refusal.
    static func fault(_ fault: SubscriptionFault) -> [UInt8] {
        var members = [("code", quoted(fault.code.rawValue))]
        if let holder = fault.holder { members.append(("current_holder", quoted(holder))) }
        if let generation = fault.generation { members.append(("generation", String(generation))) }
        members.append(("message", quoted(fault.message)))
        return Array(object([("error", object(members))]).utf8)
    }

    /// A JSON Web Key Set (§6.5, RFC 7517, RFC 8037).
    static func keys(_ keys: [VerifyingKey]) -> [UInt8] {
        let keys = keys.map { key in
            object([
                ("kty", quoted("OKP")), ("crv", quoted("Ed25519")), ("kid", quoted(key.thumbprint)),
                ("use", quoted("sig")), ("alg", quoted("EdDSA")), ("x", quoted(key.base64URL)),
            ])
        }
        return Array(object([("keys", "[" + keys.joined(separator: ",") + "]")]).utf8)
    }
}
