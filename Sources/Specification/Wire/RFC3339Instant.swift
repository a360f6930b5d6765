/// An instant as RFC 3339 writes it: the value of `Stream-Expires-At` (§5.1).
public struct RFC3339Instant: Sendable, Hashable, Comparable {
    /// Whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted; rounded towards the past.
    public let secondsSince1970: Int64

    /// The nanoseconds that follow the whole second, between 0 and 999,999,999.
    public let nanoseconds: Int32

    /// An instant; nanoseconds outside one second are carried over.
    public init(secondsSince1970: Int64, nanoseconds: Int32 = 0) {
        let perSecond: Int32 = 1_000_000_000
        var carry = nanoseconds / perSecond
        var rest = nanoseconds % perSecond
        if rest < 0 {
            rest += perSecond
            carry -= 1
        }
        self.secondsSince1970 = Self.saturatingSum(secondsSince1970, Int64(carry))
        self.nanoseconds = rest
    }

    /// An instant in milliseconds since 1970-01-01T00:00:00Z.
    public init(millisecondsSince1970 milliseconds: Int64) {
        var seconds = milliseconds / 1000
        var rest = milliseconds % 1000
        if rest < 0 {
            rest += 1000
            seconds -= 1
        }
        self.init(secondsSince1970: seconds, nanoseconds: Int32(rest) * 1_000_000)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z, rounded towards the past, at most what 64 bits hold.
    public var millisecondsSince1970: Int64 {
        let (scaled, overflow) = secondsSince1970.multipliedReportingOverflow(by: 1000)
        if overflow { return secondsSince1970 < 0 ? .min : .max }
        return Self.saturatingSum(scaled, Int64(nanoseconds / 1_000_000))
    }

    /// The instant some seconds later; far beyond any calendar it stops instead of overflowing.
    public func adding(seconds: Int64) -> RFC3339Instant {
        RFC3339Instant(
            secondsSince1970: Self.saturatingSum(secondsSince1970, seconds), nanoseconds: nanoseconds)
    }

    /// The order of time.
    public static func < (left: Self, right: Self) -> Bool {
        (left.secondsSince1970, left.nanoseconds) < (right.secondsSince1970, right.nanoseconds)
    }

    private static func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? (right < 0 ? .min : .max) : sum
    }
}
