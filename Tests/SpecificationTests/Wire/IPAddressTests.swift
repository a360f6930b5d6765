import Specification
import Testing

@Suite struct IPAddressTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1"), ("::", "::"), ("::1", "::1"), ("1::", "1::"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::ffff:127.0.0.1", "::ffff:7f00:1"), ("64:FF9B::1.2.3.4", "64:ff9b::102:304"),
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("1:0:2:0:3:0:4:0", "1:0:2:0:3:0:4:0"),
        ("0:0:0:0:0:0:0:0", "::"), ("fe80:0000::00aB", "fe80::ab"),
    ])
    func readsAndWrites(text: String, expected: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == expected)
        #expect(IPAddress(expected) == address)
    }

    @Test(arguments: [
        "", ":", ":::", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4.", "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3", "::1:", ":1::", "12345::", "g::", "::1.2.3", "1.2.3.4::", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4:5:6:7:8::", "fe80::1%eth0", "[::1]", " ::1", "+1::", "::-1", "1.2.3.+4",
    ])
    func refuses(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(
        arguments: [
            ("127.0.0.1", "127.0.0.1"), ("2130706433", "127.0.0.1"), ("0x7f000001", "127.0.0.1"),
            ("017700000001", "127.0.0.1"),
            ("127.1", "127.0.0.1"), ("127.0.1", "127.0.0.1"), ("0x7f.1", "127.0.0.1"), ("0177.0.0.01", "127.0.0.1"),
            ("127.0.0.1.", "127.0.0.1"), ("0X7F.0x0.0.0x", "127.0.0.0"), ("0", "0.0.0.0"),
            ("4294967295", "255.255.255.255"),
            ("00000000000000000000000000000177.1", "127.0.0.1"), ("1.65536", "1.1.0.0"), ("10.1.257", "10.1.1.1"),
            ("4294967296", nil), ("256.1.1.1", nil), ("1.2.3.4.5", nil), ("08", nil), ("1..2", nil), ("1.2.3.4..", nil),
            ("0xg", nil), ("", nil), (".", nil), ("99999999999999999999999999", nil), ("a.1", nil), ("-1", nil),
            ("1.+2", nil),
        ] as [(String, String?)])
    func readsLegacyForms(text: String, expected: String?) {
        #expect(IPAddress(legacyV4: text)?.description == expected)
    }

    @Test func takesBytes() {
        #expect(IPAddress(bytes: [127, 0, 0, 1])?.description == "127.0.0.1")
        #expect(
            IPAddress(bytes: [0x20, 1, 0xD, 0xB8] + [UInt8](repeating: 0, count: 11) + [7])?.description
                == "2001:db8::7")
        #expect(IPAddress(bytes: [1, 2, 3]) == nil)
    }

    @Test(.enabled(if: PythonOracle.isAvailable, "python3 is not installed"))
    func agreesWithPython() throws {
        var generator = SeededGenerator(seed: 5952)
        let pieces = [
            "::", ":", ":", ":", "0", "1", "ff", "abcd", "00f", "1.2.3.4", "255.0.0.1", "1.2.3", "12345", "g", ".",
        ]
        var cases = (0..<6000).map { _ in
            (0..<Int.random(in: 1...16, using: &generator)).map { _ in generator.pick(pieces) }.joined()
        }
        cases += (0..<2000).map { _ in
            (0..<8).map { _ in generator.pick(["0", "0", "0", "1", "fe80", "00ab"]) }.joined(separator: ":")
        }
        cases += (0..<2000).map { _ in
            (0..<generator.pick([4, 4, 4, 3, 5])).map { _ in
                generator.pick(["0", "1", "01", "127", "255", "256", "10", ""])
            }
            .joined(separator: ".")
        }
        let script = """
            import ipaddress
            for case in cases:
                try: address = ipaddress.ip_address(case.decode())
                except ValueError: print('invalid'); continue
                # Newer Pythons write mapped addresses with dots; the number says the same everywhere.
                print(address.version, address.packed.hex())
            """
        let answers = try PythonOracle.run(script, on: cases.map { Array($0.utf8) })
        try #require(answers.count == cases.count)
        var valid = 0
        for (text, answer) in zip(cases, answers) {
            var ours = "invalid"
            switch IPAddress(text) {
            case .v4(let number): ours = "4 " + Self.hexadecimal(UInt64(number), digits: 8)
            case .v6(let high, let low):
                ours = "6 " + Self.hexadecimal(high, digits: 16) + Self.hexadecimal(low, digits: 16)
            case nil: break
            }
            #expect(ours == answer, "\(text)")
            if let address = IPAddress(text) {
                valid += 1
                #expect(IPAddress(address.description) == address)
            }
        }
        #expect(valid > 2000 && valid < cases.count - 2000)
    }

    private static func hexadecimal(_ number: UInt64, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
