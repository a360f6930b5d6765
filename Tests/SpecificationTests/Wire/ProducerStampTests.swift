import Specification
import Testing

@Suite struct ProducerStampTests {
    @Test func absentMeansNoStamp() {
        #expect(ProducerStamp.parse(id: nil, epoch: nil, seq: nil) == .success(nil))
    }

    @Test(
        arguments: [
            ("0", "0", 0, 0), ("1", "2", 1, 2), ("007", "000", 7, 0),
            ("9007199254740991", "9007199254740991", ProducerStamp.maximumNumber, ProducerStamp.maximumNumber),
        ] as [(String, String, Int64, Int64)])
    func accepts(epoch: String, seq: String, expectedEpoch: Int64, expectedSeq: Int64) throws {
        let stamp = try #require(try ProducerStamp.parse(id: "p", epoch: epoch, seq: seq).get())
        #expect(stamp == ProducerStamp(id: "p", epoch: expectedEpoch, seq: expectedSeq))
    }

    @Test(
        arguments: [
            (nil, "0", "0", .incomplete), ("p", nil, "0", .incomplete), ("p", "0", nil, .incomplete),
            (nil, nil, "0", .incomplete), ("p", nil, nil, .incomplete), ("", nil, "x", .incomplete),
            ("", "0", "0", .emptyID), ("p", "", "0", .invalidEpoch), ("p", "-1", "0", .invalidEpoch),
            ("p", "x", "y", .invalidEpoch), ("p", "9007199254740992", "0", .invalidEpoch), ("p", "0", "", .invalidSeq),
            ("p", "0", "1.0", .invalidSeq), ("p", "0", "+1", .invalidSeq), ("p", "0", "1e3", .invalidSeq),
            ("p", "0", "9007199254740992", .invalidSeq), ("p", "0", "99999999999999999999999", .invalidSeq),
            ("p", "0", "0, 0", .invalidSeq), ("p", "0", " 0", .invalidSeq), ("p", "0", "NaN", .invalidSeq),
        ] as [(String?, String?, String?, ProducerStamp.Malformation)])
    func refuses(id: String?, epoch: String?, seq: String?, expected: ProducerStamp.Malformation) {
        #expect(ProducerStamp.parse(id: id, epoch: epoch, seq: seq) == .failure(expected))
    }

    @Test func holdsOnlyValidStamps() {
        #expect(ProducerStamp(id: "", epoch: 0, seq: 0) == nil)
        #expect(ProducerStamp(id: "p", epoch: -1, seq: 0) == nil)
        #expect(ProducerStamp(id: "p", epoch: 0, seq: ProducerStamp.maximumNumber + 1) == nil)
        #expect(ProducerStamp(id: "p", epoch: 1, seq: 2)?.description == "p (epoch 1, seq 2)")
    }

    @Test func malformationsAreSentences() {
        let sentences = Set(ProducerStamp.Malformation.allCases.map(\.description))
        #expect(sentences.count == 4)
        #expect(sentences.allSatisfy { $0.hasPrefix("Producer-") && $0.hasSuffix(".") })
    }
}
