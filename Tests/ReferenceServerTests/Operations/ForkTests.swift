import HTTPMessage
import ReferenceServer
import Testing

@Suite struct ForkTests {
    let server = TestServer()

    @discardableResult
    private func fork(
        _ path: String, of source: String, at offset: String? = nil, sub: Int? = nil, _ more: HTTPFields = [:],
        _ body: String = ""
    ) -> Answer {
        var fields = more
        fields[.streamForkedFrom] = "/v1/stream/" + source
        fields[.streamForkOffset] = offset
        fields[.streamForkSubOffset] = sub.map(String.init)
        return server.send(.put, path, fields, body)
    }

    @Test func aForkBeginsWithItsSourceAndGoesOnByItself() {
        server.create("s", "text/plain", [:], "abc")
        let middle = server.append("s", "def")
        server.append("s", "ghi")
        let forked = fork("f", of: "s", at: middle.next)
        #expect(forked.status == 201)
        #expect(forked[.contentType] == "text/plain")
        #expect(forked.next == middle.next)
        let own = server.append("f", "XYZ")
        #expect(own.status == 204)
        #expect(own.next > middle.next)
        #expect(server.read("f").text == "abcdefXYZ")
        #expect(server.read("f", from: middle.next).text == "XYZ")
        #expect(server.read("s").text == "abcdefghi")
    }

    @Test func withoutAnOffsetItIsTheTail() {
        server.create("s", "text/plain", [:], "abc")
        #expect(fork("f", of: "s").status == 201)
        server.append("s", "def")
        #expect(server.read("f").text == "abc")
        #expect(fork("f", of: "s").status == 200)
        #expect(fork("empty", of: "s", at: "-1").status == 201)
        #expect(server.read("empty").text.isEmpty)
    }

    @Test func aForkMayBeginWithABodyAndClosed() {
        server.create("s", "application/json", [.streamClosed: "true"], "[1,2]")
        #expect(fork("open", of: "s").isClosed == false)
        #expect(server.append("open", "3", "application/json").status == 204)
        #expect(server.read("open").text == "[1,2,3]")
        let closed = fork("closed", of: "s", [.streamClosed: "true", .contentType: "application/json"], "[9]")
        #expect(closed.status == 201)
        #expect(closed.isClosed)
        #expect(server.read("closed").text == "[1,2,9]")
    }

    @Test func subOffsetsAreBytesOrMessages() {
        server.create("s", "text/plain", [:], "abcdef")
        let start = server.create("e", "text/plain").next
        #expect(fork("f", of: "s", at: start, sub: 4).status == 201)
        #expect(server.read("f").text == "abcd")
        #expect(fork("f", of: "s", at: start, sub: 4).status == 200)
        #expect(fork("f", of: "s", at: start, sub: 3).status == 409)
        #expect(fork("g", of: "s", at: start, sub: 7).status == 400)
        #expect(fork("g", of: "s", sub: 1).status == 400)
        #expect(fork("z", of: "s", at: start, sub: 0).status == 201)
        server.create("j", "application/json", [:], "[1,2,3]")
        #expect(fork("k", of: "j", at: start, sub: 2).status == 201)
        #expect(server.read("k").text == "[1,2]")
        server.append("k", "[9]", "application/json")
        #expect(server.read("k").text == "[1,2,9]")
        #expect(server.read("j").text == "[1,2,3]")
    }

    @Test func whatCannotBeForked() {
        server.create("s", "text/plain", [:], "abc")
        let beyond = server.create("long", "text/plain", [:], "abcdef").next
        #expect(fork("f", of: "missing").status == 404)
        #expect(fork("f", of: "s", at: beyond).status == 400)
        #expect(fork("f", of: "s", at: "nonsense").status == 400)
        #expect(fork("f", of: "s", [.streamForkSubOffset: "-1"]).status == 201)
        #expect(server.send(.put, "g", [.streamForkedFrom: "/v1/stream/s", .streamForkSubOffset: "-1"]).status == 400)
        #expect(fork("g", of: "s", [.contentType: "text/html"]).status == 409)
        #expect(fork("long", of: "s").status == 409)
        #expect(fork("g", of: "g").status == 404)
        #expect(server.send(.head, "g").status == 404)
    }

    @Test func writersStartAfresh() {
        server.create("s")
        var fields: HTTPFields = [.producerId: "p", .producerEpoch: "3", .producerSeq: "0", .streamSeq: "m"]
        server.append("s", "abc", "text/plain", fields)
        fork("f", of: "s")
        #expect(server.append("f", "x", "text/plain", fields).status == 200)
        fields[.producerEpoch] = "1"
        fields[.streamSeq] = "a"
        #expect(server.append("s", "x", "text/plain", fields).status == 403)
        fork("g", of: "s")
        #expect(server.append("g", "x", "text/plain", fields).status == 200)
    }

    @Test func lifetimesAreInheritedAsTheTableSays() {
        let end = server.clock.now.adding(seconds: 100).description
        server.create("ttl", "text/plain", [.streamTTL: "10"])
        server.create("end", "text/plain", [.streamExpiresAt: end])
        server.create("none")
        fork("a", of: "ttl")
        fork("b", of: "end")
        fork("c", of: "none")
        fork("d", of: "ttl", [.streamExpiresAt: end])
        fork("e", of: "end", [.streamTTL: "77"])
        fork("f", of: "none", [.streamTTL: "5"])
        #expect(server.send(.head, "a")[.streamTTL] == "10")
        #expect(server.send(.head, "b")[.streamExpiresAt] == end)
        #expect(server.send(.head, "c")[.streamTTL] == nil)
        #expect(server.send(.head, "c")[.streamExpiresAt] == nil)
        #expect(server.send(.head, "d")[.streamExpiresAt] == end)
        #expect(server.send(.head, "d")[.streamTTL] == nil)
        #expect(server.send(.head, "e")[.streamTTL] == "77")
        #expect(server.send(.head, "f")[.streamTTL] == "5")
        // Each window is refreshed by itself, and a fork outlives its source.
        server.clock.advance(by: .seconds(9))
        #expect(server.read("a").status == 200)
        server.clock.advance(by: .seconds(9))
        #expect(server.send(.head, "ttl").status == 404)
        #expect(server.send(.head, "a").status == 200)
        #expect(server.create("ttl").status == 201)
    }

    @Test func aDeletedSourceIsGoneAndStaysForItsForks() {
        server.create("s", "text/plain", [:], "abc")
        fork("f", of: "s")
        let waiting = server.start(.get, "s?offset=now&live=long-poll")
        #expect(server.send(.delete, "s").status == 204)
        #expect(waiting.head?.status.code == 410)
        for method in [HTTPRequest.Method.get, .head, .delete] { #expect(server.send(method, "s").status == 410) }
        #expect(server.append("s", "x").status == 410)
        #expect(server.create("s").status == 409)
        #expect(fork("g", of: "s").status == 409)
        #expect(fork("f", of: "s").status == 200)
        #expect(server.read("f").text == "abc")
        #expect(server.send(.delete, "f").status == 204)
        #expect(server.send(.head, "s").status == 404)
        #expect(server.create("s").status == 201)
    }

    @Test func cleaningUpGoesUpTheChain() {
        server.create("s", "text/plain", [:], "a")
        fork("f", of: "s")
        server.append("f", "b")
        fork("g", of: "f")
        server.append("g", "c")
        #expect(server.read("g").text == "abc")
        server.send(.delete, "s")
        server.send(.delete, "f")
        #expect(server.send(.head, "s").status == 410)
        #expect(server.send(.head, "f").status == 410)
        #expect(server.read("g").text == "abc")
        server.send(.delete, "g")
        #expect(server.send(.head, "f").status == 404)
        #expect(server.send(.head, "s").status == 404)
    }

    @Test func anExpiredForkHoldsNothingBack() {
        server.create("s")
        fork("f", of: "s", [.streamTTL: "5"])
        server.send(.delete, "s")
        #expect(server.send(.head, "s").status == 410)
        server.clock.advance(by: .seconds(5))
        #expect(server.send(.head, "s").status == 404)
        server.create("t")
        fork("g", of: "t", [.streamTTL: "5"])
        server.clock.advance(by: .seconds(5))
        #expect(server.send(.delete, "t").status == 204)
        #expect(server.send(.head, "t").status == 404)
    }

    @Test func aNewStreamAtTheSourcesPathHasNoForks() {
        server.create("s", "text/plain", [.streamTTL: "1"], "abc")
        fork("f", of: "s", [.streamTTL: "100"])
        server.clock.advance(by: .seconds(1))
        server.create("s")
        #expect(server.send(.delete, "s").status == 204)
        #expect(server.send(.head, "s").status == 404)
        #expect(server.read("f").text == "abc")
    }

    @Test func liveReadersOfAForkHearNothingOfItsSource() {
        server.create("s", "text/plain", [:], "abc")
        fork("f", of: "s")
        let inherited = server.start(.get, "f?offset=-1&live=long-poll")
        #expect(Answer(inherited).text == "abc")
        let polling = server.start(.get, "f?offset=now&live=long-poll")
        let streaming = server.start(.get, "f?offset=-1&live=sse")
        server.append("s", "def")
        server.send(.post, "s", [.streamClosed: "true"])
        #expect(polling.head == nil)
        server.append("f", "XYZ")
        #expect(Answer(polling).text == "XYZ")
        #expect(EventLog(streaming.body).data == ["abc", "XYZ"])
    }

    @Test func messagesAcrossTheForkAreOneArray() {
        server.create("s", "application/json", [:], "[1,2]")
        fork("f", of: "s")
        server.append("f", "[3]", "application/json")
        #expect(server.read("f").text == "[1,2,3]")
    }
}
