import HTTPMessage
import Synchronization

/// What a transport writes and a reader of a live answer waits for.
///
/// The transport's thread calls ``connected(_:at:)``, ``begin(_:at:)``, ``push(_:)`` and ``end(_:at:)``; readers call
/// the rest. Waits with a limit end by the timekeeper given, so that virtual time works.
final class LiveFeed: Sendable {
    /// How many bytes may wait for the reader before the transport stops reading from the connection.
    static let maximumUnreadBytes = 256 << 10

    /// How much of the body of an answer that may last for ever is kept for its record.
    static let recordedBytes = 64 << 10

    /// How an answer ended.
    enum End: Sendable {
        /// Where the framing says it ends.
        case whole
        /// Trouble.
        case failed(TransportFailure)
        /// The reader left.
        case left
    }

    struct State {
        var head: HTTPResponse?
        /// The beginning of the body as far as it is kept, and behind it what the reader has not taken.
        var body: [UInt8] = []
        /// How much of ``body`` the reader has taken.
        var taken = 0
        /// How much of the body the reader has taken and nobody keeps.
        var dropped = 0
        var end: End?
        var timings: Exchange.Timings
        var connection: Exchange.Connection?
        var waits: [Int: Wait] = [:]
        var nextWait = 0
        var isFull = false
        var whenDrained: [@Sendable () -> Void] = []
    }

    /// One suspended reader.
    enum Wait {
        case pending
        case signalled
        case expired
        case suspended(CheckedContinuation<Bool, Never>)
    }

    let request: OutgoingRequest
    private let state: Mutex<State>
    private let timekeeper: Timekeeper
    private let recordLimit: Int
    private let onLeave: @Sendable () -> Void
    private let onRoom: @Sendable () -> Void

    /// A feed.
    ///
    /// - Parameters:
    ///   - timekeeper: what waits with a limit are measured by.
    ///   - recordLimit: how much of what the reader has taken is kept for the record.
    ///   - onLeave: runs once when the reader leaves before the end.
    ///   - onRoom: runs when the reader took bytes after ``push(_:)`` had found no room.
    init(
        request: OutgoingRequest, start: ContinuousClock.Instant,
        timekeeper: Timekeeper = .continuous, recordLimit: Int = .max,
        onLeave: @escaping @Sendable () -> Void, onRoom: @escaping @Sendable () -> Void
    ) {
        self.request = request
        self.state = Mutex(State(timings: Exchange.Timings(start: start)))
        self.timekeeper = timekeeper
        self.recordLimit = recordLimit
        self.onLeave = onLeave
        self.onRoom = onRoom
    }

    // MARK: The transport's side

    /// Notes the connection.
    func connected(_ connection: Exchange.Connection, at time: Duration) {
        state.withLock { state in
            state.connection = connection
            state.timings.connected = time
        }
    }

    /// Notes the head.
    func begin(_ head: HTTPResponse, version: String?, at time: Duration) {
        state.withLock { state in
            guard state.end == nil else { return }
            state.head = head
            state.timings.firstByte = time
            if let version { state.connection?.version = version }
            state.signal()
        }
    }

    /// Adds a piece of the body; `false`, and nothing is taken, when too much waits for the reader.
    ///
    /// - Parameter unreadLimit: how much may wait; a writer that cannot be held back has none.
    func push(_ bytes: UnsafeRawBufferPointer, unreadLimit: Int = LiveFeed.maximumUnreadBytes) -> Bool {
        state.withLock { state in
            guard state.end == nil else { return true }
            guard state.body.count - state.taken < unreadLimit else {
                state.isFull = true
                return false
            }
            state.body.append(contentsOf: bytes)
            state.signal()
            return true
        }
    }

    /// Ends the answer; the first end counts.
    func end(_ end: End, at time: Duration) {
        let drained = state.withLock { state in
            if state.end == nil { state.end = end }
            if state.timings.total == .zero { state.timings.total = time }
            state.signal()
            return state.takeDrained()
        }
        for action in drained { action() }
    }

    /// How much of the body has arrived.
    var receivedByteCount: Int { state.withLock { $0.dropped + $0.body.count } }

    /// How much of the body the reader has not taken.
    var unreadByteCount: Int { state.withLock { $0.end == nil ? $0.body.count - $0.taken : 0 } }

    /// Runs an action once nothing waits for the reader.
    func whenDrained(_ action: @escaping @Sendable () -> Void) {
        let isNow = state.withLock { state in
            guard state.end == nil, state.taken < state.body.count else { return true }
            state.whenDrained.append(action)
            return false
        }
        if isNow { action() }
    }

    // MARK: The reader's side

    /// Waits for the head.
    func head() async -> Result<HTTPResponse, TransportFailure> {
        await wait(within: nil) { state in
            if let head = state.head { return .success(head) }
            return state.end.map { .failure($0.failure ?? .closedBeforeHead) }
        } ?? .failure(.left)
    }

    /// Waits for the end; cancelling the task leaves.
    func whole() async {
        _ = await wait(within: nil) { $0.end != nil ? true : nil }
    }

    /// Waits for more of the body: everything that arrived since the last call.
    func nextChunk(within limit: Duration) async -> LiveChunk {
        if let chunk = take() { return chunk }
        guard limit > .zero else { return .timedOut }
        _ = await wait(within: limit) { $0.taken < $0.body.count || $0.end != nil ? true : nil }
        return take() ?? .timedOut
    }

    private func take() -> LiveChunk? {
        let (chunk, drained, hasRoom) = state.withLock { state -> (LiveChunk?, [@Sendable () -> Void], Bool) in
            if case .left = state.end { return (.failed(.left), [], false) }
            if state.taken < state.body.count {
                let bytes = Array(state.body[state.taken...])
                state.taken = state.body.count
                if state.taken > recordLimit {
                    state.dropped += state.taken - recordLimit
                    state.body = Array(state.body[..<recordLimit])
                    state.taken = recordLimit
                }
                let hadNoRoom = state.isFull
                state.isFull = false
                return (.bytes(bytes), state.takeDrained(), hadNoRoom)
            }
            switch state.end {
            case .whole: return (.end, [], false)
            case .failed(let failure): return (.failed(failure), [], false)
            case .left, nil: return (nil, [], false)
            }
        }
        if hasRoom { onRoom() }
        for action in drained { action() }
        return chunk
    }

    /// Leaves.
    func leave() {
        let (isFirst, drained) = state.withLock { state -> (Bool, [@Sendable () -> Void]) in
            guard state.end == nil else { return (false, []) }
            state.end = .left
            state.timings.total = state.timings.start.duration(to: .now)
            state.signal()
            return (true, state.takeDrained())
        }
        if isFirst { onLeave() }
        for action in drained { action() }
    }

    /// What was seen so far.
    ///
    /// - Parameter leavingFails: whether an answer whose reader left is none, as it is for those who wanted all of it.
    func record(leavingFails: Bool = false) -> Exchange {
        state.withLock { state in
            let isWhole = state.dropped == 0
            let answer = state.head.map { head in
                Exchange.Answer(
                    head: head, body: isWhole ? state.body : Array(state.body[..<recordLimit]),
                    omittedByteCount: isWhole ? 0 : state.dropped + state.body.count - recordLimit)
            }
            let outcome: Result<Exchange.Answer, TransportFailure>
            switch (state.end, answer) {
            case (.failed(var failure), _):
                failure.partial = failure.partial ?? answer
                outcome = .failure(failure)
            case (.left, _) where leavingFails:
                outcome = .failure(TransportFailure(.cancelled, TransportFailure.left.message, partial: answer))
            case (_, .some(let answer)): outcome = .success(answer)
            case (.some(let end), nil): outcome = .failure(end.failure ?? .closedBeforeHead)
            case (nil, nil): outcome = .failure(TransportFailure(.cancelled, "no answer had come yet"))
            }
            return Exchange(
                request: request, outcome: outcome, timings: state.timings, connection: state.connection)
        }
    }
}

extension LiveFeed {
    /// Waits until the check has a value; `nil` when the limit passed first.
    private func wait<Value: Sendable>(
        within limit: Duration?, for check: (inout State) -> Value?
    ) async -> Value? {
        let id = state.withLock { state in
            state.nextWait += 1
            state.waits[state.nextWait] = .pending
            return state.nextWait
        }
        let cancelTimer = limit.map { timekeeper.schedule($0) { self.expire(id) } }
        defer {
            cancelTimer?()
            state.withLock { _ = $0.waits.removeValue(forKey: id) }
        }
        while true {
            if let value = state.withLock({ check(&$0) }) { return value }
            let goesOn = await withTaskCancellationHandler {
                await withCheckedContinuation { suspend(id, $0) }
            } onCancel: {
                leave()
            }
            if !goesOn { return state.withLock { check(&$0) } }
        }
    }

    private func suspend(_ id: Int, _ continuation: CheckedContinuation<Bool, Never>) {
        let goesOn: Bool? = state.withLock { state in
            switch state.waits[id] {
            case .expired: return false
            case .signalled:
                state.waits[id] = .pending
                return true
            default:
                state.waits[id] = .suspended(continuation)
                return nil
            }
        }
        if let goesOn { continuation.resume(returning: goesOn) }
    }

    private func expire(_ id: Int) {
        let continuation: CheckedContinuation<Bool, Never>? = state.withLock { state in
            guard let wait = state.waits[id] else { return nil }
            state.waits[id] = .expired
            if case .suspended(let continuation) = wait { return continuation }
            return nil
        }
        continuation?.resume(returning: false)
    }
}

extension LiveFeed.State {
    /// Wakes every waiting reader, which then looks again.
    mutating func signal() {
        for (id, wait) in waits {
            switch wait {
            case .pending: waits[id] = .signalled
            case .suspended(let continuation):
                waits[id] = .pending
                continuation.resume(returning: true)
            case .signalled, .expired: break
            }
        }
    }

    /// The actions that waited for the reader, when it has taken everything or nothing more will come.
    mutating func takeDrained() -> [@Sendable () -> Void] {
        guard end != nil || taken == body.count else { return [] }
        defer { whenDrained = [] }
        return whenDrained
    }
}

extension LiveFeed.End {
    /// The failure a reader sees, where this is one.
    var failure: TransportFailure? {
        switch self {
        case .whole: nil
        case .failed(let failure): failure
        case .left: .left
        }
    }
}

extension TransportFailure {
    /// The reader gave up.
    static let left = TransportFailure(.cancelled, "the runner left before the answer ended")

    /// An answer that ended without a head.
    static let closedBeforeHead = TransportFailure(.closedEarly, "the connection ended before an answer came")
}
