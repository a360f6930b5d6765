import Specification
import Testing

@Suite struct WebhookSignatureTests {
    @Test func aValueIsReadAndWritten() throws {
        let signature = try #require(WebhookSignature("t=1778324210,kid=ds_abc-1,ed25519=AbC_-9"))
        #expect(signature.timestamp == 1_778_324_210)
        #expect(signature.keyID == "ds_abc-1")
        #expect(signature.signature == "AbC_-9")
        #expect(signature.description == "t=1778324210,kid=ds_abc-1,ed25519=AbC_-9")
        #expect(WebhookSignature("ed25519=AbC_-9,t=1778324210,x=y=z,kid=ds_abc-1") == signature)
    }

    @Test(arguments: [
        "", "t=1", "t=1,kid=a", "kid=a,ed25519=b", "t=,kid=a,ed25519=b", "t=-1,kid=a,ed25519=b", "t=1x,kid=a,ed25519=b",
        "t=1,t=2,kid=a,ed25519=b", "t=1,kid=,ed25519=b", "t=1,kid=a,ed25519=", "t=1,kid=a,ed25519=b,",
        "t=99999999999999999999,kid=a,ed25519=b", "t = 1,kid=a,ed25519=b",
    ])
    func otherValuesAreNone(_ value: String) {
        #expect(WebhookSignature(value) == nil)
    }

    @Test func whatIsSignedHasTheTimestampInFront() {
        #expect(WebhookSignature.signedContent(timestamp: 5, body: Array("{}".utf8)) == Array("5.{}".utf8))
        #expect(WebhookSignature.signedContent(timestamp: 5, body: [0xFF]) == [0x35, 0x2E, 0xFF])
    }
}
