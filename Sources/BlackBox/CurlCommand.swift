import HTTPMessage

/// A request as a `curl` line that a person can paste into a shell and get the same bytes onto the wire.
///
/// Values that may be secret never appear: `Authorization`, `Cookie` and every field the target adds to all requests
/// stand as shell variables, to be set by whoever repeats the request.
public struct CurlCommand: Sendable, Hashable, CustomStringConvertible {
    /// Bodies up to this size stand on the command line; larger ones are piped in, because a single argument is limited.
    static let largestArgumentBytes = 32 << 10

    /// curl asks for `100 Continue` of its own accord when a body is larger than this.
    private static let largestBodyWithoutExpect = 1 << 20

    /// The line.
    public let description: String

    /// The line for a request.
    ///
    /// - Parameter isLive: whether the answer may go on for long, so that curl gets a time limit and shows pieces as they
    ///   come; by default when the query has a `live` parameter.
    public init(_ request: OutgoingRequest, target: Target, isLive: Bool? = nil) {
        var words = ["curl"]
        if request.method == .head { words.append("--head") } else { words.append("-i") }
        if isLive ?? request.path.hasLiveParameter {
            words += ["-N", "--max-time", String(request.timeouts.total.wholeSecondsRoundedUp)]
        }
        words += Self.connectionWords(target)
        if Self.methodWord(request) { words += ["-X", ShellWord.quoted(Array(request.method.rawValue.utf8))] }
        words += Self.fieldWords(request, target: target)

        var input: String?
        if let body = request.body {
            let isPiped = body.contains(0) || body.count > Self.largestArgumentBytes
            if isPiped {
                input = ShellWord.printf(body)
                words += ["--data-binary", "@-"]
            } else {
                // With an @ in front curl would read a file.
                words += [body.first == UInt8(ascii: "@") ? "--data-raw" : "--data-binary", ShellWord.quoted(body)]
            }
        }
        words += Self.placeWords(request.path, target: target)
        let line = words.joined(separator: " ")
        description = input.map { "\($0) | \(line)" } ?? line
    }

    private static func methodWord(_ request: OutgoingRequest) -> Bool {
        request.method != .head && (request.method != .get || request.body != nil)
    }

    private static func connectionWords(_ target: Target) -> [String] {
        var words: [String] = []
        let isSecure = target.base.scheme == "https"
        switch (target.version, isSecure) {
        case (.http11, false): break
        case (.http11, true): words.append("--http1.1")
        case (.http2, false): words.append("--http2-prior-knowledge")
        case (.http2, true): words.append("--http2")
        }
        guard isSecure else { return words }
        if let file = target.tls.certificateAuthorityFile {
            words += ["--cacert", ShellWord.quoted(Array(file.utf8))]
        }
        if target.tls.acceptsAnyCertificate { words.append("--insecure") }
        return words
    }

    private static func fieldWords(_ request: OutgoingRequest, target: Target) -> [String] {
        var words: [String] = []
        if !request.headerFields.contains(.userAgent) { words += ["-A", ProductVersion.userAgent] }
        for field in request.headerFields {
            words += ["-H", isSecret(field.name, of: target) ? placeholder(for: field) : word(for: field)]
        }
        if request.isChunked { words += ["-H", "'Transfer-Encoding: chunked'"] }
        var unwanted: [HTTPField.Name] = [.accept]
        if let body = request.body {
            unwanted.append(.contentType)
            if body.count > largestBodyWithoutExpect || request.isChunked { unwanted.append(.expect) }
        }
        for name in unwanted where !request.headerFields.contains(name) { words += ["-H", "\(name.rawName):"] }
        return words
    }

    private static func word(for field: HTTPField) -> String {
        let name = Array(field.name.rawName.utf8)
        guard !field.value.isEmpty else { return ShellWord.quoted(name + [UInt8(ascii: ";")]) }
        return ShellWord.quoted(name + Array(": ".utf8) + field.value.latin1Bytes)
    }

    private static func isSecret(_ name: HTTPField.Name, of target: Target) -> Bool {
        name == .authorization || ["cookie", "proxy-authorization"].contains(name.canonicalName)
            || target.headerFields.contains(name)
    }

    /// `"Authorization: Bearer $TOKEN"`, `"X-Api-Key: $X_API_KEY"`.
    private static func placeholder(for field: HTTPField) -> String {
        let name = field.name.rawName
        let scheme = field.isBearer ? "Bearer " : ""
        let variable = field.name.shellVariable
        let quotedName = ShellWord.quoted(Array("\(name): \(scheme)".utf8))
        // A name may hold characters that double quotes do not disarm.
        guard name.unicodeScalars.allSatisfy({ $0.isVariableScalar || $0 == "-" }) else {
            return "\(quotedName)\"$\(variable)\""
        }
        return "\"\(name): \(scheme)$\(variable)\""
    }

    private static func placeWords(_ path: String, target: Target) -> [String] {
        // What curl's own URL parser would cut off, encode or refuse goes in beside the URL.
        let isPlain =
            path.hasPrefix("/") && !path.contains("#") && !path.hasSuffix("?")
            && path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        guard isPlain else {
            return [
                "--request-target", ShellWord.quoted(path.latin1Bytes),
                ShellWord.quoted(Array((target.base.origin + "/").utf8)),
            ]
        }
        var words = ["--path-as-is"]
        if path.contains(where: { "[]{}".contains($0) }) { words.append("--globoff") }
        return words + [ShellWord.quoted(Array((target.base.origin + path).utf8))]
    }
}

extension Exchange {
    /// The `curl` line that repeats the request; one that the target sent goes to where it was received.
    public func curlCommand(for target: Target) -> CurlCommand {
        CurlCommand(request, target: receivedAt.map { Target(base: $0) } ?? target)
    }
}

extension HTTPField {
    /// Whether the value is `Bearer` and a token.
    var isBearer: Bool { name == .authorization && value.lowercased().hasPrefix("bearer ") }
}

extension HTTPField.Name {
    /// The shell variable that stands for a secret value: `TOKEN` for `Authorization`, else the name in capitals.
    var shellVariable: String {
        if self == .authorization { return "TOKEN" }
        return String(
            String.UnicodeScalarView(rawName.uppercased().unicodeScalars.map { $0.isVariableScalar ? $0 : "_" }))
    }
}

extension Unicode.Scalar {
    /// Whether the scalar may stand in the name of a shell variable, and means nothing to a shell elsewhere.
    fileprivate var isVariableScalar: Bool {
        ("A"..."Z").contains(self) || ("a"..."z").contains(self) || ("0"..."9").contains(self)
    }
}

extension String {
    /// Whether the query has a parameter named `live`.
    fileprivate var hasLiveParameter: Bool {
        guard let mark = firstIndex(of: "?") else { return false }
        return self[index(after: mark)...].split(separator: "&").contains { $0 == "live" || $0.hasPrefix("live=") }
    }
}

extension Duration {
    fileprivate var wholeSecondsRoundedUp: Int64 {
        let (seconds, attoseconds) = components
        return max(1, attoseconds > 0 ? seconds + 1 : seconds)
    }
}
