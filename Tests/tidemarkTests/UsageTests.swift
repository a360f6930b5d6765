import Testing

/// What the built program says to a command line, good or bad.
struct UsageTests {
    @Test func helpOfTheProgramNamesEveryCommand() async throws {
        let result = try await Command.run("--help")
        #expect(result.status == 0)
        for command in [
            "tidemark test", "tidemark serve", "tidemark spec list", "tidemark spec show", "tidemark spec coverage",
        ] {
            #expect(result.output.contains(command), "\(command)")
        }
    }

    @Test(arguments: ["test", "serve", "spec list", "spec show", "spec coverage"])
    func everyCommandHasHelpWithAnExample(command: String) async throws {
        let result = try await Command(command.split(separator: " ").map(String.init) + ["--help"]).ended()
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("tidemark \(command): "))
        #expect(result.output.contains("Example"))
        #expect(result.errors.isEmpty)
        for line in result.output.split(separator: "\n") { #expect(line.count <= 110, "\(line)") }
    }

    @Test func versionIsOneLine() async throws {
        let result = try await Command.run("--version")
        #expect(result.status == 0)
        #expect(result.output.wholeMatch(of: /tidemark \d+\.\d+\.\d+\n/) != nil)
    }

    @Test(arguments: [
        (["test", "http://h/", "--jbos", "3"], "--jbos is not an option of this command; did you mean --jobs?"),
        (["test", "http://h/", "--jobs"], "--jobs wants a value"),
        (["test", "http://h/", "--jobs", "x"], "--jobs wants a whole number"),
        (
            ["test", "http://h/", "--known-failures", "/nonexistent/list"],
            "--known-failures: cannot read '/nonexistent/list'"
        ),
        (["test", "http://h/", "--json", "/nonexistent/r.json"], "--json: cannot write '/nonexistent/r.json'"),
        (["test", "http://h/", "--junit", "/"], "--junit: cannot write '/'"),
        (["test", "h:80"], "<base-url>: 'h:80' is not a stream root"),
        (["test"], "<base-url> is missing"),
        (["serve", "--listen", "4437"], "--listen: '4437' is not HOST:PORT"),
        (["serve", "--store", "sqlite:x"], "--store: 'sqlite:x': this version keeps streams in memory only"),
        (["serve", "--max-body", "lots"], "--max-body wants a number of bytes"),
        (["spec", "show", "append.empty-body-rejectd"], "append.empty-body-rejected"),
        (["spec", "lst"], "did you mean list?"),
        (["tset"], "did you mean test?"),
        ([], "usage: tidemark"),
    ])
    func badCommandLinesExitWith2AndSayWhatToDo(words: [String], expected: String) async throws {
        let result = try await Command(words).ended()
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(expected), "\(result.errors)")
    }
}
