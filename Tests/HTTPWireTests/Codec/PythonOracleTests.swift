import Foundation
import HTTPMessage
import Testing

@testable import HTTPWire

/// Holds the codec against another reading of the same bytes: Python's `http.server` and `http.client`.
///
/// Python is the more lenient of the two, so what is asked is one way round: whatever is taken here, Python takes too,
/// and understands in the same way.
@Suite struct PythonOracleTests {
    struct Verdict: Decodable {
        var start: String
        var fields: [[String]]
        var body: String
    }

    @Test func readsRequestsAsPythonDoes() throws {
        let seeds = [
            "GET /a/b?c=d HTTP/1.1\r\nHost: example.org\r\nAccept: */*\r\nX-Empty:\r\n\r\n",
            "POST /s HTTP/1.1\r\nHost: h:80\r\nContent-Length: 5\r\nContent-Type: text/plain\r\n\r\nhello",
            "PUT http://h/x HTTP/1.0\r\nConnection: keep-alive\r\nX-Text: \u{E9} \t b\r\n\r\n",
            "DELETE /%2F%00 HTTP/1.1\r\nhost: h\r\nX: a\r\nX: b\r\nContent-Length: 0\r\n\r\n",
        ]
        let messages = mutations(of: seeds, count: 4000)
        let verdicts = try judge(messages, as: "request")
        var taken = 0
        for (message, verdict) in zip(messages, verdicts) {
            let reading = readRequests([message[...]])
            guard let ours = reading.messages.first else { continue }
            // Python takes these bytes for white space between the parts of a request line.
            guard !ours.request.path.unicodeScalars.contains(where: { $0 == "\u{85}" || $0 == "\u{A0}" }) else {
                continue
            }
            taken += 1
            guard let verdict else {
                Issue.record("Python refuses what is taken here: \(String(decoding: message, as: UTF8.self))")
                continue
            }
            let target =
                (ours.request.scheme.map { "\($0)://" + (ours.request.authority ?? "") } ?? "") + ours.request.path
            let words = verdict.start.split(separator: " ").map(String.init)
            #expect(words.first == ours.request.method.rawValue)
            #expect(ours.request.scheme != nil || words[1] == target)
            expect(ours.request.headerFields, ours.body, equal: verdict)
        }
        #expect(taken > 500)
    }

    @Test func readsResponsesAsPythonDoes() throws {
        let seeds = [
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: \"x\"\r\n\r\nhello",
            "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\nX: \u{FF}\r\n\r\n5;a=b\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n",
            "HTTP/1.0 404 Not Found\r\nServer: x\r\n\r\nuntil the end",
            "HTTP/1.1 204 No Content\r\nX: y\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 409 \r\nContent-Length: 1\r\n\r\nx",
        ]
        let messages = mutations(of: seeds, count: 4000)
        let verdicts = try judge(messages, as: "response")
        var taken = 0
        for (message, verdict) in zip(messages, verdicts) {
            guard let ours = readResponses([message[...]], closes: true).messages.first else { continue }
            // Python knows no interim response but 100.
            guard ours.interim.allSatisfy({ $0.status.code == 100 }) else { continue }
            taken += 1
            guard let verdict else {
                Issue.record("Python refuses what is taken here: \(String(decoding: message, as: UTF8.self))")
                continue
            }
            #expect(verdict.start == "\(ours.response.status.code)")
            expect(ours.response.headerFields, ours.body, equal: verdict)
        }
        #expect(taken > 500)
    }

    private func expect(_ fields: HTTPFields, _ body: [UInt8], equal verdict: Verdict) {
        #expect(fields.map { [$0.name.rawName, $0.value] } == verdict.fields)
        #expect(body.map { String(format: "%02x", $0) }.joined() == verdict.body)
    }

    // MARK: Messages

    /// The seeds, and what small accidents make of them, the same in every run.
    private func mutations(of seeds: [String], count: Int) -> [[UInt8]] {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let interesting = Array("\r\n\t :;,=/?09afAZ-+\"%".utf8) + [0, 0x7F, 0x80, 0x85, 0xA0, 0xFF]
        var messages = seeds.map { bytes($0) }
        while messages.count < count {
            var message = bytes(seeds[random(seeds.count)])
            for _ in 0...random(2) {
                let place = random(message.count)
                switch random(4) {
                case 0: message[place] = interesting[random(interesting.count)]
                case 1: message.insert(interesting[random(interesting.count)], at: place)
                case 2: message.remove(at: place)
                default: message.insert(contentsOf: message[place..<min(message.count, place + random(12))], at: place)
                }
            }
            messages.append(message)
        }
        return messages
    }

    // MARK: Python

    private func judge(_ messages: [[UInt8]], as kind: String) throws -> [Verdict?] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script, kind]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let lines = messages.map { $0.map { String(format: "%02x", $0) }.joined() + "\n" }.joined()
        // Both pipes are smaller than what goes through them, so writing needs a thread of its own.
        let writer = PosixThread("oracle-input") {
            input.fileHandleForWriting.write(Data(lines.utf8))
            try? input.fileHandleForWriting.close()
        }
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        writer?.join()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "python3 with its standard library is needed here")
        let verdicts = try JSONDecoder().decode([Verdict?].self, from: answer)
        try #require(verdicts.count == messages.count)
        return verdicts
    }

    private static let script = """
        import http.client, http.server, io, json, sys

        class Handler(http.server.BaseHTTPRequestHandler):
            def __init__(self, data):
                self.rfile, self.wfile = io.BytesIO(data), io.BytesIO()
                self.failed, self.requestline, self.request_version, self.command = False, "", "", ""
                self.client_address = ("", 0)
            def send_error(self, code, message=None, explain=None):
                self.failed = True
            def log_message(self, *arguments):
                pass

        class Socket:
            def __init__(self, data):
                self.data = data
            def makefile(self, mode):
                return io.BytesIO(self.data)

        def pairs(headers):
            return [[name, value.strip(" \\t")] for name, value in headers.items()]

        def request(data):
            while data.startswith(b"\\r\\n"):
                data = data[2:]
            handler = Handler(data)
            handler.raw_requestline = handler.rfile.readline(65537)
            if not handler.parse_request() or handler.failed:
                return None
            length = int(handler.headers.get("Content-Length") or 0)
            body = handler.rfile.read(length)
            if len(body) < length:
                return None
            return {"start": handler.requestline, "fields": pairs(handler.headers), "body": body.hex()}

        def response(data):
            answer = http.client.HTTPResponse(Socket(data), method="GET")
            answer.begin()
            body = answer.read()
            return {"start": str(answer.status), "fields": pairs(answer.headers), "body": body.hex()}

        judge = request if sys.argv[1] == "request" else response
        verdicts = []
        for line in sys.stdin:
            try:
                verdicts.append(judge(bytes.fromhex(line.strip())))
            except Exception:
                verdicts.append(None)
        json.dump(verdicts, sys.stdout)
        """
}
