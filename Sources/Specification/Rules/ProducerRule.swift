/// What a stream remembers of a producer (§5.2.1).
public struct ProducerState: Sendable, Hashable {
    /// The epoch of the last accepted batch.
    public var epoch: Int64

    /// The highest accepted sequence number of that epoch.
    public var lastSeq: Int64

    /// A state.
    public init(epoch: Int64, lastSeq: Int64) {
        self.epoch = epoch
        self.lastSeq = lastSeq
    }
}

/// What a producer's stamp says about its batch (§5.2.1).
public enum ProducerVerdict: Sendable, Hashable {
    /// The next batch; the state after it.
    case accept(ProducerState)
    /// A batch that was accepted before; the state as it is.
    case duplicate(ProducerState)
    /// A batch that cannot be taken.
    case refuse(AppendRefusal)
}

/// The state machine of an idempotent producer (§5.2.1).
public enum ProducerRule {
    /// Judges a stamp by what is known of its producer.
    ///
    /// An unknown producer may start at any epoch. One that does not start at zero is told that zero was expected:
    /// the text leaves the status open, and 409 carries the number that lets the client recover.
    public static func decide(_ stamp: ProducerStamp, _ known: ProducerState?) -> ProducerVerdict {
        guard let known else {
            guard stamp.seq == 0 else { return .refuse(.sequenceGap(expected: 0, received: stamp.seq)) }
            return .accept(ProducerState(epoch: stamp.epoch, lastSeq: 0))
        }
        if stamp.epoch < known.epoch {
            return .refuse(.staleEpoch(current: known.epoch))
        }
        if stamp.epoch > known.epoch {
            guard stamp.seq == 0 else { return .refuse(.epochStartsAboveZero) }
            return .accept(ProducerState(epoch: stamp.epoch, lastSeq: 0))
        }
        if stamp.seq <= known.lastSeq {
            return .duplicate(known)
        }
        guard stamp.seq == known.lastSeq + 1 else {
            return .refuse(.sequenceGap(expected: known.lastSeq + 1, received: stamp.seq))
        }
        return .accept(ProducerState(epoch: known.epoch, lastSeq: stamp.seq))
    }
}
