import Specification
import Testing

@Suite struct RFC3339InstantTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0, 0, "1970-01-01T00:00:00Z"),
            ("1985-04-12T23:20:50.52Z", 482_196_050, 520_000_000, "1985-04-12T23:20:50.520Z"),
            ("1996-12-19t16:39:57-08:00", 851_042_397, 0, "1996-12-20T00:39:57Z"),
            ("1937-01-01T12:00:27.87+00:20", -1_041_337_173, 870_000_000, "1937-01-01T11:40:27.870Z"),
            ("1990-12-31T23:59:60z", 662_688_000, 0, "1991-01-01T00:00:00Z"),
            ("1990-12-31T15:59:60.5-08:00", 662_688_000, 500_000_000, "1991-01-01T00:00:00.500Z"),
            ("2016-07-01T05:29:60+05:30", 1_467_331_200, 0, "2016-07-01T00:00:00Z"),
            ("2024-02-29T00:00:00-00:00", 1_709_164_800, 0, "2024-02-29T00:00:00Z"),
            ("2000-02-29T00:00:00Z", 951_782_400, 0, "2000-02-29T00:00:00Z"),
            ("1969-12-31T23:59:59.999999999Z", -1, 999_999_999, "1969-12-31T23:59:59.999999999Z"),
            ("2025-01-01T00:00:00.1234567891111Z", 1_735_689_600, 123_456_789, "2025-01-01T00:00:00.123456789Z"),
            ("2025-01-01T00:00:00.000001Z", 1_735_689_600, 1000, "2025-01-01T00:00:00.000001Z"),
            ("2025-01-01T00:00:00.0Z", 1_735_689_600, 0, "2025-01-01T00:00:00Z"),
            ("0000-01-01T00:00:00Z", -62_167_219_200, 0, "0000-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59Z", 253_402_300_799, 0, "9999-12-31T23:59:59Z"),
            ("9999-12-31T23:59:59.5-23:59", 253_402_387_139, 500_000_000, "9999-12-31T23:59:59Z"),
            ("0000-01-01T00:00:00+00:01", -62_167_219_260, 0, "0000-01-01T00:00:00Z"),
        ] as [(String, Int64, Int32, String)])
    func accepts(timestamp: String, seconds: Int64, nanoseconds: Int32, written: String) throws {
        let instant = try #require(RFC3339Instant(timestamp))
        #expect(instant.secondsSince1970 == seconds)
        #expect(instant.nanoseconds == nanoseconds)
        #expect(instant.description == written)
    }

    @Test(arguments: [
        "", "2025-01-01", "2025-01-01T00:00:00", "2025-01-01 00:00:00Z", "2025-01-01T00:00Z", "20250101T000000Z",
        "2025-13-01T00:00:00Z", "2025-00-01T00:00:00Z", "2025-01-00T00:00:00Z", "2025-01-32T00:00:00Z",
        "2025-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2024-02-30T00:00:00Z", "2025-04-31T00:00:00Z",
        "2025-01-01T24:00:00Z", "2025-01-01T00:60:00Z", "2025-01-01T00:00:61Z", "2025-01-01T00:00:00.Z",
        "2025-01-01T00:00:00,5Z", "2025-01-01T00:00:00+0100", "2025-01-01T00:00:00+01", "2025-01-01T00:00:00+24:00",
        "2025-01-01T00:00:00+01:60", "2025-01-01T00:00:00ZZ", "2025-01-01T00:00:00Z ", " 2025-01-01T00:00:00Z",
        "+2025-01-01T00:00:00Z", "12025-01-01T00:00:00Z", "2025-1-1T00:00:00Z", "2025-01-01T00:00:60Z",
        "2025-06-15T23:59:60Z", "2025-06-30T23:59:60-08:00", "2025-06-30T22:59:60Z", "2025-01-01T00:00:00−01:00",
        "1735689600", "tomorrow", "2025-01-01T00:00:0٠Z", "2025-01-01T00:00:00.5", "2025-01-01T00:00:00\u{0}Z",
    ])
    func refuses(timestamp: String) {
        #expect(RFC3339Instant(timestamp) == nil)
    }

    @Test func carriesAndSaturates() {
        #expect(
            RFC3339Instant(secondsSince1970: 1, nanoseconds: -1)
                == RFC3339Instant(secondsSince1970: 0, nanoseconds: 999_999_999))
        #expect(RFC3339Instant(secondsSince1970: 1, nanoseconds: 2_000_000_001).secondsSince1970 == 3)
        #expect(RFC3339Instant(secondsSince1970: .max, nanoseconds: 1_000_000_000).secondsSince1970 == .max)
        #expect(RFC3339Instant(secondsSince1970: .min, nanoseconds: -1).secondsSince1970 == .min)
        #expect(RFC3339Instant(secondsSince1970: 5).adding(seconds: .max).secondsSince1970 == .max)
        #expect(RFC3339Instant(secondsSince1970: -5).adding(seconds: .min).secondsSince1970 == .min)
        #expect(RFC3339Instant(secondsSince1970: .max).description == "9999-12-31T23:59:59Z")
        #expect(RFC3339Instant(secondsSince1970: .min).description == "0000-01-01T00:00:00Z")
        #expect(
            RFC3339Instant(secondsSince1970: 1, nanoseconds: 7).adding(seconds: 2)
                == RFC3339Instant(secondsSince1970: 3, nanoseconds: 7))
    }

    @Test(arguments: [0, 1, -1, 999, 1000, -999, -1000, -1001, 1_735_689_600_123, Int64.max, .min])
    func keepsMilliseconds(milliseconds: Int64) {
        #expect(RFC3339Instant(millisecondsSince1970: milliseconds).millisecondsSince1970 == milliseconds)
    }

    @Test func millisecondsSaturate() {
        #expect(RFC3339Instant(secondsSince1970: .max).millisecondsSince1970 == .max)
        #expect(RFC3339Instant(secondsSince1970: .min).millisecondsSince1970 == .min)
        #expect(RFC3339Instant(secondsSince1970: -1, nanoseconds: 999_999_999).millisecondsSince1970 == -1)
    }

    @Test func ordersByTime() {
        let early = RFC3339Instant(secondsSince1970: 1, nanoseconds: 5)
        #expect(early < RFC3339Instant(secondsSince1970: 1, nanoseconds: 6))
        #expect(early < RFC3339Instant(secondsSince1970: 2))
        #expect(RFC3339Instant("2025-01-01T01:00:00+01:00") == RFC3339Instant("2025-01-01T00:00:00Z"))
    }

    /// Seconds and fraction of a million-odd days are what Python's calendar says, both ways.
    @Test(.enabled(if: PythonOracle.isAvailable, "python3 is not installed"))
    func agreesWithPython() throws {
        var generator = SeededGenerator(seed: 3339)
        var timestamps: [String] = []
        for _ in 0..<4000 {
            func two(_ range: ClosedRange<Int>, _ generator: inout SeededGenerator) -> String {
                let number = Int.random(in: range, using: &generator)
                return (number < 10 ? "0" : "") + String(number)
            }
            let year = String(10_000 + Int.random(in: 2...9998, using: &generator)).dropFirst()
            var timestamp = "\(year)-\(two(0...13, &generator))-\(two(0...32, &generator))T"
            timestamp += "\(two(0...23, &generator)):\(two(0...60, &generator)):\(two(0...59, &generator))"
            if Bool.random(using: &generator) {
                let digits = Int.random(in: 1...6, using: &generator)
                timestamp += "." + (0..<digits).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
            }
            let offset = "\(generator.pick(["+", "-"]))\(two(0...24, &generator)):\(two(0...59, &generator))"
            timestamps.append(timestamp + generator.pick(["Z", offset]))
        }
        let script = """
            from datetime import datetime, timezone, timedelta
            import re
            epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
            for case in cases:
                text = case.decode()
                try:
                    # Python reads only three or six digits of a fraction in every version.
                    text = re.sub(r'\\.(\\d+)', lambda m: '.' + m.group(1).ljust(6, '0'), text)
                    instant = datetime.fromisoformat(text.replace('Z', '+00:00'))
                    micros = (instant - epoch) // timedelta(microseconds=1)
                    shown = (epoch + timedelta(microseconds=micros)).strftime('%m-%dT%H:%M:%S')
                    print(micros // 10**6, micros % 10**6 * 1000, shown)
                except (ValueError, OverflowError):
                    print('invalid')
            """
        let answers = try PythonOracle.run(script, on: timestamps.map { Array($0.utf8) })
        try #require(answers.count == timestamps.count)
        var valid = 0
        for (timestamp, answer) in zip(timestamps, answers) {
            guard let instant = RFC3339Instant(timestamp) else {
                #expect(answer == "invalid", "\(timestamp)")
                continue
            }
            valid += 1
            let shown = instant.description.dropFirst(5).prefix(14)
            #expect(answer == "\(instant.secondsSince1970) \(instant.nanoseconds) \(shown)", "\(timestamp)")
            #expect(RFC3339Instant(instant.description) == instant)
        }
        #expect(valid > 1000 && valid < timestamps.count)
    }
}
