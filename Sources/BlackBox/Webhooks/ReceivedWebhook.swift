import HTTPMessage

/// A request that came to a webhook.
public struct ReceivedWebhook: Sendable {
    /// Its position among those that came to the same address, from 0.
    public let number: Int

    /// Method, path and fields.
    public let request: HTTPRequest

    /// The body, byte for byte.
    public let body: [UInt8]

    /// When it came, on the time scale of ``WebhookReceiver/now``.
    public let arrival: Duration

    /// What was answered; `nil` while nothing was.
    public internal(set) var answer: Exchange.Answer?

    /// When that was; `nil` while nothing was answered.
    public internal(set) var answeredAt: Duration?

    /// The exchange, for reports: here the target asked and the runner answered.
    public func exchange(at origin: BaseURL) -> Exchange {
        var fields = HTTPFields()
        // What the body's framing and the way here added says nothing about the delivery.
        let isFraming = { (name: String) in
            ["host", "connection", "content-length", "transfer-encoding"].contains(name)
        }
        for field in request.headerFields where !isFraming(field.name.canonicalName) { fields.append(field) }
        var exchange = Exchange(
            request: OutgoingRequest(
                method: request.method, path: request.path, headerFields: fields, body: body.isEmpty ? nil : body),
            outcome: answer.map(Result.success)
                ?? .failure(TransportFailure(.cancelled, "the receiver has not answered yet")))
        exchange.receivedAt = origin
        return exchange
    }
}

/// What a webhook answers.
public struct WebhookReply: Sendable, Hashable {
    /// The status.
    public var status: HTTPResponse.Status
    /// The fields.
    public var headerFields: HTTPFields
    /// The body.
    public var body: [UInt8]
    /// How long it takes; `nil` answers when ``WebhookInbox/answer(_:with:)`` says so, and else never.
    public var delay: Duration?

    /// A reply.
    public init(
        status: HTTPResponse.Status = .ok, headerFields: HTTPFields = [:], body: [UInt8] = [], delay: Duration? = .zero
    ) {
        self.status = status
        self.headerFields = headerFields
        self.body = body
        self.delay = delay
    }

    /// A reply in JSON.
    public init(status: HTTPResponse.Status = .ok, json: String) {
        self.init(status: status, headerFields: [.contentType: "application/json"], body: Array(json.utf8))
    }

    /// 200 with an empty object: the delivery arrived, and a callback will follow.
    public static let taken = WebhookReply(json: "{}")

    /// 200 with `{"done":true}`: everything in the delivery is processed (§7.1).
    public static let done = WebhookReply(json: #"{"done":true}"#)

    /// An error.
    public static func failing(_ code: Int = 503) -> WebhookReply {
        WebhookReply(status: HTTPResponse.Status(code: code), json: #"{"error":"not today"}"#)
    }

    /// No answer until ``WebhookInbox/answer(_:with:)``.
    public static let held = WebhookReply(delay: nil)
}
