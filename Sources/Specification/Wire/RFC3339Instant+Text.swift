extension RFC3339Instant: CustomStringConvertible {
    /// The instant a timestamp names, or `nil` when it is not a `date-time` of RFC 3339 §5.6.
    ///
    /// `T` and `Z` may be in lower case; a space instead of `T` is not accepted. Digits of a fraction beyond the ninth
    /// are dropped. A leap second is accepted where one can be, at 23:59:60 UTC on the last day of a month, and means
    /// the second after it.
    public init?(_ timestamp: String) {
        var reader = TimestampReader(timestamp)
        guard let year = reader.number(digits: 4), reader.take("-"),
            let month = reader.number(digits: 2), (1...12).contains(month), reader.take("-"),
            let day = reader.number(digits: 2), day >= 1, day <= Self.days(inMonth: month, ofYear: year),
            reader.take("T"),
            let hour = reader.number(digits: 2), hour <= 23, reader.take(":"),
            let minute = reader.number(digits: 2), minute <= 59, reader.take(":"),
            let second = reader.number(digits: 2), second <= 60,
            let nanoseconds = reader.fraction(),
            let offsetMinutes = reader.offset(), reader.isAtEnd
        else { return nil }
        let days = Self.daysSince1970(year: year, month: month, day: day)
        let seconds = days * 86_400 + (hour * 60 + minute - offsetMinutes) * 60 + second
        if second == 60 {
            // Sixty carries into the next minute, which has to be midnight UTC of the first day of a month.
            guard seconds % 86_400 == 0, Self.date(daysSince1970: Self.floorDivision(seconds, 86_400)).day == 1 else {
                return nil
            }
        }
        self.init(secondsSince1970: seconds, nanoseconds: Int32(nanoseconds))
    }

    /// The instant in UTC, with three, six or nine digits of a fraction where there is one.
    ///
    /// RFC 3339 has years of four digits; an instant outside them is written as the first or last second within.
    public var description: String {
        let first = Self.daysSince1970(year: 0, month: 1, day: 1) * 86_400
        let last = Self.daysSince1970(year: 10_000, month: 1, day: 1) * 86_400 - 1
        let seconds = min(max(secondsSince1970, first), last)
        let nanoseconds = seconds == secondsSince1970 ? self.nanoseconds : 0

        let days = Self.floorDivision(seconds, 86_400)
        let (year, month, day) = Self.date(daysSince1970: days)
        let time = seconds - days * 86_400
        var text = Self.padded(year, to: 4) + "-" + Self.padded(month, to: 2) + "-" + Self.padded(day, to: 2)
        text += "T" + Self.padded(time / 3600, to: 2) + ":" + Self.padded(time / 60 % 60, to: 2)
        text += ":" + Self.padded(time % 60, to: 2)
        if nanoseconds != 0 {
            var fraction = Int64(nanoseconds)
            var digits = 9
            while fraction % 1000 == 0 {
                fraction /= 1000
                digits -= 3
            }
            text += "." + Self.padded(fraction, to: digits)
        }
        return text + "Z"
    }

    private static func padded(_ number: Int64, to digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}

/// The Gregorian calendar, extended to years before it was used, as RFC 3339 has it.
extension RFC3339Instant {
    fileprivate static func isLeap(_ year: Int64) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    fileprivate static func days(inMonth month: Int64, ofYear year: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    fileprivate static func floorDivision(_ dividend: Int64, _ divisor: Int64) -> Int64 {
        dividend / divisor - (dividend % divisor < 0 ? 1 : 0)
    }

    /// Days from 1970-01-01, counting years from March so that the leap day is the last of its year.
    fileprivate static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let marchYear = month > 2 ? year : year - 1
        let cycle = floorDivision(marchYear, 400)
        let yearOfCycle = marchYear - cycle * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        return cycle * 146_097 + dayOfCycle - 719_468
    }

    fileprivate static func date(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let cycle = floorDivision(shifted, 146_097)
        let dayOfCycle = shifted - cycle * 146_097
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = (marchMonth + 2) % 12 + 1
        return (
            yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1
        )
    }
}

/// A cursor over the bytes of a timestamp.
private struct TimestampReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ timestamp: String) {
        bytes = Array(timestamp.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    /// Takes a character; a letter in either case.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count else { return false }
        let expected = UInt8(ascii: character)
        let isLetter = expected >= UInt8(ascii: "A")
        guard bytes[position] == expected || (isLetter && bytes[position] == expected | 0x20) else { return false }
        position += 1
        return true
    }

    /// Takes a number of exactly so many digits.
    mutating func number(digits: Int) -> Int64? {
        guard bytes.count - position >= digits else { return nil }
        var value: Int64 = 0
        for _ in 0..<digits {
            guard StrictDecimal.isDigit(bytes[position]) else { return nil }
            value = value * 10 + Int64(bytes[position] &- 0x30)
            position += 1
        }
        return value
    }

    /// Takes an optional fraction of a second and gives it in nanoseconds; `nil` for a point without digits.
    mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        var nanoseconds: Int64 = 0
        var weight: Int64 = 100_000_000
        let start = position
        while position < bytes.count, StrictDecimal.isDigit(bytes[position]) {
            nanoseconds += Int64(bytes[position] &- 0x30) * weight
            weight /= 10
            position += 1
        }
        return position > start ? nanoseconds : nil
    }

    /// Takes `Z` or a numeric offset and gives it in minutes.
    mutating func offset() -> Int64? {
        if take("Z") { return 0 }
        let isAhead = take("+")
        guard isAhead || take("-"), let hours = number(digits: 2), hours <= 23, take(":"),
            let minutes = number(digits: 2), minutes <= 59
        else { return nil }
        return (hours * 60 + minutes) * (isAhead ? 1 : -1)
    }
}
