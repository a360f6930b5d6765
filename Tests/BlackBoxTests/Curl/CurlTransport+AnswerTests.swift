import BlackBox
import HTTPMessage
import Testing

/// What is made of the answers of servers that behave.
@Suite(.timeLimit(.minutes(1)))
struct CurlTransportAnswerTests {
    private func exchange(
        _ answer: String, _ request: OutgoingRequest = .get(), closes: Bool = true
    ) async throws -> Exchange {
        let server = try ScriptedServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.send(answer)
            if !closes { connection.waitForClose() }
        }
        return await CurlTransport(target: try server.target()).send(request)
    }

    @Test func fieldsKeepOrderDuplicatesAndCase() async throws {
        let exchange = try await exchange(
            "HTTP/1.1 201 Made Here\r\nB: 2\r\na:1\r\nSet-Cookie: x\r\nb:\t3 \r\nEmpty:\r\nLatin: caf\u{E9}\r\n"
                + "Content-Length: 2\r\n\r\nok")
        let answer = try exchange.requireAnswer()
        #expect(answer.head.status.code == 201)
        #expect(answer.head.status.reasonPhrase == "Made Here")
        #expect(answer.text == "ok")
        let lines = answer.head.headerFields.map { "\($0.name.rawName)=\($0.value)" }
        // The server sent UTF-8; each of its bytes is one scalar.
        #expect(lines == ["B=2", "a=1", "Set-Cookie=x", "b=3", "Empty=", "Latin=caf\u{C3}\u{A9}", "Content-Length=2"])
        #expect(exchange.connection?.version == "HTTP/1.1")
        #expect(exchange.connection?.isReused == false)
        #expect(exchange.timings.connected > .zero)
        #expect(exchange.timings.firstByte >= exchange.timings.connected)
        #expect(exchange.timings.total >= exchange.timings.firstByte)
    }

    @Test func interimAnswersAreDropped() async throws {
        let answer = try await exchange(
            "HTTP/1.1 100 Continue\r\nX: 0\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nX: 1\r\nContent-Length: 1\r\n\r\nz"
        ).requireAnswer()
        #expect(answer.head.status == .ok)
        #expect(answer.head.headerFields[values: .name("X")] == ["1"])
        #expect(!answer.head.headerFields.contains(.name("Link")))
    }

    @Test func trailersAreNotFields() async throws {
        let answer = try await exchange(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;ext=1\r\nab\r\n1\r\nc\r\n0\r\nX-Late: 1\r\n\r\n"
        ).requireAnswer()
        #expect(answer.text == "abc")
        #expect(!answer.head.headerFields.contains(.name("X-Late")))
        #expect(answer.head.headerFields[.transferEncoding] == "chunked")
    }

    @Test func foldedLinesBecomeOne() async throws {
        let answer = try await exchange("HTTP/1.1 200 OK\r\nX: a\r\n  b\r\nContent-Length: 0\r\n\r\n").requireAnswer()
        #expect(answer.head.headerFields[.name("X")] == "a b")
    }

    @Test func bodyUntilClose() async throws {
        #expect(try await exchange("HTTP/1.0 200 OK\r\n\r\nall of it").requireAnswer().text == "all of it")
    }

    @Test(arguments: [204, 304])
    func answersWithoutBody(_ code: Int) async throws {
        let answer = try await exchange(
            "HTTP/1.1 \(code) X\r\nETag: \"a\"\r\nContent-Length: 5\r\n\r\n", closes: false
        ).requireAnswer()
        #expect(answer.head.status.code == code)
        #expect(answer.body.isEmpty)
        #expect(answer.head.headerFields[.contentLength] == "5")
    }

    @Test func headHasNoBody() async throws {
        let answer = try await exchange(
            "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", OutgoingRequest(method: .head, path: "/p"), closes: false
        ).requireAnswer()
        #expect(answer.body.isEmpty)
        #expect(answer.head.headerFields[.contentLength] == "500")
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func redirectsAreNotFollowed(_ code: Int) async throws {
        let answer = try await exchange(
            "HTTP/1.1 \(code) Elsewhere\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n"
        ).requireAnswer()
        #expect(answer.head.status.code == code)
        #expect(answer.head.headerFields[.location] == "/other")
    }

    @Test func contentCodingsAreLeftAlone() async throws {
        let answer = try await exchange(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nplan"
        ).requireAnswer()
        #expect(answer.text == "plan")
    }

    @Test func refusalOfExpectIsTheAnswer() async throws {
        let server = try ScriptedServer { connection in
            connection.send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n")
            connection.waitForClose()
        }
        let exchange = await CurlTransport(target: try server.target()).send(
            OutgoingRequest(
                method: .post, path: "/p", headerFields: [.expect: "100-continue"], body: Array("x".utf8)))
        #expect(try exchange.requireAnswer().head.status.code == 417)
    }

    @Test func connectionsAreReusedUnlessAskedOtherwise() async throws {
        let server = try ScriptedServer { connection in
            while connection.readRequest() != nil {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }
        let transport = CurlTransport(target: try server.target())
        let first = try #require(await transport.send(.get()).connection)
        let second = await transport.send(.get())
        var fresh = OutgoingRequest.get()
        fresh.usesFreshConnection = true
        let third = try #require(await transport.send(fresh).connection)
        let fourth = try #require(await transport.send(.get()).connection)
        #expect(!first.isReused)
        #expect(second.connection?.id == first.id)
        #expect(second.connection?.isReused == true)
        #expect(second.timings.connected == .zero)
        #expect(third.id != first.id)
        #expect(!third.isReused)
        #expect(fourth.id == first.id)
        #expect(server.connectionCount == 2)
    }

    @Test func threeHundredAtOnce() async throws {
        let gate = Gate(300)
        let server = try ScriptedServer { connection in
            guard let request = connection.readRequest() else { return }
            // Nobody is answered before all are there.
            gate.arriveAndWait()
            let path = request.split(separator: " ")[1]
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(path.utf8.count)\r\n\r\n\(path)")
            connection.waitForClose()
        }
        let transport = CurlTransport(target: try server.target())
        let texts = await withTaskGroup(of: String?.self) { group in
            for number in 0..<300 {
                group.addTask { try? await transport.send(.get("/\(number)")).requireAnswer().text }
            }
            return await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(texts == Set((0..<300).map { "/\($0)" }))
        await transport.shutdown()
    }
}
