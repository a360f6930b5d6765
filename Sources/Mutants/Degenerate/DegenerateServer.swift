import HTTPMessage
import ReferenceServer

/// A server that does not implement the protocol at all, however polite its answers look. No check may pass on one,
/// except where the requirement is truly kept.
public struct DegenerateServer: Sendable, Identifiable {
    /// A stable name in kebab case.
    public let id: String

    /// What it does, in one sentence.
    public let summary: String

    private let make: @Sendable (any ServerClock) -> any HTTPService

    init(_ id: String, _ summary: String, make: @escaping @Sendable (any ServerClock) -> any HTTPService) {
        self.id = id
        self.summary = summary
        self.make = make
    }

    /// A server of the kind.
    public func service(clock: any ServerClock) -> any HTTPService { make(clock) }
}

extension DegenerateServer {
    /// Every kind.
    public static let all: [DegenerateServer] =
        constant + remembering + [
            DegenerateServer("echo", "Answers 200 with the body of the request and all of its fields.") { _ in
                AnsweringService { request, body in
                    var fields = request.headerFields
                    for name: HTTPField.Name in [.contentLength, .transferEncoding, .host] { fields[name] = nil }
                    return Answer(status: 200, fields: fields, body: body)
                }
            },
            DegenerateServer("leaves", "Begins every answer with 200 and closes the connection.") { _ in
                LeavingService()
            },
            DegenerateServer("flatterer", "Gives the status and fields that a client hopes for, and stores nothing.") {
                _ in
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
        ]

    /// Always the same answer.
    private static let constant: [DegenerateServer] = [200, 201, 204, 304, 400, 404, 409, 500].map { status in
        DegenerateServer("always-\(status)", "Answers \(status) and nothing else, whatever is asked.") { _ in
            AnsweringService { _, _ in Answer(status: status) }
        }
    }

    /// The reference's answers, for somebody else.
    private static let remembering: [DegenerateServer] = [
        DegenerateServer("yesterday", "Answers each request as the one of the same method before it.") { clock in
            let last = Memory<HTTPRequest.Method, Answer>()
            return changedReference(clock) { request, answer in
                answer.replace(with: last.exchange(request.method, for: answer) ?? Answer(status: 200))
            }
        },
        DegenerateServer("yesterday-of-the-stream", "Answers each request as the one before it at that URL.") { clock in
            let last = Memory<String, Answer>()
            return changedReference(clock) { request, answer in
                let url = "\(request.method) \(request.path.prefix { $0 != "?" })"
                answer.replace(with: last.exchange(url, for: answer) ?? Answer(status: 200))
            }
        },
        DegenerateServer("body-of-another", "Gives status and fields rightly, and the body of another answer.") {
            clock in
            let last = Memory<Bool, [UInt8]>()
            return changedReference(clock) { request, answer in
                guard !answer.isStreamed, !answer.body.isEmpty else { return }
                answer.body = last.exchange(true, for: answer.body) ?? Array("somebody else's".utf8)
            }
        },
        DegenerateServer("no-fields", "Gives status and body rightly, and no field of the protocol.") { clock in
            changedReference(clock) { _, answer in answer.response.headerFields = [:] }
        },
        DegenerateServer("no-bodies", "Gives status and fields rightly, and never a body.") { clock in
            var blueprint = Blueprint(clock: clock)
            blueprint.onAnswer { _, answer in answer.body = [] }
            blueprint.onPiece { _, bytes in bytes = [] }
            return blueprint.service()
        },
        DegenerateServer("amnesia", "Answers everything rightly, of a server that was started a moment ago.") { clock in
            FreshService(clock: clock)
        },
    ]

    private static func changedReference(
        _ clock: any ServerClock, _ change: @escaping @Sendable (HTTPRequest, inout Answer) -> Void
    ) -> any HTTPService {
        var blueprint = Blueprint(clock: clock)
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
    let clock: any ServerClock

    func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
        Blueprint(clock: clock).service().serve(request, body: body, to: writer)
    }
}
