import HTTPMessage
import ReferenceServer
import Specification

// §4: the model of streams.
extension Mutant {
    static let model: [Mutant] = [
        Mutant(
            "model.delete-by-prefix", "Deleting a stream deletes every stream whose name begins with its name.",
            .state, breaks: .modelBytesPersist
        ) {
            let names = Names()
            $0.afterwards { request, _, answer, server in
                if request.method == .put, answer.status == 201 { names.insert(request.stream) }
                guard request.method == .delete, answer.isSuccess else { return }
                for name in names.longer(than: request.stream) { server.ask(.delete, like: request, stream: name) }
            }
        },
        Mutant(
            "model.fifth-read-empty", "Every fifth read of a stream from its beginning answers with nothing.", .rare,
            breaks: .modelBytesPersist
        ) {
            let reads = Tally<String>()
            $0.onAnswer { request, answer in
                guard request.method == .get, request.path == request.stream + "?offset=-1", !request.isLive,
                    answer.status == 200, reads.count(request.stream).isMultiple(of: 5)
                else { return }
                answer.body = []
            }
        },
        Mutant(
            "model.fifth-append-in-neighbour-too",
            "The fifth append to a stream is stored in the stream of the neighbouring name as well.", .state,
            breaks: .modelBytesPersist
        ) {
            let appends = Tally<String>()
            let neighbours = Memory<String, [String]>()
            $0.afterwards { request, body, answer, server in
                guard request.isPlainAppend, answer.isSuccess else { return }
                let family = String(request.stream.dropLast())
                let known = neighbours[family] ?? []
                if !known.contains(request.stream) { neighbours[family] = known + [request.stream] }
                guard appends.count(request.stream) == 5, let other = known.first(where: { $0 != request.stream })
                else { return }
                server.ask(.post, like: request, stream: other, fields: request.headerFields, body: body)
            }
        },
        Mutant(
            "model.old-offsets-slip",
            "Once a stream has ten appends, a read from an offset inside it begins one position late.", .rare,
            breaks: .modelImmutableByPosition
        ) {
            $0.wrapLogs(SlippingLog.init)
        },
        Mutant(
            "model.torn-read", "A read while an append is under way finds the first byte of the stream overwritten.",
            .race, breaks: .modelImmutableByPosition
        ) {
            let clock = $0.clock
            let underWay = Tally<String>()
            $0.interpose { request, body, server, writer in
                guard request.isPlainAppend, !body.isEmpty else {
                    return server.serve(request, body: body, to: writer)
                }
                _ = underWay.count(request.stream)
                _ = clock.schedule(after: .milliseconds(1)) {
                    underWay.reset(request.stream)
                    server.serve(request, body: body, to: writer)
                }
            }
            $0.onAnswer { request, answer in
                guard request.method == .get, !request.isLive, answer.status == 200, !answer.body.isEmpty,
                    underWay[request.stream] > 0
                else { return }
                answer.body[0] = UInt8(ascii: "?")
            }
        },
        Mutant(
            "model.sorted-as-text",
            "From the eleventh append on, appends are read in the order of their numbers as text: 1, 10, 2.", .rare,
            breaks: .modelOrdered, .appendAddedAtEnd
        ) {
            $0.wrapLogs(TextSortedLog.init)
        },
        Mutant(
            "model.lost-update",
            "Of appends that arrive at once, only the first is stored; the others are acknowledged all the same.",
            .race, breaks: .modelConcurrentAppendsWhole
        ) {
            let clock = $0.clock
            $0.interpose { request, body, server, writer in
                guard request.isPlainAppend else { return server.serve(request, body: body, to: writer) }
                let before = server.ask(.head, like: request)[.streamNextOffset]
                _ = clock.schedule(after: .milliseconds(1)) {
                    let now = server.ask(.head, like: request)[.streamNextOffset]
                    guard now != before, let now else { return server.serve(request, body: body, to: writer) }
                    let fields: HTTPFields = [.streamNextOffset: now]
                    writer.respond(HTTPResponse(status: .noContent, headerFields: fields), body: [])
                }
            }
        },
        Mutant(
            "model.torn-append", "A body above a thousand bytes is stored in two steps, and others may come between.",
            .race, breaks: .modelConcurrentAppendsWhole
        ) {
            let clock = $0.clock
            $0.interpose { request, body, server, writer in
                guard request.isPlainAppend, request.isText, body.count > 1000 else {
                    return server.serve(request, body: body, to: writer)
                }
                let half = body.count / 2
                let first = server.ask(request, body: Array(body[..<half]))
                guard first.isSuccess else { return writer.respond(first.response, body: first.body) }
                _ = clock.schedule(after: .milliseconds(1)) {
                    server.serve(request, body: Array(body[half...]), to: writer)
                }
            }
        },
        Mutant(
            "model.type-of-last-create", "A create request that is refused changes the stream's content type.", .state,
            breaks: .modelContentTypeFixed, .createConflictChangesNothing
        ) {
            let types = Memory<String, String>()
            $0.onAnswer { request, answer in
                switch request.method {
                case .put where answer.status == 201: types[request.stream] = nil
                case .put where answer.status == 409: types[request.stream] = request.headerFields[.contentType]
                case .head, .get:
                    if answer.isSuccess, !request.isLive, let type = types[request.stream] {
                        answer[.contentType] = type
                    }
                default: break
                }
            }
        },
        Mutant(
            "model.type-of-last-append", "An append that is refused for its type changes what HEAD says of the type.",
            .state, breaks: .modelContentTypeFixed
        ) {
            let types = Memory<String, String>()
            $0.onAnswer { request, answer in
                switch request.method {
                case .put where answer.status == 201: types[request.stream] = nil
                case .post where answer.status == 409 && !answer.isClosed:
                    types[request.stream] = request.headerFields[.contentType]
                case .head: if answer.isSuccess, let type = types[request.stream] { answer[.contentType] = type }
                default: break
                }
            }
        },
        Mutant(
            "model.initial-content-is-all", "A stream that is created with content is closed from the start.", .state,
            breaks: .modelStartsOpen, .createResponseOpenNotClosed
        ) {
            $0.onRequest { request, body in
                if request.method == .put, !body.isEmpty, !request.closes {
                    request.headerFields[.streamClosed] = "true"
                }
            }
        },
        Mutant(
            "append.zeros-for-old-bytes",
            "Of a stream above a quarter of a mebibyte, the oldest bytes are read as zeros.",
            .rare, breaks: .appendBytesUnchanged
        ) {
            $0.wrapLogs(ForgetfulLog.init)
        },
    ]
}
