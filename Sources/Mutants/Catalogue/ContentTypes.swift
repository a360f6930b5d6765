import HTTPMessage
import Specification

// §9: content types.
extension Mutant {
    static let contentTypes: [Mutant] = [
        Mutant(
            "content-type.made-up-refused", "Only text, image, multipart and application types can be used.", .rule,
            breaks: .contentTypeAnyAccepted
        ) {
            $0.onPassage { passage in
                guard passage.request.method == .put, let type = passage.type,
                    !["text", "image", "multipart", "application"].contains(type.type)
                else { return passage.proceed() }
                passage.answer(415)
            }
        },
        Mutant(
            "content-type.quoted-parameter-refused", "A content type with a quoted parameter is refused.", .encoding,
            breaks: .contentTypeAnyAccepted
        ) {
            $0.onPassage { passage in
                let type = passage.request.headerFields[.contentType]
                guard passage.request.method == .put, type?.contains("\"") == true else { return passage.proceed() }
                passage.answer(400)
            }
        },
        Mutant(
            "content-type.event-stream-refused", "A stream cannot be of the type text/event-stream.", .rule,
            breaks: .contentTypeAnyAccepted
        ) {
            $0.onPassage { passage in
                guard passage.request.method == .put, passage.type?.essence == "text/event-stream" else {
                    return passage.proceed()
                }
                passage.answer(415)
            }
        },
        Mutant(
            "content-type.unknown-becomes-octet-stream", "A stream of an uncommon type is application/octet-stream.",
            .state, breaks: .contentTypeAnyAccepted, .readContentType
        ) {
            $0.onRequest { request, _ in
                guard let type = request.headerFields[.contentType].flatMap({ ContentType($0) }) else { return }
                if type.subtype.hasPrefix("x-") || type.type.hasPrefix("x-") {
                    request.headerFields[.contentType] = "application/octet-stream"
                }
            }
        },
        Mutant(
            "content-type.line-ends-folded", "Line ends of text are stored as LF.", .encoding,
            breaks: .contentTypeBytesUntouched
        ) {
            $0.onBytes { bytes, type, _ in
                if type.isText { bytes = Array(bytes.split(separator: 13, omittingEmptySubsequences: false).joined()) }
            }
        },
        Mutant(
            "content-type.byte-order-mark-removed", "A byte order mark at the beginning of a body is removed.",
            .encoding, breaks: .contentTypeBytesUntouched
        ) {
            $0.onBytes { bytes, _, _ in
                if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
            }
        },
        Mutant(
            "content-type.text-made-utf8", "Bytes of text that are not UTF-8 are replaced by U+FFFD.", .encoding,
            breaks: .contentTypeBytesUntouched, .contentTypeAppendsConcatenate
        ) {
            $0.onBytes { bytes, type, _ in
                if type.isText { bytes = Array(String(decoding: bytes, as: UTF8.self).utf8) }
            }
        },
        Mutant(
            "content-type.latin-1-made-utf8", "Text in ISO-8859-1 is stored as UTF-8.", .encoding,
            breaks: .contentTypeBytesUntouched
        ) {
            $0.onBytes { bytes, type, _ in
                guard type.parameter("charset")?.lowercased() == "iso-8859-1" else { return }
                bytes = Array(String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })).utf8)
            }
        },
        Mutant(
            "content-type.json-recognised-by-looks", "What looks like JSON is stored without its white space.", .rule,
            breaks: .contentTypeBytesUntouched
        ) {
            $0.onBytes { bytes, _, _ in
                if let value = try? JSONValue.parse(bytes), value.depth > 0 { bytes = Array(value.description.utf8) }
            }
        },
        Mutant(
            "content-type.lines-of-json-validated", "Lines of JSON are refused unless each of them is valid.", .rule,
            breaks: .contentTypeBytesUntouched
        ) {
            $0.onPassage { passage in
                let isLines = passage.type?.subtype.hasSuffix("ndjson") == true
                let lines = passage.body.split(separator: 10)
                if passage.request.method == .post, isLines,
                    !lines.allSatisfy({ (try? JSONValue.parse(Array($0))) != nil })
                {
                    return passage.answer(400)
                }
                passage.proceed()
            }
        },
        Mutant(
            "content-type.white-space-trimmed", "White space at the end of a body is not stored.", .encoding,
            breaks: .contentTypeBytesUntouched
        ) {
            $0.onBytes { bytes, _, _ in
                while let last = bytes.last, [9, 10, 13, 32].contains(last), bytes.count > 1 { bytes.removeLast() }
            }
        },
        Mutant(
            "content-type.markup-escaped", "Of text/html, ampersands and brackets are stored as entities.", .security,
            breaks: .contentTypeBytesUntouched
        ) {
            $0.onBytes { bytes, type, _ in
                guard type.essence == "text/html" else { return }
                bytes = bytes.flatMap { $0 == UInt8(ascii: "<") ? Array("&lt;".utf8) : [$0] }
            }
        },
        Mutant(
            "content-type.initial-content-parsed", "The content of a create request is parsed when it is JSON.",
            .state, breaks: .contentTypeBytesUntouched
        ) {
            $0.onBytes { bytes, type, use in
                guard use == .create, type.subtype.contains("json") else { return }
                bytes.removeAll { $0 == 32 }
            }
        },
        Mutant(
            "content-type.long-poll-makes-arrays", "A long-poll answers lines of JSON as an array.", .encoding,
            breaks: .contentTypeBytesUntouched
        ) {
            $0.onReadAnswer { query, answer in
                guard query.isLongPoll, answer[.contentType]?.contains("ndjson") == true, !answer.body.isEmpty else {
                    return
                }
                answer.body = Array("[".utf8) + answer.body + Array("]".utf8)
            }
        },
        Mutant(
            "content-type.text-ends-at-nul", "Text ends at its first NUL.", .encoding,
            breaks: .contentTypeBytesUntouched
        ) {
            $0.onBytes { bytes, type, _ in
                if type.isText, bytes.first != 0 { bytes = Array(bytes.prefix { $0 != 0 }) }
            }
        },
        Mutant(
            "content-type.line-end-behind-appends", "Behind each append of text a line end is stored.", .rule,
            breaks: .contentTypeAppendsConcatenate
        ) {
            $0.onBytes { bytes, type, use in
                if use == .append, type.isText, !bytes.isEmpty { bytes.append(10) }
            }
        },
        Mutant(
            "content-type.lines-of-json-ended", "An append to lines of JSON is given the line end it lacks.", .rule,
            breaks: .contentTypeAppendsConcatenate
        ) {
            $0.onBytes { bytes, type, _ in
                if type.subtype.hasSuffix("ndjson"), let last = bytes.last, last != 10 { bytes.append(10) }
            }
        },
        Mutant(
            "content-type.zero-bytes-at-the-end-lost", "Zeros at the end of an append are lost.", .encoding,
            breaks: .contentTypeAppendsConcatenate, .contentTypeBytesUntouched
        ) {
            $0.onBytes { bytes, _, _ in
                while bytes.count > 1, bytes.last == 0 { bytes.removeLast() }
            }
        },
        Mutant(
            "content-type.fifth-append-with-length", "The fifth append is stored with its length in front of it.",
            .rare,
            breaks: .contentTypeAppendsConcatenate
        ) {
            let appends = Tally<String>()
            $0.onRequest { request, body in
                guard request.method == .post, !body.isEmpty, request.headerFields[.contentType] != "application/json",
                    appends.count(request.streamPath) == 5
                else { return }
                body.insert(UInt8(truncatingIfNeeded: body.count), at: 0)
            }
        },
    ]
}

extension Passage {
    /// The content type of the request.
    fileprivate var type: ContentType? { request.headerFields[.contentType].flatMap { ContentType($0) } }
}
