import BlackBox

/// The program: finds the command and hands over to it.
enum Tidemark {
    /// Every command.
    static let commands: [CommandSpec] = [
        TestCommand.spec, ServeCommand.spec, SpecCommand.list, SpecCommand.show, SpecCommand.coverage,
        SpecCommand.export, MutantsCommand.listSpec, MutantsCommand.runSpec, MutantsCommand.vacuitySpec,
        VectorsCommand.verify, VectorsCommand.run,
    ]

    /// The first words of commands of two words.
    private static let families = ["spec", "mutants", "vectors"]

    /// Runs the command that the words name, and tells the exit status.
    static func run(_ words: [String]) async -> Int32 {
        let console = Console.standard
        guard let first = words.first else {
            console.error(overview)
            return ExitStatus.usage
        }
        switch first {
        case _ where helps.contains(first):
            console.out(overview)
            return ExitStatus.success
        case "--version":
            console.out("tidemark \(ProductVersion.current)\n")
            return ExitStatus.success
        case first where families.contains(first) && words.dropFirst().first.map { helps.contains($0) } ?? false:
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
            case VectorsCommand.verify: return try VectorsCommand.runVerify(parsed, console: console)
            case VectorsCommand.run: return try await VectorsCommand.runProgram(parsed, console: console)
            case SpecCommand.show: return try SpecCommand.runShow(parsed, console: console)
            default: return try SpecCommand.runCoverage(parsed, console: console)
            }
        } catch {
            console.error("tidemark \(command.name): \(error)\nTry 'tidemark \(command.name) --help'.\n")
            return ExitStatus.usage
        }
    }

    private static let helps: Set<String> = ["--help", "-h", "help"]

    private static func find(_ words: [String]) -> (CommandSpec, ArraySlice<String>)? {
        for command in commands {
            let name = command.name.split(separator: " ").map(String.init)
            if words.starts(with: name) { return (command, words.dropFirst(name.count)) }
        }
        return nil
    }

    private static func unknown(_ words: [String]) -> String {
        if families.contains(words[0]) {
            guard words.count > 1 else { return overview }
            let names = commands.map(\.name).filter { $0.hasPrefix(words[0] + " ") }.map {
                String($0.dropFirst(words[0].count + 1))
            }
            let near = NearestName.suggestion(for: words[1], among: names)
            return "tidemark \(words[0]): '\(words[1])' is not one of \(names.joined(separator: ", "))\(near)\n"
        }
        let near = NearestName.suggestion(for: words[0], among: ["test", "serve", "--help", "--version"] + families)
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
