import Signatures
import Specification

/// What a callback or claim token says (§7.1, §7.2, §12.9).
struct WakeToken: Sendable, Hashable {
    /// What a token is good for.
    enum Use: String, Sendable {
        case callback
        case claim
    }

    /// The key of the subscription.
    var subscription: String
    /// Which subscription of that id.
    var incarnation: UInt64
    /// The generation of the wake.
    var generation: Int64
    var use: Use
    /// In seconds since 1970-01-01T00:00:00Z.
    var expiresAt: Int64
}

/// Makes and reads tokens: JSON Web Tokens, signed with HMAC-SHA256 (RFC 7519).
struct WakeTokens: Sendable {
    private let key: MessageKey

    /// The one header that tokens have, so that no token can choose how it is verified.
    private static let header = Base64URL.encode(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8))

    /// Tokens of a new secret, good as long as the process lives.
    init() {
        var random = SystemRandomNumberGenerator()
        key = MessageKey(secret: (0..<MessageKey.codeSize).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    func make(_ token: WakeToken) -> String {
        let claims =
            "{\"sub\":\(JSONText.quoted(token.subscription)),\"jti\":\"\(token.incarnation)\","
            + "\"gen\":\(token.generation),\"use\":\"\(token.use.rawValue)\",\"exp\":\(token.expiresAt)}"
        let content = Self.header + "." + Base64URL.encode(Array(claims.utf8))
        return content + "." + Base64URL.encode(key.code(for: Array(content.utf8)))
    }

    /// What a text says that has the form of a token, and whether its signature is right.
    func read(_ text: String) -> (token: WakeToken, isAuthentic: Bool)? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == Self.header,
            let claims = Base64URL.decode(parts[1]).flatMap({ try? JSONValue.parse($0) }),
            let subscription = claims["sub"]?.text, let incarnation = claims["jti"]?.text.flatMap({ UInt64($0) }),
            let generation = claims["gen"]?.integer, let use = claims["use"]?.text.flatMap(WakeToken.Use.init),
            let expiresAt = claims["exp"]?.integer
        else { return nil }
        let content = Array((parts[0] + "." + parts[1]).utf8)
        let isAuthentic = Base64URL.decode(parts[2]).map { key.isValid(code: $0, for: content) } ?? false
        let token = WakeToken(
            subscription: subscription, incarnation: incarnation, generation: generation, use: use, expiresAt: expiresAt
        )
        return (token, isAuthentic)
    }
}
