import HTTPMessage
import ReferenceServer
import Testing

@Suite struct ExpiryTests {
    let server = TestServer()

    @Test func aWindowSlidesWithReadsAndWrites() {
        server.create("a", "text/plain", [.streamTTL: "10"])
        for step in 0..<4 {
            server.clock.advance(by: .seconds(9))
            if step.isMultiple(of: 2) {
                #expect(server.append("a", "x").status == 204)
            } else {
                #expect(server.read("a").status == 200)
            }
        }
        server.clock.advance(by: .seconds(10))
        #expect(server.read("a").status == 404)
    }

    @Test func headConfirmationAndRefusalDoNotMoveTheWindow() {
        server.create("a", "text/plain", [.streamTTL: "10"])
        server.clock.advance(by: .seconds(9))
        #expect(server.send(.head, "a").status == 200)
        #expect(server.create("a", "text/plain", [.streamTTL: "10"]).status == 200)
        #expect(server.append("a", "x", "image/png").status == 409)
        server.clock.advance(by: .seconds(1))
        #expect(server.send(.head, "a").status == 404)
    }

    @Test func anInstantDoesNotMove() {
        server.create("a", "text/plain", [.streamExpiresAt: server.clock.now.adding(seconds: 10).description])
        server.clock.advance(by: .seconds(9))
        #expect(server.append("a", "x").status == 204)
        #expect(server.read("a")[.cacheControl] == "public, max-age=1")
        server.clock.advance(by: .seconds(1))
        #expect(server.append("a", "x").status == 404)
    }

    @Test func anExpiredStreamMakesRoomForAnother() {
        server.create("a", "text/plain", [.streamTTL: "1"], "old")
        server.clock.advance(by: .seconds(1))
        #expect(server.create("a", "application/json").status == 201)
        #expect(server.read("a").text == "[]")
    }

    @Test func zeroExpiresAtOnce() {
        #expect(server.create("a", "text/plain", [.streamTTL: "0"]).status == 201)
        #expect(server.send(.head, "a").status == 404)
    }

    @Test func aLiveReaderHoldsTheWindow() {
        server.create("a", "text/plain", [.streamTTL: "5"])
        let waiting = server.start(.get, "a?offset=-1&live=long-poll")
        server.clock.advance(by: .seconds(29))
        #expect(!waiting.isFinished)
        #expect(server.send(.head, "a").status == 200)
        server.clock.advance(by: .seconds(1))
        #expect(waiting.head?.status.code == 204)
        server.clock.advance(by: .seconds(4))
        #expect(server.send(.head, "a").status == 200)
        server.clock.advance(by: .seconds(1))
        #expect(server.send(.head, "a").status == 404)
    }

    @Test func theWindowBeginsWithALiveReadAndNotWithItsEnd() {
        server.create("a", "text/plain", [.streamTTL: "40"])
        let waiting = server.start(.get, "a?offset=-1&live=long-poll")
        server.clock.advance(by: .seconds(30))
        #expect(waiting.isFinished)
        server.clock.advance(by: .seconds(9))
        #expect(server.send(.head, "a").status == 200)
        server.clock.advance(by: .seconds(1))
        #expect(server.send(.head, "a").status == 404)
    }

    @Test func readersLearnThatTheStreamEnded() {
        let fields: HTTPFields = [.streamExpiresAt: server.clock.now.adding(seconds: 10).description]
        server.create("a", "text/plain", fields)
        let polling = server.start(.get, "a?offset=-1&live=long-poll")
        let streaming = server.start(.get, "a?offset=-1&live=sse")
        server.clock.advance(by: .seconds(10))
        #expect(polling.head?.status.code == 404)
        #expect(streaming.isFinished)
        #expect(server.clock.pendingCount == 0)
    }
}
