import HTTPMessage
import Signatures
import Specification

extension ReferenceServer {
    /// Replaces the key that signs deliveries to webhooks; the old one stays published as long as signatures made with
    /// it may be checked (§6.5).
    ///
    /// - Throws: When no key can be made.
    public func rotateSigningKey() throws(SignatureFailure) {
        let now = clock.now
        try engine.withLock { (engine) throws(SignatureFailure) in
            _ = try engine.subscriptions.keyring.current(now)
            try engine.subscriptions.keyring.rotate(now)
        }
    }

    /// Has timers of subscriptions lead back here.
    func connectSubscriptions() {
        engine.withLock { engine in
            engine.subscriptions.onDeadline = { [weak self] key, incarnation in
                self?.run { $0.deadlineCame(key, incarnation, $1) }
            }
        }
    }

    /// Answers a request to the reserved prefix (§6).
    func control(
        _ suffix: Substring, _ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter
    ) throws(Refusal) {
        let settings = configuration.subscriptions
        let path = try ControlPath(suffix, maximumIDLength: settings.maximumIDLength)
        guard body.count <= settings.maximumBodySize else {
            throw Refusal(
                .contentTooLarge, "The body of a control request has at most \(settings.maximumBodySize) bytes.")
        }
        guard let operation = operation(path, request, body) else {
            var reply = Reply(refusing: .methodNotAllowed, "This resource knows \(path.methods).")
            reply.add(.allow, path.methods)
            return writer.respond(reply.response, body: request.method == .head ? [] : reply.body)
        }
        let now = clock.now
        let (reply, outbox) = engine.withLock { engine in
            let reply: Reply
            do {
                reply = try operation(&engine, now)
            } catch let fault as SubscriptionFault {
                reply = Reply(fault)
            } catch {
                reply = Reply(refusing: .internalServerError, "\(error)")
            }
            return (reply, engine.takeOutbox())
        }
        writer.respond(reply.response, body: request.method == .head ? [] : reply.body)
        if let outbox { deliver(outbox) }
    }

    private typealias Operation = @Sendable (inout Engine, RFC3339Instant) throws -> Reply

    /// What a method does to a resource; `nil` for a method it does not know.
    private func operation(_ path: ControlPath, _ request: HTTPRequest, _ body: [UInt8]) -> Operation? {
        let bearer = Self.bearer(of: request)
        switch (request.method, path) {
        case (.get, .keys), (.head, .keys): return { try $0.keySet($1) }
        case (.put, .subscription(let id)):
            let rootURL = rootURL(request)
            let sendsWebhooks = webhookSender != nil
            return { try $0.putSubscription(id, body: body, rootURL: rootURL, sendsWebhooks: sendsWebhooks, $1) }
        case (.get, .subscription(let id)), (.head, .subscription(let id)): return { try $0.getSubscription(id, $1) }
        case (.delete, .subscription(let id)): return { engine, _ in try engine.deleteSubscription(id) }
        case (.post, .streams(let id)): return { try $0.addStreams(id, body: body, $1) }
        case (.delete, .stream(let id, let path)): return { engine, _ in try engine.removeStream(id, rawPath: path) }
        case (.post, .callback(let id)): return { try $0.report(id, .callback, bearer: bearer, body: body, $1) }
        case (.post, .ack(let id)): return { try $0.report(id, .claim, bearer: bearer, body: body, $1) }
        case (.post, .claim(let id)): return { try $0.claim(id, body: body, $1) }
        case (.post, .release(let id)): return { try $0.release(id, bearer: bearer, body: body, $1) }
        default: return nil
        }
    }

    /// The URL of the stream root as workers reach it.
    private func rootURL(_ request: HTTPRequest) -> String {
        configuration.subscriptions.publicURL ?? Self.url(of: request, configuration.rootPath)
    }

    // MARK: Webhooks

    /// Signs and sends a delivery (§7.1).
    func send(_ job: WebhookJob) {
        let now = clock.now
        let timestamp = now.secondsSince1970
        guard let webhookSender else { return webhookEnded(job, .failed("There is no sender.")) }
        let signature: WebhookSignature
        do {
            let key = try engine.withLock { (engine) throws(SignatureFailure) in
                try engine.subscriptions.keyring.current(now)
            }
            let content = rules.subscriptions.signedContent(timestamp, job.body)
            signature = WebhookSignature(
                timestamp: timestamp, keyID: key.publicKey.thumbprint,
                signature: Base64URL.encode(try key.signature(for: content)))
        } catch {
            return webhookEnded(job, .failed("\(error)"))
        }
        let fields: HTTPFields = [.contentType: "application/json", .webhookSignature: signature.description]
        let request = WebhookRequest(
            url: job.url, headerFields: fields, body: job.body, timeout: job.timeout,
            maximumAnswerSize: configuration.subscriptions.maximumAnswerSize)
        webhookSender.post(request) { [weak self] answer in
            self?.webhookEnded(job, answer)
        }
    }

    private func webhookEnded(_ job: WebhookJob, _ answer: WebhookAnswer) {
        run { $0.deliveryEnded(job, answer, $1) }
    }
}
