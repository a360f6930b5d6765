import Specification
import Testing

@Suite struct AddressScopeTests {
    @Test(
        arguments: [
            (
                .global,
                [
                    "8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.0", "11.0.0.0", "100.63.255.255", "100.128.0.0",
                    "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "192.167.255.255", "192.169.0.0",
                    "223.255.255.255",
                    "2606:4700::1111", "2a00::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1",
                ]
            ),
            (
                .loopback,
                [
                    "127.0.0.1", "127.255.255.255", "127.0.0.0", "::1", "::ffff:127.0.0.1", "::127.0.0.1",
                    "64:ff9b::127.0.0.1",
                    "2002:7f00:1::", "::ffff:0:127.0.0.1", "2001:0:1:2::80ff:fffe", "2606::5efe:127.0.0.1",
                    "2606::200:5efe:127.0.0.1",
                ]
            ),
            (
                .privateNetwork,
                [
                    "10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0", "192.168.255.255",
                    "fc00::1", "fd12:3456::1", "fdff::", "fec0::1", "::ffff:10.0.0.1", "64:ff9b::192.168.1.1",
                    "64:ff9b:1::1",
                    "2002:a00:1::",
                ]
            ),
            (
                .linkLocal,
                ["169.254.0.0", "169.254.255.255", "fe80::1", "febf::1", "::ffff:169.254.1.1", "fe80::5efe:8.8.8.8"]
            ),
            (
                .cloudMetadata,
                [
                    "169.254.169.254", "::ffff:169.254.169.254", "64:ff9b::169.254.169.254", "fd00:ec2::254",
                    "100.100.100.200", "168.63.129.16", "2002:a9fe:a9fe::",
                ]
            ),
            (.carrierNetwork, ["100.64.0.0", "100.127.255.255", "::ffff:100.64.0.1"]),
            (.unspecified, ["0.0.0.0", "0.255.255.255", "::", "::ffff:0.0.0.0", "64:ff9b::"]),
            (.multicast, ["224.0.0.1", "239.255.255.255", "255.255.255.255", "ff02::1", "::ffff:224.0.0.1"]),
            (
                .reserved,
                [
                    "192.0.2.1", "198.51.100.7", "203.0.113.9", "198.18.0.1", "198.19.255.255", "192.0.0.8",
                    "240.0.0.1",
                    "2001:db8::1", "3fff::1", "100::1", "4000::1", "2001:2::1", "2001:10::1", "1::1", "64:ff9b::1:0:0",
                    "5f00::1",
                ]
            ),
        ] as [(AddressScope, [String])])
    func classifies(scope: AddressScope, addresses: [String]) throws {
        for text in addresses { #expect(AddressScope(of: try #require(IPAddress(text))) == scope, "\(text)") }
    }

    /// Nothing that Python knows not to be global is global here.
    @Test(.enabled(if: PythonOracle.isAvailable, "python3 is not installed"))
    func isNoMoreGenerousThanPython() throws {
        var generator = SeededGenerator(seed: 1918)
        let leads: [[UInt8]] = [
            [], [10], [100, 64], [127], [169, 254], [172, 16], [192, 0, 0], [192, 168], [198, 18], [203, 0, 113], [224],
            [240], [0],
        ]
        let longLeads: [[UInt8]] = [
            [], [0xFC], [0xFD], [0xFE, 0x80], [0xFE, 0xC0], [0xFF], [0x20, 0x01], [0x20, 0x01, 0x0D, 0xB8],
            [0x20, 0x02],
            [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], [0x26], [0x2A],
            [UInt8](repeating: 0, count: 12),
        ]
        let cases = (0..<6000).map { index in
            let (lead, length) = index % 2 == 0 ? (generator.pick(leads), 4) : (generator.pick(longLeads), 16)
            return lead + (lead.count..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
        }
        let script = """
            import ipaddress
            for case in cases:
                address = ipaddress.ip_address(case)
                mapped = getattr(address, 'ipv4_mapped', None) or getattr(address, 'sixtofour', None)
                inner = mapped or address
                print('local' if any((a.is_private or a.is_loopback or a.is_link_local or a.is_multicast or a.is_unspecified)
                    for a in (inner, address)) and not (mapped and address.is_reserved and inner.is_global) else 'global')
            """
        let answers = try PythonOracle.run(script, on: cases)
        try #require(answers.count == cases.count)
        var (local, global) = (0, 0)
        for (bytes, answer) in zip(cases, answers) where answer == "local" {
            let address = try #require(IPAddress(bytes: bytes))
            local += 1
            #expect(AddressScope(of: address) != .global, "\(address)")
        }
        for bytes in cases where AddressScope(of: try #require(IPAddress(bytes: bytes))) == .global { global += 1 }
        #expect(local > 1000 && global > 500)
    }
}
