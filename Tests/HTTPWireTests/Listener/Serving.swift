import Glibc
import HTTPMessage
import Synchronization
import Testing

@testable import HTTPWire

/// A service made of a closure.
struct ClosureService: HTTPService {
    let answer: @Sendable (HTTPRequest, [UInt8], any HTTPResponseWriter) -> Void

    init(_ answer: @escaping @Sendable (HTTPRequest, [UInt8], any HTTPResponseWriter) -> Void) {
        self.answer = answer
    }

    func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
        answer(request, body, writer)
    }
}

/// Says back what was asked: method, path and body.
let echo = ClosureService { request, body, writer in
    writer.respond(HTTPResponse(status: .ok), body: Array("\(request.method) \(request.path) ".utf8) + body)
}

/// Keeps the writers of requests for the test to answer.
final class HoldingService: HTTPService {
    private struct State: Sendable {
        var writers: [any HTTPResponseWriter] = []
        var wanted: [(count: Int, latch: Latch)] = []
    }

    private let state = Mutex(State())
    let wasLeft: Latch?

    init(wasLeft: Latch? = nil) {
        self.wasLeft = wasLeft
    }

    func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
        if let wasLeft { writer.onDisconnect { wasLeft.open() } }
        let reached = state.withLock { state in
            state.writers.append(writer)
            let reached = state.wanted.filter { $0.count <= state.writers.count }
            state.wanted.removeAll { $0.count <= state.writers.count }
            return reached
        }
        for wanted in reached { wanted.latch.open() }
    }

    /// Waits until so many requests are held and hands their writers over.
    func take(_ count: Int) async -> [any HTTPResponseWriter] {
        let latch = Latch()
        let isReached = state.withLock { state in
            if state.writers.count < count { state.wanted.append((count, latch)) }
            return state.writers.count >= count
        }
        if !isReached { await latch.wait() }
        return state.withLock { state in
            let writers = state.writers
            state.writers = []
            return writers
        }
    }
}

/// Longer than anything here takes; reaching it is a failure.
let patience = Duration.seconds(20)

/// Runs a server on a free port for the time of `body`.
func withServer<Value: Sendable>(
    _ service: any HTTPService, _ configuration: HTTPServer.Configuration = .standard,
    grace: Duration = .zero, _ body: (HTTPServer) async throws -> Value
) async throws -> Value {
    let server = try HTTPServer.start(configuration: configuration, service: service)
    do {
        let value = try await body(server)
        await server.shutdown(grace: grace)
        return value
    } catch {
        await server.shutdown(grace: .zero)
        throw error
    }
}

extension HTTPServer {
    func connect() async throws -> RawConnection {
        try await RawConnection.connect(to: "127.0.0.1", port: port, within: patience)
    }

    /// Sends text over a new connection and returns all that comes back until the server closes.
    func exchange(_ text: String) async throws -> String {
        let connection = try await connect()
        try await connection.send(text, within: patience)
        connection.finishSending()
        return String(decoding: try await connection.receiveToEnd(within: patience), as: UTF8.self)
    }
}

extension RawConnection {
    func response(to text: String, _ method: HTTPRequest.Method = .get) async throws -> HTTPIncomingResponse {
        try await send(text, within: patience)
        return try await receiveResponse(answering: method, within: patience)
    }
}

let plainGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
