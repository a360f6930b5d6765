/// Why a webhook URL is refused (§6.2, §12.8).
public enum WebhookRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// It is not a URL that every library reads alike; the text completes "because …".
    case malformedURL(String)
    /// Its scheme is neither `https` nor `http`.
    case scheme(String)
    /// It is `http`, which only the exception for development allows.
    case notSecure
    /// Its host is a name of the local network.
    case localName(String)
    /// Its host is, or resolves to, an address that is not of the public Internet.
    case localAddress(IPAddress, AddressScope)
    /// Its host resolves to no address.
    case unresolved

    /// A sentence for the body of an answer.
    public var description: String {
        switch self {
        case .malformedURL(let why): "The webhook URL is malformed: \(why)."
        case .scheme(let scheme): "The webhook URL must begin with https://, not with \(scheme):."
        case .notSecure: "The webhook URL must begin with https://."
        case .localName(let name): "The webhook host \(name) belongs to a local network."
        case .localAddress(let address, let scope):
            "The webhook address \(address) is not on the public Internet (\(scope.rawValue))."
        case .unresolved: "The webhook host resolves to no address."
        }
    }
}
