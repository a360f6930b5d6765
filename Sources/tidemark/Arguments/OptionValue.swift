import Specification

/// Reads the values of options, so that every kind of value is refused with the same words everywhere.
enum OptionValue {
    /// A whole number in a range.
    static func integer<Number: FixedWidthInteger>(
        _ name: String, of parsed: ParsedArguments, in range: ClosedRange<Number>
    ) throws(UsageError) -> Number? {
        guard let text = parsed[name] else { return nil }
        let isDigits = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isDigits, let number = Number(text), range.contains(number) else {
            throw UsageError(
                "\(name) wants a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
        }
        return number
    }

    /// A duration in seconds, with decimals where wanted.
    static func seconds(
        _ name: String, of parsed: ParsedArguments, from minimum: Double, upTo maximum: Double = 86400
    ) throws(UsageError) -> Duration? {
        guard let text = parsed[name] else { return nil }
        let isDecimal = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
        }
        guard isDecimal, let seconds = Double(text), (minimum...maximum).contains(seconds) else {
            let range = "from \(spoken(minimum)) to \(spoken(maximum))"
            throw UsageError("\(name) wants seconds \(range), for example \(name) 2.5, not '\(text)'")
        }
        return .microseconds(Int64((seconds * 1_000_000).rounded()))
    }

    /// Bytes, with a suffix where wanted: `4096`, `64k`, `16M`, `1G`.
    static func bytes(
        _ name: String, of parsed: ParsedArguments, in range: ClosedRange<Int>
    ) throws(UsageError) -> Int? {
        guard let text = parsed[name] else { return nil }
        let units: [Character: Int] = [
            "k": 1 << 10, "K": 1 << 10, "m": 1 << 20, "M": 1 << 20, "g": 1 << 30, "G": 1 << 30,
        ]
        let unit = text.last.flatMap { units[$0] }
        let digits = unit == nil ? text[...] : text.dropLast()
        let isDigits = digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isDigits, let number = Int(digits) else { throw badBytes(name, text, range) }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
        guard !overflow, range.contains(product) else { throw badBytes(name, text, range) }
        return product
    }

    /// Names of profiles, separated by commas; `all` stands for every one.
    static func profiles(_ name: String, of parsed: ParsedArguments) throws(UsageError) -> Set<Profile> {
        var profiles: Set<Profile> = []
        for word in parsed.all(name).flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
            if word == "all" {
                profiles.formUnion(Profile.allCases)
                continue
            }
            guard let profile = Profile(rawValue: String(word)) else {
                let names = Profile.allCases.map(\.rawValue)
                let near = NearestName.suggestion(for: String(word), among: names)
                throw UsageError(
                    "\(name): '\(word)' is not a profile\(near)\nprofiles: \(names.joined(separator: ", ")), all")
            }
            profiles.insert(profile)
        }
        return profiles
    }

    private static func badBytes(_ name: String, _ text: String, _ range: ClosedRange<Int>) -> UsageError {
        UsageError(
            """
            \(name) wants a number of bytes from \(range.lowerBound) to \(range.upperBound), \
            for example 4096, 64k or 16M, not '\(text)'
            """)
    }

    private static func spoken(_ seconds: Double) -> String {
        seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
    }
}
