import BlackBox
import Conformance
import HTTPMessage

/// Takes what the person gave with `--header` and `--bearer` out of everything that is shown or written.
///
/// A field that carries such a value is replaced wherever it stands. The value itself is also looked for in answers
/// and messages, because a server may echo it, provided it is long enough not to be an ordinary word.
public struct Secrets: Sendable {
    /// What stands in place of a secret.
    public static let placeholder = "[redacted]"

    /// The shortest value that is looked for outside its own field.
    public static let minimumSearchedBytes = 8

    /// The shortest value that is looked for when its field is known to carry credentials.
    public static let minimumCredentialBytes = 4

    private let fields: [HTTPField]
    private let searched: [[UInt8]]

    /// The values of these fields are secret.
    public init(of fields: HTTPFields) {
        self.fields = Array(fields)
        var searched: Set<[UInt8]> = []
        for field in fields {
            let minimum = field.name.speaksOfCredentials ? Self.minimumCredentialBytes : Self.minimumSearchedBytes
            // `Bearer abc` and `Basic abc` are secret for what follows the scheme.
            let parts = [field.value] + field.value.split(separator: " ").dropFirst().map(String.init)
            for part in parts {
                // A value is kept as ISO-8859-1; messages and bodies hold it as UTF-8 or as the bytes of the wire.
                let wire = part.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
                for bytes in [Array(part.utf8), wire] where bytes.count >= minimum { searched.insert(bytes) }
            }
        }
        // The longest first, so that no part of a longer secret is left standing.
        self.searched = searched.sorted { ($0.count, $1[0]) > ($1.count, $0[0]) }
    }

    /// A text without secrets.
    public func hide(in text: String) -> String {
        let bytes = Array(text.utf8)
        guard let hidden = hidden(in: bytes) else { return text }
        return String(decoding: hidden, as: UTF8.self)
    }

    /// A report without secrets.
    public func hide(in report: RunReport) -> RunReport {
        guard !fields.isEmpty else { return report }
        var report = report
        report.obstacle = report.obstacle.map(hide(in:))
        for index in report.profiles.indices {
            report.profiles[index].evidence = hide(in: report.profiles[index].evidence)
        }
        report.results = report.results.map(hide(in:))
        return report
    }

    /// A result without secrets.
    public func hide(in result: CheckResult) -> CheckResult {
        guard !fields.isEmpty else { return result }
        var result = result
        result.message = hide(in: result.message)
        result.firstAttempt = result.firstAttempt.map(hide(in:))
        for index in result.findings.indices {
            result.findings[index].expected = hide(in: result.findings[index].expected)
            result.findings[index].observed = hide(in: result.findings[index].observed)
        }
        result.exchanges = result.exchanges.map(hide(in:))
        return result
    }

    /// An exchange without secrets.
    public func hide(in exchange: Exchange) -> Exchange {
        guard !fields.isEmpty else { return exchange }
        var exchange = exchange
        exchange.request.path = hide(in: exchange.request.path)
        exchange.request.headerFields = hide(in: exchange.request.headerFields)
        exchange.request.body = exchange.request.body.map { hidden(in: $0) ?? $0 }
        switch exchange.outcome {
        case .success(let answer):
            exchange.outcome = .success(hide(in: answer))
        case .failure(var failure):
            failure.message = hide(in: failure.message)
            failure.partial = failure.partial.map(hide(in:))
            exchange.outcome = .failure(failure)
        }
        return exchange
    }

    private func hide(in answer: Exchange.Answer) -> Exchange.Answer {
        var answer = answer
        answer.head.headerFields = hide(in: answer.head.headerFields)
        let status = answer.head.status
        answer.head.status = HTTPResponse.Status(code: status.code, reasonPhrase: hide(in: status.reasonPhrase))
        answer.body = hidden(in: answer.body) ?? answer.body
        return answer
    }

    private func hide(in headerFields: HTTPFields) -> HTTPFields {
        HTTPFields(
            headerFields.map { field in
                let isSecret = fields.contains { $0.name == field.name && $0.value == field.value }
                return HTTPField(name: field.name, value: isSecret ? Self.mask(field) : hide(in: field.value))
            })
    }

    // The scheme is no secret, and says what kind of credentials are wanted.
    private static func mask(_ field: HTTPField) -> String {
        guard field.name == .authorization, let space = field.value.firstIndex(of: " ") else { return placeholder }
        let scheme = field.value[..<space]
        return ["bearer", "basic"].contains(scheme.lowercased()) ? "\(scheme) \(placeholder)" : placeholder
    }

    /// The bytes with every secret replaced, or `nil` when they hold none.
    private func hidden(in bytes: [UInt8]) -> [UInt8]? {
        var current = bytes
        var isChanged = false
        for secret in searched {
            guard current.count >= secret.count, current.firstRange(of: secret) != nil else { continue }
            current.replace(secret, with: Array(Self.placeholder.utf8))
            isChanged = true
        }
        return isChanged ? current : nil
    }
}
