import Specification
import Testing

@Suite struct AppendRuleTests {
    static let text = StreamConfiguration(contentType: ContentType("text/plain")!)
    static let stamp = ProducerStamp(id: "p", epoch: 1, seq: 4)!
    static let known = ProducerState(epoch: 1, lastSeq: 3)

    private func decide(
        _ attempt: AppendAttempt, _ facts: StreamFacts = StreamFacts(configuration: text), known: ProducerState? = nil,
        _ rules: Rules = .standard
    ) -> AppendDecision {
        AppendRule.decide(attempt, facts, producer: known, rules)
    }

    private var closed: StreamFacts {
        StreamFacts(configuration: Self.text, tail: 3, isClosed: true, closedBy: Self.stamp)
    }

    @Test func everythingWrongAtOnceIsToldInTheOrderOfTheText() {
        var facts = closed
        facts.lastSequence = StreamSequence("m")
        var attempt = AppendAttempt(
            contentType: "image/png", stamp: ProducerStamp(id: "p", epoch: 0, seq: 0), sequence: StreamSequence("a"))
        #expect(decide(attempt, facts, known: Self.known) == .refuse(.closed))
        facts.isClosed = false
        #expect(decide(attempt, facts, known: Self.known) == .refuse(.contentTypeMismatch))
        attempt.contentType = "text/plain"
        #expect(decide(attempt, facts, known: Self.known) == .refuse(.staleEpoch(current: 1)))
        attempt.stamp = Self.stamp
        #expect(decide(attempt, facts, known: Self.known) == .refuse(.sequenceRegression))
        attempt.sequence = StreamSequence("n")
        attempt.isEmpty = true
        #expect(decide(attempt, facts, known: Self.known) == .refuse(.emptyBody))
        attempt.isEmpty = false
        #expect(decide(attempt, facts, known: Self.known) == .accept(ProducerState(epoch: 1, lastSeq: 4)))
    }

    @Test func aRetryIsADuplicateThoughItsSequenceIsNotGreater() {
        var facts = StreamFacts(configuration: Self.text)
        facts.lastSequence = StreamSequence("b")
        let attempt = AppendAttempt(
            contentType: "text/plain", stamp: ProducerStamp(id: "p", epoch: 1, seq: 3), sequence: StreamSequence("b"))
        #expect(decide(attempt, facts, known: Self.known) == .duplicate(Self.known))
    }

    @Test func aClosedStreamKnowsTheRequestThatClosedIt() {
        let state = ProducerState(epoch: 1, lastSeq: 4)
        let retry = AppendAttempt(contentType: "text/plain", stamp: Self.stamp, closes: true)
        #expect(decide(retry, closed, known: state) == .duplicate(state))
        let older = AppendAttempt(contentType: "text/plain", stamp: ProducerStamp(id: "p", epoch: 1, seq: 2))
        #expect(decide(older, closed, known: state) == .refuse(.closed))
        let other = AppendAttempt(contentType: "text/plain", stamp: ProducerStamp(id: "q", epoch: 1, seq: 4))
        #expect(decide(other, closed, known: nil) == .refuse(.closed))
    }

    @Test func closingTwiceIsFineAppendingAndClosingTwiceIsNot() {
        #expect(decide(AppendAttempt(closes: true, isEmpty: true), closed) == .alreadyClosed)
        #expect(decide(AppendAttempt(contentType: "text/plain", closes: true), closed) == .refuse(.closed))
    }

    @Test(
        arguments: [
            ("text/plain", nil), ("TEXT/Plain; charset=utf-8", nil), (nil, .missingContentType),
            ("text", .malformedContentType), ("text/html", .contentTypeMismatch),
        ] as [(String?, AppendRefusal?)])
    func contentTypes(value: String?, refusal: AppendRefusal?) {
        let facts = StreamFacts(configuration: Self.text)
        #expect(AppendRule.refusalOfContentType(AppendAttempt(contentType: value), facts) == refusal)
        let empty = AppendAttempt(contentType: value, isEmpty: true)
        #expect(AppendRule.refusalOfContentType(empty, facts) == nil)
    }

    @Test func sequencesCompareByTheirBytes() {
        #expect(AppendRule.sequenceAdvances(StreamSequence("a"), nil))
        #expect(AppendRule.sequenceAdvances(StreamSequence("9"), StreamSequence("10")))
        #expect(!AppendRule.sequenceAdvances(StreamSequence("10"), StreamSequence("9")))
        #expect(!AppendRule.sequenceAdvances(StreamSequence("a"), StreamSequence("a")))
    }

    @Test func oneDecisionCanBeReplaced() {
        var rules = Rules.standard
        rules.sequenceAdvances = { _, _ in true }
        var facts = StreamFacts(configuration: Self.text)
        facts.lastSequence = StreamSequence("z")
        let attempt = AppendAttempt(contentType: "text/plain", sequence: StreamSequence("a"))
        #expect(decide(attempt, facts) == .refuse(.sequenceRegression))
        #expect(decide(attempt, facts, known: nil, rules) == .accept(nil))
    }
}
