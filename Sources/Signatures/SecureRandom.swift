import COpenSSL

/// Bytes that nobody can guess.
public enum SecureRandom {
    /// So many random bytes.
    ///
    /// - Throws: When the system has no randomness to give.
    public static func bytes(_ count: Int) throws(SignatureFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard RAND_bytes(&bytes, Int32(count)) == 1 else { throw SignatureFailure("find randomness") }
        return bytes
    }
}
