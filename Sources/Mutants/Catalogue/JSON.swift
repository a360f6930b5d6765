import HTTPMessage
import ReferenceServer
import Specification

// §9.1: what becomes of appended JSON.
extension Mutant {
    static let json: [Mutant] = [
        Mutant(
            "json.split-at-line-breaks", "A message with line breaks in it is stored as several.", .encoding,
            breaks: .jsonBoundariesPreserved, .jsonReadsValid
        ) {
            $0.onMessages { messages, _ in messages = messages.flatMap { $0.split(separator: 10).map(Array.init) } }
        },
        Mutant(
            "json.equal-messages-stored-once", "Of equal messages in one batch the first is stored.", .rule,
            breaks: .jsonBoundariesPreserved
        ) {
            $0.onMessages { messages, _ in
                var seen = Set<[UInt8]>()
                messages.removeAll { !seen.insert($0).inserted }
            }
        },
        Mutant(
            "json.repeated-append-merged", "An append that equals the one before it is not stored.", .state,
            breaks: .jsonBoundariesPreserved, .jsonScalarsAccepted
        ) {
            let last = Memory<String, [UInt8]>()
            $0.onPassage { passage in
                guard passage.request.method == .post, passage.request.isJSONAppend, !passage.request.closes,
                    passage.request.producerStamp == nil,
                    last.exchange(passage.request.streamPath, for: passage.body.trimmed) == passage.body.trimmed
                else { return passage.proceed() }
                guard var answer = passage.server.immediateAnswer(to: passage.request.asHead) else {
                    return passage.proceed()
                }
                answer.status = 204
                passage.answer(answer)
            }
        },
        Mutant(
            "json.long-message-split", "A string of more than 64 KiB is stored as two messages.", .rare,
            breaks: .jsonBoundariesPreserved
        ) {
            $0.onMessages { messages, _ in
                messages = messages.flatMap { message in
                    guard message.count > 65_536, message.first == UInt8(ascii: "\"") else { return [message] }
                    return [message[..<65_536] + Array("\"".utf8), Array("\"".utf8) + message[65_536...]]
                }
            }
        },
        Mutant(
            "json.one-of-writers-lost", "Of appends that arrive at one moment, each third is lost.", .race,
            breaks: .jsonBoundariesPreserved
        ) {
            let (clock, moment) = ($0.clock, Tally<String>())
            $0.onPassage { passage in
                guard passage.request.isJSONAppend, passage.request.producerStamp == nil else {
                    return passage.proceed()
                }
                let path = passage.request.streamPath
                let isLost = moment.count(path).isMultiple(of: 3)
                _ = clock.schedule(after: .milliseconds(1)) {
                    moment.reset(path)
                    guard isLost, var head = passage.server.immediateAnswer(to: passage.request.asHead),
                        head.status == 200
                    else {
                        return passage.proceed()
                    }
                    head.status = 204
                    passage.answer(head)
                }
            }
        },
        Mutant(
            "json.batch-reversed", "The messages of a batch are stored the last one first.", .rule,
            breaks: .jsonOrderPreserved
        ) {
            $0.onMessages { messages, _ in messages.reverse() }
        },
        Mutant(
            "json.batch-sorted-as-text", "The messages of a batch of more than ten are stored in the order of text.",
            .rare, breaks: .jsonOrderPreserved
        ) {
            $0.onMessages { messages, _ in
                if messages.count > 10 { messages.sort { $0.lexicographicallyPrecedes($1) } }
            }
        },
        Mutant(
            "json.batches-interleaved", "The messages of a batch are appended one by one: other writers come between.",
            .race, breaks: .jsonOrderPreserved
        ) {
            let clock = $0.clock
            $0.onPassage { passage in
                guard passage.request.isJSONAppend, passage.request.producerStamp == nil,
                    let messages = (try? JSONValue.parse(passage.body))?.elements, messages.count > 1
                else { return passage.proceed() }
                for (number, message) in messages.enumerated() {
                    _ = clock.schedule(after: .milliseconds(number)) {
                        var single = passage
                        single.body = Array("[\(message)]".utf8)
                        guard number == messages.count - 1 else { return _ = single.ask() }
                        single.proceed()
                    }
                }
            }
        },
        Mutant(
            "json.scalars-refused", "Only objects and arrays are accepted.", .rule, breaks: .jsonScalarsAccepted
        ) {
            $0.rules.payload = { body, use, stream, depth in
                if stream.isJSON, let value = try? JSONValue.parse(body), value.depth == 0 {
                    return .failure(.invalidJSON(JSONSyntaxError(position: 0, reason: .notAValue)))
                }
                return PayloadRule.read(body, use, stream, maximumDepth: depth)
            }
        },
        Mutant(
            "json.null-not-stored", "The value null is accepted and not stored.", .rule, breaks: .jsonScalarsAccepted,
            .jsonArrayFlattened, .jsonCreateSingleValue
        ) {
            $0.onMessages { messages, _ in messages.removeAll { $0 == Array("null".utf8) } }
        },
        Mutant(
            "json.falsy-values-refused", "The values 0, false and the empty string are taken for no body.", .rule,
            breaks: .jsonScalarsAccepted
        ) {
            $0.rules.payload = { body, use, stream, depth in
                if stream.isJSON, let value = try? JSONValue.parse(body),
                    [.bool(false), .number(JSONNumber(0)), .string("")].contains(value)
                {
                    return .failure(.invalidJSON(JSONSyntaxError(position: 0, reason: .noValue)))
                }
                return PayloadRule.read(body, use, stream, maximumDepth: depth)
            }
        },
        Mutant(
            "json.array-stored-whole", "An array is stored as one message.", .rule,
            breaks: .jsonArrayFlattened, .jsonArrayFlattenedOnce, .jsonNestedEmptyArrayKept, .jsonCreateFlattens
        ) {
            $0.rules.payload = { body, use, stream, depth in
                PayloadRule.read(body, use, stream, maximumDepth: depth).map { payload in
                    payload.messages == nil ? payload : StreamPayload(messages: [payload.bytes])
                }
            }
        },
        Mutant(
            "json.batch-cut-at-256", "Of a batch the first 256 messages are stored.", .rare,
            breaks: .jsonArrayFlattened, .jsonOrderPreserved
        ) {
            $0.onMessages { messages, _ in messages = Array(messages.prefix(256)) }
        },
        Mutant(
            "json.batch-is-200", "An append of a batch is answered 200.", .status,
            breaks: .jsonArrayFlattened, .jsonArrayFlattenedOnce, .jsonNestedEmptyArrayKept
        ) {
            $0.onPassage { passage in
                guard passage.request.isJSONAppend, passage.body.trimmed.first == UInt8(ascii: "["),
                    var answer = passage.ask()
                else { return passage.proceed() }
                if answer.status == 204, passage.request.producerStamp == nil { answer.status = 200 }
                passage.answer(answer)
            }
        },
        Mutant(
            "json.flattened-all-the-way", "Arrays in arrays are flattened too.", .rule,
            breaks: .jsonArrayFlattenedOnce, .jsonNestedEmptyArrayKept, .jsonCreateFlattens
        ) {
            $0.onMessages { messages, _ in messages = messages.flatMap(leaves(of:)) }
        },
        Mutant(
            "json.empty-arrays-left-out", "Empty arrays within an array are left out.", .rule,
            breaks: .jsonNestedEmptyArrayKept
        ) {
            $0.onMessages { messages, _ in
                messages.removeAll { (try? JSONValue.parse($0)) == .array([]) }
            }
        },
        Mutant(
            "json.nested-empty-array-refused", "A batch of nothing but empty arrays is refused.", .rule,
            breaks: .jsonNestedEmptyArrayKept
        ) {
            $0.rules.payload = { body, use, stream, depth in
                if stream.isJSON, let elements = (try? JSONValue.parse(body))?.elements,
                    elements.allSatisfy({ $0 == .array([]) }), use == .append
                {
                    return .failure(.emptyArray)
                }
                return PayloadRule.read(body, use, stream, maximumDepth: depth)
            }
        },
        Mutant(
            "json.empty-array-accepted", "An append of the empty array succeeds and stores nothing.", .rule,
            breaks: .jsonEmptyArrayRejected
        ) {
            $0.rules.payload = { body, _, stream, depth in
                PayloadRule.read(body, .create, stream, maximumDepth: depth)
            }
        },
        Mutant(
            "json.empty-array-known-by-two-bytes", "The empty array is refused only when it is written without spaces.",
            .encoding, breaks: .jsonEmptyArrayRejected
        ) {
            $0.rules.payload = { body, use, stream, depth in
                PayloadRule.read(
                    body, body == Array("[]".utf8) ? use : .create, stream, maximumDepth: depth)
            }
        },
        Mutant(
            "json.empty-array-closes", "The empty array is accepted in an append that closes the stream.", .rule,
            breaks: .jsonEmptyArrayRejected
        ) {
            $0.onRequest { request, body in
                if request.isJSONAppend, request.closes, body == Array("[]".utf8) { body = [] }
            }
        },
        Mutant(
            "json.empty-array-stored", "The empty array is refused and stored as a message.", .state,
            breaks: .jsonEmptyArrayStoresNothing
        ) {
            $0.onPassage { passage in
                guard let answer = passage.ask() else { return passage.proceed() }
                if passage.request.isJSONAppend, answer.status == 400, passage.body.trimmed == Array("[]".utf8) {
                    var again = passage
                    again.body = Array("[[]]".utf8)
                    _ = again.ask()
                }
                passage.answer(answer)
            }
        },
        Mutant(
            "json.create-empty-array-refused", "A create request with the empty array is refused.", .rule,
            breaks: .jsonCreateEmptyArray
        ) {
            $0.rules.payload = { body, _, stream, depth in
                PayloadRule.read(body, .append, stream, maximumDepth: depth)
            }
        },
        Mutant(
            "json.create-stores-array-whole", "A create request stores an array as one message.", .rule,
            breaks: .jsonCreateFlattens, .jsonCreateEmptyArray
        ) {
            $0.onJSONBody { body, use in
                if use == .create, !body.isEmpty { body = Array("[".utf8) + body + Array("]".utf8) }
            }
        },
        Mutant(
            "json.create-needs-an-array", "The content of a create request has to be an array.", .rule,
            breaks: .jsonCreateSingleValue
        ) {
            $0.rules.payload = { body, use, stream, depth in
                if stream.isJSON, use == .create, !body.isEmpty, body.trimmed.first != UInt8(ascii: "[") {
                    return .failure(.invalidJSON(JSONSyntaxError(position: 0, reason: .notAValue)))
                }
                return PayloadRule.read(body, use, stream, maximumDepth: depth)
            }
        },
        Mutant(
            "json.create-drops-single-value", "A single value in a create request is not stored.", .state,
            breaks: .jsonCreateSingleValue
        ) {
            $0.onJSONBody { body, use in
                if use == .create, body.trimmed.first != UInt8(ascii: "[") { body = [] }
            }
        },
    ]

    private static func leaves(of message: [UInt8]) -> [[UInt8]] {
        guard let elements = (try? JSONValue.parse(message))?.elements else { return [message] }
        return elements.flatMap { leaves(of: Array($0.description.utf8)) }
    }
}

extension HTTPRequest {
    /// Whether it is an append to a JSON stream, by its content type.
    fileprivate var isJSONAppend: Bool {
        method == .post && headerFields[.contentType].flatMap { ContentType($0) }?.isJSON == true
    }
}

extension [UInt8] {
    /// The bytes without white space around them.
    fileprivate var trimmed: [UInt8] {
        let isSpace: (UInt8) -> Bool = { [9, 10, 13, 32].contains($0) }
        return Array(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
