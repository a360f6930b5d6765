import BlackBox

/// Why a check ended before its story did.
enum Interruption: Error {
    /// A step the story stands on did not succeed, and that step is another check's business.
    case preconditionUnmet(String)
    /// The target did not answer a request that deserved an answer.
    case noAnswer(TransportFailure, exchange: Int)
    /// An expectation without which the rest of the story means nothing was not met; it has been recorded.
    case expectationUnmet
    /// The story cannot be told to this target, for example raw bytes over TLS.
    case notApplicable(String)
}
