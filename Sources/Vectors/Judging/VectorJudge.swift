import Specification

/// What an answer to a test is worth.
public enum Judgement: Sendable, Hashable {
    /// It is the answer that follows from the text.
    case passed
    /// It is another answer that the text permits.
    case acceptable
    /// It is neither.
    case failed
    /// The implementation does not do what is asked.
    case unsupported
}

/// Compares answers with what is expected.
public enum VectorJudge {
    /// Judges an answer to a test.
    ///
    /// A value that the expected answer names has to be there and equal; other values of the answer are left alone.
    public static func judge(_ answer: VectorAnswer, to test: VectorCase, _ operation: VectorOperation) -> Judgement {
        if agrees(answer, with: test.expected, operation) { return .passed }
        if test.acceptable.contains(where: { agrees(answer, with: $0, operation) }) { return .acceptable }
        return .failed
    }

    private static func agrees(
        _ answer: VectorAnswer, with expected: VectorAnswer, _ operation: VectorOperation
    ) -> Bool {
        guard answer.result == expected.result else { return false }
        return switch operation {
        case .jsonMessages, .jsonAppend: haveSameMessages(answer, expected)
        case .sseEncode: expected.output["events"] == decoded(answer.output["wire"])
        case .cursorAnswer: isWithin(answer, expected)
        default: expected.output.allSatisfy { answer.output[$0.key] == $0.value }
        }
    }

    /// Messages are the same when their values are: §9.1 promises values, not how they are spelled.
    private static func haveSameMessages(_ answer: VectorAnswer, _ expected: VectorAnswer) -> Bool {
        guard let wanted = messages(expected) else { return true }
        return messages(answer) == wanted
    }

    private static func messages(_ answer: VectorAnswer) -> [JSONValue]? {
        guard let texts = answer.output["messages"]?.elements else { return nil }
        let values = texts.compactMap { text in text.text.flatMap { try? JSONValue.parse($0) } }
        return values.count == texts.count ? values : nil
    }

    /// The events in what was written, as `sse-decode` gives them; there are many ways to write an event.
    private static func decoded(_ wire: JSONValue?) -> JSONValue? {
        guard let text = wire?.text else { return nil }
        var parser = SSEParser()
        guard let events = try? parser.consume(Array(text.utf8)), !parser.hasUnfinishedEvent else { return nil }
        return .array(events.map(\.asValue))
    }

    private static func isWithin(_ answer: VectorAnswer, _ expected: VectorAnswer) -> Bool {
        guard let cursor = answer.output["cursor"]?.text.flatMap({ StreamCursor($0) }),
            let least = expected.output["from"]?.text.flatMap({ StreamCursor($0) }),
            let most = expected.output["to"]?.text.flatMap({ StreamCursor($0) })
        else { return false }
        return least <= cursor && cursor <= most
    }
}

extension SSEEvent {
    /// Name and data, as `sse-decode` gives an event.
    var asValue: JSONValue { .array([.text(name), .text(text)]) }
}
