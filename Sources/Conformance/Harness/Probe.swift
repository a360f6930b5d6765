import BlackBox
import HTTPMessage
import Specification

/// What a check has at hand: a target, a way to reach it, names of its own, and a place to write down what it finds.
public struct Probe: Sendable {
    /// The settings shared by all checks of a run.
    public let context: RunContext

    /// The check that is being run.
    public let check: Check

    /// A seed of this check alone, derived from the seed of the run and the id of the check.
    public let seed: UInt64

    let recorder: Recorder
    let names: NameSource

    init(context: RunContext, check: Check, recorder: Recorder) {
        self.context = context
        self.check = check
        self.recorder = recorder
        self.seed = context.seed(for: check.id)
        // The slug is cut short, so the hash of the whole id keeps the names of two checks apart.
        let hash = String(UInt32(truncatingIfNeeded: context.seed(for: check.id) ^ context.seed), radix: 36)
        self.names = NameSource(prefix: "tidemark-\(context.runName)-\(Self.slug(of: check.id))-\(hash)")
    }

    /// A generator that repeats itself when the check is repeated with the seed of the run.
    public var generator: SeededGenerator { SeededGenerator(seed: seed) }

    /// Sends a request and keeps the exchange.
    ///
    /// - Throws: an interruption when the target gives no answer, which fails the check, or when it refuses for a limit
    ///   of its own, which leaves nothing to judge: of rate (429), which every operation may have (§5), of the size of a
    ///   body (413, §5.2), or of room (507).
    @discardableResult
    public func send(_ request: OutgoingRequest) async throws -> Reply {
        let exchange = await context.transport.send(request)
        let index = recorder.record(exchange)
        note(exchange.outcome)
        switch exchange.outcome {
        case .success(let answer):
            try requireWithinLimits(answer.head.status.code, sent: request.body?.count ?? 0)
            return Reply(exchange: exchange, answer: answer, index: index, probe: self)
        case .failure(let failure):
            throw Interruption.noAnswer(failure.withoutPartial, exchange: index)
        }
    }

    /// Tells the watch what came of a request, and the recorder when that was nothing.
    func note(_ outcome: Result<Exchange.Answer, TransportFailure>) {
        context.watch.note(outcome, at: context.clock.elapsed)
        if case .failure(let failure) = outcome, failure.kind.isSilence {
            recorder.note(Recorder.Silence(failure: failure, end: context.clock.elapsed))
        }
    }

    /// The size of a body that no target can refuse as too large and still be of use.
    static let modestBodyBytes = 512

    private func requireWithinLimits(_ status: Int, sent byteCount: Int) throws {
        if Requirement.createRateLimited.permits(status: status) {
            throw Interruption.preconditionUnmet("the target limits the rate of requests (429): try fewer --jobs")
        }
        if Requirement.appendTooLarge.permits(status: status), byteCount > Self.modestBodyBytes {
            throw Interruption.notApplicable("the target refuses a body of \(byteCount) bytes as too large (413)")
        }
        if status == 507 { throw Interruption.preconditionUnmet("the target has no room left (507)") }
    }

    /// Sends a request and hands over the answer while it arrives.
    public func open(_ request: OutgoingRequest) async -> LiveReply {
        let live = await context.transport.open(request)
        return LiveReply(live: live, index: recorder.record(live.record()), probe: self)
    }

    /// Lets time pass: the time of the run, which is virtual where the whole target is.
    public func pause(_ duration: Duration) async throws {
        try await context.clock.sleep(for: duration)
    }

    /// Writes down an unmet expectation.
    public func find(
        expected: String, observed: String, exchange: Int? = nil, breaks requirement: Requirement? = nil
    ) {
        recorder.find(
            Finding(
                requirement: requirement ?? check.requirement, expected: expected, observed: observed,
                exchange: exchange))
    }

    /// Expects a condition; writes down what was expected and what came when it does not hold.
    @discardableResult
    public func expect(
        _ condition: Bool, _ expected: @autoclosure () -> String, observed: @autoclosure () -> String,
        in reply: Reply? = nil, breaks requirement: Requirement? = nil
    ) -> Bool {
        if let reply { recorder.judge(requirement ?? check.requirement, by: reply.index) }
        if !condition {
            find(expected: expected(), observed: observed(), exchange: reply?.index, breaks: requirement)
        }
        return condition
    }

    /// Ends the check as inconclusive unless the condition holds: the story stands on it, and other checks judge it.
    public func require(_ condition: Bool, _ why: @autoclosure () -> String) throws {
        if !condition { throw Interruption.preconditionUnmet(why()) }
    }

    /// Ends the check as skipped, because the story cannot be told to this target.
    public func notApplicable(_ why: String) -> any Error {
        Interruption.notApplicable(why)
    }

    private static func slug(of id: String) -> String {
        String(id.prefix(48).map { $0.isLetter || $0.isNumber ? $0 : "-" })
    }
}

extension TransportFailure {
    /// The failure alone; what had come of an answer is in the record of the exchange.
    fileprivate var withoutPartial: TransportFailure { TransportFailure(kind, message) }
}
