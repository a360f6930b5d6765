import HTTPMessage
import Specification

// §9.1: what becomes of values, and what is taken for JSON.
extension Mutant {
    static let jsonValues: [Mutant] = [
        Mutant(
            "json.numbers-as-doubles", "Numbers are kept as floating-point numbers of 64 bits.", .encoding,
            breaks: .jsonValuesPreserved
        ) {
            $0.onValues(\.inDoublePrecision)
        },
        Mutant(
            "json.large-numbers-are-null", "A number beyond the range of floating-point numbers is stored as null.",
            .rare, breaks: .jsonValuesPreserved
        ) {
            $0.onValues { $0.inDoublePrecision == .null ? .null : $0 }
        },
        Mutant(
            "json.integers-in-64-bits", "An integer that 64 bits do not hold is stored as the greatest they do.",
            .encoding, breaks: .jsonValuesPreserved
        ) {
            $0.onValues { value in
                guard case .number(let number) = value, number.exponent >= 0, number.integer == nil else {
                    return value
                }
                return number.exponent + Int64(number.digits.count) < 100 ? .number(JSONNumber(.max)) : value
            }
        },
        Mutant(
            "json.create-values-as-doubles",
            "Numbers in a create request are kept as floating-point numbers of 64 bits, those of appends exactly.",
            .state, breaks: .jsonValuesPreserved
        ) {
            $0.onMessages { messages, use in
                guard use == .create else { return }
                messages = messages.map { message in
                    let value = try? JSONValue.parse(message).changed(by: \.inDoublePrecision)
                    return value.map { Array($0.description.utf8) } ?? message
                }
            }
        },
        Mutant(
            "json.nul-cut-from-strings", "A string ends at its first NUL.", .encoding, breaks: .jsonValuesPreserved
        ) {
            $0.onValues {
                $0.changingText { String(String.UnicodeScalarView($0.unicodeScalars.prefix { $0.value != 0 })) }
            }
        },
        Mutant(
            "json.characters-in-16-bits", "A character that needs two units of UTF-16 is stored as U+FFFD.", .encoding,
            breaks: .jsonValuesPreserved
        ) {
            $0.onValues { value in
                value.changingText { text in
                    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value > 0xFFFF ? "\u{FFFD}" : $0 }))
                }
            }
        },
        Mutant(
            "json.line-separators-lost", "U+2028 and U+2029 are stored as line ends.", .encoding,
            breaks: .jsonValuesPreserved
        ) {
            $0.onValues { value in
                value.changingText { text in
                    String(
                        String.UnicodeScalarView(
                            text.unicodeScalars.map { [0x2028, 0x2029].contains($0.value) ? "\n" : $0 }))
                }
            }
        },
        Mutant(
            "json.markup-stored-as-entities", "Brackets in strings are stored as entities of HTML.", .security,
            breaks: .jsonValuesPreserved
        ) {
            $0.onValues { value in
                value.changingText {
                    $0.split(separator: "<", omittingEmptySubsequences: false).joined(separator: "&lt;")
                }
            }
        },
        Mutant(
            "json.strings-trimmed", "White space at the ends of strings is not stored.", .encoding,
            breaks: .jsonValuesPreserved
        ) {
            $0.onValues { value in
                value.changingText { text in
                    let scalars = text.unicodeScalars.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
                    return String(String.UnicodeScalarView(scalars))
                }
            }
        },
        Mutant(
            "json.empty-names-dropped", "A member whose name is empty is dropped.", .rule, breaks: .jsonValuesPreserved
        ) {
            $0.onValues { value in
                guard case .object(let members) = value else { return value }
                return .object(members.filter { !$0.key.bytes.isEmpty })
            }
        },
        Mutant(
            "json.prototype-dropped", "A member named __proto__ is dropped.", .security, breaks: .jsonValuesPreserved
        ) {
            $0.onValues { value in
                guard case .object(let members) = value else { return value }
                return .object(members.filter { $0.key != "__proto__" })
            }
        },
        Mutant(
            "json.null-members-dropped", "Members whose value is null are dropped.", .rule,
            breaks: .jsonValuesPreserved
        ) {
            $0.onValues { value in
                guard case .object(let members) = value else { return value }
                return .object(members.filter { $0.value != .null })
            }
        },
        Mutant(
            "json.deep-values-are-null", "What is nested more than 32 deep is stored as null.", .rare,
            breaks: .jsonValuesPreserved
        ) {
            $0.onMessages { messages, _ in
                messages = messages.map { message in
                    ((try? JSONValue.parse(message))?.depth ?? 0) > 32 ? Array("null".utf8) : message
                }
            }
        },
        Mutant(
            "json.members-cut-at-64", "Of an object the first 64 members are stored.", .rare,
            breaks: .jsonValuesPreserved
        ) {
            $0.onValues { value in
                guard case .object(let members) = value, members.count > 64 else { return value }
                let kept = members.sorted { $0.key.text < $1.key.text }.prefix(64)
                return .object(Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) }))
            }
        },
        Mutant(
            "json.repeated-names-collected", "Members of one name become an array of their values.", .rule,
            breaks: .jsonValuesPreserved
        ) {
            $0.onMessages { messages, _ in
                messages = messages.map { message in
                    message == Array(#"{"a":1,"b":[3],"a":2}"#.utf8) ? Array(#"{"a":[1,2],"b":[3]}"#.utf8) : message
                }
            }
        },
        Mutant(
            "json.late-appends-as-doubles",
            "From the fiftieth append on, numbers are kept as floating-point numbers of 64 bits.", .rare,
            breaks: .jsonValuesPreserved
        ) {
            let messagesSoFar = Tally<Bool>()
            $0.onMessages { messages, _ in
                guard messagesSoFar.count(true) > 50 else { return }
                messages = messages.map { message in
                    let value = try? JSONValue.parse(message).changed(by: \.inDoublePrecision)
                    return value.map { Array($0.description.utf8) } ?? message
                }
            }
        },
    ]

    static let jsonInvalid: [Mutant] = [
        Mutant(
            "json.not-validated", "What is appended is stored unseen.", .rule,
            breaks: .jsonInvalidRejected, .jsonSeveralValuesRejected, .jsonInvalidStoresNothing
        ) {
            $0.rules.payload = { body, use, stream, depth in
                let read = PayloadRule.read(body, use, stream, maximumDepth: depth)
                guard case .failure(.invalidJSON) = read, use == .append else { return read }
                return .success(StreamPayload(messages: [body]))
            }
        },
        Mutant(
            "json.trailing-commas-accepted", "A comma behind the last element or member is accepted.", .rule,
            breaks: .jsonInvalidRejected
        ) {
            $0.onJSONBody { body, _ in
                for end in ["]", "}"] { body = body.replacing(Array(",\(end)".utf8), with: Array(end.utf8)) }
            }
        },
        Mutant(
            "json.nan-accepted", "NaN and the infinities are accepted and stored as null.", .rule,
            breaks: .jsonInvalidRejected
        ) {
            $0.onJSONBody { body, _ in
                for word in ["-Infinity", "Infinity", "NaN"] where body.elementsEqual(word.utf8) {
                    body = Array("null".utf8)
                }
            }
        },
        Mutant(
            "json.comments-accepted", "Comments are accepted.", .rule, breaks: .jsonInvalidRejected
        ) {
            $0.onJSONBody { body, _ in
                if let begin = body.firstRange(of: Array("/*".utf8)), let end = body.firstRange(of: Array("*/".utf8)) {
                    body.removeSubrange(begin.lowerBound..<end.upperBound)
                }
            }
        },
        Mutant(
            "json.leading-zeros-accepted", "Leading zeros of a number are accepted.", .encoding,
            breaks: .jsonInvalidRejected
        ) {
            $0.onJSONBody { body, _ in
                while body.count > 1, body[0] == UInt8(ascii: "0"), body[1] &- 0x30 < 10 { body.removeFirst() }
            }
        },
        Mutant(
            "json.control-characters-accepted", "Line ends and tabs in strings need no escape.", .encoding,
            breaks: .jsonInvalidRejected
        ) {
            $0.onJSONBody { body, use in
                guard use == .append, body.first == UInt8(ascii: "\""), (try? JSONValue.parse(body)) == nil else {
                    return
                }
                body = body.flatMap { $0 == 9 ? Array("\\t".utf8) : $0 == 10 ? Array("\\n".utf8) : [$0] }
            }
        },
        Mutant(
            "json.body-ends-at-nul", "A body ends at its first NUL.", .encoding, breaks: .jsonInvalidRejected
        ) {
            $0.onJSONBody { body, _ in body = Array(body.prefix { $0 != 0 }) }
        },
        Mutant(
            "json.white-space-of-every-kind", "White space of any kind may stand around a value.", .encoding,
            breaks: .jsonInvalidRejected
        ) {
            $0.onJSONBody { body, _ in
                if body.first == 0x0C { body.removeFirst() }
                if body.starts(with: [0xC2, 0xA0]) { body.removeFirst(2) }
            }
        },
        Mutant(
            "json.white-space-is-nothing", "A body of white space is accepted as one without messages.", .rule,
            breaks: .jsonInvalidRejected
        ) {
            $0.rules.payload = { body, use, stream, depth in
                if stream.isJSON, body.allSatisfy({ [9, 10, 13, 32].contains($0) }) { return .success(.empty) }
                return PayloadRule.read(body, use, stream, maximumDepth: depth)
            }
        },
        Mutant(
            "json.invalid-is-422", "What is no JSON is refused with 422.", .status,
            breaks: .jsonInvalidRejected, .jsonSeveralValuesRejected, .jsonEmptyArrayRejected
        ) {
            $0.onPassage { passage in
                guard var answer = passage.ask() else { return passage.proceed() }
                let type = passage.request.headerFields[.contentType].flatMap { ContentType($0) }
                if passage.request.method == .post, answer.status == 400, type?.isJSON == true,
                    passage.request.headerFields[.producerId] == nil, !passage.body.isEmpty
                {
                    answer.status = 422
                }
                passage.answer(answer)
            }
        },
        Mutant(
            "json.lines-accepted", "Lines of JSON are accepted: each line is a message.", .rule,
            breaks: .jsonSeveralValuesRejected
        ) {
            $0.onJSONBody { body, _ in
                let lines = body.split(separator: 10).map(Array.init)
                if lines.count > 1, lines.allSatisfy({ (try? JSONValue.parse($0)) != nil }) {
                    body = Array("[".utf8) + Array(lines.joined(separator: [UInt8(ascii: ",")])) + Array("]".utf8)
                }
            }
        },
        Mutant(
            "json.rest-of-body-ignored", "What follows the first value is ignored.", .rule,
            breaks: .jsonSeveralValuesRejected, .jsonInvalidRejected, .jsonInvalidStoresNothing
        ) {
            $0.onJSONBody { body, _ in
                do throws(JSONSyntaxError) {
                    _ = try JSONMessages(slicing: body)
                } catch {
                    if error.reason == .trailingBytes { body = Array(body[..<error.position]) }
                }
            }
        },
        Mutant(
            "json.bare-list-accepted", "Values with commas between them are accepted without the array.", .rule,
            breaks: .jsonSeveralValuesRejected
        ) {
            $0.onJSONBody { body, _ in
                let wrapped = Array("[".utf8) + body + Array("]".utf8)
                if (try? JSONValue.parse(body)) == nil, (try? JSONValue.parse(wrapped)) != nil, !body.isEmpty {
                    body = wrapped
                }
            }
        },
        Mutant(
            "json.good-elements-stored", "Of a refused batch the elements before the bad one are stored.", .state,
            breaks: .jsonInvalidStoresNothing
        ) {
            $0.onPassage { passage in
                guard let answer = passage.ask() else { return passage.proceed() }
                if passage.request.method == .post, answer.status == 400,
                    let comma = passage.body.lastIndex(of: UInt8(ascii: ","))
                {
                    var again = passage
                    again.body = Array(passage.body[..<comma]) + Array("]".utf8)
                    _ = again.ask()
                }
                passage.answer(answer)
            }
        },
        Mutant(
            "json.refused-append-closes", "An append that is refused as malformed closes the stream all the same.",
            .state, breaks: .jsonInvalidStoresNothing
        ) {
            $0.onPassage { passage in
                guard let answer = passage.ask() else { return passage.proceed() }
                if passage.request.closes, passage.request.method == .post, answer.status == 400, !passage.body.isEmpty
                {
                    var close = passage
                    close.body = []
                    _ = close.ask()
                }
                passage.answer(answer)
            }
        },
        Mutant(
            "json.repaired-when-truncated", "A truncated array or object is refused and stored with its end added.",
            .state, breaks: .jsonInvalidStoresNothing
        ) {
            $0.onPassage { passage in
                guard let answer = passage.ask() else { return passage.proceed() }
                if passage.request.method == .post, answer.status == 400, let first = passage.body.first,
                    [UInt8(ascii: "["), UInt8(ascii: "{")].contains(first)
                {
                    var again = passage
                    again.body.append(first + 2)
                    _ = again.ask()
                }
                passage.answer(answer)
            }
        },
    ]
}
