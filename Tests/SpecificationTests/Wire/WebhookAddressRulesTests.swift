import Specification
import Testing

@Suite struct WebhookAddressRulesTests {
    private static let production = WebhookAddressRules()
    private static let development = WebhookAddressRules(allowsLocalhost: true)

    @Test(arguments: [
        "https://worker.example/hooks", "https://worker.example", "HTTPS://Worker.Example:8443/a?b#c",
        "https://worker.example./hooks", "https://8.8.8.8/", "https://[2606:4700::1111]:444/x",
        "https://a_b.example.com/",
        "https://xn--bcher-kva.example/", "https://1.example/", "https://worker.example/@x:y",
        "https://localhost.example.com/", "https://127.0.0.1.example.com/",
    ])
    func allows(url: String) throws {
        for rules in [Self.production, Self.development] { #expect(try rules.check(url: url).isSecure) }
    }

    @Test(arguments: [
        "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7F.1/",
        "https://0177.0.0.1/", "https://127.0.0.1./", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/", "https://[64:ff9b::7f00:1]/", "https://[0:0:0:0:0:0:0:1]/",
        "https://[::127.0.0.1]/",
        "https://10.0.0.1/", "https://167772161/", "https://172.16.5.4/", "https://192.168.1.1/", "https://0xC0A80101/",
        "https://169.254.169.254/latest/meta-data", "https://[fd00:ec2::254]/", "https://0xa9fea9fe/",
        "https://[fe80::1]/", "https://[fc00::1]/", "https://0/", "https://0.0.0.0/", "https://[::]/",
        "https://100.64.0.1/",
        "https://224.0.0.1/", "https://255.255.255.255/", "https://[2002:7f00:1::]/", "https://017700000001/",
    ])
    func refusesLocalAddresses(url: String) {
        for rules in [Self.production, Self.development] where !(rules.allowsLocalhost && url == "https://127.0.0.1/") {
            let refusal = #expect(throws: WebhookRefusal.self) { try rules.check(url: url) }
            guard case .localAddress = refusal else {
                Issue.record("\(url): \(String(describing: refusal))")
                continue
            }
        }
    }

    @Test(arguments: [
        "https://localhost/", "https://LOCALHOST:8080/", "https://localhost./", "https://a.localhost/",
        "https://intranet/",
        "https://metadata.google.internal/", "https://printer.local/", "https://router.home.arpa./",
        "https://x.localdomain/",
    ])
    func refusesLocalNames(url: String) {
        let refusal = #expect(throws: WebhookRefusal.self) { try Self.production.check(url: url) }
        guard case .localName = refusal else {
            Issue.record("\(url): \(String(describing: refusal))")
            return
        }
    }

    @Test(arguments: [
        "", "worker.example", "https:", "https:worker.example", "https:/worker.example", "https:///worker.example",
        "https://",
        "https://user@worker.example/", "https://worker.example@127.0.0.1/", "https://worker.example:@127.0.0.1/",
        "https://worker.example\\@127.0.0.1/", "https:\\\\127.0.0.1/", "https://127.0.0.1\t/",
        "ht\ntps://worker.example/",
        " https://worker.example/", "https://worker.example/ ", "https://127.0.0.%31/", "https://%6cocalhost/",
        "https://１２７.0.0.1/", "https://bücher.example/", "https://worker.example:0/", "https://worker.example:65536/",
        "https://worker.example:/", "https://worker.example:+80/", "https://worker.example:80:80/", "https://[::1/",
        "https://[127.0.0.1]/", "https://[::1]x/", "https://[fe80::1%25eth0]/", "https://[v1.x]/", "https://256.0.0.1/",
        "https://1.2.3.4.5/", "https://127.0.0.08/", "https://a..example/", "https://.example/",
        "https://worker.example../",
        "https://a,b.example/", "https://*.example/", "https://4294967296/", "https://a.0x/", "https://?x", "https://#",
    ])
    func refusesMalformedURLs(url: String) {
        for rules in [Self.production, Self.development] {
            let refusal = #expect(throws: WebhookRefusal.self) { try rules.check(url: url) }
            guard case .malformedURL = refusal else {
                Issue.record("\(url): \(String(describing: refusal))")
                continue
            }
        }
    }

    @Test(arguments: [
        "ftp://worker.example/", "file:///etc/passwd", "gopher://127.0.0.1/", "javascript:alert(1)", "://x",
    ])
    func refusesOtherSchemes(url: String) {
        let scheme = String(url.prefix { $0 != ":" })
        #expect(throws: WebhookRefusal.scheme(scheme)) { try Self.development.check(url: url) }
    }

    @Test func insecureURLsAreForDevelopmentOnly() throws {
        #expect(throws: WebhookRefusal.notSecure) { try Self.production.check(url: "http://worker.example/") }
        #expect(throws: WebhookRefusal.notSecure) { try Self.development.check(url: "http://worker.example/") }
        for url in [
            "http://localhost/", "http://LocalHost:3000/x", "http://127.0.0.1:3000/", "http://127.0.0.255/",
            "https://localhost/",
        ] {
            #expect(throws: WebhookRefusal.self) { try Self.production.check(url: url) }
            _ = try Self.development.check(url: url)
        }
        for url in [
            "http://127.0.1.1/", "http://127.1/", "http://2130706433/", "http://[::1]/", "http://a.localhost/",
            "http://10.0.0.1/",
            "http://127.0.0.1./", "http://localhost.localdomain/", "http://[::ffff:127.0.0.1]/",
        ] {
            #expect(throws: WebhookRefusal.self) { try Self.development.check(url: url) }
        }
    }

    @Test func judgesWhatNamesResolveTo() throws {
        func addresses(_ texts: String...) throws -> [IPAddress] { try texts.map { try #require(IPAddress($0)) } }
        let target = try Self.production.check(url: "https://worker.example/")
        try Self.production.check(target, resolvedTo: addresses("8.8.8.8", "2606:4700::1111"))
        #expect(throws: WebhookRefusal.unresolved) { try Self.production.check(target, resolvedTo: []) }
        for local in ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:192.168.0.1"] {
            // A name may be rebound to a local address, and hide it behind a public one.
            #expect(throws: WebhookRefusal.self) {
                try Self.development.check(target, resolvedTo: addresses("8.8.8.8", local))
            }
        }
        let local = try Self.development.check(url: "http://localhost:3000/")
        try Self.development.check(local, resolvedTo: addresses("127.0.0.1", "::1"))
        #expect(throws: WebhookRefusal.localAddress(.v4(0x0A00_0001), .privateNetwork)) {
            try Self.development.check(local, resolvedTo: addresses("10.0.0.1"))
        }
        #expect(throws: WebhookRefusal.self) { try Self.production.check(local, resolvedTo: addresses("127.0.0.1")) }
    }

    @Test func takesTargetsApart() throws {
        let target = try WebhookTarget(url: "HTTP://Worker.Example.:81/x")
        #expect(!target.isSecure && target.port == 81 && target.host == .name("worker.example"))
        #expect(try WebhookTarget(url: "https://a.example").port == 443)
        #expect(try WebhookTarget(url: "http://a.example?x").port == 80)
        #expect(try WebhookTarget(url: "https://0x7f.1").host == .disguisedAddress(.v4(0x7F00_0001)))
        #expect(try WebhookTarget(url: "https://[::1]:8").host == .address(.v6(0, 1)))
    }

    @Test func refusalsAreSentences() {
        let refusals: [WebhookRefusal] = [
            .malformedURL("it has no scheme"), .scheme("ftp"), .notSecure, .localName("x.local"),
            .localAddress(.v4(0x7F00_0001), .loopback), .unresolved,
        ]
        for refusal in refusals {
            #expect(refusal.description.hasPrefix("The webhook ") && refusal.description.hasSuffix("."))
        }
        #expect(refusals[4].description == "The webhook address 127.0.0.1 is not on the public Internet (loopback).")
    }
}
