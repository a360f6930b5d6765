import HTTPMessage
import ReferenceServer
import Specification
import Testing

@Suite struct ControlTests {
    let server = TestServer()

    @Test(arguments: [
        "", "/", "/subscriptions", "/subscriptions/s/other", "/subscriptions/s/ack/x", "/jwks", "/jwks.json/x", "/x",
    ])
    func whatIsNotThereIsNotFound(_ suffix: String) {
        for method in [HTTPRequest.Method.get, .put, .post, .delete, .head] {
            #expect(server.send(method, "__ds" + suffix, [.contentType: "text/plain"], "x").status == 404)
        }
    }

    @Test(arguments: [
        ("jwks.json", "GET, HEAD"), ("subscriptions/s", "GET, HEAD, PUT, DELETE"), ("subscriptions/s/claim", "POST"),
        ("subscriptions/s/streams", "POST"), ("subscriptions/s/streams/a/b", "DELETE"),
    ])
    func otherMethodsAreNotAllowed(_ path: String, _ allowed: String) {
        let answer = server.send(.patch, "__ds/" + path)
        #expect(answer.status == 405)
        #expect(answer[.allow] == allowed)
    }

    @Test(arguments: ["%5F_ds/x", "%5f%5fds", "_%5Fds/subscriptions/s"])
    func anotherSpellingOfThePrefixIsNoStream(_ path: String) {
        #expect(server.create(path).status == 404)
    }

    @Test func namesThatOnlyBeginAlikeAreStreams() {
        for path in ["__dsx", "__d", "_", "a/__ds"] { #expect(server.create(path).status == 201) }
    }

    @Test(arguments: ["subscriptions/", "subscriptions/%00", "subscriptions/%zz", "subscriptions/%FF"])
    func idsAreText(_ path: String) {
        #expect(server.control(.get, path).status == 400)
    }

    @Test func idsAreBoundedAndOfAnyCharacters() {
        #expect(server.control(.get, "subscriptions/" + String(repeating: "x", count: 513)).status == 400)
        server.create("wake/s", "application/json")
        let json = #"{"type":"pull-wake","wake_stream":"wake/s","streams":["a"]}"#
        let created = server.control(.put, "subscriptions/a%2Fb%20%C3%A9", json)
        #expect(created.status == 201)
        #expect(created.json["id"]?.text == "a/b é")
        #expect(created[.location] == "http://example.test/v1/stream/__ds/subscriptions/a%2Fb%20%C3%A9")
        #expect(server.control(.get, "subscriptions/a%2fb%20%c3%a9").status == 200)
    }

    @Test func largeBodiesAreRefused() {
        let server = TestServer { $0.subscriptions.maximumBodySize = 10 }
        #expect(server.control(.put, "subscriptions/s", "{\"type\":1}").status == 400)
        #expect(server.control(.put, "subscriptions/s", "{\"type\":12}").status == 413)
    }

    @Test func headSaysWhatGetSays() {
        server.subscribe(#""streams":["a"]"#)
        let head = server.control(.head, "subscriptions/s")
        #expect(head.status == 200)
        #expect(head.text.isEmpty)
        #expect(head[.contentType] == "application/json")
    }

    @Test func answersCarryTheFieldsOfEveryAnswer() {
        let answer = server.control(.get, "subscriptions/none")
        #expect(answer.status == 404)
        #expect(answer.code == "SUBSCRIPTION_NOT_FOUND")
        #expect(answer[.contentType] == "application/json")
        #expect(answer[.xContentTypeOptions] == "nosniff")
        #expect(answer[.cacheControl] == "no-store")
    }
}
