import BlackBox
import HTTPMessage
import Specification
import Synchronization

/// A reader of Server-Sent Events (§5.8), and everything that has come to it so far.
///
/// Servers end connections when they have lasted for a while, and the reader then goes on where the last control event
/// told it to, as a client does. An end that comes sooner, or behind the closing control event, is the end.
public final class EventReader: Sendable {
    /// The head of the answer.
    public let head: HTTPResponse

    /// How much one event stream may bring before a story has what it waits for.
    static let maximumByteCount = 4 << 20

    /// How many events one event stream may bring before a story has what it waits for.
    static let maximumEventCount = 10_000

    /// How many events more there may be for every byte that was written: data and control, each perhaps twice.
    static let eventsForEachWritten = 4

    /// How many bytes those events may take.
    static let bytesForEachWritten = 512

    private struct State {
        var parser = SSEParser()
        var seen: EventTranscript
    }

    /// How long a connection lasts at least that a server ends for its age.
    private static let shortestLife = Duration.milliseconds(500)

    private let stream: ProbedStream
    private let connection: Mutex<(reply: LiveReply, begun: Duration)>
    private let state: Mutex<State>

    init(of stream: ProbedStream, head: HTTPResponse, reply: LiveReply) {
        self.stream = stream
        self.head = head
        connection = Mutex((reply, reply.probe.context.clock.elapsed))
        let encoding = head.headerFields[.streamSSEDataEncoding]?.lowercased()
        state = Mutex(State(seen: EventTranscript(isBase64: encoding == "base64", exchange: reply.index)))
    }

    /// What has come so far.
    public var seen: EventTranscript { state.withLock { $0.seen } }

    /// How many times as long as without data a reader stays while data keeps coming.
    private static let patienceWithData = 4

    /// Reads on until the condition holds for all that has come, the connection ends, or the time is up, which begins
    /// anew with every data event: a server may cut its data small.
    ///
    /// - Throws: an interruption that leaves the check undecided when data kept coming for too long.
    @discardableResult
    public func read(
        within limit: Duration? = nil, until isEnough: @Sendable (EventTranscript) -> Bool
    ) async throws -> EventTranscript {
        let context = stream.probe.context
        let clock = context.clock
        let limit = limit ?? context.patience.promptness
        defer { connection.withLock { $0.reply }.note() }
        let begun = clock.elapsed
        var lastData = begun
        while !isEnough(seen), !seen.hasEnded {
            let left = lastData + limit - clock.elapsed
            guard left > .zero else { break }
            guard clock.elapsed - begun < limit * Self.patienceWithData else {
                throw Interruption.preconditionUnmet("the server was still sending data after \(clock.elapsed - begun)")
            }
            let reply = connection.withLock { $0.reply }
            switch await reply.nextChunk(within: left) {
            case .bytes(let bytes):
                let broughtData = try state.withLock { state in
                    state.seen.byteCount += bytes.count
                    let events = try state.parser.consume(bytes)
                    state.seen.events += events
                    return events.contains { $0.name == SSEEvent.dataName }
                }
                if broughtData { lastData = clock.elapsed }
                try checkSize()
            case .end:
                if try await !reconnect() { state.withLock { $0.seen.hasEnded = true } }
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
        // A server may give each byte events of its own.
        let written = stream.probe.recorder.sentByteCount
        guard
            bytes > max(Self.maximumByteCount, Self.bytesForEachWritten * written)
                || events > max(Self.maximumEventCount, Self.eventsForEachWritten * written)
        else { return }
        let reply = connection.withLock { $0.reply }
        reply.cancel()
        let flood = "\(bytes) bytes and \(events) events came over one event stream, and what is waited for did not"
        throw Interruption.noAnswer(TransportFailure(.bodyTooLarge, flood), exchange: reply.index)
    }

    /// Goes on over another connection when the last one was ended for its age.
    private func reconnect() async throws -> Bool {
        let (last, begun) = connection.withLock { $0 }
        guard stream.probe.context.clock.elapsed - begun >= Self.shortestLife, let control = seen.lastControl,
            seen.events.last?.name == SSEEvent.controlName, !control.streamClosed
        else { return false }
        last.note()
        let reply = await stream.sse(from: .at(control.streamNextOffset))
        guard try await reply.head().status == .ok else {
            reply.cancel()
            return false
        }
        connection.withLock { $0 = (reply, stream.probe.context.clock.elapsed) }
        state.withLock { $0.parser = SSEParser() }
        return true
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

    /// Reads until the server ends the connection it began with, for whatever reason, and tells whether it did.
    func readUntilDisconnected(within limit: Duration) async throws -> (hasEnded: Bool, seen: EventTranscript) {
        let isAnother = { @Sendable in self.connection.withLock { $0.reply.index } != self.seen.exchange }
        let all = try await read(within: limit) { _ in isAnother() }
        return (all.hasEnded || isAnother(), all)
    }

    /// Leaves.
    public func leave() { connection.withLock { $0.reply }.cancel() }
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
        return EventReader(of: self, head: head, reply: reply)
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
