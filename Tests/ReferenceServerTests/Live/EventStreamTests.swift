import HTTPMessage
import Specification
import Testing

@testable import ReferenceServer

@Suite struct EventStreamTests {
    let server = TestServer()

    private func open(_ path: String, _ offset: String = "-1", _ rest: String = "") -> TestWriter {
        server.start(.get, "\(path)?offset=\(offset)&live=sse\(rest)")
    }

    @Test func whatIsThereAndWhatComes() {
        server.create("a", "text/plain", [:], "abc")
        let stream = open("a")
        #expect(stream.head?.status.code == 200)
        #expect(stream.head?.headerFields[.contentType] == "text/event-stream")
        #expect(stream.head?.headerFields[.streamSSEDataEncoding] == nil)
        let appended = server.append("a", "def")
        let log = EventLog(stream.body)
        #expect(log.names == ["data", "control", "data", "control"])
        #expect(log.data == ["abc", "def"])
        #expect(log.controls.allSatisfy { $0.upToDate && !$0.streamClosed && $0.streamCursor != nil })
        #expect(log.controls.last?.streamNextOffset.token == appended.next)
        #expect(!stream.isFinished)
    }

    @Test func nothingYetIsTold() {
        let created = server.create("a", "text/plain", [:], "abc")
        let log = EventLog(open("a", "now").body)
        #expect(log.names == ["control"])
        #expect(log.controls.first?.streamNextOffset.token == created.next)
        #expect(log.controls.first?.upToDate == true)
    }

    @Test func theEndEndsTheResponse() {
        server.create("a")
        let stream = open("a")
        let closed = server.append("a", "end", "text/plain", [.streamClosed: "true"])
        #expect(stream.isFinished)
        let log = EventLog(stream.body)
        #expect(log.data == ["end"])
        #expect(log.controls.map(\.streamClosed) == [false, true])
        #expect(log.controls.last?.streamNextOffset.token == closed.next)
        #expect(server.clock.pendingCount == 0)
    }

    @Test(arguments: ["now", "-1"])
    func aClosedEmptyStreamIsOneEvent(offset: String) {
        server.create("a", "text/plain", [.streamClosed: "true"])
        let stream = open("a", offset)
        #expect(stream.isFinished)
        let log = EventLog(stream.body)
        #expect(log.names == ["control"])
        #expect(log.controls.first?.streamClosed == true)
        #expect(log.controls.first?.upToDate == true)
    }

    @Test func closingAloneIsTold() {
        server.create("a", "text/plain", [:], "abc")
        let stream = open("a")
        server.send(.post, "a", [.streamClosed: "true"])
        #expect(stream.isFinished)
        let log = EventLog(stream.body)
        #expect(log.data == ["abc"])
        #expect(log.controls.last?.streamClosed == true)
    }

    @Test func bytesAreBase64() {
        server.create("b", "application/octet-stream")
        let stream = open("b")
        #expect(stream.head?.headerFields[.streamSSEDataEncoding] == "base64")
        let bytes = (0...255).map { UInt8($0) }
        _ = server.start(.post, "b", [.contentType: "application/octet-stream"], bytes: bytes)
        let log = EventLog(stream.body)
        #expect(Base64.decode(Array(log.data[0].utf8)) == bytes)
    }

    @Test func messagesAreArrays() {
        server.create("j", "application/json", [:], "[{\"a\":\n1},2]")
        let stream = open("j")
        server.append("j", "[3]", "application/json")
        #expect(EventLog(stream.body).data == ["[{\"a\":\n1},2]", "[3]"])
    }

    @Test func textCannotInjectEvents() {
        let text = "x\n\nevent: control\ndata: {}\n\n\r\rdata: y\r\n\r\n: z\n leading\n"
        server.create("a", "text/plain", [:], text)
        let log = EventLog(open("a").body)
        #expect(log.names == ["data", "control"])
        let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        #expect(log.data == [lines])
    }

    @Test func charactersAreNeverCut() {
        let server = TestServer { $0.chunkSize = 5 }
        let text = "aé€😀€é😀a€€"
        server.create("a", "text/plain; charset=utf-8", [:], text)
        let stream = server.start(.get, "a?offset=-1&live=sse")
        var log = EventLog(stream.body)
        #expect(log.data.count > 3)
        #expect(log.data.joined() == text)
        #expect(log.controls.map(\.upToDate) == Array(repeating: false, count: log.data.count - 1) + [true])
        // An append that ends inside a character is told once the character is there.
        let euro = Array("€".utf8)
        _ = server.start(.post, "a", [.contentType: "text/plain"], bytes: [0x41] + euro[..<2])
        _ = server.start(.post, "a", [.contentType: "text/plain"], bytes: Array(euro[2...]))
        log = EventLog(stream.body)
        #expect(log.data.joined() == text + "A€")
        #expect(log.controls.last?.upToDate == true)
    }

    @Test func aCharacterThatWillNeverBeWholeGoesAsItIs() {
        server.create("a")
        let stream = open("a")
        _ = server.start(.post, "a", [.contentType: "text/plain", .streamClosed: "true"], bytes: [0x41, 0xE2, 0x82])
        #expect(stream.isFinished)
        #expect(EventLog(stream.body).controls.last?.streamClosed == true)
        #expect(stream.body.contains(0xE2))
    }

    @Test func theLifetimeEndsAndAnotherGoesOn() throws {
        server.create("a", "text/plain", [:], "abc")
        let stream = open("a")
        server.clock.advance(by: .seconds(59))
        #expect(!stream.isFinished)
        server.clock.advance(by: .seconds(1))
        #expect(stream.isFinished)
        let last = try #require(EventLog(stream.body).controls.last)
        server.append("a", "def")
        let again = open("a", last.streamNextOffset.token, "&cursor=\(last.streamCursor ?? "")")
        let log = EventLog(again.body)
        #expect(log.data == ["def"])
        let before = try #require(last.streamCursor.flatMap { StreamCursor($0) })
        let after = try #require(log.controls.first?.streamCursor.flatMap { StreamCursor($0) })
        #expect(before < after)
    }

    @Test func cursorsDoNotGoBack() {
        server.create("a")
        let stream = open("a", "-1", "&cursor=99999999")
        for _ in 0..<20 { server.append("a", "x") }
        let cursors = EventLog(stream.body).controls.compactMap { $0.streamCursor.flatMap { StreamCursor($0) } }
        #expect(cursors.count == 21)
        #expect(cursors == cursors.sorted())
        #expect(cursors.allSatisfy { $0 > StreamCursor(interval: 99_999_999) })
    }

    @Test func aSlowClientIsWaitedFor() {
        let server = TestServer { $0.sseBufferSize = 64 }
        server.create("a")
        let stream = server.start(.get, "a?offset=-1&live=sse")
        stream.becomeSlow()
        for _ in 0..<100 { server.append("a", "0123456789") }
        #expect(stream.body.count < 1000)
        var rounds = 0
        while EventLog(stream.body).data.joined().utf8.count < 1000, rounds < 200 {
            stream.drain()
            rounds += 1
        }
        #expect(EventLog(stream.body).data.joined() == String(repeating: "0123456789", count: 100))
        server.append("a", "more")
        stream.drain()
        #expect(EventLog(stream.body).data.joined().hasSuffix("more"))
    }

    @Test func aSlowClientIsLetGoAtTheEndOfItsLifetime() {
        let server = TestServer { $0.sseBufferSize = 64 }
        server.create("a")
        let stream = server.start(.get, "a?offset=-1&live=sse")
        stream.becomeSlow()
        server.append("a", String(repeating: "x", count: 500))
        server.clock.advance(by: .seconds(60))
        #expect(stream.isFinished)
        stream.drain()
        #expect(server.clock.pendingCount == 0)
    }

    @Test func deletionAndDisconnectionEndIt() {
        server.create("a")
        let stream = open("a")
        let gone = open("a")
        gone.leave()
        #expect(server.clock.pendingCount == 1)
        server.send(.delete, "a")
        #expect(stream.isFinished)
        #expect(server.clock.pendingCount == 0)
    }

    @Test func refusalsAreOrdinaryResponses() {
        #expect(server.send(.get, "missing?offset=-1&live=sse").status == 404)
        server.create("a")
        #expect(server.send(.get, "a?offset=zz&live=sse").status == 400)
    }

    @Test(
        arguments: [
            ([0x41], 0), ([0x41, 0xC3], 1), ([0xC3, 0xA9], 0), ([0xE2, 0x82], 2), ([0xE2], 1), ([0xF0, 0x9F, 0x98], 3),
            ([0xF0, 0x9F, 0x98, 0x80], 0), ([0x80, 0x80, 0x80, 0x80], 0), ([0xFF], 0), ([], 0), ([0xC3, 0x41], 0),
        ] as [([UInt8], Int)])
    func incompleteSuffixes(bytes: [UInt8], length: Int) {
        #expect(UTF8Boundary.incompleteSuffix(of: bytes) == length)
    }
}
