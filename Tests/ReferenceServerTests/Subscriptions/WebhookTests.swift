import HTTPMessage
import ReferenceServer
import Signatures
import Specification
import Testing

@Suite struct WebhookTests {
    let sender = RecordingSender()
    let server: TestServer

    init() {
        server = .sending(through: sender)
        server.create("a")
        server.create("b")
    }

    private func verify(_ request: WebhookRequest, with keys: [JSONValue]) throws -> WebhookSignature {
        let signature = try #require(request.headerFields[.webhookSignature].flatMap { WebhookSignature($0) })
        let key = try #require(keys.first { $0["kid"]?.text == signature.keyID })
        let verifying = try #require(key["x"]?.text.flatMap { VerifyingKey(base64URL: $0) })
        let content = WebhookSignature.signedContent(timestamp: signature.timestamp, body: request.body)
        #expect(
            verifying.isValid(signature: try #require(Base64URL.decode(signature.signature)), for: content))
        return signature
    }

    private var keys: [JSONValue] { server.control(.get, "jwks.json").json["keys"]?.elements ?? [] }

    @Test func anAppendCallsTheWebhook() throws {
        server.hook(#""streams":["a","b"]"#)
        let start = server.acked("a") ?? ""
        let tail = server.append("a", "x").next
        let request = try #require(sender.requests.first)
        #expect(request.url == "https://worker.example/hook")
        #expect(request.headerFields[.contentType] == "application/json")
        #expect(request.timeout == .seconds(30))
        let body = try JSONValue.parse(request.body)
        #expect(body["subscription_id"]?.text == "s")
        #expect(body["wake_id"]?.text?.isEmpty == false)
        #expect(body["generation"]?.integer == 1)
        #expect(body["callback_url"]?.text == "http://example.test/v1/stream/__ds/subscriptions/s/callback")
        let token = try #require(body["callback_token"]?.text)
        #expect(body["callback_url"]?.text?.contains(token) == false)
        let streams = try JSONValue.parse(
            """
            [{"path":"a","link_type":"explicit","acked_offset":"\(start)","tail_offset":"\(tail)","has_pending":true},
             {"path":"b","link_type":"explicit","acked_offset":"\(start)","tail_offset":"\(start)","has_pending":false}]
            """)
        #expect(body["streams"] == streams)
        #expect(try verify(request, with: keys).timestamp == 1_750_000_000)
        server.append("a", "y")
        #expect(sender.requests.count == 1)
    }

    @Test func doneAcknowledgesTheSnapshotAndWakesForWhatCameAfter() throws {
        server.hook(#""streams":["a"]"#)
        let first = server.append("a", "x").next
        let second = server.append("a", "y").next
        sender.answer(200, #"{"done":true}"#)
        #expect(server.acked("a") == first)
        #expect(sender.requests.count == 2)
        let (one, two) = (HeldWake(sender.requests[0]), HeldWake(sender.requests[1]))
        #expect(one.wakeID != two.wakeID)
        #expect(two.generation == 2)
        sender.answer(200, #"{"done":true}"#)
        #expect(server.acked("a") == second)
        #expect(sender.requests.count == 2)
        #expect(server.clock.pendingCount == 0)
    }

    @Test func aCallbackAcknowledgesAndFinishes() throws {
        server.hook(#""streams":["a"],"lease_ttl_ms":1000"#)
        let tail = server.append("a", "x").next
        let wake = HeldWake(try #require(sender.requests.first))
        sender.answer(202)
        for _ in 0..<3 {
            server.clock.advance(by: .milliseconds(900))
            let alive = server.control(.post, "subscriptions/s/callback", wake.report(), bearer: wake.token)
            #expect(alive.json == (try JSONValue.parse(#"{"ok":true,"next_wake":false}"#)))
        }
        #expect(server.control(.post, "subscriptions/s/ack", wake.report(), bearer: wake.token).status == 401)
        var other = wake
        other.wakeID = "w_other"
        #expect(server.control(.post, "subscriptions/s/callback", other.report(), bearer: wake.token).code == "FENCED")
        let done = server.control(
            .post, "subscriptions/s/callback", wake.report(["a": tail], done: true), bearer: wake.token)
        #expect(done.json["next_wake"]?.bool == false)
        #expect(server.acked("a") == tail)
        #expect(server.control(.post, "subscriptions/s/callback", wake.report(), bearer: wake.token).code == "FENCED")
        #expect(sender.requests.count == 1)
    }

    @Test func aReceiverThatSaysNothingMoreIsWokenWhenItsLeaseEnds() {
        server.hook(#""streams":["a"],"lease_ttl_ms":1000"#)
        server.append("a", "x")
        #expect(sender.requests[0].timeout == .seconds(1))
        sender.answer(200)
        server.clock.advance(by: .milliseconds(1000))
        #expect(sender.requests.count == 2)
        #expect(HeldWake(sender.requests[1]).generation == 2)
        #expect(server.subscription()["status"]?.text == "active")
    }

    @Test func failuresAreTriedAgainAndShown() throws {
        server.hook(#""streams":["a"],"lease_ttl_ms":600000"#)
        let tail = server.append("a", "x").next
        var expected: Int64 = 1000
        for count in 1...8 {
            #expect(sender.requests.count == count)
            if count.isMultiple(of: 2) { sender.fail() } else { sender.answer(503) }
            let shown = server.subscription()
            #expect(shown["status"]?.text == "failed")
            let next = try #require(shown["next_attempt_at"]?.text.flatMap { RFC3339Instant($0) })
            let wait = next.millisecondsSince1970 - server.clock.now.millisecondsSince1970
            #expect(abs(wait - expected) * 5 <= expected)
            server.clock.advance(by: .milliseconds(wait - 1))
            #expect(sender.requests.count == count)
            server.clock.advance(by: .milliseconds(1))
            expected = min(expected * 2, 60_000)
        }
        let wakes = sender.requests.map { HeldWake($0).wakeID }
        #expect(Set(wakes).count == 1, "A retry is the same wake.")
        for request in sender.requests { _ = try verify(request, with: keys) }
        let times = try sender.requests.map { try verify($0, with: keys).timestamp }
        #expect(times == times.sorted() && Set(times).count > 5)
        sender.answer(200, #"{"done":true}"#)
        #expect(server.acked("a") == tail)
        let shown = server.subscription()
        #expect(shown["status"]?.text == "active")
        #expect(shown["next_attempt_at"] == nil)
    }

    @Test func redirectsAreFailures() {
        server.hook(#""streams":["a"]"#)
        server.append("a", "x")
        sender.answer(307, #"{"done":true}"#)
        #expect(server.subscription()["status"]?.text == "failed")
    }

    @Test func aReceiverThatHangsIsGivenUpWithItsLease() {
        server.hook(#""streams":["a"],"lease_ttl_ms":2000"#)
        let tail = server.append("a", "x").next
        server.clock.advance(by: .seconds(2))
        #expect(server.subscription()["status"]?.text == "failed")
        server.clock.advance(by: .seconds(2))
        #expect(sender.requests.count == 2)
        sender.answer(200, #"{"done":true}"#, to: 0)
        #expect(server.acked("a") != tail, "The answer came after its lease.")
        sender.answer(200, #"{"done":true}"#, to: 1)
        #expect(server.acked("a") == tail)
    }

    @Test func aDeletedSubscriptionForgetsItsDelivery() {
        server.hook(#""streams":["a"]"#)
        server.append("a", "x")
        let wake = HeldWake(sender.requests[0])
        server.control(.delete, "subscriptions/s")
        server.hook(#""streams":["a"]"#)
        let start = server.acked("a")
        sender.answer(500)
        #expect(server.subscription()["status"]?.text == "active")
        sender.answer(200, #"{"done":true}"#)
        #expect(server.acked("a") == start)
        #expect(server.control(.post, "subscriptions/s/callback", wake.report(), bearer: wake.token).status == 409)
        server.clock.advance(by: .seconds(100))
        #expect(sender.requests.count == 1)
    }

    @Test func aWebhookCannotBeClaimed() {
        server.hook(#""streams":["a"]"#)
        server.append("a", "x")
        #expect(server.claim().status == 400)
    }

    @Test func theURLOfTheServerCanBeSet() {
        let server = TestServer.sending(through: sender) { $0.publicURL = "https://streams.example/v1" }
        server.create("a")
        #expect(
            server.hook(#""streams":["a"]"#).json["webhook"]?["signing"]?["jwks_url"]?.text
                == "https://streams.example/v1/__ds/jwks.json")
    }

    @Test func subscriptionsByTheThousandWakeOnOneAppend() {
        for number in 0..<1000 { server.hook(#""pattern":"*""#, id: "s\(number)") }
        server.append("a", "x")
        #expect(sender.requests.count == 1000)
    }
}
