// Targets that lie about how long a body is.
extension HostileTarget {
    static let misframed: [HostileTarget] = [
        announcing("length-too-great", "Announces ten bytes more than it sends, then closes.", closes: true) {
            "\($0 + 10)"
        },
        HostileTarget("length-too-small", "Announces one byte less than it sends.", .reads) { turn in
            var answer = try turn.answer()
            answer["Content-Length"] = "\(max(0, answer.body.count - 1))"
            try turn.peer.send(answer.bytes)
        },
        announcing("length-zero", "Announces that every body is empty, and sends it.") { _ in "0" },
        announcing("length-negative", "Announces a length below zero.") { _ in "-1" },
        announcing("length-no-number", "Announces a length in words.") { _ in "some" },
        announcing("length-beyond-integers", "Announces a length that no integer holds.", closes: true) { _ in
            "99999999999999999999999999"
        },
        announcing("length-signed", "Announces a length with a plus sign.") { "+\($0)" },
        HostileTarget("length-twice", "Announces two lengths that differ.", .reads) { turn in
            var answer = try turn.answer()
            answer.add("Content-Length", "\(answer.body.count + 1)")
            try turn.peer.send(answer.bytes)
        },
        HostileTarget("length-and-chunks", "Announces a length beside chunks.", .reads) { turn in
            var answer = try turn.answer()
            answer.add("Transfer-Encoding", "chunked")
            try turn.peer.send(answer.head)
            if !answer.wireBody.isEmpty { try turn.peer.send(Answer.chunk(answer.body)) }
            try turn.peer.send(Answer.lastChunk)
        },
        HostileTarget("unknown-transfer-coding", "Sends what is read in a coding nobody knows.", .reads) { turn in
            var answer = try turn.answer()
            answer["Content-Length"] = nil
            answer.add("Transfer-Encoding", "rot13, chunked")
            try turn.peer.send(answer.head + Answer.chunk(answer.body) + Answer.lastChunk)
        },
        HostileTarget("body-after-no-content", "Sends a body behind 204 No Content.", .readsAndAppends) { turn in
            var answer = try turn.answer()
            answer.status = "204 No Content"
            try turn.peer.send(answer.head + "HTTP/1.1 500 Surprise\r\n\r\n".latin1)
        },
    ]

    /// A target that announces another length of what is read than it has.
    private static func announcing(
        _ id: String, _ summary: String, closes: Bool = false, _ length: @escaping @Sendable (Int) -> String
    ) -> HostileTarget {
        HostileTarget(id, summary, .reads) { turn in
            var answer = try turn.answer()
            answer["Content-Length"] = length(answer.body.count)
            try turn.peer.send(answer.bytes)
            if closes { try turn.peer.close() }
        }
    }
}
