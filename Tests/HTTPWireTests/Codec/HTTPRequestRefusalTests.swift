import HTTPMessage
import Testing

@testable import HTTPWire

@Suite struct HTTPRequestRefusalTests {
    /// A request that has to be refused, and the status it is refused with.
    struct Refusal: Sendable, CustomTestStringConvertible {
        var status: Int
        var text: String
        var testDescription: String { String(text.prefix(90).debugDescription) }

        init(_ status: Int, _ text: String) {
            self.status = status
            self.text = text
        }

        /// A request with the given fields beside `Host`.
        static func fields(_ status: Int, _ fields: String, body: String = "") -> Self {
            Self(status, "POST / HTTP/1.1\r\nHost: h\r\n\(fields)\r\n\r\n\(body)")
        }

        static func fields(_ fields: String, body: String = "") -> Self {
            .fields(400, fields, body: body)
        }

        static func chunked(_ body: String) -> Self {
            fields("Transfer-Encoding: chunked", body: body)
        }
    }

    static let framing: [Refusal] = [
        .fields("Content-Length: 3\r\nTransfer-Encoding: chunked", body: "0\r\n\r\n"),
        .fields("Transfer-Encoding: chunked\r\nContent-Length: 3", body: "0\r\n\r\n"),
        .fields("Content-Length: 3\r\nContent-Length: 4", body: "abcd"), .fields("Content-Length: 3, 4", body: "abcd"),
        .fields("Content-Length: +3", body: "abc"), .fields("Content-Length: -3"), .fields("Content-Length: 0x3"),
        .fields("Content-Length: 3 3"), .fields("Content-Length:"), .fields("Content-Length: 3,", body: "abc"),
        .fields("Content-Length: 3;q=1"), .fields("Content-Length: \u{B2}"),
        .fields(413, "Content-Length: 9223372036854775808"), .fields(413, "Content-Length: 99999999999999999999999"),
        .fields(413, "Content-Length: 67108865"), .fields("Transfer-Encoding: gzip"),
        .fields("Transfer-Encoding: chunked, gzip"), .fields("Transfer-Encoding: chunked, chunked"),
        .fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), .fields("Transfer-Encoding:"),
        .fields("Transfer-Encoding: chunked;x=1"), .fields("Transfer-Encoding: ,chunked"),
        .fields("Transfer-Encoding: \u{B}chunked"), .fields("Transfer-Encoding: identity"),
        .fields(501, "Transfer-Encoding: gzip, chunked"),
        .fields(501, "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked"),
        Refusal(400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ]

    static let chunks: [Refusal] = [
        .chunked("\r\n"), .chunked("x\r\n"), .chunked("-1\r\n"), .chunked("+1\r\na\r\n"), .chunked("0x1\r\na\r\n"),
        .chunked(" 1\r\na\r\n"), .chunked("1 \r\na\r\n"), .chunked("1\na\r\n"), .chunked("1\r\nab\r\n"),
        .chunked("1\r\na\n0\r\n\r\n"), .chunked("1\r\na0\r\n\r\n"), .chunked("1;\r\na\r\n"), .chunked("1;=a\r\na\r\n"),
        .chunked("1;a=\r\na\r\n"), .chunked("1;a=\"b\r\na\r\n"), .chunked("1;a b\r\na\r\n"),
        .chunked("1;a\rb\r\na\r\n"),
        .chunked("1;a=\"\u{0}\"\r\na\r\n"), .chunked("1;a \r\na\r\n"),
        .chunked("1;" + String(repeating: "a", count: 2000) + "\r\na\r\n"),
        .chunked("0\r\nContent-Length: 3\r\n\r\n"), .chunked("0\r\nHost: x\r\n\r\n"), .chunked("0\r\nbad\r\n\r\n"),
        .fields(413, "Transfer-Encoding: chunked", body: "4000001\r\n"),
        .fields(413, "Transfer-Encoding: chunked", body: "FFFFFFFFFFFFFFFFF\r\n"),
        .fields(413, "Transfer-Encoding: chunked", body: "8000000000000000\r\n"),
        .fields(431, "Transfer-Encoding: chunked", body: "0\r\n" + String(repeating: "A: b\r\n", count: 129) + "\r\n"),
    ]

    static let fields: [Refusal] = [
        .fields("Bad : x"), .fields(" Bad: x"), .fields("A: b\r\n folded"), .fields("A: b\r\n\tfolded"), .fields(": x"),
        .fields("no colon"), .fields("A\u{0}: x"), .fields("A: \u{0}"), .fields("A: x\ry"), .fields("A: x\r\r"),
        .fields("A: \u{7F}"), .fields("A: \u{1B}"), .fields("A(: x"), .fields("\u{E9}: x"), .fields("A: x\nB: y"),
        .fields(431, String(repeating: "A: b\r\n", count: 128) + "C: d"),
        .fields(431, "A: " + String(repeating: "b", count: 33000)),
        .fields(431, String(repeating: "A: " + String(repeating: "b", count: 4000) + "\r\n", count: 9) + "C: d"),
        .fields("Host: h"), .fields("host: other"), Refusal(400, "GET / HTTP/1.1\r\n\r\n"),
        Refusal(400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"), Refusal(400, "GET / HTTP/1.1\r\nHost: u@h\r\n\r\n"),
        Refusal(400, "GET / HTTP/1.1\r\nHost: h/x\r\n\r\n"), Refusal(400, "GET / HTTP/1.1\r\nHost: h:x\r\n\r\n"),
        Refusal(400, "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"), Refusal(400, "GET / HTTP/1.1\r\nHost: h, i\r\n\r\n"),
        Refusal(400, "GET / HTTP/1.0\r\nHost: h\r\nHost: h\r\n\r\n"),
        Refusal(400, "GET / HTTP/1.1\r\n Host: h\r\n\r\n"),
    ]

    static let lines: [Refusal] = [
        Refusal(400, "GET /\r\n\r\n"), Refusal(400, "GET  / HTTP/1.1\r\nHost: h\r\n\r\n"),
        Refusal(400, "GET /  HTTP/1.1\r\nHost: h\r\n\r\n"), Refusal(400, "GET / HTTP/1.1 \r\nHost: h\r\n\r\n"),
        Refusal(400, " GET / HTTP/1.1\r\nHost: h\r\n\r\n"), Refusal(400, "GET\t/\tHTTP/1.1\r\nHost: h\r\n\r\n"),
        Refusal(400, "GET / http/1.1\r\nHost: h\r\n\r\n"), Refusal(400, "GET / HTTP/1.\r\nHost: h\r\n\r\n"),
        Refusal(400, "GET / HTTP/11.1\r\nHost: h\r\n\r\n"), Refusal(400, "GET / HTTP/1,1\r\nHost: h\r\n\r\n"),
        Refusal(400, "GET / a HTTP/1.1\r\nHost: h\r\n\r\n"), Refusal(400, "G(T / HTTP/1.1\r\nHost: h\r\n\r\n"),
        Refusal(400, "GET /\u{0} HTTP/1.1\r\nHost: h\r\n\r\n"), Refusal(400, "GET /\r HTTP/1.1\r\nHost: h\r\n\r\n"),
        Refusal(400, "GET /#a HTTP/1.1\r\nHost: h\r\n\r\n"), Refusal(400, "GET a HTTP/1.1\r\nHost: h\r\n\r\n"),
        Refusal(400, "GET * HTTP/1.1\r\nHost: h\r\n\r\n"), Refusal(400, "GET http:///a HTTP/1.1\r\nHost: h\r\n\r\n"),
        Refusal(400, "GET http://u@h/a HTTP/1.1\r\nHost: h\r\n\r\n"),
        Refusal(400, "GET ftp://h/ HTTP/1.1\r\nHost: h\r\n\r\n"),
        Refusal(400, "GET / HTTP/1.1\nHost: h\n\n"), Refusal(400, "\n"), Refusal(400, "\u{16}\u{3}\u{1}\u{2}"),
        Refusal(400, "\r\n\r\n\r\n\r\n\r\n"), Refusal(505, "GET / HTTP/2.0\r\nHost: h\r\n\r\n"),
        Refusal(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), Refusal(505, "GET / HTTP/0.9\r\n\r\n"),
        Refusal(501, "CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n"),
        Refusal(414, "GET /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\n"),
        Refusal(414, "GET /" + String(repeating: "a", count: 9000)),
    ]

    @Test(arguments: [framing, chunks, fields, lines].flatMap(\.self))
    func refuses(refusal: Refusal) {
        let reading = readRequests(refusal.text)
        #expect(reading.messages.isEmpty)
        #expect(reading.error?.status.code == refusal.status, "\(reading.error?.description ?? "taken")")
    }

    @Test(arguments: [framing, chunks, fields, lines].flatMap(\.self))
    func refusesAlikeByteByByte(refusal: Refusal) {
        let all = bytes(refusal.text)
        #expect(readRequests(all.indices.map { all[$0...$0] }) == readRequests(refusal.text))
    }

    @Test func repeatsItsError() throws {
        var parser = HTTPRequestParser()
        var consumed = 0
        for _ in 0..<2 {
            #expect(throws: HTTPMessageError.self) { try parser.parse(Array("\n".utf8), consumed: &consumed) }
        }
        #expect(throws: HTTPMessageError.self) {
            try parser.parse(Array("GET / HTTP/1.0\r\n\r\n".utf8), consumed: &consumed)
        }
    }
}
