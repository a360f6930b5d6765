/// A cursor that keeps caches from answering live reads for ever (§10.1): a decimal number of any size.
///
/// Clients treat a cursor as opaque and echo it. A server reads it as the number of an interval of time, and has to
/// answer with a greater one even when a client made up a number that no machine integer holds; the digits are kept
/// for that reason.
public struct StreamCursor: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The instant from which intervals are counted: 2024-10-09T00:00:00Z.
    public static let epoch = RFC3339Instant(secondsSince1970: 1_728_432_000)

    /// The length of an interval in seconds.
    public static let intervalSeconds: Int64 = 20

    /// The range of the jitter in seconds that moves a cursor past the client's.
    public static let jitterRange = 1...3600

    /// The number of digits above which a client's cursor is not read as a number.
    public static let maximumDigits = 1024

    /// The digits as header, query parameter and control event have them, without leading zeros.
    public let token: String

    /// The cursor of an interval; intervals before the epoch count as the first one.
    public init(interval: Int64) {
        token = String(max(0, interval))
    }

    /// The cursor a token names, or `nil` when it is not digits or more of them than ``maximumDigits``.
    public init?(_ token: String) {
        guard !token.isEmpty, token.utf8.count <= Self.maximumDigits, token.utf8.allSatisfy(StrictDecimal.isDigit)
        else { return nil }
        let significant = token.drop { $0 == "0" }
        self.token = significant.isEmpty ? "0" : String(significant)
    }

    /// The number of the interval, or `nil` when it is beyond 2^63 − 1.
    public var interval: Int64? { Int64(token) }

    /// The cursor of the interval in which an instant lies.
    public static func current(at now: RFC3339Instant) -> StreamCursor {
        let (elapsed, overflow) = now.secondsSince1970.subtractingReportingOverflow(epoch.secondsSince1970)
        return StreamCursor(interval: overflow ? 0 : elapsed / intervalSeconds)
    }

    /// The cursor to answer a live read with: the current one, or one past the client's where that is not behind it.
    ///
    /// The jitter is a duration and a cursor a number of intervals, so whole intervals of it are added, at least one.
    /// A cursor of the client that is not a number is of no server's making and is passed over.
    public static func answering(client: String?, at now: RFC3339Instant, jitterSeconds: Int) -> StreamCursor {
        let current = current(at: now)
        guard let client, let theirs = StreamCursor(client), theirs >= current else { return current }
        return theirs.advanced(by: UInt64(max(1, Int64(jitterSeconds) / intervalSeconds)))
    }

    /// The cursor some intervals later.
    public func advanced(by intervals: UInt64) -> StreamCursor {
        var digits = Array(token.utf8)
        var carry = intervals
        var position = digits.count
        while carry > 0 {
            if position == 0 {
                digits.insert(UInt8(ascii: "0"), at: 0)
                position = 1
            }
            position -= 1
            let (sum, overflow) = carry.addingReportingOverflow(UInt64(digits[position] &- 0x30))
            // Only a carry next to 2^64 overflows; what is lost is then 2^64 itself, taken in two steps.
            if overflow { return advanced(by: intervals / 2).advanced(by: intervals - intervals / 2) }
            digits[position] = UInt8(sum % 10) + 0x30
            carry = sum / 10
        }
        return StreamCursor(digits: digits)
    }

    private init(digits: [UInt8]) {
        token = String(decoding: digits, as: UTF8.self)
    }

    /// The order of the numbers.
    public static func < (left: Self, right: Self) -> Bool {
        let (leftCount, rightCount) = (left.token.utf8.count, right.token.utf8.count)
        return leftCount == rightCount ? WireOrder.precedes(left.token, right.token) : leftCount < rightCount
    }

    /// The digits.
    public var description: String { token }
}
