import BlackBox
import Foundation
import HTTPMessage
import Testing

/// What libcurl puts on the wire for a request.
@Suite(.timeLimit(.minutes(1)))
struct CurlTransportRequestTests {
    /// Sends a request to a server that answers `204` and returns what it received.
    private func wire(_ request: OutgoingRequest) async throws -> [UInt8] {
        let server = try ScriptedServer { connection in
            while connection.readRequest() != nil { connection.send("HTTP/1.1 204 No Content\r\n\r\n") }
        }
        let transport = CurlTransport(target: try server.target())
        #expect(try await transport.send(request).requireAnswer().head.status == .noContent)
        await transport.shutdown()
        return try #require(server.received.first)
    }

    private func lines(_ request: OutgoingRequest) async throws -> [String] {
        let text = String(latin1Wire: try await wire(request))
        return text.components(separatedBy: "\r\n").map { $0.hasPrefix("Host: 127.0.0.1:") ? "Host" : $0 }
    }

    @Test func getSendsNothingOfItsOwn() async throws {
        let lines = try await lines(.get())
        #expect(lines == ["GET /base/s HTTP/1.1", "Host", "User-Agent: \(ProductVersion.userAgent)", "", ""])
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .delete, .patch, .options])
    func withoutBodyNoFraming(_ method: HTTPRequest.Method) async throws {
        let lines = try await lines(OutgoingRequest(method: method, path: "/p"))
        #expect(lines == ["\(method) /p HTTP/1.1", "Host", "User-Agent: \(ProductVersion.userAgent)", "", ""])
    }

    @Test func anUnknownMethodIsSent() async throws {
        let method = try #require(HTTPRequest.Method(rawValue: "BREW"))
        #expect(try await lines(OutgoingRequest(method: method, path: "/p")).first == "BREW /p HTTP/1.1")
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .delete, .get])
    func anEmptyBodyHasLengthZero(_ method: HTTPRequest.Method) async throws {
        let lines = try await lines(OutgoingRequest(method: method, path: "/p", body: []))
        #expect(
            lines == [
                "\(method) /p HTTP/1.1", "Host", "User-Agent: \(ProductVersion.userAgent)", "Content-Length: 0", "", "",
            ])
    }

    @Test(arguments: [1, 1000, 65536, 65537, 300_000])
    func bodiesArriveWhole(_ size: Int) async throws {
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let bytes = try await wire(OutgoingRequest(method: .post, path: "/p", body: body))
        #expect(bytes.suffix(size) == body[...])
        let head = String(latin1Wire: Array(bytes.dropLast(size)))
        #expect(head.contains("\r\nContent-Length: \(size)\r\n"))
        #expect(!head.contains("Expect"))
        #expect(!head.contains("Content-Type"))
    }

    @Test func chunkedUploads() async throws {
        let lines = try await lines(
            OutgoingRequest(method: .put, path: "/p", body: Array("abcdefgh".utf8), isChunked: true))
        #expect(
            lines == [
                "PUT /p HTTP/1.1", "Host", "User-Agent: \(ProductVersion.userAgent)", "Transfer-Encoding: chunked", "",
                "3", "abc", "3", "def", "2", "gh", "0", "", "",
            ])
    }

    @Test func chunkedUploadOfNothing() async throws {
        let lines = try await lines(OutgoingRequest(method: .post, path: "/p", body: [], isChunked: true))
        #expect(lines.suffix(4) == ["", "0", "", ""])
    }

    @Test func fieldsKeepOrderDuplicatesCaseAndEmptiness() async throws {
        let fields: HTTPFields = [
            .name("X-b"): "2", .name("x-A"): "1", .name("X-Empty"): "", .name("X-B"): "3",
            .name("X-Latin"): "caf\u{E9}", .accept: "text/plain", .contentType: "a/b", .userAgent: "mine",
        ]
        let lines = try await lines(.get("/p", fields))
        #expect(
            lines.dropFirst(2) == [
                "X-b: 2", "x-A: 1", "X-Empty:", "X-B: 3", "X-Latin: caf\u{E9}", "Accept: text/plain",
                "Content-Type: a/b", "User-Agent: mine", "", "",
            ])
    }

    @Test(arguments: ["/a/../b/./c", "//x", "/%2F%2e%2E", "/a?b=c?d&e=%20+", "/[x]{y}", "/a#b", "/\u{E9}", "/"])
    func pathsAreSentAsTheyAre(_ path: String) async throws {
        let bytes = try await wire(.get(path))
        #expect(String(latin1Wire: bytes).hasPrefix("GET \(path) HTTP/1.1\r\n"))
    }

    @Test func expectIsSentWhenAskedFor() async throws {
        let server = try ScriptedServer { connection in
            connection.send("HTTP/1.1 100 Continue\r\n\r\n")
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
        let transport = CurlTransport(target: try server.target())
        let exchange = await transport.send(
            OutgoingRequest(
                method: .post, path: "/p", headerFields: [.expect: "100-continue"], body: Array("x".utf8)))
        #expect(try exchange.requireAnswer().head.status == .ok)
        #expect(String(latin1Wire: server.received[0]).contains("\r\nExpect: 100-continue\r\n"))
    }

    @Test(
        arguments: [
            OutgoingRequest.get("/p", [.name("X-A"): "a\r\nInjected: b"]),
            .get("/p", [.name("X-A"): "a\u{0}b"]),
            .get("/p", [.name("X-A"): " a"]),
            .get("/p", [.name("X-A"): "\u{20AC}"]),
            .get("/p", [HTTPField.Name(uncheckedRaw: "X A", canonical: "x a"): "a"]),
            .get("/p", [.contentLength: "3"]),
            .get("/p", [.transferEncoding: "chunked"]),
            .get("/p q"), .get("/\u{20AC}"), .get("p"), .get("/p\r\nX: y"), .get("*"),
            OutgoingRequest(method: .head, path: "/p", body: []),
            OutgoingRequest(method: .post, path: "/p", isChunked: true),
        ])
    func unsendableNeverReachesTheWire(_ request: OutgoingRequest) async throws {
        let server = try ScriptedServer { connection in
            while connection.readRequest() != nil { connection.send("HTTP/1.1 204 No Content\r\n\r\n") }
        }
        let transport = CurlTransport(target: try server.target())
        let failure = try #require(await transport.send(request).failure)
        #expect(failure.kind == .unsendable)
        #expect(failure.message.utf8.allSatisfy { $0 >= 0x20 })
        guard case .failure(let liveFailure) = await transport.open(request).head() else {
            Issue.record("the live request was sent")
            return
        }
        #expect(liveFailure.kind == .unsendable)
        await transport.shutdown()
        #expect(server.connectionCount == 0)
    }

    @Test func environmentProxiesAreIgnored() async {
        // The environment belongs to the whole process, so this has one of its own.
        await #expect(processExitsWith: .success) {
            setenv("http_proxy", "http://127.0.0.1:1", 1)
            let server = try ScriptedServer { connection in
                connection.readRequest()
                connection.send("HTTP/1.1 204 No Content\r\n\r\n")
            }
            _ = try await CurlTransport(target: try server.target()).send(.get()).requireAnswer()
        }
    }
}

extension String {
    /// Wire bytes as text, one scalar for each byte.
    init(latin1Wire bytes: [UInt8]) {
        self = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}
