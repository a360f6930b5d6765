extension HTTPServer {
    /// What a server allows its clients.
    public struct Configuration: Sendable, Hashable {
        /// How large messages may be.
        public var limits: HTTPLimits

        /// How many event loops run, each on its own thread; at least one.
        public var loops: Int

        /// How many connections one loop holds. Others wait in the backlog of the system until one is closed.
        public var maximumConnections: Int

        /// How long a connection may be silent between two requests.
        public var idleTimeout: Duration

        /// How long the head of a request may take from its first byte; then it is answered with 408.
        public var headerTimeout: Duration

        /// How long a pause between two pieces of a request's body may be; then it is answered with 408.
        public var bodyTimeout: Duration

        /// How long a client may take none of the bytes that wait for it before it is cut off.
        public var writeTimeout: Duration

        /// How long what a client still sends is read and thrown away after the last answer, so that it can read that.
        public var lingerTimeout: Duration

        /// How many bytes may wait for a client before no more of its pipelined requests are read.
        public var highWaterBytes: Int

        /// Whether the body that a service gives in answer to `HEAD` is sent, against RFC 9110 §9.3.2: for servers that
        /// are broken on purpose.
        public var sendsBodyOfHead = false

        /// A configuration, each part with its default.
        public init(
            limits: HTTPLimits = .standard, loops: Int = 1, maximumConnections: Int = 16384,
            idleTimeout: Duration = .seconds(75), headerTimeout: Duration = .seconds(15),
            bodyTimeout: Duration = .seconds(30), writeTimeout: Duration = .seconds(60),
            lingerTimeout: Duration = .seconds(2), highWaterBytes: Int = 256 << 10
        ) {
            self.limits = limits
            self.loops = loops
            self.maximumConnections = maximumConnections
            self.idleTimeout = idleTimeout
            self.headerTimeout = headerTimeout
            self.bodyTimeout = bodyTimeout
            self.writeTimeout = writeTimeout
            self.lingerTimeout = lingerTimeout
            self.highWaterBytes = highWaterBytes
        }

        /// One loop, 16384 connections, 75 s idle, 15 s for a head.
        public static let standard = Configuration()
    }

    /// Why a server could not be started.
    public enum StartError: Error, Sendable, Hashable, CustomStringConvertible {
        /// The port is not between 0 and 65535.
        case invalidPort(Int)
        /// The host is neither an address nor a name that resolves.
        case unresolvedHost(String, reason: String)
        /// Something else listens there.
        case addressInUse(host: String, port: Int)
        /// The host is not an address of this machine.
        case addressNotAvailable(host: String)
        /// The port is reserved for the superuser.
        case notPermitted(host: String, port: Int)
        /// The system refused for another reason.
        case system(String)

        /// A sentence that says what to change.
        public var description: String {
            switch self {
            case .invalidPort(let port): "\(port) is not a port: it must be between 0 (any free one) and 65535"
            case .unresolvedHost(let host, let reason): "cannot listen on '\(host)': \(reason)"
            case .addressInUse(let host, let port):
                "cannot listen on \(host) port \(port): something else listens there; choose another port, or 0"
            case .addressNotAvailable(let host): "cannot listen on \(host): it is not an address of this machine"
            case .notPermitted(let host, let port):
                "cannot listen on \(host) port \(port): this user may not; choose a port above 1023"
            case .system(let reason): "cannot listen: \(reason)"
            }
        }
    }
}
