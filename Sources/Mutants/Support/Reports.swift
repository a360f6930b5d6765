import HTTPMessage
import ReferenceServer
import Specification

/// A worker's report as the current holder of the lease would make it.
struct RightfulReport: Sendable {
    /// The members of its body.
    var report: [JSONString: JSONValue]

    fileprivate var request: HTTPRequest
    fileprivate let server: any HTTPService

    /// Sends it.
    func send() {
        _ = server.immediateAnswer(to: request, body: Array(JSONValue.object(report).description.utf8))
    }
}

/// What was answered to the last claim of each subscription, by the path of the subscription.
private typealias Claims = Memory<String, JSONValue>

extension HTTPRequest {
    /// The path of the subscription that a worker's request is for; `nil` for other requests.
    fileprivate var workerSubscription: String? {
        guard isControl, method == .post, let slash = path.lastIndex(of: "/"),
            ["claim", "ack", "release", "callback"].contains(path[slash...].dropFirst())
        else { return nil }
        return String(path[..<slash])
    }
}

extension Blueprint {
    private mutating func noteClaims() -> Claims {
        let claims = Claims()
        onAnswer { request, answer in
            if let subscription = request.workerSubscription, request.path.hasSuffix("/claim"), answer.status == 200 {
                claims[subscription] = try? JSONValue.parse(answer.body)
            }
        }
        return claims
    }

    /// Changes the bodies of acks and releases before the server reads them.
    mutating func onReport(_ change: @escaping @Sendable (inout [JSONString: JSONValue]) -> Void) {
        onRequest { request, body in
            guard request.workerSubscription != nil, !request.path.hasSuffix("/claim"),
                let value = try? JSONValue.parse(body), case .object(var members) = value
            else { return }
            change(&members)
            body = Array(JSONValue.object(members).description.utf8)
        }
    }

    /// Has another token looked at than the one that came.
    ///
    /// - Parameter change: is given the token, the one of the last claim of the subscription, and whether the token
    ///   was given out for any subscription.
    mutating func onBearer(
        _ change: @escaping @Sendable (_ bearer: String?, _ own: String?, _ isKnown: Bool) -> String?
    ) {
        let claims = noteClaims()
        let tokens = Memory<String, Bool>()
        onRequest { request, _ in
            guard let subscription = request.workerSubscription, !request.path.hasSuffix("/claim") else { return }
            let bearer = request.headerFields[.authorization].map { String($0.dropFirst("Bearer ".count)) }
            let own = claims[subscription]?["token"]?.text
            let token = change(bearer, own, bearer.map { tokens[$0] == true } ?? false)
            request.headerFields[.authorization] = token.map { "Bearer \($0)" }
        }
        onAnswer { request, answer in
            guard request.path.hasSuffix("/claim"), let token = (try? JSONValue.parse(answer.body))?["token"]?.text
            else {
                return
            }
            tokens[token] = true
        }
    }

    /// Has everything acknowledged that was claimed, before an ack without acks or a release is dealt with.
    mutating func acknowledgeAll(at name: String) {
        let claims = noteClaims()
        onPassage { passage in
            if let subscription = passage.request.workerSubscription, passage.request.path.hasSuffix("/\(name)"),
                let claim = claims[subscription], let streams = claim["streams"]?.elements,
                let value = try? JSONValue.parse(passage.body), case .object(var members) = value,
                members["acks"]?.elements?.isEmpty != false
            {
                let acks = streams.compactMap { link -> JSONValue? in
                    guard let path = link["path"], let tail = link["tail_offset"] else { return nil }
                    return .object(["stream": path, "offset": tail])
                }
                members["acks"] = .array(acks)
                members["done"] = nil
                var ack = passage.request
                ack.path = subscription + "/ack"
                _ = passage.server.immediateAnswer(to: ack, body: Array(JSONValue.object(members).description.utf8))
            }
            passage.proceed()
        }
    }

    /// Does something when an ack or a release is refused while a worker holds the lease.
    mutating func onRefusedReport(_ act: @escaping @Sendable (Passage, RightfulReport) -> Void) {
        let claims = noteClaims()
        onPassage { passage in
            guard let subscription = passage.request.workerSubscription, !passage.request.path.hasSuffix("/claim"),
                let answer = passage.ask()
            else { return passage.proceed() }
            if answer.status >= 400, let claim = claims[subscription], let token = claim["token"]?.text,
                let wakeID = claim["wake_id"], let generation = claim["generation"]
            {
                var request = passage.request
                request.headerFields[.authorization] = "Bearer \(token)"
                act(
                    passage,
                    RightfulReport(
                        report: ["wake_id": wakeID, "generation": generation], request: request,
                        server: passage.server))
            }
            passage.answer(answer)
        }
    }

    /// Shows one `wake_id` for all wakes of a subscription, and takes it for the current one.
    mutating func oneWakeID() {
        let current = Memory<String, String>()
        onRequest { request, body in
            guard let subscription = request.workerSubscription, let real = current[subscription] else { return }
            let text = String(decoding: body, as: UTF8.self)
            body = Array(text.replacing("\"w_of_\(subscription)\"", with: "\"\(real)\"").utf8)
        }
        onAnswer { request, answer in
            guard let subscription = request.workerSubscription, request.path.hasSuffix("/claim"),
                let real = (try? JSONValue.parse(answer.body))?["wake_id"]?.text
            else { return }
            current[subscription] = real
            answer.text = answer.text.replacing("\"\(real)\"", with: "\"w_of_\(subscription)\"")
        }
    }

    /// Changes the wake events that are written.
    mutating func onWakeEvent(_ change: @escaping @Sendable (String) -> String) {
        wrapStore { WakeEventStore($0, change) }
    }
}

/// A store that changes wake events.
private final class WakeEventStore: PassingStore {
    private let change: @Sendable (String) -> String

    init(_ store: any StreamStore, _ change: @escaping @Sendable (String) -> String) {
        self.change = change
        super.init(store)
    }

    override func wrap(_ log: any StreamLog) -> any StreamLog { WakeEventLog(log, change) }
}

private final class WakeEventLog: PassingLog {
    private let change: @Sendable (String) -> String

    init(_ log: any StreamLog, _ change: @escaping @Sendable (String) -> String) {
        self.change = change
        super.init(log)
    }

    override func append(_ payload: StreamPayload, _ change: StreamChange) throws -> Int {
        let text = String(decoding: payload.bytes, as: UTF8.self)
        guard text.hasPrefix(#"{"type":"wake","#) else { return try super.append(payload, change) }
        var payload = payload
        payload.bytes = Array(self.change(text).utf8)
        if payload.messages != nil { payload.messages = [payload.bytes.indices] }
        return try super.append(payload, change)
    }
}
