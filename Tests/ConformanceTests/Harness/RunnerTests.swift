import BlackBox
import HTTPMessage
import Specification
import Synchronization
import Testing

@testable import Conformance

@Suite struct RunnerTests {
    private let base = try! BaseURL("http://target.invalid/v1/stream")

    private func runner(_ transport: any Transport) -> Runner {
        Runner(context: RunContext(target: Target(base: base), transport: transport, seed: 7, runName: "test"))
    }

    /// A server that takes every request and says that the stream is at the same offset.
    private let agreeable = ScriptedTransport(status: 200, fields: [.streamNextOffset: "a"])

    @Test func aCheckWithoutFindingsPasses() async {
        let report = await runner(agreeable).run([
            Check(.createLocation) { probe in try await probe.unusedStream().put() }
        ])
        #expect(report.results.map(\.outcome) == [.passed])
        #expect(report.results[0].exchangeCount == 1)
        #expect(report.verdict == .conformant)
    }

    @Test func theLevelOfTheRequirementDecidesBetweenFailedAndWarned() async {
        let suite = [
            Check(.createNewStreamCreated) { $0.find(expected: "this", observed: "that") },
            Check(.createLocation) { $0.find(expected: "this", observed: "that") },
        ]
        var runner = runner(agreeable)
        let report = await runner.run(suite)
        #expect(report.results.map(\.outcome) == [.failed, .warned])
        #expect(report.results[0].message == "expected this, got that")
        #expect(report.verdict == .notConformant)

        runner.isStrict = true
        let strict = await runner.run([suite[1]])
        #expect(strict.verdict == .notConformant)
    }

    /// Fails the first times it is told, and passes from then on.
    private func failing(times: Int, _ requirement: Requirement, _ variant: String? = nil) -> Check {
        let attempts = Mutex(0)
        return Check(requirement, variant, waits: .seconds(1)) { probe in
            let attempt = attempts.withLock { count in
                count += 1
                return count
            }
            probe.expect(attempt > times, "an answer in time", observed: "one too late")
        }
    }

    @Test func aFailureThatTimeMayHaveCausedIsRepeatedAlone() async {
        let report = await runner(agreeable).run([
            failing(times: 1, .createNewStreamCreated), failing(times: 2, .createNewStreamCreated, "again"),
        ])
        #expect(report.results.map(\.outcome) == [.inconclusive, .failed])
        #expect(
            report.results[0].message
                == "failed among others and not when repeated alone: expected an answer in time, got one too late")
        #expect(report.results[1].message.hasSuffix("(also when repeated alone)"))
        #expect(report.results.allSatisfy { $0.firstAttempt == "expected an answer in time, got one too late" })
    }

    @Test func aFailureThatTimeCannotHaveCausedIsBelieved() async {
        let told = Mutex(0)
        let check = Check(.createNewStreamCreated) { probe in
            told.withLock { $0 += 1 }
            probe.find(expected: "this", observed: "that")
        }
        let report = await runner(agreeable).run([check])
        #expect(report.results.map(\.outcome) == [.failed])
        #expect(told.withLock { $0 } == 1)
    }

    @Test func aServerThatFailsAgainAndAgainIsNotWaitedFor() async {
        let count = 12
        let report = await runner(agreeable).run(
            (0..<count).map { failing(times: 2, .createNewStreamCreated, "number-\($0)") })
        #expect(report.results.count { $0.outcome == .failed } == count)
        #expect(report.results.count { $0.firstAttempt != nil } == Runner.convincing)
    }

    @Test func anUnmetPreconditionIsInconclusive() async {
        let report = await runner(agreeable).run([
            Check(.createLocation) { try $0.require(false, "nothing to stand on") }
        ])
        #expect(report.results.map(\.outcome) == [.inconclusive])
        #expect(report.results[0].message == "nothing to stand on")
        #expect(report.verdict == .inconclusive)
    }

    @Test func anEndedConnectionFailsTheCheckAndNoBaselineExcusesIt() async throws {
        let transport = ScriptedTransport { request in
            request.method == .get
                ? .failure(TransportFailure(.closedEarly, "the connection was closed"))
                : .success(.make(201, [.streamNextOffset: "a"]))
        }
        var runner = runner(transport)
        runner.baseline = try Baseline(parsing: "create.location")
        let report = await runner.run([
            Check(.createLocation) { probe in try await probe.unusedStream().read() }
        ])
        #expect(report.results.map(\.outcome) == [.failed])
        #expect(report.results[0].targetBroke)
    }

    @Test func theBaselineTurnsFailuresIntoKnownOnesAndGoesStaleLoudly() async throws {
        var runner = runner(agreeable)
        runner.baseline = try Baseline(parsing: "create.new-stream-created")
        let failing = Check(.createNewStreamCreated) { $0.find(expected: "this", observed: "that") }
        let known = await runner.run([failing])
        #expect(known.results.map(\.outcome) == [.known])
        #expect(known.verdict == .conformant)

        let healed = await runner.run([Check(.createNewStreamCreated) { _ in }])
        #expect(healed.staleBaseline == ["create.new-stream-created"])
        #expect(healed.verdict == .notConformant)

        runner.baseline = try Baseline(parsing: "no.such-check")
        let unknown = await runner.run([Check(.createNewStreamCreated) { _ in }])
        #expect(unknown.staleBaseline == ["no.such-check"])
    }

    @Test func anUnreachableTargetIsSaidOnceAndNoCheckRuns() async {
        let transport = ScriptedTransport { _ in .failure(TransportFailure(.unreachable, "nobody listens")) }
        let report = await runner(transport).run([Check(.createLocation) { _ in }])
        #expect(report.obstacle == "nobody listens")
        #expect(report.results.isEmpty)
        #expect(report.verdict == .inconclusive)
    }

    @Test func aPageOfHTMLIsNoTarget() async {
        let transport = ScriptedTransport(status: 200, fields: [.contentType: "text/html; charset=utf-8"])
        let report = await runner(transport).run([Check(.createLocation) { _ in }])
        #expect(report.obstacle?.contains("HTML") == true)
    }

    @Test func whatAChecksCreatesIsRemoved() async {
        _ = await runner(agreeable).run([
            Check(.createLocation) { probe in _ = try await probe.createStream() }
        ])
        let created = Set(agreeable.requests.filter { $0.method == .put }.map(\.path))
        let removed = Set(agreeable.requests.filter { $0.method == .delete }.map(\.path))
        #expect(created.count >= 2)
        #expect(created == removed)
    }

    @Test func noMoreChecksRunAtOnceThanThereAreJobs() async {
        var runner = runner(agreeable)
        runner.jobs = 3
        let running = Mutex((now: 0, most: 0))
        let suite = (0..<20).map { number in
            Check(.createLocation, "\(number)") { probe in
                running.withLock {
                    $0.now += 1
                    $0.most = max($0.most, $0.now)
                }
                for _ in 0..<5 { await Task.yield() }
                running.withLock { $0.now -= 1 }
            }
        }
        let report = await runner.run(suite)
        #expect(report.count(.passed) == 20)
        #expect(running.withLock { $0.most } <= 3)
    }

    @Test func deselectedChecksAreReportedAsSkipped() async throws {
        var runner = runner(agreeable)
        runner.selection.run = [try #require(CheckPattern("*/taken"))]
        let report = await runner.run([
            Check(.createLocation, "taken") { _ in }, Check(.createLocation, "left") { _ in },
        ])
        #expect(report.results.map(\.outcome) == [.passed, .skipped])
    }

    @Test func aRequiredProfileThatIsAbsentFailsTheRun() async {
        // It takes a fork request and makes an empty stream of it.
        let transport = ScriptedTransport { request in
            request.method == .get
                ? .success(.make(200, [.streamNextOffset: "a", .streamUpToDate: "true"]))
                : .success(.make(201, [.streamNextOffset: "a"]))
        }
        var runner = runner(transport)
        runner.required = [.fork]
        let report = await runner.run([Check(.createNewStreamCreated) { _ in }])
        #expect(report.missingProfiles == [.fork])
        #expect(report.verdict == .notConformant)
    }

    @Test func cancellingEndsTheRunAndKeepsWhatIsThere() async {
        let runner = runner(agreeable)
        let suite = [
            Check(.createLocation, "quick") { _ in },
            Check(.createLocation, "endless", waits: .seconds(1)) { _ in try await Task.sleep(for: .seconds(3600)) },
        ]
        let (events, continuation) = AsyncStream.makeStream(of: RunEvent.self)
        let run = Task { await runner.run(suite) { continuation.yield($0) } }
        for await event in events {
            if case .ended = event { break }
        }
        run.cancel()
        let report = await run.value
        #expect(report.wasInterrupted)
        #expect(report.results.map(\.outcome) == [.passed, .inconclusive])
        #expect(report.verdict == .inconclusive)
    }

    @Test func whatAnInterruptedRunFoundBrokenStaysBroken() async {
        let runner = runner(agreeable)
        let suite = [
            Check(.createNewStreamCreated, "quick") { $0.find(expected: "this", observed: "that") },
            Check(.createLocation, "endless", waits: .seconds(1)) { probe in
                probe.find(
                    expected: "what a cut wait cannot show", observed: "nothing", breaks: .createNewStreamCreated)
                try await Task.sleep(for: .seconds(3600))
            },
        ]
        let (events, continuation) = AsyncStream.makeStream(of: RunEvent.self)
        let run = Task { await runner.run(suite) { continuation.yield($0) } }
        for await event in events {
            if case .ended = event { break }
        }
        run.cancel()
        let report = await run.value
        #expect(report.wasInterrupted)
        #expect(report.results.map(\.outcome) == [.failed, .inconclusive])
        #expect(report.verdict == .notConformant)
    }
}
