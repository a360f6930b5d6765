import Specification

/// JSON streams (§9.1), cursors and entity tags (§10.1), forks (§4.2).
extension OwnAnswers {
    static func jsonMessages(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        messages(try question.bytes(text: "text", hex: "hex"), .create)
    }

    static func jsonAppend(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        messages(try question.bytes(text: "text", hex: "hex"), .append)
    }

    private static func messages(_ body: [UInt8], _ use: PayloadUse) -> VectorAnswer {
        // A body of no bytes is no JSON text; that a create may go without one is another matter.
        guard let sliced = try? JSONMessages(slicing: body) else { return invalid }
        let stream = StreamConfiguration(contentType: .json)
        let read = PayloadRule.read(body, use, stream, maximumDepth: JSONMessages.defaultMaximumDepth)
        guard case .success = read else { return invalid }
        let texts = sliced.ranges.map { JSONValue.text(String(decoding: body[$0], as: UTF8.self)) }
        return VectorAnswer("valid", ["messages": .array(texts)])
    }

    static func cursorInterval(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        let now = RFC3339Instant(millisecondsSince1970: try question.integer("now-ms"))
        return VectorAnswer("cursor", ["cursor": .text(StreamCursor.current(at: now).token)])
    }

    static func cursorAnswer(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        let now = RFC3339Instant(millisecondsSince1970: try question.integer("now-ms"))
        let cursor = StreamCursor.answering(
            client: try question.optionalText("client"), at: now,
            jitterSeconds: Int.random(in: StreamCursor.jitterRange))
        return VectorAnswer("cursor", ["cursor": .text(cursor.token)])
    }

    static func entityTag(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        guard let tag = EntityTag(try question.text("value")) else { return invalid }
        return VectorAnswer("valid", ["opaque": .text(tag.opaque), "weak": .bool(tag.isWeak)])
    }

    static func ifNoneMatch(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        guard let tag = EntityTag(try question.text("tag")) else {
            throw VectorFileError("the input has no entity tag 'tag'")
        }
        let matches = IfNoneMatch(try question.text("field"))?.matches(tag) ?? false
        return VectorAnswer(matches ? "match" : "no-match")
    }

    static func forkLifetime(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        let lifetime = ForkRule.lifetime(
            requested: try self.lifetime("request", of: question), source: try self.lifetime("source", of: question))
        return VectorAnswer("lifetime", ["lifetime": value(of: lifetime)])
    }

    static func forkSubOffset(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        guard let number = ForkRule.subOffset(try question.text("value")) else { return invalid }
        return VectorAnswer("valid", ["number": .integer(Int64(number))])
    }

    private static func lifetime(_ name: String, of question: VectorQuestion) throws(VectorFileError) -> StreamLifetime
    {
        guard let members = question.input[name]?.membersByName else {
            throw VectorFileError("the input has no lifetime '\(name)'")
        }
        if let seconds = members["ttl"]?.integer, let ttl = StreamTTL(seconds: seconds) { return .sliding(ttl) }
        if let text = members["expires-at"]?.text {
            guard let instant = RFC3339Instant(text) else { throw VectorFileError("'\(text)' is no instant") }
            return .until(instant)
        }
        guard members.isEmpty else { throw VectorFileError("'\(name)' is neither empty, a 'ttl' nor an 'expires-at'") }
        return .unlimited
    }

    private static func value(of lifetime: StreamLifetime) -> JSONValue {
        switch lifetime {
        case .unlimited: .members([:])
        case .sliding(let ttl): .members(["ttl": .integer(ttl.seconds)])
        case .until(let instant): .members(["expires-at": .text(instant.description)])
        }
    }
}
