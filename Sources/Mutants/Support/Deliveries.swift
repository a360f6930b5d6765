import HTTPMessage
import ReferenceServer
import Specification

/// A delivery on its way to a webhook.
struct SentDelivery: Sendable {
    /// The request.
    var request: WebhookRequest

    fileprivate let sender: any WebhookSender
    fileprivate let completion: @Sendable (WebhookAnswer) -> Void

    /// The subscription that the body names.
    var subscription: String { (try? JSONValue.parse(request.body))?["subscription_id"]?.text ?? "" }

    /// Sends it.
    func send() { sender.post(request, completion: completion) }

    /// Sends it, and takes its answer for another.
    func send(taking change: @escaping @Sendable (WebhookAnswer) -> WebhookAnswer) {
        let completion = completion
        sender.post(request) { completion(change($0)) }
    }

    /// Ends it with an answer that nobody gave.
    func pretend(_ answer: WebhookAnswer) { completion(answer) }
}

/// A sender that has every delivery pass a step.
private struct SteppingSender: WebhookSender {
    let sender: any WebhookSender
    let step: @Sendable (SentDelivery) -> Void

    func post(_ request: WebhookRequest, completion: @escaping @Sendable (WebhookAnswer) -> Void) {
        step(SentDelivery(request: request, sender: sender, completion: completion))
    }
}

extension Blueprint {
    /// Takes the deliveries to webhooks; the step has to send them.
    mutating func onDelivery(_ step: @escaping @Sendable (SentDelivery) -> Void) {
        webhookSender = webhookSender.map { SteppingSender(sender: $0, step: step) }
    }

    /// Changes the bodies of deliveries before they are signed.
    mutating func onDeliveryText(_ change: @escaping @Sendable (String) -> String) {
        let changed = { @Sendable (body: [UInt8]) in Array(change(String(decoding: body, as: UTF8.self)).utf8) }
        rules.subscriptions.signedContent = { timestamp, body in
            WebhookSignature.signedContent(timestamp: timestamp, body: changed(body))
        }
        onDelivery { delivery in
            var delivery = delivery
            delivery.request.body = changed(delivery.request.body)
            delivery.send()
        }
    }

    /// Changes the field that carries the signature of a delivery.
    mutating func onSignature(_ change: @escaping @Sendable (String) -> String?) {
        onDelivery { delivery in
            var delivery = delivery
            delivery.request.headerFields[.webhookSignature] = delivery.request.headerFields[.webhookSignature]
                .flatMap(change)
            delivery.send()
        }
    }
}
