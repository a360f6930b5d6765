import CLinux
import Glibc
import HTTPMessage

extension EventLoop {
    /// Takes note of what the system says about a socket and moves its connection on.
    func handle(_ events: UInt32, on connection: Connection) {
        guard events & (tidemark_epoll_err | tidemark_epoll_hup) == 0 else { return disconnect(connection) }
        if events & (tidemark_epoll_in | tidemark_epoll_rdhup) != 0 { connection.isReadable = true }
        if events & tidemark_epoll_rdhup != 0, !connection.sawHangup {
            connection.sawHangup = true
            // A client that closes and one that only ends its sending look alike: the service is told, and what it
            // answers nevertheless is sent.
            if connection.isBusy { tellGone(connection) }
        }
        advance(connection)
    }

    /// Reads, answers and writes as far as it goes now.
    func advance(_ connection: Connection) {
        guard !connection.isAdvancing, connection.phase != .closed else { return }
        connection.isAdvancing = true
        // Others get their turn after some rounds.
        var rounds = 8
        repeat {
            if connection.canReceive { receive(connection) }
            flush(connection)
            rounds -= 1
        } while connection.canReceive && rounds > 0
        connection.isAdvancing = false
        guard connection.phase != .closed else { return }
        if connection.canReceive { markDirty(connection) }
        updateDeadline(connection)
    }

    private func receive(_ connection: Connection) {
        if connection.phase == .reading, connection.hasUnread {
            connection.hasUnread = false
            return parseHeld(connection)
        }
        let count = recv(connection.descriptor, readBuffer.baseAddress, readBuffer.count, 0)
        guard count > 0 else {
            let reason = errno
            if count == 0 {
                connection.isReadable = false
                return endOfInput(connection)
            }
            switch reason {
            case EINTR: return
            case EAGAIN: connection.isReadable = false
            default: disconnect(connection)
            }
            return
        }
        // Less than asked for means that there is no more, unless the end of the input is behind it.
        if count < readBuffer.count, !connection.sawHangup { connection.isReadable = false }
        guard connection.phase == .reading else { return }
        let bytes = UnsafeRawBufferPointer(rebasing: readBuffer[..<count])
        if connection.held.isEmpty {
            let consumed = parse(bytes, on: connection)
            if consumed < bytes.count { connection.held.append(bytes.part(consumed..<bytes.count)) }
        } else {
            connection.held.append(bytes)
            parseHeld(connection)
        }
    }

    private func parseHeld(_ connection: Connection) {
        let consumed = parse(connection.held.bytes, on: connection)
        connection.held.consume(consumed)
    }

    // Hands requests to the service until the bytes are used up or the connection has to wait.
    private func parse(_ bytes: UnsafeRawBufferPointer, on connection: Connection) -> Int {
        var offset = 0
        while offset < bytes.count {
            guard connection.phase == .reading, connection.output.count <= configuration.highWaterBytes else {
                connection.hasUnread = true
                break
            }
            var consumed = 0
            do {
                let step = try connection.parser.parse(bytes.part(offset..<bytes.count), consumed: &consumed)
                offset += consumed
                switch step {
                case .needsMore: return offset
                case .expectsContinue:
                    // A client that sends without waiting needs no permission.
                    if offset == bytes.count { connection.output.append("HTTP/1.1 100 Continue\r\n\r\n") }
                case .request(let request): serve(request, on: connection)
                }
            } catch {
                refuse(error.status, error.description, on: connection)
                return bytes.count
            }
        }
        return offset
    }

    private func serve(_ incoming: HTTPIncomingRequest, on connection: Connection) {
        connection.ordinal &+= 1
        connection.phase = .waiting
        connection.headStart = 0
        connection.isHead = incoming.request.method == .head
        connection.version = incoming.version
        connection.keeps = incoming.keepsConnection
        connection.wasToldGone = isDraining
        service.serve(
            incoming.request, body: incoming.body, to: ResponseWriter(connection, ordinal: connection.ordinal)
        )
    }

    private func endOfInput(_ connection: Connection) {
        connection.sawHangup = true
        guard connection.phase == .reading else { return remove(connection) }
        if connection.parser.progress == .idle, connection.held.isEmpty {
            connection.phase = .closing
        } else {
            refuse(.badRequest, "the connection was closed before the request was whole", on: connection)
        }
    }

    /// Answers what is not a request, or not one that is taken, and closes.
    func refuse(_ status: HTTPResponse.Status, _ reason: String, on connection: Connection) {
        connection.isHead = false
        connection.keeps = false
        let response = HTTPResponse(status: status, headerFields: [.contentType: "text/plain; charset=utf-8"])
        write(response, body: Array("\(reason)\n".utf8), on: connection)
        connection.phase = .closing
    }

    /// Handles a deadline that has passed.
    func expire(_ connection: Connection) {
        switch connection.phase {
        case .reading where connection.output.isEmpty && connection.parser.progress != .idle:
            refuse(HTTPResponse.Status(code: 408), "the request did not arrive in time", on: connection)
            markDirty(connection)
        case .waiting where connection.output.isEmpty, .streaming where connection.output.isEmpty:
            connection.deadline = .max
        default:
            disconnect(connection)
        }
    }

    /// Says until when the connection may stay as it is.
    func updateDeadline(_ connection: Connection) {
        let now = clock.now
        guard connection.output.isEmpty else {
            connection.deadline = connection.stalledSince + timeouts.write
            return
        }
        switch connection.phase {
        case .waiting, .streaming, .closed: connection.deadline = .max
        case .closing, .lingering: break
        case .reading:
            switch connection.parser.progress {
            case .idle: connection.deadline = now + timeouts.idle
            case .head:
                if connection.headStart == 0 { connection.headStart = now }
                connection.deadline = connection.headStart + timeouts.header
            case .body: connection.deadline = now + timeouts.body
            }
        }
    }
}
