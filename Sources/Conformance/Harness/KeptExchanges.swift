import BlackBox
import Synchronization

/// Sees to it that the exchanges kept for the report of a run do not fill the memory, whatever a target sends.
final class KeptExchanges: Sendable {
    /// How much the exchanges kept of a whole run may take, in bytes.
    static let maximumBytes = 16 << 20

    private let left = Mutex(KeptExchanges.maximumBytes)

    /// Puts the exchanges into a result: all of them, or the decisive one in brief once there is no more room.
    func put(_ exchanges: [Exchange], into result: inout CheckResult) {
        let cost = exchanges.reduce(0) { $0 + $1.keptByteCount }
        let hasRoom = left.withLock { left in
            guard left >= cost else { return false }
            left -= cost
            return true
        }
        result.exchanges = exchanges
        guard !hasRoom, let decisive = result.decisiveExchange else { return }
        let position = result.findings.first?.exchange ?? exchanges.count - 1
        result.exchanges = [decisive.kept(.brief)]
        for index in result.findings.indices {
            result.findings[index].exchange = result.findings[index].exchange == position ? 0 : nil
        }
        result.judged = [:]
    }
}

extension String {
    /// How many characters of a sentence with words of the target in it are kept.
    static let longestReported = 2000

    /// The sentence, cut where it is too long to be read.
    var reported: String {
        guard utf8.count > Self.longestReported, unicodeScalars.count > Self.longestReported else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(Self.longestReported)))
            + "... (\(unicodeScalars.count) characters)"
    }
}
