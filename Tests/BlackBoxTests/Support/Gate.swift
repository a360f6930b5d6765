import Foundation

/// Holds threads back until a number of them has arrived.
final class Gate: @unchecked Sendable {
    private let condition = NSCondition()
    private var missing: Int

    init(_ count: Int) {
        missing = count
    }

    func arriveAndWait() {
        condition.lock()
        missing -= 1
        condition.broadcast()
        while missing > 0 { condition.wait() }
        condition.unlock()
    }

    /// Waits without counting.
    func wait() {
        condition.lock()
        while missing > 0 { condition.wait() }
        condition.unlock()
    }

    /// Counts without waiting.
    func arrive() {
        condition.lock()
        missing -= 1
        condition.broadcast()
        condition.unlock()
    }
}
