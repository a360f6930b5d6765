import BlackBox
import HTTPMessage
import Specification

/// A request that came to the webhook of a subscription, and the place where what it must be is written down.
struct WebhookDelivery: Sendable {
    /// What came.
    let received: ReceivedWebhook
    /// Its position among the exchanges of the check.
    let exchange: Int?

    let probe: Probe

    init(_ received: ReceivedWebhook, exchange: Int?, probe: Probe) {
        self.received = received
        self.exchange = exchange
        self.probe = probe
    }

    /// The JSON in the body; `nil` when it holds none.
    var json: JSONValue? { try? JSONValue.parse(received.body) }

    /// The value of a field.
    subscript(name: HTTPField.Name) -> String? { received.request.headerFields[name] }

    /// The signature, when it has the form of one.
    var signature: WebhookSignature? { self[.webhookSignature].flatMap { WebhookSignature($0) } }

    /// The wake it is about; inconclusive when a member is missing.
    func requireWake() throws -> DeliveredWake {
        guard let wake = DeliveredWake(json) else {
            throw Interruption.preconditionUnmet("a delivery has no wake_id, generation or callback_token")
        }
        return wake
    }

    /// Expects whatever has to hold of the delivery.
    @discardableResult
    func expect(
        _ condition: Bool, _ expected: @autoclosure () -> String, observed: @autoclosure () -> String,
        breaks requirement: Requirement? = nil
    ) -> WebhookDelivery {
        if let exchange { probe.recorder.judge(requirement ?? probe.check.requirement, by: exchange) }
        if !condition {
            probe.find(expected: expected(), observed: observed(), exchange: exchange, breaks: requirement)
        }
        return self
    }

    /// Expects a member of the body to have this value.
    @discardableResult
    func expect(_ member: String, is value: JSONValue, breaks requirement: Requirement? = nil) -> WebhookDelivery {
        let found = json?[member]
        return expect(
            found == value, "\"\(member)\": \(value)",
            observed: found.map { "\"\(member)\": \($0)" } ?? "no such member", breaks: requirement)
    }

    /// Expects the content type, parameters aside.
    @discardableResult
    func expectContentType(_ expected: String, breaks requirement: Requirement? = nil) -> WebhookDelivery {
        let found = self[.contentType]
        let isSame = ContentType(expected).flatMap { type in found.flatMap { ContentType($0)?.matches(type) } } ?? false
        return expect(
            isSame, "Content-Type: \(expected)", observed: found.map { "Content-Type: \($0)" } ?? "no Content-Type",
            breaks: requirement)
    }

    /// The entries of `streams` in the body.
    var links: [JSONValue] { json?["streams"]?.elements ?? [] }

    /// The entry of a stream.
    func link(of stream: ProbedStream) -> JSONValue? {
        links.first { $0["path"]?.text == stream.name }
    }

    /// Expects a member of the entry of a stream to have this value.
    @discardableResult
    func expect(
        _ member: String, of stream: ProbedStream, is value: JSONValue, breaks requirement: Requirement? = nil
    ) -> WebhookDelivery {
        let link = link(of: stream)
        return expect(
            link?[member] == value, "\"\(member)\": \(value) of \(stream.name)",
            observed: link.map { "\($0)" } ?? "no entry of it", breaks: requirement)
    }
}

/// The wake in a delivery, or what a story makes of it (§7.1).
struct DeliveredWake: Sendable {
    var wakeID: String
    var generation: Int64
    var token: Claim.Token
    /// The token as it was given.
    let callbackToken: String
    /// The body of the delivery.
    let json: JSONValue

    /// The wake in the body of a delivery; `nil` when a member is missing.
    init?(_ json: JSONValue?) {
        guard let json, let wakeID = json["wake_id"]?.text, let generation = json["generation"]?.integer,
            let token = json["callback_token"]?.text
        else { return nil }
        self.wakeID = wakeID
        self.generation = generation
        self.token = .bearer(token)
        self.callbackToken = token
        self.json = json
    }

    /// The entry of a stream.
    func link(of stream: ProbedStream) -> JSONValue? {
        json["streams"]?.elements?.first { $0["path"]?.text == stream.name }
    }

    /// The wake with something changed.
    func with(_ change: (inout DeliveredWake) -> Void) -> DeliveredWake {
        var changed = self
        change(&changed)
        return changed
    }
}

extension JSONValue {
    /// An offset as bodies about subscriptions have it.
    static func offset(_ offset: Offset) -> JSONValue { .string(JSONString(offset.token)) }
}
