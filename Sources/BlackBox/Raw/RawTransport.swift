import HTTPMessage
import Synchronization

/// Sends bytes as they are to a target and reads what comes back, over TCP or TLS, one connection for each conversation.
///
/// The connection is made by libcurl, so names, addresses, certificates and their failures are those of
/// ``CurlTransport``; what goes over it is not. Always HTTP/1.1: a target reached by HTTP/2 is asked for HTTP/1.1 here.
public struct RawTransport: Sendable {
    /// The server this transport reaches.
    public let target: Target

    /// A transport to a target.
    public init(target: Target) {
        self.target = target
    }

    /// Holds a conversation. It never throws and never lasts longer than the request's limits; cancelling the task
    /// closes the connection.
    public func send(_ request: RawRequest) async -> RawExchange {
        let start = ContinuousClock.now
        let stop = RawStopSignal()
        let target = self.target
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let hasStarted = DetachedThread.start {
                    let conversation = RawConversation(request, target: target, start: start, stop: stop)
                    continuation.resume(returning: conversation.run())
                }
                if !hasStarted {
                    var exchange = RawExchange(request: request, start: start)
                    exchange.failure = TransportFailure(.unsendable, "the system has no thread left for a connection")
                    continuation.resume(returning: exchange)
                }
            }
        } onCancel: {
            stop.stop()
        }
    }
}

/// Tells a conversation from another thread that nobody wants it any more.
final class RawStopSignal: Sendable {
    private struct State {
        var isStopped = false
        var wakeUp: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Stops the conversation; its wait ends.
    func stop() {
        state.withLock { state in
            state.isStopped = true
            state.wakeUp?()
        }
    }

    /// Says how to end the conversation's wait, or that there is none any more. It runs under the lock, so that what it
    /// uses can be freed as soon as it is taken away.
    func onStop(_ wakeUp: (@Sendable () -> Void)?) {
        state.withLock { $0.wakeUp = wakeUp }
    }
}
