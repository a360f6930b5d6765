import HTTPMessage
import Synchronization

/// Takes a service's answer as a server would and passes it to a ``LiveFeed``, and keeps the request's limits meanwhile.
final class ServiceExchange: Sendable {
    private enum Phase {
        case awaiting
        case streaming
        case over
    }

    private struct State {
        var phase = Phase.awaiting
        var lastActivity: Duration
        var onDisconnect: [@Sendable () -> Void] = []
        var hasLeft = false
        var hasBody = true
        /// Takes the next look at the limits back; the look keeps this exchange alive.
        var cancelWatch: Timekeeper.Cancellation?
    }

    let feed: LiveFeed
    private let request: OutgoingRequest
    private let timekeeper: Timekeeper
    private let start: Duration
    private let startInstant = ContinuousClock.now
    private let isTakenAtOnce: Bool
    private let sendsBodyOfHead: Bool
    private let state: Mutex<State>
    private let link = Link()

    /// Lets the feed, which is made first, reach the exchange without keeping it.
    private final class Link: Sendable {
        private struct Target {
            weak var exchange: ServiceExchange?
        }

        private let target = Mutex(Target())

        func set(_ exchange: ServiceExchange) { target.withLock { $0.exchange = exchange } }
        func leave() { target.withLock { $0.exchange }?.clientLeft() }
    }

    /// An exchange that waits for the answer to a request.
    ///
    /// - Parameters:
    ///   - isTakenAtOnce: whether the reader wants the whole answer, so that nothing ever waits for it.
    ///   - sendsBodyOfHead: whether a body in answer to `HEAD` is handed on, as a broken server would.
    init(
        _ request: OutgoingRequest, timekeeper: Timekeeper, isTakenAtOnce: Bool, sendsBodyOfHead: Bool = false
    ) {
        self.request = request
        self.timekeeper = timekeeper
        self.isTakenAtOnce = isTakenAtOnce
        self.sendsBodyOfHead = sendsBodyOfHead
        let start = timekeeper.now()
        self.start = start
        self.state = Mutex(State(lastActivity: start))
        let link = self.link
        self.feed = LiveFeed(
            request: request, start: startInstant, timekeeper: timekeeper, onLeave: { link.leave() }, onRoom: {})
        link.set(self)
    }

    private var isHead: Bool { request.method == .head }
    private var elapsed: Duration { startInstant.duration(to: .now) }

    // MARK: What the service writes

    func respond(_ response: HTTPResponse, body: [UInt8]) {
        guard advance(from: .awaiting, to: .over) else { return }
        guard response.isWritable else { return fail500("the service gave an answer that cannot be written\n") }
        var head = response
        let declared = head.headerFields[values: .contentLength].first
        head.dropFraming()
        if head.status.mayHaveBody {
            // Only an answer to HEAD may speak of a body that is not there.
            let length = isHead && body.isEmpty ? declared : String(body.count)
            if let length { head.headerFields.append(HTTPField(name: .contentLength, value: length)) }
        }
        feed.begin(head, version: nil, at: elapsed)
        if !head.status.mayHaveBody || pass(body) { close() }
    }

    func begin(_ response: HTTPResponse) {
        guard response.isWritable else {
            guard advance(from: .awaiting, to: .over) else { return }
            return fail500("the service gave an answer that cannot be written\n")
        }
        guard advance(from: .awaiting, to: .streaming) else { return }
        var head = response
        let declared = head.headerFields[values: .contentLength].first
        head.dropFraming()
        if isHead {
            if let declared { head.headerFields.append(HTTPField(name: .contentLength, value: declared)) }
        } else if head.status.mayHaveBody {
            head.headerFields.append(HTTPField(name: .transferEncoding, value: "chunked"))
        }
        state.withLock { $0.hasBody = head.status.mayHaveBody }
        feed.begin(head, version: nil, at: elapsed)
    }

    /// The service let go of the writer without finishing: a server answers for it, or cuts the answer off.
    func abandon() {
        if advance(from: .awaiting, to: .over) { return fail500("the service gave no answer\n") }
        guard advance(from: .streaming, to: .over) else { return }
        stopWatching()
        feed.end(.failed(TransportFailure(.closedEarly, "the service left its answer unfinished")), at: elapsed)
    }

    private func fail500(_ text: String) {
        let body = Array(text.utf8)
        let head = HTTPResponse(
            status: .internalServerError,
            headerFields: [.contentType: "text/plain; charset=utf-8", .contentLength: String(body.count)])
        feed.begin(head, version: nil, at: elapsed)
        if pass(body) { close() }
    }

    func send(_ bytes: [UInt8]) {
        guard advance(from: .streaming, to: .streaming), !bytes.isEmpty, state.withLock({ $0.hasBody }) else { return }
        _ = pass(bytes)
    }

    func finish() {
        guard advance(from: .streaming, to: .over) else { return }
        close()
    }

    func onDisconnect(_ action: @escaping @Sendable () -> Void) {
        let isNow = state.withLock { state in
            if state.hasLeft { return true }
            if state.phase != .over { state.onDisconnect.append(action) }
            return false
        }
        if isNow { action() }
    }

    var bufferedByteCount: Int { isTakenAtOnce ? 0 : feed.unreadByteCount }

    func onDrain(_ action: @escaping @Sendable () -> Void) {
        isTakenAtOnce ? action() : feed.whenDrained(action)
    }

    // MARK: The client's side

    /// The reader left, or its patience ended.
    func clientLeft() {
        let actions = state.withLock { state -> [@Sendable () -> Void] in
            guard state.phase != .over, !state.hasLeft else { return [] }
            state.hasLeft = true
            state.phase = .over
            defer { state.onDisconnect = [] }
            return state.onDisconnect
        }
        stopWatching()
        for action in actions { action() }
    }

    /// Keeps the limits until the answer is over.
    func watch() {
        guard let (wait, kind) = nextDeadline() else { return }
        guard wait > .zero else { return fail(kind, sentence(for: kind)) }
        let cancel = timekeeper.schedule(wait) { self.watch() }
        let isOver = state.withLock { state in
            state.cancelWatch = state.phase == .over ? nil : cancel
            return state.phase == .over
        }
        if isOver { cancel() }
    }

    private func stopWatching() {
        let cancel = state.withLock { state in
            defer { state.cancelWatch = nil }
            return state.cancelWatch
        }
        cancel?()
    }

    /// How long until a limit passes, and which; `nil` when the answer is over. Reading is instant: connecting has no
    /// limit here.
    private func nextDeadline() -> (Duration, TransportFailure.Kind)? {
        let limits = request.timeouts
        let (phase, lastActivity) = state.withLock { ($0.phase, $0.lastActivity) }
        let now = timekeeper.now()
        let total = start + limits.total - now
        let stage: (Duration, TransportFailure.Kind)
        switch phase {
        case .awaiting: stage = (lastActivity + limits.firstByte - now, .firstByteTimeout)
        case .streaming: stage = (lastActivity + limits.idle - now, .idleTimeout)
        case .over: return nil
        }
        return stage.0 <= total ? stage : (total, .totalTimeout)
    }

    private func sentence(for kind: TransportFailure.Kind) -> String {
        let limits = request.timeouts
        return switch kind {
        case .firstByteTimeout: "the service did not begin to answer within \(limits.firstByte.spoken)"
        case .idleTimeout: "the answer of the service stopped arriving for \(limits.idle.spoken)"
        default: "the exchange with the service was not over after \(limits.total.spoken)"
        }
    }

    private func fail(_ kind: TransportFailure.Kind, _ message: String) {
        feed.end(.failed(TransportFailure(kind, message)), at: elapsed)
        clientLeft()
    }

    /// Moves from one phase to the next; `false` when the answer is in another one, or nobody listens any more.
    private func advance(from: Phase, to: Phase) -> Bool {
        let now = timekeeper.now()
        return state.withLock { state in
            guard state.phase == from else { return false }
            state.phase = to
            state.lastActivity = now
            return true
        }
    }

    /// Hands a piece of the body over; `false` when it was one too many.
    private func pass(_ bytes: [UInt8]) -> Bool {
        guard !isHead || sendsBodyOfHead else { return true }
        let limit = request.timeouts.maximumBodyBytes
        guard feed.receivedByteCount + bytes.count <= limit else {
            fail(.bodyTooLarge, "the answer's body is larger than \(limit) bytes")
            return false
        }
        return bytes.withUnsafeBytes { feed.push($0, unreadLimit: .max) }
    }

    private func close() {
        state.withLock { $0.onDisconnect = [] }
        stopWatching()
        feed.end(.whole, at: elapsed)
    }
}

extension HTTPResponse {
    /// Whether a server could put the head on the wire.
    fileprivate var isWritable: Bool {
        status.code >= 200 && headerFields.allSatisfy { HTTPField.isValidValue($0.value) }
    }

    /// Takes away what the writer decides: framing, and what becomes of the connection.
    fileprivate mutating func dropFraming() {
        headerFields.removeAll { field in
            field.name == .contentLength || field.name == .transferEncoding
                || (field.name == .connection && field.value.lowercased() != "close")
        }
    }
}

extension HTTPResponse.Status {
    fileprivate var mayHaveBody: Bool { self != .noContent && self != .notModified }
}
