import HTTPMessage
import ReferenceServer
import Specification
import Testing

@Suite struct ReadTests {
    let server = TestServer { $0.chunkSize = 10 }

    @Test func chunksFollowEachOtherToTheTail() {
        server.create("a", "text/plain", [:], "0123456789abcdefghijklmno")
        var (text, offset) = ("", "-1")
        for round in 0..<3 {
            let read = server.read("a", from: offset)
            #expect(read.status == 200)
            #expect(read.isUpToDate == (round == 2))
            #expect(read[.eTag] != nil)
            text += read.text
            offset = read.next
        }
        #expect(text == "0123456789abcdefghijklmno")
        let end = server.read("a", from: offset)
        #expect(end.text.isEmpty)
        #expect(end.next == offset)
        #expect(end.isUpToDate)
    }

    @Test func chunksOfMessagesAreWholeMessages() {
        server.create("j", "application/json", [:], #"["aa","bb","cccccccccccccccc","d"]"#)
        var (chunks, offset) = ([String](), "-1")
        while chunks.count < 9 {
            let read = server.read("j", from: offset)
            chunks.append(read.text)
            offset = read.next
            if read.isUpToDate { break }
        }
        #expect(chunks == [#"["aa"]"#, #"["bb"]"#, #"["cccccccccccccccc"]"#, #"["d"]"#])
    }

    @Test func closureIsToldAtTheEndAndNotBefore() {
        server.create("a", "text/plain", [.streamClosed: "true"], "0123456789ab")
        let first = server.read("a")
        #expect(!first.isClosed)
        let second = server.read("a", from: first.next)
        #expect(second.isClosed)
        #expect(second.text == "ab")
        let end = server.read("a", from: second.next)
        #expect(end.isClosed)
        #expect(end.isUpToDate)
        #expect(end.text.isEmpty)
    }

    @Test func nowIsTheTailWithoutData() {
        server.create("a", "text/plain", [:], "abc")
        server.create("j", "application/json", [:], "[1]")
        let text = server.read("a", from: "now")
        #expect(text.status == 200)
        #expect(text.text.isEmpty)
        #expect(text.next == server.send(.head, "a").next)
        #expect(text.isUpToDate)
        #expect(text[.cacheControl] == "no-store")
        #expect(text[.eTag] == nil)
        #expect(server.read("j", from: "now").text == "[]")
        server.send(.post, "a", [.streamClosed: "true"])
        #expect(server.read("a", from: "now").isClosed)
    }

    @Test(arguments: [
        "offset=", "offset=0", "offset=zzzzzzzzzzzzz", "offset=00000000000g0", "offset=-1&offset=-1", "offset=%zz",
        "offset=-1&live=forever", "live=long-poll", "live=sse", "offset=-1&live=long-poll&live=sse", "offset=NOW",
        "offset=00000,0000000", "offset=-1%00",
    ])
    func queriesThatMeanNothing(query: String) {
        server.create("a")
        let refused = server.send(.get, "a?" + query)
        #expect(refused.status == 400)
        #expect(refused.text.hasSuffix("."))
    }

    @Test(arguments: ["offset=-1", "offset=%2D1", "x=y&offset=-1", "offset=-1&cursor=%20", "", "x", "offset=-1&"])
    func queriesThatMeanTheBeginning(query: String) {
        server.create("a", "text/plain", [:], "abc")
        #expect(server.send(.get, "a?" + query).text == "abc")
    }

    @Test func headSaysWhatTheStreamIs() {
        server.create("a", "text/plain", [.streamTTL: "60"], "abc")
        let head = server.send(.head, "a")
        #expect(head.status == 200)
        #expect(head.text.isEmpty)
        #expect(head[.contentType] == "text/plain")
        #expect(head[.streamTTL] == "60")
        #expect(head[.cacheControl] == "no-store")
        #expect(head.next == server.read("a").next)
        server.create("b", "text/plain", [.streamExpiresAt: "2099-01-01T01:00:00+01:00"])
        #expect(server.send(.head, "b")[.streamExpiresAt] == "2099-01-01T00:00:00Z")
        let missing = server.send(.head, "c")
        #expect(missing.status == 404)
        #expect(missing.text.isEmpty)
    }

    @Test func deletionIsFinalAndBringsNothingBack() throws {
        server.create("a", "text/plain", [:], "abc")
        let tag = try #require(server.read("a")[.eTag])
        #expect(server.send(.delete, "a").status == 204)
        #expect(server.send(.delete, "a").status == 404)
        #expect(server.read("a").status == 404)
        #expect(server.append("a", "x").status == 404)
        #expect(server.create("a", "text/plain", [:], "xyz").status == 201)
        let read = server.read("a", from: nil, [.ifNoneMatch: tag])
        #expect(read.status == 200)
        #expect(read.text == "xyz")
    }

    @Test func aTagIsGoodUntilSomethingChanges() throws {
        server.create("a", "text/plain", [:], "abc")
        let read = server.read("a")
        let tag = try #require(read[.eTag])
        #expect(read[.cacheControl] == "public, max-age=60, stale-while-revalidate=300")
        let same = server.read("a", from: nil, [.ifNoneMatch: "\"x\", W/" + tag])
        #expect(same.status == 304)
        #expect(same.text.isEmpty)
        #expect(same[.eTag] == tag)
        #expect(same.next == read.next)
        #expect(server.read("a", from: nil, [.ifNoneMatch: "*"]).status == 304)
        #expect(server.read("a", from: nil, [.ifNoneMatch: "nonsense"]).status == 200)
        server.send(.post, "a", [.streamClosed: "true"])
        let closed = server.read("a", from: nil, [.ifNoneMatch: tag])
        #expect(closed.status == 200)
        #expect(closed.isClosed)
        #expect(closed[.eTag] != tag)
    }

    @Test func whatIsEmptyNowIsAskedAgain() {
        server.create("a")
        #expect(server.read("a")[.cacheControl] == "no-cache")
        server.send(.post, "a", [.streamClosed: "true"])
        #expect(server.read("a")[.cacheControl]?.contains("max-age=60") == true)
    }
}
