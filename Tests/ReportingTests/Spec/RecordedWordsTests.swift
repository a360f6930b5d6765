import BlackBox
import HTTPMessage
import Testing

@testable import Reporting

@Suite struct RecordedWordsTests {
    private func text(
        path: String = "/s", fields: HTTPFields = [:], body: [UInt8]? = nil, answer: [UInt8] = []
    ) -> String {
        let request = OutgoingRequest(method: .post, path: path, headerFields: fields, body: body)
        let response = HTTPResponse(status: .ok, headerFields: [.contentType: "text/plain"])
        return RecordedWords(
            Exchange(request: request, outcome: .success(Exchange.Answer(head: response, body: answer)))
        ).text
    }

    @Test func anExchangeReadsLikeTheWire() {
        #expect(
            text(fields: [.streamSeq: "7"], body: Array("in".utf8), answer: Array("out\nmore".utf8)) == """
                POST /s HTTP/1.1
                Stream-Seq: 7

                in

                HTTP/1.1 200 OK
                Content-Type: text/plain

                out
                more
                """)
    }

    @Test func madeUpNamesAndSecretsAreMasked() {
        let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln"
        let text = text(
            path: "/v1/stream/tidemark-spec-append-accepted-past-64-kib-1abc9-12?offset=-1",
            fields: [.authorization: "Bearer \(token)"], answer: Array(#"{"wake_id":"w_1a2b3c4d5e6f7g8h"}"#.utf8))
        #expect(text.contains("POST /v1/stream/stream-12?offset=-1 HTTP/1.1"))
        #expect(text.contains("Authorization: Bearer (token)\n"))
        #expect(text.hasSuffix(#"{"wake_id":"(wake-id)"}"#))
    }

    @Test func whatIsMaskedIsNotCutBefore() {
        let signature = "t=1,kid=k,ed25519=" + String(repeating: "a", count: 86)
        let filler = String(repeating: "x", count: 790)
        let text = text(
            fields: [.webhookSignature: String(repeating: "y", count: 80) + signature],
            answer: Array("\(filler) w_1a2b3c4d5e6f7g8h".utf8))
        #expect(text.contains("kid=k,ed25519=(signature)\n"))
        #expect(text.hasSuffix("x (wake-id)"))
    }

    @Test func bodiesAreCutAndBytesAreNamed() {
        #expect(text(answer: [0, 255]).hasSuffix("\n\n(2 bytes: 00 ff)"))
        #expect(
            text(answer: Array(repeating: 1, count: 20)).hasSuffix(
                "(20 bytes: \(String(repeating: "01 ", count: 16))…)"))
        let long = text(answer: Array(repeating: UInt8(ascii: "x"), count: 5000))
        #expect(long.hasSuffix("x…\n(5000 bytes in all)"))
        #expect(long.count < 1000)
    }
}
