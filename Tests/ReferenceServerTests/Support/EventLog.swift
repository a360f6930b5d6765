import Specification
import Testing

/// The events of a whole response.
struct EventLog {
    /// The payloads of the `data` events.
    var data: [String] = []
    /// The payloads of the `control` events.
    var controls: [SSEControl] = []
    /// The names of all events in their order.
    var names: [String] = []

    init(_ bytes: [UInt8]) {
        var parser = SSEParser()
        let events: [SSEEvent]
        do { events = try parser.consume(bytes) } catch {
            Issue.record(error)
            return
        }
        for event in events {
            names.append(event.name)
            if event.name == SSEEvent.controlName {
                do { controls.append(try SSEControl(decoding: event.data)) } catch { Issue.record(error) }
            } else {
                data.append(String(decoding: event.data, as: UTF8.self))
            }
        }
    }
}
