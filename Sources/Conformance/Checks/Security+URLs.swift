import BlackBox
import HTTPMessage
import Specification

// §12.2 Multi-tenant Safety: URLs that try to be other URLs.

extension Check {
    static let securityURLs: [Check] = securityAliases + securityForkSources + securityFiles + securityOddURLs

    // MARK: Other streams

    /// Names that some further round of decoding, normalising or trimming turns into another one (`#`), while URLs are
    /// compared without any such round (RFC 3986 §6.2). Plain dot segments are not among them: clients and servers
    /// resolve these before anybody looks.
    private static let aliases: [(name: String, form: String)] = [
        ("encoded-slashes", "x%2f..%2f#"),
        ("encoded-slashes-and-dots", "x%2F%2E%2E%2F#"),
        ("encoded-twice", "x/%252e%252e/#"),
        ("encoded-backslashes", "x%5c..%5c#"),
        ("overlong-dots", "x/%c0%ae%c0%ae/#"),
        ("full-width-dots", "x/%ef%bc%8e%ef%bc%8e/#"),
        ("sixteen-bit-escapes", "x/%u002e%u002e/#"),
        ("dots-with-parameter", "x/..;/#"),
        ("path-parameter", "#;a=b"),
        ("nul-behind", "#%00"),
        ("nul-and-suffix", "#%00.txt"),
        ("line-break-behind", "#%0d%0a"),
        ("space-behind", "#%20"),
        ("space-before", "%20#"),
        ("dot-behind", "#."),
        ("encoded-query", "#%3Foffset=-1"),
        ("encoded-fragment", "#%23x"),
        ("letter-encoded-twice", "%2574#"),
    ]

    private static let securityAliases: [Check] =
        // A URL that a further round of decoding would turn into that of another stream does not reach that stream.
        aliases.map { name, form in
            Check(.securityUrlsSanitised, name) { probe in
                try await probe.expectApart(form)
            }
        }

    // MARK: Sources of forks

    private static let securityForkSources: [Check] = [
        Check(.securityUrlsSanitised, "fork-source-with-encoded-slashes", needs: [.fork]) { probe in
            try await probe.expectNoFork(of: "x%2f..%2f#")
        },

        Check(.securityUrlsSanitised, "fork-source-encoded-twice", needs: [.fork]) { probe in
            try await probe.expectNoFork(of: "x/%252e%252e/#")
        },
    ]

    // MARK: Files

    private static let ascents: [(name: String, up: String)] = [
        ("plain", "../"), ("encoded-dots", "%2e%2e/"), ("encoded-slashes", "..%2f"), ("all-encoded", "%2e%2e%2f"),
        ("encoded-twice", "..%252f"), ("overlong", "%c0%ae%c0%ae%c0%af"), ("backslashes", "..%5c"),
        ("doubled", "....//"), ("with-parameter", "..;/"),
    ]

    private static let securityFiles: [Check] =
        // No URL, however its dot segments are written, leads to a file of the server's machine.
        ascents.map { name, up in
            Check(.securityStreamRootKept, name) { probe in
                try await probe.requireKeepsStreams()
                let ascent = String(repeating: up, count: 12)
                for file in ["etc/passwd", "windows/win.ini"] {
                    for escaped in [file, file.replacing("/", with: "%2f")] {
                        try await probe.stream(named: ascent + escaped).read().expectNoFile()
                    }
                }
            }
        } + [
            Check(.securityStreamRootKept, "absolute") { probe in
                try await probe.requireKeepsStreams()
                for path in ["/etc/passwd", "%2fetc%2fpasswd", "file:///etc/passwd", "file:%2f%2f%2fetc%2fpasswd"] {
                    try await probe.stream(named: path).read().expectNoFile()
                }
            },

            Check(.securityStreamRootKept, "nul-behind") { probe in
                try await probe.requireKeepsStreams()
                let ascent = String(repeating: "../", count: 12)
                try await probe.stream(named: ascent + "etc/passwd%00").read().expectNoFile()
                try await probe.stream(named: ascent + "etc/passwd%00.json").read().expectNoFile()
            },
        ]

    // MARK: Broken and long ones

    private static let oddNames: [(name: String, form: String)] = [
        ("percent-sign-alone", "a%"), ("half-an-escape", "a%2"), ("no-hexadecimal-digits", "a%zz"),
        ("not-utf-8", "a%ff%fe"), ("half-a-surrogate", "a%ed%a0%80"), ("nul", "a%00b"), ("line-break", "a%0d%0ab"),
        ("delete-character", "a%7f"), ("right-to-left-override", "a%e2%80%aeb"), ("unescaped-utf-8", "a\u{C3}\u{A9}"),
        ("unescaped-bytes", "a\u{FF}\u{FE}"), ("brackets", "a[0]{b}|c"), ("quotes", "a\"b'c`d"),
        ("prototype-names", "__proto__"), ("empty-segments", "a//b"),
        ("thousand-segments", String(repeating: "a/", count: 1_000) + "a"),
    ]

    private static let securityOddURLs: [Check] =
        // A URL that is broken, oddly encoded or very long is answered like any URL without a stream.
        oddNames.map { name, form in
            Check(.securityOddUrlsAnswered, name) { probe in
                let stream = probe.unusedStream().neighbour("-" + form)
                try await stream.read().expectPermittedStatus()
                try await stream.append("nowhere").expectPermittedStatus()
                try await stream.delete().expectPermittedStatus()
                try await probe.requireKeepsStreams()
            }
        } + securityWrittenRaw

    private static let securityWrittenRaw: [Check] = [
        Check(.securityOddUrlsAnswered, "four-thousand-characters") { probe in
            let stream = probe.unusedStream().neighbour(String(repeating: "a", count: 4_000))
            try await stream.read().expectPermittedStatus()
            try await stream.head().expectPermittedStatus()
            try await probe.requireKeepsStreams()
        },

        Check(.securityOddUrlsAnswered, "hundred-thousand-characters") { probe in
            try await probe.expectRefusedRaw(String(repeating: "a", count: 100_000))
        },

        Check(.securityOddUrlsAnswered, "space") { probe in
            try await probe.expectRefusedRaw("a b")
        },

        Check(.securityOddUrlsAnswered, "control-characters") { probe in
            try await probe.expectRefusedRaw("a\u{01}\u{7F}b")
        },

        Check(.securityOddUrlsAnswered, "unescaped-nul") { probe in
            try await probe.expectRefusedRaw("a\u{00}b")
        },
    ]
}

extension Probe {
    /// Expects a name not to lead to the stream whose name stands for `#` in it, whatever is done with it.
    fileprivate func expectApart(_ form: String) async throws {
        let secret: Payload = "for those who name this stream"
        let stream = try await createStream(secret)
        let before = try await stream.snapshot(holding: secret)
        let alias = self.stream(named: form.replacing("#", with: stream.name))
        try await alias.read().expectPermittedStatus().expectNot(secret)
        try await alias.append(" something else").expectPermittedStatus()
        // Where that is a name like any other, a stream of that name may be made.
        if try await alias.put("another stream").isSuccess { try await alias.read().expectNot(secret) }
        try await alias.delete()
        try await stream.head().expectSuccess()
        try await stream.expectUnchanged(since: before)
    }

    /// Expects a name not to lead to the stream whose name stands for `#` in it when it is named as a source.
    fileprivate func expectNoFork(of form: String) async throws {
        let secret: Payload = "for those who name this stream"
        let stream = try await createStream(secret)
        let alias = self.stream(named: form.replacing("#", with: stream.name))
        let fork = unusedStream()
        try await fork.putFork(of: alias).expectPermittedStatus()
        try await fork.read().expectNot(secret)
        try await stream.requireHolds(secret)
    }

    /// Expects a URL that cannot be sent by a library to be refused, by an answer or by hanging up, and the server to
    /// go on.
    fileprivate func expectRefusedRaw(_ name: String) async throws {
        let stream = try await createStream("still there")
        let path = unusedStream().path + name
        let raw = try await sendRaw(request(.get, path: path))
        raw.reply?.expectPermittedStatus()
        try await stream.contents().expect("still there")
    }
}

extension Reply {
    /// Expects the body not to hold what belongs to another stream.
    fileprivate func expectNot(_ secret: Payload) {
        expect(
            !text.contains(String(decoding: secret.bytes, as: UTF8.self)), "nothing of another stream", observed: text)
    }

    /// Expects the body not to be a file that every machine has.
    fileprivate func expectNoFile() {
        let isFile = text.contains("root:") && text.contains(":0:0:") || text.lowercased().contains("[fonts]")
        expect(!isFile, "no file of the server's machine", observed: "one: \(text.prefix(40))")
    }
}
