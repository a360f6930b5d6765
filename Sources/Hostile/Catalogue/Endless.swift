// Targets whose answers have no end, or far too many parts, as fast as they can be taken.
extension HostileTarget {
    static let endless: [HostileTarget] = [
        HostileTarget("endless-status-line", "Begins a status line that never ends.") { turn in
            try turn.peer.send("HTTP/1.1 200 O")
            try turn.peer.sendForEver([0x4B])
        },
        HostileTarget("endless-field", "Sends one field whose value never ends.", .reads) { turn in
            try turn.peer.send(try turn.answer().statusLine + "Stream-Next-Offset: ".latin1)
            try turn.peer.sendForEver([0x30])
        },
        HostileTarget("endless-fields", "Sends fields without end.", .reads) { turn in
            try turn.peer.send(try turn.answer().statusLine)
            try turn.peer.sendForEver("a:\r\n".latin1)
        },
        HostileTarget("million-fields", "Answers reads with a million fields.", .reads) { turn in
            let answer = try turn.answer()
            try turn.peer.send(answer.statusLine + answer.fieldLines)
            let lines = Array(repeatElement("a:1\r\n".latin1, count: 10_000).joined())
            for _ in 0..<100 { try turn.peer.send(lines) }
            try turn.peer.send("\r\n".latin1 + answer.wireBody)
        },
        HostileTarget("interim-flood", "Sends interim answers without end, as fast as it can.") { turn in
            try turn.peer.sendForEver("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".latin1)
        },
        HostileTarget("thousand-interim-answers", "Sends a thousand interim answers before each final one.", .reads) {
            turn in
            let interim = Array(repeatElement("HTTP/1.1 100 Continue\r\n\r\n".latin1, count: 1000).joined())
            try turn.peer.send(interim + turn.answer().bytes)
        },
        HostileTarget("endless-body", "Sends bodies until the connection closes, which it does not.", .reads) { turn in
            var answer = try turn.answer()
            answer["Content-Length"] = nil
            try turn.peer.send(answer.bytes)
            try turn.peer.sendForEver([0x2E])
        },
        HostileTarget("endless-chunks", "Sends chunk after chunk.", .reads) { turn in
            try turn.peer.send(try turn.answer().inChunks.head)
            try turn.peer.sendForEver(Answer.chunk(Array(repeating: 0x2E, count: 1000)))
        },
        HostileTarget("endless-tiny-chunks", "Sends chunks of one byte without end.", .reads) { turn in
            try turn.peer.send(try turn.answer().inChunks.head)
            try turn.peer.sendForEver(Answer.chunk([0x2E]))
        },
        HostileTarget("endless-chunk-line", "Begins a chunk with an extension that never ends.", .reads) { turn in
            try turn.peer.send(try turn.answer().inChunks.head + "5;".latin1)
            try turn.peer.sendForEver([0x78])
        },
        HostileTarget("endless-trailers", "Sends fields without end behind the last chunk.", .reads) { turn in
            let answer = try turn.answer().inChunks
            try turn.peer.send(answer.head + Answer.chunk(answer.body + [0x2E]) + "0\r\n".latin1)
            try turn.peer.sendForEver("a: b\r\n".latin1)
        },
        HostileTarget("fat-bodies", "Answers every read with seven megabytes.", .reads) { turn in
            var answer = try turn.answer()
            answer.body = Array(repeating: 0x2E, count: 7 << 20)
            answer["Content-Length"] = "\(answer.body.count)"
            try turn.peer.send(answer.bytes)
        },
    ]
}
