import HTTPMessage
import ReferenceServer
import Specification

// §7.1: deliveries to webhooks and their signatures.
extension Mutant {
    static let webhooks: [Mutant] = deliveries + signatures

    // MARK: Deliveries

    private static let deliveries: [Mutant] = [
        Mutant(
            "webhook.delivered-as-text", "Deliveries have the content type `text/plain`.", .field,
            breaks: .webhookDelivered
        ) {
            $0.onDelivery { delivery in
                var delivery = delivery
                delivery.request.headerFields[.contentType] = "text/plain"
                delivery.send()
            }
        },
        Mutant(
            "webhook.delivered-once", "A subscription is delivered to once, and told no more after that.", .race,
            breaks: .webhookDelivered, .webhookDoneThenWokenAgain
        ) {
            let sent = Tally<String>()
            $0.onDelivery { delivery in
                if sent.count(delivery.subscription) > 1 {
                    delivery.pretend(.answered(status: 200, body: []))
                } else {
                    delivery.send()
                }
            }
        },
        Mutant(
            "webhook.delivered-without-query", "The query of the URL of a webhook is left out.", .rule,
            breaks: .webhookDelivered
        ) {
            $0.onDelivery { delivery in
                var delivery = delivery
                delivery.request.url = String(delivery.request.url.prefix { $0 != "?" })
                delivery.send()
            }
        },
        Mutant(
            "webhook.delivered-to-one-of-two", "An append is delivered to one subscription, whoever else is linked.",
            .race, breaks: .webhookDelivered
        ) {
            let wakes = Tally<String>()
            $0.rules.subscriptions.mayWake = { $0 == .idle && wakes.count("") == 1 }
            $0.onPassage { passage in
                wakes.reset("")
                passage.proceed()
            }
        },
        Mutant(
            "webhook.payload-without-generation", "A delivery names no generation.", .field, breaks: .webhookPayload
        ) {
            $0.onDeliveryText { $0.replacing(#""generation":"#, with: #""gen":"#) }
        },
        Mutant(
            "webhook.payload-with-relative-callback", "The `callback_url` of a delivery is a path.", .encoding,
            breaks: .webhookPayload
        ) {
            $0.onDeliveryText { body in
                guard let url = body.firstRange(of: #""callback_url":"http"#),
                    let path = body[url.upperBound...].firstRange(of: "/v1/")
                else { return body }
                return body[..<url.lowerBound] + #""callback_url":""# + body[path.lowerBound...]
            }
        },
        Mutant(
            "webhook.payload-of-another-id", "A delivery names the subscription in capitals.", .encoding,
            breaks: .webhookPayload
        ) {
            $0.onDeliveryText { body in
                let marker = #""subscription_id":""#
                guard let start = body.firstRange(of: marker) else { return body }
                let id = body[start.upperBound...].prefix { $0 != "\"" }
                return body.replacing(marker + id, with: marker + id.uppercased())
            }
        },
        Mutant(
            "webhook.payload-never-pending", "A delivery shows no stream with pending work.", .field,
            breaks: .webhookPayloadStreams
        ) {
            $0.onDeliveryText { $0.replacing(#""has_pending":true"#, with: #""has_pending":false"#) }
        },
        Mutant(
            "webhook.payload-always-pending", "A delivery shows pending work in every stream.", .field,
            breaks: .webhookPayloadStreams
        ) {
            $0.onDeliveryText { $0.replacing(#""has_pending":false"#, with: #""has_pending":true"#) }
        },
        Mutant(
            "webhook.payload-of-explicit-links", "A delivery shows every link as `explicit`.", .field,
            breaks: .webhookPayloadStreams
        ) {
            $0.onDeliveryText { $0.replacing(#""link_type":"glob""#, with: #""link_type":"explicit""#) }
        },
        Mutant(
            "webhook.payload-tail-is-the-cursor", "A delivery shows the cursor of a stream as its tail.", .field,
            breaks: .webhookPayloadStreams
        ) {
            $0.onDeliveryText { body in
                let parts = body.split(separator: #""tail_offset":""#, omittingEmptySubsequences: false)
                guard parts.count > 1 else { return body }
                var changed = String(parts[0])
                for part in parts.dropFirst() {
                    let cursor = changed.split(separator: #""acked_offset":""#).last?.prefix { $0 != "\"" } ?? ""
                    changed += #""tail_offset":""# + cursor + part.drop { $0 != "\"" }
                }
                return changed
            }
        },
    ]

    // MARK: Signatures

    private static let signatures: [Mutant] = [
        Mutant(
            "webhook.unsigned", "Deliveries carry no `Webhook-Signature`.", .security, breaks: .webhookSignatureHeader
        ) {
            $0.onSignature { _ in nil }
        },
        Mutant(
            "webhook.signature-padded", "Signatures are padded.", .encoding, breaks: .webhookSignatureHeader
        ) {
            $0.onSignature { $0 + "==" }
        },
        Mutant(
            "webhook.signature-in-base64", "Signatures are in base64 with `+` and `/`.", .encoding,
            breaks: .webhookSignatureHeader
        ) {
            $0.onSignature { value in
                guard let start = value.firstRange(of: "ed25519=") else { return value }
                let signature = value[start.upperBound...].replacing("-", with: "+").replacing("_", with: "/")
                return value[..<start.upperBound] + signature + "=="
            }
        },
        Mutant(
            "webhook.signature-of-version-1", "Signatures have the name `v1`.", .field, breaks: .webhookSignatureHeader
        ) {
            $0.onSignature { $0.replacing("ed25519=", with: "v1=") }
        },
        Mutant(
            "webhook.signature-without-time", "Signatures are made over the body alone.", .security,
            breaks: .webhookSignatureVerifies
        ) {
            $0.rules.subscriptions.signedContent = { _, body in body }
        },
        Mutant(
            "webhook.signature-in-milliseconds", "Signatures are made over a time in milliseconds.", .encoding,
            breaks: .webhookSignatureVerifies
        ) {
            $0.rules.subscriptions.signedContent = { timestamp, body in
                WebhookSignature.signedContent(timestamp: timestamp * 1000, body: body)
            }
        },
        Mutant(
            "webhook.signature-of-other-spelling", "The body is spelled anew after it was signed.", .encoding,
            breaks: .webhookSignatureVerifies
        ) {
            $0.onDelivery { delivery in
                var delivery = delivery
                if let value = try? JSONValue.parse(delivery.request.body) {
                    delivery.request.body = Array((value.description + "\n").utf8)
                }
                delivery.send()
            }
        },
        Mutant(
            "webhook.signature-names-another-key", "Signatures name a key that is not in the set.", .security,
            breaks: .webhookSignatureVerifies
        ) {
            $0.onSignature { $0.replacing("kid=", with: "kid=x") }
        },
        Mutant(
            "webhook.signature-of-every-fourth-wrong", "Every fourth delivery carries the signature of another.", .rare,
            breaks: .webhookSignatureVerifies
        ) {
            let sent = Tally<String>()
            $0.rules.subscriptions.signedContent = { timestamp, body in
                WebhookSignature.signedContent(
                    timestamp: timestamp, body: sent.count("").isMultiple(of: 4) ? [] : body)
            }
        },
        Mutant(
            "webhook.jwks-url-elsewhere", "The `jwks_url` that is shown leads nowhere.", .field,
            breaks: .webhookJwksUrlAuthoritative
        ) {
            $0.onControlAnswer { _, answer in
                answer.text = answer.text.replacing("/jwks.json\"", with: "/keys.json\"")
            }
        },
        Mutant(
            "webhook.kid-of-nobody", "The `kid` that is shown beside a webhook is in no key set.", .field,
            breaks: .webhookJwksUrlAuthoritative
        ) {
            $0.onControlAnswer { request, answer in
                if !request.path.hasSuffix("/jwks.json") {
                    answer.text = answer.text.replacing(#""kid":""#, with: #""kid":"x"#)
                }
            }
        },
        Mutant(
            "subscription.shared-secret", "A webhook subscription is shown with a secret that signs for it.", .security,
            breaks: .subscriptionNoSharedSecret
        ) {
            $0.onControlAnswer { _, answer in
                answer.text = answer.text.replacing(
                    #""webhook":{"url""#, with: #""webhook":{"secret":"whsec_bm9ib2R5IHNpZ25zIGZvciB0aGlz","url""#)
            }
        },
    ]
}
