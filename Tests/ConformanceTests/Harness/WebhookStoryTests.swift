import BlackBox
import HTTPMessage
import ReferenceServer
import Rehearsal
import Specification
import Testing

@testable import Conformance

/// What becomes of checks that wait for webhooks where none can come.
@Suite struct WebhookStoryTests {
    /// Carries no request anywhere, and says that it failed or says nothing.
    private struct NoSender: WebhookSender {
        let fails: Bool

        func post(_ request: WebhookRequest, completion: @escaping @Sendable (WebhookAnswer) -> Void) {
            if fails { completion(.failed("there is no way")) }
        }
    }

    private func run(
        fails: Bool = true, allowsLocal: Bool = true, isNamed: Bool? = nil
    ) async throws -> [String: CheckResult] {
        let time = VirtualTime()
        var configuration = ReferenceServer.Configuration()
        configuration.subscriptions.limits.allowsLocalWebhooks = allowsLocal
        let server = ReferenceServer(
            configuration: configuration, clock: time, webhookSender: NoSender(fails: fails))
        let origins = [try BaseURL("http://127.0.0.1:1"), try BaseURL("http://localhost:1")]
        let receiver = isNamed.map { isNamed in
            WebhookReceiver(
                origins: origins, isNamed: isNamed, advice: "open the door", timekeeper: time.timekeeper)
        }
        var run = RehearsedRun()
        run.checks = Check.all.filter {
            [.webhookDelivered, .webhookPayload, .webhookRetried].contains($0.requirement) && !$0.isExhaustive
        }
        let report = await run.report(on: server, time, webhooks: receiver)
        return Dictionary(uniqueKeysWithValues: report.results.map { ($0.check.id, $0) })
    }

    @Test func withoutAReceiverTheyAreSkippedAndNameTheFlag() async throws {
        let results = try await run()
        #expect(results.count > 10)
        #expect(results.values.allSatisfy { $0.outcome == .skipped && $0.message.contains("--webhook-host") })
    }

    @Test func aTargetThatRefusesLocalURLsIsRight() async throws {
        for result in try await run(allowsLocal: false, isNamed: true).values {
            #expect(result.outcome == .skipped, "\(result.check.id)")
            #expect(result.message.contains("http://127.0.0.1:1 (400) or http://localhost:1 (400), as it may"))
            #expect(result.message.contains("--webhook-host"))
        }
    }

    @Test func aTargetThatCannotReachTheReceiverSaysSo() async throws {
        let supposed = try await run(isNamed: false)["webhook.delivered"]
        #expect(supposed?.outcome == .skipped)
        #expect(supposed?.message.hasSuffix("fail: open the door") == true)
        let named = try await run(isNamed: true)["webhook.delivered"]
        #expect(named?.outcome == .inconclusive)
        #expect(named?.message.hasSuffix("fail: open the door") == true)
    }

    @Test func aTargetThatSendsNothingAndSeesNothingWrongHasFailed() async throws {
        let results = try await run(fails: false, isNamed: false)
        #expect(results["webhook.delivered"]?.outcome == .failed)
        #expect(results["webhook.delivered"]?.message == "expected a delivery, got none")
        #expect(results["webhook.payload"]?.outcome == .inconclusive)
        #expect(!results.values.contains { $0.outcome == .passed })
    }
}
