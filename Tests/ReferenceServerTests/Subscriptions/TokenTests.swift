import HTTPMessage
import ReferenceServer
import Signatures
import Specification
import Testing

@Suite struct TokenTests {
    let server = TestServer()

    private func held(_ id: String = "s") -> HeldWake {
        server.create("a")
        server.subscribe(#""streams":["a"]"#, id: id)
        server.append("a", "x")
        return HeldWake(server.claim("w", id))
    }

    private func ack(_ wake: HeldWake, bearer: String?, _ id: String = "s") -> Answer {
        server.control(.post, "subscriptions/\(id)/ack", wake.report(), bearer: bearer)
    }

    @Test func withoutATokenNothingIsDone() {
        let wake = held()
        for operation in ["ack", "release", "callback"] {
            let answer = server.control(.post, "subscriptions/s/\(operation)", wake.report())
            #expect(answer.status == 401)
            #expect(answer.code == "TOKEN_INVALID")
            #expect(answer.fields.first { $0.name.canonicalName == "www-authenticate" }?.value == "Bearer")
        }
        #expect(ack(wake, bearer: wake.token).status == 200)
    }

    @Test func theSchemeMayBeInAnyCaseAndNoOtherPlaceCounts() {
        let wake = held()
        let path = "__ds/subscriptions/s/ack"
        #expect(server.send(.post, path, [.authorization: "bearer  \(wake.token)"], wake.report()).status == 200)
        #expect(server.send(.post, path, [.authorization: "Basic \(wake.token)"], wake.report()).status == 401)
        #expect(server.send(.post, path, [.authorization: wake.token], wake.report()).status == 401)
        #expect(server.send(.post, path + "?token=\(wake.token)", [:], wake.report()).status == 401)
    }

    @Test func aTokenThatWasTamperedWithIsRefused() throws {
        let wake = held()
        var characters = Array(wake.token)
        for index in stride(from: 0, to: characters.count, by: 7) {
            let original = characters[index]
            characters[index] = original == "A" ? "B" : "A"
            #expect(ack(wake, bearer: String(characters)).status == 401)
            characters[index] = original
        }
        let parts = wake.token.split(separator: ".").map(String.init)
        let none = Base64URL.encode(Array(#"{"alg":"none","typ":"JWT"}"#.utf8))
        #expect(ack(wake, bearer: "\(none).\(parts[1]).").status == 401)
        #expect(ack(wake, bearer: "\(none).\(parts[1]).\(parts[2])").status == 401)
        let forged = MessageKey(secret: [])
        let content = parts[0] + "." + parts[1]
        #expect(
            ack(wake, bearer: content + "." + Base64URL.encode(forged.code(for: Array(content.utf8)))).status == 401)
        #expect(ack(wake, bearer: wake.token).status == 200)
    }

    @Test func aTokenSaysWhatItIsFor() throws {
        let token = held().token.split(separator: ".")
        let claims = try JSONValue.parse(try #require(Base64URL.decode(token[1])))
        #expect(claims["sub"]?.text == "s")
        #expect(claims["gen"]?.integer == 1)
        #expect(claims["exp"]?.integer == 1_750_086_400)
    }

    @Test func aTokenIsGoodForItsSubscriptionAndUseOnly() {
        let wake = held()
        let other = held("t")
        #expect(ack(other, bearer: wake.token, "t").status == 401)
        #expect(ack(wake, bearer: other.token).status == 401)
        #expect(server.control(.post, "subscriptions/s/callback", wake.report(), bearer: wake.token).status == 401)
    }

    @Test func aTokenOfAnEarlierWakeIsFenced() {
        let first = held()
        server.control(.post, "subscriptions/s/release", first.report(), bearer: first.token)
        let second = HeldWake(server.claim())
        #expect(ack(second, bearer: first.token).code == "FENCED")
        #expect(ack(first, bearer: second.token).code == "FENCED")
        #expect(ack(second, bearer: second.token).status == 200)
    }

    @Test func aTokenEndsInTime() {
        let server = TestServer { $0.subscriptions.tokenLifetime = .seconds(60) }
        server.create("a")
        server.subscribe(#""streams":["a"],"lease_ttl_ms":600000"#)
        server.append("a", "x")
        let wake = HeldWake(server.claim())
        server.clock.advance(by: .seconds(59))
        #expect(server.control(.post, "subscriptions/s/ack", wake.report(), bearer: wake.token).status == 200)
        server.clock.advance(by: .seconds(1))
        let answer = server.control(.post, "subscriptions/s/ack", wake.report(), bearer: wake.token)
        #expect(answer.status == 401)
        #expect(answer.code == "TOKEN_EXPIRED")
    }

    @Test func aDeletedSubscriptionRefusesItsWorkers() {
        let wake = held()
        server.control(.delete, "subscriptions/s")
        #expect(ack(wake, bearer: wake.token).status == 404)
        // A later subscription of that id is another one, though its generations are the same numbers.
        let next = held()
        #expect(next.generation == wake.generation)
        #expect(ack(wake, bearer: wake.token).code == "FENCED")
        #expect(ack(next, bearer: wake.token).code == "FENCED")
        #expect(ack(next, bearer: next.token).status == 200)
    }
}
