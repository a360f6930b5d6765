import Specification

/// What became of the tests of one file.
public struct FileTally: Sendable, Hashable {
    /// The name of the file without its suffix.
    public let name: String
    /// Tests answered as the text demands.
    public var passed = 0
    /// Tests answered in another way that the text permits.
    public var acceptable = 0
    /// Tests answered wrongly, or not at all.
    public var failed = 0
    /// Tests of what the implementation does not do.
    public var unsupported = 0

    /// Nothing judged yet.
    public init(name: String) {
        self.name = name
    }

    /// Counts a judgement.
    public mutating func count(_ judgement: Judgement) {
        switch judgement {
        case .passed: passed += 1
        case .acceptable: acceptable += 1
        case .failed: failed += 1
        case .unsupported: unsupported += 1
        }
    }
}

/// A test that was not answered as it has to be.
public struct VectorFailure: Sendable, Hashable {
    /// The name of the file without its suffix.
    public let file: String
    /// The name of the group.
    public let group: String
    /// The test.
    public let test: VectorCase
    /// What came instead.
    public let got: String
}

/// The vectors held against their schema, their own rules, and this project's code.
public struct Verification: Sendable {
    /// What became of each file.
    public private(set) var tallies: [FileTally] = []
    /// Tests that this project's code answers wrongly.
    public private(set) var failures: [VectorFailure] = []
    /// Why a file is no file of vectors, one sentence each, beginning with its name.
    public private(set) var defects: [String] = []

    /// Whether there is nothing to complain about.
    public var isFlawless: Bool { failures.isEmpty && defects.isEmpty }

    /// Verifies files.
    ///
    /// - Throws: What is wrong with the schema.
    public init(of entries: [VectorFolder.Entry], schema: [UInt8]) throws(SchemaError) {
        var validator = SchemaValidator(try JSONSchema(text: schema))
        for entry in entries {
            switch Self.read(entry, &validator) {
            case .success(let file): verify(file)
            case .failure(let refusal): defects += refusal.reasons.map { "\(entry.name).json: \($0)" }
            }
        }
    }

    private struct Refusal: Error {
        var reasons: [String]
    }

    private static func read(
        _ entry: VectorFolder.Entry, _ validator: inout SchemaValidator
    ) -> Result<VectorFile, Refusal> {
        let value: JSONValue
        do { value = try JSONValue.parse(entry.bytes) } catch { return .failure(Refusal(reasons: ["\(error)"])) }
        let violations = validator.violations(of: value)
        guard violations.isEmpty else { return .failure(Refusal(reasons: violations.map(\.description))) }
        do throws(VectorFileError) {
            return .success(try VectorFile(name: entry.name, value))
        } catch {
            return .failure(Refusal(reasons: [error.description]))
        }
    }

    private mutating func verify(_ file: VectorFile) {
        defects += file.defects.map { "\(file.name).json: \($0)" }
        var tally = FileTally(name: file.name)
        for group in file.groups {
            for test in group.cases {
                let judgement: Judgement
                let got: String
                do throws(VectorFileError) {
                    let answer = try OwnAnswers.answer(VectorQuestion(operation: group.operation, input: test.input))
                    judgement = VectorJudge.judge(answer, to: test, group.operation)
                    got = answer.description
                } catch {
                    judgement = .failed
                    got = "no answer: \(error)"
                }
                tally.count(judgement)
                if judgement == .failed {
                    failures.append(VectorFailure(file: file.name, group: group.name, test: test, got: got))
                }
            }
        }
        tallies.append(tally)
    }
}
