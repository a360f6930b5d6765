import Specification
import Testing

/// The slicer and the value model against Python's `json`, on valid, nearly valid and random input.
@Suite struct JSONOracleTests {
    private static func whiteSpace(_ generator: inout SeededGenerator) -> String {
        generator.pick(["", "", "", " ", "\n", "\t ", "\r\n"])
    }

    private static func number(_ generator: inout SeededGenerator) -> String {
        var text = generator.pick(["", "-"]) + generator.pick(["0", "1", "10", "9007199254740993", "120", "7"])
        text += generator.pick(["", "", ".0", ".5", ".050", ".125"])
        return text + generator.pick(["", "", "", "e0", "E+2", "e-3", "e05"])
    }

    private static func string(_ generator: inout SeededGenerator) -> String {
        let pieces = [
            "a", "bc", "é", "€", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\u0041", "\\u00e9", "\\ud83d\\ude00", "\\ud800",
            "\\udc00", "\\uD83D", "abcdefghijkl", " ", "\u{7F}", "\\b\\f\\r\\t", "\\u0000",
        ]
        let content = (0..<Int.random(in: 0...5, using: &generator)).map { _ in generator.pick(pieces) }
        return "\"" + content.joined() + "\""
    }

    private static func value(_ generator: inout SeededGenerator, depth: Int) -> String {
        let gap = whiteSpace(&generator)
        let count = Int.random(in: 0...3, using: &generator)
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &generator) {
        case 0: return generator.pick(["true", "false", "null"])
        case 1, 2: return number(&generator)
        case 3, 4: return string(&generator)
        case 5, 6:
            let elements = (0..<count).map { _ in value(&generator, depth: depth - 1) }
            return "[" + gap + elements.joined(separator: gap + "," + whiteSpace(&generator)) + "]"
        default:
            let members = (0..<count).map { _ in
                string(&generator) + gap + ":" + whiteSpace(&generator) + value(&generator, depth: depth - 1)
            }
            return "{" + gap + members.joined(separator: "," + gap) + whiteSpace(&generator) + "}"
        }
    }

    private static func mutated(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        let junk = Array("[]{}:,\"\\0-+.eEu tn\n".utf8) + [0x00, 0x1F, 0x80, 0xC3, 0xED, 0xFF]
        for _ in 0..<Int.random(in: 1...2, using: &generator) {
            let position = Int.random(in: 0...bytes.count, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: bytes.insert(generator.pick(junk), at: position)
            case 1 where position < bytes.count: bytes.remove(at: position)
            case 2 where position < bytes.count: bytes[position] = generator.pick(junk)
            default: bytes.append(generator.pick(junk))
            }
        }
        return bytes
    }

    @Test(.enabled(if: PythonOracle.isAvailable, "python3 is not installed"))
    func slicesAsPython() throws {
        var generator = SeededGenerator(seed: 8259)
        var cases: [[UInt8]] = []
        for _ in 0..<3000 {
            let gap = Self.whiteSpace(&generator)
            let body = Array((gap + Self.value(&generator, depth: 4) + gap).utf8)
            cases.append(body)
            cases.append(Self.mutated(body, &generator))
        }
        cases += (0..<500).map { _ in generator.bytes(upTo: 12) }

        // Python finds the elements itself and says where they stand in bytes.
        let script = """
            import json
            def refuse(text): raise ValueError(text)
            decoder = json.JSONDecoder(parse_constant=refuse, parse_int=str, parse_float=str)
            space = ' \\t\\n\\r'
            def skip(text, at):
                while at < len(text) and text[at] in space: at += 1
                return at
            for case in cases:
                try:
                    text = case.decode('utf-8')
                    decoder.decode(text)
                    start = skip(text, 0)
                    spans = []
                    if text[start] == '[':
                        at = skip(text, start + 1)
                        while text[at] != ']':
                            _, end = decoder.raw_decode(text, at)
                            spans.append((at, end))
                            at = skip(text, end)
                            if text[at] == ',': at = skip(text, at + 1)
                    else:
                        spans.append((start, decoder.raw_decode(text, start)[1]))
                    size = lambda at: len(text[:at].encode())
                    print('ok', *['%d-%d' % (size(a), size(b)) for a, b in spans])
                except ValueError:
                    print('invalid')
            """
        let answers = try PythonOracle.run(script, on: cases)
        try #require(answers.count == cases.count)
        var valid = 0
        for (body, answer) in zip(cases, answers) {
            var ours = "invalid"
            if let messages = try? JSONMessages(slicing: body) {
                ours = (["ok"] + messages.ranges.map { "\($0.lowerBound)-\($0.upperBound)" }).joined(separator: " ")
                valid += 1
            }
            #expect(ours == answer, "\(String(decoding: body, as: UTF8.self).debugDescription)")
            #expect(((try? JSONValue.parse(body)) != nil) == (ours != "invalid"))
        }
        #expect(valid > 3000 && valid < cases.count - 1000)
    }

    /// Pairs of values are equal for us exactly when they are equal for Python with decimals.
    @Test(.enabled(if: PythonOracle.isAvailable, "python3 is not installed"))
    func comparesAsPython() throws {
        var generator = SeededGenerator(seed: 2_53)
        var cases: [[UInt8]] = []
        for index in 0..<4000 {
            let pair =
                switch index % 4 {
                case 0: [Self.number(&generator), Self.number(&generator)]
                case 1: [Self.string(&generator), Self.string(&generator)]
                case 2: Self.copied(&generator)
                default: Self.respelled(&generator)
                }
            cases.append(Array("[\(pair[0]),\(pair[1])]".utf8))
        }
        let script = """
            import json
            from decimal import Decimal
            def tag(value):
                if isinstance(value, bool): return ('bool', value)
                if isinstance(value, list): return ('array', [tag(element) for element in value])
                if isinstance(value, dict): return ('object', {key: tag(element) for key, element in value.items()})
                return (type(value).__name__, value)
            for case in cases:
                pair = json.loads(case.decode(), parse_int=Decimal, parse_float=Decimal)
                print(tag(pair[0]) == tag(pair[1]))
            """
        let answers = try PythonOracle.run(script, on: cases)
        try #require(answers.count == cases.count)
        var equal = 0
        for (body, answer) in zip(cases, answers) {
            let pair = try #require(try JSONValue.parse(body).elements)
            let ours = pair[0] == pair[1]
            #expect(ours == (answer == "True"), "\(String(decoding: body, as: UTF8.self))")
            if ours {
                equal += 1
                #expect(pair[0].hashValue == pair[1].hashValue)
                #expect(pair[0].description == pair[1].description)
            }
        }
        #expect(equal > 500 && equal < cases.count - 500)
    }

    /// A value and a copy of it, sometimes with another part put in.
    private static func copied(_ generator: inout SeededGenerator) -> [String] {
        let (first, second) = (value(&generator, depth: 3), value(&generator, depth: 1))
        return [
            "[\(first),\(second)]",
            "[ \(first) , \(Bool.random(using: &generator) ? second : value(&generator, depth: 1)) ]",
        ]
    }

    /// The same value spelled twice, or sometimes nearly so.
    private static func respelled(_ generator: inout SeededGenerator) -> [String] {
        let pairs = [
            ["1", "1.0"], ["100", "1e2"], ["0.001", "1E-3"], ["-0", "0.0e9"], ["9007199254740993", "9007199254740992"],
            ["9007199254740993", "9007199254740993.000"], ["10e-1", "1"], ["0.1", "0.10000000000000001"],
            ["\"\\u0041\"", "\"A\""], ["\"\\ud83d\\ude00\"", "\"😀\""], ["\"\\ud800\"", "\"\\uD800\""],
            ["\"\\udc00\\ud800\"", "\"\\ud800\\udc00\""], ["\"\\/\"", "\"/\""], ["\"\u{E9}\"", "\"e\u{301}\""],
            ["true", "1"], ["false", "0"], ["null", "0"], ["\"1\"", "1"], ["[]", "{}"],
        ]
        let (first, second) = (generator.pick(pairs), generator.pick(pairs))
        return [
            "{\"a\":\(first[0]),\"\\u0062\":[\(second[0])]}", " { \"b\" : [ \(second[1])] , \"a\": \(first[1]) }",
        ]
    }
}
