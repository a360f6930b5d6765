import BlackBox
import HTTPMessage
import HTTPWire
import Hostile
import Mutants
import ReferenceServer
import Signatures

/// What `tidemark serve` was asked for, every value validated.
struct ServeOptions: Sendable {
    var address: ListenAddress
    var listener: HTTPServer.Configuration
    var server: ReferenceServer.Configuration
    /// How to misbehave; `nil` to serve as the protocol says.
    var hostile: HostileTarget?

    /// The defect the server has; `nil` for the reference as it is.
    var mutant: Mutant?

    /// The greatest number of event loops.
    static let maximumThreads = 256

    /// Reads the options.
    ///
    /// - Throws: ``UsageError`` that names the option and says what to change.
    init(_ parsed: ParsedArguments) throws(UsageError) {
        if let store = parsed["--store"], store != "memory" {
            let why = store.hasPrefix("sqlite") ? "this version keeps streams in memory only" : "there is no such store"
            throw UsageError("--store: '\(store)': \(why); write --store memory")
        }
        hostile = try parsed["--hostile"].map(Self.hostile)
        if parsed["--hostile"] != nil, parsed["--mutant"] != nil {
            throw UsageError("--mutant and --hostile cannot be served at the same time")
        }
        address = if let text = parsed["--listen"] { try ListenAddress(parsing: text) } else { .standard }
        listener = HTTPServer.Configuration()
        server = ReferenceServer.Configuration()
        if let id = parsed["--mutant"] {
            mutant = Mutant.all.first { $0.id == id }
            if mutant == nil {
                let near = NearestName.suggestion(for: id, among: Mutant.all.map(\.id))
                throw UsageError("--mutant: there is no '\(id)'\(near); see 'tidemark mutants list'")
            }
        }
        try readServer(parsed)
        try readListener(parsed)
        try readSubscriptions(parsed)
    }

    private static func hostile(_ id: String) throws(UsageError) -> HostileTarget {
        guard let target = HostileTarget.named(id) else {
            let near = NearestName.suggestion(for: id, among: HostileTarget.all.map(\.id))
            throw UsageError("--hostile: '\(id)' is no hostile target\(near); see tidemark serve --hostile list")
        }
        return target
    }

    /// What carries requests to webhooks, under the rules of the options.
    var webhookSender: CurlWebhookSender {
        CurlWebhookSender(allowsLocalhost: server.subscriptions.limits.allowsLocalWebhooks)
    }

    /// The server that was asked for.
    var blueprint: Blueprint {
        let blueprint = Blueprint(configuration: server, webhookSender: webhookSender)
        return mutant?.applied(to: blueprint) ?? blueprint
    }

    private mutating func readSubscriptions(_ parsed: ParsedArguments) throws(UsageError) {
        server.subscriptions.limits.allowsLocalWebhooks = parsed.has("--allow-local-webhooks")
        server.subscriptions.maximumCount =
            try OptionValue.integer("--max-subscriptions", of: parsed, in: 0...Int.max)
            ?? server.subscriptions.maximumCount
        if let file = parsed["--webhook-key"] {
            let text = try TextFile.read(file, for: "--webhook-key")
            do {
                server.subscriptions.signingKey = try SigningKey(pem: text)
            } catch {
                throw UsageError(
                    "--webhook-key: '\(file)': \(error) Make one with: openssl genpkey -algorithm ed25519")
            }
        }
        if let url = parsed["--public-url"] {
            do {
                server.subscriptions.publicURL = try BaseURL(url).description
            } catch {
                throw UsageError("--public-url: \(error)")
            }
        }
    }

    private mutating func readServer(_ parsed: ParsedArguments) throws(UsageError) {
        server.longPollTimeout =
            try OptionValue.seconds("--long-poll-timeout", of: parsed, from: 0.01, upTo: 3600) ?? server.longPollTimeout
        server.sseLifetime =
            try OptionValue.seconds("--sse-lifetime", of: parsed, from: 0.01, upTo: 86_400) ?? server.sseLifetime
        if let token = parsed["--bearer"] {
            guard !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw UsageError("--bearer wants a token of visible ASCII characters without spaces")
            }
            server.bearerToken = token
        }
        server.chunkSize = try OptionValue.bytes("--chunk-size", of: parsed, in: 1...(1 << 30)) ?? server.chunkSize
        server.maximumBodySize =
            try OptionValue.bytes("--max-body", of: parsed, in: 0...(1 << 40)) ?? server.maximumBodySize
        server.maximumPathLength =
            try OptionValue.bytes("--max-path", of: parsed, in: 1...(1 << 20)) ?? server.maximumPathLength
        server.maximumStreamCount =
            try OptionValue.integer("--max-streams", of: parsed, in: 1...Int.max) ?? server.maximumStreamCount
        server.maximumProducerCount =
            try OptionValue.integer("--max-producers", of: parsed, in: 1...Int.max) ?? server.maximumProducerCount
        server.maximumJSONDepth =
            try OptionValue.integer("--max-json-depth", of: parsed, in: 1...10_000) ?? server.maximumJSONDepth
    }

    private mutating func readListener(_ parsed: ParsedArguments) throws(UsageError) {
        let limits = listener.limits
        listener.loops = try OptionValue.integer("--threads", of: parsed, in: 1...Self.maximumThreads) ?? listener.loops
        listener.maximumConnections =
            try OptionValue.integer("--max-connections", of: parsed, in: 1...1_000_000) ?? listener.maximumConnections
        listener.limits.maximumBodyBytes = server.maximumBodySize
        listener.limits.maximumHeaderBytes =
            try OptionValue.bytes("--max-header", of: parsed, in: 128...(1 << 24)) ?? limits.maximumHeaderBytes
        listener.limits.maximumHeaderCount =
            try OptionValue.integer("--max-header-count", of: parsed, in: 1...100_000) ?? limits.maximumHeaderCount
        listener.limits.maximumStartLineBytes =
            try OptionValue.bytes("--max-start-line", of: parsed, in: 64...(1 << 24)) ?? limits.maximumStartLineBytes
    }
}
