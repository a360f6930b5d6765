/// A section of the protocol's text, by its number.
public struct ProtocolSection: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number as it stands in the text, for example `5.2.1`.
    public let number: String

    /// The title as it stands in the text.
    public let title: String

    private init(_ number: String, _ title: String) {
        self.number = number
        self.title = title
    }

    /// Sections are equal when their numbers are.
    public static func == (left: Self, right: Self) -> Bool { left.number == right.number }

    /// Feeds the number.
    public func hash(into hasher: inout Hasher) { hasher.combine(number) }

    /// The order of the text.
    public static func < (left: Self, right: Self) -> Bool {
        left.components.lexicographicallyPrecedes(right.components)
    }

    /// The number behind a section sign.
    public var description: String { "§\(number)" }

    private var components: [Int] { number.split(separator: ".").map { Int($0) ?? 0 } }

    /// §3
    public static let overview = ProtocolSection("3", "Protocol Overview")
    /// §4
    public static let streamModel = ProtocolSection("4", "Stream Model")
    /// §4.1
    public static let closure = ProtocolSection("4.1", "Stream Closure")
    /// §4.2
    public static let fork = ProtocolSection("4.2", "Stream forking")
    /// §5.1
    public static let create = ProtocolSection("5.1", "Create Stream")
    /// §5.2
    public static let append = ProtocolSection("5.2", "Append to Stream")
    /// §5.2.1
    public static let producers = ProtocolSection("5.2.1", "Idempotent Producers")
    /// §5.3
    public static let close = ProtocolSection("5.3", "Close Stream")
    /// §5.4
    public static let delete = ProtocolSection("5.4", "Delete Stream")
    /// §5.5
    public static let metadata = ProtocolSection("5.5", "Stream Metadata")
    /// §5.6
    public static let catchUp = ProtocolSection("5.6", "Read Stream - Catch-up")
    /// §5.7
    public static let longPoll = ProtocolSection("5.7", "Read Stream - Live (Long-poll)")
    /// §5.8
    public static let sse = ProtocolSection("5.8", "Read Stream - Live (SSE)")
    /// §6
    public static let subscriptions = ProtocolSection("6", "Reserved Subscription APIs")
    /// §6.1
    public static let subscriptionAddressing = ProtocolSection("6.1", "Subscription Addressing")
    /// §6.2
    public static let subscriptionCreate = ProtocolSection("6.2", "Create or Re-confirm a Subscription")
    /// §6.3
    public static let subscriptionRead = ProtocolSection("6.3", "Read or Delete a Subscription")
    /// §6.4
    public static let subscriptionMembership = ProtocolSection("6.4", "Explicit Stream Membership")
    /// §6.5
    public static let webhookKeys = ProtocolSection("6.5", "Webhook Signing Key Discovery")
    /// §7
    public static let delivery = ProtocolSection("7", "Subscription Delivery")
    /// §7.1
    public static let webhookDelivery = ProtocolSection("7.1", "Webhook Delivery and Callback")
    /// §7.2
    public static let pullWake = ProtocolSection("7.2", "Pull-wake Claim, Ack, and Release")
    /// §7.3
    public static let fencing = ProtocolSection("7.3", "Generation Fencing and Leases")
    /// §8
    public static let offsets = ProtocolSection("8", "Offsets")
    /// §9
    public static let contentTypes = ProtocolSection("9", "Content Types")
    /// §9.1
    public static let json = ProtocolSection("9.1", "JSON Mode")
    /// §10.1
    public static let caching = ProtocolSection("10.1", "Catch-up and Long-poll Reads")
    /// §10.2
    public static let sseCaching = ProtocolSection("10.2", "SSE")
    /// §11
    public static let extensibility = ProtocolSection("11", "Extensibility")
    /// §12
    public static let security = ProtocolSection("12", "Security Considerations")
    /// §13
    public static let iana = ProtocolSection("13", "IANA Considerations")

    /// Every section a requirement can belong to, in the order of the text.
    public static let all: [ProtocolSection] = [
        overview, streamModel, closure, fork, create, append, producers, close, delete, metadata, catchUp, longPoll,
        sse, subscriptions, subscriptionAddressing, subscriptionCreate, subscriptionRead, subscriptionMembership,
        webhookKeys, delivery, webhookDelivery, pullWake, fencing, offsets, contentTypes, json, caching, sseCaching,
        extensibility, security, iana,
    ]
}
