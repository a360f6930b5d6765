import HTTPMessage
import ReferenceServer
import Specification

/// A server on virtual time, spoken to in process.
struct TestServer {
    let clock: ManualClock
    let server: ReferenceServer

    init(
        rules: Rules = .standard, store: sending any StreamStore = MemoryStore(),
        webhookSender: (any WebhookSender)? = nil, _ configure: (inout ReferenceServer.Configuration) -> Void = { _ in }
    ) {
        var configuration = ReferenceServer.Configuration()
        configuration.seed = 7
        configure(&configuration)
        clock = ManualClock()
        server = ReferenceServer(
            configuration: configuration, rules: rules, clock: clock, store: store, webhookSender: webhookSender)
    }

    /// Sends a request whose answer may come later.
    @discardableResult
    func start(
        _ method: HTTPRequest.Method, _ path: String, _ fields: HTTPFields = [:], _ body: String = ""
    ) -> TestWriter {
        start(method, path, fields, bytes: Array(body.utf8))
    }

    /// Sends a request whose answer may come later.
    func start(
        _ method: HTTPRequest.Method, _ path: String, _ fields: HTTPFields, bytes: [UInt8]
    ) -> TestWriter {
        let writer = TestWriter()
        let request = HTTPRequest(
            method: method, scheme: "http", authority: "example.test", path: "/v1/stream/" + path, headerFields: fields)
        server.serve(request, body: bytes, to: writer)
        return writer
    }

    /// Sends a request that is answered at once.
    @discardableResult
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ fields: HTTPFields = [:], _ body: String = ""
    ) -> Answer {
        Answer(start(method, path, fields, body))
    }

    /// Creates a stream of a content type.
    @discardableResult
    func create(
        _ path: String, _ type: String = "text/plain", _ fields: HTTPFields = [:], _ body: String = ""
    ) -> Answer {
        var fields = fields
        fields[.contentType] = type
        return send(.put, path, fields, body)
    }

    /// Appends to a stream of a content type.
    @discardableResult
    func append(_ path: String, _ body: String, _ type: String = "text/plain", _ fields: HTTPFields = [:]) -> Answer {
        var fields = fields
        fields[.contentType] = type
        return send(.post, path, fields, body)
    }

    /// Reads a stream from an offset.
    func read(_ path: String, from offset: String? = nil, _ fields: HTTPFields = [:]) -> Answer {
        send(.get, offset.map { "\(path)?offset=\($0)" } ?? path, fields)
    }
}

/// A response that was given at once.
struct Answer {
    let status: Int
    let fields: HTTPFields
    let text: String

    init(_ writer: TestWriter) {
        status = writer.isFinished ? writer.head?.status.code ?? 0 : 0
        fields = writer.head?.headerFields ?? [:]
        text = String(decoding: writer.body, as: UTF8.self)
    }

    subscript(name: HTTPField.Name) -> String? { fields[name] }

    var next: String { fields[.streamNextOffset] ?? "" }
    var isClosed: Bool { fields[.streamClosed] == "true" }
    var isUpToDate: Bool { fields[.streamUpToDate] == "true" }
}
