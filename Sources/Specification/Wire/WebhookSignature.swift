/// The value of `Webhook-Signature` (§7.1): when a delivery was signed, with which key, and the signature.
public struct WebhookSignature: Sendable, Hashable, CustomStringConvertible {
    /// When, in seconds since 1970-01-01T00:00:00Z.
    public let timestamp: Int64

    /// The key's name in the key set of the server (§6.5).
    public let keyID: String

    /// The Ed25519 signature in unpadded base64url.
    public let signature: String

    /// A value.
    public init(timestamp: Int64, keyID: String, signature: String) {
        self.timestamp = timestamp
        self.keyID = keyID
        self.signature = signature
    }

    /// Reads the value of a field, or gives `nil` when it is not `t`, `kid` and `ed25519`, each once and in any order.
    ///
    /// Members of other names are left alone, so that further algorithms can stand beside this one.
    public init?(_ value: String) {
        var members: [Substring: Substring] = [:]
        for part in value.split(separator: ",", omittingEmptySubsequences: false) {
            guard let equals = part.firstIndex(of: "=") else { return nil }
            let name = part[..<equals]
            guard members.updateValue(part[part.index(after: equals)...], forKey: name) == nil else { return nil }
        }
        guard let time = members["t"], let keyID = members["kid"], let signature = members["ed25519"],
            !time.isEmpty, time.utf8.allSatisfy(StrictDecimal.isDigit), let timestamp = Int64(time),
            !keyID.isEmpty, !signature.isEmpty
        else { return nil }
        self.init(timestamp: timestamp, keyID: String(keyID), signature: String(signature))
    }

    /// The value as it stands in the field.
    public var description: String { "t=\(timestamp),kid=\(keyID),ed25519=\(signature)" }

    /// What the signature is made over: the timestamp, a full stop, and the body as it is on the wire.
    public static func signedContent(timestamp: Int64, body: [UInt8]) -> [UInt8] {
        Array("\(timestamp).".utf8) + body
    }
}
