import HTTPMessage
import ReferenceServer
import Synchronization

/// A server that does not implement the protocol at all, however polite its answers look. No check may pass on one,
/// except where the requirement is truly kept.
public struct DegenerateServer: Sendable, Identifiable {
    /// A stable name in kebab case.
    public let id: String

    /// What it does, in one sentence.
    public let summary: String

    private let make: @Sendable (Blueprint) -> any HTTPService

    init(_ id: String, _ summary: String, make: @escaping @Sendable (Blueprint) -> any HTTPService) {
        self.id = id
        self.summary = summary
        self.make = make
    }

    /// A server of the kind; some need the parts of a reference.
    public func service(from blueprint: Blueprint) -> any HTTPService { make(blueprint) }
}

extension DegenerateServer {
    /// Every kind.
    public static let all: [DegenerateServer] = constant + polite + remembering + incomplete

    /// Always the same answer.
    private static let constant: [DegenerateServer] =
        [200, 201, 204, 304, 400, 404, 409, 500].map { status in
            DegenerateServer("always-\(status)", "Answers \(status) and nothing else, whatever is asked.") { _ in
                AnsweringService { _, _ in Answer(status: status) }
            }
        } + [
            DegenerateServer("bad-gateway", "Answers as a proxy does that cannot reach the server behind it.") { _ in
                AnsweringService { request, _ in
                    let page =
                        "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>\r\n"
                    return Answer(
                        status: 502, fields: [.contentType: "text/html", .cacheControl: "no-cache"],
                        body: request.method == .head ? [] : Array(page.utf8))
                }
            },
            DegenerateServer("leaves", "Begins every answer with 200 and closes the connection.") { _ in
                LeavingService()
            },
        ]

    /// Answers that look right, without a stream behind them.
    private static let polite: [DegenerateServer] = [
        DegenerateServer("echo", "Answers 200 with the body of the request and all of its fields.") { _ in
            AnsweringService { request, body in
                var fields = request.headerFields
                for name: HTTPField.Name in [.contentLength, .transferEncoding, .host] { fields[name] = nil }
                return Answer(status: 200, fields: fields, body: body)
            }
        },
        DegenerateServer("flatterer", "Gives the status and fields that a client hopes for, and stores nothing.") { _ in
            AnsweringService { request, _ in
                let status = [.put: 201, .post: 204, .delete: 204][request.method, default: 200]
                let kind = request.headerFields[.contentType] ?? "application/octet-stream"
                return Answer(
                    status: status,
                    fields: [
                        .contentType: kind, .streamNextOffset: "1", .streamUpToDate: "true", .streamCursor: "1",
                        .eTag: "\"1\"", .cacheControl: "no-store", .location: request.path,
                        .xContentTypeOptions: "nosniff", .crossOriginResourcePolicy: "cross-origin",
                    ])
            }
        },
        DegenerateServer("static-files", "Keeps files: PUT stores one, GET gives it, DELETE removes it.") { _ in
            FileService()
        },
    ]

    /// The reference's answers, for somebody else.
    private static let remembering: [DegenerateServer] = [
        DegenerateServer("yesterday", "Answers each request as the one of the same method before it.") { blueprint in
            let last = Memory<HTTPRequest.Method, Answer>()
            return changed(blueprint) { request, answer in
                answer.replace(with: last.exchange(request.method, for: answer) ?? Answer(status: 200))
            }
        },
        DegenerateServer("yesterday-of-the-stream", "Answers each request as the one before it at that URL.") {
            blueprint in
            let last = Memory<String, Answer>()
            return changed(blueprint) { request, answer in
                let url = "\(request.method) \(request.path.prefix { $0 != "?" })"
                answer.replace(with: last.exchange(url, for: answer) ?? Answer(status: 200))
            }
        },
        DegenerateServer("body-of-another", "Gives status and fields rightly, and the body of another answer.") {
            blueprint in
            let memory = Memory<Bool, [UInt8]>()
            let another: @Sendable ([UInt8]) -> [UInt8] = { body in
                let last = memory.exchange(true, for: body)
                return last == body ? Array("somebody else's".utf8) : last ?? Array("nobody's".utf8)
            }
            var blueprint = blueprint
            blueprint.onAnswer { _, answer in
                if !answer.isStreamed, !answer.body.isEmpty { answer.body = another(answer.body) }
            }
            blueprint.onPiece { _, bytes in bytes = another(bytes) }
            return blueprint.service()
        },
    ]

    /// The reference, less something.
    private static let incomplete: [DegenerateServer] = [
        DegenerateServer("no-fields", "Gives status and body rightly, and no field at all.") { blueprint in
            changed(blueprint) { _, answer in answer.response.headerFields = [:] }
        },
        DegenerateServer("no-bodies", "Gives status and fields rightly, and never a body.") { blueprint in
            var blueprint = blueprint
            blueprint.onAnswer { _, answer in answer.body = [] }
            blueprint.onPiece { _, bytes in bytes = [] }
            return blueprint.service()
        },
        DegenerateServer("amnesia", "Answers everything rightly, of a server that was started a moment ago.") {
            FreshService(blueprint: $0)
        },
    ]

    private static func changed(
        _ blueprint: Blueprint, _ change: @escaping @Sendable (HTTPRequest, inout Answer) -> Void
    ) -> any HTTPService {
        var blueprint = blueprint
        blueprint.onAnswer(change)
        return blueprint.service()
    }
}

/// Answers from the request alone.
struct AnsweringService: HTTPService {
    let answer: @Sendable (HTTPRequest, [UInt8]) -> Answer

    func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
        let answer = answer(request, body)
        writer.respond(answer.response, body: answer.body)
    }
}

/// Begins an answer and lets go of it.
private struct LeavingService: HTTPService {
    func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
        writer.begin(HTTPResponse(status: .ok))
    }
}

/// A new reference for every request.
private struct FreshService: HTTPService {
    let blueprint: Blueprint

    func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
        blueprint.service().serve(request, body: body, to: writer)
    }
}
