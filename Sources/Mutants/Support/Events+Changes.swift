import HTTPMessage
import Specification

extension SentEvent {
    /// The messages of a data event of JSON; `nil` when it is none.
    var messages: [JSONValue]? {
        guard isData, payload.first == UInt8(ascii: "["), let value = try? JSONValue.parse(payload) else { return nil }
        return value.elements
    }
}

extension EventPassage {
    /// Cuts data events into several, each of so many bytes at most.
    mutating func cutData(after limit: Int, _ repair: ([UInt8]) -> [UInt8] = { $0 }) {
        events = events.flatMap { event in
            guard event.isData, event.payload.count > limit else { return [event] }
            return stride(from: 0, to: event.payload.count, by: limit).map { start in
                SentEvent(event.name, repair(Array(event.payload[start...].prefix(limit))))
            }
        }
    }
}

extension Blueprint {
    /// Takes note of the content types that streams are created with.
    mutating func noteTypes() -> Memory<String, String> {
        let types = Memory<String, String>()
        onRequest { request, _ in
            if request.method == .put { types[request.streamPath] = request.headerFields[.contentType] }
        }
        return types
    }
}
