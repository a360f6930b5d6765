import Specification

/// Offsets, sequences, instants, content types.
extension OwnAnswers {
    static func offsetToken(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        guard let offset = Offset(try question.text("value")) else { return invalid }
        return VectorAnswer("valid", ["url-safe": .bool(offset.isURLSafe)])
    }

    static func offsetOrder(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        guard let left = Offset(try question.text("left")), let right = Offset(try question.text("right")) else {
            return invalid
        }
        return VectorAnswer(left < right ? "before" : left == right ? "same" : "after")
    }

    static func readPosition(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        switch ReadPosition(queryValue: try question.text("value")) {
        case .beginning: VectorAnswer("beginning")
        case .now: VectorAnswer("now")
        case .at: VectorAnswer("offset")
        case nil: invalid
        }
    }

    static func streamSequence(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        let next = StreamSequence(try question.text("value"))
        guard let last = try question.optionalText("last") else { return VectorAnswer("accept") }
        return VectorAnswer(StreamSequence(last) < next ? "accept" : "conflict")
    }

    static func instant(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        guard let instant = RFC3339Instant(try question.text("value")) else { return invalid }
        let parts = [instant.secondsSince1970, Int64(instant.nanoseconds)]
        return VectorAnswer("valid", ["instant": .array(parts.map(JSONValue.integer))])
    }

    static func contentType(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        guard let type = ContentType(try question.text("value")) else { return invalid }
        let encoding = type.carriesTextInSSE ? "text" : "base64"
        return VectorAnswer("valid", ["json": .bool(type.isJSON), "sse": .text(encoding)])
    }

    static func contentTypeMatch(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        guard let stream = ContentType(try question.text("stream")),
            let request = ContentType(try question.text("request"))
        else { return invalid }
        return VectorAnswer(request.matches(stream) ? "match" : "no-match")
    }
}
