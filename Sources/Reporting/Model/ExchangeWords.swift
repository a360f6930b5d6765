import BlackBox
import HTTPMessage

/// One exchange in lines of text, as the terminal, JUnit, Markdown and TAP show it.
struct ExchangeWords: Sendable {
    /// How many bytes of a body are shown.
    static let shownBodyBytes = 160

    /// How many characters of a path or a field value are shown.
    static let shownCharacters = 200

    /// Fields of an answer that the protocol gives a meaning, besides its own; the JSON report has all.
    private static let interesting: Set<String> = [
        "allow", "cache-control", "content-encoding", "content-length", "content-type", "etag", "location",
        "retry-after", "transfer-encoding", "x-content-type-options", "cross-origin-resource-policy",
    ]

    let exchange: Exchange

    /// The exchange in one line: method, last part of the path, query, status.
    var brief: String {
        let path = exchange.request.path
        let name = path.prefix { $0 != "?" }.split(separator: "/").last.map(String.init) ?? "/"
        let query = path.firstIndex(of: "?").map { String(path[$0...]) } ?? ""
        let outcome =
            switch exchange.outcome {
            case .success(let answer): "\(answer.head.status)"
            case .failure(let failure): "no whole answer (\(failure.kind.rawValue))"
            }
        let sender = exchange.receivedAt == nil ? "" : "from the target: "
        return "\(sender)\(exchange.request.method) \((name + query).cut(to: 90)): \(outcome)".visible
    }

    /// What was sent: the request line, the fields, the body.
    var request: [String] {
        let request = exchange.request
        let origin = exchange.receivedAt.map { "(from the target) \($0.origin)" } ?? ""
        var lines = ["\(request.method) \(origin)\(request.path)".visible.cut(to: Self.shownCharacters)]
        lines += request.headerFields.filter { $0.name != .userAgent }.map(Self.line)
        if let body = request.body {
            lines.append(Self.excerpt(body) + (request.isChunked ? " in chunks" : ""))
        }
        return lines
    }

    /// What came: the status with the time it took, the fields, the body; or why nothing came.
    var answer: [String] {
        switch exchange.outcome {
        case .success(let answer):
            return Self.lines(of: answer, after: exchange.timings.total)
        case .failure(let failure):
            let lines = ["no whole answer: \(failure.message)".visible]
            guard let partial = failure.partial else { return lines }
            return lines + ["what came of it:"] + Self.lines(of: partial, after: exchange.timings.total)
        }
    }

    private static func lines(of answer: Exchange.Answer, after duration: Duration) -> [String] {
        let time = duration > .zero ? "  (\(duration.spoken))" : ""
        return ["\(answer.head.status)".visible.cut(to: shownCharacters) + time]
            + answer.head.headerFields.filter { isInteresting($0.name.canonicalName) }.map(line)
            + [excerpt(answer.body, omitted: answer.omittedByteCount)]
    }

    private static func isInteresting(_ name: String) -> Bool {
        name.hasPrefix("stream-") || name.hasPrefix("producer-") || interesting.contains(name)
    }

    private static func line(_ field: HTTPField) -> String {
        "\(field.name): \(field.value)".visible.cut(to: shownCharacters)
    }

    private static func excerpt(_ body: [UInt8], omitted: Int = 0) -> String {
        BodyExcerpt(body, limit: shownBodyBytes, omitted: omitted).line
    }
}
