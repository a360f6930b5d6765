extension SubscriptionState {
    /// Begins a wake, unless one is under way or a retry is scheduled (§7).
    mutating func wakeIfIdle(for path: String?, _ moment: SubscriptionMoment) -> SubscriptionEffect? {
        guard moment.rules.mayWake(phase) else { return nil }
        guard let path = path ?? firstPending(moment.rules) else { return nil }
        generation = moment.rules.nextGeneration(generation)
        var wake = SubscriptionWake(id: moment.makeWakeID(), generation: generation)
        switch configuration.delivery {
        case .webhook:
            wake.snapshot = views(moment.rules)
            self.wake = wake
            return deliver(moment)
        case .pullWake(let stream):
            self.wake = wake
            return .announce(
                SubscriptionWakeEvent(
                    wakeStream: stream, subscription: id, stream: path, generation: wake.generation,
                    instant: moment.now))
        }
    }

    private func firstPending(_ rules: SubscriptionRules) -> String? {
        links.filter { Self.isPending($0.value, rules) }.keys.min(by: WireOrder.precedes)
    }

    /// Starts an attempt at the delivery of the current wake, and with it the lease of the receiver (§7.3).
    private mutating func deliver(_ moment: SubscriptionMoment) -> SubscriptionEffect? {
        guard var wake, let url = configuration.webhookURL else { return nil }
        wake.attempt = .inFlight
        wake.attemptNumber += 1
        wake.leaseDeadline = leaseEnd(moment.now)
        self.wake = wake
        return .deliver(
            SubscriptionDelivery(
                url: url, subscription: id, wakeID: wake.id, generation: wake.generation, attempt: wake.attemptNumber,
                streams: wake.snapshot))
    }

    /// When a lease that starts or is extended now will end.
    func leaseEnd(_ now: RFC3339Instant) -> RFC3339Instant {
        now.adding(milliseconds: configuration.leaseMilliseconds)
    }

    /// Ends the wake; pending work begins another.
    mutating func end(_ reason: SubscriptionWakeEnd, _ moment: SubscriptionMoment) -> SubscriptionEffect? {
        wake = nil
        return moment.rules.wakesAgain(reason) ? wakeIfIdle(for: nil, moment) : nil
    }

    /// Does what has fallen due: ends a lease that ran out, tries a delivery again (§7.1, §7.3).
    public mutating func tick(_ moment: SubscriptionMoment) -> SubscriptionEffect? {
        if let deadline = wake?.leaseDeadline, moment.rules.isLeaseOver(deadline, moment.now) {
            // A receiver that has not even answered has failed; the next wake waits as after any failure.
            if wake?.attempt == .inFlight { noteFailure(moment) }
            if let effect = end(.expired, moment) { return effect }
        }
        guard let due = nextAttemptAt, due <= moment.now else { return nil }
        nextAttemptAt = nil
        guard hasPending(moment.rules) else {
            // What was to be delivered is gone, and the failures with it.
            wake = nil
            failures = 0
            return nil
        }
        return wake == nil ? wakeIfIdle(for: nil, moment) : deliver(moment)
    }

    /// The wake event of a generation is in its stream.
    public mutating func noteAnnounced(_ generation: Int64) {
        if wake?.generation == generation { wake?.isAnnounced = true }
    }

    /// The wake event that has yet to be written, because its stream was not there.
    public func unannounced(_ moment: SubscriptionMoment) -> SubscriptionWakeEvent? {
        guard let wake, wake.worker == nil, !wake.isAnnounced, let stream = configuration.wakeStream,
            let path = firstPending(moment.rules)
        else { return nil }
        return SubscriptionWakeEvent(
            wakeStream: stream, subscription: id, stream: path, generation: wake.generation, instant: moment.now)
    }

    // MARK: Delivery

    /// A request to the webhook ended (§7.1).
    ///
    /// - Parameters:
    ///   - generation: The generation of the delivery.
    ///   - attempt: Its number.
    public mutating func deliveryEnded(
        _ generation: Int64, _ attempt: Int, _ result: SubscriptionDeliveryResult, _ moment: SubscriptionMoment
    ) -> SubscriptionEffect? {
        guard let wake, wake.generation == generation, wake.attemptNumber == attempt, wake.attempt == .inFlight else {
            return nil
        }
        guard case .answered(let status, let body) = result, moment.rules.isDelivered(status) else {
            self.wake?.attempt = .failed
            noteFailure(moment)
            return nil
        }
        self.wake?.attempt = .taken
        noteSuccess()
        guard moment.rules.isDone(body) else { return nil }
        for view in wake.snapshot {
            guard let link = links[view.path], link.voidGeneration != generation else { continue }
            let ack = moment.rules.doneAcknowledges(view.tail, link.tail ?? view.tail)
            links[view.path]?.acked = moment.rules.acknowledged(link.acked, ack)
        }
        return end(.done, moment)
    }

    private mutating func noteFailure(_ moment: SubscriptionMoment) {
        failures += 1
        nextAttemptAt = moment.now.adding(milliseconds: moment.rules.retryDelay(failures, moment.jitter()))
    }

    mutating func noteSuccess() {
        failures = 0
        nextAttemptAt = nil
    }
}

extension RFC3339Instant {
    /// The instant some milliseconds later.
    func adding(milliseconds: Int64) -> RFC3339Instant {
        RFC3339Instant(
            secondsSince1970: adding(seconds: milliseconds / 1000).secondsSince1970,
            nanoseconds: nanoseconds + Int32(milliseconds % 1000) * 1_000_000)
    }
}
