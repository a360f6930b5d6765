import HTTPMessage
import Synchronization

/// The writer a service gets for one request over a socket.
///
/// On the loop's own thread it writes into the connection; from any other thread it leaves a message for the loop, and
/// as long as one is under way it does so everywhere, so that the order is kept. Nothing here locks.
final class ResponseWriter: HTTPResponseWriter {
    private let connection: Connection
    private let ordinal: UInt64
    /// Operations left for the loop that it has not come to.
    private let pendingOperations = Atomic<Int>(0)
    /// Bytes in those operations.
    private let pendingBytes = Atomic<Int>(0)
    private let isOver = Atomic<Bool>(false)

    init(_ connection: Connection, ordinal: UInt64) {
        self.connection = connection
        self.ordinal = ordinal
    }

    // A service that lets go of a request without an answer must not leave its client waiting.
    deinit {
        guard !isOver.load(ordering: .acquiring) else { return }
        connection.loop.abandon(connection, ordinal)
    }

    func respond(_ response: HTTPResponse, body: [UInt8]) {
        guard !isOver.exchange(true, ordering: .acquiringAndReleasing) else { return }
        perform(.respond(response, body), byteCount: body.count)
    }

    func begin(_ response: HTTPResponse) {
        perform(.begin(response), byteCount: 0)
    }

    func send(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        perform(.send(bytes), byteCount: bytes.count)
    }

    func finish() {
        guard !isOver.exchange(true, ordering: .acquiringAndReleasing) else { return }
        perform(.finish, byteCount: 0)
    }

    func onDisconnect(_ action: @escaping @Sendable () -> Void) {
        guard !isOver.load(ordering: .acquiring) else { return }
        perform(.onDisconnect(action), byteCount: 0)
    }

    func onDrain(_ action: @escaping @Sendable () -> Void) {
        perform(.onDrain(action), byteCount: 0)
    }

    var bufferedByteCount: Int {
        connection.bufferedBytes.load(ordering: .relaxed) + pendingBytes.load(ordering: .relaxed)
    }

    @inline(__always)
    private func perform(_ operation: WriterOperation, byteCount: Int) {
        let loop = connection.loop
        if loop.isCurrent, pendingOperations.load(ordering: .acquiring) == 0 {
            loop.perform(operation, on: connection, ordinal)
        } else {
            pendingOperations.add(1, ordering: .acquiringAndReleasing)
            pendingBytes.add(byteCount, ordering: .relaxed)
            loop.leave(.operation(connection, ordinal, operation, self, byteCount: byteCount))
        }
    }

    /// Called by the loop once an operation that was left for it is done.
    func operationIsDone(byteCount: Int) {
        pendingBytes.subtract(byteCount, ordering: .relaxed)
        pendingOperations.subtract(1, ordering: .acquiringAndReleasing)
    }
}

/// What a writer can do to its exchange.
enum WriterOperation: Sendable {
    case respond(HTTPResponse, [UInt8])
    case begin(HTTPResponse)
    case send([UInt8])
    case finish
    case onDisconnect(@Sendable () -> Void)
    case onDrain(@Sendable () -> Void)
    case abandon
}
