// Targets that say something else than HTTP/1.1.
extension HostileTarget {
    static let garbled: [HostileTarget] = [
        saying("garbage", "Answers with bytes that mean nothing.", (0...255).map { UInt8(($0 * 167 + 13) % 256) }),
        saying("speaks-ssh", "Answers as an SSH server does.", "SSH-2.0-OpenSSH_9.2\r\n".latin1),
        saying("speaks-tls", "Answers in the clear with an alert of TLS.", [0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46]),
        saying(
            "speaks-http-2", "Answers with a settings frame of HTTP/2.", [0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0]),
        saying("speaks-http-0.9", "Answers with a page and no head, as HTTP/0.9 did.", "<html>yes</html>\r\n".latin1),
        status("version-unknown", "Answers in a version of HTTP that does not exist.") { "HTTP/3.7 \($0)" },
        status("version-missing", "Answers without a version.") { "HTTP \($0)" },
        status("status-two-digits", "Answers with a status of two digits.") { _ in "HTTP/1.1 20 OK" },
        status("status-four-digits", "Answers with a status of four digits.") { _ in "HTTP/1.1 2000 OK" },
        status("status-in-words", "Answers with a status in words.") { _ in "HTTP/1.1 OK" },
        status("status-zero", "Answers with the status 000.") { _ in "HTTP/1.1 000 Nothing" },
        status("status-999", "Answers everything with the status 999.") { _ in "HTTP/1.1 999 Unheard Of" },
        status("switches-protocols", "Switches to another protocol, unasked.") { _ in "HTTP/1.1 101 Switching" },
        HostileTarget("garbage-before-status-line", "Sends a line of garbage before answers to reads.", .reads) {
            turn in
            try turn.peer.send("warning: disk almost full\r\n".latin1 + turn.answer().bytes)
            try turn.peer.close()
        },
        HostileTarget("empty-lines-before-status-line", "Sends empty lines before answers to reads.", .reads) { turn in
            try turn.peer.send("\r\n\r\n".latin1 + turn.answer().bytes)
            try turn.peer.close()
        },
        HostileTarget("answers-with-requests", "Sends the request back instead of an answer.") { turn in
            let request = turn.request.request
            try turn.peer.send("\(request.method) \(request.path) HTTP/1.1\r\n\r\n")
            try turn.peer.close()
        },
        HostileTarget("redirects-in-a-circle", "Redirects every request to itself.") { turn in
            try turn.peer.send(redirect(to: turn.request.request.path))
        },
        HostileTarget("redirects-reads-in-a-circle", "Redirects every read to itself.", .reads) { turn in
            try turn.peer.send(redirect(to: turn.request.request.path))
        },
        HostileTarget("redirects-into-nowhere", "Redirects every request to a location of garbage.") { turn in
            let garbage = String(repeating: "%\u{1B}[31m\u{7}../\u{FF}", count: 2000)
            try turn.peer.send(redirect(to: garbage.replacing("\u{1B}", with: "\u{9B}").replacing("\u{7}", with: "")))
        },
    ]

    private static func redirect(to location: String) -> String {
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n"
    }

    /// A target that answers every request with the same bytes and closes.
    private static func saying(_ id: String, _ summary: String, _ bytes: [UInt8]) -> HostileTarget {
        HostileTarget(id, summary) { turn in
            try turn.peer.send(bytes)
            try turn.peer.close()
        }
    }

    /// A target that begins the answers to reads with another line.
    private static func status(
        _ id: String, _ summary: String, _ line: @escaping @Sendable (String) -> String
    ) -> HostileTarget {
        HostileTarget(id, summary, .reads) { turn in
            let answer = try turn.answer()
            try turn.peer.send(
                "\(line(answer.status))\r\n".latin1 + answer.fieldLines + "\r\n".latin1 + answer.wireBody)
        }
    }
}
