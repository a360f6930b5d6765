import HTTPMessage
import Synchronization

/// Files by path, as a web server or an object store keeps them. Of the protocol it knows nothing.
final class FileService: HTTPService {
    private struct File {
        var type: String
        var bytes: [UInt8]
        var tag: String
    }

    private struct State {
        var files: [String: File] = [:]
        var versions = 0
    }

    private let state = Mutex(State())

    func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter) {
        let answer = state.withLock { Self.answer(request, body, &$0) }
        writer.respond(answer.response, body: request.method == .head ? [] : answer.body)
    }

    private static func answer(_ request: HTTPRequest, _ body: [UInt8], _ state: inout State) -> Answer {
        let path = String(request.path.prefix { $0 != "?" })
        let file = state.files[path]
        switch request.method {
        case .put:
            state.versions += 1
            let type = request.headerFields[.contentType] ?? "application/octet-stream"
            state.files[path] = File(type: type, bytes: body, tag: "\"\(state.versions)\"")
            return Answer(status: file == nil ? 201 : 204, fields: [.eTag: "\"\(state.versions)\""])
        case .delete:
            state.files[path] = nil
            return Answer(status: file == nil ? 404 : 204)
        case .get, .head:
            guard let file else { return Answer(status: 404) }
            let fields: HTTPFields = [.contentType: file.type, .eTag: file.tag]
            if request.headerFields[.ifNoneMatch] == file.tag { return Answer(status: 304, fields: fields) }
            return Answer(status: 200, fields: fields, body: file.bytes)
        default:
            return Answer(status: 405, fields: [.allow: "GET, HEAD, PUT, DELETE"])
        }
    }
}
