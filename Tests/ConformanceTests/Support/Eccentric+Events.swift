import HTTPMessage
import Specification

/// How a server writes its events, where the format leaves it a choice.
struct OddEvents: Alteration, EventAlteration {
    /// What ends a line.
    var lineEnd = "\n"
    /// Whether one space follows each colon.
    var isSpaced = true
    /// Whether comments, ids and reconnection times come in between, and a byte order mark in front.
    var isChatty = false
    /// Whether the name of an event stands behind its data.
    var isNameLast = false
    /// Whether JSON and base64 are spread over as many lines as they allow.
    var isSpread = false
    /// Whether every control event comes twice, but for that of the end, which is the only one.
    var isRepeating = false
    /// Whether control events say what they could leave out, and something of the server's own.
    var isExplicit = false

    private var isBase64 = false
    private var count = 0

    init(
        lineEnd: String = "\n", isSpaced: Bool = true, isChatty: Bool = false, isNameLast: Bool = false,
        isSpread: Bool = false, isRepeating: Bool = false, isExplicit: Bool = false
    ) {
        self.lineEnd = lineEnd
        self.isSpaced = isSpaced
        self.isChatty = isChatty
        self.isNameLast = isNameLast
        self.isSpread = isSpread
        self.isRepeating = isRepeating
        self.isExplicit = isExplicit
    }

    func events(of head: HTTPResponse, for request: HTTPRequest) -> (any EventAlteration)? {
        var events = self
        events.isBase64 = head.headerFields[.streamSSEDataEncoding] != nil
        return events
    }

    mutating func opening() -> [UInt8] {
        isChatty ? Array("\u{FEFF}: welcome\(lineEnd)retry: 3000\(lineEnd)\(lineEnd)".utf8) : []
    }

    mutating func pause() -> [UInt8] {
        isChatty ? Array(": still there\(lineEnd)\(lineEnd)".utf8) : []
    }

    mutating func bytes(of event: SSEEvent) -> [UInt8] {
        count += 1
        var output: [UInt8] = []
        if isChatty { output += line("", "a comment") + line("id", "\(count)") + line("x-field", "of our own") }
        if !isNameLast { output += line("event", event.name) }
        for part in payload(of: event).split(separator: 0x0A, omittingEmptySubsequences: false) {
            output += line("data", part)
        }
        if isNameLast { output += line("event", event.name) }
        output += Array(lineEnd.utf8)
        let isTwice = isRepeating && event.name == SSEEvent.controlName && !event.text.contains("streamClosed")
        return isTwice ? output + output : output
    }

    private func line(_ name: String, _ value: String) -> [UInt8] { line(name, Array(value.utf8)[...]) }

    private func line(_ name: String, _ value: ArraySlice<UInt8>) -> [UInt8] {
        // One space is taken away by every reader, so a value's own first space needs another one before it.
        let gap = isSpaced || value.first == 0x20 ? " " : ""
        return Array("\(name):\(gap)".utf8) + value + Array(lineEnd.utf8)
    }

    private func payload(of event: SSEEvent) -> [UInt8] {
        if event.name == SSEEvent.controlName {
            let said = isExplicit ? explicit(event) : event.data
            return isSpread ? RewrittenJSON.spread(said) : said
        }
        guard isSpread else { return event.data }
        if isBase64 {
            let groups = stride(from: 0, to: event.data.count, by: 4).map {
                event.data[$0..<min($0 + 4, event.data.count)]
            }
            return Array(groups.joined(separator: [0x0A]))
        }
        let isArray = (try? JSONValue.parse(event.data))?.elements != nil
        return isArray ? RewrittenJSON.spread(event.data) : event.data
    }

    private func explicit(_ event: SSEEvent) -> [UInt8] {
        var text = event.text
        if !text.contains("upToDate") { text = text.dropLast() + ",\"upToDate\":false}" }
        if !text.contains("streamClosed") { text = text.dropLast() + ",\"streamClosed\":false}" }
        return Array((text.dropLast() + ",\"serverTime\":[1,{\"streamClosed\":true}]}").utf8)
    }
}

/// Holds control events back that more data follows at once.
struct RareControl: Alteration, EventAlteration {
    private var held: SSEEvent?

    func events(of head: HTTPResponse, for request: HTTPRequest) -> (any EventAlteration)? { RareControl() }

    mutating func bytes(of event: SSEEvent) -> [UInt8] {
        defer { held = event.name == SSEEvent.controlName ? event : nil }
        return event.name == SSEEvent.controlName ? [] : SSEEncoder.encode(name: event.name, payload: event.data)
    }

    mutating func pause() -> [UInt8] {
        defer { held = nil }
        return held.map { SSEEncoder.encode(name: $0.name, payload: $0.data) } ?? []
    }
}
