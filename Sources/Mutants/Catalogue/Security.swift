import HTTPMessage
import Specification

// §12: what answers protect against, and URLs that try to be other URLs.
extension Mutant {
    static let security: [Mutant] = securityURLs + securityFields

    // MARK: URLs

    private static let securityURLs: [Mutant] = [
        Mutant(
            "security.decoded-twice", "The path of a URL is decoded once more before a stream is looked up.", .security,
            breaks: .securityUrlsSanitised
        ) {
            $0.onPath { $0.replacing("%25", with: "%").decodedLetters }
        },
        Mutant(
            "security.dot-segments-resolved-late", "Escaped slashes and dots are decoded, then dot segments resolved.",
            .security, breaks: .securityUrlsSanitised
        ) {
            $0.onPath { path in
                let decoded = path.replacing("%2f", with: "/").replacing("%2F", with: "/")
                    .replacing("%2e", with: ".").replacing("%2E", with: ".")
                return decoded.contains("/../") ? decoded.withoutDotSegments : path
            }
        },
        Mutant(
            "security.backslashes-are-slashes", "Escaped backslashes count as slashes.", .security,
            breaks: .securityUrlsSanitised
        ) {
            $0.onPath { path in
                let decoded = path.replacing("%5c", with: "/").replacing("%5C", with: "/")
                return decoded == path ? path : decoded.withoutDotSegments
            }
        },
        Mutant(
            "security.cut-at-nul", "The path of a URL ends at the first NUL.", .security, breaks: .securityUrlsSanitised
        ) {
            $0.onPath { path in path.firstRange(of: "%00").map { String(path[..<$0.lowerBound]) } ?? path }
        },
        Mutant(
            "security.path-parameters-cut", "What follows a semicolon in the path of a URL is cut off.", .security,
            breaks: .securityUrlsSanitised
        ) {
            $0.onPath { path in
                path.split(separator: "/", omittingEmptySubsequences: false)
                    .map { String($0.prefix { $0 != ";" }) }.joined(separator: "/").withoutDotSegments
            }
        },
        Mutant(
            "security.trailing-dots-trimmed", "Full stops and spaces at the end of a path are cut off.", .security,
            breaks: .securityUrlsSanitised
        ) {
            $0.onPath { path in
                if path.hasSuffix(".") { return String(path.dropLast()) }
                return path.hasSuffix("%20") ? String(path.dropLast(3)) : path
            }
        },
        Mutant(
            "security.escaped-query-is-a-query", "An escaped question mark begins the query.", .security,
            breaks: .securityUrlsSanitised
        ) {
            $0.onPath { path in path.firstRange(of: "%3F").map { String(path[..<$0.lowerBound]) } ?? path }
        },
        Mutant(
            "security.fork-source-decoded-twice", "The source of a fork is decoded once more.", .security,
            breaks: .securityUrlsSanitised
        ) {
            $0.onForkRequest { request in
                guard let source = request.headerFields[.streamForkedFrom], source.contains("%25") else { return }
                request.headerFields[.streamForkedFrom] =
                    source.replacing("%25", with: "%").replacing("%2e", with: ".").withoutDotSegments
            }
        },
        Mutant(
            "security.files-served", "A path that ascends far enough leads to the files of the machine.", .security,
            breaks: .securityStreamRootKept
        ) {
            $0.onPassage { passage in
                let decoded = passage.request.streamPath.replacing("%2e", with: ".").replacing("%2f", with: "/")
                guard passage.request.method == .get, decoded.hasSuffix("/../etc/passwd") else {
                    return passage.proceed()
                }
                passage.answer(200, [:], body: Array("root:x:0:0:root:/root:/bin/sh\n".utf8))
            }
        },
        Mutant(
            "security.files-behind-double-decoding", "A path that ascends when it is decoded twice leads to files.",
            .security, breaks: .securityStreamRootKept
        ) {
            $0.onPassage { passage in
                let decoded = passage.request.streamPath.replacing("%252f", with: "/")
                guard passage.request.method == .get, decoded.contains("../../"), decoded.contains("etc"),
                    decoded != passage.request.streamPath
                else { return passage.proceed() }
                passage.answer(200, [:], body: Array("root:x:0:0:root:/root:/bin/sh\n".utf8))
            }
        },
        Mutant(
            "security.broken-escapes-are-500", "A URL with half an escape is answered 500.", .status,
            breaks: .securityOddUrlsAnswered
        ) {
            $0.onAnswer { request, answer in
                if answer.status == 400, request.path.hasSuffix("%2") || request.path.hasSuffix("%") {
                    answer.status = 500
                }
            }
        },
        Mutant(
            "security.bad-utf-8-is-500", "A URL that is not UTF-8 is answered 500.", .status,
            breaks: .securityOddUrlsAnswered
        ) {
            $0.onAnswer { request, answer in
                if answer.status == 400, request.path.contains("%ff") { answer.status = 500 }
            }
        },
        Mutant(
            "security.prototype-found", "A stream of the name `__proto__` is there without having been made.", .state,
            breaks: .securityOddUrlsAnswered
        ) {
            $0.onAnswer { request, answer in
                if request.method == .get, request.streamPath.hasSuffix("__proto__"), answer.status == 404 {
                    answer.status = 200
                }
            }
        },
        Mutant(
            "security.long-urls-are-500", "A URL of some thousand characters is answered 500.", .status,
            breaks: .securityOddUrlsAnswered
        ) {
            $0.onAnswer { request, answer in
                if request.path.utf8.count > 2000 { answer.status = 500 }
            }
        },
    ]

    // MARK: Fields

    private static let securityFields: [Mutant] = [
        Mutant(
            "security.line-break-in-the-path", "A line break in the path of a URL begins a field of the answer.",
            .security, breaks: .securityNoFieldInjection
        ) {
            $0.forgesField { request in request.streamPath.replacing("%0D%0A", with: "%0d%0a").contains("%0d%0a") }
        },
        Mutant(
            "security.line-feed-in-the-query", "A line feed in the query of a URL begins a field of the answer.",
            .security, breaks: .securityNoFieldInjection
        ) {
            $0.forgesField { request in
                StreamQuery.split(target: request.path).rawQuery?.contains("%0a") == true
            }
        },
        Mutant(
            "security.line-break-in-the-cursor", "A carriage return in a cursor begins a field of the answer.",
            .security, breaks: .securityNoFieldInjection
        ) {
            $0.forgesField { request in request.path.contains("cursor=1%0d") && request.path.contains("live=") }
        },
        Mutant(
            "security.sniffing-allowed", "Answers carry no `X-Content-Type-Options`, but for reads.", .security,
            breaks: .securityNosniff
        ) {
            $0.onAnswer { request, answer in
                if request.method != .get { answer[.xContentTypeOptions] = nil }
            }
        },
        Mutant(
            "security.refusals-may-be-sniffed", "Refusals carry no `X-Content-Type-Options`.", .security,
            breaks: .securityNosniff
        ) {
            $0.onAnswer { _, answer in
                if answer.status >= 400 { answer[.xContentTypeOptions] = nil }
            }
        },
        Mutant(
            "security.events-may-be-sniffed", "Event streams carry no `X-Content-Type-Options`.", .security,
            breaks: .securityNosniff
        ) {
            $0.onEventsHead { $1[.xContentTypeOptions] = nil }
        },
        Mutant(
            "security.no-resource-policy", "Answers to appends carry no `Cross-Origin-Resource-Policy`.", .security,
            breaks: .securityCrossOriginResourcePolicy
        ) {
            $0.onAnswer { request, answer in
                if request.method == .post { answer[.crossOriginResourcePolicy] = nil }
            }
        },
        Mutant(
            "security.resource-policy-of-its-own", "Event streams carry `Cross-Origin-Resource-Policy: *`.", .security,
            breaks: .securityCrossOriginResourcePolicy
        ) {
            $0.onEventsHead { $1[.crossOriginResourcePolicy] = "*" }
        },
        Mutant(
            "security.head-cached", "Answers to `HEAD` may be kept for a minute.", .field,
            breaks: .securityHeadNotStored
        ) {
            $0.onAnswer { request, answer in
                if request.method == .head { answer[.cacheControl] = "public, max-age=60" }
            }
        },
        Mutant(
            "security.refused-head-cached", "Refusals of `HEAD` do not say that nobody may keep them.", .field,
            breaks: .securityHeadNotStored
        ) {
            $0.onAnswer { request, answer in
                if request.method == .head, answer.status >= 400 { answer[.cacheControl] = nil }
            }
        },
    ]
}

extension Blueprint {
    /// Has another path looked up than the one that was asked for.
    fileprivate mutating func onPath(_ change: @escaping @Sendable (String) -> String) {
        onRequest { request, _ in
            let path = request.streamPath
            let changed = change(path)
            if changed != path { request.path = changed + request.path.dropFirst(path.count) }
        }
    }

    /// Has a field in the answer that the request made up.
    fileprivate mutating func forgesField(where isTaken: @escaping @Sendable (HTTPRequest) -> Bool) {
        onAnswer { request, answer in
            guard request.path.contains("X-Injected"), isTaken(request) else { return }
            if let name = HTTPField.Name("X-Injected") { answer[name] = "yes" }
        }
    }
}

extension String {
    /// The path with its dot segments resolved (RFC 3986 §5.2.4).
    fileprivate var withoutDotSegments: String {
        var segments: [Substring] = []
        for segment in split(separator: "/", omittingEmptySubsequences: true) where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        return "/" + segments.joined(separator: "/")
    }

    /// The path with escaped letters decoded and its dot segments resolved.
    fileprivate var decodedLetters: String {
        guard let decoded = PercentCoding.decode(self), let text = String(validating: decoded, as: UTF8.self) else {
            return self
        }
        return text.withoutDotSegments
    }
}
