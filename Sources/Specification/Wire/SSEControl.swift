/// The payload of a `control` event: the state of the read after the data before it (§5.8).
public struct SSEControl: Sendable, Hashable {
    /// `streamNextOffset`: where to read on.
    public let streamNextOffset: Offset

    /// `streamCursor`: what to echo when reconnecting; may be absent once the stream is closed (§10.1).
    public let streamCursor: String?

    /// `upToDate`: whether everything there was has been sent.
    public let upToDate: Bool

    /// `streamClosed`: whether nothing will ever follow.
    public let streamClosed: Bool

    /// The payload of a control event.
    public init(streamNextOffset: Offset, streamCursor: String?, upToDate: Bool, streamClosed: Bool = false) {
        self.streamNextOffset = streamNextOffset
        self.streamCursor = streamCursor
        self.upToDate = upToDate
        self.streamClosed = streamClosed
    }

    /// The payload as JSON; members that say nothing are left out.
    public var encoded: [UInt8] {
        var json = Array("{\"streamNextOffset\":".utf8)
        JSONText.appendQuoted(streamNextOffset.token, to: &json)
        if let streamCursor {
            json.append(contentsOf: ",\"streamCursor\":".utf8)
            JSONText.appendQuoted(streamCursor, to: &json)
        }
        if upToDate { json.append(contentsOf: ",\"upToDate\":true".utf8) }
        if streamClosed { json.append(contentsOf: ",\"streamClosed\":true".utf8) }
        json.append(UInt8(ascii: "}"))
        return json
    }

    /// Reads the payload of a control event.
    ///
    /// Members this protocol does not know are passed over (§11.1); a `false` means the same as an absent member.
    ///
    /// - Throws: What is wrong with the payload.
    public init(decoding payload: [UInt8]) throws(Malformation) {
        let value: JSONValue
        do { value = try JSONValue.parse(payload) } catch { throw .notJSON(error) }
        guard case .object = value else { throw .notAnObject }
        guard let offset = value["streamNextOffset"] else { throw .noNextOffset }
        guard let token = offset.text else { throw .wrongType(member: "streamNextOffset", expected: "a string") }
        guard let nextOffset = Offset(token) else {
            throw .invalidOffset(token: token, defect: Offset.defect(of: token) ?? "is malformed")
        }
        streamNextOffset = nextOffset
        if let cursor = value["streamCursor"] {
            guard let text = cursor.text else { throw .wrongType(member: "streamCursor", expected: "a string") }
            streamCursor = text
        } else {
            streamCursor = nil
        }
        upToDate = try Self.flag("upToDate", of: value)
        streamClosed = try Self.flag("streamClosed", of: value)
    }

    private static func flag(_ member: String, of value: JSONValue) throws(Malformation) -> Bool {
        guard let flag = value[member] else { return false }
        guard let bool = flag.bool else { throw .wrongType(member: member, expected: "true or false") }
        return bool
    }
}

extension SSEControl {
    /// Why the payload of a control event is not what §5.8 says.
    public enum Malformation: Error, Sendable, Hashable, CustomStringConvertible {
        /// It is not JSON.
        case notJSON(JSONSyntaxError)
        /// It is JSON, but no object.
        case notAnObject
        /// `streamNextOffset` is missing.
        case noNextOffset
        /// `streamNextOffset` is no offset a server may mint (§8).
        case invalidOffset(token: String, defect: String)
        /// A member has a value of the wrong type.
        case wrongType(member: String, expected: String)

        /// A sentence for the reader of a report.
        public var description: String {
            switch self {
            case .notJSON(let error): "The control event is not JSON. \(error)"
            case .notAnObject: "The control event is not a JSON object."
            case .noNextOffset: "The control event has no streamNextOffset."
            case .invalidOffset(let token, let defect): "The streamNextOffset '\(token)' \(defect)."
            case .wrongType(let member, let expected): "The \(member) of the control event is not \(expected)."
            }
        }
    }
}
