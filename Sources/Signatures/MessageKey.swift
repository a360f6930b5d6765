import COpenSSL

/// A secret that marks messages as one's own: HMAC with SHA-256 (RFC 2104).
public struct MessageKey: Sendable {
    /// The number of bytes of a code.
    public static let codeSize = 32

    private let secret: [UInt8]

    /// A new secret of 32 bytes.
    ///
    /// - Throws: When the system has no randomness to give.
    public init() throws(SignatureFailure) {
        self.init(secret: try SecureRandom.bytes(Self.codeSize))
    }

    /// A secret of any length.
    public init(secret: [UInt8]) {
        self.secret = secret
    }

    /// The authentication code of a message: 32 bytes.
    public func code(for message: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Self.codeSize)
        var count = UInt32(code.count)
        let isDone = HMAC(EVP_sha256(), secret, Int32(secret.count), message, message.count, &code, &count) != nil
        precondition(isDone, "OpenSSL has no HMAC with SHA-256")
        return code
    }

    /// Whether a code is the one of a message; how long the answer takes says nothing about how much of it is right.
    public func isValid(code: [UInt8], for message: [UInt8]) -> Bool {
        code.count == Self.codeSize && CRYPTO_memcmp(code, self.code(for: message), Self.codeSize) == 0
    }
}
