import HTTPMessage
import ReferenceServer
import Signatures
import Specification
import Testing

@Suite struct KeySetTests {
    private func keyIDs(_ server: TestServer) -> [String] {
        server.control(.get, "jwks.json").json["keys"]?.elements?.compactMap { $0["kid"]?.text } ?? []
    }

    @Test func theKeySetIsPublished() throws {
        let seed = Array(UInt8(0)..<32)
        let key = try SigningKey(seed: seed)
        let server = TestServer { $0.subscriptions.signingKey = key }
        let answer = server.control(.get, "jwks.json")
        #expect(answer.status == 200)
        #expect(answer[.contentType] == "application/jwk-set+json")
        #expect(answer[.cacheControl] == "public, max-age=300")
        let expected = try JSONValue.parse(
            """
            {"keys":[{"kty":"OKP","crv":"Ed25519","kid":"\(key.publicKey.thumbprint)","use":"sig","alg":"EdDSA",
            "x":"\(key.publicKey.base64URL)"}]}
            """)
        #expect(answer.json == expected)
        #expect(server.control(.get, "jwks.json").json == expected)
        #expect(server.control(.head, "jwks.json").text.isEmpty)
    }

    @Test func serversHaveKeysOfTheirOwn() {
        #expect(keyIDs(TestServer()) != keyIDs(TestServer()))
    }

    @Test func anOldKeyStaysAsLongAsItsSignaturesMayBeChecked() throws {
        let sender = RecordingSender()
        let server = TestServer.sending(through: sender)
        server.create("a")
        server.hook(#""streams":["a"]"#)
        server.append("a", "x")
        let first = keyIDs(server)
        try server.server.rotateSigningKey()
        sender.answer(200, #"{"done":true}"#)
        let second = keyIDs(server)
        #expect(second.count == 2)
        #expect(second.last == first.first)
        server.append("a", "y")
        let signatures = sender.requests.compactMap {
            $0.headerFields[.webhookSignature].flatMap { WebhookSignature($0) }
        }
        #expect(signatures.map(\.keyID) == [first[0], second[0]])
        #expect(server.subscription()["webhook"]?["signing"]?["kid"]?.text == second[0])
        server.clock.advance(by: .seconds(360))
        #expect(keyIDs(server) == second)
        server.clock.advance(by: .seconds(1))
        #expect(keyIDs(server) == [second[0]])
    }

    @Test func keysAreReplacedByTheirAge() {
        let server = TestServer { $0.subscriptions.signingKeyLifetime = .seconds(3600) }
        let first = keyIDs(server)
        server.clock.advance(by: .seconds(3599))
        #expect(keyIDs(server) == first)
        server.clock.advance(by: .seconds(1))
        let second = keyIDs(server)
        #expect(second.count == 2)
        #expect(second.last == first.first)
    }
}
