import BlackBox
import Foundation
import HTTPMessage
import Testing

/// TLS and HTTP/2, against programs that speak them.
@Suite(.timeLimit(.minutes(1)), .serialized)
struct CurlTransportSecureTests {
    static let openssl = TestProcess.find("openssl")
    static let nginx = TestProcess.find("nginx")

    /// A certificate for 127.0.0.1 that nobody vouches for.
    private func makeCertificate(in folder: TemporaryFolder) async throws {
        try await TestProcess.run(
            try #require(Self.openssl),
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-keyout", folder.path("key.pem"), "-out", folder.path("cert.pem"), "-subj", "/CN=tidemark test",
                "-addext", "subjectAltName=IP:127.0.0.1",
            ])
    }

    @Test(.enabled(if: openssl != nil, "openssl is not installed"))
    func certificates() async throws {
        let folder = try TemporaryFolder()
        try await makeCertificate(in: folder)
        let server = try TestProcess(
            try #require(Self.openssl),
            [
                "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", folder.path("cert.pem"), "-key",
                folder.path("key.pem"),
            ])
        var port: Int?
        while port == nil, server.isRunning {
            port = server.text.firstMatch(of: /ACCEPT 127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) }
            if port == nil { try await Task.sleep(for: .milliseconds(10)) }
        }
        let base = try BaseURL("https://127.0.0.1:\(try #require(port))")

        let unknown = try #require(await CurlTransport(target: Target(base: base)).send(.get("/")).failure)
        #expect(unknown.kind == .tls)
        #expect(unknown.kind.isUnreachable)
        #expect(unknown.message.hasPrefix("the connection to 127.0.0.1:\(base.port) could not be secured: "))

        let trusting = Target(base: base, tls: Target.TLS(certificateAuthorityFile: folder.path("cert.pem")))
        #expect(try await CurlTransport(target: trusting).send(.get("/")).requireAnswer().head.status == .ok)

        let careless = Target(base: base, tls: Target.TLS(acceptsAnyCertificate: true))
        #expect(try await CurlTransport(target: careless).send(.get("/")).requireAnswer().head.status == .ok)

        let misled = Target(base: base, tls: Target.TLS(certificateAuthorityFile: folder.path("none.pem")))
        let missing = try #require(await CurlTransport(target: misled).send(.get("/")).failure)
        #expect(missing.kind == .tls)
        #expect(missing.message.hasSuffix("cannot be read from '\(folder.path("none.pem"))'"))

        let raw = await RawTransport(target: trusting).send(RawRequest("GET / HTTP/1.0\r\n\r\n"))
        #expect(raw.answers.first?.head.status == .ok, "\(raw.failure?.message ?? "")")
        #expect(await RawTransport(target: Target(base: base)).send(RawRequest("GET /")).failure?.kind == .tls)

        let wrongName = Target(
            base: try BaseURL("https://localhost:\(base.port)"),
            tls: Target.TLS(certificateAuthorityFile: folder.path("cert.pem")))
        #expect(await CurlTransport(target: wrongName).send(.get("/")).failure?.kind == .tls)
    }

    @Test func tlsToAServerWithout() async throws {
        let server = try ScriptedServer { connection in
            connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        }
        let target = Target(base: try BaseURL("https://127.0.0.1:\(server.port)"))
        let failure = try #require(await CurlTransport(target: target).send(.get()).failure)
        #expect(failure.kind == .tls)
    }

    @Test func aHandshakeThatNeverEnds() async throws {
        let server = try ScriptedServer { $0.waitForClose() }
        let target = Target(base: try BaseURL("https://127.0.0.1:\(server.port)"))
        let request = OutgoingRequest.get(timeouts: Timeouts(connect: .milliseconds(200)))
        let failure = try #require(await CurlTransport(target: target).send(request).failure)
        #expect(failure.kind == .connectTimeout)
    }

    @Test func http2ToAServerWithout() async throws {
        let server = try ScriptedServer { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 505 HTTP Version Not Supported\r\nContent-Length: 0\r\n\r\n")
        }
        let failure = try #require(
            await CurlTransport(target: try server.target(version: .http2)).send(.get()).failure)
        #expect([.malformed, .closedEarly].contains(failure.kind), "\(failure.message)")
    }

    @Test(.enabled(if: openssl != nil && nginx != nil, "nginx is not installed: HTTP/2 was not tried"))
    func http2() async throws {
        let folder = try TemporaryFolder()
        try await makeCertificate(in: folder)
        let server = try await NginxServer(folder: folder)
        let targets = [
            Target(base: try BaseURL("http://127.0.0.1:\(server.plainPort)"), version: .http2),
            Target(
                base: try BaseURL("https://127.0.0.1:\(server.securePort)"),
                tls: Target.TLS(certificateAuthorityFile: folder.path("cert.pem")), version: .http2),
        ]
        for target in targets {
            let transport = CurlTransport(target: target)
            let first = await transport.send(.get("/a/../b?c#d", [.name("X-Empty"): ""]))
            let answer = try first.requireAnswer()
            #expect(answer.head.status == .ok)
            #expect(answer.text == "GET /a/../b?c#d")
            #expect(first.connection?.version == "HTTP/2")

            let bodies: [(OutgoingRequest, String)] = [
                (OutgoingRequest(method: .post, path: "/p", body: Array("hello".utf8)), "POST /p hello"),
                (OutgoingRequest(method: .put, path: "/p", body: Array("hi".utf8), isChunked: true), "PUT /p hi"),
                (OutgoingRequest(method: .delete, path: "/p"), "DELETE /p"),
                (OutgoingRequest(method: .post, path: "/p", body: []), "POST /p"),
            ]
            for (request, text) in bodies {
                let exchange = await transport.send(request)
                #expect(try exchange.requireAnswer().text == text)
                // In the clear it depends on the version of libcurl.
                guard target.base.scheme == "https" else { continue }
                #expect(exchange.connection?.isReused == true)
                #expect(exchange.connection?.id == first.connection?.id)
            }
            let head = try await transport.send(OutgoingRequest(method: .head, path: "/p")).requireAnswer()
            #expect(head.body.isEmpty)

            let many = await withTaskGroup(of: Exchange.self) { group in
                for _ in 0..<50 { group.addTask { await transport.send(.get("/many")) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(many.allSatisfy { $0.failure == nil })
            if target.base.scheme == "https" { #expect(Set(many.compactMap { $0.connection?.id }).count < 10) }

            let live = await transport.open(.get("/live"))
            #expect(try await live.head().get().status == .ok)
            #expect(await live.nextChunk(within: .seconds(20)) == .bytes(Array("GET /live".utf8)))
            #expect(await live.nextChunk(within: .seconds(20)) == .end)
            await transport.shutdown()
        }
    }
}

/// nginx with HTTP/2 in the clear and over TLS before a server that answers with method, target and body.
private final class NginxServer: Sendable {
    let plainPort: Int
    let securePort: Int
    private let process: TestProcess
    private let backend: ScriptedServer

    init(folder: TemporaryFolder) async throws {
        backend = try ScriptedServer { connection in
            guard let request = connection.readRequest() else { return }
            let parts = request.split(separator: "\r\n\r\n", maxSplits: 1)
            let words = parts[0].split(separator: " ")
            let text = "\(words[0]) \(words[1])" + (parts.count > 1 ? " \(parts[1])" : "")
            connection.send("HTTP/1.0 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n")
            if words[0] != "HEAD" { connection.send(text) }
        }
        let (first, plainPort) = try ScriptedServer.listen()
        let (second, securePort) = try ScriptedServer.listen()
        close(first)
        close(second)
        self.plainPort = plainPort
        self.securePort = securePort
        let configuration = """
            daemon off;
            master_process off;
            pid \(folder.path("nginx.pid"));
            error_log stderr notice;
            events {}
            http {
              access_log off;
              client_body_temp_path \(folder.path("body"));
              proxy_temp_path \(folder.path("proxy"));
              fastcgi_temp_path \(folder.path("fastcgi"));
              uwsgi_temp_path \(folder.path("uwsgi"));
              scgi_temp_path \(folder.path("scgi"));
              server {
                listen 127.0.0.1:\(plainPort) http2;
                listen 127.0.0.1:\(securePort) ssl http2;
                ssl_certificate \(folder.path("cert.pem"));
                ssl_certificate_key \(folder.path("key.pem"));
                location / { proxy_pass http://127.0.0.1:\(backend.port); }
              }
            }
            """
        try configuration.write(toFile: folder.path("nginx.conf"), atomically: true, encoding: .utf8)
        process = try TestProcess(
            TestProcess.find("nginx") ?? "nginx", ["-p", folder.url.path, "-c", folder.path("nginx.conf")])
        // One process that says nothing when it is ready, so it is asked.
        let probe = CurlTransport(target: Target(base: try BaseURL("https://127.0.0.1:\(securePort)")))
        while await probe.send(.get("/")).failure?.kind != .tls {
            guard process.isRunning else { throw CocoaError(.executableLoad, userInfo: ["nginx": process.text]) }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
