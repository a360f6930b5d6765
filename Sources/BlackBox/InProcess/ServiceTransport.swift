import HTTPMessage

/// Reaches a service in this process, without a socket, as if it were behind one: the request brings the fields that
/// the wire would bring, the answer loses the body that the wire would lose and gains the framing fields (but no `Date`).
public struct ServiceTransport: Transport {
    /// The service under test.
    public let service: any HTTPService

    /// What the service is told about where it lives.
    public let target: Target

    /// Whether a body in answer to `HEAD` is handed on, as a server that is broken on purpose would.
    public var sendsBodyOfHead = false

    private let timekeeper: Timekeeper

    /// A transport to a service.
    ///
    /// - Parameter timekeeper: the time by which the request's limits are kept.
    public init(service: any HTTPService, target: Target, timekeeper: Timekeeper = .continuous) {
        self.service = service
        self.target = target
        self.timekeeper = timekeeper
    }

    /// Sends a request and waits for the whole answer. Cancelling the task looks to the service like a client leaving.
    public func send(_ request: OutgoingRequest) async -> Exchange {
        let feed = start(request, isTakenAtOnce: true)
        await feed.whole()
        return feed.record(leavingFails: true)
    }

    /// Sends a request and hands over the answer while it arrives.
    public func open(_ request: OutgoingRequest) async -> any LiveExchange {
        FedExchange(start(request, isTakenAtOnce: false))
    }

    private func start(_ request: OutgoingRequest, isTakenAtOnce: Bool) -> LiveFeed {
        let exchange = ServiceExchange(
            request, timekeeper: timekeeper, isTakenAtOnce: isTakenAtOnce, sendsBodyOfHead: sendsBodyOfHead)
        if let obstacle = request.obstacle {
            exchange.feed.end(.failed(TransportFailure(.unsendable, obstacle)), at: .zero)
        } else {
            service.serve(head(of: request), body: request.body ?? [], to: ServiceResponseWriter(exchange))
            exchange.watch()
        }
        return exchange.feed
    }

    /// The head as a server would have read it.
    private func head(of request: OutgoingRequest) -> HTTPRequest {
        var fields = HTTPFields()
        if !request.headerFields.contains(.host) {
            fields.append(HTTPField(name: .host, value: target.base.authority))
        }
        if !request.headerFields.contains(.userAgent) {
            fields.append(HTTPField(name: .userAgent, value: ProductVersion.userAgent))
        }
        for field in request.headerFields { fields.append(field) }
        if request.isChunked {
            fields.append(HTTPField(name: .transferEncoding, value: "chunked"))
        } else if let body = request.body {
            fields.append(HTTPField(name: .contentLength, value: String(body.count)))
        }
        return HTTPRequest(
            method: request.method, scheme: target.base.scheme,
            authority: request.headerFields[.host] ?? target.base.authority, path: request.path, headerFields: fields)
    }
}
