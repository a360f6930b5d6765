import HTTPMessage
import ReferenceServer
import Synchronization

/// A service in front of another that answers by itself, or asks the other as often as it likes.
private struct InterposedService: HTTPService {
    let service: any HTTPService
    let act: @Sendable (HTTPRequest, [UInt8], any HTTPService, any HTTPResponseWriter) -> Void

    func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
        act(request, body, service, writer)
    }
}

/// Keeps the answer that a service gives at once.
private final class CollectingWriter: HTTPResponseWriter {
    private let collected = Mutex<Answer?>(nil)

    var answer: Answer? { collected.withLock { $0 } }

    func respond(_ response: HTTPResponse, body: [UInt8]) {
        collected.withLock { $0 = Answer(response: response, body: body, isStreamed: false) }
    }

    func begin(_ response: HTTPResponse) {}
    func send(_ bytes: [UInt8]) {}
    func finish() {}
    func onDisconnect(_ action: @escaping @Sendable () -> Void) {}
    var bufferedByteCount: Int { 0 }
    func onDrain(_ action: @escaping @Sendable () -> Void) { action() }
}

/// Changes a whole answer before it is handed on; one that is sent piece by piece passes as it is.
private final class AfterwardsWriter: HTTPResponseWriter {
    private let writer: any HTTPResponseWriter
    private let change: @Sendable (inout Answer) -> Void

    init(_ writer: any HTTPResponseWriter, _ change: @escaping @Sendable (inout Answer) -> Void) {
        self.writer = writer
        self.change = change
    }

    func respond(_ response: HTTPResponse, body: [UInt8]) {
        var answer = Answer(response: response, body: body, isStreamed: false)
        change(&answer)
        writer.respond(answer.response, body: answer.body)
    }

    func begin(_ response: HTTPResponse) { writer.begin(response) }
    func send(_ bytes: [UInt8]) { writer.send(bytes) }
    func finish() { writer.finish() }
    func onDisconnect(_ action: @escaping @Sendable () -> Void) { writer.onDisconnect(action) }
    var bufferedByteCount: Int { writer.bufferedByteCount }
    func onDrain(_ action: @escaping @Sendable () -> Void) { writer.onDrain(action) }
}

/// The request that is being served, for decisions that see nothing of it.
enum Asked {
    @TaskLocal static var request: HTTPRequest?

    /// The path of its stream; empty outside of a request.
    static var stream: String { request?.stream ?? "" }
}

extension Blueprint {
    /// Puts something in front of the server that answers by itself, or asks the server as often as it likes.
    mutating func interpose(
        _ act: @escaping @Sendable (HTTPRequest, [UInt8], any HTTPService, any HTTPResponseWriter) -> Void
    ) {
        wrap { InterposedService(service: $0, act: act) }
    }

    /// Does something after the server has answered and before the client sees it, with the server at hand.
    mutating func afterwards(
        _ change: @escaping @Sendable (HTTPRequest, [UInt8], inout Answer, any HTTPService) -> Void
    ) {
        interpose { request, body, server, writer in
            let changing = AfterwardsWriter(writer) { change(request, body, &$0, server) }
            server.serve(request, body: body, to: changing)
        }
    }

    /// Lets decisions know which request they are asked for: ``Asked``.
    mutating func knowRequests() {
        interpose { request, body, server, writer in
            Asked.$request.withValue(request) { server.serve(request, body: body, to: writer) }
        }
    }

    /// Puts a log in front of every log of the store.
    mutating func wrapLogs(_ make: @escaping @Sendable (any StreamLog) -> any StreamLog) {
        wrapStore { LogWrappingStore($0, make) }
    }
}

/// A store that puts a log in front of each of its own.
private final class LogWrappingStore: PassingStore {
    private let make: @Sendable (any StreamLog) -> any StreamLog

    init(_ store: any StreamStore, _ make: @escaping @Sendable (any StreamLog) -> any StreamLog) {
        self.make = make
        super.init(store)
    }

    override func wrap(_ log: any StreamLog) -> any StreamLog { make(log) }
}

extension HTTPService {
    /// Asks for something that is answered at once.
    func ask(_ request: HTTPRequest, body: [UInt8] = []) -> Answer {
        let writer = CollectingWriter()
        serve(request, body: body, to: writer)
        return writer.answer ?? Answer(response: HTTPResponse(status: .noContent), body: [], isStreamed: true)
    }

    /// Asks for another operation on the stream of a request, or on the one given.
    @discardableResult
    func ask(
        _ method: HTTPRequest.Method, like request: HTTPRequest, stream: String? = nil, query: String = "",
        fields: HTTPFields = [:], body: [UInt8] = []
    ) -> Answer {
        ask(
            HTTPRequest(
                method: method, scheme: request.scheme, authority: request.authority,
                path: (stream ?? request.stream) + query, headerFields: fields), body: body)
    }

    /// Whether the stream of a request is closed.
    func isClosed(like request: HTTPRequest) -> Bool { ask(.head, like: request)[.streamClosed] != nil }

    /// What the stream of a request holds, as reading it piece by piece shows it.
    func contents(like request: HTTPRequest) -> [UInt8] {
        var bytes: [UInt8] = []
        var query = ""
        while true {
            let answer = ask(.get, like: request, query: query)
            bytes += answer.body
            guard answer.status == 200, answer[.streamUpToDate] == nil, let next = answer[.streamNextOffset] else {
                return bytes
            }
            query = "?offset=\(next)"
        }
    }

    /// Puts a new stream in the place of one, with its type, its lifetime and its bytes, open or closed.
    func remake(like request: HTTPRequest, adding bytes: [UInt8] = [], closed: Bool) {
        let head = ask(.head, like: request)
        let contents = contents(like: request)
        var fields = HTTPFields()
        for name in [HTTPField.Name.contentType, .streamTTL, .streamExpiresAt] { fields[name] = head[name] }
        if closed { fields[.streamClosed] = "true" }
        ask(.delete, like: request)
        ask(.put, like: request, fields: fields, body: contents + bytes)
    }
}
