import HTTPMessage

/// Why bytes are not a message, or not one that is taken.
public struct HTTPMessageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of trouble it is.
    public var kind: Kind

    /// One sentence that names the place and the rule.
    public var description: String

    /// An error.
    public init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    static func malformed(_ description: String) -> Self {
        Self(.malformed, description)
    }

    /// The kinds of trouble, each with the status a server refuses it with.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The bytes break the grammar or the framing rules of RFC 9112.
        case malformed
        /// The start line is longer than allowed.
        case startLineTooLong = "start-line-too-long"
        /// The fields are longer or more than allowed.
        case headerTooLarge = "header-too-large"
        /// The body is larger than allowed.
        case bodyTooLarge = "body-too-large"
        /// The body is in a transfer coding other than `chunked`.
        case unsupportedTransferCoding = "unsupported-transfer-coding"
        /// The method asks for something that is not done here: a tunnel.
        case unsupportedMethod = "unsupported-method"
        /// The message is not HTTP/1.
        case unsupportedVersion = "unsupported-version"
        /// The connection ended before the message was whole.
        case closedEarly = "closed-early"
    }

    /// The status a server answers with before it closes the connection.
    public var status: HTTPResponse.Status {
        switch kind {
        case .malformed, .closedEarly: .badRequest
        case .startLineTooLong: HTTPResponse.Status(code: 414)
        case .headerTooLarge: .requestHeaderFieldsTooLarge
        case .bodyTooLarge: .contentTooLarge
        case .unsupportedTransferCoding, .unsupportedMethod: .notImplemented
        case .unsupportedVersion: .httpVersionNotSupported
        }
    }
}
