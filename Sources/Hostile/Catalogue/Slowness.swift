// Targets that are slower than anybody can wait for, and never stop.
extension HostileTarget {
    static let slow: [HostileTarget] = [
        HostileTarget("drips-answers", "Sends one byte of every answer a second.") { turn in
            try turn.peer.drip(try turn.answer().bytes)
        },
        HostileTarget("drips-heads", "Sends one byte a second of the head of what is read.", .reads) { turn in
            try turn.peer.drip(try turn.answer().bytes)
        },
        HostileTarget("drips-bodies", "Sends one byte a second of every body that is read.", .reads) { turn in
            var answer = try turn.answer()
            answer.body += Array(repeating: 0x2E, count: 1000)
            answer["Content-Length"] = "\(answer.body.count)"
            try turn.peer.send(answer.head)
            try turn.peer.drip(answer.body)
        },
        HostileTarget("drips-chunks", "Sends what is read in chunks of one byte, one a second.", .reads) { turn in
            try turn.peer.send(try turn.answer().inChunks.head)
            while true { try turn.peer.drip(Answer.chunk([0x2E]), every: 0.2) }
        },
        HostileTarget("drips-interim-answers", "Sends an interim answer twice a second and never a final one.") {
            turn in
            while true {
                try turn.peer.send("HTTP/1.1 102 Processing\r\n\r\n")
                try turn.peer.fallSilent(for: 0.5)
            }
        },
    ]
}
