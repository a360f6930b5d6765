/// What a `POST` asks for once its headers are read (§5.2).
public struct AppendAttempt: Sendable {
    /// The value of `Content-Type` as it was sent.
    public var contentType: String?

    /// The producer's stamp, when the request has one (§5.2.1).
    public var stamp: ProducerStamp?

    /// `Stream-Seq`.
    public var sequence: StreamSequence?

    /// Whether the stream is to be closed with this request (§4.1).
    public var closes: Bool

    /// Whether there is no body.
    public var isEmpty: Bool

    /// An attempt.
    public init(
        contentType: String? = nil, stamp: ProducerStamp? = nil, sequence: StreamSequence? = nil, closes: Bool = false,
        isEmpty: Bool = false
    ) {
        self.contentType = contentType
        self.stamp = stamp
        self.sequence = sequence
        self.closes = closes
        self.isEmpty = isEmpty
    }
}

/// What becomes of a `POST` (§5.2).
public enum AppendDecision: Sendable, Hashable {
    /// The body is appended, where there is one, and the stream closed, where that is asked; then the producer's
    /// state is the one given. All of it happens at once or not at all.
    case accept(ProducerState?)
    /// The batch is there already: 204, and nothing changes (§5.2.1).
    case duplicate(ProducerState)
    /// The stream is closed and the request asks for no more than that: 204 (§5.3).
    case alreadyClosed
    /// Nothing changes, and the answer says why.
    case refuse(AppendRefusal)
}

/// Why a `POST` changes nothing (§5.2, §5.2.1).
public enum AppendRefusal: Sendable, Hashable {
    /// The stream is closed: 409 with `Stream-Closed` and the final offset.
    case closed
    /// A body without a content type: 400.
    case missingContentType
    /// A content type that is none: 400.
    case malformedContentType
    /// Another content type than the stream's: 409.
    case contentTypeMismatch
    /// `Stream-Seq` is not greater than the last one: 409.
    case sequenceRegression
    /// The producer's epoch is behind: 403 with the current one.
    case staleEpoch(current: Int64)
    /// A new epoch that does not start at zero: 400.
    case epochStartsAboveZero
    /// A batch before this one is missing: 409 with both numbers.
    case sequenceGap(expected: Int64, received: Int64)
    /// No body, and no request to close: 400.
    case emptyBody
}

/// One question an append has to pass; ``AppendRule/precedence`` puts them in order.
public enum AppendStep: Sendable, Hashable, CaseIterable {
    /// Is the stream open?
    case closure
    /// Is the content type the stream's?
    case contentType
    /// Is the batch the producer's next one?
    case producer
    /// Is `Stream-Seq` greater than the last one?
    case sequence
    /// Is there anything to do?
    case emptyBody
}

/// Whether an append is taken, and which of several reasons against it is told (§5.2).
public enum AppendRule {
    /// The order in which the questions are asked.
    ///
    /// §5.2 recommends closure, content type, sequence. The producer comes before `Stream-Seq`, so that a retry of an
    /// accepted batch is a duplicate and no regression. Whether the body is valid is asked last of all (§9.1.4), and
    /// nothing is remembered of a request that fails at any step.
    public static let precedence: [AppendStep] = [.closure, .contentType, .producer, .sequence, .emptyBody]

    /// Asks the questions in the order of the rules.
    ///
    /// - Parameter producer: what is known of the producer that the stamp names.
    public static func decide(
        _ attempt: AppendAttempt, _ stream: StreamFacts, producer: ProducerState?, _ rules: borrowing Rules
    ) -> AppendDecision {
        var accepted: ProducerState?
        for step in rules.appendPrecedence {
            switch step {
            case .closure:
                if stream.isClosed { return rules.appendToClosed(attempt, stream, producer) }
            case .contentType:
                if let refusal = rules.appendContentType(attempt, stream) { return .refuse(refusal) }
            case .producer:
                guard let stamp = attempt.stamp else { continue }
                switch rules.producer(stamp, producer) {
                case .accept(let state): accepted = state
                case .duplicate(let state): return .duplicate(state)
                case .refuse(let refusal): return .refuse(refusal)
                }
            case .sequence:
                if let sequence = attempt.sequence, !rules.sequenceAdvances(sequence, stream.lastSequence) {
                    return .refuse(.sequenceRegression)
                }
            case .emptyBody:
                if attempt.isEmpty && !attempt.closes { return .refuse(.emptyBody) }
            }
        }
        return .accept(accepted)
    }

    /// A `POST` to a closed stream (§5.2, §5.2.1, §5.3).
    ///
    /// The producer that closed the stream learns that its retry is a duplicate; a request that only closes has what
    /// it wants; everything else is refused.
    public static func decideOnClosed(
        _ attempt: AppendAttempt, _ stream: StreamFacts, producer: ProducerState?
    ) -> AppendDecision {
        if let stamp = attempt.stamp, stamp == stream.closedBy {
            return .duplicate(producer ?? ProducerState(epoch: stamp.epoch, lastSeq: stamp.seq))
        }
        return attempt.closes && attempt.isEmpty ? .alreadyClosed : .refuse(.closed)
    }

    /// The content type of an append (§5.2): the stream's, unless there is no body to have a type.
    public static func refusalOfContentType(_ attempt: AppendAttempt, _ stream: StreamFacts) -> AppendRefusal? {
        if attempt.isEmpty { return nil }
        guard let value = attempt.contentType else { return .missingContentType }
        let expected = stream.configuration.contentType
        if value == expected.rawValue { return nil }
        guard let type = ContentType(value) else { return .malformedContentType }
        return type.matches(expected) ? nil : .contentTypeMismatch
    }

    /// Whether a `Stream-Seq` is strictly greater than the last one, byte by byte (§5.2).
    public static func sequenceAdvances(_ sequence: StreamSequence, _ last: StreamSequence?) -> Bool {
        guard let last else { return true }
        return last < sequence
    }
}
