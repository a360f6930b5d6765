import Specification

/// How this project's own code answers.
enum OwnAnswers {
    /// The answer to a question.
    ///
    /// - Throws: What is missing in the input.
    static func answer(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        switch question.operation {
        case .offsetToken: try offsetToken(question)
        case .offsetOrder: try offsetOrder(question)
        case .readPosition: try readPosition(question)
        case .streamSequence: try streamSequence(question)
        case .streamTTL: valid(StreamTTL(try question.text("value")) != nil)
        case .instant: try instant(question)
        case .streamClosed:
            VectorAnswer(StreamClosed.isPresent(try question.optionalText("value")) ? "present" : "absent")
        case .contentType: try contentType(question)
        case .contentTypeMatch: try contentTypeMatch(question)
        case .producerFields: try producerFields(question)
        case .producerTransition: try producerTransition(question)
        case .producerHistory: try producerHistory(question)
        case .sseDecode: try sseDecode(question)
        case .sseEncode: try sseEncode(question)
        case .sseControl: try sseControl(question)
        case .base64Encode: try base64Encode(question)
        case .base64Decode: try base64Decode(question)
        case .jsonMessages: try jsonMessages(question)
        case .jsonAppend: try jsonAppend(question)
        case .cursorInterval: try cursorInterval(question)
        case .cursorAnswer: try cursorAnswer(question)
        case .entityTag: try entityTag(question)
        case .ifNoneMatch: try ifNoneMatch(question)
        case .glob: try glob(question)
        case .forkLifetime: try forkLifetime(question)
        case .forkSubOffset: try forkSubOffset(question)
        case .webhookVerify: try webhookVerify(question)
        case .webhookSign: try webhookSign(question)
        case .keyThumbprint: try keyThumbprint(question)
        case .webhookURL: try webhookURL(question)
        case .webhookAddress: try webhookAddress(question)
        }
    }

    /// `valid` or `invalid`.
    static func valid(_ isValid: Bool) -> VectorAnswer { VectorAnswer(isValid ? "valid" : "invalid") }

    /// The answer to a value that is refused.
    static let invalid = VectorAnswer("invalid")
}
