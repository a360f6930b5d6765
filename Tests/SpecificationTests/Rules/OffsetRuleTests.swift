import Specification
import Testing

@Suite struct OffsetRuleTests {
    static let positions = [0, 1, 9, 10, 31, 32, 1023, 1024, 1 << 32, Int.max - 1, Int.max]

    @Test(arguments: positions)
    func anOffsetNamesItsPosition(position: Int) throws {
        let token = OffsetRule.token(of: position)
        #expect(token.utf8.count == OffsetRule.width)
        let offset = try #require(Offset(token))
        #expect(offset.isURLSafe)
        #expect(OffsetRule.position(of: token) == position)
    }

    @Test func offsetsSortAsTheirPositionsDo() {
        let tokens = Self.positions.map(OffsetRule.token)
        #expect(tokens == tokens.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
        #expect(Set(tokens).count == tokens.count)
    }

    @Test(arguments: [
        "", "0", "000000000000", "00000000000000", "000000000000w", "000000000000A", "zzzzzzzzzzzzz",
        "-000000000001", "g000000000000", "fvvvvvvvvvvvv", "00000000000é",
    ])
    func nothingElseIsAnOffset(token: String) {
        #expect(OffsetRule.position(of: token) == nil)
    }
}
