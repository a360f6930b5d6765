import Conformance
import Foundation
import Mutants
import Rehearsal
import Reporting

/// `tidemark mutants`: servers with one defect each, and whether the suite notices.
enum MutantsCommand {
    /// The greatest number of servers tried at once.
    static let maximumJobs = 256

    /// `mutants list`.
    static let listSpec = CommandSpec(
        "mutants list", "list the servers with one defect each",
        operands: [.init("<glob>", isOptional: true)],
        notes: """
            Example: put one of them on a port, to try another suite on it
              tidemark serve --mutant create.new-is-200
            """)

    /// `mutants run`.
    static let runSpec = CommandSpec(
        "mutants run", "run the suite against every mutant, in this process",
        operands: [.init("<glob>", isOptional: true)],
        groups: [
            OptionGroup(
                "Options",
                [
                    .value("--json", "FILE", "the kill matrix as JSON"),
                    .value("--markdown", "FILE", "the kill matrix as Markdown"),
                    .value("--jobs", "N", "servers tried at once, as many as there are cores by default"),
                    .flag("--focused", "try only the checks of what a mutant breaks"),
                    .flag("--whole", "try every check on every mutant, those that are killed already too"),
                    .flag("--verbose", "name every check that noticed"),
                ])
        ],
        notes: """
            exit status: 0 all were noticed by a check of the requirement they break; 1 one was not, or a
            mandatory requirement has no mutant; 2 usage

            Example: does the suite notice what goes wrong with producers?
              tidemark mutants run 'producer.*' --verbose
            """)

    /// Carries out `mutants list`.
    static func runList(_ parsed: ParsedArguments, console: Console) throws(UsageError) -> Int32 {
        let mutants = try selected(parsed)
        let width = mutants.map(\.id.count).max() ?? 0
        for mutant in mutants {
            let pad = String(repeating: " ", count: width - mutant.id.count)
            console.out("\(mutant.id)\(pad)  \(mutant.summary)\n")
        }
        return ExitStatus.success
    }

    /// Carries out `mutants run`.
    static func runAll(_ parsed: ParsedArguments, console: Console) async throws(UsageError) -> Int32 {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let jobs = try OptionValue.integer("--jobs", of: parsed, in: 1...maximumJobs) ?? cores
        try requireWritable(["--json", "--markdown"], of: parsed)
        var run = MutationRun(jobs: jobs)
        run.mutants = try selected(parsed)
        run.isFocused = parsed.has("--focused")
        run.isWhole = parsed.has("--whole") && !run.isFocused
        let isWhole = parsed.operands.isEmpty
        let isVerbose = parsed.has("--verbose")
        var report = await run.report { row in
            console.out(MutationWords(row, isVerbose: isVerbose).text)
        }
        if !isWhole { report.withoutMutant = [] }
        console.out(MutationWords.summary(of: report))
        try write(MutationJSON(report).text, for: "--json", of: parsed)
        try write(MutationMarkdown(report).text, for: "--markdown", of: parsed)
        return report.isPerfect && report.withoutMutant.isEmpty ? ExitStatus.success : ExitStatus.failure
    }

    /// Finds out whether files can be written before the work is done.
    static func requireWritable(_ options: [String], of parsed: ParsedArguments) throws(UsageError) {
        for option in options {
            if let path = parsed[option], let obstacle = TextFile.obstacle(to: path) {
                throw UsageError("\(option): cannot write '\(path)': \(obstacle)")
            }
        }
    }

    /// Writes a file where one is asked for.
    static func write(
        _ text: String, for option: String, of parsed: ParsedArguments
    ) throws(UsageError) {
        guard let path = parsed[option], let trouble = TextFile.write(text, to: path) else { return }
        throw UsageError("\(option): cannot write '\(path)': \(trouble)")
    }

    private static func selected(_ parsed: ParsedArguments) throws(UsageError) -> [Mutant] {
        guard let text = parsed.operands.first else { return Mutant.all }
        guard let pattern = CheckPattern(text) else { throw UsageError("'\(text)' is not a pattern of ids") }
        let mutants = Mutant.all.filter { pattern.matches($0.id) }
        if mutants.isEmpty { throw UsageError("no mutant is named '\(text)'; see 'tidemark mutants list'") }
        return mutants
    }
}
