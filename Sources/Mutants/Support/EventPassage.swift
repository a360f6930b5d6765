import HTTPMessage
import Specification
import Synchronization

/// An event on its way to a client.
struct SentEvent: Sendable {
    /// Its name.
    var name: String

    /// Its payload.
    var payload: [UInt8]

    /// What is sent in the place of the event as the format wants it.
    var raw: [UInt8]?

    /// An event.
    init(_ name: String, _ payload: [UInt8]) {
        self.name = name
        self.payload = payload
    }

    /// Whether it carries data of the stream.
    var isData: Bool { name == SSEEvent.dataName }

    /// The payload as text.
    var text: String {
        get { String(decoding: payload, as: UTF8.self) }
        set { payload = Array(newValue.utf8) }
    }

    /// The lines of the payload.
    var lines: [[UInt8]] {
        get { payload.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) } }
        set { payload = Array(newValue.joined(separator: [0x0A])) }
    }

    /// The state of the read that a control event tells.
    var control: SSEControl? { isData ? nil : try? SSEControl(decoding: payload) }

    /// The event as it is sent.
    var encoded: [UInt8] { raw ?? SSEEncoder.encode(name: name, payload: payload) }

    /// The events in a piece of what the reference sends.
    static func events(in piece: [UInt8]) -> [SentEvent] {
        var parser = SSEParser()
        return ((try? parser.consume(piece)) ?? []).map { SentEvent($0.name, $0.data) }
    }
}

/// What is sent to an event stream at one time: data, if there is any, and the control event behind it.
struct EventPassage: Sendable {
    /// The request.
    let request: HTTPRequest

    /// The server.
    let server: any HTTPService

    /// The number of the connection among those of its stream, counted from one.
    let connection: Int

    /// The number of the piece in its connection, counted from one.
    let piece: Int

    /// Whether the client had to wait for it.
    let isLate: Bool

    /// The events.
    var events: [SentEvent]

    /// Whether the connection stays open when the server ends it.
    var keepsOpen = false

    /// Whether the connection ends with these events.
    var endsHere = false

    /// Whether the stream is one of those whose data is sent in base64.
    let isBase64: Bool

    /// The data events.
    var data: [SentEvent] { events.filter(\.isData) }

    /// The state of the read behind these events.
    var control: SSEControl? { events.last?.control }

    /// Changes the data events.
    mutating func changeData(_ change: (inout SentEvent) -> Void) {
        for index in events.indices where events[index].isData { change(&events[index]) }
    }

    /// Changes the control events.
    mutating func changeControl(_ change: (inout SentEvent) -> Void) {
        for index in events.indices where !events[index].isData { change(&events[index]) }
    }

    /// Leaves out the data events.
    mutating func dropData() { events.removeAll(where: \.isData) }

    /// Leaves out the control events.
    mutating func dropControl() { events.removeAll { !$0.isData } }
}

extension Blueprint {
    /// Changes what is sent to event streams.
    mutating func onEvents(_ change: @escaping @Sendable (inout EventPassage) -> Void) {
        let connections = Tally<String>()
        onPassage { passage in
            guard passage.request.readQuery?.isEvents == true else { return passage.proceed() }
            let writer = EventWriter(
                passage, connection: connections.count(passage.request.streamPath), change)
            passage.server.serve(passage.request, body: passage.body, to: writer)
            writer.beginWaiting()
        }
    }

    /// Changes the data events of every event stream.
    mutating func onDataEvent(_ change: @escaping @Sendable (inout SentEvent) -> Void) {
        onEvents { $0.changeData(change) }
    }

    /// Changes the data events of event streams that carry text.
    mutating func onTextEvent(_ change: @escaping @Sendable (inout SentEvent) -> Void) {
        onEvents { if !$0.isBase64 { $0.changeData(change) } }
    }

    /// Changes the data events of event streams that carry base64, given as the bytes that they stand for.
    mutating func onBinaryEvent(_ change: @escaping @Sendable (_ bytes: [UInt8], inout SentEvent) -> Void) {
        onEvents { passage in
            guard passage.isBase64 else { return }
            passage.changeData { event in
                if let bytes = Base64.decode(event.payload) { change(bytes, &event) }
            }
        }
    }

    /// Changes the control events of every event stream.
    mutating func onControlEvent(_ change: @escaping @Sendable (inout SentEvent) -> Void) {
        onEvents { $0.changeControl(change) }
    }

    /// Changes the head of event streams.
    mutating func onEventsHead(_ change: @escaping @Sendable (HTTPRequest, inout Answer) -> Void) {
        onAnswer { request, answer in
            if answer.isStreamed { change(request, &answer) }
        }
    }
}

/// A writer that takes apart what is sent to an event stream.
private final class EventWriter: HTTPResponseWriter {
    private struct State {
        var piece = 0
        var isWaiting = false
        var isBase64 = false
        var keepsOpen = false
        var hasEnded = false
    }

    private let passage: Passage
    private let connection: Int
    private let change: @Sendable (inout EventPassage) -> Void
    private let state = Mutex(State())

    init(_ passage: Passage, connection: Int, _ change: @escaping @Sendable (inout EventPassage) -> Void) {
        self.passage = passage
        self.connection = connection
        self.change = change
    }

    func beginWaiting() { state.withLock { $0.isWaiting = true } }

    func respond(_ response: HTTPResponse, body: [UInt8]) { passage.writer.respond(response, body: body) }

    func begin(_ response: HTTPResponse) {
        state.withLock { $0.isBase64 = response.headerFields[.streamSSEDataEncoding] != nil }
        passage.writer.begin(response)
    }

    func send(_ bytes: [UInt8]) {
        let now = state.withLock { state in
            state.piece += 1
            return state
        }
        guard !now.hasEnded else { return }
        var events = EventPassage(
            request: passage.request, server: passage.server, connection: connection, piece: now.piece,
            isLate: now.isWaiting, events: SentEvent.events(in: bytes), isBase64: now.isBase64)
        change(&events)
        let changed = events.events.flatMap(\.encoded)
        if !changed.isEmpty { passage.writer.send(changed) }
        let (keepsOpen, endsHere) = (events.keepsOpen, events.endsHere)
        state.withLock { state in
            state.keepsOpen = keepsOpen
            state.hasEnded = endsHere
        }
        if endsHere { passage.writer.finish() }
    }

    func finish() {
        let now = state.withLock { $0 }
        if !now.keepsOpen && !now.hasEnded { passage.writer.finish() }
    }

    func onDisconnect(_ action: @escaping @Sendable () -> Void) { passage.writer.onDisconnect(action) }
    var bufferedByteCount: Int { passage.writer.bufferedByteCount }
    func onDrain(_ action: @escaping @Sendable () -> Void) { passage.writer.onDrain(action) }
}
