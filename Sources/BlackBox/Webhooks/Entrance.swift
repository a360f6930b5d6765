import HTTPMessage
import Synchronization

/// Stands on the port until the receiver behind it is there: its URLs hold the port, which is known only then.
final class Entrance: HTTPService {
    private let receiver = Mutex<WebhookReceiver?>(nil)

    func open(to receiver: WebhookReceiver) { self.receiver.withLock { $0 = receiver } }

    func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
        guard let receiver = receiver.withLock({ $0 }) else {
            return writer.respond(HTTPResponse(status: .serviceUnavailable), body: [])
        }
        receiver.serve(request, body: body, to: writer)
    }
}
