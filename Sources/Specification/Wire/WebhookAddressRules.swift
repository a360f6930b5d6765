/// Which webhook URLs a server may call, so that nobody makes it call into its own network (§6.2, §12.8).
///
/// The URL is judged when a subscription is made. A name can lead anywhere, and elsewhere a moment later, so the
/// addresses it resolves to are judged before every delivery, and the connection has to go to one of those judged.
public struct WebhookAddressRules: Sendable, Hashable {
    /// Whether the exception for development holds: `localhost` and `127.0.0.x`, by `http` as well.
    public let allowsLocalhost: Bool

    /// Rules for production, or with the exception for development.
    public init(allowsLocalhost: Bool = false) {
        self.allowsLocalhost = allowsLocalhost
    }

    /// Judges a URL without resolving its host.
    ///
    /// - Throws: Why the URL is refused.
    /// - Returns: Where the URL leads, for ``check(_:resolvedTo:)``.
    public func check(url: String) throws(WebhookRefusal) -> WebhookTarget {
        let target = try WebhookTarget(url: url)
        if isExempt(target) { return target }
        switch target.host {
        case .name(let name):
            if Self.isLocal(name: name) { throw .localName(name) }
        case .address(let address), .disguisedAddress(let address):
            try Self.check(address)
        }
        guard target.isSecure else { throw .notSecure }
        return target
    }

    /// Judges the addresses a host resolves to; one bad address among good ones is enough to refuse.
    ///
    /// - Throws: Why the target is refused.
    public func check(_ target: WebhookTarget, resolvedTo addresses: [IPAddress]) throws(WebhookRefusal) {
        guard !addresses.isEmpty else { throw .unresolved }
        for address in addresses {
            if isExempt(target), AddressScope(of: address) == .loopback { continue }
            try Self.check(address)
        }
    }

    private static func check(_ address: IPAddress) throws(WebhookRefusal) {
        let scope = AddressScope(of: address)
        guard scope == .global else { throw .localAddress(address, scope) }
    }

    /// Whether the exception for development covers a target: exactly what §6.2 names, and in its usual spelling.
    private func isExempt(_ target: WebhookTarget) -> Bool {
        guard allowsLocalhost else { return false }
        return switch target.host {
        case .name(let name): name == "localhost"
        case .address(.v4(let number)): number >> 8 == 0x7F_0000
        case .address(.v6), .disguisedAddress: false
        }
    }

    /// Whether a name belongs to a local network by itself: a single label, or a suffix that no public name has.
    private static func isLocal(name: String) -> Bool {
        !name.contains(".") || localSuffixes.contains { name.hasSuffix($0) }
    }

    private static let localSuffixes = [
        ".localhost", ".localdomain", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".private",
        ".home.arpa",
    ]
}
