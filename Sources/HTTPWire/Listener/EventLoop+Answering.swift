import Glibc
import HTTPMessage

extension EventLoop {
    /// Does what a writer asks, if its exchange is still the one under way. Touches no socket and calls no service.
    func perform(_ operation: WriterOperation, on connection: Connection, _ ordinal: UInt64) {
        if case .onDisconnect(let action) = operation {
            return onDisconnect(action, connection, ordinal)
        }
        guard connection.ordinal == ordinal, connection.phase != .closed else { return }
        switch operation {
        case .respond(let response, let body):
            guard connection.phase == .waiting else { return }
            write(response, body: body, on: connection)
            finishExchange(connection)
        case .begin(let response):
            guard connection.phase == .waiting else { return }
            begin(response, on: connection)
        case .send(let bytes):
            guard connection.phase == .streaming else { return }
            switch connection.bodyMode {
            case .chunked: connection.output.append(chunk: bytes)
            case .plain: connection.output.append(bytes)
            case .suppressed: return
            }
        case .finish:
            guard connection.phase == .streaming else { return }
            if connection.bodyMode == .chunked { connection.output.append("0\r\n\r\n") }
            finishExchange(connection)
        case .onDrain(let action):
            connection.drainActions.append(action)
        case .abandon:
            abandonExchange(connection)
        case .onDisconnect:
            return
        }
        outputChanged(connection)
    }

    private func outputChanged(_ connection: Connection) {
        connection.bufferedBytes.store(connection.output.count, ordering: .relaxed)
        // Inside its own turn a connection is flushed at the end of that turn.
        if !connection.isAdvancing { markDirty(connection) }
    }

    private func onDisconnect(_ action: @escaping @Sendable () -> Void, _ connection: Connection, _ ordinal: UInt64) {
        if connection.phase == .closed, connection.ordinal == ordinal {
            runSoon([action])
        } else if connection.ordinal == ordinal, connection.isBusy {
            if connection.sawHangup || connection.wasToldGone {
                connection.wasToldGone = true
                runSoon([action])
            } else {
                connection.disconnectActions.append(action)
            }
        }
    }

    private func finishExchange(_ connection: Connection) {
        connection.disconnectActions = []
        connection.phase = connection.keeps ? .reading : .closing
    }

    private func abandonExchange(_ connection: Connection) {
        if connection.phase == .waiting, !connection.sawHangup, !connection.wasToldGone {
            write(Self.unanswered, body: Array("the service gave no answer\n".utf8), on: connection)
            finishExchange(connection)
        } else if connection.isBusy {
            // Half an answer is cut off, so that the client sees that it is not whole.
            connection.disconnectActions = []
            connection.phase = .closing
        }
    }

    private static let unanswered = HTTPResponse(
        status: .internalServerError, headerFields: [.contentType: "text/plain; charset=utf-8"]
    )

    // MARK: Writing

    private enum Framing {
        case length(Int)
        case chunked
        case none
    }

    /// Writes a whole response into the output of a connection.
    func write(_ response: HTTPResponse, body: [UInt8], on connection: Connection) {
        let hasBody = (!connection.isHead || configuration.sendsBodyOfHead) && Self.mayHaveBody(response.status)
        let isEmptyHead = connection.isHead && body.isEmpty
        let framing = Self.mayHaveBody(response.status) && !isEmptyHead ? Framing.length(body.count) : .none
        guard writeHead(response, framing, on: connection) else { return writeFailure(on: connection) }
        if hasBody { connection.output.append(body) }
    }

    private func begin(_ response: HTTPResponse, on connection: Connection) {
        if connection.isHead || !Self.mayHaveBody(response.status) {
            connection.bodyMode = .suppressed
        } else if connection.version == .http10 {
            connection.bodyMode = .plain
            connection.keeps = false
        } else {
            connection.bodyMode = .chunked
        }
        if writeHead(response, connection.bodyMode == .chunked ? .chunked : .none, on: connection) {
            connection.phase = .streaming
        } else {
            writeFailure(on: connection)
            finishExchange(connection)
        }
    }

    private static func mayHaveBody(_ status: HTTPResponse.Status) -> Bool {
        status.code != 204 && status.code != 304
    }

    private func writeFailure(on connection: Connection) {
        let body = connection.isHead ? [] : Array("the service gave an answer that cannot be written\n".utf8)
        let framing = connection.isHead ? Framing.none : .length(body.count)
        _ = writeHead(Self.unanswered, framing, on: connection)
        connection.output.append(body)
    }

    // False, with nothing written, when a field cannot stand on the wire or the status is not a final one.
    private func writeHead(_ response: HTTPResponse, _ framing: Framing, on connection: Connection) -> Bool {
        guard response.status.code >= 200 else { return false }
        let before = connection.output.count
        connection.output.append(statusLine: response.status)
        var hasDate = false
        var hasLength = false
        do {
            for field in response.headerFields {
                switch FieldRole(of: field.name) {
                case .contentLength:
                    // Only an answer to HEAD may speak of a body that is not there.
                    guard connection.isHead, Self.mayHaveBody(response.status), !hasLength else { continue }
                    hasLength = true
                case .transferEncoding: continue
                case .connection:
                    if field.value.lowercased() == "close" { connection.keeps = false }
                    continue
                case .date: hasDate = true
                case .other, .expect, .host: break
                }
                try connection.output.append(field: field)
            }
        } catch {
            connection.output.truncate(to: before)
            return false
        }
        if !hasDate { connection.output.append(clock.dateField) }
        switch framing {
        case .length(let length) where !hasLength:
            connection.output.append("Content-Length: ")
            connection.output.append(decimal: length)
            connection.output.append("\r\n")
        case .chunked: connection.output.append("Transfer-Encoding: chunked\r\n")
        case .none, .length: break
        }
        if isDraining { connection.keeps = false }
        if !connection.keeps {
            connection.output.append("Connection: close\r\n")
        } else if connection.version == .http10 {
            connection.output.append("Connection: keep-alive\r\n")
        }
        connection.output.append("\r\n")
        return true
    }

    // MARK: Sending

    /// Sends as much as the client takes, and closes when that was the last of it.
    func flush(_ connection: Connection) {
        guard connection.phase != .closed else { return }
        if !connection.output.isEmpty {
            while !connection.output.isEmpty {
                let bytes = connection.output.bytes
                let count = send(connection.descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
                if count >= 0 {
                    connection.output.consume(count)
                    connection.stalledSince = connection.output.isEmpty ? 0 : clock.now
                } else if errno == EAGAIN {
                    if connection.stalledSince == 0 { connection.stalledSince = clock.now }
                    break
                } else if errno != EINTR {
                    return disconnect(connection)
                }
            }
            connection.bufferedBytes.store(connection.output.count, ordering: .relaxed)
        }
        guard connection.output.isEmpty else { return }
        if !connection.drainActions.isEmpty {
            runSoon(connection.drainActions)
            connection.drainActions = []
        }
        if connection.phase == .closing { linger(connection) }
    }

    // Ends the sending and waits for the client to do the same: closing with its bytes unread would reset the
    // connection and could take the answer with it.
    private func linger(_ connection: Connection) {
        guard !connection.sawHangup || connection.isReadable else { return remove(connection) }
        shutdown(connection.descriptor, Int32(SHUT_WR))
        connection.phase = .lingering
        connection.deadline = clock.now + timeouts.linger
        connection.held.releaseMemory()
    }

    /// Tells the service once that the client of its exchange has left.
    func tellGone(_ connection: Connection) {
        connection.wasToldGone = true
        guard !connection.disconnectActions.isEmpty else { return }
        runSoon(connection.disconnectActions)
        connection.disconnectActions = []
    }

    /// Handles a connection that broke, or is given up.
    func disconnect(_ connection: Connection) {
        guard connection.phase != .closed else { return }
        if connection.isBusy { tellGone(connection) }
        remove(connection)
    }
}
