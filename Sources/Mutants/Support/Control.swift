import HTTPMessage
import Specification

extension HTTPRequest {
    /// Whether it is for a subscription or its keys.
    var isControl: Bool { path.contains("/__ds/") }
}

extension Answer {
    /// The body as text.
    var text: String {
        get { String(decoding: body, as: UTF8.self) }
        set { body = Array(newValue.utf8) }
    }
}

extension String {
    /// The place behind the first character, which is where the first member of an object may stand.
    var secondIndex: Index { isEmpty ? endIndex : index(after: startIndex) }
}

extension Blueprint {
    /// Changes the answers to requests about subscriptions.
    mutating func onControlAnswer(_ change: @escaping @Sendable (HTTPRequest, inout Answer) -> Void) {
        onAnswer { request, answer in
            if request.isControl { change(request, &answer) }
        }
    }

    /// Changes a member of every object in the answers to requests about subscriptions.
    ///
    /// - Parameter name: the member as it is written, up to the quotation mark of its value.
    mutating func onControlMembers(_ name: String, _ change: @escaping @Sendable (Substring) -> String) {
        onControlAnswer { _, answer in
            let parts = answer.text.split(separator: name, omittingEmptySubsequences: false)
            guard parts.count > 1 else { return }
            answer.text =
                parts[0]
                + parts.dropFirst().map { part in
                    let value = part.prefix { $0 != "\"" }
                    return name + change(value) + part.dropFirst(value.count)
                }.joined()
        }
    }

    /// Changes the bodies of requests for subscriptions.
    mutating func onWish(_ change: @escaping @Sendable (inout String) -> Void) {
        onRequest { request, body in
            guard request.isControl, request.method == .put else { return }
            var wish = String(decoding: body, as: UTF8.self)
            change(&wish)
            body = Array(wish.utf8)
        }
    }

    /// Judges the URLs of webhooks otherwise.
    mutating func onWebhookURL(_ judge: @escaping @Sendable (_ url: String, _ allowsLocal: Bool) -> String?) {
        rules.subscriptions.refusalOfWebhook = judge
    }

    /// Changes what workers ask for at one of the paths below a subscription: `claim`, `ack`, `release`, `callback`.
    mutating func onWorkerAnswer(
        _ name: String, _ change: @escaping @Sendable (HTTPRequest, inout Answer) -> Void
    ) {
        onControlAnswer { request, answer in
            if request.method == .post, request.streamPath.hasSuffix("/\(name)") { change(request, &answer) }
        }
    }
}

extension Blueprint {
    /// Changes the key set.
    mutating func onKeySet(_ change: @escaping @Sendable (inout Answer) -> Void) {
        onControlAnswer { request, answer in
            if request.streamPath.hasSuffix("/jwks.json"), answer.status == 200 { change(&answer) }
        }
    }

    /// Takes note, under the empty name, of whether a subscription is being created just now.
    mutating func noteCreations() -> Memory<String, Bool> {
        let creating = Memory<String, Bool>()
        onPassage { passage in
            guard passage.request.isControl, passage.request.method == .put else { return passage.proceed() }
            creating[""] = true
            passage.proceed()
            creating[""] = nil
        }
        return creating
    }
}

extension Passage {
    /// What a `GET` shows of the subscription that the request is for.
    ///
    /// - Parameter suffix: what stands behind its URL in that of the request.
    func subscription(above suffix: String) -> String? {
        guard request.path.hasSuffix(suffix) else { return nil }
        let get = HTTPRequest(method: .get, path: String(request.path.dropLast(suffix.count)))
        guard let answer = server.immediateAnswer(to: get), answer.status == 200 else { return nil }
        return answer.text
    }
}

extension Blueprint {
    /// Puts another pattern in the place of each.
    mutating func onPattern(_ change: @escaping @Sendable (String) -> String) {
        rules.subscriptions.glob = { SubscriptionRule.glob(change($0)) }
    }

    /// Matches patterns otherwise.
    ///
    /// - Parameter matches: is given a pattern, a path, and whether the one matches the other.
    mutating func onMatch(
        _ matches: @escaping @Sendable (_ pattern: String, _ path: String, _ isMatch: Bool) -> Bool
    ) {
        rules.subscriptions.glob = { pattern in
            guard let glob = SubscriptionRule.glob(pattern) else { return nil }
            return { path in matches(pattern, path, glob(path)) }
        }
    }
}
