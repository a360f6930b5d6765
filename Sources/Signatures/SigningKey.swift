import COpenSSL

/// An Ed25519 key that signs (RFC 8032).
///
/// It is kept as its seed, so that it is a value like any other; OpenSSL's form of it lives for one call.
public struct SigningKey: Sendable {
    /// The number of bytes of a seed.
    public static let seedSize = 32

    /// The secret from which the key is derived: 32 bytes.
    public let seed: [UInt8]

    /// The key with which the signatures are verified.
    public let publicKey: VerifyingKey

    /// A new key.
    ///
    /// - Throws: When the system has no randomness to give, or OpenSSL knows no Ed25519.
    public init() throws(SignatureFailure) {
        try self.init(seed: try SecureRandom.bytes(Self.seedSize))
    }

    /// The key of a seed.
    ///
    /// - Throws: When the seed does not have 32 bytes, or OpenSSL knows no Ed25519.
    public init(seed: [UInt8]) throws(SignatureFailure) {
        guard seed.count == Self.seedSize else {
            throw SignatureFailure(reason: "The seed of an Ed25519 key has \(Self.seedSize) bytes, not \(seed.count).")
        }
        guard let key = EVP_PKEY_new_raw_private_key(tidemark_ed25519, nil, seed, seed.count) else {
            throw SignatureFailure("make an Ed25519 key")
        }
        defer { EVP_PKEY_free(key) }
        var publicBytes = [UInt8](repeating: 0, count: VerifyingKey.size)
        var count = publicBytes.count
        guard EVP_PKEY_get_raw_public_key(key, &publicBytes, &count) == 1,
            let publicKey = VerifyingKey(rawBytes: publicBytes)
        else { throw SignatureFailure("derive a public Ed25519 key") }
        self.seed = seed
        self.publicKey = publicKey
    }

    /// The signature of a message: 64 bytes, the same ones for the same message.
    ///
    /// - Throws: When OpenSSL runs out of memory.
    public func signature(for message: [UInt8]) throws(SignatureFailure) -> [UInt8] {
        guard let key = EVP_PKEY_new_raw_private_key(tidemark_ed25519, nil, seed, seed.count) else {
            throw SignatureFailure("load an Ed25519 key")
        }
        defer { EVP_PKEY_free(key) }
        guard let context = EVP_MD_CTX_new() else { throw SignatureFailure("begin a signature") }
        defer { EVP_MD_CTX_free(context) }
        var signature = [UInt8](repeating: 0, count: VerifyingKey.signatureSize)
        var count = signature.count
        guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
            EVP_DigestSign(context, &signature, &count, message, message.count) == 1
        else { throw SignatureFailure("sign") }
        return signature
    }
}
