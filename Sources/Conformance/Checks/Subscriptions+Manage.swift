import HTTPMessage
import Specification

// §6.3 Read or Delete a Subscription and §6.5 Webhook Signing Key Discovery.

extension Check {
    static let subscriptionManagement: [Check] = readingSubscriptions + deletingSubscriptions + signingKeys

    // MARK: Reading

    private static let readingSubscriptions: [Check] = [
        // A `GET` returns the subscription as a JSON object.
        Check(.subscriptionRead) { probe in
            let (story, _) = try await probe.createDoubleLink()
            let reply = try await story.subscription.get().expectPermittedStatus()
            reply.expect("id", is: .string(JSONString(story.subscription.id)))
                .expect("subscription_id", is: .string(JSONString(story.subscription.id)))
                .expect("type", is: .string("pull-wake"))
                .expect("pattern", is: .string(JSONString(story.wish.pattern ?? "")))
                .expect("wake_stream", is: .string(JSONString(story.wakes.name)))
                .expectLinks(story.source)
            let created = reply.json?["created_at"]?.text.flatMap { RFC3339Instant($0) }
            reply.expect(created != nil, "a created_at that is a time", observed: reply.text)
        },

        Check(.subscriptionRead, "lease-and-description") { probe in
            let source = try await probe.createStream()
            let story = try await probe.createPullWake(to: source) { wish in
                wish.streams = [source.name]
                wish.lease = 61_234
                wish.description = "größer \"than\" \\ \u{1F30A}\n"
            }
            try await story.subscription.get().expectPermittedStatus().requireSubscription()
                .expect("lease_ttl_ms", is: .number(JSONNumber(61_234)))
                .expect("description", is: .string("größer \"than\" \\ \u{1F30A}\n"))
        },

        Check(.subscriptionRead, "webhook") { probe in
            let (subscription, wish, _) = try await probe.createAnyWebhook { $0.lease = 45_000 }
            let reply = try await subscription.get().expectPermittedStatus().requireSubscription()
            reply.expect("type", is: .string("webhook")).expect("lease_ttl_ms", is: .number(JSONNumber(45_000)))
            let url = reply.json?["webhook"]?["url"]?.text
            reply.expect(url == wish.webhookURL, "the url \(wish.webhookURL ?? "")", observed: url ?? "none")
        },

        // Reading a subscription that does not exist is refused.
        Check(.subscriptionReadMissing) { probe in
            try await probe.unusedSubscription().get().expectPermittedStatus()
        },

        Check(.subscriptionReadMissing, "deleted") { probe in
            let subscription = try await probe.createPullWake().subscription
            try await subscription.get().requireSubscription()
            try await subscription.delete().requireSuccess("deleting the subscription")
            try await subscription.get().expectPermittedStatus()
        },

        // The status is `active` while delivery works.
        Check(.subscriptionStatusActive) { probe in
            let story = try await probe.createPullWake()
            try await story.subscription.get().expect("status", is: .string("active"))
            let claim = try await story.claimAfterWrite()
            try await story.subscription.get().expect("status", is: .string("active"))
            try await story.requireDone(claim)
            try await story.subscription.get().expect("status", is: .string("active"))
        },
    ]

    // MARK: Deleting

    private static let deletingSubscriptions: [Check] = [
        // A `DELETE` deletes the subscription.
        Check(.subscriptionDeleted) { probe in
            let subscription = try await probe.createPullWake().subscription
            try await subscription.get().requireSubscription()
            try await subscription.delete().expectPermittedStatus()
            try await subscription.get().expectRefused()
        },

        Check(.subscriptionDeleted, "wakes-no-more", waits: PullWake.quiet) { probe in
            let story = try await probe.createPullWake()
            try await story.subscription.delete().expectPermittedStatus()
            try await story.source.write("nobody's work")
            try await story.expectQuiet(after: 0)
        },

        Check(.subscriptionDeleted, "streams-stay") { probe in
            let story = try await probe.createPullWake(holding: "some words")
            try await story.subscription.delete().expectPermittedStatus()
            try await story.source.head().expectSuccess()
            try await story.source.contents().expect("some words")
        },

        Check(.subscriptionDeleted, "no-claims") { probe in
            let story = try await probe.createPullWake()
            try await story.source.write("some work")
            try await story.requireWake()
            try await story.subscription.delete().expectPermittedStatus()
            try await story.subscription.claim().expectRefused()
        },

        Check(.subscriptionDeleted, "alone") { probe in
            let story = try await probe.createPullWake()
            let other = try await probe.createPullWake(to: story.source) { $0.streams = [story.source.name] }
            try await story.subscription.delete().expectPermittedStatus()
            try await story.source.write("some work")
            try await other.expectWakes(1)
        },

        // An ack or release for a deleted subscription fails and moves no cursor.
        Check(.subscriptionDeletedRefusesRequests, "ack") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            try await story.subscription.delete().requireSuccess("deleting the subscription")
            try await story.subscription.ack(claim, try story.everything(of: claim)).expectPermittedStatus()
            try await story.subscription.ack(claim, isDone: true).expectPermittedStatus()
        },

        Check(.subscriptionDeletedRefusesRequests, "release") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            try await story.subscription.delete().requireSuccess("deleting the subscription")
            try await story.subscription.release(claim).expectPermittedStatus()
        },
    ]

    // MARK: Keys

    private static let signingKeys: [Check] = [
        // The public signing keys are published as a JSON Web Key Set under the reserved prefix.
        Check(.webhookJwksPublished) { probe in
            let reply = try await probe.keySet().expectPermittedStatus()
            reply.expect(!reply.keys.isEmpty, "an array of keys", observed: reply.text)
        },

        // The key set has a content type of its own.
        Check(.webhookJwksContentType) { probe in
            try await probe.requireKeySet().expectContentType("application/jwk-set+json")
        },

        // The key set may be cached for some minutes.
        Check(.webhookJwksCacheable) { probe in
            let reply = try await probe.requireKeySet()
            let directives = (reply[.cacheControl] ?? "").lowercased()
            reply.expect(
                directives.contains("max-age=") && !directives.contains("no-store"), "a Cache-Control with a max-age",
                observed: reply[.cacheControl] ?? "no Cache-Control")
        },

        // Each key is an Ed25519 key for signatures.
        Check(.webhookJwksKeyFields) { probe in
            let reply = try await probe.requireKeySet()
            for key in reply.keys {
                let isRight =
                    key["kty"]?.text == "OKP" && key["crv"]?.text == "Ed25519" && key["use"]?.text == "sig"
                    && key["alg"]?.text == "EdDSA" && key["kid"]?.text?.isEmpty == false
                reply.expect(isRight, "an Ed25519 key for signatures with a kid", observed: "\(key)")
                // 32 bytes in unpadded base64url.
                let coordinate = key["x"]?.text ?? ""
                let isCoordinate =
                    coordinate.utf8.count == 43
                    && coordinate.utf8.allSatisfy { byte in
                        switch byte {
                        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                            true
                        default: false
                        }
                    }
                reply.expect(isCoordinate, "an x of 32 bytes in base64url", observed: coordinate)
            }
        },

        // The `kid` of a key stays the same and is unique within the set.
        Check(.webhookKidStable) { probe in
            let first = try await probe.requireKeySet()
            let again = try await probe.requireKeySet()
            for key in first.keys {
                let kept = again.keys.filter { $0["kid"] == key["kid"] }
                again.expect(
                    kept.count == 1 && kept[0]["x"] == key["x"], "one key \(key["kid"] ?? .null), as before",
                    observed: again.text)
            }
        },

        // No private key is published.
        Check(.webhookPrivateKeysSecret) { probe in
            let reply = try await probe.requireKeySet()
            for key in reply.keys {
                for member in ["d", "k", "p", "q", "dp", "dq", "qi"] {
                    reply.expect(key[member] == nil, "no private part", observed: "a member \"\(member)\"")
                }
            }
        },
    ]
}

extension Probe {
    /// The answer to a request for the key set; skipped for a server that has neither the set nor webhooks.
    fileprivate func keySet() async throws -> Reply {
        let reply = try await send(request(.get, path: controlPath("jwks.json")))
        guard [404, 405, 501].contains(reply.status) else { return reply }
        let stream = try await createStream()
        let wish = SubscriptionWish(type: "webhook", streams: [stream.name], webhookURL: "https://example.com/hook")
        guard try await unusedSubscription().put(wish).isSuccess else {
            throw notApplicable("the server has no webhook subscriptions, and no keys for them")
        }
        return reply
    }

    /// The key set; inconclusive when there is none.
    func requireKeySet() async throws -> Reply {
        let reply = try await step("reading the key set") { try await keySet() }.requireSuccess("reading the key set")
        try require(!reply.keys.isEmpty, "the key set has no keys")
        return reply
    }
}

extension Reply {
    /// The keys of a JSON Web Key Set.
    var keys: [JSONValue] { json?["keys"]?.elements ?? [] }
}
