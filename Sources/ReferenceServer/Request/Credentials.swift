import HTTPMessage
import Specification

// Who may make requests (§12.1). The text leaves the means to a deployment; the reference knows one shared token.

extension ReferenceServer {
    /// The answer to a request that does not carry the token that is wanted (RFC 6750 §3).
    func refusalOfStranger(_ request: HTTPRequest) -> Reply? {
        guard let token = configuration.bearerToken, !isAdmitted(request, by: token) else { return nil }
        var reply = Reply(refusing: HTTPResponse.Status(code: 401), "This server wants Authorization: Bearer.")
        reply.add(.wwwAuthenticate, "Bearer realm=\"streams\"")
        return reply
    }

    private func isAdmitted(_ request: HTTPRequest, by token: String) -> Bool {
        if let given = Self.bearer(of: request), Self.isSame(given, token) { return true }
        // Workers carry the token of their wake there (§12.9), and receivers of webhooks need the keys (§6.5).
        guard let control = ControlPath.suffix(of: RequestTarget(request.path).name, root: configuration.rootPath),
            let path = try? ControlPath(control, maximumIDLength: .max)
        else { return false }
        return switch path {
        case .callback, .ack, .release: request.method == .post
        case .keys: request.method == .get || request.method == .head
        default: false
        }
    }

    /// Whether two tokens are the same, in a time that does not tell how far they are.
    private static func isSame(_ given: String, _ token: String) -> Bool {
        let (given, token) = (Array(given.utf8), Array(token.utf8))
        guard given.count == token.count else { return false }
        return zip(given, token).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// The token of `Authorization: Bearer` (RFC 6750 §2.1), the only place where one is looked for (§12.9).
    static func bearer(of request: HTTPRequest) -> String? {
        guard let value = request.headerFields[.authorization] else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1].drop { $0 == " " })
    }
}
