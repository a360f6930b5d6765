import Specification
import Testing

@Suite struct SSEEncoderTests {
    @Test(arguments: [
        ("a", "event: data\ndata: a\n\n"), ("", "event: data\ndata: \n\n"),
        ("a\nb", "event: data\ndata: a\ndata: b\n\n"),
        ("a\r\nb\rc\n", "event: data\ndata: a\ndata: b\ndata: c\ndata: \n\n"), (" a", "event: data\ndata:  a\n\n"),
        ("\n\n", "event: data\ndata: \ndata: \ndata: \n\n"), ("\r\r\n", "event: data\ndata: \ndata: \ndata: \n\n"),
        ("x\n\nevent: control\ndata: {}", "event: data\ndata: x\ndata: \ndata: event: control\ndata: data: {}\n\n"),
    ])
    func writes(payload: String, expected: String) {
        #expect(String(decoding: SSEEncoder.encode(name: "data", payload: payload.utf8), as: UTF8.self) == expected)
    }

    @Test func namesCannotInject() {
        let event = SSEEncoder.encode(name: "a\ndata: evil\n\n", payload: "x".utf8)
        #expect(String(decoding: event, as: UTF8.self) == "event: a\ndata: x\n\n")
    }

    /// Whatever the payload, a parser gets exactly it back as one event, line terminators as LF.
    @Test func whatIsWrittenIsRead() throws {
        var generator = SeededGenerator(seed: 58)
        let pieces = [
            "\n", "\r", "\r\n", " ", "data: x", "event: y", "id: 1", ":", "é", "\u{FEFF}", "\t", "a", "\u{0}",
            "\u{2028}",
        ]
        for _ in 0..<3000 {
            let payload = (0..<Int.random(in: 0...8, using: &generator)).map { _ in generator.pick(pieces) }.joined()
            var parser = SSEParser()
            let events = try parser.consume(
                SSEEncoder.encode(name: "data", payload: payload.utf8)
                    + SSEEncoder.encode(name: "control", payload: "{}".utf8))
            let expected = payload.utf8.reduce(into: [UInt8]()) { line, byte in line.append(byte) }
            let normalised = Self.normalised(expected)
            #expect(
                events == [SSEEvent(name: "data", data: normalised), SSEEvent(name: "control", data: Array("{}".utf8))])
        }
    }

    private static func normalised(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A, index > 0, bytes[index - 1] == 0x0D { continue }
            result.append(byte == 0x0D ? 0x0A : byte)
        }
        return result
    }

    @Test func binaryComesBackExactly() throws {
        var generator = SeededGenerator(seed: 59)
        for _ in 0..<300 {
            let bytes = generator.bytes(upTo: 100)
            var output: [UInt8] = []
            SSEEncoder.appendData(bytes, base64: true, to: &output)
            var parser = SSEParser()
            let event = try #require(try parser.consume(output).first)
            #expect(event.name == SSEEvent.dataName)
            #expect(Base64.decodeEventData(event.data) == bytes)
        }
    }
}
