import HTTPMessage

// Targets that fall silent and keep the connection, at every stage.
extension HostileTarget {
    static let silent: [HostileTarget] = [
        HostileTarget(
            id: "never-accepts", summary: "Listens with a full queue and accepts no connection.",
            behaviour: .neverAccepts),
        HostileTarget(connecting: "silent-at-once", "Accepts connections, reads nothing and says nothing.") {
            try $0.fallSilent()
        },
        HostileTarget("silent-after-request", "Reads every request and answers none.") { try $0.peer.fallSilent() },
        HostileTarget("silent-on-reads", "Answers writes and never a read.", .reads) { try $0.peer.fallSilent() },
        HostileTarget("silent-on-long-polls", "Answers everything but reads that wait, for ever.", .longPolls) {
            try $0.peer.fallSilent()
        },
        HostileTarget("silent-after-100-requests", "Answers a hundred requests, and none after that.", .after(100)) {
            try $0.peer.fallSilent()
        },
        HostileTarget("silent-now-and-then", "Answers all but one request of seven.", .oneIn(7)) {
            try $0.peer.fallSilent()
        },
        HostileTarget("silent-in-status-line", "Sends half a status line and no more.") { turn in
            try turn.peer.send("HTTP/1.1 2")
            try turn.peer.fallSilent()
        },
        HostileTarget("silent-after-status-line", "Sends a status line and no more.") { turn in
            try turn.peer.send(try turn.answer().statusLine)
            try turn.peer.fallSilent()
        },
        HostileTarget("silent-in-fields", "Sends the fields up to the middle of a line.", .reads) { turn in
            try turn.peer.send(try turn.answer().statusLine + "Stream-Next-Off".latin1)
            try turn.peer.fallSilent()
        },
        HostileTarget("silent-before-body", "Announces a body and does not begin it.", .reads) { turn in
            var answer = try turn.answer()
            answer["Content-Length"] = "\(answer.body.count + 10)"
            try turn.peer.send(answer.head)
            try turn.peer.fallSilent()
        },
        HostileTarget("silent-in-body", "Sends half of every body that is read.", .reads) { turn in
            var answer = try turn.answer()
            answer["Content-Length"] = "\(answer.body.count + 10)"
            try turn.peer.send(answer.bytes)
            try turn.peer.fallSilent()
        },
        HostileTarget("silent-in-chunk", "Begins a chunk and leaves it half.", .reads) { turn in
            try turn.peer.send(try turn.answer().inChunks.head + "64\r\nhalf".latin1)
            try turn.peer.fallSilent()
        },
        HostileTarget("silent-before-last-chunk", "Sends every chunk but the last, empty one.", .reads) { turn in
            let answer = try turn.answer().inChunks
            try turn.peer.send(answer.head + Answer.chunk(answer.body + [0x2E]))
            try turn.peer.fallSilent()
        },
        HostileTarget("silent-after-interim", "Says 100 Continue to every request, and no more.") { turn in
            try turn.peer.send("HTTP/1.1 100 Continue\r\n\r\n")
            try turn.peer.fallSilent()
        },
    ]
}

extension Answer {
    /// The same answer, its body announced in chunks.
    var inChunks: Answer {
        var answer = self
        answer["Content-Length"] = nil
        answer["Transfer-Encoding"] = "chunked"
        return answer
    }
}
