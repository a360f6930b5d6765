import Glibc
import HTTPWire
import Hostile

/// `tidemark serve`: puts the reference server on a port until it is asked to stop.
enum ServeCommand {
    /// Options, and what the help page says.
    static let spec = CommandSpec(
        "serve", "run the reference server",
        groups: [
            OptionGroup(
                "Where",
                [
                    .value("--listen", "HOST:PORT", "127.0.0.1:4437 by default; port 0 takes any free one"),
                    .value("--store", "STORE", "where streams are kept: memory, the default"),
                    .value("--mutant", "ID", "a server with one defect; see 'tidemark mutants list'"),
                    .value("--threads", "N", "event loops, each with its own thread, 1 by default"),
                    .value(
                        "--hostile", "ID",
                        "misbehave below the protocol in one of many ways, to try clients on;\nlist prints them all"),
                ]),
            OptionGroup(
                "Reading",
                [
                    .value("--long-poll-timeout", "S", "seconds a long-poll waits for data, 30 by default"),
                    .value("--chunk-size", "BYTES", "most bytes one read answers with, 1M by default"),
                    .value("--sse-lifetime", "S", "seconds an event stream stays open, 60 by default"),
                ]),
            OptionGroup(
                "Access",
                [
                    .value(
                        "--bearer", "TOKEN", "refuse requests without 'Authorization: Bearer TOKEN' (401)")
                ]),
            OptionGroup(
                "Subscriptions",
                [
                    .flag(
                        "--allow-local-webhooks",
                        "call webhooks at localhost and 127.0.0.x, by http too; for development"),
                    .value("--webhook-key", "FILE", "Ed25519 key that signs deliveries, as PEM; a new one by default"),
                    .value("--public-url", "URL", "stream root as workers reach it; by default what requests say"),
                    .value("--max-subscriptions", "N", "subscriptions, 10000 by default"),
                ]),
            OptionGroup(
                "Limits",
                [
                    .value("--max-body", "BYTES", "largest request body, 64M by default (413)"),
                    .value("--max-header", "BYTES", "all fields of a request, 32k by default (431)"),
                    .value("--max-header-count", "N", "fields of a request, 128 by default (431)"),
                    .value("--max-start-line", "BYTES", "longest request line, 8k by default (414)"),
                    .value("--max-path", "BYTES", "longest path of a stream, 2048 by default"),
                    .value("--max-connections", "N", "connections of one event loop, 16384 by default"),
                    .value("--max-streams", "N", "streams, 1000000 by default"),
                    .value("--max-producers", "N", "producers one stream remembers, 100000 by default"),
                    .value("--max-json-depth", "N", "nesting of a JSON message, 512 by default"),
                ]),
        ],
        notes: """
            The first line on standard output is the base URL, for example http://127.0.0.1:4437/v1/stream.
            SIGTERM and SIGINT end the server in good order; a second one of the same kind ends it at once.

            exit status: 0 asked to stop, 2 usage (an address that cannot be listened on included), 70 internal error

            Example: a server on a free port, with long-polls that a test need not wait for
              tidemark serve --listen 127.0.0.1:0 --long-poll-timeout 0.5
            """)

    /// How long answers under way may take once the server was asked to stop.
    static let grace = Duration.seconds(2)

    /// Carries out the command.
    static func run(_ parsed: ParsedArguments, console: Console) async throws(UsageError) -> Int32 {
        if parsed["--hostile"] == "list" {
            console.out(HostileListing.text)
            return ExitStatus.success
        }
        let options = try ServeOptions(parsed)
        // Before the first line is out, because whoever reads it may send a signal at once.
        guard let signals = SignalWaiter([SIGTERM, SIGINT]) else {
            console.error("tidemark serve: cannot wait for signals: no file descriptors are left\n")
            return ExitStatus.internalError
        }
        if let target = options.hostile {
            _ = DescriptorLimit.raise(to: HostileServer.wantedDescriptors)
            let server: HostileServer
            do {
                server = try HostileServer.start(
                    target, host: options.address.host, port: options.address.port, configuration: options.server)
            } catch {
                throw UsageError("--listen: \(error)")
            }
            console.out("\(server.url)\n")
            _ = await signals.wait()
            await server.stop()
            return ExitStatus.success
        }
        let blueprint = options.blueprint
        var listener = options.listener
        listener.sendsBodyOfHead = blueprint.sendsBodyOfHead
        let server: HTTPServer
        do {
            server = try HTTPServer.start(
                host: options.address.host, port: options.address.port, configuration: listener,
                service: blueprint.service())
        } catch {
            throw UsageError("--listen: \(error)")
        }
        console.out("http://\(server.authority)\(options.server.rootPath)\n")
        _ = await signals.wait()
        await server.shutdown(grace: grace)
        return ExitStatus.success
    }
}
