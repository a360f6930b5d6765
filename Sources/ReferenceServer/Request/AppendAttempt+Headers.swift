import Specification

extension AppendAttempt {
    /// Reads the headers of a `POST` (§5.2, §5.2.1).
    init(_ headers: StreamHeaders, isEmpty: Bool, _ rules: borrowing Rules) throws(Refusal) {
        let stamp: ProducerStamp?
        switch ProducerStamp.parse(
            id: headers.producerID, epoch: headers.producerEpoch, seq: headers.producerSeq)
        {
        case .success(let read): stamp = read
        case .failure(let malformation): throw .badRequest(malformation.description)
        }
        self.init(
            contentType: headers.contentType, stamp: stamp, sequence: headers.sequence.map(StreamSequence.init),
            closes: rules.asksForClosure(headers.closed), isEmpty: isEmpty)
    }
}
