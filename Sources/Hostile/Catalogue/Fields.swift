// Targets whose fields are none.
extension HostileTarget {
    static let fields: [HostileTarget] = [
        line("field-without-colon", "Sends a field line without a colon.", "this is no field"),
        line("field-without-name", "Sends a field without a name.", ": nameless"),
        line("field-name-with-space", "Sends a field whose name holds a space.", "Stream Next Offset: 1"),
        line("field-folded", "Begins the fields with a folded line.", " folded: without anything to fold"),
        line("field-with-nul", "Sends a field with a zero byte.", "X-Zero: a\u{0}b"),
        line("field-with-bare-return", "Sends a field with a bare carriage return.", "X-Return: a\rb: c"),
        line("field-with-escapes", "Sends a field with escape sequences of terminals.", "X-Loud: \u{1B}[2J\u{1B}[31m"),
        HostileTarget("field-of-200-kilobytes", "Sends an offset of 200 kilobytes.", .readsAndAppends) { turn in
            try turn.relay(head: { answer in
                if answer["Stream-Next-Offset"] != nil {
                    answer["Stream-Next-Offset"] = String(repeating: "0123456789", count: 20_000)
                }
            })
        },
        HostileTarget("fields-of-90-kilobytes", "Sends an offset and a cursor of 90 kilobytes.", .readsAndAppends) {
            turn in
            try turn.relay(head: { answer in
                for name in ["Stream-Next-Offset", "Stream-Cursor"] where answer[name] != nil {
                    answer[name] = String(repeating: "0123456789", count: 9_000)
                }
            })
        },
        HostileTarget("phrase-with-escapes", "Puts escape sequences of terminals into the status line.", .reads) {
            turn in
            try turn.relay(head: { $0.status = "500 \u{1B}]0;owned\u{7}\u{1B}[2J\u{9B}31mOh" })
        },
        HostileTarget("phrase-of-60-kilobytes", "Puts 60 kilobytes into the status line.", .reads) { turn in
            try turn.relay(head: { $0.status = "500 " + String(repeating: "Oh no ", count: 10_000) })
        },
    ]

    /// A target whose answers to reads begin their fields with this line.
    private static func line(_ id: String, _ summary: String, _ line: String) -> HostileTarget {
        HostileTarget(id, summary, .reads) { turn in
            let answer = try turn.answer()
            let fields = "\(line)\r\n".latin1 + answer.fieldLines
            try turn.peer.send(answer.statusLine + fields + "\r\n".latin1 + answer.wireBody)
        }
    }
}
