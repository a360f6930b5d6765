import HTTPMessage
import Specification
import Synchronization

/// A server of the protocol, small enough to be read beside it.
///
/// It decides nothing by itself: what the protocol says is in its ``Rules``, time is its clock, contents are in its
/// store. All state is behind one lock; answers leave after the lock is released.
public final class ReferenceServer: HTTPService {
    /// What was set about the server.
    public let configuration: Configuration

    let rules: Rules
    let clock: any ServerClock
    let engine: Mutex<Engine>
    let webhookSender: (any WebhookSender)?

    /// A server without streams.
    ///
    /// - Parameter webhookSender: What carries requests to webhooks; without one, webhook subscriptions are refused.
    public init(
        configuration: Configuration = Configuration(), rules: Rules = .standard,
        clock: any ServerClock = SystemClock(), store: sending any StreamStore = MemoryStore(),
        webhookSender: (any WebhookSender)? = nil
    ) {
        self.configuration = configuration
        self.rules = rules
        self.clock = clock
        self.webhookSender = webhookSender
        engine = Mutex(Engine(configuration: configuration, rules: rules, store: store, clock: clock))
        connectSubscriptions()
    }

    /// Answers a request, at once or when there is something to answer with.
    public func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
        if let reply = refusalOfStranger(request) { return refuse(reply, request, writer) }
        do throws(Refusal) {
            try dispatch(request, body: body, to: writer)
        } catch {
            refuse(error.reply, request, writer)
        }
    }

    private func refuse(_ reply: Reply, _ request: HTTPRequest, _ writer: any HTTPResponseWriter) {
        writer.respond(reply.response, body: request.method == .head ? [] : reply.body)
    }

    private func dispatch(
        _ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter
    ) throws(Refusal) {
        let target = RequestTarget(request.path)
        let name = target.name
        if let control = ControlPath.suffix(of: name, root: configuration.rootPath) {
            return try self.control(control, request, body: body, to: writer)
        }
        switch request.method {
        case .get:
            let read = try ReadRequest(target.query, request.headerFields, rules)
            self.read(name, read, to: writer)
        case .post:
            try checkSize(of: body)
            let attempt = try AppendAttempt(StreamHeaders(request.headerFields), isEmpty: body.isEmpty, rules)
            answer(writer, at: name) { $0.append(name, attempt, body: body, $1) }
        case .head:
            answer(writer, at: name, withoutBody: true) { $0.head(name, $1) }
        case .put:
            try StreamPath.validate(name, configuration)
            try checkSize(of: body)
            let create = try CreateRequest(StreamHeaders(request.headerFields), rules)
            let url = Self.url(of: request, name)
            answer(writer, at: name) { $0.create(name, create, body: body, url: url, $1) }
        case .delete:
            answer(writer, at: name) { $0.delete(name, $1) }
        default:
            var reply = Reply(refusing: .methodNotAllowed, "Streams know GET, HEAD, POST, PUT and DELETE.")
            reply.add(.allow, "GET, HEAD, POST, PUT, DELETE")
            writer.respond(reply.response, body: reply.body)
        }
    }

    private func checkSize(of body: [UInt8]) throws(Refusal) {
        guard body.count <= configuration.maximumBodySize else {
            throw Refusal(.contentTooLarge, "A body has at most \(configuration.maximumBodySize) bytes.")
        }
    }

    /// The URL of a stream as the client wrote it, as far as the request tells.
    static func url(of request: HTTPRequest, _ path: String) -> String {
        guard let authority = request.authority, !authority.isEmpty else { return path }
        return "\(request.scheme ?? "http")://\(authority)\(path)"
    }

    /// Runs an operation under the lock and answers with what it gives.
    private func answer(
        _ writer: any HTTPResponseWriter, at name: String, withoutBody: Bool = false,
        _ operation: @Sendable (inout Engine, RFC3339Instant) -> Reply
    ) {
        let now = clock.now
        var (reply, outbox) = engine.withLock { engine in
            let reply = operation(&engine, now)
            return (reply, engine.takeOutbox())
        }
        explain(&reply, name)
        writer.respond(reply.response, body: withoutBody ? [] : reply.body)
        if let outbox { deliver(outbox) }
    }

    /// Tells a path that can be no stream from one that merely is none.
    func explain(_ reply: inout Reply, _ name: String) {
        guard reply.response.status == .notFound else { return }
        do throws(Refusal) { try StreamPath.validate(name, configuration) } catch { reply = error.reply }
    }
}
