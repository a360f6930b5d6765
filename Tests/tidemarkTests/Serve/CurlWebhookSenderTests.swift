import HTTPMessage
import HTTPWire
import ReferenceServer
import Specification
import Synchronization
import Testing

@testable import tidemark

@Suite(.timeLimit(.minutes(1))) struct CurlWebhookSenderTests {
    /// A receiver that answers as it is told and remembers what came.
    private final class Receiver: HTTPService {
        let received = Mutex<[(request: HTTPRequest, body: [UInt8])]>([])
        let response: HTTPResponse
        let answer: [UInt8]

        init(_ status: Int, _ fields: HTTPFields = [:], _ answer: String = "") {
            response = HTTPResponse(status: HTTPResponse.Status(code: status), headerFields: fields)
            self.answer = Array(answer.utf8)
        }

        func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
            received.withLock { $0.append((request, body)) }
            writer.respond(response, body: answer)
        }

        var count: Int { received.withLock { $0.count } }
    }

    private func post(_ url: String, with sender: CurlWebhookSender) async -> WebhookAnswer {
        let request = WebhookRequest(
            url: url, headerFields: [.contentType: "application/json", .webhookSignature: "t=1,kid=k,ed25519=s"],
            body: Array(#"{"generation":1}"#.utf8), timeout: .seconds(20), maximumAnswerSize: 100)
        return await withCheckedContinuation { continuation in
            sender.post(request) { continuation.resume(returning: $0) }
        }
    }

    private func with<Value>(_ receiver: Receiver, _ body: (Int) async throws -> Value) async throws -> Value {
        let server = try HTTPServer.start(host: "127.0.0.1", port: 0, service: receiver)
        let value = try await body(server.port)
        await server.shutdown(grace: .zero)
        return value
    }

    @Test(arguments: ["127.0.0.1", "localhost"]) func aRequestArrivesAsItIs(_ host: String) async throws {
        let receiver = Receiver(200, [:], #"{"done":true}"#)
        let answer = try await with(receiver) { port in
            await post("http://\(host):\(port)/hook?a=b#c", with: CurlWebhookSender(allowsLocalhost: true))
        }
        #expect(answer == .answered(status: 200, body: Array(#"{"done":true}"#.utf8)))
        let (request, body) = try #require(receiver.received.withLock { $0.first })
        #expect(request.method == .post)
        #expect(request.path == "/hook?a=b")
        #expect(request.headerFields[.contentType] == "application/json")
        #expect(request.headerFields[.webhookSignature] == "t=1,kid=k,ed25519=s")
        #expect(body == Array(#"{"generation":1}"#.utf8))
    }

    @Test func aRedirectIsNotFollowed() async throws {
        let target = Receiver(200)
        let answer = try await with(target) { targetPort in
            let receiver = Receiver(307, [HTTPField.Name.location: "http://127.0.0.1:\(targetPort)/"])
            return try await with(receiver) { port in
                await post("http://127.0.0.1:\(port)/", with: CurlWebhookSender(allowsLocalhost: true))
            }
        }
        #expect(answer == .answered(status: 307, body: []))
        #expect(target.count == 0)
    }

    @Test func anAnswerThatIsTooLongIsAFailure() async throws {
        let answer = try await with(Receiver(200, [:], String(repeating: "x", count: 101))) { port in
            await post("http://127.0.0.1:\(port)/", with: CurlWebhookSender(allowsLocalhost: true))
        }
        guard case .failed = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    @Test(arguments: ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "::ffff:192.168.0.1", "fd00::1"])
    func aNameThatLeadsInwardIsNotCalled(_ address: String) async throws {
        let inward = try #require(IPAddress(address))
        let outward = try #require(IPAddress("93.184.216.34"))
        let sender = CurlWebhookSender(allowsLocalhost: true) { _ in [outward, inward] }
        let answer = await post("https://worker.example/", with: sender)
        #expect(answer == .failed("The webhook address \(inward) is not on the public Internet (\(scope(inward)))."))
    }

    private func scope(_ address: IPAddress) -> String { AddressScope(of: address).rawValue }

    @Test func localhostThatLeadsElsewhereIsNotCalled() async throws {
        let elsewhere = try #require(IPAddress("10.0.0.1"))
        let sender = CurlWebhookSender(allowsLocalhost: true) { _ in [elsewhere] }
        guard case .failed = await post("http://localhost:1/", with: sender) else {
            Issue.record("It was called.")
            return
        }
    }

    @Test func withoutTheExceptionNothingLocalIsCalled() async throws {
        let receiver = Receiver(200)
        try await with(receiver) { port in
            for url in ["http://127.0.0.1:\(port)/", "https://127.0.0.1:\(port)/", "http://localhost:\(port)/"] {
                let answer = await post(url, with: CurlWebhookSender(allowsLocalhost: false))
                guard case .failed = answer else {
                    Issue.record("\(url): \(answer)")
                    return
                }
            }
        }
        #expect(receiver.count == 0)
    }

    @Test func aNameThatDoesNotResolveIsAFailure() async {
        let sender = CurlWebhookSender(allowsLocalhost: true) { _ in [] }
        #expect(
            await post("https://worker.example/", with: sender) == .failed("The webhook host resolves to no address."))
        #expect(await HostResolver.addresses(of: "nosuchhost.invalid").isEmpty)
    }

    @Test func manyRequestsTakeTurns() async throws {
        let receiver = Receiver(204)
        try await with(receiver) { port in
            let sender = CurlWebhookSender(allowsLocalhost: true)
            await withTaskGroup(of: WebhookAnswer.self) { group in
                for _ in 0..<(CurlWebhookSender.maximumConcurrency * 2) {
                    group.addTask { await post("http://127.0.0.1:\(port)/", with: sender) }
                }
                for await answer in group { #expect(answer == .answered(status: 204, body: [])) }
            }
        }
        #expect(receiver.count == CurlWebhookSender.maximumConcurrency * 2)
    }

    @Test(arguments: [
        ("https://a.example", "https://a.example", "/"), ("https://a.example/", "https://a.example", "/"),
        ("https://a.example:1?x", "https://a.example:1", "/?x"),
        ("https://a.example/b/c?d=/#e", "https://a.example", "/b/c?d=/"),
        ("https://a.example#/x", "https://a.example", "/"),
    ])
    func urlsAreTakenApart(_ url: String, _ origin: String, _ path: String) {
        #expect(CurlWebhookSender.split(url) == (origin, path))
    }
}
