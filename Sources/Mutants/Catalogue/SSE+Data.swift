import HTTPMessage
import ReferenceServer
import Specification

// §5.8: live reads by Server-Sent Events: how data is put down.
extension Mutant {
    static let sseData: [Mutant] = sseText + sseEncoding

    // MARK: Text

    private static let sseText: [Mutant] = [
        Mutant(
            "sse.text-in-latin-1", "Text is taken for Latin-1 and sent as the UTF-8 of that.", .encoding,
            breaks: .sseTextCarriedAsIs, .sseTextCharactersWhole
        ) {
            $0.onTextEvent { event in
                event.payload = Array(String(String.UnicodeScalarView(event.payload.map { Unicode.Scalar($0) })).utf8)
            }
        },
        Mutant(
            "sse.text-with-parameters-in-base64", "A text type that has parameters is not known for text.", .encoding,
            breaks: .sseTextCarriedAsIs
        ) {
            let types = $0.noteTypes()
            $0.onEventsHead { request, answer in
                if types[request.streamPath]?.contains(";") == true { answer[.streamSSEDataEncoding] = "base64" }
            }
            $0.onEvents { passage in
                guard types[passage.request.streamPath]?.contains(";") == true else { return }
                passage.changeData { $0.payload = Base64.encode($0.payload) }
            }
        },
        Mutant(
            "sse.text-names-an-encoding", "Text is sent as it is, under `Stream-SSE-Data-Encoding: identity`.", .field,
            breaks: .sseTextCarriedAsIs
        ) {
            $0.onEventsHead { _, answer in
                if answer[.streamSSEDataEncoding] == nil { answer[.streamSSEDataEncoding] = "identity" }
            }
        },
        Mutant(
            "sse.one-data-line", "Text of several lines is sent behind one `data:`.", .encoding,
            breaks: .sseTextLineBreaksKept, .sseDataCannotForgeEvents, .sseTextLeadingSpaceKept
        ) {
            $0.onTextEvent { event in
                event.raw = Array("event: data\ndata: ".utf8) + event.payload + Array("\n\n".utf8)
            }
        },
        Mutant(
            "sse.empty-lines-left-out", "Empty lines of text are left out.", .encoding, breaks: .sseTextLineBreaksKept
        ) {
            $0.onTextEvent { event in
                event.lines = event.lines.filter { !$0.isEmpty }
            }
        },
        Mutant(
            "sse.unicode-line-breaks", "Whatever Unicode takes for a line break ends a line of text.", .encoding,
            breaks: .sseTextLineBreaksKept
        ) {
            $0.onTextEvent { event in
                for mark in ["\u{0B}", "\u{0C}", "\u{1C}", "\u{85}", "\u{2028}", "\u{2029}"] {
                    event.text = event.text.replacing(mark, with: "\n")
                }
            }
        },
        Mutant(
            "sse.byte-order-mark-lost", "A byte order mark at the beginning of text is lost.", .encoding,
            breaks: .sseTextCarriedAsIs
        ) {
            $0.onTextEvent { event in
                if event.payload.starts(with: [0xEF, 0xBB, 0xBF]) { event.payload.removeFirst(3) }
            }
        },
        Mutant(
            "sse.text-ends-at-nul", "Text is sent as far as its first NUL.", .encoding, breaks: .sseTextCarriedAsIs
        ) {
            $0.onTextEvent { event in event.payload = Array(event.payload.prefix { $0 != 0 }) }
        },
        Mutant(
            "sse.final-line-break-lost", "A line break at the end of text is lost.", .encoding,
            breaks: .sseTextLineBreaksKept
        ) {
            $0.onTextEvent { event in
                if event.payload.last == 0x0A { event.payload.removeLast() }
            }
        },
        Mutant(
            "sse.no-space-behind-the-colon", "Lines of text stand right behind `data:`, without a space.", .encoding,
            breaks: .sseTextLeadingSpaceKept
        ) {
            $0.onTextEvent { event in
                let lines = event.lines.map { Array("data:".utf8) + $0 + [0x0A] }
                event.raw = Array("event: data\n".utf8) + lines.joined() + [0x0A]
            }
        },
        Mutant(
            "sse.lines-trimmed", "Spaces and tabs at the beginning of a line of text are lost.", .encoding,
            breaks: .sseTextLeadingSpaceKept
        ) {
            $0.onTextEvent { event in
                event.lines = event.lines.map { Array($0.drop { $0 == 0x20 || $0 == 0x09 }) }
            }
        },
        Mutant(
            "sse.characters-cut", "Text is cut into events after so many bytes, and each is made valid by itself.",
            .encoding, breaks: .sseTextCharactersWhole
        ) {
            $0.onEvents { passage in
                if !passage.isBase64 {
                    passage.cutData(after: 1000) { Array(String(decoding: $0, as: UTF8.self).utf8) }
                }
            }
        },
        Mutant(
            "sse.characters-cut-raw", "Text is cut into events after so many bytes, in the middle of characters.",
            .encoding, breaks: .sseTextCharactersWhole
        ) {
            $0.onEvents { passage in
                if !passage.isBase64 { passage.cutData(after: 1000) }
            }
        },
        Mutant(
            "sse.carriage-return-not-escaped", "A carriage return in text is sent as it is.", .security,
            breaks: .sseDataCannotForgeEvents
        ) {
            let withReturns = Memory<String, Bool>()
            $0.onRequest { request, body in
                if body.contains(0x0D) { withReturns[request.streamPath] = true }
            }
            $0.onEvents { passage in
                guard withReturns[passage.request.streamPath] == true, !passage.isBase64 else { return }
                passage.changeData { event in
                    let payload = event.payload.map { $0 == 0x0A ? 0x0D : $0 }
                    event.raw = Array("event: data\ndata: ".utf8) + payload + Array("\n\n".utf8)
                }
            }
        },
        Mutant(
            "sse.line-breaks-not-escaped", "Text in which an empty line stands is sent as it is.", .security,
            breaks: .sseDataCannotForgeEvents, .sseTextLineBreaksKept
        ) {
            $0.onTextEvent { event in
                if event.text.contains("\n\n") {
                    event.raw = Array("event: data\ndata: ".utf8) + event.payload + Array("\n\n".utf8)
                }
            }
        },
        Mutant(
            "sse.comments-dropped", "Lines of text that begin with a colon are left out as comments.", .encoding,
            breaks: .sseDataCannotForgeEvents
        ) {
            $0.onTextEvent { event in
                event.lines = event.lines.filter { $0.first != UInt8(ascii: ":") }
            }
        },
    ]

    // MARK: JSON and base64

    private static let sseEncoding: [Mutant] = [
        Mutant(
            "sse.json-without-array", "Messages of JSON are sent with commas between them and without brackets.",
            .encoding, breaks: .sseJsonEvents
        ) {
            $0.onTextEvent { event in
                if event.messages != nil { event.payload = Array(event.payload.dropFirst().dropLast()) }
            }
        },
        Mutant(
            "sse.json-single-bare", "A single message of JSON is sent without an array.", .encoding,
            breaks: .sseJsonArray
        ) {
            $0.onTextEvent { event in
                if let messages = event.messages, messages.count == 1 { event.text = messages[0].description }
            }
        },
        Mutant(
            "sse.json-lines", "Messages of JSON are sent with one on each line.", .encoding, breaks: .sseJsonEvents
        ) {
            $0.onTextEvent { event in
                guard let messages = event.messages else { return }
                event.text = messages.map(\.description).joined(separator: "\n")
            }
        },
        Mutant(
            "sse.json-cut-in-the-middle", "Long JSON is cut into events after so many bytes.", .encoding,
            breaks: .sseJsonEvents
        ) {
            $0.onEvents { passage in
                if passage.events.first?.messages != nil { passage.cutData(after: 10) }
            }
        },
        Mutant(
            "sse.json-flattened-twice", "Arrays among the messages of JSON are taken apart.", .encoding,
            breaks: .sseJsonEvents
        ) {
            $0.onTextEvent { event in
                guard let messages = event.messages else { return }
                event.text = JSONValue.array(messages.flatMap { $0.elements ?? [$0] }).description
            }
        },
        Mutant(
            "sse.binary-without-encoding", "An event stream of a binary stream does not name its encoding.",
            .field, breaks: .sseBinaryEncodingHeader
        ) {
            $0.onEventsHead { _, answer in answer[.streamSSEDataEncoding] = nil }
        },
        Mutant(
            "sse.ndjson-is-text", "A stream of `application/ndjson` is taken for text.", .rule,
            breaks: .sseBinaryEncodingHeader
        ) {
            let types = $0.noteTypes()
            $0.onEventsHead { request, answer in
                if types[request.streamPath]?.contains("json") == true { answer[.streamSSEDataEncoding] = nil }
            }
        },
        Mutant(
            "sse.bytes-through-a-string", "Bytes are made a string of UTF-8 before they are put in base64.", .encoding,
            breaks: .sseBinaryBase64
        ) {
            $0.onBinaryEvent { bytes, event in
                event.payload = Base64.encode(Array(String(decoding: bytes, as: UTF8.self).utf8))
            }
        },
        Mutant(
            "sse.single-byte-lost", "The data of an event that is a single byte is sent as no byte.", .encoding,
            breaks: .sseBinaryBase64
        ) {
            $0.onBinaryEvent { bytes, event in
                if bytes.count == 1 { event.payload = [] }
            }
        },
        Mutant(
            "sse.base64-in-chunks", "Base64 is made of each half of the data of an event instead of the whole.",
            .encoding, breaks: .sseBase64Valid, .sseBinaryBase64
        ) {
            $0.onBinaryEvent { bytes, event in
                let half = bytes.count / 2
                event.payload = Base64.encode(bytes[..<half]) + Base64.encode(bytes[half...])
            }
        },
        Mutant(
            "sse.base64-for-urls", "Base64 is written in the alphabet for URLs.", .encoding,
            breaks: .sseBase64StandardAlphabet, .sseBase64Valid, .sseBinaryBase64
        ) {
            $0.onBinaryEvent { _, event in
                event.text = event.text.replacing("+", with: "-").replacing("/", with: "_")
            }
        },
        Mutant(
            "sse.base64-without-padding", "Base64 is written without padding.", .encoding,
            breaks: .sseBase64Valid, .sseBinaryBase64
        ) {
            $0.onBinaryEvent { _, event in event.text = event.text.replacing("=", with: "") }
        },
        Mutant(
            "sse.base64-of-each-third-event-bare", "Every third event of a connection lacks the padding of base64.",
            .rare, breaks: .sseBase64Valid, .sseBinaryBase64
        ) {
            $0.onEvents { passage in
                guard passage.isBase64, passage.piece.isMultiple(of: 3) else { return }
                passage.changeData { $0.text = $0.text.replacing("=", with: "") }
            }
        },
        Mutant(
            "sse.control-in-base64", "Control events of binary streams are put in base64, too.", .encoding,
            breaks: .sseControlNotEncoded
        ) {
            $0.onEvents { passage in
                if passage.isBase64 { passage.changeControl { $0.payload = Base64.encode($0.payload) } }
            }
        },
        Mutant(
            "sse.fork-without-inherited", "An event stream of a fork begins behind what the fork inherited.", .rule,
            breaks: .sseForkInheritedThenOwn
        ) {
            let forks = $0.noteForks()
            let points = Memory<String, String>()
            $0.onPassage { passage in
                var passage = passage
                let path = passage.request.streamPath
                if let query = passage.request.readQuery, query.isEvents, query.isBeginning, let point = points[path] {
                    passage.request.readQuery?.offset = point
                }
                passage.proceed()
                if forks.source(of: path) != nil, passage.request.method == .put {
                    points[path] = passage.server.tail(of: passage.request)
                }
            }
        },
        Mutant(
            "sse.fork-ends-with-the-inherited", "An event stream of a fork ends behind the first data it sends.",
            .state, breaks: .sseForkInheritedThenOwn
        ) {
            let forks = $0.noteForks()
            $0.onEvents { passage in
                if forks.source(of: passage.request.streamPath) != nil, !passage.data.isEmpty {
                    passage.endsHere = true
                }
            }
        },
        Mutant(
            "sse.fork-shows-its-source", "An event stream of a fork is one of its source.", .state,
            breaks: .sseForkNoSourceAppends, .sseForkInheritedThenOwn
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                var passage = passage
                if let query = passage.request.readQuery, query.isEvents,
                    let source = forks.source(of: passage.request.streamPath),
                    passage.server.metadata(at: source) != nil
                {
                    passage.request.path = source
                    passage.request.readQuery = query
                }
                passage.proceed()
            }
        },
    ]
}
