import BlackBox
import Specification

extension WebhookListener.Place {
    /// Where `--webhook-host` and `--webhook-listen` want webhooks to be received; `nil` when neither says anything and
    /// the target is on another machine.
    ///
    /// - Throws: ``UsageError`` that names the option and says what to change.
    init?(_ parsed: ParsedArguments, target: BaseURL) throws(UsageError) {
        let listen: ListenAddress? =
            if let text = parsed["--webhook-listen"] {
                try ListenAddress(parsing: text, for: "--webhook-listen")
            } else {
                nil
            }
        guard let text = parsed["--webhook-host"] else {
            guard listen == nil else {
                throw UsageError("--webhook-listen wants --webhook-host too: under which address the target gets there")
            }
            guard Self.loopbackAddress(of: target.host) != nil else { return nil }
            self = .loopback
            return
        }
        let name = try Self.name(text)
        if let listen {
            self.init(host: listen.host, port: listen.port, names: [name])
        } else if name.scheme == "http" {
            let everywhere = name.host.hasPrefix("[") ? "::" : "0.0.0.0"
            self.init(host: Self.loopbackAddress(of: name.host) ?? everywhere, port: name.port ?? 0, names: [name])
        } else {
            throw UsageError(
                """
                --webhook-host: webhooks are received by http; for '\(text)' something in front has to take TLS off \
                and pass them on: say where to with --webhook-listen HOST:PORT
                """)
        }
    }

    /// What to change when the target does not get there.
    var advice: String {
        isNamed
            ? "the target has to reach the address of --webhook-host"
            : "name an address that the target reaches with --webhook-host HOST[:PORT]"
    }

    /// Reads `HOST`, `HOST:PORT`, with or without a scheme in front.
    private static func name(_ text: String) throws(UsageError) -> Name {
        let isSchemed = text.lowercased().hasPrefix("http://") || text.lowercased().hasPrefix("https://")
        do {
            let url = try BaseURL(isSchemed ? text : "http://" + text)
            guard url.path.isEmpty, !text.contains("://") || isSchemed else { throw Malformed() }
            // A port that is not written is any free one; in front of TLS it is that of the scheme.
            let authority = text.split(separator: "/").last ?? ""
            let isWritten = authority.hasSuffix(":\(url.port)")
            return Name(
                scheme: url.scheme, host: url.host, port: isWritten || url.scheme == "https" ? url.port : nil)
        } catch {
            throw UsageError(
                """
                --webhook-host: '\(text)' is not HOST or HOST:PORT as the target knows this machine, \
                as in 192.0.2.7:8080, or https://HOST[:PORT]
                """)
        }
    }

    private struct Malformed: Error {}

    /// The address to listen on for a host that means the machine itself; `nil` for any other.
    private static func loopbackAddress(of host: String) -> String? {
        if host.lowercased() == "localhost" { return "127.0.0.1" }
        let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        guard let address = IPAddress(bare), AddressScope(of: address) == .loopback else { return nil }
        return bare
    }
}
