import Glibc

/// The two clocks of a loop: one that only moves forward, in milliseconds, and the wall's as a `Date` field shows it.
struct WireClock {
    private(set) var now: Int = 0
    private var second = Int.min
    private var field = [UInt8]("Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n".utf8)

    init() { tick() }

    /// Reads both clocks; done once for each batch of events.
    mutating func tick() {
        now = Self.milliseconds()
        var wall = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &wall)
        if wall.tv_sec != second {
            second = wall.tv_sec
            writeDate()
        }
    }

    /// A whole `Date` line (RFC 9110 §6.6.1), made anew once a second.
    var dateField: [UInt8] { field }

    /// Milliseconds of a clock that only moves forward.
    static func milliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    private mutating func writeDate() {
        let text = HTTPDate.text(second)
        field.replaceSubrange(6..<35, with: text.utf8)
    }
}

/// The fixed-length date of RFC 9110 §5.6.7, made without Foundation.
enum HTTPDate {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The date of a second since 1970, 29 characters for the years 0 to 9999.
    static func text(_ second: Int) -> String {
        var time = time_t(second)
        var parts = tm()
        gmtime_r(&time, &parts)
        func padded(_ value: Int32, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(days[Int(parts.tm_wday)]), \(padded(parts.tm_mday, 2)) \(months[Int(parts.tm_mon)]) "
            + "\(padded(parts.tm_year + 1900, 4)) "
            + "\(padded(parts.tm_hour, 2)):\(padded(parts.tm_min, 2)):\(padded(parts.tm_sec, 2)) GMT"
    }
}

extension Duration {
    /// The duration in whole milliseconds, rounded up, never negative.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < Int64.max / 2000 else { return Int.max / 2 }
        return max(0, Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
