import COpenSSL

extension SigningKey {
    /// The key of a PEM file, as `openssl genpkey -algorithm ed25519` writes it (RFC 8410 §7).
    ///
    /// - Throws: When the text is no private Ed25519 key, or one that a passphrase protects.
    public init(pem: String) throws(SignatureFailure) {
        let text = Array(pem.utf8)
        guard let input = BIO_new_mem_buf(text, Int32(text.count)) else { throw SignatureFailure("read a key") }
        defer { BIO_free(input) }
        // Without this OpenSSL would ask the terminal for the passphrase of a key that has one.
        guard let key = PEM_read_bio_PrivateKey(input, nil, { _, _, _, _ in -1 }, nil) else {
            throw SignatureFailure("read a private key without a passphrase from the PEM text")
        }
        defer { EVP_PKEY_free(key) }
        var seed = [UInt8](repeating: 0, count: Self.seedSize)
        var count = seed.count
        guard EVP_PKEY_get_id(key) == tidemark_ed25519, EVP_PKEY_get_raw_private_key(key, &seed, &count) == 1,
            count == Self.seedSize
        else { throw SignatureFailure(reason: "The PEM text holds a key of another kind than Ed25519.") }
        try self.init(seed: seed)
    }
}
