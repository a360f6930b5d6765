import CLinux
import Glibc
import HTTPMessage
import Synchronization

/// What the reference server answers to one request, for the thread of a connection to take and to mangle.
final class HonestAnswer: Sendable {
    /// A part of an answer.
    enum Piece: Sendable {
        case whole(HTTPResponse, [UInt8])
        case head(HTTPResponse)
        case bytes([UInt8])
        case end
    }

    private struct State {
        var pieces: [Piece] = []
        var hasLeft = false
        var onDisconnect: [@Sendable () -> Void] = []
        var onDrain: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())
    private let wake = tidemark_wake_create()

    deinit { close(wake) }

    /// The next part, as soon as there is one.
    func next(from peer: HostilePeer) throws -> Piece {
        while true {
            let (piece, drained) = state.withLock { state -> (Piece?, [@Sendable () -> Void]) in
                guard !state.pieces.isEmpty else { return (nil, []) }
                let piece = state.pieces.removeFirst()
                guard state.pieces.isEmpty else { return (piece, []) }
                defer { state.onDrain = [] }
                return (piece, state.onDrain)
            }
            for action in drained { action() }
            if let piece { return piece }
            try peer.wait(forWake: wake)
            tidemark_wake_clear(wake)
        }
    }

    /// Tells the server that nobody waits any more.
    func leave() {
        let actions = state.withLock { state in
            state.hasLeft = true
            state.pieces = []
            defer { (state.onDisconnect, state.onDrain) = ([], []) }
            return state.onDisconnect + state.onDrain
        }
        for action in actions { action() }
    }

    private func add(_ piece: Piece) {
        state.withLock { state in
            if !state.hasLeft { state.pieces.append(piece) }
        }
        tidemark_wake(wake)
    }
}

extension HonestAnswer: HTTPResponseWriter {
    func respond(_ response: HTTPResponse, body: [UInt8]) { add(.whole(response, body)) }
    func begin(_ response: HTTPResponse) { add(.head(response)) }
    func send(_ bytes: [UInt8]) { add(.bytes(bytes)) }
    func finish() { add(.end) }

    func onDisconnect(_ action: @escaping @Sendable () -> Void) {
        let isNow = state.withLock { state in
            if !state.hasLeft { state.onDisconnect.append(action) }
            return state.hasLeft
        }
        if isNow { action() }
    }

    var bufferedByteCount: Int {
        state.withLock { state in
            state.pieces.reduce(0) { sum, piece in
                if case .bytes(let bytes) = piece { return sum + bytes.count }
                return sum
            }
        }
    }

    func onDrain(_ action: @escaping @Sendable () -> Void) {
        let isNow = state.withLock { state in
            let isEmpty = state.pieces.isEmpty || state.hasLeft
            if !isEmpty { state.onDrain.append(action) }
            return isEmpty
        }
        if isNow { action() }
    }
}
