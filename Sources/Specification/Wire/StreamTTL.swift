/// The sliding time-to-live of a stream in seconds: the value of `Stream-TTL` (§5.1).
public struct StreamTTL: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number of idle seconds after which the stream expires; never negative.
    public let seconds: Int64

    /// A time-to-live, or `nil` when the value is not digits without leading zeros or is beyond 2^63 − 1.
    ///
    /// `0` is valid: the text asks for a non-negative integer.
    public init?(_ value: String) {
        guard let seconds = StrictDecimal.parse(value, leadingZeros: false) else { return nil }
        self.seconds = seconds
    }

    /// A time-to-live of some seconds, or `nil` when they are negative.
    public init?(seconds: Int64) {
        guard seconds >= 0 else { return nil }
        self.seconds = seconds
    }

    /// The order of the durations.
    public static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }

    /// The value as the header has it.
    public var description: String { String(seconds) }
}
