import BlackBox
import HTTPMessage
import Specification

/// An exchange as HTTP/1.1 would have it on the wire, the same text at every recording.
public struct RecordedWords: Sendable {
    /// How many characters of a path or a field value are shown.
    static let shownCharacters = 160

    /// How many bytes of a body are shown.
    static let shownBodyBytes = 800

    /// Request, blank line, answer.
    public let text: String

    /// The text of an exchange.
    public init(_ exchange: Exchange) {
        let request = exchange.request
        let path = Self.masked(request.path).visible.cut(to: Self.shownCharacters)
        var lines = ["\(request.method) \(path) HTTP/1.1"]
        lines += Self.lines(of: request.headerFields)
        lines += Self.lines(ofBody: request.body ?? [])
        lines.append("")
        switch exchange.outcome {
        case .success(let answer):
            lines += Self.lines(of: answer)
        case .failure(let failure):
            lines += failure.partial.map(Self.lines) ?? []
            lines.append(Self.masked("(\(failure.message))").visible)
        }
        text = lines.joined(separator: "\n")
    }

    private static func lines(of answer: Exchange.Answer) -> [String] {
        ["HTTP/1.1 \(answer.head.status)".visible] + lines(of: answer.head.headerFields) + lines(ofBody: answer.body)
    }

    private static func lines(of fields: HTTPFields) -> [String] {
        fields.map { masked("\($0.name): \($0.value)").visible.cut(to: shownCharacters) }
    }

    private static func lines(ofBody body: [UInt8]) -> [String] {
        guard !body.isEmpty else { return [] }
        guard let text = String(validating: body, as: UTF8.self), isReadable(text) else {
            let head = body.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
            return ["", body.count > 16 ? "(\(body.count) bytes: \(head) …)" : "(\(body.count) bytes: \(head))"]
        }
        // What is masked may stand where the text is cut, and must not be cut itself.
        let masked = masked(text)
        guard masked.utf8.count > shownBodyBytes else { return ["", masked] }
        return ["", masked.cut(to: shownBodyBytes), "(\(body.count) bytes in all)"]
    }

    private static func isReadable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || !$0.isHidden }
    }

    /// What differs from one recording to the next or says nothing to a reader, replaced by what it is.
    private static func masked(_ text: String) -> String {
        text
            // The names that checks make up: the check, a hash and a number.
            .replacing(/tidemark-spec-[A-Za-z0-9-]*-([0-9]+)/) { "stream-\($0.output.1)" }
            // Tokens are signed with a secret of the process (§12.9).
            .replacing(/eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/) { _ in "(token)" }
            // So are webhooks, whose bodies hold what is masked here (§7.1).
            .replacing(/ed25519=[A-Za-z0-9_-]{86}/) { _ in "ed25519=(signature)" }
            // The ids of wakes are drawn by lot (§7).
            .replacing(/\bw_[0-9a-z]{12,}/) { _ in "(wake-id)" }
    }
}
