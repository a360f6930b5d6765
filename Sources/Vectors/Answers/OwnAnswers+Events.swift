import Specification

/// Server-Sent Events and base64 (§5.8).
extension OwnAnswers {
    static func sseDecode(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        var pieces: [[UInt8]] = []
        for piece in question.input["pieces"]?.elements ?? [] { pieces.append(Array((piece.text ?? "").utf8)) }
        for piece in question.input["hex"]?.elements ?? [] {
            guard let bytes = piece.text.flatMap(Hexadecimal.bytes) else {
                throw VectorFileError("'hex' does not hold pairs of hexadecimal digits")
            }
            pieces.append(bytes)
        }
        var parser = SSEParser()
        var events: [SSEEvent] = []
        for piece in pieces {
            do throws(SSEParser.EventTooLong) {
                events += try parser.consume(piece)
            } catch {
                throw VectorFileError(error.description)
            }
        }
        return VectorAnswer(
            "decoded",
            [
                "events": .array(events.map(\.asValue)), "ids": .array(events.map { .text($0.id) }),
                "retry": parser.reconnectionMilliseconds.map(JSONValue.integer) ?? .null,
            ])
    }

    static func sseEncode(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        let wire = SSEEncoder.encode(name: try question.text("event"), payload: Array(try question.text("text").utf8))
        return VectorAnswer("encoded", ["wire": .text(String(decoding: wire, as: UTF8.self))])
    }

    static func sseControl(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        guard let control = try? SSEControl(decoding: Array(try question.text("data").utf8)) else { return invalid }
        return VectorAnswer(
            "valid",
            [
                "offset": .text(control.streamNextOffset.token),
                "cursor": control.streamCursor.map(JSONValue.text) ?? .null,
                "up-to-date": .bool(control.upToDate), "closed": .bool(control.streamClosed),
            ])
    }

    static func base64Encode(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        let text = Base64.encode(try question.bytes(hex: "hex"))
        return VectorAnswer("encoded", ["text": .text(String(decoding: text, as: UTF8.self))])
    }

    static func base64Decode(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        guard let bytes = Base64.decodeEventData(Array(try question.text("data").utf8)) else { return invalid }
        return VectorAnswer("valid", ["hex": .text(Hexadecimal.text(bytes))])
    }
}
