import Foundation
import Specification
import Testing

@testable import Vectors

/// The vectors are the text's word in cases; the code has to agree with every one of them.
struct VerificationTests {
    @Test func everyVectorOfTheRepositoryAgreesWithOurCode() throws {
        let folder = try VectorFolder(path: Repository.path)
        let verification = try Verification(of: folder.entries(folder.names), schema: folder.schema())
        #expect(verification.defects == [])
        for failure in verification.failures {
            Issue.record("\(failure.file) \(failure.test.id): \(failure.test.comment): got \(failure.got)")
        }
        #expect(verification.isFlawless)
        #expect(verification.tallies.map(\.name) == folder.names)
    }

    @Test func everyOperationIsAskedAndThereAreEnoughCases() throws {
        let groups = try Repository.files().flatMap(\.groups)
        #expect(Set(groups.map(\.operation)) == Set(VectorOperation.allCases))
        #expect(groups.reduce(0) { $0 + $1.cases.count } >= 1500)
    }

    @Test func everyOperationHasCasesOfEachResultIfItHasSeveral() throws {
        var results: [VectorOperation: Set<String>] = [:]
        for group in try Repository.files().flatMap(\.groups) {
            results[group.operation, default: []].formUnion(group.cases.map(\.expected.result))
        }
        let single: Set<VectorOperation> = [
            .sseDecode, .sseEncode, .base64Encode, .cursorInterval, .cursorAnswer, .forkLifetime, .webhookSign,
            .keyThumbprint, .producerHistory,
        ]
        for (operation, words) in results where !single.contains(operation) { #expect(words.count > 1, "\(operation)") }
    }

    @Test func everyTestStandsOnALineOfItsOwn() throws {
        let folder = try VectorFolder(path: Repository.path)
        for entry in try folder.entries(folder.names) {
            let lines = String(decoding: entry.bytes, as: UTF8.self).split(separator: "\n")
            let file = try VectorFile(name: entry.name, JSONValue.parse(entry.bytes))
            #expect(lines.count { $0.contains(#"{"id": "#) } == file.count, "\(entry.name)")
        }
    }

    @Test func aWrongExpectationIsFound() throws {
        let test = #"{"id": 2, "comment": "b", "input": {"value": "01"}, "result": "valid"}"#
        let verification = try SmallFile.verify(SmallFile.text(second: test))
        #expect(!verification.isFlawless)
        #expect(verification.failures.map(\.test.id) == [2])
        #expect(verification.failures.map(\.got) == ["invalid"])
        #expect(verification.tallies.map(\.passed) == [1])
    }

    @Test func anAcceptableAnswerIsCountedAsSuch() throws {
        let test = """
            {"id": 2, "comment": "b", "input": {"value": "01"}, "result": "valid", "acceptable": [{"result": "invalid"}],
            "flags": ["x"]}
            """
        let verification = try SmallFile.verify(SmallFile.text(second: test, notes: #"{"x": "y"}"#))
        #expect(verification.isFlawless)
        #expect(verification.tallies.map(\.acceptable) == [1])
    }

    @Test func aFileThatDoesNotFitTheSchemaIsNamedWithThePlace() throws {
        let test = #"{"id": 2, "comment": "b", "input": {"text": "01"}, "result": "maybe"}"#
        let verification = try SmallFile.verify(SmallFile.text(second: test))
        #expect(
            verification.defects == [
                "small.json: groups[0].tests[1].input: 'value' is missing",
                "small.json: groups[0].tests[1].input.text: nothing is permitted here",
                #"small.json: groups[0].tests[1].result: "maybe" is not "valid" or "invalid""#,
            ])
    }

    @Test func aFileThatIsNoJSONIsNamed() throws {
        #expect(try SmallFile.verify("{").defects.first?.hasPrefix("small.json: Invalid JSON at byte 1") == true)
    }

    @Test func aFileOfAnotherKindThanItsNameIsNamed() throws {
        let text = SmallFile.text().replacing(#""kind": "small""#, with: #""kind": "other""#)
        #expect(try SmallFile.verify(text).defects == ["small.json: the kind is not the name of the file"])
    }
}
