import Specification

/// A subscription by itself, on a clock that is moved by hand.
struct SubscriptionBench {
    var state: SubscriptionState
    var rules = SubscriptionRules.standard
    var now = RFC3339Instant(secondsSince1970: 1_750_000_000)
    var chance = 0.5

    init(
        pattern: String? = nil, streams: [String] = [], webhook: String? = nil, leaseMilliseconds: Int64 = 30_000
    ) {
        let configuration = SubscriptionConfiguration(
            pattern: pattern, streams: streams,
            delivery: webhook.map { .webhook(url: $0) } ?? .pullWake(stream: "wake/pool"),
            leaseMilliseconds: leaseMilliseconds, description: nil)
        state = SubscriptionState(id: "sub-1", configuration: configuration, createdAt: now)
        for stream in streams {
            state.link(stream, .listed, beginning: 0, tail: 0, isMatched: false, rules)
        }
    }

    private var moment: SubscriptionMoment {
        let (generation, chance) = (state.generation, chance)
        return SubscriptionMoment(now, rules, makeWakeID: { "w_\(generation + 1)" }, jitter: { chance })
    }

    mutating func grow(_ path: String, to tail: Int) -> SubscriptionEffect? {
        state.streamGrew(path, tail: tail, moment)
    }

    mutating func appear(
        _ path: String, beginning: Int = 0, tail: Int, isMatched: Bool = true
    ) -> SubscriptionEffect? {
        state.streamAppeared(path, beginning: beginning, tail: tail, isMatched: isMatched, moment)
    }

    mutating func advance(milliseconds: Int64) -> SubscriptionEffect? {
        now = RFC3339Instant(millisecondsSince1970: now.millisecondsSince1970 + milliseconds)
        return state.tick(moment)
    }

    mutating func claim(_ worker: String = "worker-1") throws -> SubscriptionClaim {
        try state.claim(worker, moment)
    }

    mutating func report(
        _ wake: SubscriptionWake?, acks: [String: Int] = [:], isDone: Bool = false, tokenGeneration: Int64? = nil
    ) throws -> (nextWake: Bool, effect: SubscriptionEffect?) {
        let report = SubscriptionReport(
            wakeID: wake?.id ?? "", generation: wake?.generation ?? 0,
            acks: acks.map { SubscriptionReport.Ack(stream: $0.key, offset: String($0.value)) }, isDone: isDone)
        return try state.report(
            report, tokenGeneration: tokenGeneration ?? report.generation, position: { Int($0) }, moment)
    }

    mutating func release(_ wake: SubscriptionWake?) throws -> SubscriptionEffect? {
        try state.release(
            SubscriptionReport(wakeID: wake?.id ?? "", generation: wake?.generation ?? 0),
            tokenGeneration: wake?.generation ?? 0, moment)
    }

    mutating func answer(_ delivery: SubscriptionDelivery?, _ status: Int, _ body: String = "") -> SubscriptionEffect? {
        guard let delivery else { return nil }
        return state.deliveryEnded(
            delivery.generation, delivery.attempt, .answered(status: status, body: Array(body.utf8)), moment)
    }

    func acked(_ path: String) -> Int? { state.links[path]?.acked }
}

extension SubscriptionEffect {
    var event: SubscriptionWakeEvent? {
        if case .announce(let event) = self { event } else { nil }
    }

    var delivery: SubscriptionDelivery? {
        if case .deliver(let delivery) = self { delivery } else { nil }
    }
}

/// The code of the fault that an operation throws.
func faultCode(_ body: () throws -> Void) -> SubscriptionFault.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? SubscriptionFault)?.code
    }
}
