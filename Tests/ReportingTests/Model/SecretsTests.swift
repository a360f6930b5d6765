import BlackBox
import Conformance
import HTTPMessage
import Testing

@testable import Reporting

struct SecretsTests {
    @Test(arguments: ["json", "junit", "markdown", "tap", "terminal"])
    func noReportHoldsASecret(format: String) throws {
        let report = try SyntheticRun.publishable()
        let text =
            switch format {
            case "json": try JSONReport.text(for: report)
            case "junit": JUnitReport.text(for: report)
            case "markdown": MarkdownReport.text(for: report)
            case "tap": TAPReport.text(for: report)
            default: TerminalReport(report, style: TerminalStyle(hasColour: true, width: 100)).text
            }
        #expect(!text.contains(SyntheticRun.token))
        #expect(!text.contains(SyntheticRun.tenant))
        #expect(!text.contains("blue tenant"))
        #expect(text.contains("redacted"))
    }

    @Test func theSchemeOfCredentialsStays() throws {
        let report = try SyntheticRun.publishable()
        let fields = try #require(report.run.results[1].exchanges.first).request.headerFields
        #expect(fields[.authorization] == "Bearer [redacted]")
        #expect(fields[.contentType] == "text/plain")
    }

    @Test func anOrdinaryWordIsHiddenInItsOwnFieldOnly() throws {
        let name = try #require(HTTPField.Name("X-Debug"))
        let secrets = Secrets(of: [name: "true"])
        var exchange = try SyntheticRun.exchange("GET", status: 200, body: Array("true".utf8))
        exchange.request.headerFields[name] = "true"
        exchange.request.headerFields[.streamClosed] = "true"
        let hidden = secrets.hide(in: exchange)
        #expect(hidden.request.headerFields[name] == Secrets.placeholder)
        #expect(hidden.request.headerFields[.streamClosed] == "true")
        #expect(secrets.hide(in: "it is true") == "it is true")
    }

    @Test func aShortCredentialIsHiddenEverywhere() throws {
        let secrets = Secrets(of: [try #require(HTTPField.Name("X-Api-Key")): "abcd"])
        #expect(secrets.hide(in: "key abcd!") == "key [redacted]!")
    }

    @Test func aSecretOutsideASCIIIsFoundInBothEncodings() throws {
        let secrets = Secrets(of: [.authorization: "Basic pässwörd"])
        #expect(secrets.hide(in: "it is pässwörd") == "it is [redacted]")
        let wire: [UInt8] = [0x70, 0xE4, 0x73, 0x73, 0x77, 0xF6, 0x72, 0x64]
        let exchange = try SyntheticRun.exchange("GET", status: 200, body: wire)
        let answer = try secrets.hide(in: exchange).outcome.get()
        #expect(answer.body == Array(Secrets.placeholder.utf8))
    }
}
