import HTTPMessage
import Testing

@testable import HTTPWire

@Suite struct HTTPResponseParserTests {
    @Test func readsAFixedBodyAndTheNextResponse() {
        let reading = readResponses(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: \"\u{E9}\"\r\n\r\nhiHTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"
        )
        #expect(reading.messages.map(\.response.status.code) == [200, 404])
        #expect(reading.messages.first?.body == Array("hi".utf8))
        #expect(reading.messages.first?.response.headerFields[.eTag] == "\"\u{E9}\"")
        #expect(reading.error == nil)
    }

    @Test func readsChunksAndTrailers() {
        let reading = readResponses("HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX: y\r\n\r\n")
        #expect(reading.messages.map(\.body) == [Array("ab".utf8)])
        #expect(reading.messages.first?.trailerFields == [HTTPField.Name("x")!: "y"])
    }

    @Test(arguments: [(204, HTTPRequest.Method.get), (304, .get), (200, .head)])
    func knowsWhatHasNoBody(code: Int, method: HTTPRequest.Method) {
        let reading = readResponses(
            "HTTP/1.1 \(code) x\r\nContent-Length: 9\r\nETag: a\r\n\r\n", answering: method
        )
        #expect(reading.messages.map(\.body) == [[]])
        #expect(reading.messages.map(\.keepsConnection) == [true])
    }

    @Test func skipsInterimResponses() {
        let interim = "HTTP/1.1 100 Continue\r\n\r\n"
        let final = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        let reading = readResponses(interim + "HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n" + final)
        #expect(reading.messages.first?.interim.map(\.status.code) == [100, 103])
        let flood = readResponses(String(repeating: interim, count: 17) + final)
        #expect(flood.error?.kind == .malformed)
    }

    @Test func readsUntilTheConnectionCloses() {
        for head in ["HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n"] {
            #expect(readResponses(head + "all of it").messages.isEmpty)
            let reading = readResponses(head + "all of it", closes: true)
            #expect(reading.messages.map(\.body) == [Array("all of it".utf8)])
            #expect(reading.messages.map(\.keepsConnection) == [false])
        }
        let large = readResponses("HTTP/1.1 200 OK\r\n\r\nabcdef", limits: HTTPLimits(maximumBodyBytes: 5))
        #expect(large.error?.kind == .bodyTooLarge)
    }

    @Test(arguments: [
        ("", "without an answer"), ("HTTP/1.1 20", "inside the status line"),
        ("HTTP/1.1 200 OK\r\nA: b\r\n", "inside the header"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", "3 bytes of the body"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", "before the last chunk"),
        ("HTTP/1.1 100 Continue\r\n\r\n", "interim"),
    ])
    func saysWhereTheConnectionEnded(text: String, place: String) {
        let reading = readResponses(text, closes: true)
        #expect(reading.error?.kind == .closedEarly)
        #expect(reading.error?.description.contains(place) == true)
    }

    @Test func keepsWhatHadArrived() throws {
        var parser = HTTPResponseParser(answering: .get)
        var consumed = 0
        _ = try parser.parse(Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab".utf8), consumed: &consumed)
        #expect(throws: HTTPMessageError.self) { try parser.finish() }
        #expect(parser.partial?.head.status == .ok)
        #expect(parser.partial?.body == Array("ab".utf8))
    }

    static let malformed: [(String, HTTPMessageError.Kind)] = [
        ("<html>", .malformed), ("SSH-2.0-x\r\n", .malformed), ("HTTP/1.1200 OK\r\n\r\n", .malformed),
        ("HTTP/1.1 20 OK\r\n\r\n", .malformed), ("HTTP/1.1 2000 OK\r\n\r\n", .malformed),
        ("HTTP/1.1 099 x\r\n\r\n", .malformed), ("HTTP/1.1 abc x\r\n\r\n", .malformed),
        ("HTTP/1.1 200 a\u{0}b\r\n\r\n", .malformed), ("HTTP/1.1 101 x\r\n\r\n", .malformed),
        ("HTTP/2.0 200 OK\r\n\r\n", .unsupportedVersion), ("HTTP/1.1 200 OK\n\n", .malformed),
        ("HTTP/1.1 200 OK\r\nA : b\r\n\r\n", .malformed), ("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", .malformed),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", .malformed),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", .malformed),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", .unsupportedTransferCoding),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", .bodyTooLarge),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", .malformed),
        ("HTTP/1.1 200 " + String(repeating: "a", count: 9000), .startLineTooLong),
        ("HTTP/1.1 200 OK\r\nA: " + String(repeating: "a", count: 40000), .headerTooLarge),
    ]

    @Test(arguments: malformed)
    func saysWhatIsWrong(text: String, kind: HTTPMessageError.Kind) {
        let reading = readResponses(text)
        #expect(reading.messages.isEmpty)
        #expect(reading.error?.kind == kind)
        let all = bytes(text)
        #expect(readResponses(all.indices.map { all[$0...$0] }) == reading)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 304\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX: y\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\nuntil the end", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nh",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n",
    ])
    func everySplitGivesTheSame(text: String) {
        for closes in [false, true] {
            let whole = readResponses(text, closes: closes)
            for pieces in cuts(of: bytes(text)) {
                #expect(readResponses(pieces, closes: closes) == whole)
            }
        }
    }
}
