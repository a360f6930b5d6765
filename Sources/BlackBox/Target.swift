import HTTPMessage

/// The server under test: where its streams live and what every request to it carries.
public struct Target: Sendable {
    /// The stream root, for example `http://127.0.0.1:4437/v1/stream`.
    public var base: BaseURL

    /// Fields added to every request (`--header`, `--bearer`).
    public var headerFields: HTTPFields

    /// Limits for each exchange, unless a check asks for others.
    public var timeouts: Timeouts

    /// How the connection is secured, for `https`.
    public var tls: TLS

    /// The version of HTTP to speak.
    public var version: Version

    /// Judges the address of the other end before a request goes out on a connection; `nil` accepts every address.
    public var acceptsPeer: (@Sendable (_ address: String) -> Bool)?

    /// A target.
    public init(
        base: BaseURL, headerFields: HTTPFields = [:], timeouts: Timeouts = .standard, tls: TLS = TLS(),
        version: Version = .http11
    ) {
        self.base = base
        self.headerFields = headerFields
        self.timeouts = timeouts
        self.tls = tls
        self.version = version
    }

    /// The names among ``headerFields`` that carry credentials: those whose name says so, or all where none does.
    public var credentialNames: Set<HTTPField.Name> {
        let names = Set(headerFields.map(\.name))
        let speaking = names.filter(\.speaksOfCredentials)
        return speaking.isEmpty ? names : speaking
    }

    /// How a connection is secured.
    public struct TLS: Sendable, Hashable {
        /// A file with the certificates to trust instead of the system's.
        public var certificateAuthorityFile: String?
        /// Whether a certificate that cannot be verified is accepted.
        public var acceptsAnyCertificate: Bool

        /// The system's trust store, verified.
        public init(certificateAuthorityFile: String? = nil, acceptsAnyCertificate: Bool = false) {
            self.certificateAuthorityFile = certificateAuthorityFile
            self.acceptsAnyCertificate = acceptsAnyCertificate
        }
    }

    /// A version of HTTP.
    public enum Version: String, Sendable, Hashable, CaseIterable {
        /// HTTP/1.1.
        case http11 = "1.1"
        /// HTTP/2: negotiated over TLS, by prior knowledge in the clear.
        case http2 = "2"
    }
}

extension HTTPField.Name {
    /// Whether the name is one that fields with credentials usually have.
    public var speaksOfCredentials: Bool {
        ["auth", "token", "key", "secret", "cookie", "session", "password"].contains { canonicalName.contains($0) }
    }
}

/// An absolute `http` or `https` URL with a host and without query, fragment or credentials.
public struct BaseURL: Sendable, Hashable, CustomStringConvertible {
    /// `http` or `https`.
    public let scheme: String
    /// The host as written, an IPv6 address in brackets.
    public let host: String
    /// The port, the scheme's own when none is written.
    public let port: Int
    /// The path without a trailing slash; empty for the root.
    public let path: String

    /// Why a string is not a base URL.
    public struct Invalid: Error, Sendable, CustomStringConvertible {
        /// A sentence that says what to change.
        public let description: String
    }

    /// Reads a URL.
    ///
    /// - Throws: ``Invalid`` with what to change.
    public init(_ string: String) throws(Invalid) {
        func invalid(_ what: String) -> Invalid {
            Invalid(description: "'\(string)' is not a stream root: \(what)")
        }
        let rest: Substring
        if string.lowercased().hasPrefix("http://") {
            scheme = "http"
            rest = string.dropFirst(7)
        } else if string.lowercased().hasPrefix("https://") {
            scheme = "https"
            rest = string.dropFirst(8)
        } else {
            throw invalid("it must begin with http:// or https://, as in http://127.0.0.1:4437/v1/stream")
        }
        guard string.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw invalid("it holds a space, a control character or a character outside ASCII; percent-encode it")
        }
        guard !string.contains("?"), !string.contains("#") else {
            throw invalid("it must not have a query or a fragment; streams are created below it")
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = rest[..<slash]
        guard !authority.contains("@") else {
            throw invalid("credentials go into --header or --bearer, not into the URL")
        }
        var path = String(rest[slash...])
        while path.hasSuffix("/") { path.removeLast() }
        self.path = path

        var hostPart = authority
        var portPart: Substring?
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { throw invalid("the bracket of the address is open") }
            let after = authority[authority.index(after: close)...]
            hostPart = authority[...close]
            if after.hasPrefix(":") {
                portPart = after.dropFirst()
            } else if !after.isEmpty {
                throw invalid("'\(after)' after the address is not a port")
            }
        } else if let colon = authority.firstIndex(of: ":") {
            hostPart = authority[..<colon]
            portPart = authority[authority.index(after: colon)...]
        }
        guard !hostPart.isEmpty, hostPart != "[]" else { throw invalid("it has no host") }
        host = String(hostPart)
        if let portPart, !portPart.isEmpty {
            guard portPart.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(portPart),
                (1...65535).contains(port)
            else { throw invalid("'\(portPart)' is not a port between 1 and 65535") }
            self.port = port
        } else {
            port = scheme == "https" ? 443 : 80
        }
    }

    /// Host and port as the `Host` field has them.
    public var authority: String {
        let isDefault = port == (scheme == "https" ? 443 : 80)
        return isDefault ? host : "\(host):\(port)"
    }

    /// Scheme, host and port.
    public var origin: String { "\(scheme)://\(authority)" }

    /// The URL as it would be written.
    public var description: String { origin + path }
}
