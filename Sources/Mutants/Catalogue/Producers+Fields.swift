import HTTPMessage
import Specification

// §5.2.1: what the three fields may hold.
extension Mutant {
    static let producerFields: [Mutant] = [
        Mutant(
            "producer.partial-headers-ignored", "Producer headers count only when all three are there.", .rule,
            breaks: .producerPartialHeadersRejected, .producerPartialHeadersStoreNothing
        ) {
            $0.onRequest { request, _ in
                if !request.hasAllProducerFields { request.producerStamp = nil }
            }
        },
        Mutant(
            "producer.missing-epoch-is-zero", "A request without Producer-Epoch is taken to be of epoch 0.", .rule,
            breaks: .producerPartialHeadersRejected, .producerPartialHeadersStoreNothing
        ) {
            $0.onRequest { request, _ in
                let fields = request.headerFields
                if fields[.producerId] != nil, fields[.producerSeq] != nil, fields[.producerEpoch] == nil {
                    request.headerFields[.producerEpoch] = "0"
                }
            }
        },
        Mutant(
            "producer.partial-headers-stored", "A request with some of the producer headers is refused and stored.",
            .state, breaks: .producerPartialHeadersStoreNothing
        ) {
            $0.onPassage { passage in
                guard let answer = passage.ask() else { return passage.proceed() }
                if !passage.request.hasAllProducerFields, !passage.request.closes {
                    _ = passage.server.immediateAnswer(to: passage.request.withoutProducer, body: passage.body)
                }
                passage.answer(answer)
            }
        },
        Mutant(
            "producer.empty-id-accepted", "An empty Producer-Id is an id like any other.", .rule,
            breaks: .producerEmptyIdRejected
        ) {
            $0.onField(.producerId) { $0.isEmpty ? "nobody" : $0 }
        },
        Mutant(
            "producer.epoch-read-up-to-rubbish", "Of Producer-Epoch the digits it begins with count.", .encoding,
            breaks: .producerEpochMalformedRejected
        ) {
            $0.onField(.producerEpoch, leadingDigits)
        },
        Mutant(
            "producer.negative-epoch-is-zero", "A negative Producer-Epoch counts as 0.", .rule,
            breaks: .producerEpochMalformedRejected
        ) {
            $0.onField(.producerEpoch) { $0.hasPrefix("-") ? "0" : $0 }
        },
        Mutant(
            "producer.epoch-read-as-float", "Producer-Epoch may be any number, and an empty one is 0.", .encoding,
            breaks: .producerEpochMalformedRejected
        ) {
            $0.onField(.producerEpoch, anyNumber)
        },
        Mutant(
            "producer.seq-read-up-to-rubbish", "Of Producer-Seq the digits it begins with count.", .encoding,
            breaks: .producerSeqMalformedRejected
        ) {
            $0.onField(.producerSeq, leadingDigits)
        },
        Mutant(
            "producer.seq-read-as-float", "Producer-Seq may be any number, and an empty one is 0.", .encoding,
            breaks: .producerSeqMalformedRejected
        ) {
            $0.onField(.producerSeq, anyNumber)
        },
        Mutant(
            "producer.malformed-seq-is-duplicate", "A Producer-Seq that cannot be read is acknowledged as a duplicate.",
            .status, breaks: .producerSeqMalformedRejected
        ) {
            $0.onPassage { passage in
                if let seq = passage.request.headerFields[.producerSeq], Double(seq) == nil,
                    passage.request.hasAllProducerFields
                {
                    return passage.answer(204)
                }
                passage.proceed()
            }
        },
        Mutant(
            "producer.epoch-limit-is-2-to-the-53", "An epoch of 2^53 is within the range.", .rule,
            breaks: .producerEpochTooLargeRejected
        ) {
            $0.onField(.producerEpoch) { $0 == "9007199254740992" ? "9007199254740991" : $0 }
        },
        Mutant(
            "producer.epoch-saturates", "An epoch above the limit counts as the greatest there is.", .encoding,
            breaks: .producerEpochTooLargeRejected
        ) {
            $0.onField(.producerEpoch, saturated)
        },
        Mutant(
            "producer.epoch-wraps-at-64-bits", "An epoch of more than 64 bits wraps around.", .encoding,
            breaks: .producerEpochTooLargeRejected
        ) {
            $0.onField(.producerEpoch, wrapped)
        },
        Mutant(
            "producer.seq-saturates", "A sequence above the limit counts as the greatest there is, which is a gap.",
            .encoding, breaks: .producerSeqTooLargeRejected
        ) {
            $0.onField(.producerSeq, saturated)
        },
        Mutant(
            "producer.seq-wraps-at-64-bits", "A sequence of more than 64 bits wraps around.", .encoding,
            breaks: .producerSeqTooLargeRejected
        ) {
            $0.onField(.producerSeq, wrapped)
        },
        Mutant(
            "producer.largest-epoch-refused", "The limit of epochs lies one below 2^53-1.", .rule,
            breaks: .producerLargestEpochAccepted
        ) {
            $0.rules.producer = { stamp, known in
                if stamp.epoch == ProducerStamp.maximumNumber { return .refuse(.epochStartsAboveZero) }
                return ProducerRule.decide(stamp, known)
            }
        },
        Mutant(
            "producer.epochs-in-single-precision",
            "Epochs are compared as floating-point numbers of 32 bits, which cannot tell great ones apart.", .encoding,
            breaks: .producerLargestEpochAccepted
        ) {
            $0.rules.producer = { stamp, known in
                guard let known, stamp.epoch != known.epoch, Float(stamp.epoch) == Float(known.epoch) else {
                    return ProducerRule.decide(stamp, known)
                }
                return stamp.seq <= known.lastSeq
                    ? .duplicate(known) : .accept(ProducerState(epoch: known.epoch, lastSeq: stamp.seq))
            }
        },
    ]

    /// What a lenient reader of integers makes of a text.
    private static func leadingDigits(_ text: String) -> String {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        return digits.isEmpty ? text : String(digits)
    }

    /// What a reader of numbers that knows no integers makes of a text.
    private static func anyNumber(_ text: String) -> String {
        if text.isEmpty { return "0" }
        guard let number = Double(text), number >= 0, number < 9e15 else { return text }
        return String(Int64(number))
    }

    private static func saturated(_ text: String) -> String {
        guard text.count > 15, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return text }
        return Int64(text).map { String(min($0, ProducerStamp.maximumNumber)) } ?? String(ProducerStamp.maximumNumber)
    }

    private static func wrapped(_ text: String) -> String {
        guard text.count > 18, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return text }
        let value = text.utf8.reduce(UInt64(0)) { $0 &* 10 &+ UInt64($1 &- 0x30) }
        return String(value)
    }
}

extension HTTPRequest {
    /// Whether there are all three producer fields, or none.
    fileprivate var hasAllProducerFields: Bool {
        let count = [HTTPField.Name.producerId, .producerEpoch, .producerSeq].count { headerFields.contains($0) }
        return count == 0 || count == 3
    }
}
