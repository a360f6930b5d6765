import HTTPMessage

/// A service in front of another that changes what passes through it.
struct ChangedService: HTTPService {
    let service: any HTTPService
    var request: (@Sendable (inout HTTPRequest, inout [UInt8]) -> Void)?
    var answer: (@Sendable (HTTPRequest, inout Answer) -> Void)?
    var piece: (@Sendable (HTTPRequest, inout [UInt8]) -> Void)?

    func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
        var (request, body) = (request, body)
        self.request?(&request, &body)
        let isChanged = answer != nil || piece != nil
        service.serve(request, body: body, to: isChanged ? ChangedWriter(writer, request, answer, piece) : writer)
    }
}

/// A writer in front of another that changes what passes through it.
private final class ChangedWriter: HTTPResponseWriter {
    private let writer: any HTTPResponseWriter
    private let request: HTTPRequest
    private let answer: (@Sendable (HTTPRequest, inout Answer) -> Void)?
    private let piece: (@Sendable (HTTPRequest, inout [UInt8]) -> Void)?

    init(
        _ writer: any HTTPResponseWriter, _ request: HTTPRequest,
        _ answer: (@Sendable (HTTPRequest, inout Answer) -> Void)?,
        _ piece: (@Sendable (HTTPRequest, inout [UInt8]) -> Void)?
    ) {
        self.writer = writer
        self.request = request
        self.answer = answer
        self.piece = piece
    }

    func respond(_ response: HTTPResponse, body: [UInt8]) {
        var changed = Answer(response: response, body: body, isStreamed: false)
        answer?(request, &changed)
        writer.respond(changed.response, body: changed.body)
    }

    func begin(_ response: HTTPResponse) {
        var changed = Answer(response: response, body: [], isStreamed: true)
        answer?(request, &changed)
        writer.begin(changed.response)
    }

    func send(_ bytes: [UInt8]) {
        var bytes = bytes
        piece?(request, &bytes)
        if !bytes.isEmpty { writer.send(bytes) }
    }

    func finish() { writer.finish() }

    func onDisconnect(_ action: @escaping @Sendable () -> Void) { writer.onDisconnect(action) }

    var bufferedByteCount: Int { writer.bufferedByteCount }

    func onDrain(_ action: @escaping @Sendable () -> Void) { writer.onDrain(action) }
}
