import HTTPMessage
import Synchronization

/// Takes one response in memory, and lets tests wait for it, leave before it, or be slow to take it.
final class TestWriter: HTTPResponseWriter {
    private struct State {
        var head: HTTPResponse?
        var body: [UInt8] = []
        var isFinished = false
        var answerCount = 0
        var hasLeft = false
        var isSlow = false
        var buffered = 0
        var onDisconnect: [@Sendable () -> Void] = []
        var onDrain: [@Sendable () -> Void] = []
        var waiting: [(isReady: @Sendable (HTTPResponse?, [UInt8], Bool) -> Bool, CheckedContinuation<Void, Never>)] =
            []

        mutating func takeReady() -> [CheckedContinuation<Void, Never>] {
            let (head, body, isFinished) = (head, body, isFinished)
            let ready = waiting.filter { $0.isReady(head, body, isFinished) }.map(\.1)
            waiting.removeAll { $0.isReady(head, body, isFinished) }
            return ready
        }
    }

    private let state = Mutex(State())

    /// The head, once there is one.
    var head: HTTPResponse? { state.withLock { $0.head } }
    /// The body so far.
    var body: [UInt8] { state.withLock { $0.body } }
    /// Whether the response is whole.
    var isFinished: Bool { state.withLock { $0.isFinished } }
    /// How often the writer was answered.
    var answerCount: Int { state.withLock { $0.answerCount } }

    private func change(_ body: (inout State) -> Void) {
        let ready = state.withLock { state in
            body(&state)
            return state.takeReady()
        }
        for continuation in ready { continuation.resume() }
    }

    /// Waits until the response satisfies a condition.
    func wait(until isReady: @escaping @Sendable (HTTPResponse?, [UInt8], Bool) -> Bool) async {
        await withCheckedContinuation { continuation in
            change { $0.waiting.append((isReady, continuation)) }
        }
    }

    func respond(_ response: HTTPResponse, body: [UInt8]) {
        change { state in
            state.head = response
            state.body = body
            state.isFinished = true
            state.answerCount += 1
        }
    }

    func begin(_ response: HTTPResponse) {
        change { state in
            state.head = response
            state.answerCount += 1
        }
    }

    func send(_ bytes: [UInt8]) {
        change { state in
            state.body += bytes
            if state.isSlow { state.buffered += bytes.count }
        }
    }

    func finish() {
        change { $0.isFinished = true }
    }

    func onDisconnect(_ action: @escaping @Sendable () -> Void) {
        let hasLeft = state.withLock { state in
            if !state.hasLeft { state.onDisconnect.append(action) }
            return state.hasLeft
        }
        if hasLeft { action() }
    }

    var bufferedByteCount: Int { state.withLock { $0.buffered } }

    func onDrain(_ action: @escaping @Sendable () -> Void) {
        let isDrained = state.withLock { state in
            if state.buffered > 0 { state.onDrain.append(action) }
            return state.buffered == 0
        }
        if isDrained { action() }
    }

    /// The client goes away.
    func leave() {
        let actions = state.withLock { state in
            state.hasLeft = true
            defer { state.onDisconnect = [] }
            return state.onDisconnect
        }
        for action in actions { action() }
    }

    /// From here on the client takes nothing until ``drain()``.
    func becomeSlow() {
        state.withLock { $0.isSlow = true }
    }

    /// The client takes everything that waits for it.
    func drain() {
        let actions = state.withLock { state in
            state.buffered = 0
            defer { state.onDrain = [] }
            return state.onDrain
        }
        for action in actions { action() }
    }
}
