import HTTPMessage
import ReferenceServer
import Testing

@Suite struct CreateTests {
    let server = TestServer()

    @Test func aCreateAnswersWithWhatTheStreamIs() {
        let created = server.create("a", "text/plain", [:], "hello")
        #expect(created.status == 201)
        #expect(created[.location] == "http://example.test/v1/stream/a")
        #expect(created[.contentType] == "text/plain")
        #expect(created[.xContentTypeOptions] == "nosniff")
        #expect(created[.crossOriginResourcePolicy] == "cross-origin")
        #expect(!created.isClosed)
        let read = server.read("a")
        #expect(read.text == "hello")
        #expect(read.next == created.next)
    }

    @Test func theSameAgainIsConfirmedAndNothingIsAppended() {
        let created = server.create("a", "text/plain", [:], "hello")
        let again = server.create("a", "text/plain", [:], "hello")
        #expect(again.status == 200)
        #expect(again.next == created.next)
        #expect(again[.location] == nil)
        #expect(server.create("a", "text/html").status == 409)
        #expect(server.create("a", "text/plain", [.streamTTL: "5"]).status == 409)
        #expect(server.create("a", "text/plain", [.streamClosed: "true"]).status == 409)
    }

    @Test func aStreamCanBeCreatedClosed() {
        let created = server.create("a", "text/plain", [.streamClosed: "TRUE"], "all")
        #expect(created.status == 201)
        #expect(created.isClosed)
        #expect(server.create("a", "text/plain", [.streamClosed: "true"]).status == 200)
        #expect(server.create("a").status == 409)
        let refused = server.append("a", "more")
        #expect(refused.status == 409)
        #expect(refused.isClosed)
        #expect(refused.next == created.next)
        #expect(server.read("a").isClosed)
    }

    @Test func noContentTypeMeansBytes() {
        #expect(server.send(.put, "a")[.contentType] == "application/octet-stream")
    }

    @Test(
        arguments: [
            [.streamTTL: "+5"], [.streamTTL: "05"], [.streamTTL: "5.0"], [.streamTTL: "-1"], [.streamTTL: ""],
            [.streamExpiresAt: "tomorrow"], [.streamTTL: "5", .streamExpiresAt: "2099-01-01T00:00:00Z"],
            [.contentType: "nonsense"], [.streamForkOffset: "0000000000000"], [.streamForkSubOffset: "1"],
        ] as [HTTPFields])
    func wrongHeadersCreateNothing(fields: HTTPFields) {
        let refused = server.send(.put, "a", fields)
        #expect(refused.status == 400)
        #expect(refused.text.hasSuffix("."))
        #expect(server.send(.head, "a").status == 404)
    }

    @Test(arguments: [
        "", "a/", "/a", "a//b", ".", "..", "a/../b", "a/%2e%2E/b", "%2e", "a%2f..%2fb", "a%5c..", "a%00",
        "a%0ab", "a%", "a%4", "a%zz", "a\\b", "a\"b", "a b", "%c0%ae", "é",
    ])
    func pathsThatAreNoNames(path: String) {
        #expect((400...499).contains(server.send(.put, path).status))
        #expect((400...499).contains(server.send(.get, path).status))
    }

    @Test(arguments: ["a", "a/b/c", "a%20b", "a%2fb", "...", "a..b", ".a", "~user", "a@b:c", "%E2%82%AC", "-1", "now"])
    func pathsThatAreNames(path: String) {
        #expect(server.send(.put, path).status == 201)
        #expect(server.send(.head, path).status == 200)
    }

    @Test func twoSpellingsAreTwoStreams() {
        server.create("a%2fb")
        #expect(server.send(.head, "a/b").status == 404)
        #expect(server.send(.head, "a%2Fb").status == 404)
    }

    @Test func theReservedPrefixIsNoStream() {
        #expect(server.send(.put, "__ds/streams/x").status == 404)
        #expect(server.send(.put, "a/__ds").status == 201)
    }

    @Test func thereAreOnlySoManyStreamsAndExpiredOnesDoNotCount() {
        let server = TestServer { $0.maximumStreamCount = 2 }
        server.create("a", "text/plain", [.streamTTL: "1"])
        server.create("b")
        #expect(server.create("c").status == 507)
        server.clock.advance(by: .seconds(2))
        #expect(server.create("c").status == 201)
    }

    @Test func otherMethodsAreRefusedWithTheListOfThoseThatAreNot() throws {
        let refused = server.send(.patch, "a")
        #expect(refused.status == 405)
        #expect(refused[.allow] == "GET, HEAD, POST, PUT, DELETE")
    }

    @Test func bodiesHaveALimit() {
        let server = TestServer { $0.maximumBodySize = 4 }
        #expect(server.create("a", "text/plain", [:], "12345").status == 413)
        #expect(server.create("a", "text/plain", [:], "1234").status == 201)
        #expect(server.append("a", "12345").status == 413)
    }
}
