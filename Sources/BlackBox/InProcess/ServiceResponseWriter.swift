import HTTPMessage
import Synchronization

/// Takes a service's answer and passes it to a ``LiveFeed``, and keeps the request's limits meanwhile.
final class ServiceResponseWriter: HTTPResponseWriter {
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
        var watchdog: Task<Void, Never>?
    }

    let feed: LiveFeed
    private let request: OutgoingRequest
    private let timekeeper: Timekeeper
    private let start: Duration
    private let startInstant = ContinuousClock.now
    private let isTakenAtOnce: Bool
    private let state: Mutex<State>
    private let link = Link()

    /// Lets the feed, which is made first, reach the writer without keeping it.
    private final class Link: Sendable {
        private struct Target {
            weak var writer: ServiceResponseWriter?
        }

        private let target = Mutex(Target())

        func set(_ writer: ServiceResponseWriter) { target.withLock { $0.writer = writer } }
        func leave() { target.withLock { $0.writer }?.clientLeft() }
    }

    /// A writer for the answer to a request.
    ///
    /// - Parameter isTakenAtOnce: whether the reader wants the whole answer, so that nothing ever waits for it.
    init(_ request: OutgoingRequest, timekeeper: Timekeeper, isTakenAtOnce: Bool) {
        self.request = request
        self.timekeeper = timekeeper
        self.isTakenAtOnce = isTakenAtOnce
        let start = timekeeper.now()
        self.start = start
        self.state = Mutex(State(lastActivity: start))
        let link = self.link
        self.feed = LiveFeed(
            request: request, start: startInstant, sleep: timekeeper.sleep, onLeave: { link.leave() }, onRoom: {})
        link.set(self)
    }

    private var elapsed: Duration { startInstant.duration(to: .now) }

    // MARK: What the service writes

    func respond(_ response: HTTPResponse, body: [UInt8]) {
        guard advance(from: .awaiting, to: .over) else { return }
        var head = response
        let declared = head.headerFields[.contentLength]
        head.headerFields[.transferEncoding] = nil
        head.headerFields[.contentLength] = nil
        if request.method == .head, body.isEmpty, let declared {
            head.headerFields[.contentLength] = declared
        } else if head.status.code >= 200, head.status != .noContent, head.status != .notModified {
            head.headerFields[.contentLength] = String(body.count)
        }
        feed.begin(head, version: nil, at: elapsed)
        if pass(body) { close() }
    }

    func begin(_ response: HTTPResponse) {
        guard advance(from: .awaiting, to: .streaming) else { return }
        var head = response
        head.headerFields[.transferEncoding] = nil
        if head.status != .noContent, head.status != .notModified, !head.headerFields.contains(.contentLength) {
            head.headerFields[.transferEncoding] = "chunked"
        }
        feed.begin(head, version: nil, at: elapsed)
    }

    func send(_ bytes: [UInt8]) {
        guard advance(from: .streaming, to: .streaming), !bytes.isEmpty else { return }
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
            state.watchdog?.cancel()
            defer { state.onDisconnect = [] }
            return state.onDisconnect
        }
        for action in actions { action() }
    }

    /// Keeps the limits until the answer is over.
    func watch() {
        state.withLock { state in
            guard state.phase != .over else { return }
            state.watchdog = Task { [timekeeper] in
                while let (wait, kind) = self.nextDeadline() {
                    guard wait > .zero else { return self.fail(kind, self.sentence(for: kind)) }
                    guard (try? await timekeeper.sleep(wait)) != nil else { return }
                }
            }
        }
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
        guard request.method != .head else { return true }
        let limit = request.timeouts.maximumBodyBytes
        guard feed.receivedByteCount + bytes.count <= limit else {
            fail(.bodyTooLarge, "the answer's body is larger than \(limit) bytes")
            return false
        }
        return bytes.withUnsafeBytes { feed.push($0, unreadLimit: .max) }
    }

    private func close() {
        let watchdog = state.withLock { state in
            state.onDisconnect = []
            return state.watchdog
        }
        watchdog?.cancel()
        feed.end(.whole, at: elapsed)
    }
}
