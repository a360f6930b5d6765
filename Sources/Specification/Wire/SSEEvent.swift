/// One event of a Server-Sent Events stream as a client dispatches it (§5.8; WHATWG HTML §9.2.6).
public struct SSEEvent: Sendable, Hashable {
    /// The name of the event: `data` and `control` in this protocol, `message` where the stream names none.
    public let name: String

    /// The values of the `data` fields joined by LF, as bytes: what a broken server sent stays visible.
    public let data: [UInt8]

    /// The last event id at the time of the event; empty where the stream set none.
    public let id: String

    /// An event.
    public init(name: String, data: [UInt8], id: String = "") {
        self.name = name
        self.data = data
        self.id = id
    }

    /// The data as text, with U+FFFD in the place of bytes that are not UTF-8.
    public var text: String { String(decoding: data, as: UTF8.self) }

    /// The name of events that carry bytes of the stream.
    public static let dataName = "data"

    /// The name of events that carry the state of the read.
    public static let controlName = "control"
}
