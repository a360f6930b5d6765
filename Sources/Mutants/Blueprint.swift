import HTTPMessage
import ReferenceServer
import Specification

/// The parts a server is built from. A mutant replaces one of them.
public struct Blueprint: Sendable {
    /// What is set about the server.
    public var configuration: ReferenceServer.Configuration

    /// The decisions.
    public var rules = Rules.standard

    /// The time.
    public var clock: any ServerClock

    /// What carries requests to webhooks.
    public var webhookSender: (any WebhookSender)?

    /// Whether a body in answer to `HEAD` goes out, which is for whatever carries the answers to see to.
    public var sendsBodyOfHead = false

    private var wraps: [@Sendable (any HTTPService) -> any HTTPService] = []
    private var storeWraps: [@Sendable (any StreamStore) -> any StreamStore] = []

    /// The parts of the reference.
    public init(
        configuration: ReferenceServer.Configuration = ReferenceServer.Configuration(),
        clock: any ServerClock = SystemClock(), webhookSender: (any WebhookSender)? = nil
    ) {
        self.configuration = configuration
        self.clock = clock
        self.webhookSender = webhookSender
    }

    /// Builds the server.
    public func service() -> any HTTPService {
        let server = ReferenceServer(
            configuration: configuration, rules: rules, clock: clock, store: store(), webhookSender: webhookSender)
        return wraps.reduce(server) { service, wrap in wrap(service) }
    }

    private func store() -> sending any StreamStore {
        nonisolated(unsafe) var store: any StreamStore = MemoryStore()
        for wrap in storeWraps { store = wrap(store) }
        return store
    }

    // MARK: Wire

    /// Puts another service in front of the server.
    public mutating func wrap(_ wrap: @escaping @Sendable (any HTTPService) -> any HTTPService) {
        wraps.append(wrap)
    }

    /// Changes requests before the server sees them.
    public mutating func onRequest(_ change: @escaping @Sendable (inout HTTPRequest, inout [UInt8]) -> Void) {
        wrap { ChangedService(service: $0, request: change) }
    }

    /// Changes answers before the client sees them; of one that is sent piece by piece, the head.
    public mutating func onAnswer(_ change: @escaping @Sendable (HTTPRequest, inout Answer) -> Void) {
        wrap { ChangedService(service: $0, answer: change) }
    }

    /// Changes the pieces of answers that are sent piece by piece, such as event streams.
    public mutating func onPiece(_ change: @escaping @Sendable (HTTPRequest, inout [UInt8]) -> Void) {
        wrap { ChangedService(service: $0, piece: change) }
    }

    // MARK: Store

    /// Puts another store in front of the one in memory.
    public mutating func wrapStore(_ wrap: @escaping @Sendable (any StreamStore) -> any StreamStore) {
        storeWraps.append(wrap)
    }
}

/// An answer on its way to the client.
public struct Answer: Sendable {
    /// Status and fields.
    public var response: HTTPResponse

    /// The body; empty when it is sent piece by piece.
    public var body: [UInt8]

    /// Whether the body follows piece by piece.
    public let isStreamed: Bool

    /// An answer that is sent whole.
    public init(status: Int, fields: HTTPFields = [:], body: [UInt8] = []) {
        self.init(
            response: HTTPResponse(status: HTTPResponse.Status(code: status), headerFields: fields), body: body,
            isStreamed: false)
    }

    init(response: HTTPResponse, body: [UInt8], isStreamed: Bool) {
        self.response = response
        self.body = body
        self.isStreamed = isStreamed
    }

    /// Puts another answer in the place of this one; whether pieces follow stays as it is.
    public mutating func replace(with other: Answer) {
        response = other.response
        body = isStreamed ? [] : other.body
    }

    /// The status.
    public var status: Int {
        get { response.status.code }
        set { response.status = HTTPResponse.Status(code: newValue) }
    }

    /// The fields.
    public subscript(_ name: HTTPField.Name) -> String? {
        get { response.headerFields[name] }
        set { response.headerFields[name] = newValue }
    }
}
