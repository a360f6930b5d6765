import BlackBox
import Conformance
import HTTPMessage
import Testing

@testable import tidemark

struct TestOptionsTests {
    private func options(_ words: String...) throws -> TestOptions {
        try TestOptions(try ArgumentParser(TestCommand.spec).parse(words))
    }

    private func message(_ words: String...) -> String {
        do throws(UsageError) {
            _ = try TestOptions(try ArgumentParser(TestCommand.spec).parse(words))
            return "accepted"
        } catch {
            return error.description
        }
    }

    @Test func defaults() throws {
        let options = try options("http://h/v1")
        #expect(options.jobs == Runner.defaultJobs)
        #expect(options.patience == Patience())
        #expect(options.target?.timeouts == .standard)
        #expect(options.target?.version == .http11)
        #expect(!options.isStrict)
        #expect(options.seed <= TestOptions.maximumSeed)
    }

    @Test func fieldsAndTokenReachTheTarget() throws {
        let fields = try options("http://h/", "--header", "X-A:  one ", "--header=X-B: t:wo", "--bearer", "abc").target?
            .headerFields
        #expect(fields?.map(\.value) == ["one", "t:wo", "Bearer abc"])
    }

    @Test func tryingWithoutCredentialsNeedsSomeToLeaveOut() throws {
        #expect(try !options("http://h/", "--bearer", "abc").triesWithoutCredentials)
        #expect(try options("http://h/", "--bearer", "abc", "--unauthenticated-probe").triesWithoutCredentials)
        #expect(message("http://h/", "--unauthenticated-probe").contains("--bearer or --header"))
    }

    @Test func messagesNeverHoldTheValueOfAField() {
        for words in [
            ["--header", "secret-without-colon"], ["--header", "X-A: secret\nvalue"], ["--bearer", "secret value"],
        ] {
            let parsed = ParsedArguments(values: [words[0]: [words[1]]], operands: ["http://h/"])
            let error = #expect(throws: UsageError.self) { try TestOptions(parsed) }
            #expect(error?.description.contains("secret") == false)
            #expect(error?.description.contains(words[0]) == true)
        }
    }

    @Test(arguments: [(2000, 1800, 1800), (30000, 5000, 10000), (60000, 10000, 20000), (8000, 5000, 7200)])
    func stagesGetAShareOfTheTimeout(total: Int, connect: Int, answer: Int) {
        let timeouts = TestOptions.timeouts(total: .milliseconds(total))
        #expect(timeouts.total == .milliseconds(total))
        #expect(timeouts.connect == .milliseconds(connect))
        #expect(timeouts.firstByte == .milliseconds(answer))
        #expect(timeouts.idle == .milliseconds(answer))
    }

    @Test func webhooksAreReceivedWhereTheTargetReachesThem() throws {
        for url in ["http://127.0.0.1:1/v1", "http://localhost/", "http://127.9.9.9/", "https://[::1]:2/"] {
            #expect(try options(url).webhookPlace == .loopback)
        }
        #expect(try options("http://192.0.2.7/").webhookPlace == nil)
        #expect(try options("http://localhost.example/").webhookPlace == nil)
        typealias Place = WebhookListener.Place
        let places: [(String, Place)] = [
            ("192.0.2.9", Place(host: "0.0.0.0", port: 0, names: [.init(host: "192.0.2.9")])),
            ("192.0.2.9:81", Place(host: "0.0.0.0", port: 81, names: [.init(host: "192.0.2.9", port: 81)])),
            ("http://box:80", Place(host: "0.0.0.0", port: 80, names: [.init(host: "box", port: 80)])),
            ("[2001:db8::1]:81", Place(host: "::", port: 81, names: [.init(host: "[2001:db8::1]", port: 81)])),
            ("localhost:81", Place(host: "127.0.0.1", port: 81, names: [.init(host: "localhost", port: 81)])),
            ("127.0.0.2", Place(host: "127.0.0.2", port: 0, names: [.init(host: "127.0.0.2")])),
        ]
        for (text, place) in places {
            #expect(try options("http://h/", "--webhook-host", text).webhookPlace == place, "\(text)")
        }
        #expect(
            try options("http://h/", "--webhook-host", "https://hooks.example", "--webhook-listen", "0.0.0.0:81")
                .webhookPlace
                == Place(
                    host: "0.0.0.0", port: 81, names: [.init(scheme: "https", host: "hooks.example", port: 443)]))
        #expect(
            try options("http://h/", "--webhook-host", "box:82", "--webhook-listen", "127.0.0.1:81").webhookPlace
                == Place(host: "127.0.0.1", port: 81, names: [.init(host: "box", port: 82)]))
    }

    @Test func badPlacesForWebhooksNameTheirFlag() {
        for text in ["box:port", "box:0", "box/path", "ftp://box", "https://", "a b"] {
            #expect(message("http://h/", "--webhook-host", text).hasPrefix("--webhook-host: '\(text)' is not HOST"))
        }
        #expect(message("http://h/", "--webhook-host", "https://box").contains("--webhook-listen HOST:PORT"))
        #expect(message("http://h/", "--webhook-listen", "box:1").contains("wants --webhook-host"))
        #expect(
            message("http://h/", "--webhook-host", "box", "--webhook-listen", "box").hasPrefix(
                "--webhook-listen: 'box'"))
    }

    @Test func badValuesNameTheirFlag() {
        #expect(message("ftp://h/").hasPrefix("<base-url>: 'ftp://h/' is not a stream root"))
        #expect(message("http://h/", "--jobs", "0").hasPrefix("--jobs wants"))
        #expect(message("http://h/", "--timeout", "soon").hasPrefix("--timeout wants seconds"))
        #expect(message("http://h/", "--seed", "-1").hasPrefix("--seed wants"))
        #expect(message("http://h/", "--run", "no-such-group.*").hasPrefix("--run: 'no-such-group.*' matches no check"))
        #expect(
            message("http://h/", "--known-failures", "/nonexistent/list").hasPrefix("--known-failures: cannot read"))
        #expect(message("http://h/", "--skip", "@/nonexistent/list").hasPrefix("--skip: cannot read"))
        #expect(message("http://h/", "--cacert", "/nonexistent/ca").hasPrefix("--cacert: cannot read"))
        #expect(message("http://h/", "--skip", "*").contains("together leave no check"))
        #expect(
            message("http://h/", "--bearer", "a", "--header", "Authorization: b").hasPrefix("--bearer: --header gives"))
    }
}
