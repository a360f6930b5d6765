import Mutants
import Rehearsal
import Reporting

extension MutantsCommand {
    /// `mutants vacuity`.
    static let vacuitySpec = CommandSpec(
        "mutants vacuity", "run the suite against servers that do not implement the protocol",
        groups: [OptionGroup("Options", [.value("--markdown", "FILE", "the result as Markdown")])],
        notes: """
            No check may pass on a server that answers everything alike, echoes, forgets or mixes answers up,
            unless it truly keeps the requirement; those cases are listed with the reason.

            exit status: 0 no check passes for nothing, 1 one does, 2 usage
            """)

    /// Carries out `mutants vacuity`.
    static func runVacuity(_ parsed: ParsedArguments, console: Console) async throws(UsageError) -> Int32 {
        try requireWritable(["--markdown"], of: parsed)
        let report = await VacuityRun().report()
        console.out(VacuityWords(report).text)
        try write(VacuityMarkdown(report).text, for: "--markdown", of: parsed)
        return report.isPerfect ? ExitStatus.success : ExitStatus.failure
    }
}
