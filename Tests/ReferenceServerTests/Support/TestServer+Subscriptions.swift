import HTTPMessage
import ReferenceServer
import Specification

extension TestServer {
    /// A server that sends webhooks through a recorder and accepts those of the local host.
    static func sending(
        through sender: RecordingSender, rules: Rules = .standard,
        _ configure: (inout SubscriptionSettings) -> Void = { _ in }
    ) -> TestServer {
        TestServer(rules: rules, webhookSender: sender) { configuration in
            configuration.subscriptions.limits.allowsLocalWebhooks = true
            configure(&configuration.subscriptions)
        }
    }

    /// Sends a request to the reserved prefix.
    @discardableResult
    func control(
        _ method: HTTPRequest.Method, _ path: String, _ json: String = "", bearer: String? = nil
    ) -> Answer {
        var fields: HTTPFields = json.isEmpty ? [:] : [.contentType: "application/json"]
        if let bearer { fields[.authorization] = "Bearer \(bearer)" }
        return send(method, "__ds/" + path, fields, json)
    }

    /// Creates a pull-wake subscription `s` with a wake stream `wake/s`, which is created too.
    @discardableResult
    func subscribe(_ members: String, id: String = "s") -> Answer {
        create("wake/\(id)", "application/json")
        return control(.put, "subscriptions/\(id)", #"{"type":"pull-wake","wake_stream":"wake/\#(id)",\#(members)}"#)
    }

    /// Creates a webhook subscription `s`.
    @discardableResult
    func hook(_ members: String, id: String = "s", url: String = "https://worker.example/hook") -> Answer {
        control(.put, "subscriptions/\(id)", #"{"type":"webhook","webhook":{"url":"\#(url)"},\#(members)}"#)
    }

    /// A subscription as it is shown.
    func subscription(_ id: String = "s") -> JSONValue {
        control(.get, "subscriptions/\(id)").json
    }

    /// The acknowledged offset of a stream.
    func acked(_ path: String, _ id: String = "s") -> String? {
        subscription(id)["streams"]?.elements?.first { $0["path"]?.text == path }?["acked_offset"]?.text
    }

    /// Claims a subscription.
    func claim(_ worker: String = "w-1", _ id: String = "s") -> Answer {
        control(.post, "subscriptions/\(id)/claim", #"{"worker":"\#(worker)"}"#)
    }

    /// The wake events in the wake stream of a subscription.
    func events(_ id: String = "s") -> [JSONValue] {
        read("wake/\(id)").json.elements ?? []
    }
}

extension Answer {
    /// The body as JSON; `null` when it is none.
    var json: JSONValue { (try? JSONValue.parse(text)) ?? .null }

    /// The code of a refusal.
    var code: String? { json["error"]?["code"]?.text }
}

/// What a worker holds after a claim, or a receiver after a delivery.
struct HeldWake {
    var wakeID: String
    var generation: Int64
    var token: String

    /// From the answer to a claim.
    init(_ claim: Answer) {
        self.init(claim.json, token: "token")
    }

    /// From a request to a webhook.
    init(_ request: WebhookRequest) {
        self.init((try? JSONValue.parse(request.body)) ?? .null, token: "callback_token")
    }

    private init(_ json: JSONValue, token member: String) {
        wakeID = json["wake_id"]?.text ?? ""
        generation = json["generation"]?.integer ?? 0
        token = json[member]?.text ?? ""
    }

    /// The body of an ack, a callback or a release.
    func report(_ acks: [String: String] = [:], done: Bool? = nil) -> String {
        let acks = acks.map { #"{"stream":"\#($0.key)","offset":"\#($0.value)"}"# }.joined(separator: ",")
        let done = done.map { #","done":\#($0)"# } ?? ""
        return #"{"wake_id":"\#(wakeID)","generation":\#(generation),"acks":[\#(acks)]\#(done)}"#
    }
}
