/// Where a webhook URL leads, taken apart so that every URL library agrees on it (§6.2, §12.8).
///
/// What libraries read differently is refused rather than read: user information, backslashes, escapes in the host,
/// missing or surplus slashes, anything outside ASCII. A check that reads a host otherwise than the sender of the
/// webhook is no check.
public struct WebhookTarget: Sendable, Hashable {
    /// Whether the scheme is `https`; otherwise it is `http`.
    public let isSecure: Bool

    /// What names the host.
    public let host: Host

    /// The port, given or that of the scheme.
    public let port: Int

    /// What names a host.
    public enum Host: Sendable, Hashable {
        /// A name in lower case, without the full stop that may end it.
        case name(String)
        /// An address in its usual spelling.
        case address(IPAddress)
        /// An IPv4 address in decimal, octal, hexadecimal or short form, or with a full stop at the end.
        case disguisedAddress(IPAddress)
    }

    /// Takes a URL apart.
    ///
    /// - Throws: Why it is not the URL of a webhook.
    public init(url: String) throws(WebhookRefusal) {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else {
            throw .malformedURL("it holds a space, a control character, a backslash or a character outside ASCII")
        }
        guard let colon = url.firstIndex(of: ":") else { throw .malformedURL("it has no scheme") }
        switch url[..<colon].lowercased() {
        case "https": isSecure = true
        case "http": isSecure = false
        default: throw .scheme(String(url[..<colon]))
        }
        let rest = url[url.index(after: colon)...]
        guard rest.hasPrefix("//") else { throw .malformedURL("two slashes must follow the scheme") }
        let authority = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@") else { throw .malformedURL("it holds user information") }

        let hostEnd: Substring.Index
        if authority.hasPrefix("[") {
            guard let bracket = authority.firstIndex(of: "]") else { throw .malformedURL("a bracket is open") }
            hostEnd = authority.index(after: bracket)
            let text = String(authority[authority.index(after: authority.startIndex)..<bracket])
            guard let address = IPAddress(text), case .v6 = address else {
                throw .malformedURL("what stands in brackets is not an IPv6 address")
            }
            host = .address(address)
        } else {
            hostEnd = authority.firstIndex(of: ":") ?? authority.endIndex
            host = try Self.host(String(authority[..<hostEnd]))
        }
        port = try Self.port(authority[hostEnd...]) ?? (isSecure ? 443 : 80)
    }

    private static func port(_ text: Substring) throws(WebhookRefusal) -> Int? {
        guard !text.isEmpty else { return nil }
        guard text.hasPrefix(":"), text.count > 1,
            let port = StrictDecimal.parse(String(text.dropFirst()), upTo: 65_535, leadingZeros: false), port > 0
        else { throw .malformedURL("the port is not a number from 1 to 65535") }
        return Int(port)
    }

    private static func host(_ text: String) throws(WebhookRefusal) -> Host {
        if IPAddress.endsInNumber(text) {
            guard let address = IPAddress(legacyV4: text) else {
                throw .malformedURL("the host ends in a number and is not an IPv4 address")
            }
            return address.description == text ? .address(address) : .disguisedAddress(address)
        }
        let name = (text.hasSuffix(".") ? String(text.dropLast()) : text).lowercased()
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy({ (1...63).contains($0.utf8.count) }),
            name.utf8.allSatisfy({ byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                    UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default:
                    false
                }
            })
        else { throw .malformedURL("the host is neither a name nor an address") }
        return .name(name)
    }
}
