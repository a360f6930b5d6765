import HTTPMessage
import ReferenceServer
import Specification
import Testing

@Suite struct PullWakeTests {
    let server = TestServer()

    init() {
        server.create("a")
        server.create("b")
    }

    @Test func anAppendWritesAWakeEvent() throws {
        server.subscribe(#""streams":["a","b"]"#)
        server.append("a", "x")
        server.append("a", "y")
        server.append("b", "z")
        let expected = try JSONValue.parse(
            #"[{"type":"wake","subscription_id":"s","stream":"a","generation":1,"ts":1750000000000}]"#)
        #expect(server.read("wake/s").json == expected)
    }

    @Test func aReaderOfTheWakeStreamIsWoken() {
        server.subscribe(#""streams":["a"]"#)
        let reader = server.start(.get, "wake/s?offset=\(server.send(.head, "wake/s").next)&live=long-poll")
        #expect(!reader.isFinished)
        server.append("a", "x")
        #expect(Answer(reader).json.elements?.count == 1)
    }

    @Test func anEventWaitsForItsStream() {
        server.control(.put, "subscriptions/s", #"{"type":"pull-wake","wake_stream":"wake/s","streams":["a"]}"#)
        server.append("a", "x")
        server.append("a", "y")
        server.create("wake/s", "application/json")
        #expect(server.events().count == 1)
        server.send(.delete, "wake/s")
        server.create("wake/s", "application/json")
        #expect(server.events().isEmpty, "It is written once.")
    }

    @Test func aWakeStreamOfTextGetsLines() {
        server.create("wake/s", "text/plain")
        server.subscribe(#""streams":["a"]"#)
        server.append("a", "x")
        #expect(server.read("wake/s").text.hasSuffix("\"ts\":1750000000000}\n"))
    }

    @Test func aClosedWakeStreamLeavesTheClaim() {
        server.subscribe(#""streams":["a"]"#)
        server.send(.post, "wake/s", [.streamClosed: "true"])
        #expect(server.append("a", "x").status == 204)
        #expect(server.events().isEmpty)
        #expect(server.claim().status == 200)
    }

    @Test func wakeStreamsCanBeFollowed() {
        server.subscribe(#""streams":["a"]"#, id: "one")
        server.subscribe(#""pattern":"wake/*""#, id: "two")
        server.append("a", "x")
        #expect(server.events("one").count == 1)
        #expect(server.events("two").map { $0["stream"]?.text } == ["wake/one"])
    }

    @Test func theStoryOfAWake() throws {
        server.subscribe(#""streams":["a","b"]"#)
        let start = try #require(server.acked("a"))
        let appended = server.append("a", "x").next
        let claim = server.claim()
        #expect(claim.status == 200)
        #expect(claim.json["generation"]?.integer == 1)
        #expect(claim.json["lease_ttl_ms"]?.integer == 30_000)
        let streams = try JSONValue.parse(
            """
            [{"path":"a","link_type":"explicit","acked_offset":"\(start)","tail_offset":"\(appended)","has_pending":true},
             {"path":"b","link_type":"explicit","acked_offset":"\(start)","tail_offset":"\(start)","has_pending":false}]
            """)
        #expect(claim.json["streams"] == streams)

        let held = server.claim("w-2")
        #expect(held.status == 409)
        #expect(held.code == "ALREADY_CLAIMED")
        #expect(held.json["error"]?["current_holder"]?.text == "w-1")
        #expect(held.json["error"]?["generation"]?.integer == 1)

        let wake = HeldWake(claim)
        let later = server.append("a", "y").next
        let ack = server.control(.post, "subscriptions/s/ack", wake.report(["a": appended]), bearer: wake.token)
        #expect(ack.status == 200)
        #expect(ack.json == (try JSONValue.parse(#"{"ok":true,"next_wake":false}"#)))
        #expect(server.acked("a") == appended)
        #expect(server.events().count == 1)

        let done = server.control(.post, "subscriptions/s/ack", wake.report(done: true), bearer: wake.token)
        #expect(done.json == (try JSONValue.parse(#"{"ok":true,"next_wake":true}"#)))
        #expect(server.events().map { $0["generation"]?.integer } == [1, 2])

        let next = HeldWake(server.claim("w-2"))
        #expect(next.generation == 2)
        #expect(next.wakeID != wake.wakeID)
        let last = server.control(
            .post, "subscriptions/s/ack", next.report(["a": later], done: true), bearer: next.token)
        #expect(last.json == (try JSONValue.parse(#"{"ok":true,"next_wake":false}"#)))
        #expect(server.claim().code == "NO_PENDING_WORK")
        #expect(server.read("a", from: later).text.isEmpty)
    }

    @Test func acksExtendTheLeaseAndItsEndFences() {
        server.subscribe(#""streams":["a"],"lease_ttl_ms":1000"#)
        let tail = server.append("a", "x").next
        server.clock.advance(by: .seconds(3600))
        let wake = HeldWake(server.claim())
        for _ in 0..<5 {
            server.clock.advance(by: .milliseconds(900))
            #expect(server.control(.post, "subscriptions/s/ack", wake.report(), bearer: wake.token).status == 200)
        }
        server.clock.advance(by: .milliseconds(999))
        #expect(server.events().count == 1)
        server.clock.advance(by: .milliseconds(1))
        #expect(server.events().count == 2)
        let late = server.control(.post, "subscriptions/s/ack", wake.report(["a": tail]), bearer: wake.token)
        #expect(late.status == 409)
        #expect(late.code == "FENCED")
        #expect(server.acked("a") != tail)
        #expect(server.claim("w-2").json["generation"]?.integer == 2)
        server.clock.advance(by: .seconds(1))
        #expect(server.clock.pendingCount == 0, "Nobody holds a lease, so nothing waits.")
    }

    @Test func releaseWakesAgainAndFences() {
        server.subscribe(#""streams":["a"]"#)
        server.append("a", "x")
        let wake = HeldWake(server.claim())
        let released = server.control(.post, "subscriptions/s/release", wake.report(), bearer: wake.token)
        #expect(released.status == 204)
        #expect(released.text.isEmpty)
        #expect(server.events().count == 2)
        #expect(server.control(.post, "subscriptions/s/release", wake.report(), bearer: wake.token).code == "FENCED")
        #expect(server.control(.post, "subscriptions/s/ack", wake.report(), bearer: wake.token).code == "FENCED")
        #expect(server.claim("w-2").status == 200)
    }

    @Test func offsetsThatCannotBeAreRefused() {
        server.subscribe(#""streams":["a"]"#)
        server.append("a", "x")
        let wake = HeldWake(server.claim())
        for offset in ["-1", "now", "", "zz", "0000000000009"] {
            let answer = server.control(.post, "subscriptions/s/ack", wake.report(["a": offset]), bearer: wake.token)
            #expect(answer.status == 409)
            #expect(answer.code == "INVALID_OFFSET")
        }
        #expect(server.control(.post, "subscriptions/s/ack", "{}", bearer: wake.token).status == 400)
    }

    @Test func claimsSayWhoClaims() {
        server.subscribe(#""streams":["a"]"#)
        server.append("a", "x")
        #expect(server.control(.post, "subscriptions/s/claim", "{}").status == 400)
        #expect(server.claim("w", "none").status == 404)
    }

    @Test func aStreamThatGoesTakesItsWorkWithIt() {
        server.subscribe(#""pattern":"*""#)
        server.append("a", "x")
        server.send(.delete, "a")
        let wake = HeldWake(server.claim())
        let done = server.control(.post, "subscriptions/s/ack", wake.report(done: true), bearer: wake.token)
        #expect(done.json["next_wake"]?.bool == false)
        server.create("a", "text/plain", [:], "new")
        #expect(server.events().count == 2)
    }

    @Test func aSoftDeletedStreamIsGoneAndItsForkIsNot() {
        server.append("a", "x")
        server.subscribe(#""pattern":"*""#)
        server.send(.put, "fork", [.streamForkedFrom: "/v1/stream/a"])
        #expect(server.events().isEmpty, "What a fork inherits is its past.")
        server.send(.delete, "a")
        let paths = server.subscription()["streams"]?.elements?.map { $0["path"]?.text }
        #expect(paths == ["b", "fork"])
        server.append("fork", "y")
        #expect(server.events().map { $0["stream"]?.text } == ["fork"])
    }
}
