/// What a body becomes when it is stored (§9, §9.1).
public struct StreamPayload: Sendable, Hashable {
    /// The bytes of the body.
    public var bytes: [UInt8]

    /// Where in the bytes the messages stand; `nil` where a stream has no message boundaries.
    public var messages: [Range<Int>]?

    /// A payload.
    public init(bytes: [UInt8], messages: [Range<Int>]? = nil) {
        self.bytes = bytes
        self.messages = messages
    }

    /// How many positions of a stream it takes: messages, or bytes.
    public var length: Int { messages?.count ?? bytes.count }

    /// Nothing to store.
    public static let empty = StreamPayload(bytes: [])
}

/// What a body is sent for.
public enum PayloadUse: Sendable, Hashable {
    /// The first contents of a stream (§5.1).
    case create
    /// An append (§5.2).
    case append
}

/// Why a body cannot be stored: 400 (§9.1).
public enum PayloadFault: Error, Sendable, Hashable {
    /// An append of `[]`, which would append nothing (§9.1.3).
    case emptyArray
    /// Not JSON (§9.1.4).
    case invalidJSON(JSONSyntaxError)
}

/// What bodies are made of (§9.1).
public enum PayloadRule {
    /// The payload of a body.
    ///
    /// In JSON mode an array is taken apart by one level (§9.1.2) and everything is validated (§9.1.4), the body of a
    /// create too; `[]` creates an empty stream and appends nothing (§9.1.3). No body at all is no message.
    public static func read(
        _ body: [UInt8], _ use: PayloadUse, _ stream: StreamConfiguration, maximumDepth: Int
    ) -> Result<StreamPayload, PayloadFault> {
        guard stream.isJSON, !body.isEmpty else { return .success(StreamPayload(bytes: body)) }
        do {
            let messages = try JSONMessages(slicing: body, maximumDepth: maximumDepth)
            if messages.isEmptyBatch {
                return use == .append ? .failure(.emptyArray) : .success(.empty)
            }
            return .success(StreamPayload(bytes: body, messages: messages.ranges))
        } catch {
            return .failure(.invalidJSON(error))
        }
    }
}
