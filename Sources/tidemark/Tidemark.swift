import BlackBox

/// The program: finds the command and hands over to it.
enum Tidemark {
    /// Every command.
    static let commands: [CommandSpec] = [
        TestCommand.spec, ServeCommand.spec, SpecCommand.list, SpecCommand.show, SpecCommand.coverage,
        SpecCommand.export, MutantsCommand.listSpec, MutantsCommand.runSpec, MutantsCommand.vacuitySpec,
    ]

    /// Runs the command that the words name, and tells the exit status.
    static func run(_ words: [String]) async -> Int32 {
        let console = Console.standard
        guard let first = words.first else {
            console.error(overview)
            return ExitStatus.usage
        }
        switch first {
        case "--help", "-h", "help":
            console.out(overview)
            return ExitStatus.success
        case "--version":
            console.out("tidemark \(ProductVersion.current)\n")
            return ExitStatus.success
        case "spec" where words.dropFirst().first.map { ["--help", "-h", "help"].contains($0) } ?? false:
            console.out(overview)
            return ExitStatus.success
        default:
            break
        }
        guard let (command, rest) = find(words) else {
            console.error(unknown(words))
            return ExitStatus.usage
        }
        do throws(UsageError) {
            let parser = ArgumentParser(command)
            let parsed = try parser.parse(rest)
            if parsed.has("--help") {
                console.out(HelpPage(command: command).text)
                return ExitStatus.success
            }
            try parser.checkOperands(of: parsed)
            switch command {
            case TestCommand.spec: return try await TestCommand.run(parsed, console: console)
            case ServeCommand.spec: return try await ServeCommand.run(parsed, console: console)
            case SpecCommand.list: return try SpecCommand.runList(parsed, console: console)
            case SpecCommand.export: return try await SpecCommand.runExport(parsed, console: console)
            case MutantsCommand.listSpec: return try MutantsCommand.runList(parsed, console: console)
            case MutantsCommand.runSpec: return try await MutantsCommand.runAll(parsed, console: console)
            case MutantsCommand.vacuitySpec: return try await MutantsCommand.runVacuity(parsed, console: console)
            case SpecCommand.show: return try SpecCommand.runShow(parsed, console: console)
            default: return try SpecCommand.runCoverage(parsed, console: console)
            }
        } catch {
            console.error("tidemark \(command.name): \(error)\nTry 'tidemark \(command.name) --help'.\n")
            return ExitStatus.usage
        }
    }

    private static func find(_ words: [String]) -> (CommandSpec, ArraySlice<String>)? {
        for command in commands {
            let name = command.name.split(separator: " ").map(String.init)
            if words.starts(with: name) { return (command, words.dropFirst(name.count)) }
        }
        return nil
    }

    private static func unknown(_ words: [String]) -> String {
        if words[0] == "spec" {
            guard words.count > 1 else { return overview }
            let near = NearestName.suggestion(for: words[1], among: ["list", "show", "coverage", "export"])
            return "tidemark spec: '\(words[1])' is not one of list, show, coverage, export\(near)\n"
        }
        if words[0] == "mutants" {
            guard words.count > 1 else { return overview }
            let near = NearestName.suggestion(for: words[1], among: ["list", "run", "vacuity"])
            return "tidemark mutants: '\(words[1])' is not one of list, run, vacuity\(near)\n"
        }
        let near = NearestName.suggestion(
            for: words[0], among: ["test", "serve", "spec", "mutants", "--help", "--version"])
        return "tidemark: '\(words[0])' is not a command\(near)\nTry 'tidemark --help'.\n"
    }

    /// The top-level help page.
    static let overview: String = {
        let width = commands.map(\.name.count).max() ?? 0
        let list = commands.map { command in
            let pad = String(repeating: " ", count: width - command.name.count)
            return "  tidemark \(command.name)\(pad)   \(command.summary)"
        }
        return """
            tidemark \(ProductVersion.current): says whether a server keeps the promises of the Durable Streams protocol

            usage: tidemark <command> [options]

            \(list.joined(separator: "\n"))

              tidemark <command> --help   options, exit statuses and an example
              tidemark --version

            Example: is my server conformant?
              tidemark test http://127.0.0.1:8080/v1/stream

            """
    }()
}
