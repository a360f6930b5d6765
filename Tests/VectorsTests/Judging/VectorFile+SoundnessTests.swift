import Testing

@testable import Vectors

struct VectorFileSoundnessTests {
    private func defects(_ text: String) throws -> [String] { try SmallFile.file(text).defects }

    private func second(id: Int = 2, value: String = "2", more: String = "") -> String {
        #"{"id": \#(id), "comment": "b", "input": {"value": "\#(value)"}, "result": "valid"\#(more)}"#
    }

    @Test func aSoundFileHasNone() throws {
        #expect(try defects(SmallFile.text()) == [])
    }

    @Test func theCountHasToBeRight() throws {
        #expect(try defects(SmallFile.text(count: 3)) == ["'count' says 3, and there are 2 tests"])
    }

    @Test func aNumberIsGivenOnce() throws {
        #expect(try defects(SmallFile.text(second: second(id: 1))) == ["the number 1 is given twice"])
    }

    @Test func aNumberIsNotLeftOut() throws {
        #expect(try defects(SmallFile.text(second: second(id: 3))) == ["the number 2 is neither a test's nor retired"])
        #expect(try defects(SmallFile.text(second: second(id: 3), more: #""retired": [2],"#)) == [])
    }

    @Test func aRetiredNumberIsNotUsedAgain() throws {
        #expect(try defects(SmallFile.text(more: #""retired": [2],"#)) == ["the number 2 is given twice"])
    }

    @Test func flagsAreExplainedAndNotesAreUsed() throws {
        #expect(
            try defects(SmallFile.text(second: second(more: #", "flags": ["x"]"#)))
                == ["test 2 has the flag 'x', which no note explains"])
        #expect(
            try defects(SmallFile.text(notes: #"{"x": "y"}"#)) == ["the note 'x' explains a flag that no test has"])
    }

    @Test func severalAcceptableAnswersNeedAReason() throws {
        #expect(
            try defects(SmallFile.text(second: second(more: #", "acceptable": [{"result": "invalid"}]"#)))
                == ["test 2 has several acceptable answers and no flag that tells why"])
    }

    @Test func theResultIsNotAcceptableBesides() throws {
        let test = second(more: #", "acceptable": [{"result": "valid"}], "flags": ["x"]"#)
        #expect(
            try defects(SmallFile.text(second: test, notes: #"{"x": "y"}"#))
                == ["test 2 has its result among those that are acceptable besides"])
    }

    @Test func nothingIsAskedTwice() throws {
        #expect(try defects(SmallFile.text(second: second(value: "1"))) == ["test 2 asks what test 1 asks"])
    }
}
