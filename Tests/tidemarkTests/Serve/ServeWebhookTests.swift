import BlackBox
import Foundation
import HTTPMessage
import HTTPWire
import Signatures
import Specification
import Synchronization
import Testing

/// Webhooks of the reference server as a process, over the network.
@Suite(.timeLimit(.minutes(1))) struct ServeWebhookTests {
    /// A receiver that is done with everything at once, and hands over what came.
    private final class Receiver: HTTPService {
        let deliveries: AsyncStream<(HTTPFields, [UInt8])>
        private let continuation: AsyncStream<(HTTPFields, [UInt8])>.Continuation

        init() {
            (deliveries, continuation) = AsyncStream.makeStream()
        }

        func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
            writer.respond(HTTPResponse(status: .ok), body: Array(#"{"done":true}"#.utf8))
            continuation.yield((request.headerFields, body))
        }
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, _ type: String, _ body: String, _ transport: CurlTransport
    ) async throws -> Exchange.Answer {
        let request = OutgoingRequest(
            method: method, path: transport.target.base.path + path, headerFields: [.contentType: type],
            body: Array(body.utf8))
        return try await transport.send(request).outcome.get()
    }

    @Test func deliveriesAreSignedWithTheKeyOfTheFile() async throws {
        let key = try SigningKey()
        let der =
            [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20] + key.seed
        let file = FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString).pem")
        try "-----BEGIN PRIVATE KEY-----\n\(Data(der).base64EncodedString())\n-----END PRIVATE KEY-----\n"
            .write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let receiver = Receiver()
        let hooks = try HTTPServer.start(host: "127.0.0.1", port: 0, service: receiver)
        let server = try Command([
            "serve", "--listen", "127.0.0.1:0", "--allow-local-webhooks", "--webhook-key", file.path,
        ])
        let transport = CurlTransport(target: Target(base: try BaseURL(await server.firstLine())))

        #expect(try await send(.put, "/a", "text/plain", "", transport).head.status.code == 201)
        let json = #"{"type":"webhook","streams":["a"],"webhook":{"url":"http://127.0.0.1:\#(hooks.port)/hook"}}"#
        let created = try await send(.put, "/__ds/subscriptions/s", "application/json", json, transport)
        #expect(created.head.status.code == 201)
        let signing = try JSONValue.parse(created.body)["webhook"]?["signing"]
        #expect(signing?["kid"]?.text == key.publicKey.thumbprint)
        #expect(signing?["jwks_url"]?.text == "\(transport.target.base)/__ds/jwks.json")

        var deliveries = receiver.deliveries.makeAsyncIterator()
        for generation in 1...2 {
            #expect(try await send(.post, "/a", "text/plain", "x", transport).head.status.code == 204)
            let (fields, body) = try #require(await deliveries.next())
            let signature = try #require(fields[.webhookSignature].flatMap { WebhookSignature($0) })
            #expect(signature.keyID == key.publicKey.thumbprint)
            #expect(
                key.publicKey.isValid(
                    signature: try #require(Base64URL.decode(signature.signature)),
                    for: WebhookSignature.signedContent(timestamp: signature.timestamp, body: body)))
            #expect(abs(Double(signature.timestamp) - Date().timeIntervalSince1970) < 60)
            #expect(try JSONValue.parse(body)["generation"]?.integer == Int64(generation))
        }
        server.signal(SIGTERM)
        #expect(await server.ended().status == 0)
        await transport.shutdown()
        await hooks.shutdown(grace: .zero)
    }

    @Test(arguments: [
        (["--webhook-key", "/nonexistent/key.pem"], "--webhook-key"),
        (["--webhook-key", "/dev/null"], "openssl genpkey"),
        (["--public-url", "streams.example"], "--public-url"),
        (["--max-subscriptions", "many"], "--max-subscriptions"),
    ])
    func optionsThatAreWrongAreNamed(_ options: [String], _ expected: String) async throws {
        let result = try await Command(["serve", "--listen", "127.0.0.1:0"] + options).ended()
        #expect(result.status == 2)
        #expect(result.errors.contains(expected))
    }

    @Test func localWebhooksAreRefusedUnlessAllowed() async throws {
        let server = try Command(["serve", "--listen", "127.0.0.1:0"])
        let transport = CurlTransport(target: Target(base: try BaseURL(await server.firstLine())))
        let json = #"{"type":"webhook","streams":["a"],"webhook":{"url":"http://127.0.0.1:9/"}}"#
        let refused = try await send(.put, "/__ds/subscriptions/s", "application/json", json, transport)
        #expect(refused.head.status.code == 400)
        #expect(try JSONValue.parse(refused.body)["error"]?["code"]?.text == "WEBHOOK_URL_REJECTED")
        server.signal(SIGTERM)
        #expect(await server.ended().status == 0)
        await transport.shutdown()
    }
}
