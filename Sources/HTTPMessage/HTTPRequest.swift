/// The head of an HTTP request; the body travels beside it as bytes.
public struct HTTPRequest: Sendable, Hashable {
    /// The method, for example `GET`.
    public var method: Method

    /// `http` or `https`, where it is known.
    public var scheme: String?

    /// The host and port the request is for: the `Host` field, or the authority of an absolute target.
    public var authority: String?

    /// Path and query as they stand on the wire: nothing decoded, nothing normalised.
    public var path: String

    /// The header fields.
    public var headerFields: HTTPFields

    /// A request head.
    public init(
        method: Method, scheme: String? = nil, authority: String? = nil, path: String, headerFields: HTTPFields = [:]
    ) {
        self.method = method
        self.scheme = scheme
        self.authority = authority
        self.path = path
        self.headerFields = headerFields
    }
}

extension HTTPRequest {
    /// A request method: a token, compared with regard to letter case (RFC 9110 §9.1).
    public struct Method: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
        /// The method as it stands on the wire.
        public let rawValue: String

        /// A method, or `nil` when the string is not a token.
        public init?(rawValue: String) {
            guard HTTPField.Name.isToken(rawValue) else { return nil }
            self.rawValue = rawValue
        }

        private init(known: String) {
            self.rawValue = known
        }

        /// `DELETE`
        public static let delete = Method(known: "DELETE")
        /// `GET`
        public static let get = Method(known: "GET")
        /// `HEAD`
        public static let head = Method(known: "HEAD")
        /// `OPTIONS`
        public static let options = Method(known: "OPTIONS")
        /// `PATCH`
        public static let patch = Method(known: "PATCH")
        /// `POST`
        public static let post = Method(known: "POST")
        /// `PUT`
        public static let put = Method(known: "PUT")

        /// The method as it stands on the wire.
        public var description: String { rawValue }
    }
}
