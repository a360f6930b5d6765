import BlackBox
import Conformance

/// `tidemark test`: runs the checks against a server and tells what came out.
enum TestCommand {
    /// Options, and what the help page says.
    static let spec = CommandSpec(
        "test", "run the checks against a server", operands: [.init("<base-url>", isOptional: true)],
        groups: [
            OptionGroup(
                "Which checks",
                [
                    .value("--profile", "P,..", repeatable: true, "only checks of these profiles"),
                    .value(
                        "--require", "P,..", repeatable: true,
                        "fail when one of these profiles is not offered (or: all)"),
                    .value(
                        "--run", "GLOB|@FILE", repeatable: true,
                        "only checks whose id matches; @FILE has one pattern a line"),
                    .value("--skip", "GLOB|@FILE", repeatable: true, "no check whose id matches"),
                    .flag("--exhaustive", "also the checks that take minutes"),
                    .flag("--list", "list the checks selected and run none; needs no <base-url>"),
                ]),
            OptionGroup(
                "Judgement",
                [
                    .flag("--strict", "a broken SHOULD fails the run"),
                    .value(
                        "--known-failures", "FILE",
                        "checks that may fail, one id or pattern a line; an entry that\nfails no more fails the run"),
                ]),
            OptionGroup(
                "The target",
                [
                    .value(
                        "--header", "'N: V'", repeatable: true, "a field added to every request; never shown in reports"
                    ),
                    .value("--bearer", "TOKEN", "adds 'Authorization: Bearer TOKEN'; never shown in reports"),
                    .flag(
                        "--unauthenticated-probe",
                        "try to write without these credentials and with wrong ones, which must\nfail and change nothing"
                    ),
                    .value("--cacert", "FILE", "trust these certificates (PEM) instead of the system's"),
                    .flag("--insecure", "accept any certificate"),
                    .flag("--http2", "speak HTTP/2: negotiated over TLS, by prior knowledge in the clear"),
                    .value(
                        "--webhook-host", "HOST[:PORT]",
                        "how the target reaches this machine with webhooks: that port of it, or any\nfree one; "
                            + "needless when the target runs here. https://HOST[:PORT] with\n--webhook-listen when "
                            + "something in front takes TLS off"),
                    .value(
                        "--webhook-listen", "HOST:PORT",
                        "where to receive webhooks, when that is not the port of --webhook-host"),
                ]),
            OptionGroup(
                "Time and order",
                [
                    .value(
                        "--timeout", "S",
                        "seconds one exchange may take, 30 by default; connecting and\npauses get a share of it"),
                    .value(
                        "--long-poll-wait", "S",
                        "longest wait for the server's own long-poll timeout, 65 by default"),
                    .value(
                        "--give-up", "N",
                        "checks that may run into a limit of time before the run is broken\noff, \(Runner.defaultGiveUp) by default; 0 for any number"
                    ),
                    .value("--max-answer", "BYTES", "largest body of an answer, 8M by default"),
                    .value("--jobs", "N", "checks run at the same time, \(Runner.defaultJobs) by default"),
                    .value(
                        "--repeat", "N",
                        "failures that time may have caused and that are repeated alone,\n\(Runner.defaultRepetitions) at most by default"
                    ),
                    .value("--seed", "N", "repeats the random choices of an earlier run"),
                ]),
            OptionGroup(
                "Output",
                [
                    .value("--json", "FILE", "everything, for programs; schema in Reports/schema/"),
                    .value("--junit", "FILE", "JUnit XML, for continuous integration"),
                    .value("--markdown", "FILE", "for a summary page or a comment"),
                    .value("--tap", "FILE", "Test Anything Protocol, version 14"),
                    .flag("--quiet", "print the verdict only"),
                    .flag("--no-color", "no colour, as when NO_COLOR is set"),
                ]),
        ],
        notes: """
            <base-url> is the stream root; streams are created below it and removed afterwards.
            Ctrl-C ends the run early: reports are written for what was judged, and the exit status is 1 when a
            MUST had been found broken by then, 3 otherwise. A target that stops answering ends it likewise.

            exit status: 0 conformant, 1 not conformant, 2 usage, 3 inconclusive (target unreachable,
            interrupted, or not enough could be judged), 70 internal error

            Example: gate a pipeline on the mandatory parts of JSON streams
              tidemark test http://127.0.0.1:8080/v1/stream --require json --junit results.xml
            """)

    /// Carries out the command.
    static func run(_ parsed: ParsedArguments, console: Console) async throws(UsageError) -> Int32 {
        let options = try TestOptions(parsed)
        if parsed.has("--list") {
            console.out(CheckListing.text(for: Check.all.filter { options.selection.contains($0) }))
            return ExitStatus.success
        }
        guard let target = options.target else { throw UsageError("<base-url> is missing") }
        let files = try ReportFiles(parsed)
        var listener: WebhookListener?
        if let place = options.webhookPlace {
            do {
                listener = try WebhookListener.start(at: place, advice: place.advice)
            } catch {
                // A place that nobody asked for is no error: the checks that miss it say so.
                let option = parsed["--webhook-listen"] == nil ? "--webhook-host" : "--webhook-listen"
                if place.isNamed { throw UsageError("\(option): \(error)") }
            }
        }
        let status = await TestRun(
            options: options, target: target, files: files, console: console, webhooks: listener?.receiver
        ).run()
        await listener?.shutdown()
        return status
    }
}
