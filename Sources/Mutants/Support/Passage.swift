import HTTPMessage
import ReferenceServer
import Synchronization

/// A request on its way to the server, for defects that take it somewhere else: nowhere, twice, later.
struct Passage: Sendable {
    /// The request.
    var request: HTTPRequest

    /// Its body.
    var body: [UInt8]

    /// Where its answer goes.
    let writer: any HTTPResponseWriter

    /// The server.
    let server: any HTTPService

    /// Lets the request go on as it is now.
    func proceed() { server.serve(request, body: body, to: writer) }

    /// Answers without asking the server.
    func answer(_ status: Int, _ fields: HTTPFields = [:], body: [UInt8] = []) {
        writer.respond(HTTPResponse(status: HTTPResponse.Status(code: status), headerFields: fields), body: body)
    }

    /// Hands over an answer that the server gave.
    func answer(_ answer: Answer) { writer.respond(answer.response, body: answer.body) }

    /// What the server answers to the request as it is now; `nil` when it does not do so at once.
    func ask() -> Answer? { server.immediateAnswer(to: request, body: body) }
}

extension Blueprint {
    /// Puts a step in front of the server through which every request has to go.
    mutating func onPassage(_ step: @escaping @Sendable (Passage) -> Void) {
        wrap { PassageService(server: $0, step: step) }
    }
}

extension HTTPService {
    /// What a server answers at once; `nil` when it waits, or answers piece by piece.
    func immediateAnswer(to request: HTTPRequest, body: [UInt8] = []) -> Answer? {
        let writer = CatchingWriter()
        serve(request, body: body, to: writer)
        return writer.answer
    }
}

private struct PassageService: HTTPService {
    let server: any HTTPService
    let step: @Sendable (Passage) -> Void

    func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
        step(Passage(request: request, body: body, writer: writer, server: server))
    }
}

/// A writer that keeps the answer for whoever asked.
private final class CatchingWriter: HTTPResponseWriter {
    private let caught = Mutex<Answer?>(nil)

    var answer: Answer? { caught.withLock { $0 } }

    func respond(_ response: HTTPResponse, body: [UInt8]) {
        caught.withLock { $0 = Answer(response: response, body: body, isStreamed: false) }
    }

    func begin(_ response: HTTPResponse) {}
    func send(_ bytes: [UInt8]) {}
    func finish() {}
    func onDisconnect(_ action: @escaping @Sendable () -> Void) {}
    var bufferedByteCount: Int { 0 }
    func onDrain(_ action: @escaping @Sendable () -> Void) { action() }
}
