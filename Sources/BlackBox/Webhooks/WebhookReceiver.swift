import HTTPMessage
import Synchronization

/// Where the target's webhooks arrive: a service that hands out URLs of its own and remembers what came to each.
///
/// It knows no network. ``WebhookListener`` puts it on a port; a server in this process reaches it without one, on
/// whatever time that server has.
public final class WebhookReceiver: HTTPService {
    /// Where the target reaches it, without paths, the preferred origin first.
    public let origins: [BaseURL]

    /// What to change when the target does not reach it, in a sentence.
    public let advice: String

    /// Whether somebody said that the target reaches it there, or it was only supposed.
    public let isNamed: Bool

    private let timekeeper: Timekeeper
    private let makeToken: @Sendable () -> String
    private let inboxes = Mutex<[String: WebhookInbox]>([:])

    /// A receiver to which nothing can come yet.
    ///
    /// - Parameters:
    ///   - origins: where the target reaches it.
    ///   - isNamed: whether somebody said so.
    ///   - advice: what to change when it does not.
    ///   - timekeeper: the time of arrivals and of answers that are to come late.
    ///   - makeToken: makes the part of a URL that nobody can guess.
    public init(
        origins: [BaseURL], isNamed: Bool = true, advice: String = "", timekeeper: Timekeeper = .continuous,
        makeToken: @escaping @Sendable () -> String = { WebhookReceiver.unguessableToken() }
    ) {
        self.origins = origins
        self.isNamed = isNamed
        self.advice = advice
        self.timekeeper = timekeeper
        self.makeToken = makeToken
    }

    /// The present moment on the time scale of arrivals.
    public var now: Duration { timekeeper.now() }

    /// A new address, open until ``close(_:)``.
    ///
    /// - Parameters:
    ///   - reply: what it answers unless it is told otherwise.
    ///   - observer: is told of each request when it arrives and again when it has been answered.
    public func open(
        answering reply: WebhookReply = .taken, observer: @escaping @Sendable (ReceivedWebhook) -> Void = { _ in }
    ) -> WebhookInbox {
        let inbox = WebhookInbox(
            path: Self.prefix + makeToken(), reply: reply, timekeeper: timekeeper, observer: observer)
        inboxes.withLock { $0[inbox.path] = inbox }
        return inbox
    }

    /// Closes an address: what is unanswered there is refused, and whatever comes later finds nothing.
    public func close(_ inbox: WebhookInbox) {
        _ = inboxes.withLock { $0.removeValue(forKey: inbox.path) }
        inbox.close()
    }

    /// Takes a request for one of the addresses; what comes for none of them, perhaps too late, gets a 404.
    public func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
        let path = String(request.path.prefix { $0 != "?" && $0 != "#" })
        let inbox = inboxes.withLock { inboxes in
            inboxes[path] ?? inboxes.first { path.hasPrefix($0.key + "/") }?.value
        }
        guard let inbox else {
            return writer.respond(HTTPResponse(status: .notFound), body: Array("Nobody waits here.\n".utf8))
        }
        inbox.take(request, body: body, writer)
    }

    private static let prefix = "/hook-"

    /// 128 bits from the system's generator.
    public static func unguessableToken() -> String {
        var generator = SystemRandomNumberGenerator()
        return String(generator.next() as UInt64, radix: 36) + String(generator.next() as UInt64, radix: 36)
    }
}
