import HTTPWire

/// A ``WebhookReceiver`` on a port of this machine.
public struct WebhookListener: Sendable {
    /// What comes to the port.
    public let receiver: WebhookReceiver

    private let server: HTTPServer

    /// Where webhooks are received, and under which names the target knows the place.
    public struct Place: Sendable, Hashable {
        /// The address to listen on.
        public var host: String
        /// The port to listen on; 0 for any free one.
        public var port: Int
        /// The scheme and host the target uses, an IPv6 address in brackets, the preferred one first.
        public var names: [Name]
        /// Whether somebody said that the target reaches this machine there.
        public var isNamed: Bool

        /// How the target names the place.
        public struct Name: Sendable, Hashable {
            /// `http`, or `https` when something in front of the listener takes TLS off.
            public var scheme: String
            /// The host.
            public var host: String
            /// The port; `nil` for the one that is listened on.
            public var port: Int?

            /// A name.
            public init(scheme: String = "http", host: String, port: Int? = nil) {
                self.scheme = scheme
                self.host = host
                self.port = port
            }
        }

        /// A place.
        public init(host: String, port: Int, names: [Name], isNamed: Bool = true) {
            self.host = host
            self.port = port
            self.names = names
            self.isNamed = isNamed
        }

        /// Any free port of the loopback interface, for a target on this machine, by the two forms of `http` URL that
        /// development is excepted for (§6.2).
        public static let loopback = Place(
            host: "127.0.0.1", port: 0, names: [Name(host: "127.0.0.1"), Name(host: "localhost")], isNamed: false)
    }

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - place: where.
    ///   - advice: what to change when the target does not reach the place.
    /// - Throws: why it cannot listen there.
    public static func start(
        at place: Place, advice: String
    ) throws(HTTPServer.StartError) -> WebhookListener {
        let entrance = Entrance()
        let server = try HTTPServer.start(host: place.host, port: place.port, service: entrance)
        let origins = place.names.compactMap { name in
            try? BaseURL("\(name.scheme)://\(name.host):\(name.port ?? server.port)")
        }
        let receiver = WebhookReceiver(origins: origins, isNamed: place.isNamed, advice: advice)
        entrance.open(to: receiver)
        return WebhookListener(receiver: receiver, server: server)
    }

    /// Stops listening; what is unanswered is cut off.
    public func shutdown() async {
        await server.shutdown(grace: .zero)
    }
}
