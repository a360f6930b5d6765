import COpenSSL

/// An Ed25519 key that verifies (RFC 8032).
public struct VerifyingKey: Sendable, Hashable {
    /// The number of bytes of a key.
    public static let size = 32

    /// The number of bytes of a signature.
    public static let signatureSize = 64

    /// The key as RFC 8032 §5.1.5 encodes it: 32 bytes.
    public let rawBytes: [UInt8]

    /// The key of 32 bytes; `nil` when there are more or fewer.
    public init?(rawBytes: [UInt8]) {
        guard rawBytes.count == Self.size else { return nil }
        self.rawBytes = rawBytes
    }

    /// The key of the member `x` of a JSON Web Key (RFC 8037 §2); `nil` when it is none.
    public init?(base64URL: String) {
        guard let bytes = Base64URL.decode(base64URL) else { return nil }
        self.init(rawBytes: bytes)
    }

    /// The key as the member `x` of a JSON Web Key (RFC 8037 §2).
    public var base64URL: String { Base64URL.encode(rawBytes) }

    /// The SHA-256 thumbprint of the key as a JSON Web Key (RFC 7638, RFC 8037 §2) in base64url: a `kid` that follows
    /// from the key alone.
    public var thumbprint: String {
        let members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"\(base64URL)\"}"
        return Base64URL.encode(Digest.sha256(Array(members.utf8)))
    }

    /// Whether a signature of a message was made with the key that belongs to this one.
    ///
    /// Bytes that are no key and bytes that are no signature verify nothing.
    public func isValid(signature: [UInt8], for message: [UInt8]) -> Bool {
        guard signature.count == Self.signatureSize,
            let key = EVP_PKEY_new_raw_public_key(tidemark_ed25519, nil, rawBytes, rawBytes.count)
        else { return false }
        defer { EVP_PKEY_free(key) }
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        // What a failed verification leaves in the thread's queue of errors belongs to no later call.
        defer { ERR_clear_error() }
        return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}
