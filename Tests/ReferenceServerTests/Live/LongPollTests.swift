import HTTPMessage
import ReferenceServer
import Specification
import Testing

@Suite struct LongPollTests {
    let server = TestServer()

    private func poll(_ path: String, _ offset: String, _ rest: String = "") -> TestWriter {
        server.start(.get, "\(path)?offset=\(offset)&live=long-poll\(rest)")
    }

    @Test func dataThatIsThereIsAnsweredAtOnce() {
        server.create("a", "text/plain", [:], "abc")
        let answer = Answer(poll("a", "-1"))
        #expect(answer.status == 200)
        #expect(answer.text == "abc")
        #expect(answer.isUpToDate)
        #expect(answer[.streamCursor] != nil)
        #expect(answer[.eTag] != nil)
    }

    @Test(arguments: ["-1", "now"])
    func anAppendWakesEveryReader(offset: String) {
        server.create("a")
        let waiting = (0..<5).map { _ in poll("a", offset) }
        #expect(waiting.allSatisfy { $0.head == nil })
        let appended = server.append("a", "abc")
        for writer in waiting {
            let answer = Answer(writer)
            #expect(answer.status == 200)
            #expect(answer.text == "abc")
            #expect(answer.next == appended.next)
            #expect(answer.isUpToDate)
            #expect(answer[.streamCursor] != nil)
            #expect((answer[.eTag] == nil) == (offset == "now"))
            #expect(writer.answerCount == 1)
        }
        #expect(server.clock.pendingCount == 0)
    }

    @Test func aThousandReadersWakeOnOneAppend() {
        server.create("a", "application/json")
        let waiting = (0..<1000).map { _ in poll("a", "now") }
        #expect(server.clock.pendingCount == 1000)
        server.append("a", "[1,2]", "application/json")
        #expect(waiting.allSatisfy { Answer($0).text == "[1,2]" })
        #expect(server.clock.pendingCount == 0)
    }

    @Test func theTimeoutSaysWhereTheTailIs() {
        let created = server.create("a")
        let waiting = poll("a", created.next)
        server.clock.advance(by: .seconds(29))
        #expect(waiting.head == nil)
        server.clock.advance(by: .seconds(1))
        let answer = Answer(waiting)
        #expect(answer.status == 204)
        #expect(answer.next == created.next)
        #expect(answer.isUpToDate)
        #expect(!answer.isClosed)
        #expect(answer[.streamCursor] != nil)
        #expect(answer[.cacheControl] == "no-store")
        server.append("a", "x")
        #expect(waiting.answerCount == 1)
    }

    @Test func closingTellsEveryReaderAtOnce() {
        let created = server.create("a")
        let waiting = [poll("a", "-1"), poll("a", "now"), poll("a", created.next)]
        server.send(.post, "a", [.streamClosed: "true"])
        for writer in waiting + [poll("a", "-1")] {
            let answer = Answer(writer)
            #expect(answer.status == 204)
            #expect(answer.isClosed)
            #expect(answer.isUpToDate)
            #expect(answer.next == created.next)
        }
    }

    @Test func theLastAppendAndTheCloseComeTogether() {
        server.create("a")
        let waiting = poll("a", "-1")
        server.append("a", "end", "text/plain", [.streamClosed: "true"])
        let answer = Answer(waiting)
        #expect(answer.status == 200)
        #expect(answer.text == "end")
        #expect(answer.isClosed)
    }

    @Test func deletionAnswersWhoWaits() {
        server.create("a")
        let waiting = poll("a", "-1")
        server.send(.delete, "a")
        #expect(waiting.head?.status.code == 404)
    }

    @Test func whoHasLeftIsForgotten() {
        server.create("a")
        let waiting = poll("a", "-1")
        #expect(server.clock.pendingCount == 1)
        waiting.leave()
        #expect(server.clock.pendingCount == 0)
        server.append("a", "x")
        #expect(waiting.answerCount == 0)
    }

    @Test func refusedAppendsWakeNobody() {
        server.create("a", "application/json")
        let waiting = poll("a", "-1")
        server.append("a", "{", "application/json")
        server.append("a", "x", "text/plain")
        #expect(waiting.head == nil)
        server.append("a", "1", "application/json")
        #expect(Answer(waiting).text == "[1]")
    }

    @Test(arguments: ["0", "99999999", "9999999999999999999999", "nonsense"])
    func cursorsAreAheadOfTheClients(cursor: String) throws {
        server.create("a")
        let waiting = poll("a", "-1", "&cursor=\(cursor)")
        server.append("a", "x")
        let answered = try #require(Answer(waiting)[.streamCursor].flatMap { StreamCursor($0) })
        if let client = StreamCursor(cursor) { #expect(answered > client) }
        #expect(answered >= StreamCursor.current(at: server.clock.now))
    }

    @Test func aConditionDoesNotEndAWait() throws {
        server.create("a", "text/plain", [:], "abc")
        let tag = try #require(server.read("a")[.eTag])
        let known = server.start(.get, "a?offset=-1&live=long-poll", [.ifNoneMatch: tag])
        #expect(Answer(known).status == 304)
        let waiting = server.start(.get, "a?offset=now&live=long-poll", [.ifNoneMatch: "*"])
        #expect(waiting.head == nil)
        server.append("a", "d")
        #expect(Answer(waiting).status == 200)
        #expect(Answer(waiting).text == "d")
    }

    @Test func noTimeoutAnswersAtOnce() {
        let server = TestServer { $0.longPollTimeout = .zero }
        server.create("a")
        #expect(server.send(.get, "a?offset=now&live=long-poll").status == 204)
    }
}
