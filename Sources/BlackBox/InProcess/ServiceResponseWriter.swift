import HTTPMessage

/// What a service is given to write to; letting go of it unfinished is noticed, as a server notices it.
final class ServiceResponseWriter: HTTPResponseWriter {
    private let exchange: ServiceExchange

    init(_ exchange: ServiceExchange) {
        self.exchange = exchange
    }

    deinit {
        exchange.abandon()
    }

    func respond(_ response: HTTPResponse, body: [UInt8]) { exchange.respond(response, body: body) }
    func begin(_ response: HTTPResponse) { exchange.begin(response) }
    func send(_ bytes: [UInt8]) { exchange.send(bytes) }
    func finish() { exchange.finish() }
    func onDisconnect(_ action: @escaping @Sendable () -> Void) { exchange.onDisconnect(action) }
    var bufferedByteCount: Int { exchange.bufferedByteCount }
    func onDrain(_ action: @escaping @Sendable () -> Void) { exchange.onDrain(action) }
}
