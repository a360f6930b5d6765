import Specification
import Testing

@Suite struct Base64Tests {
    /// The examples of RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func knownAnswers(plain: String, encoded: String) {
        #expect(Base64.encode(plain.utf8) == Array(encoded.utf8))
        #expect(Base64.decode(encoded.utf8) == Array(plain.utf8))
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "====", "=", "A===", "=AAA", "AA=A", "AAAA====", "AA==AAAA", "AAA=AAA=", "Zm9v\n",
        "Zm 9",
        "Zm9-", "Zm9_", "Zh==", "Zm9=", "Z\u{E9}m", "\u{0}AAA",
    ])
    func refuses(text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }

    @Test func lineBreaksOfEventsAreRemoved() {
        #expect(Base64.decodeEventData("AQID\nBAUG\r\nBwgJ\rCg==".utf8) == Array(1...10))
        #expect(Base64.decodeEventData("\n".utf8) == [])
        #expect(Base64.decodeEventData("AQID BAUG".utf8) == nil)
        #expect(Base64.decodeEventData("AQI\nD".utf8) == [1, 2, 3])
    }

    @Test(.enabled(if: PythonOracle.isAvailable, "python3 is not installed"))
    func agreesWithPython() throws {
        var generator = SeededGenerator(seed: 4648)
        let plain = (0..<1500).map { _ in generator.bytes(upTo: 70) } + (UInt8.min...UInt8.max).map { [$0] }
        let alphabet = Array("AQgwBZz09+/+//==".utf8) + [UInt8(ascii: "-"), 0x0A]
        let texts = (0..<3000).map { index in
            (0..<(index % 3 == 0 ? 8 : 4)).map { _ in generator.pick(alphabet) }
        }
        let script = """
            import base64
            for case in cases:
                try:
                    decoded = base64.b64decode(case, validate=True)
                    # Python overlooks bits that padding leaves over; only what it would write itself is canonical.
                    shown = decoded.hex() if base64.b64encode(decoded) == case else 'invalid'
                except ValueError:
                    shown = 'invalid'
                print(base64.b64encode(case).decode(), shown)
            """
        let cases = plain + texts
        let answers = try PythonOracle.run(script, on: cases)
        try #require(answers.count == cases.count)
        var valid = 0
        for (bytes, answer) in zip(cases, answers) {
            let encoded = Base64.encode(bytes)
            let decoded = Base64.decode(bytes).map { $0.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
            #expect(answer == "\(String(decoding: encoded, as: UTF8.self)) \(decoded ?? "invalid")")
            #expect(Base64.decode(encoded) == bytes)
            if decoded != nil { valid += 1 }
        }
        #expect(valid > 100)
    }
}
