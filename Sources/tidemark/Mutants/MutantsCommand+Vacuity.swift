import Conformance
import Foundation
import Mutants
import Rehearsal
import Reporting

extension MutantsCommand {
    /// `mutants vacuity`.
    static let vacuitySpec = CommandSpec(
        "mutants vacuity", "run the suite against servers that do not implement the protocol",
        operands: [.init("<glob>", isOptional: true)],
        groups: [
            OptionGroup(
                "Options",
                [
                    .value("--markdown", "FILE", "the result as Markdown"),
                    .value("--jobs", "N", "servers tried at once, as many as there are cores by default"),
                ])
        ],
        notes: """
            No check may pass on a server that answers everything alike, echoes, forgets or mixes answers up,
            unless it truly keeps the requirement; those cases are listed with the reason.

            exit status: 0 no check passes for nothing, 1 one does, 2 usage
            """)

    /// Carries out `mutants vacuity`.
    static func runVacuity(_ parsed: ParsedArguments, console: Console) async throws(UsageError) -> Int32 {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let jobs = try OptionValue.integer("--jobs", of: parsed, in: 1...maximumJobs) ?? cores
        try requireWritable(["--markdown"], of: parsed)
        var run = VacuityRun()
        if let text = parsed.operands.first {
            guard let pattern = CheckPattern(text) else { throw UsageError("'\(text)' is not a pattern of ids") }
            run.servers.removeAll { !pattern.matches($0.id) }
            if run.servers.isEmpty { throw UsageError("no server is named '\(text)'") }
        }
        let report = await run.report(jobs: jobs)
        console.out(VacuityWords(report).text)
        try write(VacuityMarkdown(report).text, for: "--markdown", of: parsed)
        return report.isPerfect ? ExitStatus.success : ExitStatus.failure
    }
}
