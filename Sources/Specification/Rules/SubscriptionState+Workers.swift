/// What a worker is given that claims a subscription (§7.2).
public struct SubscriptionClaim: Sendable, Hashable {
    /// The wake it is about.
    public var wakeID: String
    /// Its generation.
    public var generation: Int64
    /// The streams with their cursors and tails.
    public var streams: [SubscriptionStreamView]
    /// How long the lease lasts, in milliseconds.
    public var leaseMilliseconds: Int64
}

extension SubscriptionState {
    /// A worker claims the wake (§7.2).
    public mutating func claim(
        _ worker: String, _ moment: SubscriptionMoment
    ) throws(SubscriptionFault) -> SubscriptionClaim {
        guard configuration.wakeStream != nil else {
            throw .invalid("A subscription of the type \"\(configuration.type)\" cannot be claimed.")
        }
        guard var wake else {
            throw SubscriptionFault(.noPendingWork, "There is nothing to do.")
        }
        if let holder = wake.worker, !moment.rules.mayClaim(phase) {
            throw SubscriptionFault(
                .alreadyClaimed, "Another worker holds the lease.", holder: holder, generation: generation)
        }
        wake.worker = worker
        wake.leaseDeadline = leaseEnd(moment.now)
        wake.snapshot = views(moment.rules)
        self.wake = wake
        return SubscriptionClaim(
            wakeID: wake.id, generation: wake.generation, streams: wake.snapshot,
            leaseMilliseconds: configuration.leaseMilliseconds)
    }

    /// A worker reports progress, and is done or stays (§7.1, §7.2).
    ///
    /// - Parameters:
    ///   - tokenGeneration: The generation for which its token was made.
    ///   - position: The position of an offset; `nil` for a text that is none.
    /// - Returns: Whether another wake follows, and what is left to be done.
    /// - Throws: The fault, with nothing changed.
    public mutating func report(
        _ report: SubscriptionReport, tokenGeneration: Int64, position: (String) -> Int?, _ moment: SubscriptionMoment
    ) throws(SubscriptionFault) -> (nextWake: Bool, effect: SubscriptionEffect?) {
        try checkFence(report, tokenGeneration: tokenGeneration, moment.rules)
        for (path, ack) in try positions(of: report.acks, position, moment.rules) {
            guard let link = links[path] else { continue }
            links[path]?.acked = moment.rules.acknowledged(link.acked, ack)
        }
        // A receiver that calls back was reached, whatever became of the answer to the delivery.
        noteSuccess()
        if wake?.attempt == .failed { wake?.attempt = .taken }
        guard report.isDone else {
            let deadline = leaseEnd(moment.now)
            if moment.rules.extendsLease { wake?.leaseDeadline = deadline }
            return (false, nil)
        }
        let effect = end(.done, moment)
        return (wake != nil, effect)
    }

    /// A worker gives its claim back (§7.2).
    ///
    /// - Throws: The fault, with nothing changed.
    public mutating func release(
        _ report: SubscriptionReport, tokenGeneration: Int64, _ moment: SubscriptionMoment
    ) throws(SubscriptionFault) -> SubscriptionEffect? {
        try checkFence(report, tokenGeneration: tokenGeneration, moment.rules)
        return end(.released, moment)
    }

    private func checkFence(
        _ report: SubscriptionReport, tokenGeneration: Int64, _ rules: SubscriptionRules
    ) throws(SubscriptionFault) {
        let facts = FenceFacts(
            tokenGeneration: tokenGeneration, requestGeneration: report.generation, requestWakeID: report.wakeID,
            generation: generation, wakeID: wake?.id, isLeased: phase == .leased)
        if rules.isFenced(facts) {
            throw SubscriptionFault(.fenced, "The wake is over, and another worker may have the next one.")
        }
    }

    /// The cursors that acks name; streams that left the subscription during the wake have none any more.
    private func positions(
        of acks: [SubscriptionReport.Ack], _ position: (String) -> Int?, _ rules: SubscriptionRules
    ) throws(SubscriptionFault) -> [(path: String, position: Int)] {
        var positions: [(path: String, position: Int)] = []
        for ack in acks {
            guard let link = links[ack.stream] else {
                if wake?.snapshot.contains(where: { $0.path == ack.stream }) == true { continue }
                throw SubscriptionFault(.invalidOffset, "'\(ack.stream)' is no stream of the subscription.")
            }
            guard let place = position(ack.offset) else {
                throw SubscriptionFault(.invalidOffset, "'\(ack.offset)' is no offset of '\(ack.stream)'.")
            }
            if link.voidGeneration == generation { continue }
            guard rules.mayAcknowledge(place, link.tail ?? 0) else {
                throw SubscriptionFault(.invalidOffset, "'\(ack.offset)' is beyond the tail of '\(ack.stream)'.")
            }
            positions.append((ack.stream, place))
        }
        return positions
    }
}
