import BlackBox
import HTTPMessage
import Synchronization
import Testing

/// Webhooks that come over a socket.
@Suite(.timeLimit(.minutes(1))) struct WebhookReceiverTests {
    private func listening(
        _ place: WebhookListener.Place = .loopback, _ body: (WebhookReceiver, CurlTransport) async throws -> Void
    ) async throws {
        let listener = try WebhookListener.start(at: place, advice: "knock")
        let transport = CurlTransport(target: Target(base: try #require(listener.receiver.origins.first)))
        try await body(listener.receiver, transport)
        await transport.shutdown()
        await listener.shutdown()
    }

    private func post(_ path: String, _ body: String = "x", _ transport: CurlTransport) async throws -> Exchange.Answer
    {
        let request = OutgoingRequest(
            method: .post, path: path, headerFields: [.contentType: "application/json"], body: Array(body.utf8),
            timeouts: .generous)
        return try await transport.send(request).requireAnswer()
    }

    @Test func whatComesIsKeptInOrderAndAnsweredAsScripted() async throws {
        try await listening { receiver, transport in
            let inbox = receiver.open()
            inbox.answerNext(with: .failing(502), .done)
            #expect(try await post(inbox.path, #"{"a":1}"#, transport).head.status.code == 502)
            #expect(try await post(inbox.path + "/more?b=%20c", "two", transport).text == #"{"done":true}"#)
            #expect(try await post(inbox.path, "three", transport).text == "{}")
            let received = inbox.received
            #expect(received.map(\.number) == [0, 1, 2])
            #expect(received.map { String(decoding: $0.body, as: UTF8.self) } == [#"{"a":1}"#, "two", "three"])
            #expect(received.map(\.request.path) == [inbox.path, inbox.path + "/more?b=%20c", inbox.path])
            #expect(received[0].request.headerFields[.contentType] == "application/json")
            #expect(received.map { $0.answer?.head.status.code } == [502, 200, 200])
            #expect(zip(received, received.dropFirst()).allSatisfy { $0.arrival <= $1.arrival })
            let exchange = received[0].exchange(at: receiver.origins[0])
            #expect(exchange.receivedAt == receiver.origins[0])
            #expect(exchange.request.headerFields[.host] == nil)
            let line = exchange.curlCommand(for: Target(base: try BaseURL("http://target.example/v1"))).description
            #expect(line.contains(receiver.origins[0].origin + inbox.path))
        }
    }

    @Test func anAnswerCanBeHeldBack() async throws {
        try await listening { receiver, transport in
            let (arrivals, arrive) = AsyncStream.makeStream(of: Int.self)
            let inbox = receiver.open(answering: .held) { if $0.answer == nil { arrive.yield($0.number) } }
            async let answer = post(inbox.path, "x", transport)
            var numbers = arrivals.makeAsyncIterator()
            let number = try #require(await numbers.next())
            #expect(inbox.received[number].answeredAt == nil)
            inbox.answer(number, with: .done)
            inbox.answer(number, with: .failing())
            #expect(try await answer.text == #"{"done":true}"#)
            #expect(inbox.received[number].answeredAt != nil)
            inbox.answerAll(with: WebhookReply(status: .noContent, delay: .milliseconds(20)))
            #expect(try await post(inbox.path, "x", transport).head.status == .noContent)
        }
    }

    @Test func aFloodIsSlowedDown() async throws {
        let waits = Mutex<[Duration]>([])
        let timekeeper = Timekeeper(
            now: { .zero },
            schedule: { delay, action in
                waits.withLock { $0.append(delay) }
                action()
                return {}
            })
        let receiver = WebhookReceiver(origins: [try BaseURL("http://127.0.0.1:1")], timekeeper: timekeeper)
        let inbox = receiver.open()
        let transport = ServiceTransport(service: receiver, target: Target(base: receiver.origins[0]))
        for _ in 0..<WebhookInbox.floodThreshold + 2 {
            let answer = try await transport.send(OutgoingRequest(method: .post, path: inbox.path)).requireAnswer()
            #expect(answer.head.status == .ok)
        }
        #expect(waits.withLock { $0 } == [WebhookInbox.floodDelay, WebhookInbox.floodDelay])
    }

    @Test func whatComesLateDisturbsNobody() async throws {
        try await listening { receiver, transport in
            let (arrivals, arrive) = AsyncStream.makeStream(of: Void.self)
            let (closed, open) = (receiver.open(answering: .held) { _ in arrive.yield() }, receiver.open())
            #expect(closed.path != open.path)
            async let held = post(closed.path, "x", transport)
            var waiting = arrivals.makeAsyncIterator()
            _ = await waiting.next()
            receiver.close(closed)
            let (refused, late) = (try await held, try await post(closed.path, "x", transport))
            let elsewhere = try await post("/", "x", transport)
            #expect([refused, late, elsewhere].map(\.head.status) == [.gone, .notFound, .notFound])
            #expect(closed.received.count == 1)
            #expect(open.received.isEmpty)
        }
    }

    @Test func theTargetKnowsThePlaceByItsNames() async throws {
        let names = [
            WebhookListener.Place.Name(host: "worker.example"),
            .init(scheme: "https", host: "hooks.example", port: 443),
        ]
        let listener = try WebhookListener.start(
            at: .init(host: "127.0.0.1", port: 0, names: names), advice: "knock")
        let origins = listener.receiver.origins
        #expect(origins.map(\.host) == ["worker.example", "hooks.example"])
        #expect(origins[0].port > 0 && origins[0].port != 443)
        #expect(origins[1].origin == "https://hooks.example")
        await listener.shutdown()
    }
}
