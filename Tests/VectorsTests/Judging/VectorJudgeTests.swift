import Specification
import Testing

@testable import Vectors

struct VectorJudgeTests {
    private func judge(
        _ answer: VectorAnswer, _ expected: VectorAnswer, _ operation: VectorOperation, acceptable: [VectorAnswer] = []
    ) -> Judgement {
        let test = VectorCase(
            id: 1, comment: "c", input: [:], expected: expected, acceptable: acceptable, flags: [])
        return VectorJudge.judge(answer, to: test, operation)
    }

    @Test func anAnswerThatNobodyCanMeanFailsEverywhere() throws {
        for file in try Repository.files() {
            for group in file.groups {
                for test in group.cases {
                    #expect(VectorJudge.judge(VectorAnswer("nonsense"), to: test, group.operation) == .failed)
                }
            }
        }
    }

    @Test func aResultWithoutItsOutputFailsWhereOutputIsExpected() throws {
        for file in try Repository.files() {
            for group in file.groups {
                for test in group.cases where !test.expected.output.isEmpty {
                    let bare = VectorAnswer(test.expected.result)
                    let judgement = VectorJudge.judge(bare, to: test, group.operation)
                    #expect(judgement == .failed || !test.acceptable.isEmpty, "\(file.name) \(test.id)")
                }
            }
        }
    }

    @Test func outputThatNobodyAskedForIsLeftAlone() {
        let expected = VectorAnswer("valid", ["a": .text("1")])
        #expect(judge(VectorAnswer("valid", ["a": .text("1"), "b": .null]), expected, .instant) == .passed)
        #expect(judge(VectorAnswer("valid", ["a": .text("2")]), expected, .instant) == .failed)
        #expect(judge(VectorAnswer("valid", ["b": .text("1")]), expected, .instant) == .failed)
    }

    @Test func anotherPermittedAnswerIsAcceptable() {
        let acceptable = [VectorAnswer("valid", ["a": .text("2")])]
        let expected = VectorAnswer("invalid")
        #expect(
            judge(VectorAnswer("valid", ["a": .text("2")]), expected, .instant, acceptable: acceptable) == .acceptable)
        #expect(judge(VectorAnswer("valid"), expected, .instant, acceptable: acceptable) == .failed)
    }

    @Test func messagesCompareAsValues() {
        func messages(_ texts: String...) -> VectorAnswer {
            VectorAnswer("valid", ["messages": .array(texts.map(JSONValue.text))])
        }
        #expect(judge(messages(#"{"b":1.0,"a":"x"}"#), messages(#"{"a": "\u0078", "b": 1}"#), .jsonMessages) == .passed)
        #expect(judge(messages("9007199254740992"), messages("9007199254740993"), .jsonMessages) == .failed)
        #expect(judge(messages("1"), messages("1", "1"), .jsonMessages) == .failed)
        #expect(judge(messages("1", "{"), messages("1", "1"), .jsonMessages) == .failed)
        #expect(judge(VectorAnswer("valid"), messages(), .jsonMessages) == .failed)
    }

    @Test func writtenEventsAreReadBack() {
        let expected = VectorAnswer("encoded", ["events": .array([.array([.text("data"), .text("a\nb")])])])
        func wire(_ text: String) -> VectorAnswer { VectorAnswer("encoded", ["wire": .text(text)]) }
        #expect(judge(wire("event: data\ndata: a\ndata: b\n\n"), expected, .sseEncode) == .passed)
        #expect(judge(wire(": x\r\ndata:a\r\nevent:data\r\ndata:b\r\n\r\n"), expected, .sseEncode) == .passed)
        #expect(judge(wire("event: data\ndata: a\nb\n\n"), expected, .sseEncode) == .failed)
        #expect(judge(wire("event: data\ndata: a\ndata: b\n"), expected, .sseEncode) == .failed)
        #expect(judge(wire("event: data\ndata: a\ndata: b\n\ndata: c"), expected, .sseEncode) == .failed)
        #expect(judge(VectorAnswer("encoded"), expected, .sseEncode) == .failed)
    }

    @Test func cursorsLieInTheirRange() {
        let expected = VectorAnswer("cursor", ["from": .text("999"), "to": .text("18446744073709551616")])
        for (cursor, judgement) in [
            ("999", Judgement.passed), ("1000", .passed), ("18446744073709551616", .passed), ("998", .failed),
            ("18446744073709551617", .failed), ("x", .failed), ("", .failed),
        ] {
            #expect(judge(VectorAnswer("cursor", ["cursor": .text(cursor)]), expected, .cursorAnswer) == judgement)
        }
        #expect(judge(VectorAnswer("cursor", ["cursor": .integer(1000)]), expected, .cursorAnswer) == .failed)
    }
}
