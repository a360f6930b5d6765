import Specification
import Testing

@Suite struct PayloadRuleTests {
    private func read(_ body: String, _ use: PayloadUse = .append, json: Bool = true)
        -> Result<StreamPayload, PayloadFault>
    {
        let configuration = StreamConfiguration(contentType: json ? .json : .plainText)
        return PayloadRule.read(Array(body.utf8), use, configuration, maximumDepth: 8)
    }

    private func messages(_ body: String) throws -> [String] {
        let payload = try read(body).get()
        return try #require(payload.messages).map { String(decoding: payload.bytes[$0], as: UTF8.self) }
    }

    @Test func arraysAreFlattenedByOneLevel() throws {
        #expect(try messages(#" {"a": 1.0} "#) == [#"{"a": 1.0}"#])
        #expect(try messages("[1, 2,3 ]") == ["1", "2", "3"])
        #expect(try messages("[[1,2], [3,4]]") == ["[1,2]", "[3,4]"])
        #expect(try messages("[[[1,2,3]]]") == ["[[1,2,3]]"])
    }

    @Test func anEmptyArrayCreatesAndDoesNotAppend() throws {
        #expect(read("[]") == .failure(.emptyArray))
        #expect(try read("[]", .create).get().length == 0)
        #expect(try read("[[]]").get().length == 1)
    }

    @Test(arguments: [PayloadUse.append, .create])
    func invalidJSONIsRefusedInEveryBody(use: PayloadUse) {
        guard case .failure(.invalidJSON(let error)) = read(#"{"a":01}"#, use) else {
            Issue.record("The body was taken.")
            return
        }
        #expect(error.position > 0)
    }

    @Test func otherTypesAreBytes() throws {
        let payload = try read("[]", json: false).get()
        #expect(payload.messages == nil)
        #expect(payload.length == 2)
    }
}
