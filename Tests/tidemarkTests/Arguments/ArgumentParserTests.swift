import Testing

@testable import tidemark

struct ArgumentParserTests {
    private static let command = CommandSpec(
        "try", "something", operands: [.init("<what>"), .init("<else>", isOptional: true)],
        groups: [
            OptionGroup(
                "Options",
                [
                    .value("--jobs", "N", "one"), .value("--run", "GLOB", repeatable: true, "many"),
                    .flag("--strict", "a switch"),
                ])
        ],
        notes: "")

    private func parse(_ words: String...) throws -> ParsedArguments {
        try ArgumentParser(Self.command).parse(words)
    }

    private func message(_ words: String...) -> String {
        do throws(UsageError) {
            let parser = ArgumentParser(Self.command)
            try parser.checkOperands(of: try parser.parse(words))
            return "accepted"
        } catch {
            return error.description
        }
    }

    @Test func bothFormsOfAnOption() throws {
        #expect(try parse("--jobs", "3")["--jobs"] == "3")
        #expect(try parse("--jobs=3")["--jobs"] == "3")
        #expect(try parse("--run=a=b")["--run"] == "a=b")
    }

    @Test func repeatedOptionsKeepTheirOrder() throws {
        #expect(try parse("--run", "a", "x", "--run=b").all("--run") == ["a", "b"])
    }

    @Test func operandsStandAnywhereAndBehindTheDoubleHyphen() throws {
        #expect(try parse("a", "--strict", "b").operands == ["a", "b"])
        #expect(try parse("--", "--jobs", "-x").operands == ["--jobs", "-x"])
        #expect(try parse("-").operands == ["-"])
    }

    @Test func aValueMayBeginWithAHyphen() throws {
        #expect(try parse("--run", "-x*")["--run"] == "-x*")
    }

    @Test func helpHasAShortForm() throws {
        #expect(try parse("-h").has("--help"))
    }

    @Test func errorsNameTheFlagAndSayWhatToDo() {
        #expect(message("a", "--jbos", "3") == "--jbos is not an option of this command; did you mean --jobs?")
        #expect(message("a", "--zzzzzz") == "--zzzzzz is not an option of this command")
        #expect(message("a", "--jobs") == "--jobs wants a value: --jobs N")
        #expect(message("a", "--jobs", "--strict") == "--jobs wants a value: --jobs N")
        #expect(message("a", "--jobs=") == "--jobs wants a value that is not empty: --jobs N")
        #expect(message("a", "--jobs", "1", "--jobs", "2") == "--jobs is given twice; give it once")
        #expect(message("a", "--strict=yes") == "--strict takes no value; leave out '=yes'")
        #expect(message("--strict") == "<what> is missing")
        #expect(message("a", "b", "c") == "'c' is one argument too many: the command takes <what> <else> only")
        #expect(message("a", "-j") == "-j is not an option of this command")
    }
}
