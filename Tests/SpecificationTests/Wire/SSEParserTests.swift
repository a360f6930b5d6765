import Specification
import Testing

@Suite struct SSEParserTests {
    struct Case: Sendable, CustomStringConvertible {
        let stream: String
        let events: [[String]]

        init(_ stream: String, _ events: [[String]]) {
            self.stream = stream
            self.events = events
        }

        var description: String { stream.debugDescription }
    }

    /// Name, data and id of the events that a stream stands for.
    static let cases: [Case] = [
        Case("event: data\ndata: a\n\n", [["data", "a", ""]]),
        Case("data: a\n\ndata: b\n\n", [["message", "a", ""], ["message", "b", ""]]),
        Case("data: a\rdata: b\r\rdata: c\r\n\r\n", [["message", "a\nb", ""], ["message", "c", ""]]),
        Case("data: a\r\ndata: b\n\r\n", [["message", "a\nb", ""]]),
        Case("data: a\n\r\ndata: b\r\n\n", [["message", "a", ""], ["message", "b", ""]]),
        Case(
            "data:a\n\ndata:  b\n\ndata:\tc\n\n",
            [["message", "a", ""], ["message", " b", ""], ["message", "\tc", ""]]),
        Case("data\n\ndata\ndata\n\ndata:", [["message", "", ""], ["message", "\n", ""]]),
        Case("data: \n\n", [["message", "", ""]]),
        Case(": comment\n:\n\ndata: a\n: more\ndata: b\n\n", [["message", "a\nb", ""]]),
        Case("event: only\n\ndata: a\n\n", [["message", "a", ""]]),
        Case("event: x\nevent: y\ndata: a\n\n", [["y", "a", ""]]),
        Case("event: x\nevent\ndata: a\n\n", [["message", "a", ""]]),
        Case(
            "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
            [["message", "a", "1"], ["message", "b", "1"], ["message", "c", ""]]),
        Case("id: 1\u{0}2\ndata: a\n\n", [["message", "a", ""]]),
        Case("id: 7\n\ndata: a\n\n", [["message", "a", "7"]]),
        Case("Data: a\nDATA: b\n data: c\ndata : d\nfoo: e\n\n", []),
        Case("\u{FEFF}data: a\n\n", [["message", "a", ""]]),
        Case("\u{FEFF}\u{FEFF}data: a\n\ndata: b\n\n", [["message", "b", ""]]),
        Case("\n\u{FEFF}data: a\n\n", []),
        Case("\u{FEFF}\n\u{FEFF}: x\ndata: b\n\n", [["message", "b", ""]]),
        Case("data: a:b: c\n\n", [["message", "a:b: c", ""]]),
        Case("data: é€😀\u{2028}\u{85}\u{B}\n\n", [["message", "é€😀\u{2028}\u{85}\u{B}", ""]]),
        Case("data: unfinished\n", []), Case("data: a\n\ndata: lost", [["message", "a", ""]]),
        Case("", []), Case("\n\n\r\r\n", []),
        Case(
            "event: data\ndata: [\ndata: {\"k\":1}\ndata: ]\n\nevent: control\ndata: {}\n\n",
            [["data", "[\n{\"k\":1}\n]", ""], ["control", "{}", ""]]),
    ]

    private static func shown(_ events: [SSEEvent]) -> [[String]] { events.map { [$0.name, $0.text, $0.id] } }

    @Test(arguments: cases)
    func parses(_ example: Case) throws {
        var parser = SSEParser()
        #expect(Self.shown(try parser.consume(example.stream.utf8)) == example.events)
    }

    /// The same events come out wherever the stream is cut in two, in three, and byte by byte with empty pieces.
    @Test(arguments: cases)
    func everySplitGivesTheSame(_ example: Case) throws {
        let bytes = Array(example.stream.utf8)
        func parse(_ pieces: [ArraySlice<UInt8>]) throws -> [[String]] {
            var parser = SSEParser()
            var events: [SSEEvent] = []
            for piece in pieces { events += try parser.consume(piece) }
            return Self.shown(events)
        }
        for first in 0...bytes.count {
            #expect(try parse([bytes[..<first], bytes[first...]]) == example.events)
            for second in first...bytes.count {
                let pieces = [bytes[..<first], bytes[first..<second], bytes[second...]]
                let events = try parse(pieces)
                if events != example.events { Issue.record("\(example) cut at \(first) and \(second): \(events)") }
            }
        }
        #expect(try parse(bytes.indices.flatMap { [bytes[$0...$0], bytes[0..<0]] }) == example.events)
    }

    @Test func keepsBytesThatAreNotText() throws {
        var parser = SSEParser()
        let events = try parser.consume(Array("data: ".utf8) + [0xFF, 0x00, 0xC3] + Array("\n\n".utf8))
        #expect(events.map(\.data) == [[0xFF, 0x00, 0xC3]])
        #expect(events.map(\.text) == ["\u{FFFD}\u{0}\u{FFFD}"])
    }

    @Test(
        arguments: [
            ("retry: 1500\n", 1500), ("retry: 0\n", 0), ("retry:12a\n", nil), ("retry: -1\n", nil), ("retry\n", nil),
            ("retry: 5\nretry: x\n", 5), ("retry: 99999999999999999999\n", nil),
        ] as [(String, Int64?)])
    func readsRetry(stream: String, expected: Int64?) throws {
        var parser = SSEParser()
        #expect(try parser.consume(stream.utf8).isEmpty)
        #expect(parser.reconnectionMilliseconds == expected)
    }

    @Test func tellsItsState() throws {
        var parser = SSEParser()
        #expect(!parser.hasUnfinishedEvent)
        #expect(try parser.consume(":a\n:b\nid: 9\n\n".utf8).isEmpty)
        #expect(parser.commentCount == 2)
        #expect(parser.lastEventID == "9")
        #expect(!parser.hasUnfinishedEvent)
        _ = try parser.consume("data: x".utf8)
        #expect(parser.hasUnfinishedEvent)
        _ = try parser.consume("\n".utf8)
        #expect(parser.hasUnfinishedEvent)
        #expect(try parser.consume("\n".utf8).count == 1)
        #expect(!parser.hasUnfinishedEvent)
    }

    @Test func boundsEvents() throws {
        var endless = SSEParser(maximumEventBytes: 10)
        #expect(throws: SSEParser.EventTooLong(maximumEventBytes: 10)) { try endless.consume("data: 12345".utf8) }
        var manyLines = SSEParser(maximumEventBytes: 10)
        #expect(throws: SSEParser.EventTooLong.self) { try manyLines.consume("data:1234\ndata:5678\n".utf8) }
        var small = SSEParser(maximumEventBytes: 10)
        #expect(try small.consume("data: 1234\n\ndata: 5678\n\n".utf8).count == 2)
    }
}
