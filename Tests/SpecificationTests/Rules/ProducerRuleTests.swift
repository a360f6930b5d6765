import Specification
import Testing

@Suite struct ProducerRuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var known: ProducerState?
        var epoch: Int64
        var seq: Int64
        var verdict: ProducerVerdict

        var testDescription: String { "\(known.map { "\($0.epoch)/\($0.lastSeq)" } ?? "unknown") ← \(epoch)/\(seq)" }
    }

    static let five = ProducerState(epoch: 5, lastSeq: 7)
    static let most = ProducerStamp.maximumNumber

    @Test(arguments: [
        Case(epoch: 0, seq: 0, verdict: .accept(ProducerState(epoch: 0, lastSeq: 0))),
        Case(epoch: 9, seq: 0, verdict: .accept(ProducerState(epoch: 9, lastSeq: 0))),
        Case(epoch: 0, seq: 3, verdict: .refuse(.sequenceGap(expected: 0, received: 3))),
        Case(known: five, epoch: 4, seq: 0, verdict: .refuse(.staleEpoch(current: 5))),
        Case(known: five, epoch: 4, seq: 99, verdict: .refuse(.staleEpoch(current: 5))),
        Case(known: five, epoch: 5, seq: 0, verdict: .duplicate(five)),
        Case(known: five, epoch: 5, seq: 7, verdict: .duplicate(five)),
        Case(known: five, epoch: 5, seq: 8, verdict: .accept(ProducerState(epoch: 5, lastSeq: 8))),
        Case(known: five, epoch: 5, seq: 9, verdict: .refuse(.sequenceGap(expected: 8, received: 9))),
        Case(known: five, epoch: 6, seq: 0, verdict: .accept(ProducerState(epoch: 6, lastSeq: 0))),
        Case(known: five, epoch: 6, seq: 1, verdict: .refuse(.epochStartsAboveZero)),
        Case(
            known: ProducerState(epoch: most, lastSeq: most - 1), epoch: most, seq: most,
            verdict: .accept(ProducerState(epoch: most, lastSeq: most))),
    ])
    func verdict(_ example: Case) throws {
        let stamp = try #require(ProducerStamp(id: "p", epoch: example.epoch, seq: example.seq))
        #expect(ProducerRule.decide(stamp, example.known) == example.verdict)
    }
}
