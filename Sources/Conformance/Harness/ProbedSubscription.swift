import BlackBox
import HTTPMessage
import Specification

/// A subscription of the target that belongs to one check (§6).
///
/// The methods named after operations of the protocol send exactly what they say and hand back the answer unjudged.
struct ProbedSubscription: Sendable {
    /// The id, which is one segment of a path as it stands.
    let id: String
    /// Path below the target's origin, as it stands on the wire.
    let path: String

    let probe: Probe

    // MARK: Operations

    /// Sends a PUT (§6.2).
    @discardableResult
    func put(_ configuration: SubscriptionWish) async throws -> Reply {
        try await put(configuration.payload)
    }

    /// Sends a PUT with any body.
    @discardableResult
    func put(_ body: Payload, contentType: String = "application/json") async throws -> Reply {
        probe.recorder.afterwards(probe.request(.delete, path: path))
        return try await send(.put, contentType: contentType, body: body)
    }

    /// Sends a GET (§6.3).
    @discardableResult
    func get() async throws -> Reply {
        try await send(.get)
    }

    /// Sends a DELETE (§6.3).
    @discardableResult
    func delete() async throws -> Reply {
        try await send(.delete)
    }

    /// Sends a POST that adds streams (§6.4).
    @discardableResult
    func add(_ streams: ProbedStream...) async throws -> Reply {
        let body = "{\"streams\":[" + streams.map { JSONText.quoted($0.name) }.joined(separator: ",") + "]}"
        return try await send(.post, "/streams", body: Payload(body))
    }

    /// Sends a DELETE that removes the explicit link of a stream, its path percent-encoded, slashes too (§6.4).
    @discardableResult
    func remove(_ stream: ProbedStream) async throws -> Reply {
        try await send(.delete, "/streams/" + PercentCoding.encodePathSegment(stream.name))
    }

    /// Sends a claim (§7.2).
    @discardableResult
    func claim(as worker: String = "worker-1") async throws -> Reply {
        try await send(.post, "/claim", body: Payload("{\"worker\":\(JSONText.quoted(worker))}"))
    }

    /// Sends an ack (§7.2); without `isDone` it is a heartbeat.
    @discardableResult
    func ack(_ claim: Claim, _ acks: [Claim.Ack] = [], isDone: Bool = false) async throws -> Reply {
        let body = Claim.report(claim.wakeID, claim.generation, acks, isDone: isDone)
        return try await send(.post, "/ack", token: claim.token, body: Payload(body))
    }

    /// Sends a release (§7.2).
    @discardableResult
    func release(_ claim: Claim) async throws -> Reply {
        try await send(
            .post, "/release", token: claim.token, body: Payload("{\(Claim.identity(claim.wakeID, claim.generation))}"))
    }

    /// Sends any request to the subscription or something below it.
    @discardableResult
    func send(
        _ method: HTTPRequest.Method, _ suffix: String = "", token: Claim.Token = .ofTheTarget,
        contentType: String = "application/json", body: Payload? = nil
    ) async throws -> Reply {
        let fields: HTTPFields = body == nil ? [:] : [.contentType: contentType]
        var request = probe.request(method, path: path + suffix, fields: fields, body: body)
        switch token {
        case .ofTheTarget: break
        case .none: request.headerFields[.authorization] = nil
        case .bearer(let token): request.headerFields[.authorization] = "Bearer \(token)"
        }
        return try await probe.send(request)
    }
}

/// What a PUT asks for (§6.2), member by member; `nil` leaves a member out.
struct SubscriptionWish: Sendable {
    var type: String? = "pull-wake"
    var pattern: String?
    var streams: [String]?
    var wakeStream: String?
    /// The value of `webhook.url`.
    var webhookURL: String?
    /// The value of `lease_ttl_ms`.
    var lease: Int64?
    var description: String?

    /// The members in the order of the text.
    private var members: [String] {
        var members: [String] = []
        if let type { members.append("\"type\":\(JSONText.quoted(type))") }
        if let pattern { members.append("\"pattern\":\(JSONText.quoted(pattern))") }
        if let streams {
            members.append("\"streams\":[" + streams.map(JSONText.quoted).joined(separator: ",") + "]")
        }
        if let webhookURL { members.append("\"webhook\":{\"url\":\(JSONText.quoted(webhookURL))}") }
        if let wakeStream { members.append("\"wake_stream\":\(JSONText.quoted(wakeStream))") }
        if let lease { members.append("\"lease_ttl_ms\":\(lease)") }
        if let description { members.append("\"description\":\(JSONText.quoted(description))") }
        return members
    }

    /// The wish as JSON.
    var payload: Payload { Payload("{" + members.joined(separator: ",") + "}") }

    /// The same wish in another spelling: members in another order, with white space.
    var respelled: Payload { Payload("{\n  " + members.reversed().joined(separator: " ,\n  ") + "\n}\n") }

    /// The wish with something changed.
    func with(_ change: (inout SubscriptionWish) -> Void) -> SubscriptionWish {
        var changed = self
        change(&changed)
        return changed
    }
}

/// What a worker was given when it claimed a subscription (§7.2), or what it makes of that.
struct Claim: Sendable {
    /// How far one stream was processed.
    struct Ack: Sendable {
        var stream: String
        var offset: String
    }

    /// The credentials of a request.
    enum Token: Sendable {
        /// Those every request to the target carries.
        case ofTheTarget
        /// None at all.
        case none
        /// This bearer token.
        case bearer(String)
    }

    var wakeID: String
    var generation: Int64
    var token: Token
    /// The answer to the claim.
    let reply: Reply

    /// The claim in an answer; `nil` when a member is missing.
    init?(_ reply: Reply) {
        guard reply.isSuccess, let json = reply.json, let wakeID = json["wake_id"]?.text,
            let generation = json["generation"]?.integer, let token = json["token"]?.text
        else { return nil }
        self.wakeID = wakeID
        self.generation = generation
        self.token = .bearer(token)
        self.reply = reply
    }

    /// The entry of a stream.
    func entry(of stream: ProbedStream) -> JSONValue? {
        reply.json?["streams"]?.elements?.first { $0["path"]?.text == stream.name }
    }

    /// The claim with something changed.
    func with(_ change: (inout Claim) -> Void) -> Claim {
        var changed = self
        change(&changed)
        return changed
    }

    fileprivate static func identity(_ wakeID: String, _ generation: Int64) -> String {
        "\"wake_id\":\(JSONText.quoted(wakeID)),\"generation\":\(generation)"
    }

    /// The body of an ack or a callback.
    static func report(_ wakeID: String, _ generation: Int64, _ acks: [Ack], isDone: Bool) -> String {
        let listed = acks.map { ack in
            "{\"stream\":\(JSONText.quoted(ack.stream)),\"offset\":\(JSONText.quoted(ack.offset))}"
        }
        return "{\(identity(wakeID, generation)),\"acks\":[" + listed.joined(separator: ",") + "]"
            + (isDone ? ",\"done\":true}" : "}")
    }
}

extension ProbedStream {
    /// The path relative to the stream root, as bodies about subscriptions name it (§6).
    var name: String { String(path.dropFirst(probe.context.target.base.path.count + 1)) }
}

extension Reply {
    /// The JSON in the body; `nil` when it holds none.
    var json: JSONValue? { try? JSONValue.parse(body) }

    /// Expects a member of the JSON object in the body to have this value.
    @discardableResult
    func expect(_ member: String, is value: JSONValue, breaks requirement: Requirement? = nil) -> Reply {
        let found = json?[member]
        return expect(
            found == value, "\"\(member)\": \(value)",
            observed: found.map { "\"\(member)\": \($0)" } ?? "no such member",
            breaks: requirement)
    }

    /// Expects the code of the error in the body (§7.2).
    @discardableResult
    func expectErrorCode(_ code: String, breaks requirement: Requirement? = nil) -> Reply {
        let found = json?["error"]?["code"]?.text
        return expect(
            found == code, "the error code \(code)", observed: found ?? Shown.bytes(body), breaks: requirement)
    }
}
