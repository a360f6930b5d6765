// Targets whose event streams never come to an event, or never to an end.
extension HostileTarget {
    static let events: [HostileTarget] = [
        streaming("events-never-begin", "Begins an event stream and says nothing in it.") { try $0.fallSilent() },
        streaming("events-endless-line", "Begins an event whose data never ends.") { peer in
            try peer.send(Answer.chunk("event: data\ndata: ".latin1))
            try peer.sendForEver(Answer.chunk(Array(repeating: 0x2E, count: 1000)))
        },
        streaming("events-flood", "Sends events without end, as fast as it can.") {
            try $0.sendForEver(Answer.chunk("event: data\ndata: x\n\n".latin1))
        },
        streaming("events-empty-flood", "Sends empty events without end.") {
            try $0.sendForEver(Answer.chunk("data\n\n".latin1))
        },
        streaming("events-comments", "Sends comments without end.") {
            try $0.sendForEver(Answer.chunk(": still here\n".latin1))
        },
        streaming("events-not-utf-8", "Sends events that are not UTF-8, with control bytes.") { peer in
            try peer.send(Answer.chunk("event: data\ndata: \u{FF}\u{FE}\u{0}\u{1B}[2J\n\n".latin1))
            try peer.send(Answer.chunk("event: control\ndata: {\"streamNextOffset\":\"\u{FF}\u{1B}\"}\n\n".latin1))
            try peer.fallSilent()
        },
        HostileTarget("events-reset", "Resets event streams in the middle of an event.", .events) { turn in
            let head = try turn.answer().head
            try turn.peer.send(head + Answer.chunk("event: data\ndata: ha".latin1))
            try turn.peer.reset()
        },
        HostileTarget("events-closed-at-once", "Ends event streams before the first event.", .events) { turn in
            try turn.peer.send(try turn.answer().head + Answer.lastChunk)
            try turn.peer.close()
        },
    ]

    /// A target that answers reads of events with an event stream of its own.
    private static func streaming(
        _ id: String, _ summary: String, _ body: @escaping @Sendable (HostilePeer) throws -> Void
    ) -> HostileTarget {
        HostileTarget(id, summary, .events) { turn in
            let answer = try turn.answer()
            guard answer.isStreaming else { return try turn.peer.send(answer.bytes) }
            try turn.peer.send(answer.head)
            try body(turn.peer)
        }
    }
}
