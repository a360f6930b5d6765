import HTTPMessage
import Testing

@testable import HTTPWire

@Suite struct HTTPSerializerTests {
    @Test func writesARequest() throws {
        let request = HTTPRequest(
            method: .put, authority: "h:1", path: "/a?b",
            headerFields: [.contentType: "text/plain", .contentLength: "9"]
        )
        let written = try HTTPSerializer.bytes(of: request, body: .fixed(Array("hi".utf8)))
        #expect(
            String(decoding: written, as: UTF8.self)
                == "PUT /a?b HTTP/1.1\r\nHost: h:1\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi"
        )
    }

    @Test func writesChunksThatReadTheSame() throws {
        let chunk = [UInt8](repeating: 7, count: 300)
        let request = HTTPRequest(method: .post, authority: "h", path: "/", headerFields: [.host: "h"])
        let written = try HTTPSerializer.bytes(
            of: request, body: .chunked([chunk, [], [1]], trailerFields: [.eTag: "x"])
        )
        let reading = readRequests([written[...]])
        #expect(reading.messages.first?.body == chunk + [1])
        #expect(reading.messages.first?.trailerFields == [.eTag: "x"])
    }

    @Test func writesAResponseThatReadsTheSame() throws {
        let name = HTTPField.Name("X-Text")!
        let response = HTTPResponse(status: .created, headerFields: [.location: "/x", name: "\u{E9}\t\u{FF}"])
        let written = try HTTPSerializer.bytes(of: response, body: .fixed([0, 13, 10, 255]))
        let reading = readResponses([written[...]])
        #expect(reading.messages.first?.response.headerFields[name] == "\u{E9}\t\u{FF}")
        #expect(reading.messages.first?.response.status.reasonPhrase == "Created")
        #expect(reading.messages.first?.body == [0, 13, 10, 255])
    }

    @Test(arguments: ["a\r\nb", "\u{0}", "\u{100}", " a", "a\t", "a\u{7F}", "\u{E9}\n"])
    func refusesValuesThatCannotBeWritten(value: String) {
        #expect(throws: HTTPSerializationError.invalidFieldValue(.eTag)) {
            try HTTPSerializer.bytes(of: HTTPResponse(status: .ok, headerFields: [.eTag: value]))
        }
    }

    @Test(arguments: ["", "/a b", "/\n", "/\u{2028}", "/\t"])
    func refusesTargetsThatCannotBeWritten(path: String) {
        #expect(throws: HTTPSerializationError.invalidTarget) {
            try HTTPSerializer.bytes(of: HTTPRequest(method: .get, path: path))
        }
    }

    @Test(arguments: [0, 1, 9, 10, 255, 256, 4095, 4096, 65536, Int.max])
    func writesNumbers(value: Int) {
        var buffer = WireBuffer()
        buffer.append(decimal: value)
        buffer.append(byte: 0x20)
        buffer.append(hexadecimal: value)
        #expect(String(decoding: buffer.array, as: UTF8.self) == "\(value) \(String(value, radix: 16))")
    }

    @Test func keepsItsBytesWhileItGrowsAndShrinks() {
        var buffer = WireBuffer()
        var expected: [UInt8] = []
        for round in 0..<2000 {
            let piece = [UInt8](repeating: UInt8(truncatingIfNeeded: round), count: round % 97)
            buffer.append(piece)
            expected += piece
            let taken = min(expected.count, round % 61)
            buffer.consume(taken)
            expected.removeFirst(taken)
        }
        #expect(buffer.array == expected)
    }
}
