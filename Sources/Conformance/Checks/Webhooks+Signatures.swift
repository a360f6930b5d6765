import HTTPMessage
import Signatures
import Specification

// §7.1 Webhook Delivery and Callback and §6.3, §6.5: what deliveries are signed with.

extension Check {
    static let webhookSignatures: [Check] = signatureHeaders + signatures + signingMetadata + sharedSecrets

    // MARK: The header

    private static let signatureHeaders: [Check] = [
        // A delivery carries `Webhook-Signature` with a timestamp, a key id and a signature in unpadded base64url.
        Check(.webhookSignatureHeader) { probe in
            let story = try await probe.createWebhook()
            let delivery = try await story.deliverAfterWrite()
            let header = delivery[.webhookSignature]
            delivery.expect(
                delivery.signature != nil, "a Webhook-Signature with t, kid and ed25519", observed: header ?? "none")
            guard let text = delivery.signature?.signature else { return }
            delivery.expect(
                Base64URL.decode(text)?.count == VerifyingKey.signatureSize,
                "\(VerifyingKey.signatureSize) bytes in unpadded base64url", observed: text)
        },

        // The timestamp is one of now, in seconds: receivers reject what lies outside of some minutes.
        Check(.webhookSignatureHeader, "timestamp") { probe in
            let story = try await probe.createWebhook()
            let shown = try await story.subscription.get().requireSuccess("reading the subscription")
            let delivery = try await story.deliverAfterWrite()
            let timestamp = try delivery.requireSignature().timestamp
            // The server's clock may differ from ours, and shows itself in the time of creation.
            let clocks = [
                probe.context.clock.now, shown.json?["created_at"]?.text.flatMap { RFC3339Instant($0) },
            ]
            let distances = clocks.compactMap { $0 }.map { abs($0.secondsSince1970 - timestamp) }
            delivery.expect(
                distances.contains { $0 <= 300 }, "a timestamp of now in seconds", observed: "t=\(timestamp)")
        },
    ]

    // MARK: Signatures

    private static let signatures: [Check] = [
        // The signature verifies with the published key of that `kid` over the timestamp, a full stop and the body.
        Check(.webhookSignatureVerifies) { probe in
            let story = try await probe.createWebhook()
            try await story.deliverAfterWrite().expectVerifies()
        },

        Check(.webhookSignatureVerifies, "each-of-three") { probe in
            let story = try await probe.createWebhook()
            for count in 1...3 {
                let delivery = try await story.deliverAfterWrite("work \(count)", delivery: count)
                try await delivery.expectVerifies()
                try await story.requireDone(try delivery.requireWake())
            }
        },

        Check(.webhookSignatureVerifies, "two-subscriptions") { probe in
            let story = try await probe.createWebhook()
            let other = try await probe.createWebhook(to: story.source) { $0.streams = [story.source.name] }
            try await story.deliverAfterWrite().expectVerifies()
            try await other.requireDelivery().expectVerifies()
        },

        // A body with characters beyond ASCII is signed as it is on the wire.
        Check(.webhookSignatureVerifies, "beyond-ascii") { probe in
            let source = try await probe.createStream()
            let name = probe.unusedSubscription()
            let id = name.id + "-gr\u{F6}\u{DF}er-\u{1F30A}"
            let path = probe.controlPath("subscriptions/" + PercentCoding.encodePathSegment(id))
            let subscription = ProbedSubscription(id: id, path: path, probe: probe)
            let wish = SubscriptionWish(type: "webhook", streams: [source.name], webhookURL: "https://example.com/hook")
            guard try await subscription.put(wish).isSuccess, try await subscription.delete().isSuccess else {
                throw probe.notApplicable("the target takes no id beyond ASCII")
            }
            let story = try await probe.createWebhook(to: source, as: subscription) { $0.streams = [source.name] }
            try await story.deliverAfterWrite().expectVerifies()
        },

        // A body of several kilobytes is signed to its end.
        Check(.webhookSignatureVerifies, "large-body") { probe in
            let directory = probe.unusedDirectory()
            let names = try await probe.concurrently(40) { number in
                let stream = directory.child("stream-with-a-rather-long-name-so-that-the-body-grows-\(number)")
                try await stream.create()
                return stream.name
            }
            let source = probe.stream(named: names[0])
            let story = try await probe.createWebhook(to: source) { $0.streams = names }
            try await story.deliverAfterWrite().expectVerifies()
        },

        // A delivery that is tried again is signed like any other.
        Check(.webhookSignatureVerifies, "second-attempt", waits: .milliseconds(1200)) { probe in
            let story = try await probe.createWebhook()
            story.inbox.answerNext(with: .failing())
            _ = try await story.deliverAfterWrite()
            try await story.requireDelivery(2, after: .milliseconds(1200)).expectVerifies()
        },

        // The key that signed stays published under the same `kid` (§6.5).
        Check(.webhookKidStable, "after-deliveries") { probe in
            let story = try await probe.createWebhook()
            let first = try await story.deliverAfterWrite()
            let before = try await first.requireKey()
            try await story.requireDone(try first.requireWake())
            _ = try await story.deliverAfterWrite("more work", delivery: 2)
            let keys = try await probe.requireKeySet()
            let kept = keys.keys.filter { $0["kid"] == before["kid"] }
            keys.expect(
                kept.count == 1 && kept[0]["x"] == before["x"], "the key \(before["kid"] ?? .null), as before",
                observed: keys.text)
        },
    ]

    // MARK: Signing metadata

    private static let signingMetadata: [Check] = [
        // Where signing metadata is shown, its `jwks_url` serves the key set and its `kid` names a key in it.
        Check(.webhookJwksUrlAuthoritative) { probe in
            let (_, _, reply) = try await probe.createAnyWebhook()
            try await reply.expectSigningMetadata()
        },

        Check(.webhookJwksUrlAuthoritative, "read") { probe in
            let (subscription, _, _) = try await probe.createAnyWebhook()
            try await subscription.get().requireSuccess("reading the subscription").expectSigningMetadata()
        },

        // What signs a delivery is in that key set.
        Check(.webhookJwksUrlAuthoritative, "key-of-a-delivery") { probe in
            let story = try await probe.createWebhook()
            let shown = try await story.subscription.get().requireSuccess("reading the subscription")
            let keys = try await shown.namedKeySet().expectPermittedStatus()
            let kid = try await story.deliverAfterWrite().requireSignature().keyID
            keys.expect(
                keys.keys.count { $0["kid"]?.text == kid } == 1, "one key \(kid) in the set", observed: keys.text)
        },
    ]

    // MARK: No shared secrets

    private static let sharedSecrets: [Check] = [
        // No answer about a webhook subscription contains a shared signing secret.
        Check(.subscriptionNoSharedSecret, "created") { probe in
            let (subscription, _, reply) = try await probe.createAnyWebhook()
            reply.expectNoSecret()
            try await subscription.get().requireSubscription()
        },

        Check(.subscriptionNoSharedSecret, "read") { probe in
            let (subscription, _, _) = try await probe.createAnyWebhook()
            try await subscription.get().requireSubscription().expectNoSecret()
        },

        Check(.subscriptionNoSharedSecret, "reconfirmed") { probe in
            let (subscription, wish, _) = try await probe.createAnyWebhook()
            try await subscription.put(wish).requireSuccess("repeating the request").expectNoSecret()
            try await subscription.get().requireSubscription()
        },
    ]
}

extension WebhookDelivery {
    /// The signature; inconclusive when there is none that can be read.
    func requireSignature() throws -> WebhookSignature {
        guard let signature else {
            throw Interruption.preconditionUnmet("a delivery has no Webhook-Signature that can be read")
        }
        return signature
    }

    /// The published key with which the delivery is signed; inconclusive when there is none.
    fileprivate func requireKey() async throws -> JSONValue {
        let kid = try requireSignature().keyID
        guard let key = try await probe.requireKeySet().keys.first(where: { $0["kid"]?.text == kid }) else {
            throw Interruption.preconditionUnmet("the key set has no key \(kid)")
        }
        return key
    }

    /// Expects the signature to verify with the one published key of its `kid`.
    func expectVerifies(breaks requirement: Requirement? = nil) async throws {
        let signature = try requireSignature()
        let keys = try await probe.requireKeySet().keys.filter { $0["kid"]?.text == signature.keyID }
        expect(
            keys.count == 1, "one published key \(signature.keyID)", observed: "\(keys.count)", breaks: requirement)
        guard let coordinate = keys.first?["x"]?.text, let key = VerifyingKey(base64URL: coordinate) else {
            expect(keys.isEmpty, "a key with an x of 32 bytes", observed: "\(keys)", breaks: requirement)
            return
        }
        let content = WebhookSignature.signedContent(timestamp: signature.timestamp, body: received.body)
        let isValid = Base64URL.decode(signature.signature).map { key.isValid(signature: $0, for: content) } ?? false
        expect(
            isValid, "a signature over '\(signature.timestamp).' and the body of \(received.body.count) bytes",
            observed: "\(self[.webhookSignature] ?? ""), which does not verify with the key \(signature.keyID)",
            breaks: requirement)
    }
}

extension Reply {
    /// The key set that the signing metadata of a subscription names; skipped where there is none, or where it is
    /// served elsewhere than at the target.
    fileprivate func namedKeySet() async throws -> Reply {
        guard let signing = json?["webhook"]?["signing"] else {
            throw probe.notApplicable("the target shows no signing metadata")
        }
        let (url, origin) = (signing["jwks_url"]?.text ?? "", probe.context.target.base.origin)
        expect(
            url.hasPrefix("http://") || url.hasPrefix("https://"), "an absolute jwks_url", observed: "\(signing)")
        guard url.hasPrefix(origin + "/") else {
            throw probe.notApplicable("the jwks_url leads to another origin than \(origin): \(url)")
        }
        return try await probe.send(probe.request(.get, path: String(url.dropFirst(origin.count))))
    }

    /// Expects signing metadata to lead to a key set with the key it names.
    fileprivate func expectSigningMetadata() async throws {
        let keys = try await namedKeySet().expectPermittedStatus()
        let kid = json?["webhook"]?["signing"]?["kid"]?.text
        keys.expect(
            kid != nil && keys.keys.count { $0["kid"]?.text == kid } == 1, "one key \(kid ?? "with a kid") in the set",
            observed: keys.text)
    }

    /// Expects no member that holds a secret, however deep.
    fileprivate func expectNoSecret() {
        let found = json?.secretMembers ?? []
        expect(found.isEmpty, "no shared secret", observed: found.map { "a member \"\($0)\"" }.joined(separator: ", "))
    }
}

extension JSONValue {
    /// The names of members that hold a secret: by their name, as the private part of a key, or by the usual prefix.
    fileprivate var secretMembers: [String] {
        switch self {
        case .array(let elements): elements.flatMap(\.secretMembers)
        case .object(let members):
            members.flatMap { name, value in
                let name = name.text
                let isSecret =
                    name.lowercased().contains("secret") || ["d", "k", "hmac_key", "private_key"].contains(name)
                    || value.text?.hasPrefix("whsec_") == true
                return (isSecret && value != .null ? [name] : []) + value.secretMembers
            }
        default: []
        }
    }
}

extension Probe {
    /// A webhook subscription to which nothing is ever delivered, what was asked for, and the answer to its creation;
    /// inconclusive when it cannot be created.
    func createAnyWebhook(
        _ change: (inout SubscriptionWish) -> Void = { _ in }
    ) async throws -> (ProbedSubscription, SubscriptionWish, Reply) {
        let source = try await createStream()
        var urls = ["https://example.com/hook"]
        if let receiver = context.webhooks { urls += receiver.origins.map { $0.origin + "/hook" } }
        let subscription = unusedSubscription()
        var answers: [String] = []
        for url in urls {
            let wish = SubscriptionWish(type: "webhook", streams: [source.name], webhookURL: url).with(change)
            let reply = try await step("creating a subscription") { try await subscription.put(wish) }
            if reply.isSuccess { return (subscription, wish, reply) }
            answers.append("\(url) (\(reply.status))")
        }
        throw notApplicable("the target takes no webhook at \(answers.joined(separator: " or "))")
    }
}
