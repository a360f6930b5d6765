import HTTPMessage
import ReferenceServer
import Specification
import Synchronization

/// One way in which a server differs from the reference, seen from outside.
protocol Alteration: Sendable {
    /// Changes a request before the server behind gets it.
    func alter(_ request: inout HTTPRequest, body: inout [UInt8])

    /// An answer instead of the server's; `nil` leaves it to the server.
    func answer(_ request: HTTPRequest, body: [UInt8]) -> (head: HTTPResponse, body: [UInt8])?

    /// Changes the head of an answer.
    func alter(_ head: inout HTTPResponse, of request: HTTPRequest)

    /// Changes the body of an answer that is given as a whole.
    func alter(_ body: inout [UInt8], of head: HTTPResponse, for request: HTTPRequest)

    /// What changes the pieces of an event stream; `nil` when nothing does.
    func events(of head: HTTPResponse, for request: HTTPRequest) -> (any EventAlteration)?

    /// How long the server takes before it looks at a request.
    var delay: Duration { get }

    /// How long it keeps an answer that is given as a whole.
    var answerDelay: Duration { get }
}

extension Alteration {
    func alter(_ request: inout HTTPRequest, body: inout [UInt8]) {}
    func answer(_ request: HTTPRequest, body: [UInt8]) -> (head: HTTPResponse, body: [UInt8])? { nil }
    func alter(_ head: inout HTTPResponse, of request: HTTPRequest) {}
    func alter(_ body: inout [UInt8], of head: HTTPResponse, for request: HTTPRequest) {}
    func events(of head: HTTPResponse, for request: HTTPRequest) -> (any EventAlteration)? { nil }
    var delay: Duration { .zero }
    var answerDelay: Duration { .zero }
}

/// Writes the events of one connection in another way.
protocol EventAlteration {
    /// What comes before the first event.
    mutating func opening() -> [UInt8]

    /// The bytes of one event.
    mutating func bytes(of event: SSEEvent) -> [UInt8]

    /// What is left to write before the server waits for more.
    mutating func pause() -> [UInt8]
}

extension EventAlteration {
    mutating func opening() -> [UInt8] { [] }
    mutating func pause() -> [UInt8] { [] }
}

/// A service behind an alteration.
final class AlteredService: HTTPService {
    private let service: any HTTPService
    private let alteration: any Alteration
    private let time: any ServerClock

    init(_ service: any HTTPService, _ alteration: any Alteration, time: any ServerClock) {
        self.service = service
        self.alteration = alteration
        self.time = time
    }

    func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
        guard alteration.delay > .zero else { return pass(request, body: body, to: writer) }
        _ = time.schedule(after: alteration.delay) { self.pass(request, body: body, to: writer) }
    }

    private func pass(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
        var (request, body) = (request, body)
        alteration.alter(&request, body: &body)
        if let answer = alteration.answer(request, body: body) {
            return writer.respond(answer.head, body: request.method == .head ? [] : answer.body)
        }
        service.serve(request, body: body, to: AlteringWriter(writer, alteration, request, time))
    }
}

/// Changes an answer on its way out.
private final class AlteringWriter: HTTPResponseWriter {
    private struct Stream {
        var parser = SSEParser()
        var events: any EventAlteration
    }

    private let writer: any HTTPResponseWriter
    private let alteration: any Alteration
    private let request: HTTPRequest
    private let time: any ServerClock
    private let stream = Mutex<Stream?>(nil)

    init(
        _ writer: any HTTPResponseWriter, _ alteration: any Alteration, _ request: HTTPRequest, _ time: any ServerClock
    ) {
        self.time = time
        self.writer = writer
        self.alteration = alteration
        self.request = request
    }

    func respond(_ response: HTTPResponse, body: [UInt8]) {
        var (head, body) = (response, body)
        alteration.alter(&body, of: head, for: request)
        alteration.alter(&head, of: request)
        guard alteration.answerDelay > .zero else { return writer.respond(head, body: body) }
        _ = time.schedule(after: alteration.answerDelay) { [writer, head, body] in writer.respond(head, body: body) }
    }

    func begin(_ response: HTTPResponse) {
        var head = response
        let opening = stream.withLock { stream -> [UInt8] in
            guard var events = alteration.events(of: head, for: request) else { return [] }
            defer { stream = Stream(events: events) }
            return events.opening()
        }
        alteration.alter(&head, of: request)
        writer.begin(head)
        if !opening.isEmpty { writer.send(opening) }
    }

    func send(_ bytes: [UInt8]) {
        let altered = stream.withLock { stream -> [UInt8] in
            // What the reference writes is always well-formed.
            guard let events = try? stream?.parser.consume(bytes) else { return bytes }
            var output = events.reduce(into: [UInt8]()) { output, event in
                output += stream?.events.bytes(of: event) ?? []
            }
            output += stream?.events.pause() ?? []
            return output
        }
        if !altered.isEmpty { writer.send(altered) }
    }

    func finish() { writer.finish() }
    func onDisconnect(_ action: @escaping @Sendable () -> Void) { writer.onDisconnect(action) }
    var bufferedByteCount: Int { writer.bufferedByteCount }
    func onDrain(_ action: @escaping @Sendable () -> Void) { writer.onDrain(action) }
}
