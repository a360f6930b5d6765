import BlackBox
import Conformance
import HTTPMessage
import Specification

/// What `tidemark test` was asked for, every value validated.
struct TestOptions: Sendable {
    /// The server under test; `nil` when none is needed.
    var target: Target?
    var selection: Selection
    var required: Set<Profile>
    var baseline: Baseline
    var isStrict: Bool
    var jobs: Int
    var repetitions: Int
    /// How many checks may run into a limit of time; `nil` for any number.
    var giveUpAfter: Int?
    var seed: UInt64
    var patience: Patience
    /// Whether writes without the credentials that were given are tried.
    var triesWithoutCredentials: Bool
    var isQuiet: Bool
    var allowsColour: Bool

    /// Where webhooks of the target are received; `nil` when no address is known under which it gets here.
    var webhookPlace: WebhookListener.Place?

    /// The greatest number of checks at the same time: each holds a connection or more.
    static let maximumJobs = 4096

    /// The least and the greatest limit of an answer's body.
    static let bodyLimits = (1 << 20)...(1 << 30)

    /// The greatest seed: JSON readers keep integers exactly up to it.
    static let maximumSeed: UInt64 = (1 << 53) - 1

    /// Reads the options.
    ///
    /// - Throws: ``UsageError`` that names the option and says what to change.
    init(_ parsed: ParsedArguments) throws(UsageError) {
        selection = try Self.selection(parsed)
        required = try OptionValue.profiles("--require", of: parsed)
        baseline = Baseline()
        if let file = parsed["--known-failures"] {
            baseline = try Self.list(file, for: "--known-failures")
        }
        isStrict = parsed.has("--strict")
        repetitions = try OptionValue.integer("--repeat", of: parsed, in: 0...10_000) ?? Runner.defaultRepetitions
        jobs = try OptionValue.integer("--jobs", of: parsed, in: 1...Self.maximumJobs) ?? Runner.defaultJobs
        let giveUpAfter =
            try OptionValue.integer("--give-up", of: parsed, in: 0...1_000_000) ?? Runner.defaultGiveUp
        self.giveUpAfter = giveUpAfter == 0 ? nil : giveUpAfter
        seed =
            try OptionValue.integer("--seed", of: parsed, in: 0...Self.maximumSeed)
            ?? UInt64.random(in: 0...UInt64(UInt32.max))
        patience = Patience()
        if let wait = try OptionValue.seconds("--long-poll-wait", of: parsed, from: 0.1, upTo: 3600) {
            patience.longPollTimeout = wait
        }
        triesWithoutCredentials = parsed.has("--unauthenticated-probe")
        if triesWithoutCredentials, parsed["--bearer"] == nil, parsed.all("--header").isEmpty {
            throw UsageError(
                "--unauthenticated-probe leaves credentials out to see writes refused: give them with --bearer or --header"
            )
        }
        isQuiet = parsed.has("--quiet")
        allowsColour = !parsed.has("--no-color")
        target = try Self.target(parsed)
        if let target { webhookPlace = try WebhookListener.Place(parsed, target: target.base) }
    }

    private static func target(_ parsed: ParsedArguments) throws(UsageError) -> Target? {
        let total = try OptionValue.seconds("--timeout", of: parsed, from: 0.1, upTo: 3600)
        let fields = try headerFields(parsed)
        let largestBody = try OptionValue.bytes("--max-answer", of: parsed, in: bodyLimits)
        if let file = parsed["--cacert"] { _ = try TextFile.read(file, for: "--cacert") }
        guard let url = parsed.operands.first else { return nil }
        let base: BaseURL
        do {
            base = try BaseURL(url)
        } catch {
            throw UsageError("<base-url>: \(error)")
        }
        var timeouts = total.map(timeouts(total:)) ?? .standard
        if let largestBody { timeouts.maximumBodyBytes = largestBody }
        return Target(
            base: base, headerFields: fields, timeouts: timeouts,
            tls: Target.TLS(
                certificateAuthorityFile: parsed["--cacert"], acceptsAnyCertificate: parsed.has("--insecure")),
            version: parsed.has("--http2") ? .http2 : .http11)
    }

    /// The limits of every stage for a limit of the whole exchange: a third of it to the first byte and for a pause, a
    /// sixth to connect, but no less than the defaults where the whole has room for them.
    static func timeouts(total: Duration) -> Timeouts {
        let standard = Timeouts.standard
        // A stage ends before the whole does, so that the report can name the stage.
        let room = total * 9 / 10
        let answer = min(room, max(standard.firstByte, total / 3))
        return Timeouts(
            connect: min(room, max(standard.connect, total / 6)), firstByte: answer, idle: answer, total: total,
            maximumBodyBytes: standard.maximumBodyBytes)
    }

    private static func headerFields(_ parsed: ParsedArguments) throws(UsageError) -> HTTPFields {
        var fields = HTTPFields()
        for line in parsed.all("--header") {
            // The value may be a secret: messages show the name only.
            guard let colon = line.firstIndex(of: ":") else {
                throw UsageError("--header wants a name, a colon and a value: --header 'X-Tenant: blue'")
            }
            guard let name = HTTPField.Name(String(line[..<colon])) else {
                throw UsageError("--header: '\(line[..<colon])' is not a field name; write 'X-Tenant: blue'")
            }
            let value = trimmed(line[line.index(after: colon)...])
            guard !value.isEmpty else { throw UsageError("--header '\(name)': the value is empty") }
            fields.append(HTTPField(name: name, value: try checked(value, for: "--header '\(name)'")))
        }
        if let token = parsed["--bearer"] {
            guard !fields.contains(.authorization) else {
                throw UsageError("--bearer: --header gives an Authorization already; keep one of them")
            }
            guard !token.contains(where: \.isWhitespace) else {
                throw UsageError("--bearer wants the token alone, without spaces")
            }
            fields.append(HTTPField(name: .authorization, value: "Bearer " + (try checked(token, for: "--bearer"))))
        }
        return fields
    }

    private static func checked(_ value: String, for option: String) throws(UsageError) -> String {
        guard HTTPField.isValidValue(value) else {
            throw UsageError(
                "\(option): the value holds a line break, a control character or a character beyond ISO-8859-1")
        }
        return value
    }

    private static func trimmed(_ text: Substring) -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    private static func selection(_ parsed: ParsedArguments) throws(UsageError) -> Selection {
        var selection = Selection()
        selection.profiles = try OptionValue.profiles("--profile", of: parsed)
        selection.run = try patterns("--run", of: parsed)
        selection.skip = try patterns("--skip", of: parsed)
        selection.includesExhaustive = parsed.has("--exhaustive")
        guard Check.all.contains(where: selection.contains) else {
            throw UsageError(
                """
                --profile, --run and --skip together leave no check (those that take minutes want --exhaustive); \
                see tidemark test --list
                """)
        }
        return selection
    }

    private static func patterns(_ option: String, of parsed: ParsedArguments) throws(UsageError) -> [CheckPattern] {
        var patterns: [CheckPattern] = []
        for value in parsed.all(option) {
            if value.hasPrefix("@") {
                patterns += try list(String(value.dropFirst()), for: option).patterns
            } else if let pattern = CheckPattern(value) {
                patterns.append(pattern)
            } else {
                throw UsageError("\(option): '\(value)' is not a check id or a pattern such as 'append.*'")
            }
        }
        // A pattern that takes nothing is a slip of the pen, and a run that quietly does less would pass for a good one.
        for pattern in patterns where !Check.all.contains(where: { pattern.matches($0.id) }) {
            let near = NearestName.suggestion(for: pattern.description, among: Check.all.map(\.id))
            throw UsageError("\(option): '\(pattern)' matches no check\(near); see tidemark test --list")
        }
        return patterns
    }

    private static func list(_ file: String, for option: String) throws(UsageError) -> Baseline {
        let text = try TextFile.read(file, for: option)
        do {
            return try Baseline(parsing: text)
        } catch {
            throw UsageError("\(option): '\(file)', \(error)")
        }
    }
}
