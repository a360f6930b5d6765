import HTTPMessage
import Specification

extension Reply {
    /// The answer where there is no stream.
    static let notFound = Reply(refusing: .notFound, "There is no stream at this URL.")

    /// The answer of a stream that was deleted and still has forks (§4.2).
    static let gone = Reply(refusing: .gone, "The stream at this URL was deleted; forks still read from it.")

    /// The answer to a create that found another stream in its place (§5.1).
    init(_ mismatch: CreateMismatch) {
        let reason =
            switch mismatch {
            case .softDeleted: "was deleted and still has forks"
            case .contentType: "has another content type"
            case .lifetime: "has another time-to-live or expiry"
            case .closure: "differs in being closed or open"
            case .origin: "does not have the same origin: it was forked elsewhere or not at all"
            }
        self.init(refusing: .conflict, "The stream at this URL \(reason).")
    }

    /// The answer to an append that was not taken (§5.2, §5.2.1).
    ///
    /// - Parameter tail: the offset after the last byte or message.
    init(_ refusal: AppendRefusal, contentType: String, tail: String) {
        switch refusal {
        case .closed:
            // §5.2 wants no body here: the two fields say it all.
            self.init(.conflict)
            add(.cacheControl, "no-store")
            add(.streamNextOffset, tail)
            addClosed()
        case .missingContentType:
            self.init(refusing: .badRequest, "An append with a body must have a Content-Type.")
        case .malformedContentType:
            self.init(refusing: .badRequest, "The Content-Type is not a media type.")
        case .contentTypeMismatch:
            self.init(refusing: .conflict, "The stream's content type is \(contentType).")
        case .sequenceRegression:
            self.init(refusing: .conflict, "Stream-Seq must be greater than the last one that was accepted.")
        case .staleEpoch(let current):
            self.init(refusing: .forbidden, "The producer's epoch is behind: it is \(current) now.")
            add(.producerEpoch, String(current))
        case .epochStartsAboveZero:
            self.init(refusing: .badRequest, "A new epoch must start with Producer-Seq 0.")
        case .sequenceGap(let expected, let received):
            self.init(refusing: .conflict, "Producer-Seq \(expected) was expected and \(received) came.")
            add(.producerExpectedSeq, String(expected))
            add(.producerReceivedSeq, String(received))
        case .emptyBody:
            self.init(refusing: .badRequest, "An append without a body must ask to close the stream.")
        }
    }

    /// The answer to a body that cannot be stored (§9.1).
    init(_ fault: PayloadFault) {
        switch fault {
        case .emptyArray:
            self.init(refusing: .badRequest, "An empty JSON array appends nothing.")
        case .invalidJSON(let error):
            self.init(refusing: .badRequest, "\(error)")
        }
    }

    /// The answer when the store fails.
    init(storeFailure error: any Error) {
        self.init(refusing: .internalServerError, "The store failed: \(error).")
    }
}

extension Reply {
    /// The answer to a fork that cannot be made (§4.2).
    init(_ refusal: ForkRefusal) {
        switch refusal {
        case .softDeleted:
            self.init(refusing: .conflict, "The stream to fork was deleted; only its forks still read from it.")
        case .contentType:
            self.init(refusing: .conflict, "A fork has the content type of its source.")
        case .beyondTail:
            self.init(refusing: .badRequest, "Stream-Fork-Offset is beyond the tail of the source.")
        case .overshoot:
            self.init(refusing: .badRequest, "Stream-Fork-Sub-Offset leads past the next boundary of the source.")
        }
    }
}
