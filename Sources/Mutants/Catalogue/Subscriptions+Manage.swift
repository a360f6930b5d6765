import HTTPMessage
import ReferenceServer
import Specification

// §6.3 and §6.5: reading and deleting subscriptions, and the keys of webhooks.
extension Mutant {
    static let subscriptionManagement: [Mutant] = subscriptionsShown + webhookKeys

    // MARK: Reading and deleting

    private static let subscriptionsShown: [Mutant] = [
        Mutant(
            "subscription.read-without-description", "The description of a subscription is not shown.", .field,
            breaks: .subscriptionRead
        ) {
            $0.onControlAnswer { _, answer in answer.text = answer.text.replacing(#""description":"#, with: #""_":"#) }
        },
        Mutant(
            "subscription.created-in-milliseconds", "`created_at` is a number of milliseconds.", .encoding,
            breaks: .subscriptionRead
        ) {
            $0.onControlMembers(#""created_at":""#) { _ in "1760000000000" }
        },
        Mutant(
            "subscription.id-not-shown", "A subscription is shown without `subscription_id`.", .field,
            breaks: .subscriptionRead
        ) {
            $0.onControlAnswer { request, answer in
                if request.method == .get { answer.text = answer.text.replacing("subscription_id", with: "name") }
            }
        },
        Mutant(
            "subscription.missing-is-empty", "Reading a subscription that is not there is answered 200 and `{}`.",
            .status, breaks: .subscriptionReadMissing
        ) {
            $0.onControlAnswer { request, answer in
                if request.method == .get, answer.status == 404 {
                    answer.replace(with: Answer(status: 200, body: Array("{}".utf8)))
                }
            }
        },
        Mutant(
            "subscription.deleted-still-shown", "A subscription that was deleted is still shown.", .state,
            breaks: .subscriptionReadMissing, .subscriptionDeleted
        ) {
            let last = Memory<String, Answer>()
            $0.onPassage { passage in
                guard passage.request.isControl, passage.request.method == .get, let answer = passage.ask() else {
                    return passage.proceed()
                }
                if answer.status == 404, let known = last[passage.request.path] { return passage.answer(known) }
                last[passage.request.path] = answer
                passage.answer(answer)
            }
            $0.onPassage { passage in
                if passage.request.isControl, passage.request.method == .delete {
                    var get = passage.request
                    get.method = .get
                    _ = passage.server.immediateAnswer(to: get)
                }
                passage.proceed()
            }
        },
        Mutant(
            "subscription.status-of-its-own", "The status of a subscription that is not at work is `idle`.", .field,
            breaks: .subscriptionStatusActive
        ) {
            $0.onControlMembers(#""status":""#) { _ in "idle" }
        },
        Mutant(
            "subscription.claimed-is-busy", "The status of a subscription that is claimed is `busy`.", .state,
            breaks: .subscriptionStatusActive
        ) {
            let claimed = Memory<String, Bool>()
            $0.onControlAnswer { request, answer in
                if request.path.hasSuffix("/claim"), answer.status == 200 {
                    claimed[String(request.path.dropLast(6))] = true
                }
                if claimed[request.path] == true {
                    answer.text = answer.text.replacing(#""status":"active""#, with: #""status":"busy""#)
                }
            }
        },
        Mutant(
            "subscription.deleted-is-200", "Deleting a subscription is answered 200.", .status,
            breaks: .subscriptionDeleted
        ) {
            $0.onControlAnswer { request, answer in
                if request.method == .delete, answer.status == 204 { answer.status = 200 }
            }
        },
        Mutant(
            "subscription.deleted-goes-on", "A subscription that was deleted cannot be read and goes on to wake.",
            .state, breaks: .subscriptionDeleted
        ) {
            let deleted = Memory<String, Bool>()
            $0.onPassage { passage in
                let request = passage.request
                guard request.isControl, !request.path.contains("/streams") else { return passage.proceed() }
                if deleted[request.path] == true { return passage.answer(404) }
                guard request.method == .delete else { return passage.proceed() }
                deleted[request.path] = true
                passage.answer(204)
            }
        },
        Mutant(
            "subscription.deletes-its-streams", "With a subscription the streams that it lists are deleted.", .state,
            breaks: .subscriptionDeleted
        ) {
            $0.onPassage { passage in
                if passage.request.isControl, passage.request.method == .delete,
                    let shown = passage.subscription(above: ""),
                    let streams = (try? JSONValue.parse(Array(shown.utf8)))?["streams"]?.elements
                {
                    for path in streams.compactMap({ $0["path"]?.text }) {
                        _ = passage.server.immediateAnswer(to: HTTPRequest(method: .delete, path: "/v1/stream/" + path))
                    }
                }
                passage.proceed()
            }
        },
        Mutant(
            "subscription.deleted-takes-acks", "An ack for a subscription that was deleted is answered 200.", .status,
            breaks: .subscriptionDeletedRefusesRequests
        ) {
            $0.onWorkerAnswer("ack") { _, answer in
                if answer.status == 404 {
                    answer.replace(with: Answer(status: 200, body: Array(#"{"ok":true,"next_wake":false}"#.utf8)))
                }
            }
        },
        Mutant(
            "subscription.deleted-takes-releases", "A release for a subscription that was deleted is answered 204.",
            .status, breaks: .subscriptionDeletedRefusesRequests
        ) {
            $0.onWorkerAnswer("release") { _, answer in
                if answer.status == 404 { answer.replace(with: Answer(status: 204)) }
            }
        },
    ]

    // MARK: Keys

    private static let webhookKeys: [Mutant] = [
        Mutant(
            "webhook.jwks-not-found", "The key set is not published.", .status, breaks: .webhookJwksPublished
        ) {
            $0.onKeySet { $0.replace(with: Answer(status: 404)) }
        },
        Mutant(
            "webhook.jwks-empty", "The key set is published without keys.", .state, breaks: .webhookJwksPublished
        ) {
            $0.onKeySet { $0.text = #"{"keys":[]}"# }
        },
        Mutant(
            "webhook.jwks-is-plain-json", "The key set has the content type `application/json`.", .field,
            breaks: .webhookJwksContentType
        ) {
            $0.onKeySet { $0[.contentType] = "application/json" }
        },
        Mutant(
            "webhook.jwks-not-cached", "Nobody may keep the key set.", .field, breaks: .webhookJwksCacheable
        ) {
            $0.onKeySet { $0[.cacheControl] = "no-store" }
        },
        Mutant(
            "webhook.jwks-of-another-curve", "The keys are said to be for `ES256`.", .field,
            breaks: .webhookJwksKeyFields
        ) {
            $0.onKeySet { $0.text = $0.text.replacing("EdDSA", with: "ES256") }
        },
        Mutant(
            "webhook.jwks-padded", "The coordinate of a key is padded.", .encoding, breaks: .webhookJwksKeyFields
        ) {
            $0.onKeySet { $0.text = $0.text.replacing("\"}", with: "=\"}") }
        },
        Mutant(
            "webhook.jwks-without-use", "The keys do not say that they are for signatures.", .field,
            breaks: .webhookJwksKeyFields
        ) {
            $0.onKeySet { $0.text = $0.text.replacing(#""use":"sig","#, with: "") }
        },
        Mutant(
            "webhook.kid-changes", "The `kid` of a key is another one each time.", .state, breaks: .webhookKidStable
        ) {
            let reads = Tally<String>()
            $0.onKeySet { answer in
                answer.text = answer.text.replacing(#""kid":""#, with: #""kid":""# + "\(reads.count(""))-")
            }
        },
        Mutant(
            "webhook.kid-shared", "Two keys of the set have the same `kid`.", .state, breaks: .webhookKidStable
        ) {
            $0.onKeySet { answer in
                guard let key = (try? JSONValue.parse(answer.body))?["keys"]?.elements?.first else { return }
                answer.text = "{\"keys\":[\(key),\(key)]}"
            }
        },
        Mutant(
            "webhook.private-key-published", "The key set contains the private part of the key.", .security,
            breaks: .webhookPrivateKeysSecret
        ) {
            $0.onKeySet { answer in
                answer.text = answer.text.replacing(
                    #""use":"#, with: #""d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","use":"#)
            }
        },
    ]
}
