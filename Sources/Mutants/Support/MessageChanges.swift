import Specification

extension StreamPayload {
    /// A payload of messages, each given by its bytes.
    init(messages: [[UInt8]]) {
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for message in messages {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
            ranges.append(bytes.count..<bytes.count + message.count)
            bytes += message
        }
        self.init(bytes: bytes, messages: ranges)
    }
}

extension Blueprint {
    /// Changes the messages of bodies before they are stored, each given by its bytes.
    mutating func onMessages(_ change: @escaping @Sendable (inout [[UInt8]], PayloadUse) -> Void) {
        rules.payload = { body, use, stream, depth in
            PayloadRule.read(body, use, stream, maximumDepth: depth).map { payload in
                guard let ranges = payload.messages else { return payload }
                var messages = ranges.map { Array(payload.bytes[$0]) }
                change(&messages, use)
                return StreamPayload(messages: messages)
            }
        }
    }

    /// Changes the values in messages before they are stored, the inner ones first.
    mutating func onValues(_ change: @escaping @Sendable (JSONValue) -> JSONValue) {
        onMessages { messages, _ in
            messages = messages.map { message in
                guard let value = try? JSONValue.parse(message) else { return message }
                return Array(value.changed(by: change).description.utf8)
            }
        }
    }

    /// Changes the bodies for JSON streams before they are read.
    mutating func onJSONBody(_ change: @escaping @Sendable (inout [UInt8], PayloadUse) -> Void) {
        rules.payload = { body, use, stream, depth in
            var body = body
            if stream.isJSON { change(&body, use) }
            return PayloadRule.read(body, use, stream, maximumDepth: depth)
        }
    }

    /// Changes the bodies for streams that are not JSON before they are stored.
    mutating func onBytes(
        _ change: @escaping @Sendable (inout [UInt8], ContentType, PayloadUse) -> Void
    ) {
        rules.payload = { body, use, stream, depth in
            var body = body
            if !stream.isJSON { change(&body, stream.contentType, use) }
            return PayloadRule.read(body, use, stream, maximumDepth: depth)
        }
    }
}

extension JSONValue {
    /// The value with every value in it changed, the inner ones first.
    func changed(by change: (JSONValue) -> JSONValue) -> JSONValue {
        switch self {
        case .array(let elements): change(.array(elements.map { $0.changed(by: change) }))
        case .object(let members): change(.object(members.mapValues { $0.changed(by: change) }))
        default: change(self)
        }
    }

    /// The string, or the names of the object, changed; everything else as it is.
    func changingText(_ change: (String) -> String) -> JSONValue {
        switch self {
        case .string(let string): .string(JSONString(change(string.text)))
        case .object(let members):
            .object(
                Dictionary(
                    members.map { (JSONString(change($0.key.text)), $0.value) }, uniquingKeysWith: { $1 }))
        default: self
        }
    }

    /// The number as a floating-point number keeps it; everything else as it is.
    var inDoublePrecision: JSONValue {
        guard case .number(let number) = self, let double = Double(number.description) else { return self }
        return double.isFinite ? (try? JSONValue.parse("\(double)")) ?? self : .null
    }

    /// How deeply arrays and objects are nested in it.
    var depth: Int {
        switch self {
        case .array(let elements): 1 + (elements.map(\.depth).max() ?? 0)
        case .object(let members): 1 + (members.values.map(\.depth).max() ?? 0)
        default: 0
        }
    }
}
