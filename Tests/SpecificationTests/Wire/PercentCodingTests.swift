import Specification
import Testing

@Suite struct PercentCodingTests {
    @Test func escapesEverythingReserved() {
        #expect(PercentCoding.encodeQueryValue("a b+c&d=e?f/g%é") == "a%20b%2Bc%26d%3De%3Ff%2Fg%25%C3%A9")
        #expect(PercentCoding.encodePathSegment("a/b.c~d_e-f") == "a%2Fb.c~d_e-f")
        #expect(PercentCoding.encode([0x00, 0x7F, 0xFF]) == "%00%7F%FF")
        #expect(PercentCoding.encodeFieldValue("\u{C3}\u{A9}") == "%C3%A9")
        #expect(PercentCoding.encodeFieldValue("\u{20AC}") == "%E2%82%AC")
    }

    @Test(arguments: ["%", "%4", "a%", "%G0", "%0g", "%%", "%-1", "% 1"])
    func refusesBrokenEscapes(text: String) {
        #expect(PercentCoding.decode(text) == nil)
    }

    @Test(.enabled(if: PythonOracle.isAvailable, "python3 is not installed"))
    func agreesWithPython() throws {
        var generator = SeededGenerator(seed: 3986)
        var cases = (0..<1500).map { _ in generator.bytes(upTo: 24) }
        cases += (UInt8.min...UInt8.max).map { [$0] }
        let script = """
            from urllib.parse import quote, unquote_to_bytes
            for case in cases:
                print(quote(case, safe=''), unquote_to_bytes(quote(case)).hex(), sep='|')
            """
        let answers = try PythonOracle.run(script, on: cases)
        try #require(answers.count == cases.count)
        for (bytes, answer) in zip(cases, answers) {
            let encoded = PercentCoding.encode(bytes)
            #expect(answer.split(separator: "|", omittingEmptySubsequences: false).first.map(String.init) == encoded)
            #expect(PercentCoding.decode(encoded) == bytes)
            #expect(PercentCoding.decode(encoded.lowercased()) == PercentCoding.decode(encoded)?.map(lowercase))
        }

        func lowercase(_ byte: UInt8) -> UInt8 {
            // Letters that were not escaped were changed by `lowercased` too; escaped bytes were not.
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
        }
    }

    @Test(.enabled(if: PythonOracle.isAvailable, "python3 is not installed"))
    func decodesAsPython() throws {
        var generator = SeededGenerator(seed: 42)
        let pieces = ["%41", "%7e", "%FF", "a", "+", "%2B", "&", "%00", "é", "%c3%A9", "/", "%25", "%2525"]
        let cases = (0..<1000).map { _ in
            Array((0..<Int.random(in: 0...9, using: &generator)).map { _ in generator.pick(pieces) }.joined().utf8)
        }
        let script = "from urllib.parse import unquote_to_bytes\nfor case in cases: print(unquote_to_bytes(case).hex())"
        let answers = try PythonOracle.run(script, on: cases)
        try #require(answers.count == cases.count)
        for (bytes, answer) in zip(cases, answers) {
            let decoded = PercentCoding.decode(String(decoding: bytes, as: UTF8.self)) ?? []
            #expect(decoded.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == answer)
        }
    }
}
