/// What a subscription was created with, in its normal form: two requests for the same subscription give equal values
/// (§6.2).
public struct SubscriptionConfiguration: Sendable {
    /// How a subscription wakes its workers.
    public enum Delivery: Sendable {
        /// A `POST` to a URL (§7.1).
        case webhook(url: String)
        /// An event in a stream, given by its path relative to the stream root (§7.2).
        case pullWake(stream: String)
    }

    /// The glob over the paths of streams; `nil` when only listed streams are meant.
    public var pattern: String?

    /// The paths that were listed, each once, in the order of their bytes.
    public var streams: [String]

    /// How workers are woken.
    public var delivery: Delivery

    /// How long a lease lasts, in milliseconds.
    public var leaseMilliseconds: Int64

    /// What a person wrote about it.
    public var description: String?

    /// A configuration in its normal form.
    public init(
        pattern: String?, streams: [String], delivery: Delivery, leaseMilliseconds: Int64, description: String?
    ) {
        self.pattern = pattern
        self.streams = streams
        self.delivery = delivery
        self.leaseMilliseconds = leaseMilliseconds
        self.description = description
    }

    /// The name of the delivery in requests and answers.
    public var type: String {
        switch delivery {
        case .webhook: "webhook"
        case .pullWake: "pull-wake"
        }
    }

    /// The path of the stream for wake events; `nil` for a webhook.
    public var wakeStream: String? {
        if case .pullWake(let stream) = delivery { stream } else { nil }
    }

    /// The URL of the webhook; `nil` for a pull-wake subscription.
    public var webhookURL: String? {
        if case .webhook(let url) = delivery { url } else { nil }
    }

    /// The SHA-256 digest of everything above, by which configurations are compared (§6.2).
    public var fingerprint: String {
        func quoted(_ text: String?) -> String { text.map(JSONText.quoted) ?? "null" }
        let members = [
            quoted(type), quoted(pattern), "[" + streams.map(JSONText.quoted).joined(separator: ",") + "]",
            quoted(webhookURL ?? wakeStream), String(leaseMilliseconds), quoted(description),
        ]
        return SHA256.hexDigest(Array(members.joined(separator: ",").utf8))
    }
}
