import BlackBox
import Foundation
import HTTPMessage
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CurlCommandTests {
    private let target = Target(
        base: try! BaseURL("http://h:1/v1"), headerFields: [.authorization: "Bearer s3cret", .name("X-Api-Key"): "k3y"])

    @Test func aPlainRead() {
        let command = CurlCommand(.get("/v1/s?offset=-1"), target: target)
        #expect(
            command.description
                == "curl -i -A \(ProductVersion.userAgent) -H Accept: --path-as-is 'http://h:1/v1/s?offset=-1'")
    }

    @Test func secretsNeverAppear() {
        var fields = target.headerFields
        fields.append(HTTPField(name: .name("Cookie"), value: "id=hidden"))
        fields.append(HTTPField(name: .name("X`d`"), value: "hidden"))
        let target = Target(base: target.base, headerFields: fields)
        let text = CurlCommand(.get("/v1/s", fields), target: target).description
        #expect(
            text.contains("-H \"Authorization: Bearer $TOKEN\" -H \"X-Api-Key: $X_API_KEY\" -H \"Cookie: $COOKIE\""))
        #expect(text.contains("-H 'X`d`: '\"$X_D_\""))
        for secret in ["s3cret", "k3y", "hidden"] { #expect(!text.contains(secret)) }
    }

    @Test func liveReadsEnd() {
        let request = OutgoingRequest.get("/v1/s?live=sse", timeouts: Timeouts(total: .milliseconds(2500)))
        #expect(CurlCommand(request, target: target).description.hasPrefix("curl -i -N --max-time 3 "))
        #expect(!CurlCommand(.get("/v1/alive"), target: target).description.contains("--max-time"))
        #expect(CurlCommand(.get("/v1/s"), target: target, isLive: true).description.contains(" -N --max-time 50 "))
    }

    @Test func secureTargets() throws {
        let base = try BaseURL("https://h/v1")
        let trusting = Target(base: base, tls: Target.TLS(certificateAuthorityFile: "/a b/ca.pem"))
        #expect(CurlCommand(.get("/"), target: trusting).description.contains("--http1.1 --cacert '/a b/ca.pem' "))
        let careless = Target(base: base, tls: Target.TLS(acceptsAnyCertificate: true), version: .http2)
        #expect(CurlCommand(.get("/"), target: careless).description.contains("--http2 --insecure "))
        let plain = Target(base: try BaseURL("http://h"), version: .http2)
        #expect(CurlCommand(.get("/"), target: plain).description.contains("--http2-prior-knowledge "))
    }

    static let allBytes = [UInt8](0...255)

    static let requests: [OutgoingRequest] = [
        .get("/base/s"),
        .get("/a/../b/./c?x=[1-3]{a,b}&y='\"$HOME`id`\\"),
        .get("/a#b?c"), .get("/a?"), .get("//x//"), .get("/\u{E9}%2F!!"),
        .get("/p", [.accept: "text/event-stream", .userAgent: "mine"]),
        .get("/p", [.name("X-Empty"): "", .name("X-Q"): "it's \"$X\" `y` \\ !", .name("x-latin"): "caf\u{E9}\tx"]),
        OutgoingRequest(method: .head, path: "/p", headerFields: [.name("A"): "b"]),
        OutgoingRequest(method: .delete, path: "/p"),
        OutgoingRequest(method: .post, path: "/p"),
        OutgoingRequest(method: .options, path: "*"),
        OutgoingRequest(method: HTTPRequest.Method(rawValue: "B'R")!, path: "/p"),
        OutgoingRequest(method: .post, path: "/p", body: []),
        OutgoingRequest(method: .get, path: "/p", body: Array("x".utf8)),
        OutgoingRequest(method: .put, path: "/p", headerFields: [.contentType: "text/plain"], body: allBytes),
        OutgoingRequest(method: .post, path: "/p", body: Array(allBytes.dropFirst())),
        OutgoingRequest(method: .post, path: "/p", body: Array("@/etc/hostname".utf8)),
        OutgoingRequest(method: .post, path: "/p", body: Array("-n %s \\n '\u{1}\u{0}".utf8)),
        OutgoingRequest(method: .post, path: "/p", body: Array("na\u{EF}ve \u{2603} line\r\nnext\u{202E}".utf8)),
        OutgoingRequest(method: .post, path: "/p", body: (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 37) }),
        OutgoingRequest(method: .post, path: "/p", body: [UInt8](repeating: 65, count: 1_200_000)),
    ]

    /// The line, given to a shell, puts the same bytes on the wire as the transport does.
    @Test(
        .enabled(
            if: TestProcess.find("curl") != nil && TestProcess.find("bash") != nil, "curl or bash is not installed"),
        arguments: requests.indices)
    func theLineRepeatsTheRequest(_ index: Int) async throws {
        let request = Self.requests[index]
        let server = try recorder()
        let target = try server.target()
        _ = try await CurlTransport(target: target).send(request).requireAnswer()
        let command = CurlCommand(request, target: target).description
        let output = try await run(command)
        #expect(output.contains("204"), "\(command.prefix(500))\n\(output)")
        let received = server.received
        try #require(received.count == 2, "\(command.prefix(500))\n\(output)")
        #expect(received[1] == received[0], "\(command.prefix(500))")
    }

    @Test(
        .enabled(
            if: TestProcess.find("curl") != nil && TestProcess.find("bash") != nil, "curl or bash is not installed"))
    func chunkedUploadsAreRepeatedInChunks() async throws {
        let server = try recorder()
        let request = OutgoingRequest(method: .put, path: "/p", body: Array("abc".utf8), isChunked: true)
        _ = try await run(CurlCommand(request, target: try server.target()).description)
        let text = String(latin1Wire: try #require(server.received.first))
        #expect(text.contains("\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
        #expect(!text.contains("Expect"))
    }

    @Test(
        .enabled(
            if: TestProcess.find("curl") != nil && TestProcess.find("bash") != nil, "curl or bash is not installed"))
    func secretsComeFromTheEnvironment() async throws {
        let server = try recorder()
        let fields: HTTPFields = [.authorization: "Bearer a b", .name("X-Api-Key"): "k"]
        let target = Target(base: try server.target().base, headerFields: fields)
        _ = try await run(
            CurlCommand(.get("/p", fields), target: target).description,
            environment: ["TOKEN": "a b", "X_API_KEY": "k", "PATH": "/usr/bin:/bin"])
        let text = String(latin1Wire: try #require(server.received.first))
        #expect(text.contains("\r\nAuthorization: Bearer a b\r\nX-Api-Key: k\r\n"))
    }

    private func recorder() throws -> ScriptedServer {
        try ScriptedServer { connection in
            while connection.readRequest() != nil { connection.send("HTTP/1.1 204 No Content\r\n\r\n") }
        }
    }

    private func run(_ command: String, environment: [String: String]? = nil) async throws -> String {
        let folder = try TemporaryFolder()
        // As pasted: from a file, because one argument of a program is limited.
        try Data(command.utf8).write(to: URL(fileURLWithPath: folder.path("line.sh")))
        return try await TestProcess.run(
            try #require(TestProcess.find("bash")), [folder.path("line.sh")], environment: environment)
    }
}
