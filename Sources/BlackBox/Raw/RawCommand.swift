import HTTPMessage

/// A raw conversation as a shell line that sends the same bytes: `printf` into `nc`, or into `openssl s_client`.
///
/// Waits for answers become a second of sleep, because a pipe cannot look at what comes back. Values of the fields that
/// the target adds to every request stand as shell variables.
public struct RawCommand: Sendable, Hashable, CustomStringConvertible {
    /// The line.
    public let description: String

    /// The line for a conversation.
    public init(_ request: RawRequest, target: Target) {
        let secrets = target.headerFields.map { field in
            (
                secret: (field.isBearer ? String(field.value.dropFirst(7)) : field.value).latin1Bytes,
                variable: field.name.shellVariable
            )
        }
        var commands: [String] = []
        var closesAtEnd = false
        steps: for step in request.steps {
            switch step {
            case .send(let bytes): commands.append(ShellWord.printf(bytes, hiding: secrets))
            case .pause(let duration): commands.append("sleep \(duration.spoken.dropLast(2))")
            case .awaitAnswers, .awaitBytes: commands.append("sleep 1")
            case .finishSending: closesAtEnd = true
            case .disconnect, .reset:
                closesAtEnd = true
                break steps
            }
        }
        let input = commands.count == 1 ? commands[0] : "{ \(commands.joined(separator: "; ")); }"
        let base = target.base
        let host = base.host.trimmingBrackets
        if base.scheme == "https" {
            description = "\(input) | openssl s_client -quiet -connect \(ShellWord.quoted(Array(base.place.utf8)))"
        } else {
            let option = closesAtEnd ? "-N " : ""
            description = "\(input) | nc \(option)\(ShellWord.quoted(Array(host.utf8))) \(base.port)"
        }
    }
}

extension String {
    /// The string without the brackets of an IPv6 address.
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
