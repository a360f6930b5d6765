import BlackBox
import Foundation
import HTTPMessage
import Synchronization
import Testing

/// Answers that are read while they arrive.
@Suite(.timeLimit(.minutes(1)))
struct CurlTransportLiveTests {
    @Test func piecesComeAsTheyAreSent() async throws {
        let second = Gate(1)
        let server = try ScriptedServer { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: y\r\n\r\n3\r\nabc\r\n")
            second.wait()
            connection.send("3\r\ndef\r\n0\r\n\r\n")
            connection.waitForClose()
        }
        let transport = CurlTransport(target: try server.target())
        let live = await transport.open(.get())
        let head = try await live.head().get()
        #expect(head.status == .ok)
        #expect(head.headerFields[.name("X")] == "y")
        #expect(await live.nextChunk(within: .seconds(20)) == .bytes(Array("abc".utf8)))
        #expect(await live.nextChunk(within: .zero) == .timedOut)
        #expect(await live.nextChunk(within: .milliseconds(20)) == .timedOut)
        #expect(try live.record().requireAnswer().text == "abc")
        second.arrive()
        #expect(await live.nextChunk(within: .seconds(20)) == .bytes(Array("def".utf8)))
        #expect(await live.nextChunk(within: .seconds(20)) == .end)
        #expect(await live.nextChunk(within: .seconds(20)) == .end)
        let record = live.record()
        #expect(try record.requireAnswer().text == "abcdef")
        #expect(record.connection?.isReused == false)
        #expect(record.timings.total >= record.timings.firstByte)
    }

    @Test func cancellingClosesTheConnection() async throws {
        let (left, tellLeft) = AsyncStream.makeStream(of: Void.self)
        let server = try ScriptedServer { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n\r\nabc")
            connection.waitForClose()
            tellLeft.finish()
        }
        let transport = CurlTransport(target: try server.target())
        let live = await transport.open(.get())
        #expect(await live.nextChunk(within: .seconds(20)) == .bytes(Array("abc".utf8)))
        live.cancel()
        for await _ in left {}
        #expect(
            await live.nextChunk(within: .seconds(20))
                == .failed(TransportFailure(.cancelled, "the runner left before the answer ended")))
        #expect(try live.record().requireAnswer().text == "abc")
    }

    @Test func droppingClosesTheConnection() async throws {
        let (left, tellLeft) = AsyncStream.makeStream(of: Void.self)
        let server = try ScriptedServer { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            connection.waitForClose()
            tellLeft.finish()
        }
        let transport = CurlTransport(target: try server.target())
        do {
            let live = await transport.open(.get())
            _ = try await live.head().get()
        }
        for await _ in left {}
    }

    @Test func cancellingTheWaitingTaskLeaves() async throws {
        let (left, tellLeft) = AsyncStream.makeStream(of: Void.self)
        let server = try ScriptedServer { connection in
            connection.readRequest()
            connection.waitForClose()
            tellLeft.finish()
        }
        let transport = CurlTransport(target: try server.target())
        let live = await transport.open(.get())
        let task = Task { await live.head() }
        task.cancel()
        guard case .failure(let failure) = await task.value else {
            Issue.record("there was a head")
            return
        }
        #expect(failure.kind == .cancelled)
        #expect(live.record().failure?.kind == .cancelled)
        // The connection may not even have been opened by then.
        if !server.received.isEmpty { for await _ in left {} }
    }

    @Test func aSlowReaderHoldsTheServerBackAndLosesNothing() async throws {
        let box = SentCount()
        let total = 24 << 20
        let pattern = [UInt8]((0..<65536).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let server = try ScriptedServer { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            while box.value < total, connection.send(pattern) { box.add(pattern.count) }
        }
        let transport = CurlTransport(target: try server.target())
        // An idle limit far below the time the reader pauses: it does not count while the reader is the slow one.
        let limits = Timeouts(idle: .milliseconds(200), total: .seconds(50), maximumBodyBytes: total)
        let live = await transport.open(.get(timeouts: limits))
        _ = try await live.head().get()
        var last = -1
        while box.value != last {
            last = box.value
            try await Task.sleep(for: .milliseconds(300))
        }
        #expect(box.value < total, "the whole answer was taken although nobody read it")
        var received = 0
        var isIntact = true
        reading: while true {
            switch await live.nextChunk(within: .seconds(20)) {
            case .bytes(let bytes):
                isIntact = isIntact && matches(bytes, pattern, at: received)
                received += bytes.count
            case .end: break reading
            case let other:
                Issue.record("\(other)")
                break reading
            }
        }
        #expect(received == total)
        #expect(isIntact)
    }

    @Test func limitsHoldForLiveAnswers() async throws {
        let server = try ScriptedServer { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n\r\nabc")
            connection.waitForClose()
        }
        let transport = CurlTransport(target: try server.target())
        let live = await transport.open(.get(timeouts: Timeouts(idle: .milliseconds(100))))
        #expect(await live.nextChunk(within: .seconds(20)) == .bytes(Array("abc".utf8)))
        guard case .failed(let failure) = await live.nextChunk(within: .seconds(20)) else {
            Issue.record("the answer went on")
            return
        }
        #expect(failure.kind == .idleTimeout)
        #expect(live.record().failure?.partial?.text == "abc")
    }

    @Test func anEndlessLiveAnswerIsBounded() async throws {
        let server = try ScriptedServer { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            let piece = [UInt8](repeating: 1, count: 65536)
            while connection.send(piece) {}
        }
        let transport = CurlTransport(target: try server.target())
        let live = await transport.open(.get(timeouts: Timeouts(maximumBodyBytes: 9 << 20)))
        while true {
            let chunk = await live.nextChunk(within: .seconds(20))
            if case .bytes = chunk { continue }
            guard case .failed(let failure) = chunk else {
                Issue.record("\(chunk)")
                return
            }
            #expect(failure.kind == .bodyTooLarge)
            return
        }
    }

    @Test func droppingTheTransportEndsItsLiveAnswers() async throws {
        let server = try ScriptedServer { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            connection.waitForClose()
        }
        var transport: CurlTransport? = CurlTransport(target: try server.target())
        let live = try #require(await transport?.open(.get()))
        _ = try await live.head().get()
        transport = nil
        guard case .failed(let failure) = await live.nextChunk(within: .seconds(20)) else {
            Issue.record("the answer went on")
            return
        }
        #expect(failure.kind == .cancelled)
    }

    @Test func manyReadersWaitAtOnce() async throws {
        let gate = Gate(100)
        let server = try ScriptedServer { connection in
            connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            gate.arriveAndWait()
            connection.send("1\r\nx\r\n0\r\n\r\n")
            connection.waitForClose()
        }
        let transport = CurlTransport(target: try server.target())
        await withTaskGroup(of: LiveChunk.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    let live = await transport.open(.get())
                    return await live.nextChunk(within: .seconds(20))
                }
            }
            for await chunk in group { #expect(chunk == .bytes([UInt8(ascii: "x")])) }
        }
    }
}

/// Whether bytes are those of an endlessly repeated pattern from a position on.
private func matches(_ bytes: [UInt8], _ pattern: [UInt8], at position: Int) -> Bool {
    var offset = 0
    while offset < bytes.count {
        let start = (position + offset) % pattern.count
        let count = min(pattern.count - start, bytes.count - offset)
        guard bytes[offset..<offset + count] == pattern[start..<start + count] else { return false }
        offset += count
    }
    return true
}

/// How much a server has sent.
private final class SentCount: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int { count.load(ordering: .relaxed) }

    func add(_ more: Int) {
        count.add(more, ordering: .relaxed)
    }
}
