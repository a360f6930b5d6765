// Targets that break the framing of chunks.
extension HostileTarget {
    static let chunked: [HostileTarget] = [
        reading("chunk-size-no-number", "Begins chunks with a size that is none.") { _ in "zz\r\nabc\r\n" },
        reading("chunk-size-negative", "Begins chunks with a size below zero.") { _ in "-5\r\nabc\r\n" },
        reading("chunk-size-beyond-integers", "Begins chunks with a size that no integer holds.") { _ in
            "fffffffffffffffffff\r\nabc\r\n"
        },
        reading("chunk-too-long", "Sends more bytes in a chunk than it announced.") { _ in "3\r\nabcdef\r\n0\r\n\r\n" },
        reading("chunk-too-short", "Ends the last chunk before it is whole.") { _ in "ff\r\nabc\r\n0\r\n\r\n" },
        reading("chunks-without-end", "Closes the connection before the last chunk.") { body in
            Answer.chunk(body + [0x2E]).asLatin1
        },
        HostileTarget("chunks-in-http-1.0", "Answers reads in HTTP/1.0, and in chunks all the same.", .reads) { turn in
            var answer = try turn.answer().inChunks
            answer.version = "HTTP/1.0"
            try turn.peer.send(answer.head)
            if !answer.wireBody.isEmpty { try turn.peer.send(Answer.chunk(answer.body)) }
            try turn.peer.send(Answer.lastChunk)
            try turn.peer.close()
        },
    ]

    /// A target that sends these bytes behind the head of an answer in chunks, and closes.
    private static func reading(
        _ id: String, _ summary: String, _ bytes: @escaping @Sendable ([UInt8]) -> String
    ) -> HostileTarget {
        HostileTarget(id, summary, .reads) { turn in
            let answer = try turn.answer().inChunks
            try turn.peer.send(answer.head + bytes(answer.body).latin1)
            try turn.peer.close()
        }
    }
}

extension [UInt8] {
    /// One scalar for each byte.
    var asLatin1: String { String(String.UnicodeScalarView(map { Unicode.Scalar($0) })) }
}
