import Specification

extension AppendAttempt {
    /// Reads the headers of a `POST` (§5.2, §5.2.1).
    init(_ headers: StreamHeaders, isEmpty: Bool, _ rules: borrowing Rules) throws(Refusal) {
        var stamp: ProducerStamp?
        // Most appends name no producer, and nothing needs to be parsed to know that.
        if headers.producerID != nil || headers.producerEpoch != nil || headers.producerSeq != nil {
            switch ProducerStamp.parse(
                id: headers.producerID, epoch: headers.producerEpoch, seq: headers.producerSeq)
            {
            case .success(let read): stamp = read
            case .failure(let malformation): throw .badRequest(malformation.description)
            }
        }
        self.init(
            contentType: headers.contentType, stamp: stamp, sequence: headers.sequence.map(StreamSequence.init),
            closes: rules.asksForClosure(headers.closed), isEmpty: isEmpty)
    }
}
