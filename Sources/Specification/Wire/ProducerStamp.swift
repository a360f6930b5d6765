/// Who sent a batch and which batch it is: the three `Producer-*` request headers (§5.2.1).
public struct ProducerStamp: Sendable, Hashable, CustomStringConvertible {
    /// The greatest epoch and sequence number: 2^53 − 1, the greatest integer JavaScript keeps exactly.
    public static let maximumNumber: Int64 = 9_007_199_254_740_991

    /// `Producer-Id`: names the producer across restarts; never empty.
    public let id: String

    /// `Producer-Epoch`: the session of the producer, between 0 and ``maximumNumber``.
    public let epoch: Int64

    /// `Producer-Seq`: the number of the batch in its epoch, between 0 and ``maximumNumber``.
    public let seq: Int64

    /// A stamp, or `nil` when the id is empty or a number is out of range.
    public init?(id: String, epoch: Int64, seq: Int64) {
        let range = 0...Self.maximumNumber
        guard !id.isEmpty, range.contains(epoch), range.contains(seq) else { return nil }
        self.id = id
        self.epoch = epoch
        self.seq = seq
    }

    /// Reads the three header values; `nil` inside the result when none of them is there.
    ///
    /// The numbers are digits only. Leading zeros are accepted: the text forbids them in `Stream-TTL` and says nothing
    /// of them here, where `007` still is a non-negative integer.
    public static func parse(id: String?, epoch: String?, seq: String?) -> Result<ProducerStamp?, Malformation> {
        if id == nil, epoch == nil, seq == nil { return .success(nil) }
        guard let id, let epoch, let seq else { return .failure(.incomplete) }
        guard !id.isEmpty else { return .failure(.emptyID) }
        guard let epoch = StrictDecimal.parse(epoch, upTo: maximumNumber, leadingZeros: true) else {
            return .failure(.invalidEpoch)
        }
        guard let seq = StrictDecimal.parse(seq, upTo: maximumNumber, leadingZeros: true) else {
            return .failure(.invalidSeq)
        }
        return .success(ProducerStamp(id: id, epoch: epoch, seq: seq))
    }

    /// Producer, epoch and sequence number, for messages.
    public var description: String { "\(id) (epoch \(epoch), seq \(seq))" }
}

extension ProducerStamp {
    /// Why producer headers are refused with 400 (§5.2.1).
    public enum Malformation: Error, Sendable, Hashable, CaseIterable, CustomStringConvertible {
        /// One or two of the three headers are missing.
        case incomplete
        /// `Producer-Id` is empty.
        case emptyID
        /// `Producer-Epoch` is not an integer from 0 to 2^53 − 1.
        case invalidEpoch
        /// `Producer-Seq` is not an integer from 0 to 2^53 − 1.
        case invalidSeq

        /// A sentence for the body of the answer.
        public var description: String {
            switch self {
            case .incomplete: "Producer-Id, Producer-Epoch and Producer-Seq must be sent together or not at all."
            case .emptyID: "Producer-Id must not be empty."
            case .invalidEpoch: "Producer-Epoch must be an integer from 0 to \(ProducerStamp.maximumNumber)."
            case .invalidSeq: "Producer-Seq must be an integer from 0 to \(ProducerStamp.maximumNumber)."
            }
        }
    }
}
