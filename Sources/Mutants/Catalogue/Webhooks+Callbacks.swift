import HTTPMessage
import ReferenceServer
import Specification

// §7.1: callbacks, receivers that are done, and deliveries that fail.
extension Mutant {
    static let webhookCallbacks: [Mutant] = callbacks + endings

    // MARK: Callbacks

    private static let callbacks: [Mutant] = [
        Mutant("webhook.callback-is-204", "A callback is answered 204.", .status, breaks: .webhookCallbackSucceeds) {
            $0.onWorkerAnswer("callback") { _, answer in
                if answer.status == 200 { answer.replace(with: Answer(status: 204)) }
            }
        },
        Mutant(
            "webhook.callback-without-next-wake", "The answer to a callback does not say whether a wake follows.",
            .field, breaks: .webhookCallbackSucceeds
        ) {
            $0.onWorkerAnswer("callback") { _, answer in
                answer.text = answer.text.replacing(#""next_wake":"#, with: #""next":"#)
            }
        },
        Mutant(
            "webhook.callback-acks-ignored", "The acks of a callback are not applied.", .state,
            breaks: .webhookCallbackSucceeds
        ) {
            $0.onReport { $0["acks"] = nil }
        },
        Mutant(
            "webhook.callback-done-acknowledges", "A callback with `done` acknowledges everything.", .rule,
            breaks: .webhookCallbackSucceeds
        ) {
            let tails = Memory<String, [String: Int]>()
            $0.rules.subscriptions.acknowledged = { max($0, $1) }
            $0.onDelivery { delivery in
                for link in (try? JSONValue.parse(delivery.request.body))?["streams"]?.elements ?? [] {
                    let known = tails[delivery.subscription] ?? [:]
                    if let path = link["path"]?.text { tails[delivery.subscription] = known.merging([path: 0]) { $1 } }
                }
                delivery.send()
            }
            $0.onPassage { passage in
                var passage = passage
                let path = passage.request.path
                if path.hasSuffix("/callback"), let value = try? JSONValue.parse(passage.body),
                    case .object(var members) = value, members["done"]?.bool == true,
                    let id = path.dropLast("/callback".count).split(separator: "/").last,
                    let linked = tails[PercentCoding.decode(id).map { String(decoding: $0, as: UTF8.self) } ?? ""]
                {
                    let acks = linked.keys.compactMap { stream -> JSONValue? in
                        guard let tail = passage.server.tail(at: "/v1/stream/" + stream) else { return nil }
                        return .object([
                            "stream": .string(JSONString(stream)), "offset": .string(JSONString(tail)),
                        ])
                    }
                    members["acks"] = .array(acks)
                    passage.body = Array(JSONValue.object(members).description.utf8)
                }
                passage.proceed()
            }
        },
        Mutant(
            "webhook.callback-token-of-any-generation", "The token of an earlier delivery is accepted.", .rule,
            breaks: .webhookCallbackTokenScoped
        ) {
            $0.rules.subscriptions.isFenced = { facts in
                var facts = facts
                if facts.tokenGeneration > 0 { facts.tokenGeneration = facts.generation }
                return FenceRule.isFenced(facts)
            }
        },
        Mutant(
            "webhook.callback-token-of-another", "The token of one subscription is accepted for any other.", .security,
            breaks: .webhookCallbackTokenScoped
        ) {
            let own = Memory<String, String>()
            let known = Memory<String, Bool>()
            $0.onDelivery { delivery in
                if let token = (try? JSONValue.parse(delivery.request.body))?["callback_token"]?.text {
                    own[delivery.subscription] = token
                    known[token] = true
                }
                delivery.send()
            }
            $0.onRequest { request, _ in
                guard request.path.hasSuffix("/callback"),
                    let bearer = request.headerFields[.authorization].map({ String($0.dropFirst(7)) }),
                    known[bearer] == true,
                    let id = request.path.dropLast("/callback".count).split(separator: "/").last,
                    let token = own[PercentCoding.decode(id).map { String(decoding: $0, as: UTF8.self) } ?? ""]
                else { return }
                request.headerFields[.authorization] = "Bearer \(token)"
            }
        },
        Mutant(
            "webhook.callback-fenced-without-code", "A late callback has the code `STALE`.", .field,
            breaks: .webhookCallbackStaleFenced
        ) {
            $0.onWorkerAnswer("callback") { _, answer in answer.text = answer.text.replacing("FENCED", with: "STALE") }
        },
        Mutant(
            "webhook.callback-late-is-200", "A callback after the end of its wake is answered as the last one was.",
            .rule, breaks: .webhookCallbackStaleFenced
        ) {
            $0.rules.subscriptions.isFenced = { $0.isLeased && FenceRule.isFenced($0) }
        },
        Mutant(
            "webhook.callback-wake-id-not-compared", "The `wake_id` of a callback is not looked at.", .rule,
            breaks: .webhookCallbackStaleFenced
        ) {
            $0.rules.subscriptions.isFenced = { facts in
                var facts = facts
                facts.requestWakeID = facts.wakeID ?? facts.requestWakeID
                return FenceRule.isFenced(facts)
            }
        },
        Mutant(
            "webhook.token-in-the-query", "A token in the query of a callback is accepted.", .security,
            breaks: .securityTokensInAuthorization
        ) {
            $0.onRequest { request, _ in
                guard request.isControl, request.method == .post, request.headerFields[.authorization] == nil,
                    let raw = StreamQuery.split(target: request.path).rawQuery, let query = StreamQuery(raw),
                    let token = query.first("token")
                else { return }
                request.headerFields[.authorization] = "Bearer \(token)"
                request.path = request.streamPath
            }
        },
        Mutant(
            "webhook.token-in-the-callback-url", "The `callback_url` of a delivery holds the token.", .security,
            breaks: .securityTokensInAuthorization
        ) {
            $0.onDeliveryText { body in
                guard let token = (try? JSONValue.parse(body))?["callback_token"]?.text else { return body }
                return body.replacing("/callback\"", with: "/callback?token=\(token)\"")
            }
        },
        Mutant(
            "webhook.token-in-the-body", "A token in the body of an ack is accepted.", .security,
            breaks: .securityTokensInAuthorization
        ) {
            $0.onRequest { request, body in
                guard request.path.hasSuffix("/ack"), request.headerFields[.authorization] == nil,
                    let token = (try? JSONValue.parse(body))?["token"]?.text
                else { return }
                request.headerFields[.authorization] = "Bearer \(token)"
            }
        },
        Mutant(
            "security.token-signatures-unchecked", "The signature of a token is not checked.", .security,
            breaks: .securityTokenSignaturesChecked
        ) {
            $0.rules.subscriptions.refusalOfToken = { facts in
                var facts = facts
                // What cannot even be read is meant for nothing.
                if facts.isMeantForThis { facts.isAuthentic = true }
                return FenceRule.refusal(facts)
            }
        },
    ]

    // MARK: Ends

    private static let endings: [Mutant] = [
        Mutant(
            "webhook.done-ignored", "What a receiver answers a delivery with is not looked at.", .rule,
            breaks: .webhookDoneAcknowledges
        ) {
            $0.rules.subscriptions.isDone = { _ in false }
        },
        Mutant(
            "webhook.always-done", "Every answer of success to a delivery acknowledges it.", .rule,
            breaks: .webhookDoneAcknowledges
        ) {
            $0.rules.subscriptions.isDone = { _ in true }
        },
        Mutant(
            "webhook.done-by-its-spelling", "An answer is done only in the spelling `{\"done\":true}`.", .encoding,
            breaks: .webhookDoneAcknowledges
        ) {
            $0.rules.subscriptions.isDone = { $0 == Array(#"{"done":true}"#.utf8) }
        },
        Mutant(
            "webhook.done-if-mentioned", "An answer in which `done` stands is taken for done.", .encoding,
            breaks: .webhookDoneAcknowledges
        ) {
            $0.rules.subscriptions.isDone = { String(decoding: $0, as: UTF8.self).contains("done") }
        },
        Mutant(
            "webhook.done-acknowledges-the-tail", "Being done acknowledges what came after the delivery, too.", .race,
            breaks: .webhookDoneThenWokenAgain
        ) {
            $0.rules.subscriptions.doneAcknowledges = { _, tail in tail }
        },
        Mutant(
            "webhook.done-wakes-nobody", "Work that came after a delivery that is done wakes nobody.", .race,
            breaks: .webhookDoneThenWokenAgain
        ) {
            $0.rules.subscriptions.wakesAgain = { $0 != .done }
        },
        Mutant("webhook.never-retried", "A delivery that fails is not tried again.", .rule, breaks: .webhookRetried) {
            $0.rules.subscriptions.retryDelay = { _, _ in 3_600_000 }
        },
        Mutant(
            "webhook.retried-at-once", "A delivery that fails is tried again at once.", .time, breaks: .webhookRetried
        ) {
            $0.rules.subscriptions.retryDelay = { _, _ in 10 }
        },
        Mutant(
            "webhook.retried-after-ten-seconds", "A delivery that fails is tried again after ten seconds.", .time,
            breaks: .webhookRetried
        ) {
            $0.rules.subscriptions.retryDelay = { 10 * WebhookRule.retryDelay($0, $1) }
        },
        Mutant(
            "webhook.failure-is-success", "An answer of failure to a delivery is taken for success.", .rule,
            breaks: .webhookRetried, .subscriptionStatusFailed
        ) {
            $0.rules.subscriptions.isDelivered = { _ in true }
        },
        Mutant(
            "webhook.client-errors-are-success", "Of the answers to a delivery only those above 500 are failures.",
            .rule, breaks: .webhookRetried
        ) {
            $0.rules.subscriptions.isDelivered = { $0 <= 500 }
        },
        Mutant(
            "webhook.retries-of-taken-deliveries", "A delivery that was taken is repeated after a second.", .rule,
            breaks: .webhookRetried
        ) {
            $0.onDelivery { delivery in
                delivery.send { answer in
                    if case .answered(200..<300, let body) = answer, !WebhookRule.isDone(body) {
                        return .failed("not done")
                    }
                    return answer
                }
            }
        },
        Mutant(
            "subscription.failed-is-active", "The status of a subscription is `active`, whatever fails.", .field,
            breaks: .subscriptionStatusFailed
        ) {
            $0.onControlMembers(#""status":""#) { _ in "active" }
        },
        Mutant(
            "subscription.failed-is-retrying", "The status of a subscription that is tried again is `retrying`.",
            .field, breaks: .subscriptionStatusFailed
        ) {
            $0.onControlMembers(#""status":""#) { $0 == "failed" ? "retrying" : String($0) }
        },
        Mutant(
            "fence.webhook-lease-not-extended", "A callback does not extend the lease of a delivery.", .time,
            breaks: .fenceWebhookLease
        ) {
            $0.rules.subscriptions.extendsLease = false
        },
        Mutant(
            "fence.webhook-lease-of-half-a-second", "The lease of a delivery of one second ends too early.", .time,
            breaks: .fenceWebhookLease
        ) {
            $0.rules.subscriptions.leaseRange = 500...600_000
            $0.onWish { $0 = $0.replacing(#""lease_ttl_ms":1000"#, with: #""lease_ttl_ms":600"#) }
        },
    ]
}
