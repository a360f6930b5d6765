import Specification

/// One test: an input and the answer that the text demands.
public struct VectorCase: Sendable, Hashable {
    /// The number that stays this test's own in its file.
    public let id: Int

    /// What is special about the input.
    public let comment: String

    /// The input, by name.
    public let input: [String: JSONValue]

    /// The answer that follows from the text.
    public let expected: VectorAnswer

    /// Other answers that the text permits.
    public let acceptable: [VectorAnswer]

    /// Names of notes of the file.
    public let flags: [String]
}

/// Tests of one operation that have something in common.
public struct VectorGroup: Sendable, Hashable {
    /// A few words.
    public let name: String

    /// What is asked.
    public let operation: VectorOperation

    /// What the tests have in common.
    public let about: String

    /// The tests.
    public let cases: [VectorCase]
}

/// A file of vectors.
public struct VectorFile: Sendable, Hashable {
    /// The name without its suffix, for example `stream-ttl`.
    public let name: String

    /// What the file is about.
    public let title: String

    /// The section of the protocol, for example `5.1`.
    public let section: String

    /// How many tests the file says it has.
    public let count: Int

    /// Numbers of tests that are there no more; they are never given to another.
    public let retired: [Int]

    /// What the flags mean.
    public let notes: [String: String]

    /// The tests by group.
    public let groups: [VectorGroup]

    /// Every test.
    public var cases: [VectorCase] { groups.flatMap(\.cases) }
}
