// Targets whose bodies are traps.
extension HostileTarget {
    static let bodies: [HostileTarget] = [
        reading("body-not-utf-8", "Answers reads with bytes that are not UTF-8.") { _, body in
            body + [0xC3, 0x28, 0xA0, 0xFF, 0xFE, 0x00, 0xED, 0xA0, 0x80]
        },
        reading("body-with-escapes", "Answers reads with escape sequences of terminals.") { _, _ in
            "\u{1B}[2J\u{1B}]0;owned\u{7}\u{0}]]>&<script>\r\n\u{1B}[31mFAILED".latin1
        },
        reading("body-of-another-stream", "Answers reads with what was never written.") { _, body in
            Array(body.reversed()) + [0x21]
        },
        reading("gzip-bomb", "Answers reads with a gzip that grows to more than 600 megabytes.") { answer, _ in
            answer["Content-Encoding"] = "gzip"
            return GzipBomb.bytes
        },
        reading("json-nested-too-deep", "Answers reads with arrays a million deep.") { _, _ in
            Array(repeating: UInt8(ascii: "["), count: 1_000_000)
        },
        reading("json-huge-exponents", "Answers reads with numbers of a billion digits.") { _, _ in
            "[1e999999999, 1e-999999999, 9e99999999999999999999, -0.1e1000000000]".latin1
        },
        reading("json-lone-surrogates", "Answers reads with escapes that are half a character.") { _, _ in
            #"["\ud800", "\udc00x", "\u0000", {"\ud83d": 1, "\ud83d": 2}]"#.latin1
        },
    ]

    /// A target that answers reads with another body.
    private static func reading(
        _ id: String, _ summary: String, _ body: @escaping @Sendable (inout Answer, [UInt8]) -> [UInt8]
    ) -> HostileTarget {
        HostileTarget(id, summary, .reads) { turn in
            var answer = try turn.answer()
            answer.body = body(&answer, answer.body)
            answer["Content-Length"] = "\(answer.body.count)"
            try turn.peer.send(answer.bytes)
        }
    }
}

/// Zeros, compressed as far as deflate goes.
enum GzipBomb {
    /// Four megabytes that are 660 once they are out.
    static let bytes: [UInt8] = {
        var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        bytes.reserveCapacity(4 << 20)
        var pending: UInt32 = 0
        var count: UInt32 = 0
        func put(_ bits: UInt32, _ width: UInt32) {
            pending |= bits << count
            count += width
            while count >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: pending))
                pending >>= 8
                count -= 8
            }
        }
        // One block with the fixed codes: a literal zero, then copies of 258 bytes from one byte back.
        put(0b011, 3)
        put(reversed(0x30, 8), 8)
        while bytes.count < 4 << 20 {
            put(reversed(0b1100_0101, 8), 8)
            put(0, 5)
        }
        put(0, 7)
        return bytes
    }()

    // Codes of deflate begin with their highest bit.
    private static func reversed(_ code: UInt32, _ width: UInt32) -> UInt32 {
        (0..<width).reduce(0) { $0 << 1 | code >> $1 & 1 }
    }
}
