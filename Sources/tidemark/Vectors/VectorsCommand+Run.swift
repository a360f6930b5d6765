import Glibc
import HTTPWire
import Specification
import Vectors

extension VectorsCommand {
    /// The default limits of a program.
    private static let limits = ProgramLimits()

    /// `vectors run`.
    static let run = CommandSpec(
        "vectors run", "put the test vectors to a program in any language",
        operands: [.init("-- CMD...", isRepeatable: true)],
        groups: [
            common,
            OptionGroup(
                "Limits",
                [
                    .value("--timeout", "S", "seconds one answer may take, 5 by default"),
                    .value("--grace", "S", "seconds the program may take to end when its input does, 5 by default"),
                    .value("--max-answer", "BYTES", "longest answer, 1M by default"),
                    .value(
                        "--max-restarts", "N",
                        "times the program is started again after a crash or an\nanswer that is none, \(limits.maximumRestarts) by default"
                    ),
                ]),
            OptionGroup("Output", [show]),
        ],
        notes: """
            The program reads one line of JSON for each test, {"file", "group", "id", "operation", "input"}, and
            answers each with one line before it reads the next: {"id", "result", "output"}, or {"id",
            "unsupported": true}. It ends when its input does. Vectors/README.md describes the operations and has
            an example of ten lines. Its standard error is left alone. Ctrl-C ends it and the run.

            exit status: 0 no test failed, 1 some did, 2 usage (a program that cannot be started included),
            3 interrupted, or every test is unsupported

            Example: a script that knows Stream-TTL only
              tidemark vectors run --file stream-ttl -- python3 ttl.py
            """)

    /// Carries out `vectors run`.
    static func runProgram(_ parsed: ParsedArguments, console: Console) async throws(UsageError) -> Int32 {
        let page = VectorsPage(shown: try shown(parsed))
        var limits = limits
        if let timeout = try OptionValue.seconds("--timeout", of: parsed, from: 0.01, upTo: 3600) {
            limits.timeout = timeout
        }
        if let grace = try OptionValue.seconds("--grace", of: parsed, from: 0.01, upTo: 3600) { limits.grace = grace }
        if let bytes = try OptionValue.bytes("--max-answer", of: parsed, in: 64...(1 << 30)) {
            limits.maximumAnswerBytes = bytes
        }
        if let restarts = try OptionValue.integer("--max-restarts", of: parsed, in: 0...1_000_000) {
            limits.maximumRestarts = restarts
        }
        let files = try files(parsed)
        guard let stop = StopSwitch(), let signals = SignalWaiter([SIGTERM, SIGINT]) else {
            console.error("tidemark vectors run: no file descriptors are left\n")
            return ExitStatus.internalError
        }
        Task {
            _ = await signals.wait()
            stop.stop()
        }
        let report: ProgramReport
        do throws(ProgramNotStarted) {
            report = try await ProgramRun(files, on: parsed.operands, limits: limits).run(stop: stop)
        } catch {
            throw UsageError(error.description)
        }
        console.out(page.text(of: report.failures))
        for trouble in report.troubles { console.out("FAILED \(trouble)\n") }
        console.out(page.table(of: report.tallies))
        if report.leftOut > 0 {
            console.out("\(report.leftOut) tests left out\(report.wasStopped ? ": interrupted" : "")\n")
        }
        return status(of: report)
    }

    private static func status(of report: ProgramReport) -> Int32 {
        if report.wasStopped { return ExitStatus.inconclusive }
        if !report.failures.isEmpty || !report.troubles.isEmpty { return ExitStatus.failure }
        return report.judged == 0 ? ExitStatus.inconclusive : ExitStatus.success
    }

    private static func files(_ parsed: ParsedArguments) throws(UsageError) -> [VectorFile] {
        var files: [VectorFile] = []
        for entry in try read(try folder(parsed), parsed).entries {
            do {
                files.append(try VectorFile(name: entry.name, try JSONValue.parse(entry.bytes)))
            } catch {
                throw UsageError("--dir: \(entry.name).json: \(error)\nTry 'tidemark vectors verify'.")
            }
        }
        return files
    }
}
