import HTTPMessage
import Testing

@testable import HTTPWire

@Suite(.timeLimit(.minutes(2))) struct HTTPServerTests {
    @Test func answersOverAKeptConnection() async throws {
        try await withServer(echo) { server in
            let connection = try await server.connect()
            let first = try await connection.response(to: "GET /a%2F%00?b HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(text(first.body) == "GET /a%2F%00?b ")
            #expect(first.response.headerFields[.contentLength] == "15")
            #expect(first.response.headerFields[.date]?.hasSuffix(" GMT") == true)
            #expect(first.keepsConnection)
            let second = try await connection.response(
                to: "PUT /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", .put
            )
            #expect(text(second.body) == "PUT /c hi")
        }
    }

    @Test func takesRequestsByteByByte() async throws {
        try await withServer(echo) { server in
            let connection = try await server.connect()
            for byte in "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc".utf8 {
                try await connection.send([byte], within: patience)
            }
            let response = try await connection.receiveResponse(answering: .post, within: patience)
            #expect(text(response.body) == "POST /x abc")
        }
    }

    @Test func answersPipelinedRequestsInOrder() async throws {
        try await withServer(echo) { server in
            let connection = try await server.connect()
            let requests = (0..<500).map { "GET /\($0) HTTP/1.1\r\nHost: h\r\n\r\n" }.joined()
            try await connection.send(requests, within: patience)
            for number in 0..<500 {
                let response = try await connection.receiveResponse(answering: .get, within: patience)
                #expect(text(response.body) == "GET /\(number) ")
            }
        }
    }

    @Test func keepsTheOrderOfPipelinedRequestsAnsweredLater() async throws {
        let service = HoldingService()
        try await withServer(service) { server in
            let connection = try await server.connect()
            try await connection.send(plainGet + plainGet, within: patience)
            for number in 0..<2 {
                let writers = await service.take(1)
                #expect(writers.count == 1)
                writers[0].respond(HTTPResponse(status: .ok), body: [UInt8(number)])
                let response = try await connection.receiveResponse(answering: .get, within: patience)
                #expect(response.body == [UInt8(number)])
            }
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", false), ("GET / HTTP/1.0\r\n\r\n", false),
        ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true), (plainGet, true),
    ])
    func keepsOrClosesTheConnection(request: String, isKept: Bool) async throws {
        try await withServer(echo) { server in
            let connection = try await server.connect()
            let first = try await connection.response(to: request)
            #expect(first.response.status == .ok)
            if isKept {
                #expect(try await connection.response(to: request).response.status == .ok)
            } else {
                #expect(first.response.headerFields[.connection] == "close")
                #expect(try await connection.receive(within: patience).isEmpty)
            }
        }
    }

    @Test(arguments: [
        (400, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost : h\r\n\r\n" + plainGet), (400, "GET / HTTP/1.1\n\n"), (400, "\u{16}\u{3}\u{1}"),
        (400, "GET / HTTP/1.1\r\nHo"), (400, "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nab"),
        (413, "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999\r\n\r\nab"),
        (414, "GET /" + String(repeating: "a", count: 10000) + " HTTP/1.1\r\nHost: h\r\n\r\n"),
        (431, "GET / HTTP/1.1\r\nHost: h\r\n" + String(repeating: "A: b\r\n", count: 200) + "\r\n"),
        (501, "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        (505, "GET / HTTP/3.0\r\nHost: h\r\n\r\n"),
    ])
    func refusesOnceAndCloses(status: Int, request: String) async throws {
        try await withServer(echo) { server in
            let answer = bytes(try await server.exchange(request))
            var parser = HTTPResponseParser(answering: .get)
            var consumed = 0
            guard case .response(let refusal) = try parser.parse(answer, consumed: &consumed) else {
                Issue.record("the refusal is not whole")
                return
            }
            #expect(refusal.response.status.code == status)
            #expect(!refusal.keepsConnection)
            #expect(refusal.response.headerFields[values: .contentLength].count == 1)
            #expect(consumed == answer.count)
        }
    }

    @Test func answersWhatCameBeforeARefusal() async throws {
        try await withServer(echo) { server in
            let answer = try await server.exchange(plainGet + "BAD\r\n\r\n" + plainGet)
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("HTTP/1.1 400 Bad Request\r\n"))
            #expect(answer.split(separator: "HTTP/1.1 ").count == 2)
        }
    }

    @Test func refusesAnUploadItDoesNotTakeWhileItComes() async throws {
        try await withServer(echo, .init(limits: HTTPLimits(maximumBodyBytes: 1000))) { server in
            let connection = try await server.connect()
            try await connection.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n", within: patience)
            try await connection.send([UInt8](repeating: 65, count: 300_000), within: patience)
            let response = try await connection.receiveResponse(answering: .put, within: patience)
            #expect(response.response.status == .contentTooLarge)
        }
    }

    @Test func permitsTheBodyWhenAsked() async throws {
        try await withServer(echo) { server in
            let connection = try await server.connect()
            let head = "PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
            try await connection.send(head, within: patience)
            let permission = try await connection.receive(within: patience)
            #expect(text(permission) == "HTTP/1.1 100 Continue\r\n\r\n")
            #expect(text(try await connection.response(to: "ok", .put).body) == "PUT / ok")
            let impatient = try await connection.response(to: head + "ok", .put)
            #expect(impatient.interim.isEmpty)
            #expect(text(impatient.body) == "PUT / ok")
        }
    }

    @Test func opensAPortForSeveralLoops() async throws {
        try await withServer(echo, .init(loops: 3)) { server in
            for _ in 0..<12 {
                let connection = try await server.connect()
                #expect(try await connection.response(to: plainGet).response.status == .ok)
            }
        }
    }

    @Test func saysWhyItCannotStart() async throws {
        try await withServer(echo) { server in
            #expect(throws: HTTPServer.StartError.addressInUse(host: "127.0.0.1", port: server.port)) {
                try HTTPServer.start(port: server.port, service: echo)
            }
            #expect(throws: HTTPServer.StartError.addressInUse(host: "127.0.0.1", port: server.port)) {
                try HTTPServer.start(port: server.port, configuration: .init(loops: 2), service: echo)
            }
        }
        #expect(throws: HTTPServer.StartError.invalidPort(65536)) {
            try HTTPServer.start(port: 65536, service: echo)
        }
        #expect(throws: HTTPServer.StartError.addressNotAvailable(host: "192.0.2.1")) {
            try HTTPServer.start(host: "192.0.2.1", service: echo)
        }
        #expect(throws: HTTPServer.StartError.self) { try HTTPServer.start(host: "no such host", service: echo) }
    }

    @Test func holdsNoMoreConnectionsThanAllowed() async throws {
        try await withServer(echo, .init(maximumConnections: 1)) { server in
            let first = try await server.connect()
            #expect(try await first.response(to: plainGet).response.status == .ok)
            let second = try await server.connect()
            try await second.send(plainGet, within: patience)
            first.close()
            #expect(try await second.receiveResponse(answering: .get, within: patience).response.status == .ok)
        }
    }
}
