import HTTPMessage

/// Reaches a target over the network with libcurl: HTTP/1.1 and HTTP/2, in the clear and over TLS.
///
/// One thread drives every exchange. Redirects are not followed, proxies and their environment variables are ignored,
/// nothing is retried except a `GET`, `HEAD` or `OPTIONS` whose reused connection turned out to be dead, and nothing is
/// added to a request but `Host`, `User-Agent` and the framing fields. A request without a body sends no
/// `Content-Length`, whatever its method; one with an empty body sends `Content-Length: 0`.
///
/// HTTP/2 in the clear uses a connection for each request where the libcurl at hand is 7.88, which cannot use it again.
///
/// Dropping the transport ends the exchanges still running in it as ``TransportFailure/Kind/cancelled``.
public final class CurlTransport: Transport {
    /// The server this transport reaches.
    public let target: Target

    private let loop: CurlLoop

    /// A transport with its own connections.
    ///
    /// - Parameter userAgent: the value of `User-Agent` in requests that do not bring their own.
    public init(target: Target, userAgent: String = ProductVersion.userAgent) {
        self.target = target
        self.loop = CurlLoop(target: target, userAgent: userAgent)
    }

    deinit {
        loop.stop()
    }

    /// Sends a request and waits for the whole answer. Cancelling the task closes the connection.
    public func send(_ request: OutgoingRequest) async -> Exchange {
        let start = ContinuousClock.now
        if let obstacle = request.obstacle { return request.unsent(obstacle, start: start) }
        let loop = self.loop
        let id = loop.makeID()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.start(CurlSubmission(id: id, request: request, start: start, sink: .whole(continuation)))
                // The handler below may have run before there was anything to cancel.
                if Task.isCancelled { loop.cancel(id) }
            }
        } onCancel: {
            loop.cancel(id)
        }
    }

    /// Sends a request and hands over the answer while it arrives.
    ///
    /// The request's timeouts hold for the exchange as for any other; give a long-lived read long ones. The transport
    /// stops reading from the connection while more than 256 KiB wait to be taken, and keeps the first 64 KiB for the record.
    public func open(_ request: OutgoingRequest) async -> any LiveExchange {
        let start = ContinuousClock.now
        let loop = self.loop
        let id = loop.makeID()
        let feed = LiveFeed(
            request: request, start: start, recordLimit: LiveFeed.recordedBytes, onLeave: { loop.cancel(id) },
            onRoom: { loop.resume(id) })
        if let obstacle = request.obstacle {
            feed.end(.failed(TransportFailure(.unsendable, obstacle)), at: .zero)
        } else {
            loop.start(CurlSubmission(id: id, request: request, start: start, sink: .live(feed)))
        }
        return FedExchange(feed)
    }

    /// Ends every exchange, closes every connection and waits until the transport's thread is gone.
    public func shutdown() async {
        await loop.shutdown()
    }
}
