import HTTPMessage
import ReferenceServer
import Specification
import Testing

@Suite struct SubscriptionTests {
    let server = TestServer.sending(through: RecordingSender())

    private func paths(_ id: String = "s") -> [String] {
        server.subscription(id)["streams"]?.elements?.compactMap { $0["path"]?.text } ?? []
    }

    @Test func aSubscriptionIsShownAsItWasCreated() throws {
        server.create("events/a", "text/plain", [:], "past")
        let created = server.subscribe(#""pattern":"events/*","lease_ttl_ms":5000,"description":"d""#)
        #expect(created.status == 201)
        let expected = try JSONValue.parse(
            """
            {"id":"s","subscription_id":"s","type":"pull-wake","pattern":"events/*","streams":[{"path":"events/a",
            "link_type":"glob","acked_offset":"\(server.send(.head, "events/a").next)"}],"webhook":null,
            "wake_stream":"wake/s","lease_ttl_ms":5000,"created_at":"2025-06-15T15:06:40Z","status":"active",
            "description":"d"}
            """)
        #expect(created.json == expected)
        #expect(server.subscription() == expected)
    }

    @Test func aWebhookIsShownWithItsKeyAndWithoutASecret() {
        let created = server.hook(#""streams":["a"]"#)
        #expect(created.status == 201)
        let webhook = created.json["webhook"]
        #expect(webhook?["url"]?.text == "https://worker.example/hook")
        #expect(webhook?["signing"]?["alg"]?.text == "ed25519")
        #expect(webhook?["signing"]?["jwks_url"]?.text == "http://example.test/v1/stream/__ds/jwks.json")
        let keys = server.control(.get, "jwks.json").json["keys"]?.elements
        #expect(webhook?["signing"]?["kid"] == keys?.first?["kid"])
        #expect(!created.text.contains("secret"))
        #expect(created.json["wake_stream"] == .null)
        #expect(created.json["lease_ttl_ms"]?.integer == 30_000)
    }

    @Test func theSameConfigurationConfirmsAndAnotherConflicts() {
        server.subscribe(#""streams":["b","a"],"pattern":"x/*""#)
        server.create("a", "text/plain", [:], "x")
        let before = server.subscription()
        let confirmed = server.subscribe(#""pattern":"x/*","streams":["a","b","a"],"lease_ttl_ms":30000"#)
        #expect(confirmed.status == 200)
        #expect(confirmed.json == before)
        let other = server.subscribe(#""pattern":"x/**","streams":["a","b"]"#)
        #expect(other.status == 409)
        #expect(other.code == "SUBSCRIPTION_ALREADY_EXISTS")
        #expect(server.hook(#""pattern":"x/*","streams":["a","b"]"#).status == 409)
        #expect(server.subscription() == before)
    }

    @Test func bodiesThatAreWrongCreateNothing() {
        for json in ["", "{}", "[]", #"{"type":"webhook","streams":["a"]}"#] {
            let answer = server.control(.put, "subscriptions/s", json)
            #expect(answer.status == 400)
            #expect(answer.code == "INVALID_REQUEST")
        }
        #expect(server.subscribe(#""streams":["a/../b"]"#).status == 400)
        #expect(server.subscribe(#""streams":["__ds/x"]"#).status == 400)
        #expect(server.subscribe(#""streams":["a b"]"#).status == 400)
        #expect(server.hook(#""streams":["a"]"#, url: "https://192.168.0.1/").code == "WEBHOOK_URL_REJECTED")
        #expect(server.control(.get, "subscriptions/s").status == 404)
    }

    @Test func localWebhooksNeedTheException() {
        #expect(server.hook(#""streams":["a"]"#, url: "http://127.0.0.1:9/").status == 201)
        let strict = TestServer(webhookSender: RecordingSender())
        #expect(strict.hook(#""streams":["a"]"#, url: "http://127.0.0.1:9/").code == "WEBHOOK_URL_REJECTED")
        let silent = TestServer()
        #expect(silent.hook(#""streams":["a"]"#).code == "INVALID_REQUEST")
    }

    @Test func onlySoManySubscriptions() {
        let server = TestServer { $0.subscriptions.maximumCount = 1 }
        #expect(server.subscribe(#""streams":["a"]"#, id: "one").status == 201)
        #expect(server.subscribe(#""streams":["a"]"#, id: "two").status == 507)
        #expect(server.control(.delete, "subscriptions/one").status == 204)
        #expect(server.subscribe(#""streams":["a"]"#, id: "two").status == 201)
    }

    @Test func patternsLinkWholeSegments() {
        for path in ["events/a", "events/b/c", "events", "other/a", "events/d"] { server.create(path) }
        server.send(.delete, "events/d")
        server.subscribe(#""pattern":"events/*""#)
        #expect(paths() == ["events/a"])
        server.subscribe(#""pattern":"events/**""#, id: "many")
        #expect(paths("many") == ["events", "events/a", "events/b/c"])
    }

    @Test func expiredStreamsAreNotLinked() {
        server.create("events/a", "text/plain", [.streamTTL: "5"])
        server.clock.advance(by: .seconds(6))
        server.subscribe(#""pattern":"events/*""#)
        #expect(paths().isEmpty)
    }

    @Test func laterStreamsAreLinkedInFrontOfTheirContents() {
        server.subscribe(#""pattern":"events/*""#)
        server.create("events/empty")
        #expect(paths() == ["events/empty"])
        #expect(server.events().isEmpty)
        server.create("events/full", "text/plain", [:], "first")
        #expect(server.events().map { $0["stream"]?.text } == ["events/full"])
        #expect(server.acked("events/full") == server.acked("events/empty"))
    }

    @Test func membershipIsAddedAndRemoved() {
        server.create("a", "text/plain", [:], "past")
        server.create("events/x", "text/plain", [:], "past")
        server.subscribe(#""pattern":"events/*""#)
        let before = server.acked("events/x")
        #expect(
            server.control(.post, "subscriptions/s/streams", #"{"streams":["a","events/x","later"]}"#).status == 204)
        #expect(paths() == ["a", "events/x", "later"])
        #expect(server.acked("a") == server.send(.head, "a").next)
        #expect(server.acked("events/x") == before)
        let kinds = server.subscription()["streams"]?.elements?.map { $0["link_type"]?.text }
        #expect(kinds == ["explicit", "explicit", "explicit"])
        #expect(server.events().isEmpty)

        #expect(server.control(.delete, "subscriptions/s/streams/events%2Fx").status == 204)
        #expect(server.control(.delete, "subscriptions/s/streams/a").status == 204)
        #expect(server.control(.delete, "subscriptions/s/streams/a").status == 204)
        #expect(server.control(.delete, "subscriptions/s/streams/absent/x").status == 204)
        #expect(paths() == ["events/x", "later"])
        #expect(server.subscription()["streams"]?.elements?.first?["link_type"]?.text == "glob")
        #expect(server.control(.delete, "subscriptions/s/streams/events/x").status == 204)
        #expect(paths() == ["events/x", "later"])
        server.append("a", "x")
        #expect(server.events().isEmpty)
        server.append("events/x", "x")
        #expect(server.events().count == 1)
    }

    @Test func membershipOfWhatIsWrongIsRefused() {
        server.subscribe(#""streams":["a"]"#)
        for json in [
            "", "{}", #"{"streams":"a"}"#, #"{"streams":[1]}"#, #"{"streams":["a//b"]}"#, #"{"streams":["wake/s"]}"#,
        ] {
            #expect(server.control(.post, "subscriptions/s/streams", json).status == 400)
        }
        #expect(paths() == ["a"])
        #expect(server.control(.post, "subscriptions/none/streams", #"{"streams":["a"]}"#).status == 404)
        #expect(server.control(.delete, "subscriptions/none/streams/a").status == 404)
    }

    @Test func deletionLeavesNothing() {
        server.create("a")
        server.subscribe(#""streams":["a"]"#)
        #expect(server.control(.delete, "subscriptions/s").status == 204)
        #expect(server.control(.get, "subscriptions/s").status == 404)
        #expect(server.control(.delete, "subscriptions/s").status == 404)
        server.append("a", "x")
        #expect(server.events().isEmpty)
        #expect(server.subscribe(#""streams":["b"]"#).status == 201)
    }
}
