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
