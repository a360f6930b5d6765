import BlackBox
import Specification

/// One exchange of a story that a server passed: what keeping a requirement looks like on the wire.
public struct RecordedExchange: Sendable {
    /// The check that told the story.
    public var checkID: String
    /// The exchange by which the requirement was judged.
    public var exchange: Exchange

    /// An exchange of a check.
    public init(checkID: String, exchange: Exchange) {
        self.checkID = checkID
        self.exchange = exchange
    }
}

extension Runner {
    /// Tells a story for the sake of one exchange, whatever profiles the target offers.
    ///
    /// - Returns: The exchange by which the requirement was judged first, or the last one where it was judged by all of
    ///   them together; `nil` when the check did not pass.
    public func record(_ requirement: Requirement, by check: Check) async -> RecordedExchange? {
        let result = await run(check, keepingExchanges: true)
        guard result.outcome == .passed, let last = result.exchanges.last else { return nil }
        let judged = result.judged[requirement.id].map { result.exchanges[$0] }
        return RecordedExchange(checkID: check.id, exchange: judged ?? last)
    }
}
