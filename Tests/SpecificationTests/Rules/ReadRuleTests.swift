import Specification
import Testing

@Suite struct ReadRuleTests {
    private func stream(tail: Int, closed: Bool = false) -> StreamFacts {
        StreamFacts(configuration: StreamConfiguration(contentType: .octetStream), tail: tail, isClosed: closed)
    }

    @Test func startsAreResolvedAndNothingBeyondTheTailIsAccepted() {
        #expect(ReadRule.start(.beginning, stream(tail: 9)) == 0)
        #expect(ReadRule.start(.now, stream(tail: 9)) == 9)
        #expect(ReadRule.start(.position(9), stream(tail: 9)) == 9)
        #expect(ReadRule.start(.position(10), stream(tail: 9)) == nil)
    }

    @Test(arguments: [false, true])
    func flagsAreForTheTailOnly(closed: Bool) {
        let stream = stream(tail: 9, closed: closed)
        #expect(ReadRule.flags(end: 9, stream) == ReadFlags(isUpToDate: true, isClosed: closed))
        #expect(ReadRule.flags(end: 8, stream) == ReadFlags(isUpToDate: false, isClosed: false))
    }

    @Test func aLongPollWaitsOnlyWhereDataMayStillCome() {
        #expect(ReadRule.longPoll(start: 3, stream(tail: 9)) == .answer)
        #expect(ReadRule.longPoll(start: 3, stream(tail: 9, closed: true)) == .answer)
        #expect(ReadRule.longPoll(start: 9, stream(tail: 9)) == .wait)
        #expect(ReadRule.longPoll(start: 9, stream(tail: 9, closed: true)) == .endOfStream)
    }
}
