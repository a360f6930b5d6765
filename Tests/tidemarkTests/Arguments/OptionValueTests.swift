import Specification
import Testing

@testable import tidemark

struct OptionValueTests {
    private func given(_ value: String) -> ParsedArguments {
        ParsedArguments(values: ["--x": [value]])
    }

    @Test func wholeNumbersKeepToTheirRange() throws {
        #expect(try OptionValue.integer("--x", of: given("7"), in: 1...9) == 7)
        #expect(try OptionValue.integer("--x", of: ParsedArguments(), in: 1...9) == nil)
        for bad in ["0", "10", "-1", "+3", "1.5", "x", " 3", "99999999999999999999"] {
            #expect(throws: UsageError("--x wants a whole number from 1 to 9, not '\(bad)'")) {
                try OptionValue.integer("--x", of: given(bad), in: 1...9)
            }
        }
    }

    @Test func secondsHaveDecimals() throws {
        #expect(try OptionValue.seconds("--x", of: given("0.5"), from: 0.1) == .milliseconds(500))
        #expect(try OptionValue.seconds("--x", of: given("30"), from: 0.1) == .seconds(30))
        for bad in ["0", "-1", "nan", "inf", "1e3", "1s", "90000", "."] {
            #expect(throws: UsageError.self, "\(bad)") { try OptionValue.seconds("--x", of: given(bad), from: 0.1) }
        }
    }

    @Test func bytesHaveUnits() throws {
        #expect(try OptionValue.bytes("--x", of: given("4096"), in: 1...(1 << 30)) == 4096)
        #expect(try OptionValue.bytes("--x", of: given("64k"), in: 1...(1 << 30)) == 65536)
        #expect(try OptionValue.bytes("--x", of: given("16M"), in: 1...(1 << 30)) == 16 << 20)
        for bad in ["0", "2G", "k", "1kk", "-1", "9999999999999G", "1.5k"] {
            #expect(throws: UsageError.self, "\(bad)") {
                try OptionValue.bytes("--x", of: given(bad), in: 1...(1 << 30))
            }
        }
    }

    @Test func profilesAreNamesOrAll() throws {
        #expect(try OptionValue.profiles("--x", of: given("core,long-poll")) == [.core, .longPoll])
        #expect(try OptionValue.profiles("--x", of: given("all")) == Set(Profile.allCases))
        let error = #expect(throws: UsageError.self) { try OptionValue.profiles("--x", of: given("longpoll")) }
        #expect(error?.description.hasPrefix("--x: 'longpoll' is not a profile; did you mean long-poll?\n") == true)
        #expect(throws: UsageError.self) { try OptionValue.profiles("--x", of: given("core,")) }
    }
}
