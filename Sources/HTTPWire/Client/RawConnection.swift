import Glibc
import HTTPMessage
import Synchronization

/// A connection over which any bytes can be sent: requests that no library would send, or halves of them.
///
/// libcurl validates, completes and cannot be made to stop in the middle; a runner that asks how a server takes
/// malformed or broken-off requests needs a client without manners. Waiting is done on a thread beside Swift's pool.
/// One task may send while another receives. The connection is closed when the last reference goes.
public final class RawConnection: Sendable {
    private let descriptor: Int32
    /// Bytes that have arrived behind the response they were read with.
    private let held = Mutex<[UInt8]>([])

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { Glibc.close(descriptor) }

    /// Connects to a host, trying its addresses one after the other.
    ///
    /// - Parameters:
    ///   - host: an address or a name, an IPv6 address with or without brackets.
    ///   - limit: how long looking up the name and connecting may take together.
    public static func connect(
        to host: String, port: Int, within limit: Duration
    ) async throws(RawConnectionError) -> RawConnection {
        let deadline = WireClock.milliseconds() + limit.milliseconds
        let place = "\(host) port \(port)"
        guard (1...65535).contains(port) else {
            throw RawConnectionError(.unreachable, "\(port) is not a port one can connect to")
        }
        var failure = RawConnectionError(.unreachable, "\(host) has no address")
        for address in try await HostAddress.resolve(host, port: port, until: deadline) {
            do {
                return try await connect(to: address, place: place, until: deadline)
            } catch {
                guard error.kind == .unreachable else { throw error }
                failure = error
            }
        }
        throw failure
    }

    private static func connect(
        to address: HostAddress, place: String, until deadline: Int
    ) async throws(RawConnectionError) -> RawConnection {
        func unreachable(_ reason: Int32) -> RawConnectionError {
            RawConnectionError(.unreachable, "cannot connect to \(place): \(String(cString: strerror(reason)))")
        }
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else { throw unreachable(errno) }
        let connection = RawConnection(descriptor: descriptor)
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        let status = address.bytes.withUnsafeBytes { bytes in
            Glibc.connect(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
        if status == 0 { return connection }
        guard errno == EINPROGRESS else { throw unreachable(errno) }
        try await connection.wait(.writing, until: deadline, "\(place) did not accept the connection in time")
        var reason: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &reason, &size)
        guard reason == 0 else { throw unreachable(reason) }
        return connection
    }

    // MARK: Sending

    /// Sends bytes as they are. To cut a request off, send its beginning, then ``finishSending()``, ``close()`` or
    /// ``reset()``.
    public func send(_ bytes: [UInt8], within limit: Duration) async throws(RawConnectionError) {
        let deadline = WireClock.milliseconds() + limit.milliseconds
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(descriptor, buffer.baseAddress! + sent, buffer.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN {
                try await wait(.writing, until: deadline, "the peer took \(sent) of \(bytes.count) bytes in time")
            } else if errno != EINTR {
                throw broken("while bytes were sent", errno)
            }
        }
    }

    /// Sends text as bytes; its scalars must be below U+0100.
    public func send(_ text: String, within limit: Duration) async throws(RawConnectionError) {
        try await send(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }, within: limit)
    }

    /// Ends the sending; what the peer still sends can be received.
    public func finishSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Ends both directions in good order.
    public func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Ends the connection with a reset, as a peer that crashes does.
    public func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        // Connecting to nothing resets the connection and keeps the descriptor, which others may be waiting for.
        var nothing = sockaddr()
        nothing.sa_family = sa_family_t(AF_UNSPEC)
        _ = Glibc.connect(descriptor, &nothing, socklen_t(MemoryLayout<sockaddr>.size))
    }

    // MARK: Receiving

    /// Receives what there is, waiting for at least one byte; nothing when the peer has ended its sending.
    public func receive(atMost maximum: Int = 65536, within limit: Duration) async throws(RawConnectionError) -> [UInt8]
    {
        try await receive(atMost: maximum, until: WireClock.milliseconds() + limit.milliseconds)
    }

    /// Receives everything up to the end of the peer's sending, but no more than `maximum` bytes.
    public func receiveToEnd(
        atMost maximum: Int = 1 << 20, within limit: Duration
    ) async throws(RawConnectionError) -> [UInt8] {
        let deadline = WireClock.milliseconds() + limit.milliseconds
        var all: [UInt8] = []
        while all.count < maximum {
            let piece = try await receive(atMost: maximum - all.count, until: deadline)
            if piece.isEmpty { break }
            all += piece
        }
        return all
    }

    /// Receives one response; what arrives behind it stays for the next call.
    ///
    /// - Parameters:
    ///   - method: the method of the request it answers.
    ///   - limit: how long the whole response may take.
    /// - Throws: an error with the part of the response that had arrived.
    public func receiveResponse(
        answering method: HTTPRequest.Method, limits: HTTPLimits = .standard, within limit: Duration
    ) async throws(RawConnectionError) -> HTTPIncomingResponse {
        let deadline = WireClock.milliseconds() + limit.milliseconds
        var parser = HTTPResponseParser(answering: method, limits: limits)
        var unread = takeHeld()
        do {
            while true {
                var consumed = 0
                let step = try parser.parse(unread, consumed: &consumed)
                unread.removeFirst(consumed)
                if case .response(let response) = step {
                    held.withLock { $0 = unread + $0 }
                    return response
                }
                let piece = try await receive(atMost: 65536, until: deadline)
                if piece.isEmpty { return try parser.finish() }
                unread += piece
            }
        } catch {
            throw Self.describe(error, partial: parser.partial)
        }
    }

    private static func describe(
        _ error: any Error, partial: (head: HTTPResponse, body: [UInt8])?
    ) -> RawConnectionError {
        let partial = partial.map { RawConnectionError.Partial(head: $0.head, body: $0.body) }
        switch error {
        case let error as RawConnectionError:
            return RawConnectionError(error.kind, error.description, partial: partial)
        case let error as HTTPMessageError:
            let kind: RawConnectionError.Kind =
                switch error.kind {
                case .closedEarly: .closedEarly
                case .bodyTooLarge: .bodyTooLarge
                default: .malformed
                }
            return RawConnectionError(kind, error.description, partial: partial)
        default:
            return RawConnectionError(.malformed, "\(error)", partial: partial)
        }
    }

    private func takeHeld() -> [UInt8] {
        held.withLock { held in
            let bytes = held
            held = []
            return bytes
        }
    }

    private func receive(atMost maximum: Int, until deadline: Int) async throws(RawConnectionError) -> [UInt8] {
        let held = takeHeld()
        if !held.isEmpty {
            self.held.withLock { $0 = Array(held.dropFirst(maximum)) + $0 }
            return Array(held.prefix(maximum))
        }
        while true {
            var count = 0
            var reason: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: maximum) { buffer, initialized in
                count = recv(descriptor, buffer.baseAddress, maximum, 0)
                reason = errno
                initialized = max(0, count)
            }
            if count >= 0 { return bytes }
            if reason == EAGAIN {
                try await wait(.reading, until: deadline, "nothing came in the time allowed")
            } else if reason != EINTR {
                throw broken("while bytes were received", reason)
            }
        }
    }

    // MARK: Waiting

    private func wait(_ readiness: Readiness, until deadline: Int, _ late: String) async throws(RawConnectionError) {
        switch await readiness.wait(for: descriptor, until: deadline) {
        case .ready: break
        case .timedOut: throw RawConnectionError(.timedOut, late)
        case .cancelled: throw RawConnectionError(.cancelled, "the task was cancelled")
        case .impossible: throw RawConnectionError(.unreachable, "the system cannot watch the connection")
        }
    }

    private func broken(_ place: String, _ reason: Int32) -> RawConnectionError {
        RawConnectionError(.closedEarly, "the connection broke \(place): \(String(cString: strerror(reason)))")
    }
}
