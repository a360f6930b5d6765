import Glibc
import HTTPMessage
import Synchronization
import Testing

@testable import HTTPWire

@Suite(.timeLimit(.minutes(2))) struct ResponseWriterTests {
    @Test func answersHEADWithoutABody() async throws {
        let service = ClosureService { request, _, writer in
            let fields: HTTPFields = request.path == "/length" ? [.contentLength: "42"] : [:]
            let body: [UInt8] = request.path == "/body" ? [1, 2, 3] : []
            writer.respond(HTTPResponse(status: .ok, headerFields: fields), body: body)
        }
        try await withServer(service) { server in
            let connection = try await server.connect()
            for (path, length) in [("/length", "42"), ("/body", "3"), ("/", nil)] {
                let response = try await connection.response(to: "HEAD \(path) HTTP/1.1\r\nHost: h\r\n\r\n", .head)
                #expect(response.response.headerFields[.contentLength] == length)
                #expect(response.keepsConnection)
            }
        }
    }

    @Test(arguments: [204, 304])
    func sendsNoFramingWhereThereIsNoBody(status: Int) async throws {
        let service = ClosureService { request, _, writer in
            let response = HTTPResponse(
                status: HTTPResponse.Status(code: status), headerFields: [.contentLength: "9", .eTag: "\"a\""]
            )
            guard request.path == "/begin" else { return writer.respond(response, body: [1]) }
            writer.begin(response)
            writer.send([1])
            writer.finish()
        }
        try await withServer(service) { server in
            let connection = try await server.connect()
            for path in ["/", "/begin", "/"] {
                let response = try await connection.response(to: "GET \(path) HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(response.response.status.code == status)
                #expect(response.response.headerFields[.contentLength] == nil)
                #expect(response.response.headerFields[.transferEncoding] == nil)
                #expect(response.response.headerFields[.eTag] == "\"a\"")
            }
        }
    }

    @Test func streamsInChunksOrUntilItCloses() async throws {
        let service = ClosureService { _, _, writer in
            writer.begin(HTTPResponse(status: .ok, headerFields: [.contentLength: "1"]))
            for piece in ["one", "", "two"] { writer.send(Array(piece.utf8)) }
            writer.finish()
        }
        try await withServer(service) { server in
            let connection = try await server.connect()
            let chunked = try await connection.response(to: plainGet)
            #expect(chunked.response.headerFields[.transferEncoding] == "chunked")
            #expect(chunked.response.headerFields[.contentLength] == nil)
            #expect(text(chunked.body) == "onetwo")
            #expect(chunked.keepsConnection)
            let plain = try await server.exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(plain.hasSuffix("\r\nConnection: close\r\n\r\nonetwo"))
            let head = try await connection.response(to: "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n", .head)
            #expect(head.response.status == .ok)
        }
    }

    @Test func answersForAServiceThatDoesNot() async throws {
        let service = ClosureService { request, _, writer in
            switch request.path {
            case "/drop": break
            case "/half":
                writer.begin(HTTPResponse(status: .ok))
                writer.send([65])
            case "/bad": writer.respond(HTTPResponse(status: .ok, headerFields: [.eTag: "a\r\nb"]), body: [])
            case "/interim": writer.begin(HTTPResponse(status: HTTPResponse.Status(code: 102)))
            default: writer.respond(HTTPResponse(status: .ok), body: [])
            }
        }
        try await withServer(service) { server in
            let connection = try await server.connect()
            for path in ["/drop", "/bad", "/interim"] {
                let response = try await connection.response(to: "GET \(path) HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(response.response.status == .internalServerError)
                #expect(response.keepsConnection)
            }
            let error = await #expect(throws: RawConnectionError.self) {
                try await connection.response(to: "GET /half HTTP/1.1\r\nHost: h\r\n\r\n")
            }
            #expect(error?.kind == .closedEarly)
            #expect(error?.partial?.body == [65])
        }
    }

    @Test func answersOnlyOnce() async throws {
        let service = ClosureService { _, _, writer in
            writer.respond(HTTPResponse(status: .ok), body: [1])
            writer.respond(HTTPResponse(status: .notFound), body: [2])
            writer.begin(HTTPResponse(status: .notFound))
            writer.send([3])
            writer.finish()
        }
        try await withServer(service) { server in
            let connection = try await server.connect()
            for _ in 0..<3 {
                #expect(try await connection.response(to: plainGet).body == [1])
            }
        }
    }

    @Test func keepsTheOrderOfPiecesFromOtherThreads() async throws {
        let service = ClosureService { _, _, writer in
            let thread = PosixThread("pieces") {
                writer.begin(HTTPResponse(status: .ok))
                for number in 0..<1000 { writer.send(Array("\(number) ".utf8)) }
                writer.finish()
            }
            thread?.detach()
        }
        let expected = (0..<1000).map { "\($0) " }.joined()
        try await withServer(service) { server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let connection = try await server.connect()
                        for _ in 0..<5 {
                            #expect(text(try await connection.response(to: plainGet).body) == expected)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func wakesAThousandWaitingClientsAtOnce() async throws {
        let service = HoldingService()
        try await withServer(service) { server in
            let connections = try await withThrowingTaskGroup(of: [RawConnection].self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        var connections: [RawConnection] = []
                        for _ in 0..<50 {
                            let connection = try await server.connect()
                            try await connection.send(plainGet, within: patience)
                            connections.append(connection)
                        }
                        return connections
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let writers = await service.take(1000)
            #expect(writers.count == 1000)
            let answer = Array("woken".utf8)
            for writer in writers { writer.respond(HTTPResponse(status: .ok), body: answer) }
            for connection in connections {
                let response = try await connection.receiveResponse(answering: .get, within: patience)
                #expect(response.body == answer)
            }
        }
    }
}
