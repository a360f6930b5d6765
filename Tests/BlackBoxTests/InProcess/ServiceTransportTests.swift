import BlackBox
import HTTPMessage
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ServiceTransportTests {
    private func transport(
        _ serve: @escaping @Sendable (HTTPRequest, [UInt8], any HTTPResponseWriter) -> Void
    ) throws -> ServiceTransport {
        ServiceTransport(service: ClosureService(serve), target: Target(base: try BaseURL("http://test:1/base")))
    }

    @Test func theServiceSeesWhatTheWireWouldBring() async throws {
        let transport = try transport { request, body, writer in
            let fields = request.headerFields.map { "\($0.name): \($0.value)" }.joined(separator: "|")
            writer.respond(
                HTTPResponse(status: .ok),
                body: Array("\(request.method) \(request.path) \(request.authority ?? "") \(fields) ".utf8) + body)
        }
        let request = OutgoingRequest(
            method: .post, path: "/base/a/../b?c", headerFields: [.name("X"): "", .name("x"): "2"],
            body: Array("body".utf8))
        let answer = try await transport.send(request).requireAnswer()
        #expect(
            answer.text == "POST /base/a/../b?c test:1 Host: test:1|User-Agent: \(ProductVersion.userAgent)|X: |x: 2|"
                + "Content-Length: 4 body")
        var chunked = request
        chunked.isChunked = true
        #expect(try await transport.send(chunked).requireAnswer().text.contains("Transfer-Encoding: chunked"))
        #expect(try await !transport.send(.get()).requireAnswer().text.contains("Content-Length"))
    }

    @Test func framingIsAsOnTheWire() async throws {
        let transport = try transport { request, _, writer in
            let status = HTTPResponse.Status(code: Int(request.path.dropFirst()) ?? 200)
            writer.respond(HTTPResponse(status: status), body: status == .ok ? Array("abc".utf8) : [])
        }
        func length(_ method: HTTPRequest.Method, _ path: String) async throws -> (String?, Int) {
            let answer = try await transport.send(OutgoingRequest(method: method, path: path)).requireAnswer()
            return (answer.head.headerFields[.contentLength], answer.body.count)
        }
        #expect(try await length(.get, "/200") == ("3", 3))
        #expect(try await length(.head, "/200") == ("3", 0))
        #expect(try await length(.get, "/404") == ("0", 0))
        #expect(try await length(.get, "/204") == (nil, 0))
        #expect(try await length(.get, "/304") == (nil, 0))
    }

    @Test func theWriterFramesAsAServerDoes() async throws {
        let transport = try transport { request, _, writer in
            let status = HTTPResponse.Status(code: Int(request.path.dropFirst()) ?? 200)
            let fields: HTTPFields = [.contentLength: "77", .transferEncoding: "gzip", .connection: "x"]
            writer.begin(HTTPResponse(status: status, headerFields: fields))
            writer.send([1])
            writer.finish()
        }
        func answer(_ method: HTTPRequest.Method, _ path: String) async throws -> Exchange.Answer {
            try await transport.send(OutgoingRequest(method: method, path: path)).requireAnswer()
        }
        let get = try await answer(.get, "/200")
        #expect(get.head.headerFields == [.transferEncoding: "chunked"])
        #expect(get.body == [1])
        let head = try await answer(.head, "/200")
        #expect(head.head.headerFields == [.contentLength: "77"])
        #expect(head.body.isEmpty)
        for path in ["/204", "/304"] {
            let answer = try await answer(.get, path)
            #expect(answer.head.headerFields.isEmpty)
            #expect(answer.body.isEmpty)
        }
    }

    @Test func anAnswerThatIsNeverGiven() async throws {
        let silent = try transport { _, _, _ in }
        #expect(try await silent.send(.get()).requireAnswer().head.status == .internalServerError)
        let half = try transport { _, _, writer in
            writer.begin(HTTPResponse(status: .ok))
            writer.send([1])
        }
        let failure = await half.send(.get()).failure
        #expect(failure?.kind == .closedEarly)
        #expect(failure?.partial?.body == [1])
        let broken = try transport { _, _, writer in
            writer.respond(HTTPResponse(status: .ok, headerFields: [.name("X"): "a\nb"]), body: [])
        }
        #expect(try await broken.send(.get()).requireAnswer().head.status == .internalServerError)
    }

    @Test func piecesComeAsTheyAreWritten() async throws {
        let kept = Kept()
        let transport = try transport { _, _, writer in
            writer.begin(HTTPResponse(status: .ok))
            kept.writer = writer
        }
        let live = await transport.open(.get())
        #expect(try await live.head().get().headerFields[.transferEncoding] == "chunked")
        #expect(await live.nextChunk(within: .milliseconds(10)) == .timedOut)
        let writer = try #require(kept.writer)
        async let chunk = live.nextChunk(within: .seconds(20))
        writer.send(Array("one".utf8))
        #expect(await chunk == .bytes(Array("one".utf8)))
        writer.send(Array("two".utf8))
        #expect(writer.bufferedByteCount == 3)
        let drained = Flag()
        writer.onDrain { drained.set() }
        #expect(!drained.isSet)
        #expect(await live.nextChunk(within: .seconds(20)) == .bytes(Array("two".utf8)))
        #expect(drained.isSet)
        #expect(writer.bufferedByteCount == 0)
        writer.finish()
        #expect(await live.nextChunk(within: .seconds(20)) == .end)
        #expect(try live.record().requireAnswer().text == "onetwo")
        let left = Flag()
        writer.onDisconnect { left.set() }
        live.cancel()
        #expect(!left.isSet)
    }

    @Test func leavingIsADisconnect() async throws {
        let kept = Kept()
        let left = Flag()
        let transport = try transport { _, _, writer in
            writer.begin(HTTPResponse(status: .ok))
            writer.onDisconnect { left.set() }
            kept.writer = writer
        }
        let live = await transport.open(.get())
        _ = try await live.head().get()
        live.cancel()
        #expect(left.isSet)
        let late = Flag()
        kept.writer?.onDisconnect { late.set() }
        #expect(late.isSet)
        kept.writer?.send([1])
        kept.writer?.finish()
        #expect(try live.record().requireAnswer().body.isEmpty)
    }

    @Test func cancellingTheTaskIsADisconnect() async throws {
        let (left, tellLeft) = AsyncStream.makeStream(of: Void.self)
        let (asked, tellAsked) = AsyncStream.makeStream(of: Void.self)
        let kept = Kept()
        let transport = try transport { _, _, writer in
            kept.writer = writer
            writer.onDisconnect { tellLeft.finish() }
            tellAsked.finish()
        }
        let task = Task { await transport.send(.get()) }
        for await _ in asked {}
        task.cancel()
        for await _ in left {}
        #expect(await task.value.failure?.kind == .cancelled)
    }

    @Test func limitsAreKeptInVirtualTime() async throws {
        let clock = JumpingClock()
        let target = Target(base: try BaseURL("http://test:1"))
        func failure(_ serve: @escaping @Sendable (any HTTPResponseWriter) -> Void) async -> TransportFailure? {
            let kept = Kept()
            let service = ClosureService { _, _, writer in
                kept.writer = writer
                serve(writer)
            }
            defer { kept.writer = nil }
            let timekeeper = clock.timekeeper
            let transport = ServiceTransport(service: service, target: target, timekeeper: timekeeper)
            return await transport.send(.get()).failure
        }
        let left = Flag()
        #expect(await failure { $0.onDisconnect { left.set() } }?.kind == .firstByteTimeout)
        #expect(left.isSet)
        let idle = await failure { writer in
            writer.begin(HTTPResponse(status: .ok))
            writer.send(Array("abc".utf8))
        }
        #expect(idle?.kind == .idleTimeout)
        #expect(idle?.partial?.text == "abc")
    }

    @Test func bodiesAreBounded() async throws {
        let transport = try transport { request, _, writer in
            if request.path == "/whole" {
                writer.respond(HTTPResponse(status: .ok), body: [UInt8](repeating: 0, count: 11))
            } else {
                writer.begin(HTTPResponse(status: .ok))
                for _ in 0..<11 { writer.send([0]) }
                writer.finish()
            }
        }
        let limits = Timeouts(maximumBodyBytes: 10)
        #expect(await transport.send(.get("/whole", timeouts: limits)).failure?.kind == .bodyTooLarge)
        #expect(await transport.send(.get("/pieces", timeouts: limits)).failure?.kind == .bodyTooLarge)
    }

    @Test func onlyTheFirstAnswerCounts() async throws {
        let transport = try transport { _, _, writer in
            writer.respond(HTTPResponse(status: .ok), body: [1])
            writer.respond(HTTPResponse(status: .notFound), body: [2])
            writer.send([3])
        }
        let answer = try await transport.send(.get()).requireAnswer()
        #expect(answer.head.status == .ok)
        #expect(answer.body == [1])
    }

    @Test func unsendableIsRefusedAsOnTheWire() async throws {
        let asked = Flag()
        let transport = try transport { _, _, writer in
            asked.set()
            writer.respond(HTTPResponse(status: .ok), body: [])
        }
        #expect(await transport.send(.get("/", [.name("X"): "a\nb"])).failure?.kind == .unsendable)
        #expect(!asked.isSet)
    }
}

private struct ClosureService: HTTPService {
    let action: @Sendable (HTTPRequest, [UInt8], any HTTPResponseWriter) -> Void

    init(_ action: @escaping @Sendable (HTTPRequest, [UInt8], any HTTPResponseWriter) -> Void) {
        self.action = action
    }

    func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
        action(request, body, writer)
    }
}

private final class Kept: Sendable {
    private let kept = Mutex<(any HTTPResponseWriter)?>(nil)

    var writer: (any HTTPResponseWriter)? {
        get { kept.withLock { $0 } }
        set { kept.withLock { $0 = newValue } }
    }
}

private final class Flag: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .acquiring) }
    func set() { flag.store(true, ordering: .releasing) }
}

/// Time that passes as soon as something is scheduled for it.
private final class JumpingClock: Sendable {
    private let time = Mutex(Duration.zero)

    var timekeeper: Timekeeper {
        Timekeeper(
            now: { self.time.withLock { $0 } },
            schedule: { delay, action in
                let task = Task {
                    guard !Task.isCancelled else { return }
                    self.time.withLock { $0 += delay }
                    action()
                }
                return { task.cancel() }
            })
    }
}
