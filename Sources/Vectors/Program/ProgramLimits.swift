/// How much a program that answers vectors may take.
public struct ProgramLimits: Sendable, Hashable {
    /// How long one answer may take.
    public var timeout: Duration

    /// How long the program may take to end when its input does.
    public var grace: Duration

    /// The longest answer in bytes.
    public var maximumAnswerBytes: Int

    /// How many times a program that crashed, hung or answered what is no answer is started again.
    public var maximumRestarts: Int

    /// Limits; by default 5 seconds for an answer and for the end, 1 MiB, and 10 more starts.
    public init(
        timeout: Duration = .seconds(5), grace: Duration = .seconds(5), maximumAnswerBytes: Int = 1 << 20,
        maximumRestarts: Int = 10
    ) {
        self.timeout = timeout
        self.grace = grace
        self.maximumAnswerBytes = maximumAnswerBytes
        self.maximumRestarts = maximumRestarts
    }
}
