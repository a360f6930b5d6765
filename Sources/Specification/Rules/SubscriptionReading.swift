/// What bounds the configuration of a subscription beside the protocol.
public struct SubscriptionLimits: Sendable {
    /// How many streams one request may list.
    public var maximumStreamCount = 10_000

    /// How many bytes a pattern, a URL or a description may have.
    public var maximumTextLength = 4096

    /// Whether webhooks of the local host are accepted, for development (§6.2).
    public var allowsLocalWebhooks = false

    /// The defaults.
    public init() {}
}

/// Reads the bodies of requests about subscriptions (§6.2, §6.4, §7.1, §7.2).
public struct SubscriptionReader {
    private let limits: SubscriptionLimits
    private let rules: SubscriptionRules
    /// What is wrong with the path of a stream, in a sentence; `nil` when nothing is.
    private let pathDefect: (String) -> String?

    /// A reader.
    public init(
        _ limits: SubscriptionLimits, _ rules: SubscriptionRules, pathDefect: @escaping (String) -> String?
    ) {
        self.limits = limits
        self.rules = rules
        self.pathDefect = pathDefect
    }

    /// The configuration that the body of a `PUT` asks for (§6.2).
    ///
    /// A member that is `null` is one that is not there, and members the protocol does not know are left alone.
    public func configuration(_ body: [UInt8]) throws(SubscriptionFault) -> SubscriptionConfiguration {
        let body = try object(body)
        let delivery: SubscriptionConfiguration.Delivery
        switch try text(body["type"], "type") {
        case "webhook": delivery = .webhook(url: try webhookURL(body))
        case "pull-wake": delivery = .pullWake(stream: try wakeStream(body))
        default: throw .invalid("'type' must be \"webhook\" or \"pull-wake\".")
        }
        let pattern = try pattern(body["pattern"])
        let streams = try present(body["streams"]).map { value throws(SubscriptionFault) in try paths(value) }
        guard rules.namesStreams(pattern, streams) else {
            throw .invalid("At least one of 'pattern' and 'streams' must name what to subscribe to.")
        }
        let configuration = SubscriptionConfiguration(
            pattern: pattern, streams: rules.normalised(streams ?? []), delivery: delivery,
            leaseMilliseconds: try lease(body["lease_ttl_ms"]),
            description: try text(body["description"], "description"))
        try check(streams: configuration.streams, against: delivery)
        return configuration
    }

    /// The paths that the body of a `POST` to `streams` lists (§6.4).
    public func streams(
        _ body: [UInt8], for configuration: SubscriptionConfiguration
    ) throws(SubscriptionFault) -> [String] {
        guard let listed = present(try object(body)["streams"]) else {
            throw .invalid("'streams' must be an array of stream paths.")
        }
        let streams = rules.normalised(try paths(listed))
        try check(streams: streams, against: configuration.delivery)
        return streams
    }

    /// The name of the worker that claims (§7.2).
    public func worker(_ body: [UInt8]) throws(SubscriptionFault) -> String {
        guard let worker = try text(try object(body)["worker"], "worker"), !worker.isEmpty else {
            throw .invalid("'worker' must be a string that names the worker.")
        }
        return worker
    }

    /// What a callback, ack or release says (§7.1, §7.2).
    public func report(_ body: [UInt8]) throws(SubscriptionFault) -> SubscriptionReport {
        let body = try object(body)
        guard let wakeID = try text(body["wake_id"], "wake_id") else {
            throw .invalid("'wake_id' must be the id of the wake.")
        }
        guard let generation = body["generation"]?.integer else {
            throw .invalid("'generation' must be the integer generation of the wake.")
        }
        var report = SubscriptionReport(wakeID: wakeID, generation: generation)
        if let acks = present(body["acks"]) {
            guard let elements = acks.elements else { throw .invalid("'acks' must be an array.") }
            for element in elements {
                guard let stream = element["stream"]?.text, let offset = element["offset"]?.text else {
                    throw .invalid("Each of 'acks' must have the strings 'stream' and 'offset'.")
                }
                report.acks.append(SubscriptionReport.Ack(stream: Self.relative(stream), offset: offset))
            }
        }
        if let done = present(body["done"]) {
            guard let isDone = done.bool else { throw .invalid("'done' must be true or false.") }
            report.isDone = isDone
        }
        return report
    }

    /// The URL's rest of the path of a link to remove (§6.4), as the client may have meant it: decoded, then as it is.
    public static func linkPaths(_ raw: String) -> [String] {
        guard let decoded = PercentCoding.decode(raw), let path = String(validating: decoded, as: UTF8.self),
            !WireOrder.equal(path, raw)
        else { return [relative(raw)] }
        return [relative(path), relative(raw)]
    }

    // MARK: Members

    private func object(_ body: [UInt8]) throws(SubscriptionFault) -> JSONValue {
        let value: JSONValue
        do {
            value = try JSONValue.parse(body)
        } catch {
            throw .invalid("The body must be a JSON object. \(error)")
        }
        guard case .object = value else { throw .invalid("The body must be a JSON object.") }
        return value
    }

    private func present(_ value: JSONValue?) -> JSONValue? {
        value == .null ? nil : value
    }

    private func text(_ value: JSONValue?, _ name: String) throws(SubscriptionFault) -> String? {
        guard let value = present(value) else { return nil }
        guard let text = value.text else { throw .invalid("'\(name)' must be a string.") }
        guard text.utf8.count <= limits.maximumTextLength else {
            throw .invalid("'\(name)' has more than \(limits.maximumTextLength) bytes.")
        }
        return text
    }

    private func webhookURL(_ body: JSONValue) throws(SubscriptionFault) -> String {
        guard let url = try text(body["webhook"]?["url"], "webhook.url"), !url.isEmpty else {
            throw .invalid("A subscription of the type \"webhook\" needs 'webhook.url'.")
        }
        if let refusal = rules.refusalOfWebhook(url, limits.allowsLocalWebhooks) {
            throw SubscriptionFault(.webhookURLRejected, refusal)
        }
        return url
    }

    private func wakeStream(_ body: JSONValue) throws(SubscriptionFault) -> String {
        guard let stream = try text(body["wake_stream"], "wake_stream"), !stream.isEmpty else {
            throw .invalid("A subscription of the type \"pull-wake\" needs 'wake_stream'.")
        }
        return try path(stream, "wake_stream")
    }

    private func pattern(_ value: JSONValue?) throws(SubscriptionFault) -> String? {
        guard let given = try text(value, "pattern") else { return nil }
        let pattern = Self.relative(given)
        guard !pattern.isEmpty, rules.glob(pattern) != nil else {
            throw .invalid("'pattern' must be a glob over paths relative to the stream root, such as events/* or a/**.")
        }
        return pattern
    }

    private func lease(_ value: JSONValue?) throws(SubscriptionFault) -> Int64 {
        guard let value = present(value) else { return rules.defaultLease }
        guard let lease = value.integer, rules.leaseRange.contains(lease) else {
            throw .invalid(
                "'lease_ttl_ms' must be an integer from \(rules.leaseRange.lowerBound) to \(rules.leaseRange.upperBound)."
            )
        }
        return lease
    }

    private func paths(_ value: JSONValue) throws(SubscriptionFault) -> [String] {
        guard let elements = value.elements else { throw .invalid("'streams' must be an array of stream paths.") }
        guard elements.count <= limits.maximumStreamCount else {
            throw .invalid("'streams' lists more than \(limits.maximumStreamCount) paths.")
        }
        var paths: [String] = []
        for element in elements {
            guard let stream = element.text else { throw .invalid("'streams' must hold strings only.") }
            paths.append(try path(stream, "streams"))
        }
        return paths
    }

    private func path(_ given: String, _ name: String) throws(SubscriptionFault) -> String {
        let path = Self.relative(given)
        if let defect = pathDefect(path) {
            throw .invalid("'\(name)' has '\(given)', which cannot be a stream: \(defect)")
        }
        return path
    }

    /// A slash in front makes no difference: the root is where every path begins.
    private static func relative(_ path: String) -> String {
        path.utf8.first == UInt8(ascii: "/") ? String(path.dropFirst()) : path
    }

    /// Waking oneself by one's own wake events would never end.
    private func check(
        streams: [String], against delivery: SubscriptionConfiguration.Delivery
    ) throws(SubscriptionFault) {
        guard case .pullWake(let wakeStream) = delivery, streams.contains(wakeStream) else { return }
        throw .invalid("A subscription cannot follow its own 'wake_stream'.")
    }
}

/// What a worker reports about a wake: a callback, an ack or a release (§7.1, §7.2).
public struct SubscriptionReport: Sendable, Hashable {
    /// How far one stream was processed.
    public struct Ack: Sendable, Hashable {
        /// The path of the stream, relative to the root.
        public var stream: String
        /// The last processed offset, as it was sent.
        public var offset: String

        /// An ack.
        public init(stream: String, offset: String) {
            self.stream = stream
            self.offset = offset
        }
    }

    /// The wake it is about.
    public var wakeID: String

    /// The generation of that wake.
    public var generation: Int64

    /// What was processed.
    public var acks: [Ack]

    /// Whether the worker is finished with the wake.
    public var isDone: Bool

    /// A report.
    public init(wakeID: String, generation: Int64, acks: [Ack] = [], isDone: Bool = false) {
        self.wakeID = wakeID
        self.generation = generation
        self.acks = acks
        self.isDone = isDone
    }
}
