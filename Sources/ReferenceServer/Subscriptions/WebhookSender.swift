import HTTPMessage

/// Carries requests to webhooks. The server knows no network of its own; whoever runs it gives it one.
///
/// A sender never follows redirects, and judges the addresses a host resolves to before it connects (§12.8).
public protocol WebhookSender: Sendable {
    /// Sends a `POST` and reports how it ended, once, on any thread.
    func post(_ request: WebhookRequest, completion: @escaping @Sendable (WebhookAnswer) -> Void)
}

/// A request to a webhook.
public struct WebhookRequest: Sendable {
    /// The URL, as it was checked when the subscription was created.
    public var url: String
    /// The fields to send, beside `Host` and the framing fields.
    public var headerFields: HTTPFields
    /// The body, exactly as it was signed.
    public var body: [UInt8]
    /// How long the whole exchange may take.
    public var timeout: Duration
    /// How many bytes of the answer's body are read; one that is longer is a failure.
    public var maximumAnswerSize: Int

    /// A request.
    public init(
        url: String, headerFields: HTTPFields, body: [UInt8], timeout: Duration, maximumAnswerSize: Int
    ) {
        self.url = url
        self.headerFields = headerFields
        self.body = body
        self.timeout = timeout
        self.maximumAnswerSize = maximumAnswerSize
    }
}

/// How a request to a webhook ended.
public enum WebhookAnswer: Sendable, Hashable {
    /// The webhook answered.
    case answered(status: Int, body: [UInt8])
    /// It did not, for a reason in words.
    case failed(String)
}
