import COpenSSL

/// OpenSSL would not do what was asked of it.
public struct SignatureFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was asked, and what OpenSSL says about it.
    public let description: String

    /// The failure of the last call on this thread.
    ///
    /// - Parameter attempt: words that complete "OpenSSL cannot …".
    init(_ attempt: String) {
        let code = ERR_get_error()
        guard code != 0 else {
            description = "OpenSSL cannot \(attempt)."
            return
        }
        var text = [CChar](repeating: 0, count: 256)
        ERR_error_string_n(code, &text, text.count)
        ERR_clear_error()
        let reason = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        description = "OpenSSL cannot \(attempt): \(reason)."
    }

    /// A failure that OpenSSL was not asked about.
    init(reason: String) {
        description = reason
    }
}
