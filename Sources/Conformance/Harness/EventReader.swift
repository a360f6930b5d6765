import BlackBox
import HTTPMessage
import Specification
import Synchronization

/// A connection that receives Server-Sent Events (§5.8), and everything that has come over it so far.
public final class EventReader: Sendable {
    /// The head of the answer.
    public let head: HTTPResponse

    /// How much one event stream may bring before a story has what it waits for.
    static let maximumByteCount = 4 << 20

    /// How many events one event stream may bring before a story has what it waits for.
    static let maximumEventCount = 10_000

    private struct State {
        var parser = SSEParser()
        var seen: EventTranscript
    }

    private let reply: LiveReply
    private let state: Mutex<State>

    init(head: HTTPResponse, reply: LiveReply) {
        self.head = head
        self.reply = reply
        let encoding = head.headerFields[.streamSSEDataEncoding]?.lowercased()
        state = Mutex(State(seen: EventTranscript(isBase64: encoding == "base64", exchange: reply.index)))
    }

    /// What has come so far.
    public var seen: EventTranscript { state.withLock { $0.seen } }

    /// Reads on until the condition holds for all that has come, the connection ends, or the time is up.
    @discardableResult
    public func read(
        within limit: Duration? = nil, until isEnough: @Sendable (EventTranscript) -> Bool
    ) async throws -> EventTranscript {
        let clock = reply.probe.context.clock
        let deadline = clock.elapsed + (limit ?? reply.probe.context.patience.promptness)
        while !isEnough(seen), !seen.hasEnded {
            let left = deadline - clock.elapsed
            guard left > .zero else { break }
            switch await reply.nextChunk(within: left) {
            case .bytes(let bytes):
                try state.withLock { state in
                    state.seen.byteCount += bytes.count
                    state.seen.events += try state.parser.consume(bytes)
                }
                try checkSize()
            case .end:
                state.withLock { $0.seen.hasEnded = true }
            case .timedOut:
                return seen
            case .failed(let failure):
                throw Interruption.noAnswer(failure, exchange: reply.index)
            }
        }
        return seen
    }

    private func checkSize() throws {
        let (bytes, events) = state.withLock { ($0.seen.byteCount, $0.seen.events.count) }
        guard bytes > Self.maximumByteCount || events > Self.maximumEventCount else { return }
        reply.cancel()
        let flood = "\(bytes) bytes and \(events) events came over one event stream, and what is waited for did not"
        throw Interruption.noAnswer(TransportFailure(.bodyTooLarge, flood), exchange: reply.index)
    }

    /// Reads until the reader is told that it has everything there is.
    @discardableResult
    public func readUntilCaughtUp() async throws -> EventTranscript {
        try await read { $0.isCaughtUp }
    }

    /// Reads until the server ends the connection.
    @discardableResult
    public func readUntilEnd(within limit: Duration? = nil) async throws -> EventTranscript {
        try await read(within: limit) { $0.hasEnded }
    }

    /// Leaves.
    public func leave() { reply.cancel() }
}

/// The events of one connection, in order.
public struct EventTranscript: Sendable {
    /// The events.
    public var events: [SSEEvent] = []
    /// Whether the server ended the connection as HTTP says it ends.
    public var hasEnded = false
    /// How many bytes the body has had.
    public var byteCount = 0
    /// Whether the answer says that data is in base64.
    public let isBase64: Bool
    /// The position of the exchange among those of the check.
    public let exchange: Int

    init(isBase64: Bool, exchange: Int) {
        self.isBase64 = isBase64
        self.exchange = exchange
    }

    /// The events that carry data.
    public var dataEvents: [SSEEvent] { events.filter { $0.name == SSEEvent.dataName } }

    /// The events that carry control, as the server wrote them.
    public var controlEvents: [SSEEvent] { events.filter { $0.name == SSEEvent.controlName } }

    /// The control events that can be read.
    public var controls: [SSEControl] { controlEvents.compactMap { try? SSEControl(decoding: $0.data) } }

    /// The last control event, when it can be read.
    public var lastControl: SSEControl? { controlEvents.last.flatMap { try? SSEControl(decoding: $0.data) } }

    /// Whether the last event tells the reader that it has everything there is.
    public var isCaughtUp: Bool {
        guard events.last?.name == SSEEvent.controlName, let control = lastControl else { return false }
        return control.upToDate || control.streamClosed
    }

    /// The bytes of the stream that the data events carry; `nil` when base64 cannot be read.
    public var bytes: [UInt8]? {
        var bytes: [UInt8] = []
        for event in dataEvents {
            guard isBase64 else {
                bytes += event.data
                continue
            }
            guard let decoded = Base64.decodeEventData(event.data) else { return nil }
            bytes += decoded
        }
        return bytes
    }

    /// The messages that the data events carry, an array or a single one each; `nil` when one is not JSON.
    public var messages: [JSONValue]? {
        var messages: [JSONValue] = []
        for event in dataEvents {
            guard let value = try? JSONValue.parse(event.data) else { return nil }
            messages += value.elements ?? [value]
        }
        return messages
    }

    /// The events as a message shows them.
    public var shown: String {
        if events.isEmpty { return byteCount == 0 ? "nothing" : "\(byteCount) bytes and no event" }
        let listed = events.prefix(6).map { "\($0.name): \(Shown.bytes($0.data))" }.joined(separator: "; ")
        return events.count > 6 ? "\(listed); … \(events.count) events" : listed
    }
}

extension ProbedStream {
    /// Opens an SSE read and stands on it: inconclusive unless an event stream begins.
    public func events(from position: ReadPosition = .beginning) async throws -> EventReader {
        let reply = await sse(from: position)
        let head = try await probe.step("an SSE read") { try await reply.head() }
        let type = head.headerFields[.contentType].flatMap { ContentType($0) }
        guard head.status == .ok, type?.essence == "text/event-stream" else {
            throw Interruption.preconditionUnmet("an SSE read was answered \(head.status)")
        }
        return EventReader(head: head, reply: reply)
    }
}

extension Probe {
    /// Expects something of the events that came.
    @discardableResult
    public func expect(
        _ condition: Bool, _ expected: @autoclosure () -> String, in transcript: EventTranscript,
        observed: String? = nil, breaks requirement: Requirement? = nil
    ) -> Bool {
        recorder.judge(requirement ?? check.requirement, by: transcript.exchange)
        if !condition {
            find(
                expected: expected(), observed: observed ?? transcript.shown, exchange: transcript.exchange,
                breaks: requirement)
        }
        return condition
    }

    /// Expects the data events to carry exactly these bytes.
    public func expectData(
        _ expected: Payload, in transcript: EventTranscript, breaks requirement: Requirement? = nil
    ) {
        expect(
            transcript.bytes == expected.bytes, "data events that carry \(expected.shown)", in: transcript,
            breaks: requirement)
    }
}
