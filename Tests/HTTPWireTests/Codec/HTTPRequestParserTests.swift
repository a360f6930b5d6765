import HTTPMessage
import Testing

@testable import HTTPWire

@Suite struct HTTPRequestParserTests {
    @Test func readsARequestWithABody() throws {
        let reading = readRequests("PUT /v1/stream/a%2Fb?x=%00 HTTP/1.1\r\nHost: h:1\r\nContent-Length: 3\r\n\r\nabc")
        let request = try #require(reading.messages.first)
        #expect(request.request.method == .put)
        #expect(request.request.path == "/v1/stream/a%2Fb?x=%00")
        #expect(request.request.authority == "h:1")
        #expect(request.request.scheme == nil)
        #expect(request.body == Array("abc".utf8))
        #expect(request.version == .http11)
        #expect(request.keepsConnection)
        #expect(reading.error == nil)
    }

    @Test func readsChunksExtensionsAndTrailers() throws {
        let reading = readRequests(
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n"
                + "3\r\nabc\r\n00A;name=value ; flag;q=\"a\\\";\"\r\n0123456789\r\n0\r\nX-Sum: 13\r\n\r\n"
        )
        let request = try #require(reading.messages.first)
        #expect(request.body == Array("abc0123456789".utf8))
        #expect(request.trailerFields == [HTTPField.Name("x-sum")!: "13"])
    }

    @Test func readsPipelinedRequests() {
        let one = "GET /1 HTTP/1.1\r\nHost: h\r\n\r\n"
        let two = "POST /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi"
        let reading = readRequests(one + two + "\r\n" + one)
        #expect(reading.messages.map(\.request.path) == ["/1", "/2", "/1"])
        #expect(reading.messages.map(\.body.count) == [0, 2, 0])
        #expect(reading.error == nil)
    }

    @Test(arguments: [
        ("HTTP/1.1", "", true), ("HTTP/1.1", "Connection: close\r\n", false),
        ("HTTP/1.1", "Connection: x, CLOSE\r\n", false), ("HTTP/1.1", "Connection: keep-alive\r\n", true),
        ("HTTP/1.0", "", false), ("HTTP/1.0", "Connection: Keep-Alive\r\n", true),
        ("HTTP/1.0", "Connection: keep-alive\r\nConnection: close\r\n", false), ("HTTP/1.7", "", true),
    ])
    func tellsWhetherTheConnectionIsKept(version: String, fields: String, isKept: Bool) {
        let reading = readRequests("GET / \(version)\r\nHost: h\r\n\(fields)\r\n")
        #expect(reading.messages.map(\.keepsConnection) == [isKept])
    }

    @Test func asksForContinueOnlyWhenABodyFollowsInHTTP11() {
        let head = "Host: h\r\nExpect: 100-Continue\r\nContent-Length: "
        #expect(readRequests("PUT / HTTP/1.1\r\n\(head)2\r\n\r\nok").interruptions == 1)
        #expect(readRequests("PUT / HTTP/1.1\r\n\(head)0\r\n\r\n").interruptions == 0)
        #expect(readRequests("PUT / HTTP/1.0\r\n\(head)2\r\n\r\nok").interruptions == 0)
    }

    @Test(arguments: [
        ("http://example.org/a?b", "http", "example.org", "/a?b"), ("HTTP://[::1]:80", "http", "[::1]:80", "/"),
        ("https://h?q", "https", "h", "/?q"),
    ])
    func splitsAnAbsoluteTarget(target: String, scheme: String, authority: String, path: String) throws {
        let request = try #require(
            readRequests("GET \(target) HTTP/1.1\r\nHost: other\r\n\r\n").messages.first?.request)
        #expect(request.scheme == scheme)
        #expect(request.authority == authority)
        #expect(request.path == path)
    }

    @Test func keepsBytesAsScalars() throws {
        let reading = readRequests("GET /\u{FC} HTTP/1.1\r\nHost: h\r\nX-A: \u{E9}\t\u{FF} \r\n\r\n")
        let request = try #require(reading.messages.first?.request)
        #expect(request.path == "/\u{FC}")
        #expect(request.headerFields[HTTPField.Name("x-a")!] == "\u{E9}\t\u{FF}")
    }

    @Test(arguments: ["Content-Length", "content-length", "CONTENT-length", "X-Own", "STREAM-Next-offset"])
    func keepsTheLetterCaseOfNames(name: String) throws {
        let reading = readRequests("PUT / HTTP/1.1\r\nHost: h\r\n\(name): 0\r\n\r\n")
        let field = try #require(reading.messages.first?.request.headerFields.last)
        #expect(field.name.rawName == name)
        #expect(field.name == HTTPField.Name(name))
    }

    @Test func foldsEqualContentLengths() {
        let reading = readRequests("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 2, 2\r\nContent-Length: 02\r\n\r\nok")
        #expect(reading.messages.map(\.body) == [Array("ok".utf8)])
    }

    @Test func takesOPTIONSOfTheServer() {
        #expect(readRequests("OPTIONS * HTTP/1.1\r\nHost:\r\n\r\n").messages.first?.request.path == "*")
    }

    @Test func tellsItsProgress() throws {
        var parser = HTTPRequestParser()
        var consumed = 0
        #expect(parser.progress == .idle)
        _ = try parser.parse(Array("PU".utf8), consumed: &consumed)
        #expect(parser.progress == .head)
        _ = try parser.parse(Array("PUT / HTTP/1.1\r\nHost: h\r\n".utf8), consumed: &consumed)
        #expect(parser.progress == .head)
        _ = try parser.parse(Array("Content-Length: 1\r\n\r\n".utf8), consumed: &consumed)
        #expect(parser.progress == .body)
        _ = try parser.parse(Array("x".utf8), consumed: &consumed)
        #expect(parser.progress == .idle)
    }

    @Test(arguments: samples)
    func everySplitGivesTheSame(sample: String) {
        let whole = readRequests(sample)
        for pieces in cuts(of: bytes(sample)) {
            #expect(readRequests(pieces) == whole)
        }
    }

    @Test(arguments: samples)
    func everySplitGivesTheSameUnderTightLimits(sample: String) {
        for size in [8, 16, 24, 40] {
            let limits = HTTPLimits(
                maximumStartLineBytes: size, maximumHeaderBytes: size, maximumHeaderCount: 2,
                maximumBodyBytes: size / 4,
                maximumChunkLineBytes: size / 2, maximumLeadingEmptyLines: 1
            )
            let whole = readRequests(sample, limits: limits)
            for pieces in cuts(of: bytes(sample)) {
                #expect(readRequests(pieces, limits: limits) == whole)
            }
        }
    }

    static let samples = [
        "GET / HTTP/1.1\r\nHost: h\r\n\r\n", "\r\n\r\nGET /a HTTP/1.0\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n",
        "PUT /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nA: b\r\n\r\nGET",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
        "GET / HTTP/1.1\nHost: h\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\nBad : x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n c\r\n\r\n", "GET /\u{E9}\u{FF} HTTP/1.1\r\nHost: h\r\nX: \u{80}\r\n\r\n",
        "\u{16}\u{3}\u{1}", "GET  / HTTP/1.1\r\n\r\n",
        "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n123456789",
    ]
}
