/// The head of an HTTP response; the body travels beside it as bytes.
public struct HTTPResponse: Sendable, Hashable {
    /// The status code and its phrase.
    public var status: Status

    /// The header fields.
    public var headerFields: HTTPFields

    /// A response head.
    public init(status: Status, headerFields: HTTPFields = [:]) {
        self.status = status
        self.headerFields = headerFields
    }
}

extension HTTPResponse {
    /// A status code of three digits; the phrase beside it means nothing and is not compared (RFC 9112 §4).
    public struct Status: Sendable, Hashable, CustomStringConvertible {
        /// The code, 100 to 999.
        public let code: Int

        /// The phrase, possibly empty.
        public let reasonPhrase: String

        /// A status with its registered phrase, or with the phrase given.
        ///
        /// The code is held to 100...999, which is what three digits can say.
        public init(code: Int, reasonPhrase: String? = nil) {
            precondition((100...999).contains(code), "a status code has three digits")
            self.code = code
            self.reasonPhrase = reasonPhrase ?? Self.registeredPhrase(of: code)
        }

        /// Statuses are equal when their codes are.
        public static func == (left: Self, right: Self) -> Bool {
            left.code == right.code
        }

        /// Feeds the code.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(code)
        }

        /// Code and phrase as in a status line.
        public var description: String {
            reasonPhrase.isEmpty ? "\(code)" : "\(code) \(reasonPhrase)"
        }

        /// 200
        public static let ok = Status(code: 200)
        /// 201
        public static let created = Status(code: 201)
        /// 204
        public static let noContent = Status(code: 204)
        /// 304
        public static let notModified = Status(code: 304)
        /// 400
        public static let badRequest = Status(code: 400)
        /// 403
        public static let forbidden = Status(code: 403)
        /// 404
        public static let notFound = Status(code: 404)
        /// 405
        public static let methodNotAllowed = Status(code: 405)
        /// 409
        public static let conflict = Status(code: 409)
        /// 410
        public static let gone = Status(code: 410)
        /// 413
        public static let contentTooLarge = Status(code: 413)
        /// 431
        public static let requestHeaderFieldsTooLarge = Status(code: 431)
        /// 500
        public static let internalServerError = Status(code: 500)
        /// 501
        public static let notImplemented = Status(code: 501)
        /// 503
        public static let serviceUnavailable = Status(code: 503)
        /// 505
        public static let httpVersionNotSupported = Status(code: 505)

        /// The phrase RFC 9110 §15 registers for a code, empty for a code it does not name.
        public static func registeredPhrase(of code: Int) -> String {
            switch code {
            case 100: "Continue"
            case 200: "OK"
            case 201: "Created"
            case 202: "Accepted"
            case 204: "No Content"
            case 206: "Partial Content"
            case 301: "Moved Permanently"
            case 302: "Found"
            case 304: "Not Modified"
            case 307: "Temporary Redirect"
            case 308: "Permanent Redirect"
            case 400: "Bad Request"
            case 401: "Unauthorized"
            case 403: "Forbidden"
            case 404: "Not Found"
            case 405: "Method Not Allowed"
            case 408: "Request Timeout"
            case 409: "Conflict"
            case 410: "Gone"
            case 411: "Length Required"
            case 412: "Precondition Failed"
            case 413: "Content Too Large"
            case 414: "URI Too Long"
            case 415: "Unsupported Media Type"
            case 429: "Too Many Requests"
            case 431: "Request Header Fields Too Large"
            case 500: "Internal Server Error"
            case 501: "Not Implemented"
            case 502: "Bad Gateway"
            case 503: "Service Unavailable"
            case 504: "Gateway Timeout"
            case 505: "HTTP Version Not Supported"
            case 507: "Insufficient Storage"
            default: ""
            }
        }
    }
}
