import BlackBox
import HTTPMessage
import Specification
import Synchronization
import Testing

@testable import Conformance

/// Targets that answer no more, all at once or in one spot.
@Suite struct TargetWatchTests {
    private static let silence = TransportFailure(.firstByteTimeout, "not a byte came")
    private static let good = Exchange.Answer.make(201, [.streamNextOffset: "a"])

    private func runner(_ transport: any Transport, jobs: Int = 4) throws -> Runner {
        let base = try BaseURL("http://target.invalid/v1/stream")
        return Runner(
            context: RunContext(target: Target(base: base), transport: transport, seed: 7, runName: "test"), jobs: jobs)
    }

    private static func reading(_ count: Int) -> [Check] {
        (0..<count).map { number in
            Check(.createNewStreamCreated, "\(number)") { probe in try await probe.unusedStream().read() }
        }
    }

    @Test func aTargetThatAnswersNobodyAnyMoreIsGoneAndAccusedOfNothing() async throws {
        let requests = Atomic(0)
        let transport = ScriptedTransport { _ in
            requests.add(1, ordering: .relaxed).newValue <= 12 ? .success(Self.good) : .failure(Self.silence)
        }
        let report = try await runner(transport).run(Self.reading(400))
        #expect(report.brokenOff == "the target stopped answering: not a byte came")
        #expect(report.verdict == .inconclusive)
        #expect(report.count(.failed) == 0)
        #expect(report.count(.inconclusive) > 0)
        // Those that had not begun were not begun: a request or two for each job, and the question whether it is there.
        #expect(requests.load(ordering: .relaxed) < 40)
        #expect(report.results.count == 400)
        #expect(report.results.last?.message == "the run was broken off")
    }

    @Test func silenceInOneSpotIsAFailureThere() async throws {
        let transport = ScriptedTransport { request in
            request.method != .get ? .success(Self.good) : .failure(Self.silence)
        }
        let report = try await runner(transport).run(Self.reading(20))
        #expect(report.brokenOff == nil)
        #expect(report.count(.failed) == 20)
        #expect(report.verdict == .notConformant)
    }

    @Test func aTargetThatIsRestartedIsWaitedFor() async throws {
        let requests = Atomic(0)
        // The first two find out whether there is a server of streams at all.
        let transport = ScriptedTransport { _ in
            (3...5).contains(requests.add(1, ordering: .relaxed).newValue)
                ? .failure(TransportFailure(.unreachable, "connection refused")) : .success(Self.good)
        }
        let report = try await runner(transport, jobs: 1).run(Self.reading(5))
        #expect(report.brokenOff == nil)
        #expect(report.results.map(\.outcome) == [.inconclusive, .passed, .passed, .passed, .passed])
        #expect(report.results[0].targetBroke)
    }

    @Test func tooManyLimitsOfTimeBreakTheRunOff() async throws {
        let transport = ScriptedTransport { request in
            request.method == .get ? .failure(TransportFailure(.totalTimeout, "too slow")) : .success(Self.good)
        }
        var runner = try runner(transport)
        runner.giveUpAfter = 10
        let report = await runner.run(Self.reading(200))
        #expect(report.brokenOff?.contains("10 checks ran into a limit of time") == true)
        #expect(report.count(.failed) >= 10)
        #expect(report.count(.failed) < 20)
        #expect(report.verdict == .notConformant)

        runner.giveUpAfter = nil
        let whole = await runner.run(Self.reading(200))
        #expect(whole.brokenOff == nil)
        #expect(whole.count(.failed) == 200)
    }

    @Test func whatIsKeptOfHugeAnswersIsBounded() async throws {
        let fields = HTTPFields((0..<500).map { HTTPField(name: .eTag, value: "\($0)") })
        let body = String(repeating: "x", count: 200_000)
        let transport = ScriptedTransport { request in
            request.method == .get ? .success(.make(200, fields, body)) : .success(Self.good)
        }
        let suite = (0..<300).map { number in
            Check(.createNewStreamCreated, "\(number)") { probe in
                try await probe.unusedStream().read()
                    .expect(false, "less", observed: String(repeating: "y", count: 100_000))
            }
        }
        let report = try await runner(transport).run(suite)
        let kept = report.results.flatMap(\.exchanges).reduce(0) { $0 + $1.keptByteCount }
        #expect(kept < 2 * KeptExchanges.maximumBytes)
        for result in report.results {
            let exchange = try #require(result.decisiveExchange)
            let answer = try exchange.outcome.get()
            #expect(answer.body.count + answer.omittedByteCount == 200_000)
            #expect(answer.head.headerFields.count + answer.omittedFieldCount == 500)
            #expect(result.message.count < 5000)
        }
    }
}
